//! Converts the edits of formatting.

use super::actions::text_edit;
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::compose::format::FormatStyle;
use lsp_types::TextEdit;

/// The edits that format a draft, or the lines that a range touches.
pub fn formatting(
    snapshot: &Snapshot,
    within: Option<lsp_types::Range>,
    style: FormatStyle,
    agreed: NegotiatedCapabilities,
) -> Vec<TextEdit> {
    let whole = || (snapshot.whole(), None);
    let (state, within) = within.map_or_else(whole, |within| {
        let (state, within) = positions::around(snapshot, within, agreed);
        (state, Some(within))
    });
    let mut places = Positions::of(snapshot, &state, agreed);
    state.format(within, style).into_iter().map(|edit| text_edit(&mut places, edit)).collect()
}
