//! Selection ranges around a cursor: figure, cell, row, table, section, report.

use super::semantic_at::{Semantic, touches};
use crate::check::View;
use std::ops::Range;

impl View {
    /// The nested ranges around an offset, from the smallest to the report; empty outside of reports.
    pub fn selection(&self, offset: usize) -> Vec<Range<usize>> {
        let Some(report) = self.report_at(offset) else { return Vec::new() };
        let mut ranges = Vec::new();
        match self.semantic_at(report, offset) {
            Some(Semantic::Value(_, value)) => ranges.extend([value.figure(), value.range()]),
            Some(spot) => ranges.push(spot.range()),
            None => {}
        }
        ranges.extend(self.paragraph_at(offset));
        for filled in report.forms.iter().filter(|filled| touches(&filled.range, offset)) {
            ranges.extend((0..filled.rows.len()).filter_map(|row| filled.row_range(row)));
            ranges.push(filled.range.clone());
        }
        ranges.extend(report.sections.iter().map(|section| self.section_range(section)));
        ranges.push(report.range.start..report.range.start + self.text[report.range.clone()].trim_end().len());
        ranges.push(report.range.clone());
        ranges.retain(|range| !range.is_empty() && touches(range, offset));
        ranges.sort_by_key(Range::len);
        // Ranges that overlap partially, as those of a fragmented table may, are left out.
        let mut nested: Vec<Range<usize>> = Vec::new();
        for range in ranges {
            if nested.last().is_none_or(|inner| range.start <= inner.start && inner.end <= range.end && range != *inner)
            {
                nested.push(range);
            }
        }
        nested
    }

    /// The paragraph or the cell around an offset.
    fn paragraph_at(&self, offset: usize) -> Option<Range<usize>> {
        let (start, block) = self.checked.syntax.placed().take_while(|(start, _)| *start <= offset).last()?;
        let cells = block.cells().iter().map(|cell| start + cell.range().start..start + cell.range().end);
        cells.filter(|range| touches(range, offset)).min_by_key(Range::len)
    }
}
