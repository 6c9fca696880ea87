//! A report on the page: its line in the table of all reports, and what opens below it.

use super::super::file::File;
use super::super::summary::{FindingTally, SumTally, SummaryRow};
use super::figures::figures;
use super::finding::PageFinding;
use super::letter::letter;
use crate::check::Checked;
use crate::files::Certainty;
use crate::rules::Finding;
use crate::syntax::block::printed;
use crate::text::{Places, visible};
use askama::Template;
use std::cmp::Reverse;

/// A state of a line.
#[derive(Debug, Clone, Copy)]
pub struct LineState {
    /// As the script of the page knows it.
    pub name: &'static str,
    /// As it is called.
    pub word: &'static str,
    /// Which rows are in it.
    pub holds: fn(&SummaryRow) -> bool,
}

/// The states of a line, the worst first; every row is in one of them.
pub const STATES: [LineState; 5] = [
    LineState { name: "missing", word: "缺报告", holds: |row| row.file.is_none() },
    LineState { name: "error", word: "须改正", holds: |row| row.findings.is_some_and(|it| it.error > 0) },
    LineState {
        name: "warning",
        word: "请核实",
        holds: |row| row.findings.is_some_and(|it| it.error == 0 && it.warning > 0),
    },
    LineState {
        name: "hint",
        word: "可完善",
        holds: |row| row.findings.is_some_and(|it| it.error + it.warning == 0 && it.info + it.hint > 0),
    },
    LineState {
        name: "good",
        word: "没有问题",
        holds: |row| row.findings.is_some_and(|it| it == FindingTally::default()),
    },
];

/// A line of the page, and what opens below it.
#[derive(Debug, Template)]
#[template(path = "report.html")]
struct ReportOnPage<'a> {
    state: &'static str,
    verdict: &'static str,
    body: String,
    year: String,
    edition: String,
    sums: Option<SumTally>,
    findings: FindingTally,
    /// By how much it is worse than others.
    weight: usize,
    content: Option<ReportContent<'a>>,
}

/// What opens below the line of a report.
#[derive(Debug)]
struct ReportContent<'a> {
    file: String,
    findings: &'a [PageFinding],
    letter: String,
    figures: String,
}

/// A report as HTML; `index` is its place among those of its file, whose private numbers are masked.
pub fn report(row: &SummaryRow, file: &File<'_>, checked: &Checked, index: usize, places: &Places<'_>) -> String {
    let Some(report) = checked.reports.get(index) else { return String::new() };
    let mut own: Vec<&Finding> = file.findings.iter().filter(|finding| finding.report == index).collect();
    own.sort_by_key(|finding| Reverse(finding.severity));
    let own: Vec<(usize, &Finding)> = (1..).zip(own).collect();
    let findings: Vec<PageFinding> =
        own.iter().map(|it| PageFinding::new(*it, report, file, checked, places)).collect();
    let title = report.title.as_ref().and_then(|title| file.text.get(title.range.clone()));
    let title = title.map_or_else(|| file.name.to_owned(), |title| printed(title).into_owned());
    let content = ReportContent {
        file: match file.certainty {
            Certainty::Certain => visible::line(file.name).into_owned(),
            Certainty::Uncertain => format!("{}（按文字读取，数字以原件为准）", visible::line(file.name)),
        },
        letter: letter(
            row.body.as_deref().map(visible::line).as_deref(),
            visible::line(&title).trim_start_matches(['#', ' ']).trim_end(),
            &findings,
        ),
        figures: figures(report, &own, file.text),
        findings: &findings,
    };
    rendered(row, Some(content))
}

/// A year for which a body has no report, as HTML.
pub fn missing(row: &SummaryRow) -> String {
    rendered(row, None)
}

fn rendered(row: &SummaryRow, content: Option<ReportContent<'_>>) -> String {
    let findings = row.findings.unwrap_or_default();
    let [.., good] = STATES;
    let LineState { name: state, word: verdict, .. } = STATES.into_iter().find(|it| (it.holds)(row)).unwrap_or(good);
    let missing = if content.is_none() { 1_000_000_000 } else { 0 };
    let number = |number: Option<u16>| number.map(|it| it.to_string()).unwrap_or_default();
    let page = ReportOnPage {
        state,
        verdict,
        body: visible::line(row.body.as_deref().unwrap_or("（没有读到机关名称）")).into_owned(),
        year: number(row.year),
        edition: number(row.edition),
        sums: row.sums,
        findings,
        weight: missing + findings.error * 1_000_000 + findings.warning * 1_000 + findings.info + findings.hint,
        content,
    };
    // Writing to a string cannot fail.
    page.render().unwrap_or_default()
}

impl ReportOnPage<'_> {
    /// How many equations do not hold.
    fn unsound(&self) -> usize {
        self.sums.map_or(0, |sums| sums.all - sums.hold)
    }

    /// How many findings are neither errors nor warnings.
    fn hints(&self) -> usize {
        self.findings.info + self.findings.hint
    }
}
