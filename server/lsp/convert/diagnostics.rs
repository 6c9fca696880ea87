//! Converts findings to diagnostics.

use super::negotiated::NegotiatedCapabilities;
use super::positions::Positions;
use crate::check::Snapshot;
use crate::rules::{Finding, Note, Severity};
use lsp_types::{Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Url};
use std::ops::Range;

/// The diagnostics of a snapshot, in order.
pub fn diagnostics(snapshot: &Snapshot, url: &Url, agreed: NegotiatedCapabilities) -> Vec<Diagnostic> {
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    snapshot.findings().map(|(start, finding)| diagnostic(&mut places, start, finding, url, agreed)).collect()
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
    Diagnostic {
        range: range(&finding.range),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.name.to_owned())),
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
