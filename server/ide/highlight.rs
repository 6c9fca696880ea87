//! The cells that belong together: those that share an equation, those of which a finding speaks, and the figures in the
//! text that speak of them.

use super::semantic_at::{Semantic, connected};
use crate::check::View;
use crate::edition::CellAt;
use crate::report::{Filled, Report};
use crate::rules::{Finding, Subject};
use std::ops::Range;

/// A place to highlight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it is the total of one of the equations.
    pub total: bool,
}

impl View {
    /// What belongs to what stands at a place, and to what was found about it; in the order of the text.
    pub fn highlights(&self, offset: usize) -> Vec<Highlight> {
        let Some(report) = self.report_at(offset) else { return Vec::new() };
        let spot = self.semantic_at(report, offset);
        let mut highlights = Vec::new();
        match &spot {
            Some(Semantic::Value(filled, value)) => {
                let cell = value.cell();
                highlights.extend(of_cells(filled, connected(filled, cell).into_iter().chain([(cell, false)])));
            }
            Some(Semantic::Mention(mention)) => {
                let targets = mention.targets(report).into_iter().chain([mention.range()]);
                highlights.extend(targets.map(|range| Highlight { range, total: false }));
            }
            _ => {}
        }
        for finding in self.findings_about(report, spot.as_ref(), offset) {
            highlights.extend(of_finding(report, finding));
        }
        highlights.retain(|highlight| !highlight.range.is_empty());
        // A cell that is a total somewhere comes before the same cell as a part, and stays.
        highlights.sort_by_key(|it| (it.range.start, it.range.end, !it.total));
        highlights.dedup_by(|it, before| it.range == before.range);
        highlights
    }
}

/// The cells that the subject of a finding names, and the words in the text that speak of them.
fn of_finding(report: &Report, finding: &Finding) -> Vec<Highlight> {
    match &finding.subject {
        Subject::Sum { form, equation, line } => {
            let sum = |filled: &Filled| {
                let sum = filled.sums.of_line(*equation, *line)?;
                Some(of_cells(filled, sum.cells().map(|cell| (cell, cell == sum.total))).collect())
            };
            report.form(form).and_then(sum).unwrap_or_default()
        }
        Subject::Cells(form, cells) | Subject::Claim(form, cells) => {
            let is_claim = matches!(finding.subject, Subject::Claim(..));
            let words = is_claim.then(|| Highlight { range: finding.range.clone(), total: false });
            let cells = report.form(form).map(|filled| of_cells(filled, cells.iter().map(|cell| (*cell, false))));
            cells.into_iter().flatten().chain(words).collect()
        }
        _ => Vec::new(),
    }
}

/// The places of value cells, and whether each is a total.
fn of_cells(filled: &Filled, cells: impl Iterator<Item = (CellAt, bool)>) -> impl Iterator<Item = Highlight> {
    cells.filter_map(|((row, column), total)| Some(Highlight { range: filled.value(row, column)?.range(), total }))
}
