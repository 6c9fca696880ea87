//! Repairs and rewriting, over all drafts: what they must not change, and what they must give back.

use crate::support::cursor::floor;
use crate::support::drafts;
use crate::support::encoded::encoded;
use crate::support::generate::Random;
use crate::support::program::{program, with_input};
use crate::support::whole::Whole;
use nianbao::compose::format::{FormatStyle, format};
use nianbao::fix::{FixFilter, fix_until_stable};
use nianbao::ide::actions::{Action, ActionKind};

use nianbao::check::{Checked, Draft, check};
use nianbao::report::Report;
use nianbao::rules::Severity;
use nianbao::syntax::Layout;
use nianbao::text::edit::apply;
use tempfile::TempDir;

/// Complete drafts of both editions in every layout.
fn wholes() -> impl Iterator<Item = Whole> {
    let editions = [2019, 2021].into_iter();
    editions.flat_map(|edition| Layout::ALL.map(|layout| Whole::new(edition, 7).layout(layout)))
}

/// Every figure of every form: what `extract` prints.
fn figures(reports: &[Report]) -> Vec<String> {
    let mut figures = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for filled in &report.forms {
            for value in filled.values.iter().filter(|value| !value.is_blank()) {
                let (row, column) = (&filled.form.rows[value.row()].id, &filled.form.columns[value.column()].id);
                let text: String = value.text().split_whitespace().collect();
                figures.push(format!(
                    "{index} {} {row} {column} {} {:?}",
                    filled.form.id,
                    text.replace("**", ""),
                    value.number()
                ));
            }
        }
    }
    figures
}

/// Every number of every form, however it is written.
fn numbers(reports: &[Report]) -> Vec<String> {
    let mut numbers = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for filled in &report.forms {
            for value in &filled.values {
                let (row, column) = (&filled.form.rows[value.row()].id, &filled.form.columns[value.column()].id);
                numbers.extend(
                    value.number().map(|it| format!("{index} {} {row} {column} {}", filled.form.id, it.normalize())),
                );
            }
        }
    }
    numbers
}

/// How many findings there are, the worst first.
fn weight(checked: &Checked) -> [usize; 4] {
    let count = |severity| checked.findings.iter().filter(|finding| finding.severity == severity).count();
    [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(count)
}

fn actions(text: &str, kind: ActionKind) -> Vec<Action> {
    Draft::new(text, 1).snapshot().whole().actions(&(0..text.len()), |it| it == kind)
}

fn fixed(text: &str, filter: FixFilter) -> String {
    let view = Draft::new(text, 1).snapshot().whole();
    fix_until_stable(&view, filter).after.map_or_else(|| text.to_owned(), |after| after.text.to_string())
}

#[test]
fn laying_out_keeps_every_figure_and_leaves_nothing_worse() {
    let mut laid_out = 0;
    for (name, text) in drafts::all() {
        let before = check(&text);
        for action in actions(&text, ActionKind::Rewrite).into_iter().filter(|action| action.safe) {
            let after_text = apply(&text, &action.edits).unwrap();
            let after = check(&after_text);
            assert_eq!(figures(&after.reports), figures(&before.reports), "{name}: {}\n{after_text}", action.title);
            assert!(weight(&after) <= weight(&before), "{name}: {}\n{after_text}", action.title);
            laid_out += 1;
        }
    }
    assert!(laid_out > 300, "only {laid_out} tables could be laid out");
}

#[test]
fn every_table_of_a_complete_draft_goes_into_every_layout_and_back() {
    for whole in wholes() {
        let text = whole.text();
        let there = actions(&text, ActionKind::Rewrite);
        let safe: Vec<_> = there.iter().filter(|action| action.safe).collect();
        let titles: Vec<&str> = safe.iter().map(|action| action.title.as_str()).collect();
        assert_eq!(safe.len(), 9, "three tables, three other layouts: {titles:?}");
        for action in safe {
            let converted = apply(&text, &action.edits).unwrap();
            assert_eq!(check(&converted).findings.len(), 0, "{converted}");
            let back = actions(&converted, ActionKind::Rewrite).into_iter().filter(|action| action.safe);
            let mut back = back.map(|action| apply(&converted, &action.edits).unwrap());
            // What is written anew is formatted.
            let formatted = |text: &str| apply(text, &format(text, FormatStyle::default()).edits).unwrap();
            assert!(
                back.any(|back| formatted(&back) == formatted(&text)),
                "{} does not lead back:\n{converted}",
                action.title
            );
        }
    }
}

#[test]
fn one_wrong_cell_is_set_right() {
    for whole in wholes() {
        let right = whole.text();
        let form = nianbao::edition::newest().form("applications").unwrap();
        for (number, row) in form.rows.iter().enumerate() {
            for (column, header) in form.columns.iter().enumerate() {
                if (number + column) % 16 > 0 || (right.contains("其他对外") && row.id.starts_with("other-")) {
                    continue;
                }
                let wrong = whole.clone().plus("applications", &row.id, &header.id, 4).text();
                assert_eq!(fixed(&wrong, FixFilter::SAFE), wrong, "no number changes unasked");
                assert_eq!(fixed(&wrong, FixFilter::NUMBERS), right, "{} {}", row.id, header.id);
            }
        }
    }
}

#[test]
fn a_row_that_was_deleted_comes_back_as_it_was() {
    for whole in wholes() {
        let right = whole.text();
        for row in [
            "received",
            "carried-in",
            "granted",
            "partial",
            "denied-secret",
            "denied-by-law",
            "denied-query",
            "unprocessed-repeated",
            "unprocessed-reconfirmation",
            "handled",
            "carried-out",
        ] {
            let wrong = whole.clone().without_row("applications", row).text();
            assert_eq!(
                fixed(&wrong, FixFilter::NUMBERS),
                right,
                "{row} {:?}",
                check(&wrong).reports[0].forms[0].layout
            );
        }
    }
}

/// Makes random actions one after the other. What an action does not announce stays: every figure outside of its table,
/// and all figures if it says that it changes none.
#[test]
fn a_session_of_random_actions_changes_only_what_it_says() {
    let drafts = drafts::all();
    let mut random = Random::new(11);
    let mut done = 0;
    for (name, text) in drafts.iter().step_by(2) {
        let mut text = text.clone();
        for _ in 0..4 {
            let at = floor(&text, random.below(text.len().max(1)));
            let end = text[at..].char_indices().nth(random.below(200)).map_or(text.len(), |(more, _)| at + more);
            let actions = Draft::new(&text, 1).snapshot().whole().actions(&(at..end), |_| true);
            if actions.is_empty() {
                continue;
            }
            let action = &actions[random.below(actions.len())];
            let after = apply(&text, &action.edits).unwrap_or_else(|error| panic!("{name}: {}: {error}", action.title));
            let (before_read, after_read) = (check(&text), check(&after));
            assert_eq!(before_read.reports.len(), after_read.reports.len(), "{name}: {}\n{after}", action.title);
            if action.safe {
                let after_numbers = numbers(&after_read.reports);
                let is_lost = |number: &&String| !after_numbers.contains(*number);
                let before_numbers = numbers(&before_read.reports);
                let lost: Vec<&String> = before_numbers.iter().filter(is_lost).collect();
                assert_eq!(lost, Vec::<&String>::new(), "{name}: {}\n{after}", action.title);
            }
            text = after;
            done += 1;
        }
    }
    assert!(done > 50, "only {done} actions");
}

#[test]
fn half_written_drafts_have_actions_that_can_be_made() {
    let mut random = Random::new(5);
    let mut done = 0;
    for (name, text) in drafts::all().iter().step_by(3) {
        let from = floor(text, random.below(text.len().max(1)));
        let to = floor(text, from + random.below(300));
        let put = ["", "|", "<td>", "</tr>", "\t", "\n", "总计", "1"][random.below(8)];
        let damaged = format!("{}{put}{}", &text[..from], &text[to.max(from)..]);
        for action in Draft::new(&damaged, 1).snapshot().whole().actions(&(0..damaged.len()), |_| true) {
            assert!(apply(&damaged, &action.edits).is_ok(), "{name}: {}\n{damaged}", action.title);
            done += 1;
        }
    }
    assert!(done > 100, "only {done} actions");
}

#[test]
fn hints_are_left_to_the_author_until_somebody_asks() {
    let whole = Whole::new(2021, 3).text();
    let (heading, hinted) = ("五、存在的主要问题及改进情况", "五、存在的问题及改进情况");
    let text = whole.replace(heading, hinted);
    let found: Vec<Severity> = check(&text).findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(found, [Severity::Hint]);
    assert_eq!(fixed(&text, FixFilter::SAFE), text);
    assert_eq!(fixed(&text, FixFilter::NUMBERS), text);
    assert_eq!(fixed(&text, FixFilter { hints: true, ..FixFilter::SAFE }), whole);
    assert_eq!(actions(&text, ActionKind::FixAll), [], "nothing to fix is not offered");
    let at = text.find(hinted).expect("the heading");
    let quick = Draft::new(&text, 1).snapshot().whole().actions(&(at..at), |kind| kind == ActionKind::QuickFix);
    assert!(quick.iter().any(|action| apply(&text, &action.edits).unwrap() == whole), "one by one it can be mended");
    // Mended where the rule is named, and where the settings give it more weight.
    let desk = Desk::with("a.md", &text);
    assert_eq!(desk.run(&["fix", "a.md"], b"").status, 0);
    assert_eq!(desk.read("a.md"), text.as_bytes());
    assert_eq!(desk.run(&["fix", "--select", "section-heading", "a.md"], b"").status, 0);
    assert_eq!(desk.read("a.md"), whole.as_bytes());
    let desk = Desk::with("a.md", &text);
    std::fs::write(desk.0.path().join("nianbao.toml"), "[rules]\nsection-heading = \"warning\"\n").unwrap();
    assert_eq!(desk.run(&["fix", "a.md"], b"").status, 0);
    assert_eq!(desk.read("a.md"), whole.as_bytes());
}

/// A draft with a wrong heading, which is safe to mend, and a letter for a number, which is not.
const WRONG: &str = "某某县教育局2024年政府信息公开工作年度报告\r\n\r\n一、总体情况\r\n\r\n𠮷全年工作按计划完成。\r\n\r\n二、主动公开政府信息情况\r\n\r\n第二十条第（五）款\t\r\n信息内容\t本年处理决定数量\r\n行政许可\tO\r\n";

/// A folder for one test, and the program run in it.
struct Desk(TempDir);

struct Run {
    status: i32,
    out: Vec<u8>,
    err: String,
}

impl Desk {
    fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let desk = Desk(tempfile::tempdir().unwrap());
        std::fs::write(desk.0.path().join(name), content).unwrap();
        desk
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.path().join(name)).unwrap()
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Run {
        let output = with_input(program(self.0.path(), arguments), input);
        let status = output.status.code().expect("the program ends by itself");
        Run { status, out: output.stdout, err: String::from_utf8(output.stderr).unwrap() }
    }
}

#[test]
fn files_keep_their_encoding_and_their_line_ends() {
    let mended = WRONG.replace("（五）款", "（五）项");
    for ((name, wrong), (_, right)) in encoded(WRONG).into_iter().zip(encoded(&mended)) {
        let desk = Desk::with(name, &wrong);
        let run = desk.run(&["fix", "--fail-on", "never", name], b"");
        assert_eq!((run.status, run.out.as_slice()), (0, b"".as_slice()), "{}", run.err);
        assert!(run.err.contains("修复 1 个文件中的 1 处"), "{}", run.err);
        assert_eq!(desk.read(name), right, "{name}");
        let run = desk.run(&["fix", "-", "--quiet", "--fail-on", "never"], &wrong);
        assert_eq!((run.out, run.err.as_str()), (right, ""), "{name} through standard input");
    }
}

#[test]
fn numbers_are_changed_only_when_that_is_asked_for() {
    let desk = Desk::with("a.md", WRONG);
    let run = desk.run(&["fix", "--select", "not-a-number"], b"");
    assert_eq!((run.status, desk.read("a.md")), (1, WRONG.into()), "{}", run.err);
    assert!(run.err.contains("没有可自动修复的问题；还有 1 个错误"), "{}", run.err);
    let run = desk.run(&["fix", "--select", "not-a-number", "--unsafe"], b"");
    assert_eq!((run.status, desk.read("a.md")), (0, WRONG.replace("\tO", "\t0").into()), "{}", run.err);
    let run = desk.run(&["fix", "--select", "not-a-number"], b"");
    assert_eq!(run.status, 0, "nothing to fix is a success: {}", run.err);
}

#[test]
fn a_diff_writes_nothing() {
    let desk = Desk::with("a.md", WRONG);
    let run = desk.run(&["fix", "--diff", "--fail-on", "never", "a.md"], b"");
    let diff = String::from_utf8(run.out).unwrap();
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(diff.starts_with("--- a.md\n+++ a.md（修复后）\n@@"), "{diff}");
    assert!(diff.contains("\n-第二十条第（五）款\t\r\n+第二十条第（五）项\t\r\n"), "{diff}");
    assert_eq!(desk.read("a.md"), WRONG.as_bytes());
    let run = desk.run(&["fix", "--diff", "--color", "always", "-"], WRONG.as_bytes());
    assert!(String::from_utf8(run.out).unwrap().contains("\u{1b}[31m-第二十条"));
    let desk = Desk::with("a.md", WRONG.replace("款", "项"));
    let run = desk.run(&["fix", "--diff", "--fail-on", "never"], b"");
    assert_eq!((run.status, run.out), (0, Vec::new()), "{}", run.err);
}

#[test]
fn what_cannot_be_written_is_said_and_left_alone() {
    let desk = Desk::with("a.md", WRONG);
    let path = desk.0.path().join("a.md");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let run = desk.run(&["fix", "a.md"], b"");
    assert_eq!((run.status, desk.read("a.md")), (2, WRONG.into()));
    assert!(run.err.contains("nianbao: a.md：文件只读，未改动"), "{}", run.err);
    let run = desk.run(&["fix", "b.md"], b"");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("没有这个文件或文件夹"), "{}", run.err);
}

#[test]
fn what_is_no_report_is_left_alone() {
    let desk = Desk::with("a.md", "# 笔记\n\n第二十条第（五）款\n");
    let run = desk.run(&["fix", "a.md"], b"");
    assert_eq!((run.status, desk.read("a.md")), (0, "# 笔记\n\n第二十条第（五）款\n".into()));
    assert!(run.err.contains("没有改动"), "{}", run.err);
    assert_eq!(desk.run(&["fix", "-"], "笔记\r\n".as_bytes()).out, "笔记\r\n".as_bytes());
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::with("a.md", WRONG);
    let path = desk.0.path().join("a.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.md", desk.0.path().join("link.md")).unwrap();
    assert_eq!(desk.run(&["fix", "--fail-on", "never", "--follow", "link.md"], b"").status, 0);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(desk.0.path().join("link.md")).unwrap().is_symlink());
    assert_eq!(desk.read("a.md"), WRONG.replace("款", "项").into_bytes());
}
