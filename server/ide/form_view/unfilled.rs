//! What is still to be filled in: cells without anything, and places that the rules about unfinished drafts mark.

use crate::report::{Report, RowState};
use crate::rules::prose::missing_figure;
use crate::rules::structure::template_residue;
use crate::rules::{Finding, Rule};
use std::ops::Range;

/// The places of a report that are still to be filled in, in the order of the text.
///
/// `findings` are those of the report.
pub(crate) fn unfilled(report: &Report, findings: &[&Finding]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for filled in &report.forms {
        places.extend(filled.values.iter().filter(|value| value.is_blank()).map(|value| value.range()));
        // A label with nothing behind it.
        let bare = filled.rows.iter().filter(|row| row.state == RowState::Unclear(0));
        places.extend(bare.filter_map(|row| row.label.as_ref()).map(|label| label.range.end..label.range.end));
    }
    let is_unfinished =
        |rule: &Rule| [&missing_figure::RULE, &template_residue::RULE].iter().any(|it| it.name == rule.name);
    for finding in findings.iter().filter(|finding| is_unfinished(finding.rule)) {
        places.push(finding.range.clone());
        places.extend(finding.notes.iter().map(|note| note.range.clone()));
    }
    places.sort_by_key(|place| (place.start, place.end));
    places.dedup();
    places
}
