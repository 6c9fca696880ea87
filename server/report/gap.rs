//! Where a section belongs that a report lacks.

use super::content::{Report, Section};
use std::ops::Range;

/// The place of a section that a report lacks. What stands in it may be the section's text, with its heading lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap<'a> {
    /// The section behind which it belongs, if there is one.
    pub before: Option<&'a Section>,
    /// From the end of what is known to be of earlier sections to the next heading or the end of the report.
    pub range: Range<usize>,
}

impl<'a> Gap<'a> {
    /// The place of the section with this index of the edition.
    pub fn of(report: &'a Report, index: usize) -> Self {
        let before = report.sections.iter().filter(|found| found.index < index).max_by_key(|found| found.index);
        let first = report.sections.first().map_or(report.range.end, |first| first.heading.range.start);
        let body = before.map_or(report.range.start..first, |before| {
            before.heading.range.end..before.body.end.max(before.heading.range.end)
        });
        let start = match (before, &report.title) {
            (None, Some(title)) if body.contains(&title.range.start) => title.range.end,
            _ => own_start(report, index, &body),
        };
        Gap { before, range: start.min(body.end)..body.end }
    }
}

/// Where a section may begin in the text under another heading: behind the tables of earlier sections, before its own.
fn own_start(report: &Report, index: usize, body: &Range<usize>) -> usize {
    let inside = || {
        let forms = report.forms.iter().filter(|filled| body.contains(&filled.range.start));
        forms.filter_map(|filled| Some((report.edition.section(&filled.form.section)?, &filled.range)))
    };
    let earlier = inside().filter(|(section, _)| *section < index).map(|(_, range)| range.end).max();
    let later = inside().filter(|(section, _)| *section >= index).map(|(_, range)| range.start).min();
    let has_forms = report
        .edition
        .sections
        .get(index)
        .is_some_and(|own| report.edition.forms.iter().any(|form| form.section == own.id));
    match (earlier, later) {
        (Some(earlier), Some(later)) => earlier.min(later),
        (None, Some(later)) => later,
        // A note under a table is of its section, unless words are all that the missing one has.
        (Some(earlier), None) if !has_forms => earlier,
        _ => body.end,
    }
}
