//! A finding as JSON: the shape of `json` and `json-lines`, on which other programs rely.

use super::file::File;
use crate::rules::{Finding, NamedSubject, Severity};
use crate::text::{Places, Span};
use serde::Serialize;

/// A finding. The names and their order are those of the documentation.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    file: &'a str,
    rule: &'static str,
    severity: Severity,
    message: &'a str,
    range: Span,
    report: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<NamedSubject<'a>>,
    notes: Vec<Note<'a>>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Debug, Serialize)]
struct Note<'a> {
    message: &'a str,
    range: Span,
}

#[derive(Debug, Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Debug, Serialize)]
struct Edit<'a> {
    range: Span,
    text: &'a str,
}

/// The findings of a file, each a JSON object without line breaks, with `separator` between them.
pub fn render(file: &File<'_>, separator: &str) -> String {
    let places = Places::new(file.text);
    let mut output = String::new();
    for finding in file.findings {
        if !output.is_empty() {
            output.push_str(separator);
        }
        output.push_str(&json(&record(file, finding, &places)));
    }
    output
}

/// A value on one line of JSON.
pub fn json(value: &impl Serialize) -> String {
    // Only maps with keys that are no strings fail, and these shapes have none.
    serde_json::to_string(value).unwrap_or_default()
}

fn record<'a>(file: &File<'a>, finding: &'a Finding, places: &Places<'_>) -> Record<'a> {
    let edit = |edit: &'a crate::text::Edit| Edit { range: places.span(&edit.range), text: &edit.text };
    Record {
        file: file.name,
        rule: finding.rule.name,
        severity: finding.severity,
        message: &finding.message,
        range: places.span(&finding.range),
        report: finding.report,
        subject: file.reports.get(finding.report).map(|report| finding.subject.named(report)),
        notes: finding
            .notes
            .iter()
            .map(|note| Note { message: &note.message, range: places.span(&note.range) })
            .collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| Fix { title: &fix.title, safe: fix.safe, edits: fix.edits.iter().map(edit).collect() })
            .collect(),
    }
}
