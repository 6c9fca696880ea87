//! Converts navigation: highlights, definitions, references, selections.

use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::ide::Crossing;
use crate::ide::Highlight;
use lsp_types::{DocumentHighlight, DocumentHighlightKind, Location, Position, SelectionRange, Url};
use std::ops::Range;

/// The cells that belong to the one at a position; totals as writes, their parts as reads.
pub fn highlights(snapshot: &Snapshot, at: Position, agreed: NegotiatedCapabilities) -> Vec<DocumentHighlight> {
    let (state, at) = positions::at(snapshot, at, agreed);
    let mut places = Positions::of(snapshot, &state, agreed);
    let highlight = |highlight: Highlight| DocumentHighlight {
        range: places.range(&highlight.range),
        kind: Some(if highlight.total { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    state.highlights(at).into_iter().map(highlight).collect()
}

/// The definitions for a position.
pub fn definition(snapshot: &Snapshot, url: &Url, at: Position, agreed: NegotiatedCapabilities) -> Vec<Location> {
    let (state, at) = positions::at(snapshot, at, agreed);
    locations(&mut Positions::of(snapshot, &state, agreed), url, &state.definition(at))
}

/// The references for a position.
pub fn references(
    snapshot: &Snapshot,
    url: &Url,
    at: Position,
    itself: bool,
    agreed: NegotiatedCapabilities,
) -> Vec<Location> {
    let (state, at) = positions::at(snapshot, at, agreed);
    locations(&mut Positions::of(snapshot, &state, agreed), url, &state.references(at, itself))
}

/// The crossing at a position in a carry-over row.
pub fn crossing(snapshot: &Snapshot, at: Position, agreed: NegotiatedCapabilities) -> Option<Crossing> {
    let (state, at) = positions::at(snapshot, at, agreed);
    state.crossing(at)
}

/// The locations of the other side of a crossing in a document.
pub fn across(snapshot: &Snapshot, url: &Url, crossing: &Crossing, agreed: NegotiatedCapabilities) -> Vec<Location> {
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    let mut across = Vec::new();
    for (start, piece) in snapshot.pieces() {
        let found: Vec<Range<usize>> = piece.reports.iter().filter_map(|it| crossing.other_side(it)).collect();
        places = places.from(start);
        across.extend(locations(&mut places, url, &found));
    }
    across
}

fn locations(places: &mut Positions<'_>, url: &Url, found: &[Range<usize>]) -> Vec<Location> {
    found.iter().map(|it| Location::new(url.clone(), places.range(it))).collect()
}

/// The selection ranges around each position, up to the whole document; `None` if one of them is outside of reports, so
/// that the client uses its own.
pub fn selections(snapshot: &Snapshot, at: &[Position], agreed: NegotiatedCapabilities) -> Option<Vec<SelectionRange>> {
    let document = Positions::new(snapshot.buffer(), agreed.encoding).range(&(0..snapshot.buffer().len()));
    let selection = |position: &Position| {
        let (state, at) = positions::at(snapshot, *position, agreed);
        let mut places = Positions::of(snapshot, &state, agreed);
        let largest_first = state.selection(at).into_iter().rev().map(|inner| places.range(&inner));
        largest_first.fold(None, |parent: Option<SelectionRange>, range| {
            let outermost = || (range != document).then_some(SelectionRange { range: document, parent: None });
            Some(SelectionRange { range, parent: parent.or_else(outermost).map(Box::new) })
        })
    };
    at.iter().map(selection).collect()
}
