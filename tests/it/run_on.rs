//! Reports without lines: a report on one line, a volume of them, and what is none.

use crate::support::generate::{Draft, Plan, STYLES};
use nianbao::check::check;
use nianbao::edition::{self, Edition};
use nianbao::report;
use nianbao::syntax::Syntax;
use nianbao::text::edit;
use nianbao::text::fold::fold;
use proptest::prelude::*;

/// Fails unless a text holds these drafts, each from a byte on, with every figure at its place.
fn assert_volume(text: &str, drafts: &[(usize, Draft)], edition: &Edition, what: &str) {
    let reports = report::read(&Syntax::parse(text));
    assert_eq!(reports.len(), drafts.len(), "{what}");
    for (report, (start, draft)) in reports.iter().zip(drafts) {
        assert_eq!(report.range.start, *start, "{what}");
        assert_eq!(report.sections.len(), edition.sections.len(), "{what}");
        let title = report.title.as_ref().expect("a title");
        assert!(draft.text.starts_with(&title.text) && title.alone, "{what}: {}", title.text);
        for form in &edition.forms {
            let filled = report.form(&form.id).unwrap_or_else(|| panic!("{what}: no {}", form.id));
            for cell in draft.cells(&form.id) {
                let read = filled.value(cell.row, cell.column).map(|value| (value.number(), value.figure()));
                let place = start + cell.range.start..start + cell.range.end;
                assert_eq!(read, Some((Some(cell.number), place)), "{what}: {cell:?}");
            }
        }
    }
}

#[test]
fn a_volume_is_read_with_a_report_a_line_and_with_all_on_one() {
    for edition in edition::editions() {
        for style in
            STYLES.iter().filter(|style| style.name.starts_with("one-line-") && !style.name.ends_with("paragraph"))
        {
            for between in ["\n", " ", ""] {
                if between.is_empty() && style.name.ends_with("pipes") {
                    continue;
                }
                let mut text = String::new();
                let mut drafts = Vec::new();
                for seed in 0..4 {
                    let draft = Plan::new(edition, seed).write(style);
                    let start = text.len();
                    text += draft.text.trim_end();
                    text += between;
                    drafts.push((start, draft));
                }
                assert_volume(&text, &drafts, edition, &format!("{} {} {between:?}", edition.year, style.name));
            }
        }
    }
}

#[test]
fn a_list_of_the_sections_and_a_text_about_them_are_no_report() {
    let titles: Vec<String> =
        edition::newest().sections.iter().map(|section| format!("{}、{}", section.ordinal, section.title)).collect();
    let texts = [
        format!("年度报告分为{}六个部分，各部分的写法另行通知，请各单位对照执行，按时报送。", titles.join("，")),
        format!("年度报告包括{}。报送前请逐项核对，数据以附表为准，不得遗漏。", titles.join("")),
        format!("目录 {}", titles.iter().zip(1..).map(|(title, page)| format!("{title}……{page} ")).collect::<String>()),
        format!(
            "编写说明如下。{}",
            titles.iter().map(|title| format!("{title}：写明全年的做法和数据。")).collect::<String>()
        ),
        format!(
            "编写说明如下。{}",
            titles.iter().map(|title| format!("{title}。写明全年的做法和数据。")).collect::<String>()
        ),
    ];
    for text in texts {
        let syntax = Syntax::parse(&text);
        let cells: usize = syntax.blocks.iter().map(|block| block.cells().len()).sum();
        assert_eq!((cells, report::read(&syntax).len()), (1, 0), "{text}");
    }
}

#[test]
fn labels_and_figures_in_a_sentence_are_no_table() {
    for text in [
        "全年制发规章0件、行政规范性文件2件，行政许可41件，行政处罚6件，行政强制0件，行政事业性收费0万元。",
        "其中行政许可41、行政处罚6、行政强制0、行政事业性收费0，均已公开。",
        "予以公开12件、部分公开3件、不予公开1件（属于国家秘密1件），其他处理0件",
        "1 其他",
        "附件1",
        "2024年第3期",
    ] {
        let syntax = Syntax::parse(text);
        let cells: usize = syntax.blocks.iter().map(|block| block.cells().len()).sum();
        assert_eq!(cells, 1, "{text}");
    }
}

#[test]
fn a_heading_in_a_line_is_mended_where_it_stands() {
    for style in STYLES.iter().filter(|style| style.name.starts_with("one-line-")) {
        let text = Plan::new(edition::newest(), 3).write(style).text;
        let changed = text.replace("存在的主要问题及改进情况 ", "存在的主要问题和改进情况 ");
        let changed = changed.replace("五、存在的主要问题及改进情况", "五、存在的主要问题和改进情况");
        let found = check(&changed).findings;
        assert_eq!(found.len(), 1, "{}: {found:?}", style.name);
        let edits = found[0].fixes[0].edits.clone();
        assert_eq!(edit::apply(&changed, &edits).expect("edits that can be made"), text, "{}", style.name);
    }
}

#[test]
fn an_article_heading_and_the_header_of_its_table_may_share_a_line() {
    let style = STYLES.iter().find(|style| style.name == "lines").expect("a style");
    let text = Plan::new(edition::newest(), 3).write(style).text;
    for between in ["<br/>", " ", "　", ""] {
        let mut lines: Vec<String> = Vec::new();
        let mut joined = 0;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match lines.last_mut().filter(|last| last.ends_with('项') && line.starts_with("信息内容")) {
                Some(last) => {
                    joined += 1;
                    *last += between;
                    *last += line;
                }
                None => lines.push(line.to_owned()),
            }
        }
        assert_eq!(joined, 4, "{text}");
        let found = check(&lines.join("\n"));
        assert!(
            found.findings.iter().all(|found| found.rule.name != "article-heading"),
            "{between:?}: {:?}",
            found.findings
        );
    }
    // A sentence that names the article is left whole.
    for sentence in ["第二十条第（一）项信息内容是规章。", "第二十条第（一）项信息内容、第（五）项信息内容"]
    {
        assert_eq!(
            Syntax::parse(sentence).blocks.iter().map(|block| block.cells().len()).sum::<usize>(),
            1,
            "{sentence}"
        );
    }
}

#[test]
fn the_title_of_a_public_institution_stands_on_one_line_too() {
    for style in STYLES.iter().filter(|style| style.name.starts_with("one-line-")) {
        let draft = Plan::new(edition::newest(), 2).write(style);
        let name = &edition::newest().title.canonical;
        for public in &edition::newest().title.public {
            let text = draft.text.replacen(name.as_str(), public, 1);
            let reports = report::read(&Syntax::parse(&text));
            let title = reports[0].title.as_ref().expect("a title");
            let is_whole = title.alone && title.text.ends_with(public.as_str());
            assert!(reports.len() == 1 && is_whole, "{} {public}: {title:?}", style.name);
            assert_eq!(reports[0].forms.len(), edition::newest().forms.len(), "{} {public}", style.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_runs_on_is_cut_at_characters(pieces in prop::collection::vec(prop::sample::select(vec![
        "第", "(", "（一）", ")", "项", "条", "第二十条第（五）项", "规章", "行政许可", "1.属于国家秘密", "总计", "其他", "0", "12",
        "00000001", "/", "-", ".", ",", "、", "。", " ", "\u{3000}", "“", "”", "(kai)", "|", " | ", "\t", "<br>", "&nbsp;", "**",
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
        "云溪县水务局", "2024年", "政府信息公开工作年度报告", "（2024年）", "全年工作平稳", "𠮷", "é",
    ]), 0..60)) {
        let text = pieces.concat();
        let syntax = Syntax::parse(&text);
        let joined: String = syntax.blocks.iter().map(|block| block.text()).collect();
        prop_assert_eq!(&joined, &text);
        for block in &syntax.blocks {
            let mut end = 0;
            for cell in block.cells() {
                let range = cell.range();
                prop_assert!(end <= range.start && range.start <= range.end, "{}", text);
                end = range.end;
                prop_assert_eq!(fold(&block.printed(range)), block.folded(cell), "{}", text);
            }
        }
        report::read(&syntax);
    }
}
