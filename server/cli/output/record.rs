//! A finding as JSON: the stable schema of `json` and `json-lines`.

use super::file::File;
use super::place::of_finding;
use crate::rules::{Finding, NamedSubject, Severity};
use crate::text::{Places, Span, visible};
use serde::Serialize;

/// A finding. The names and the order of the fields are documented.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    file: &'a str,
    rule: &'static str,
    severity: Severity,
    message: &'a str,
    range: Span,
    report: usize,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    office: Option<Office<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<NamedSubject<'a>>,
    notes: Vec<Note<'a>>,
    fixes: Vec<Fix<'a>>,
}

/// The place in an office file. `range` counts in the text that was read from it.
#[derive(Debug, Serialize)]
struct Office<'a> {
    /// In Chinese, as people find it.
    place: String,
    /// Of all paragraphs, from 1.
    paragraph: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<u32>,
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

/// The findings of a file, each as a JSON object on one line, with `separator` between them.
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

/// A value as JSON on one line.
pub fn json(value: &impl Serialize) -> String {
    // Serialization only fails for maps without string keys, which these types do not contain.
    visible::json(&serde_json::to_string(value).unwrap_or_default()).into_owned()
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
        office: of_finding(file, finding).map(|it| {
            let table = it.place.table;
            Office {
                place: it.words,
                paragraph: it.place.paragraph,
                sheet: it.place.sheet.as_deref(),
                page: it.place.page,
                table: table.map(|it| it.table),
                row: table.map(|it| it.row),
                cell: table.map(|it| it.cell),
            }
        }),
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
