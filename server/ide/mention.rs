//! Figures in prose that state cells: “上年结转4件”.

use crate::check::View;
use crate::report::Report;
use crate::report::claims::resolve::{self, Reference};
use crate::report::claims::{Amount, Claim};
use std::ops::Range;

/// A figure in prose and the cells that it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The bytes of the figure.
    range: Range<usize>,
    /// The form and the cells.
    pub of: Reference,
}

impl Mention {
    /// The bytes of the figure.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The ranges of its cells.
    pub fn targets(&self, report: &Report) -> Vec<Range<usize>> {
        let value = |&(row, column)| report.forms.get(self.of.form)?.value(row, column);
        self.of.cells.iter().filter_map(|cell| Some(value(cell)?.range())).collect()
    }
}

impl View {
    /// The figures in a range of the text that state cells, in order.
    pub(super) fn mentions(&self, within: &Range<usize>) -> Vec<Mention> {
        let mut mentions = Vec::new();
        for stated in self.checked.prose.within(within.clone()) {
            let at = stated.range().start;
            let Some(report) = self.report_at(at) else { continue };
            if report.forms.iter().any(|filled| filled.range.contains(&at)) {
                continue;
            }
            let is_figure = |claim: &&Claim| matches!(claim.amount, Amount::Figure(..));
            for claim in stated.facts.claims.iter().filter(is_figure) {
                if let Some(of) = claim.quantity.and_then(|quantity| resolve::cells(report, quantity)) {
                    mentions.push(Mention { range: stated.source(claim.at), of });
                }
            }
        }
        mentions
    }
}
