//! Converts hovers.

use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

/// The hover at a position.
pub fn hover(snapshot: &Snapshot, at: Position, agreed: NegotiatedCapabilities) -> Option<Hover> {
    let (state, at) = positions::at(snapshot, at, agreed);
    let hover = state.hover(at)?;
    let (kind, value) = match agreed.markdown_hover {
        true => (MarkupKind::Markdown, hover.markup.markdown()),
        false => (MarkupKind::PlainText, hover.markup.plain()),
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(Positions::of(snapshot, &state, agreed).range(&hover.range)),
    })
}
