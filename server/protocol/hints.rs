//! Converts inlay hints.

use super::negotiated::NegotiatedCapabilities;
use super::positions::along;
use crate::check::Snapshot;
use crate::ide::{Hint, Hints};
use lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip};

/// The hints inside a range.
pub fn hints(
    snapshot: &Snapshot,
    within: lsp_types::Range,
    wanted: Hints,
    agreed: NegotiatedCapabilities,
) -> Vec<InlayHint> {
    along(snapshot, Some(within), agreed, |state, within, places| {
        let hint = |hint: Hint| InlayHint {
            position: places.position(hint.offset),
            label: InlayHintLabel::String(hint.label),
            kind: None,
            text_edits: None,
            tooltip: Some(InlayHintTooltip::String(hint.tooltip)),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        };
        state.hints(within, wanted).into_iter().map(hint).collect()
    })
}
