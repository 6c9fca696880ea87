//! From one value of a table to the next, and from one place that is still to be filled in to the next.

use super::table::{blank_cells, has_cell, place};
use super::unfilled::unfilled;
use crate::check::{Snapshot, View};
use crate::compose::format::field::PipeField;
use crate::compose::table::span;
use std::ops::Range;

impl Snapshot {
    /// The place of a draft that is still to be filled in behind an offset, or before it; behind the last one comes the
    /// first. `None` if there is none.
    pub fn next_unfilled(&self, at: usize, backward: bool) -> Option<Range<usize>> {
        let places = self.pieces().flat_map(|(start, piece)| {
            let reports = piece.reports.iter().zip(piece.findings_by_report());
            let places = reports.flat_map(|(report, findings)| unfilled(report, &findings));
            places.map(move |place| start + place.start..start + place.end)
        });
        let places: Vec<Range<usize>> = places.collect();
        let here = self.around(&(at..at));
        // In the padding of a blank field one is at its place.
        let field = at.checked_sub(here.start).and_then(|at| PipeField::at(&here, at)).filter(PipeField::is_blank);
        let at = field.map_or(at, |field| here.start + field.start());
        let found = beside(&places, at, backward).or(if backward { places.last() } else { places.first() })?;
        let there = self.around(found);
        let found = found.start.checked_sub(there.start)?..found.end.checked_sub(there.start)?;
        let found = place(&there, &found);
        Some(there.start + found.start..there.start + found.end)
    }
}

impl View {
    /// The value of the table around an offset that comes next, or before; `None` outside of tables, and at the last one.
    pub fn next_value(&self, at: usize, backward: bool) -> Option<Range<usize>> {
        let report = self.report_at(at)?;
        let sections = report.edition.sections.iter().filter_map(|section| {
            let span = span(self, report, &section.id)?;
            Some((section, self.line(span.start).start..self.line(span.end).end, span))
        });
        let (section, _, span) = { sections }.find(|(_, lines, _)| lines.start <= at && at <= lines.end)?;
        let blanks = blank_cells(self, &span);
        let forms = report.forms.iter().filter(|filled| filled.form.section == section.id);
        let values = forms.flat_map(|filled| &filled.values).filter(|value| has_cell(value, &blanks));
        let mut places: Vec<Range<usize>> = values.map(|value| place(self, &value.range())).collect();
        places.sort_by_key(|place| (place.start, place.end));
        beside(&places, at, backward).cloned()
    }
}

/// The place behind the one that an offset touches, or behind the offset; or the one before.
fn beside(places: &[Range<usize>], at: usize, backward: bool) -> Option<&Range<usize>> {
    let own = places.iter().find(|place| place.start <= at && at <= place.end);
    match backward {
        true => places.iter().rfind(|place| place.end < own.map_or(at, |own| own.start) && place.start < at),
        false => places.iter().find(|place| place.start > own.map_or(at, |own| own.end)),
    }
}
