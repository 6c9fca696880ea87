//! Repairs and rewriting, over all drafts: what they must not change, and what they must give back.

mod support {
    #[allow(dead_code, reason = "other tests use the rest")]
    pub mod random;
    #[allow(dead_code, reason = "other tests use the rest")]
    pub mod whole;
}

use nianbao::ide::actions::context::Context;
use nianbao::ide::actions::{Action, ActionKind};
use nianbao::ide::fix::{Which, to_the_end};
use nianbao::ide::{Checked, Draft, check};
use nianbao::report::Report;
use nianbao::rules::Severity;
use nianbao::syntax::Layout;
use nianbao::text::edit::apply;
use std::path::{Path, PathBuf};
use support::random::Random;
use support::whole::Whole;

/// The drafts of the tests, with their names.
fn drafts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("tests/drafts"), root.join("tests/rules")];
    let mut drafts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path.strip_prefix(root).expect("below the root").display().to_string();
                drafts.push((name, text));
            }
        }
    }
    drafts.sort();
    assert!(drafts.len() > 50);
    drafts
}

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
                let (row, column) = (&filled.form.rows[value.row].id, &filled.form.columns[value.column].id);
                let text: String = value.text.split_whitespace().collect();
                figures.push(format!(
                    "{index} {} {row} {column} {} {:?}",
                    filled.form.id,
                    text.replace("**", ""),
                    value.number
                ));
            }
        }
    }
    figures
}

/// How many findings there are, the worst first.
fn weight(checked: &Checked) -> [usize; 4] {
    let count = |severity| checked.findings.iter().filter(|(_, finding)| finding.severity == severity).count();
    [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint].map(count)
}

fn actions(text: &str, kind: ActionKind) -> Vec<Action> {
    Draft::new(text, 1).snapshot().actions(&(0..text.len()), |it| it == kind)
}

fn fixed(text: &str, which: Which) -> String {
    to_the_end(&Context { text, checked: &check(text), check: &check }, which).text
}

#[test]
fn laying_out_keeps_every_figure_and_leaves_nothing_worse() {
    let mut laid_out = 0;
    for (name, text) in drafts() {
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
            assert!(back.any(|back| back == text), "{} does not lead back:\n{converted}", action.title);
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
                if (number + column) % 5 > 0 || (right.contains("其他对外") && row.id.starts_with("other-")) {
                    continue;
                }
                let wrong = whole.clone().plus("applications", &row.id, &header.id, 4).text();
                assert_eq!(fixed(&wrong, Which::Safe), wrong, "no number changes unasked");
                assert_eq!(fixed(&wrong, Which::All), right, "{} {}", row.id, header.id);
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
            assert_eq!(fixed(&wrong, Which::All), right, "{row} {:?}", check(&wrong).reports[0].forms[0].layout);
        }
    }
}
