//! Converts findings to diagnostics.

use super::negotiated::NegotiatedCapabilities;
use super::positions::Positions;
use crate::check::Snapshot;
use crate::rules::{Finding, Note, Severity};
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Url,
};
use std::ops::Range;

/// The most diagnostics of a document. Nobody reads more, and editors get slow.
pub const MOST: usize = 2_000;

/// The diagnostics of a snapshot, in order. Where there are more than [`MOST`] the most severe ones are told, and how
/// many are left.
pub fn diagnostics(snapshot: &Snapshot, url: &Url, agreed: NegotiatedCapabilities) -> Vec<Diagnostic> {
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    let mut findings: Vec<(usize, &Finding)> = snapshot.findings().collect();
    let left = findings.len().saturating_sub(MOST);
    if left > 0 {
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        findings.truncate(MOST);
        findings.sort_by_key(|(start, finding)| start + finding.range.start);
    }
    let mut diagnostics: Vec<Diagnostic> =
        findings.into_iter().map(|(start, finding)| diagnostic(&mut places, start, finding, url, agreed)).collect();
    if left > 0 {
        diagnostics.insert(0, more(left));
    }
    diagnostics
}

/// The code of the diagnostic that says how many are left, in place of a rule's name.
const MORE: &str = "more";

/// The diagnostic that says how many are left.
pub fn more(left: usize) -> Diagnostic {
    let message = format!(
        "这个文档的问题太多：只列出最要紧的{MOST}处，还有{left}处没有列出。处理一些以后会补上；nianbao check 列出全部"
    );
    Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        code: Some(NumberOrString::String(MORE.to_owned())),
        source: Some("nianbao".to_owned()),
        message,
        ..Default::default()
    }
}

/// Converts a finding whose offsets count from `start`. A note that says no more than another one, as that of an addend
/// which the equation's names, is left out. If the client does not support related information, the notes
/// are appended to the message, one per line.
pub fn diagnostic(
    places: &mut Positions<'_>,
    start: usize,
    finding: &Finding,
    url: &Url,
    agreed: NegotiatedCapabilities,
) -> Diagnostic {
    let mut range = |bytes: &Range<usize>| places.range(&(start + bytes.start..start + bytes.end));
    let mut message = finding.message.clone();
    let mut related = None;
    let says_more =
        |other: &Note, note: &Note| other.message.len() > note.message.len() && other.message.contains(&note.message);
    let is_said = |note: &Note| finding.notes.iter().any(|other| says_more(other, note));
    let notes = || finding.notes.iter().filter(|note| !is_said(note));
    if !agreed.related_information {
        for note in notes() {
            message.push('\n');
            message.push_str(&note.message);
        }
    } else if !finding.notes.is_empty() {
        let notes = notes().map(|note| DiagnosticRelatedInformation {
            location: Location::new(url.clone(), range(&note.range)),
            message: note.message.clone(),
        });
        related = Some(notes.collect());
    }
    let page = agreed.rule_pages.and_then(|pages| pages.of(finding.rule));
    Diagnostic {
        range: range(&finding.range),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.name.to_owned())),
        code_description: page.map(|href| CodeDescription { href }),
        source: Some("nianbao".to_owned()),
        message,
        related_information: related,
        ..Default::default()
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Hint => DiagnosticSeverity::HINT,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
    }
}
