//! What a repair takes away, and what it leaves: drafts of every kind, damaged as people and programs damage them.

use crate::properties::repairs::{faults, fixed, offered, view};
use crate::support::drafts;
use crate::support::generate::Random;
use insta::assert_snapshot;
use nianbao::check::{Draft, check};
use nianbao::fix::FixFilter;
use nianbao::ide::actions::{Action, ActionKind};
use nianbao::text::Edit;

use std::process::Command;

/// The titles of the repairs of one rule; those that are not safe are marked.
fn titles(text: &str, rule: &str) -> String {
    let view = view(text);
    let of_rule = |action: &&Action| action.finding.is_some_and(|at| view.checked.findings[at].rule.name == rule);
    let title = |action: &Action| format!("{}{}\n", if action.safe { "" } else { "! " }, action.title);
    offered(&view).iter().filter(of_rule).map(title).collect()
}

/// One of many ways in which a draft is damaged.
fn damage(text: &str, random: &mut Random) -> String {
    let border = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let at = border(random.below(text.len() + 1));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return "1".to_owned();
    }
    let line = random.below(lines.len());
    let with_line = |new: String| format!("{}{new}{}", lines[..line].concat(), lines[line + 1..].concat());
    let find = |marks: &[char]| text[at..].find(|c| marks.contains(&c)).map(|found| at + found);
    let without = |marks: &[char]| match find(marks) {
        Some(found) => {
            let length = text[found..].chars().next().map_or(0, char::len_utf8);
            format!("{}{}", &text[..found], &text[found + length..])
        }
        None => text.to_owned(),
    };
    let put = |place: Option<usize>, new: &str| match place {
        Some(place) => format!("{}{new}{}", &text[..place], &text[place..]),
        None => text.to_owned(),
    };
    let digit = || text[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found);
    let marks = ['|', '\t', '\n', '<'];
    match random.below(16) {
        0 => with_line(String::new()),
        1 => with_line(lines[line].repeat(2 + random.below(3))),
        2 => with_line(lines[line].chars().filter(|c| !marks.contains(c)).collect()),
        3 => with_line(lines[line].trim_end().to_owned()),
        4 => without(&['\t']),
        5 => without(&['|']),
        6 => without(&['\n']),
        7 => without(&['、', '．', '.', '（', '）', '项', '第', '行', '政']),
        8 => put(find(&marks), ["（含简易程序1件）", "（不含派出所）", "3", "12", "*", "件", "1."][random.below(7)]),
        9 => put(digit(), ["1", "0.", "减", "-", " ", "（一）", "2."][random.below(7)]),
        10 => {
            let length = text[at..].chars().take(random.below(40)).map(char::len_utf8).sum::<usize>();
            format!("{}{}", &text[..at], &text[at + length..])
        }
        11 => text.replace("</td>", "").replace("</tr>", "\n"),
        12 => text.replace('\n', " "),
        13 => text.replacen("项", "款", 1 + random.below(3)),
        14 => {
            let other = random.below(lines.len());
            let mut lines = lines.clone();
            lines.swap(line, other);
            lines.concat()
        }
        _ => {
            let cut = border(random.below(text.len() + 1));
            if random.below(2) == 0 { text[cut..].to_owned() } else { text[..cut].to_owned() }
        }
    }
}

/// A draft with up to six kinds of damage.
fn damaged(text: &str, random: &mut Random) -> String {
    (0..random.below(6)).fold(damage(text, random), |text, _| damage(&text, random))
}

/// `NIANBAO_REPAIRS=20000` tries more drafts than the bounded run.
#[test]
fn safe_repairs_of_damaged_drafts_take_nothing_away_and_settle() {
    let wanted = std::env::var("NIANBAO_REPAIRS").ok().and_then(|count| count.parse().ok()).unwrap_or(400);
    let drafts = drafts::all();
    let mut random = Random::new(17);
    let (mut tried, mut offered, mut bad) = (0, 0, Vec::new());
    while tried < wanted {
        let (name, text) = &drafts[random.below(drafts.len())];
        let text = damaged(text, &mut random);
        let (safe, faults) = faults(&text);
        (tried, offered) = (tried + 1, offered + safe);
        bad.extend(faults.into_iter().map(|fault| format!("{name} ({tried}): {fault}\n{text}")));
    }
    println!("{tried} drafts, {offered} safe repairs, {} faults", bad.len());
    assert!(tried < 100 || offered * 8 > tried, "{tried} drafts have only {offered} safe repairs");
    assert!(bad.is_empty(), "{} of {tried}\n{}", bad.len(), bad[..bad.len().min(6)].join("\n\n"));
}

const HEAD: &str = "白石县民政局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n";

fn with_label(label: &str) -> String {
    format!(
        "{HEAD}| 第二十条第（六）项 | |\n| --- | --- |\n| 信息内容 | 本年处理决定数量 |\n| {label} | 31 |\n| 行政强制 | 2 |\n"
    )
}

#[test]
fn a_remark_in_a_label_stays_until_the_author_lets_it_go() {
    let labels = [
        "行政处罚决定",
        "行政处罚（其中简易程序4件）",
        "行政处罚（不含乡镇）",
        "行政处罚决定（（一）至（三）类）",
        "行政处罚4",
        "7行政处罚",
    ];
    let said: String = labels.iter().map(|label| format!("{label}\n{}", titles(&with_label(label), "label"))).collect();
    assert_snapshot!(said, @r"
    行政处罚决定
    改为“行政处罚”
    行政处罚（其中简易程序4件）
    ! 改为“行政处罚”，不保留“（其中简易程序4件）”
    行政处罚（不含乡镇）
    ! 改为“行政处罚”，不保留“（不含乡镇）”
    行政处罚决定（（一）至（三）类）
    ! 改为“行政处罚”，不保留“（（一）至（三）类）”
    行政处罚4
    7行政处罚
    ");
    for draft in labels[1..].iter().map(|label| with_label(label)) {
        assert_eq!(fixed(&draft, FixFilter::SAFE), draft);
    }
    assert_eq!(fixed(&with_label(labels[0]), FixFilter::SAFE), with_label("行政处罚"));
    // Not even where figures may change: this one is nobody's to take away.
    assert_eq!(fixed(&with_label(labels[1]), FixFilter::NUMBERS).matches("4件").count(), 1);
}

#[test]
fn notes_of_official_labels_are_mended_and_their_remarks_are_not() {
    let draft = |label: &str| {
        format!(
            "白石县民政局2024年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n{label}\n1\n0\n0\n0\n0\n0\n1\n"
        )
    };
    let labels = [
        "（二）部分公开",
        "（二）部分公开（区分处理的，只计这一情形）",
        "（二）部分公开（区分处理的，只计这一情况，不计其它情形）",
        "（二）部分公开（含转办2件）",
        "（二）部分公开（含上年转来的）",
        "8.要求提供公开出版物",
        "83.要求提供公开出版物",
    ];
    let said: String = labels.iter().map(|label| format!("{label}\n{}", titles(&draft(label), "label"))).collect();
    assert_snapshot!(said, @r"
    （二）部分公开
    改为“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”
    （二）部分公开（区分处理的，只计这一情形）
    改为“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”
    （二）部分公开（区分处理的，只计这一情况，不计其它情形）
    改为“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”
    （二）部分公开（含转办2件）
    ! 改为“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”，不保留“（含转办2件）”
    （二）部分公开（含上年转来的）
    ! 改为“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”，不保留“（含上年转来的）”
    8.要求提供公开出版物
    改为“3.要求提供公开出版物”
    83.要求提供公开出版物
    ");
}

/// In one line with others a report begins and ends where they do.
#[test]
fn a_repair_has_no_other_report_read_worse() {
    let report = include_str!("../rules/claim-zero/wrong-shared.txt").replace('\t', "").replace('\n', " ");
    let volume = report.repeat(4);
    assert_eq!(fixed(&volume, FixFilter::SAFE), volume);
}

#[test]
fn figures_that_are_written_apart_leave_what_begins_behind_them() {
    let draft = format!(
        "{HEAD}第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章 000\n行政规范性文件 213第二十条第（五）项\n\
         信息内容本年处理决定数量\n行政许可 120\n"
    );
    let apart = draft.replace("规章 000", "规章 0 0 0").replace("213第", "2 1 3 第");
    assert_eq!(fixed(&draft, FixFilter::SAFE), apart);
}

#[test]
fn a_figure_that_runs_into_a_heading_stays() {
    let draft = |heading: &str| with_label("行政处罚").replace("二、主动公开政府信息情况", heading);
    let headings = [
        "二、主动公开政府信息的情况",
        "2、主动公开政府信息情况",
        "3、主动公开政府信息情况",
        "二、主动公开政府信息情况2",
    ];
    let titles = headings.map(|heading| format!("{heading}\n{}", titles(&draft(heading), "section-heading")));
    assert_snapshot!(titles.concat(), @r"
    二、主动公开政府信息的情况
    改为“二、主动公开政府信息情况”
    2、主动公开政府信息情况
    序号改为“二、”
    3、主动公开政府信息情况
    序号改为“二、”
    二、主动公开政府信息情况2
    ! 改为“二、主动公开政府信息情况”（会丢失“2”）
    ");
    assert_eq!(
        fixed(&draft(headings[3]), FixFilter { hints: true, ..FixFilter::NUMBERS }).matches("情况2\n").count(),
        1
    );
}

/// Rows run together so that a figure stands before the next row's label, and a heading that is wanted above it.
#[test]
fn a_figure_that_runs_into_the_next_label_stays() {
    for draft in [
        "本年处理决定数量行政处罚\t26行政强制\t4\n四、政府信息公开行政复议、行政诉讼情况\n",
        "三、收到和处理政府信息公开申请情况\n5一、本年新收政府信息公开申请数量\t62.重复申请\t0\n",
    ] {
        for filter in [FixFilter::SAFE, FixFilter::NUMBERS] {
            assert!(["26行政强制", "\t62."].iter().any(|figure| fixed(draft, filter).contains(figure)), "{filter:?}");
        }
        assert_eq!(faults(draft).1, [""; 0], "{draft}");
    }
}

/// What would be a heading in a report by itself may belong to the report before it in the whole text.
#[test]
fn a_heading_is_put_in_once() {
    let table = "四、政府信息公开行政复议、行政诉讼情况\n| 行政事业性收费 64.25 |\n| 行政事业性收费 64.25 |\n";
    let line = "二、主动公开政府信息情况\n 行政处罚\u{c}9\u{c}行政强制\u{c}1\u{c}第二十条第（";
    for beginning in [table, line] {
        let draft = format!("{beginning}{}", with_label("行政处罚"));
        let once = fixed(&draft, FixFilter::SAFE);
        assert!(once.matches("第二十条第（").count() <= draft.matches("第二十条第（").count() + 2, "{once}");
        assert_eq!(fixed(&once, FixFilter::SAFE), once);
        assert_eq!(faults(&draft).1, [""; 0], "{draft}");
    }
}

#[test]
fn the_command_line_tells_of_repairs_that_pass() {
    let folder = tempfile::tempdir().unwrap();
    let draft = with_label("行政处罚").replace("二、主动公开政府信息情况", "二、主动公开政府信息情况7");
    std::fs::write(folder.path().join("a.md"), draft).unwrap();
    let run = |format: &str| {
        let arguments = ["check", "--select", "section-heading", "--output-format", format, "a.md"];
        let output = Command::new(env!("CARGO_BIN_EXE_nianbao")).current_dir(folder.path()).args(arguments).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let fixes = |json: &str| {
        let finding: serde_json::Value = serde_json::from_str(json).unwrap();
        finding["fixes"][0].clone()
    };
    let fix = fixes(run("json-lines").trim());
    assert_eq!(
        (fix["safe"].as_bool(), fix["title"].as_str()),
        (Some(false), Some("改为“二、主动公开政府信息情况”（会丢失“7”）"))
    );
    let full = run("full");
    assert!(full.contains("= help: 改为“二、主动公开政府信息情况”（会丢失“7”）（需人工确认）\n"), "{full}");
}

/// The name in a title is mended although the title still runs into the text behind it, which only its author can part.
#[test]
fn a_repair_is_made_where_another_fault_of_the_same_thing_stays() {
    let draft = "云溪县教育局2024年政府信息公开年度报告根据《中华人民共和国政府信息公开条例》\
        编制，所列数据的统计期限为2024年1月1日至2024年12月31日。\n\n\
        一、总体情况\n\n公开12条。\n\n二、主动公开政府信息情况\n\n";
    assert_eq!(titles(draft, "title-form"), "改为“政府信息公开工作年度报告”\n");
    let mended = fixed(draft, FixFilter { hints: true, ..FixFilter::SAFE });
    assert!(mended.starts_with("云溪县教育局2024年政府信息公开工作年度报告根据"), "{mended}");
    assert_eq!(titles(&mended, "title-form"), "");
}

#[test]
fn a_table_is_not_laid_out_over_a_remark() {
    let rewrites = |text: &str| view(text).actions(&(0..text.len()), |kind| kind == ActionKind::Rewrite).len();
    assert!(rewrites(&with_label("行政处罚决定")) > 0);
    assert_eq!(rewrites(&with_label("行政处罚（其中简易程序4件）")), 0);
}

/// Two reports on one line begin with that line, as far as can be told; a line above moves the second and not the first.
#[test]
fn a_line_above_reports_on_one_line_is_read_as_in_a_draft_that_is_opened() {
    let heading = "第二十条第（一）项\n";
    let page = "# 草稿 - 一、总体情况 二、主动公开政府信息情况 规章 0 0 0 - 一、总体情况";
    let rows = "# 草稿  由科室汇总。  - 一、总体情况 - 报送前核对  二、主动公开政府信息情况   信息内容  本年制发件数   规章  0  0  0   ";
    let doubled = rows.repeat(2);
    let ranges = |text: &str| check(text).reports.into_iter().map(|report| report.range).collect::<Vec<_>>();
    let edited = |text: &str, edit: Edit| {
        let mut draft = Draft::new(text, 1);
        let _ = draft.snapshot();
        let reports = draft.edit(&[edit], 2).whole().checked.reports.clone();
        reports.into_iter().map(|report| report.range).collect::<Vec<_>>()
    };
    for draft in [page, &doubled] {
        let longer = format!("{heading}{draft}");
        assert_eq!(edited(draft, Edit::new(0..0, heading)), ranges(&longer));
        assert_eq!(edited(&longer, Edit::new(0..heading.len(), "")), ranges(draft));
        assert_eq!(faults(draft).1, [""; 0]);
    }
}
