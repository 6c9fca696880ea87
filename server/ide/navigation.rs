//! Navigation between totals and their parts, and between figures in prose and their cells.

use super::semantic_at::Semantic;
use crate::check::View;
use crate::report::sums::CellAt;
use crate::report::{Filled, Report, Value};
use std::ops::Range;

impl View {
    /// The sources of what is at an offset: the parts of a total, the totals of a part, the cells of a figure in prose.
    pub fn definition(&self, offset: usize) -> Vec<Range<usize>> {
        let Some(report) = self.report_at(offset) else { return Vec::new() };
        match self.semantic_at(report, offset) {
            Some(Semantic::Value(filled, value)) => {
                let parts = related(filled, value, true);
                if parts.is_empty() { related(filled, value, false) } else { parts }
            }
            Some(Semantic::Mention(mention)) => mention.targets(report),
            _ => Vec::new(),
        }
    }

    /// The uses of a cell: the totals that include it, and the figures in prose that state it; for a figure in prose,
    /// the uses of its cells. With `itself` the cell is included.
    pub fn references(&self, offset: usize, itself: bool) -> Vec<Range<usize>> {
        let Some(report) = self.report_at(offset) else { return Vec::new() };
        let mut places = match self.semantic_at(report, offset) {
            Some(Semantic::Value(filled, value)) => {
                let mut places = related(filled, value, false);
                places.extend(self.speaking_of(report, filled, value.cell()));
                places.extend(itself.then(|| value.range()));
                places
            }
            Some(Semantic::Mention(mention)) => {
                let filled = &report.forms[mention.of.form];
                let others = mention.of.cells.iter().flat_map(|&cell| self.speaking_of(report, filled, cell));
                let own = mention.range();
                let mut places: Vec<Range<usize>> = others.filter(|range| itself || *range != own).collect();
                places.extend(mention.targets(report));
                places
            }
            _ => Vec::new(),
        };
        in_order(&mut places);
        places
    }

    fn speaking_of(&self, report: &Report, filled: &Filled, cell: CellAt) -> Vec<Range<usize>> {
        let mentions = self.mentions(&report.range).into_iter();
        let mine = mentions
            .filter(|mention| std::ptr::eq(&report.forms[mention.of.form], filled) && mention.of.cells.contains(&cell));
        mine.map(|mention| mention.range()).collect()
    }
}

/// The other cells of the equations with a cell as their total, or the totals of those that include it.
fn related(filled: &Filled, value: &Value, is_total: bool) -> Vec<Range<usize>> {
    let cell = value.cell();
    let sums = filled.sums.of_cell(cell).filter(|sum| (sum.total == cell) == is_total);
    let cells =
        sums.flat_map(|sum| sum.cells().filter(move |&other| other != cell && (is_total || other == sum.total)));
    let mut places: Vec<Range<usize>> =
        cells.filter_map(|(row, column)| Some(filled.value(row, column)?.range())).collect();
    in_order(&mut places);
    places
}

fn in_order(places: &mut Vec<Range<usize>>) {
    places.sort_unstable_by_key(|range| (range.start, range.end));
    places.dedup();
}
