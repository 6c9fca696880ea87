//! Converts the outline.

use super::negotiated::NegotiatedCapabilities;
use super::positions::{Positions, along};
use crate::check::Snapshot;
use crate::ide::{Symbol, SymbolKind, SymbolQuery};
use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, Url};
use std::sync::Arc;

/// The outline: a tree if the client supports it, else a list.
pub fn symbols(snapshot: &Snapshot, url: &Url, agreed: NegotiatedCapabilities) -> DocumentSymbolResponse {
    if agreed.hierarchical_symbols {
        let all = along(snapshot, None, agreed, |state, _, places| {
            state.symbols().into_iter().map(|symbol| nested(places, symbol)).collect()
        });
        return DocumentSymbolResponse::Nested(all);
    }
    let all = along(snapshot, None, agreed, |state, _, places| {
        let flat = state.flat_symbols().into_iter();
        flat.map(|(symbol, container)| information(places, url, symbol, container)).collect()
    });
    DocumentSymbolResponse::Flat(all)
}

/// The outline entries that match a query.
pub fn found_symbols(
    snapshot: &Snapshot,
    url: &Url,
    query: &str,
    agreed: NegotiatedCapabilities,
) -> Vec<SymbolInformation> {
    along(snapshot, None, agreed, |state, _, places| {
        let found = state.find_symbols(query).into_iter();
        found.map(|(symbol, container)| information(places, url, symbol, container)).collect()
    })
}

/// The outline entries of a file that is not open. A clone is cheap.
#[derive(Debug, Clone)]
pub struct KnownSymbols(Arc<[(SymbolKind, SymbolInformation)]>);

/// All outline entries of a snapshot.
pub fn known_symbols(snapshot: &Snapshot, url: &Url, agreed: NegotiatedCapabilities) -> KnownSymbols {
    let all = along(snapshot, None, agreed, |state, _, places| {
        let flat = state.flat_symbols().into_iter();
        flat.map(|(symbol, container)| (symbol.kind, information(places, url, symbol, container))).collect()
    });
    KnownSymbols(all.into())
}

impl KnownSymbols {
    /// Those that match a query.
    pub fn matching(&self, query: &str) -> Vec<SymbolInformation> {
        let query = SymbolQuery::new(query);
        let found = self.0.iter().filter(|(kind, symbol)| query.finds(*kind, &symbol.name));
        found.map(|(_, symbol)| symbol.clone()).collect()
    }
}

// The protocol's types have a deprecated field that must be set anyway.
#[allow(deprecated)]
fn nested(places: &mut Positions<'_>, symbol: Symbol) -> DocumentSymbol {
    let range = places.range(&symbol.range);
    let children: Vec<DocumentSymbol> = symbol.children.into_iter().map(|child| nested(places, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range,
        selection_range: places.range(&symbol.named),
        children: (!children.is_empty()).then_some(children),
    }
}

#[allow(deprecated)]
fn information(
    places: &mut Positions<'_>,
    url: &Url,
    symbol: Symbol,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation {
        name: symbol.name,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location::new(url.clone(), places.range(&symbol.named)),
        container_name,
    }
}

fn kind(kind: SymbolKind) -> lsp_types::SymbolKind {
    match kind {
        SymbolKind::Report => lsp_types::SymbolKind::MODULE,
        SymbolKind::Section => lsp_types::SymbolKind::NAMESPACE,
        SymbolKind::Table => lsp_types::SymbolKind::STRUCT,
        SymbolKind::Row => lsp_types::SymbolKind::FIELD,
    }
}
