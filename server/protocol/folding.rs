//! Converts folding ranges.

use super::encoding::saturated;
use crate::check::Snapshot;
use lsp_types::FoldingRange;

/// The folding ranges, by lines.
pub fn folding(snapshot: &Snapshot) -> Vec<FoldingRange> {
    let line = |offset| saturated(snapshot.buffer().line_at(offset));
    let ranges = snapshot.folding().into_iter();
    ranges
        .map(|range| FoldingRange { start_line: line(range.start), end_line: line(range.end), ..Default::default() })
        .collect()
}
