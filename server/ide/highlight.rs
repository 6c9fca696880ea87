//! The cells that belong together: those that share an equation, and the figures in the text that speak of them.

use super::semantic_at::{Semantic, connected};
use crate::check::View;
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
    /// What belongs to the cell, or to the figure in the text, at a place; in the order of the text.
    pub fn highlights(&self, offset: usize) -> Vec<Highlight> {
        let Some(report) = self.report_at(offset) else { return Vec::new() };
        let mut highlights = Vec::new();
        match self.semantic_at(report, offset) {
            Some(Semantic::Value(filled, value)) => {
                let mut cells = connected(filled, (value.row, value.column));
                if cells.is_empty() {
                    cells.push(((value.row, value.column), false));
                }
                for ((row, column), total) in cells {
                    let range = filled.value(row, column).map(|value| value.range.clone());
                    highlights.extend(range.map(|range| Highlight { range, total }));
                }
            }
            Some(Semantic::Mention(mention)) => {
                let targets = mention.targets(report).into_iter().chain([mention.range()]);
                highlights.extend(targets.map(|range| Highlight { range, total: false }));
            }
            _ => {}
        }
        highlights.retain(|highlight| !highlight.range.is_empty());
        highlights.sort_by_key(|highlight| (highlight.range.start, highlight.range.end));
        highlights
    }
}
