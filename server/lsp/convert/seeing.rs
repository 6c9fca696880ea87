//! What can be seen in a draft, in the protocol's terms: hovers, places, the outline, hints, tokens, formatting.

use super::Agreed;
use super::actions::text_edit;
use super::places::{self, Places};
use crate::check::{Snapshot, View};
use crate::compose::format::FormatStyle;
use crate::ide::{Crossing, Highlight, Hint, Hints, Symbol, SymbolKind, Token, TokenKind};
use crate::report::carry_over::CarryOver;
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentSymbol, DocumentSymbolResponse, Hover, HoverContents, InlayHint,
    InlayHintLabel, InlayHintTooltip, Location, MarkupContent, MarkupKind, Position, SelectionRange, SemanticToken,
    SemanticTokenType, SemanticTokensLegend, SymbolInformation, TextEdit, Url,
};
use std::ops::Range;

/// What there is to say about a position.
pub fn hover(snapshot: &Snapshot, at: Position, agreed: Agreed) -> Option<Hover> {
    let (state, at) = places::at(snapshot, at, agreed);
    let hover = state.hover(at)?;
    let (kind, value) = match agreed.markdown_hover {
        true => (MarkupKind::Markdown, hover.markup.markdown()),
        false => (MarkupKind::PlainText, hover.markup.plain()),
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(Places::of(snapshot, &state, agreed).range(&hover.range)),
    })
}

/// What belongs to the cell at a position; totals as what is written, their parts as what is read.
pub fn highlights(snapshot: &Snapshot, at: Position, agreed: Agreed) -> Vec<DocumentHighlight> {
    let (state, at) = places::at(snapshot, at, agreed);
    let mut places = Places::of(snapshot, &state, agreed);
    let highlight = |highlight: Highlight| DocumentHighlight {
        range: places.range(&highlight.range),
        kind: Some(if highlight.total { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
    };
    state.highlights(at).into_iter().map(highlight).collect()
}

/// Where what stands at a position comes from.
pub fn definition(snapshot: &Snapshot, url: &Url, at: Position, agreed: Agreed) -> Vec<Location> {
    let (state, at) = places::at(snapshot, at, agreed);
    locations(&mut Places::of(snapshot, &state, agreed), url, &state.definition(at))
}

/// Where the cell at a position counts.
pub fn references(snapshot: &Snapshot, url: &Url, at: Position, itself: bool, agreed: Agreed) -> Vec<Location> {
    let (state, at) = places::at(snapshot, at, agreed);
    locations(&mut Places::of(snapshot, &state, agreed), url, &state.references(at, itself))
}

/// What a position in a row that crosses years leads to.
pub fn crossing(snapshot: &Snapshot, at: Position, agreed: Agreed) -> Option<Crossing> {
    let (state, at) = places::at(snapshot, at, agreed);
    state.crossing(at)
}

/// Where a document has the other side of a crossing.
pub fn across(snapshot: &Snapshot, url: &Url, crossing: &Crossing, agreed: Agreed) -> Vec<Location> {
    let mut places = Places::new(snapshot.buffer(), agreed.encoding);
    let mut across = Vec::new();
    for (start, piece) in snapshot.pieces() {
        let reports = CarryOver::all(&piece.reports).into_iter().filter(|it| it.key == crossing.key);
        let found: Vec<Range<usize>> = reports.filter_map(|it| crossing.other_side(&it)).collect();
        places = places.from(start);
        across.extend(locations(&mut places, url, &found));
    }
    across
}

fn locations(places: &mut Places<'_>, url: &Url, found: &[Range<usize>]) -> Vec<Location> {
    found.iter().map(|it| Location::new(url.clone(), places.range(it))).collect()
}

/// The outline: a tree where the client draws one, else a list.
pub fn symbols(snapshot: &Snapshot, url: &Url, agreed: Agreed) -> DocumentSymbolResponse {
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

/// The entries of the outline that a query finds.
pub fn found_symbols(snapshot: &Snapshot, url: &Url, query: &str, agreed: Agreed) -> Vec<SymbolInformation> {
    along(snapshot, None, agreed, |state, _, places| {
        let found = state.find_symbols(query).into_iter();
        found.map(|(symbol, container)| information(places, url, symbol, container)).collect()
    })
}

/// What there is to say of each stretch that a range touches, or of all; `say` gets the bytes of the range in the stretch.
fn along<T>(
    snapshot: &Snapshot,
    within: Option<lsp_types::Range>,
    agreed: Agreed,
    mut say: impl FnMut(&View, Range<usize>, &mut Places<'_>) -> Vec<T>,
) -> Vec<T> {
    let within = within.map_or(0..snapshot.buffer().len(), |within| places::bytes(snapshot, within, agreed));
    let mut places = Places::new(snapshot.buffer(), agreed.encoding);
    let mut said = Vec::new();
    for state in snapshot.along(&within) {
        places = places.from(state.start);
        let inside = |byte: usize| byte.saturating_sub(state.start).min(state.text.len());
        said.extend(say(&state, inside(within.start)..inside(within.end), &mut places));
    }
    said
}

// The protocol's types have a field that is deprecated and must be given all the same.
#[allow(deprecated)]
fn nested(places: &mut Places<'_>, symbol: Symbol) -> DocumentSymbol {
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
    places: &mut Places<'_>,
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

/// What grows around each position, up to the whole document; nothing at all where one of them is in no report, so that the
/// client uses what it knows itself.
pub fn selections(snapshot: &Snapshot, at: &[Position], agreed: Agreed) -> Option<Vec<SelectionRange>> {
    let document = Places::new(snapshot.buffer(), agreed.encoding).range(&(0..snapshot.buffer().len()));
    let selection = |position: &Position| {
        let (state, at) = places::at(snapshot, *position, agreed);
        let mut places = Places::of(snapshot, &state, agreed);
        let largest_first = state.selection(at).into_iter().rev().map(|inner| places.range(&inner));
        largest_first.fold(None, |parent: Option<SelectionRange>, range| {
            let outermost = || (range != document).then_some(SelectionRange { range: document, parent: None });
            Some(SelectionRange { range, parent: parent.or_else(outermost).map(Box::new) })
        })
    };
    at.iter().map(selection).collect()
}

/// The hints inside a range.
pub fn hints(snapshot: &Snapshot, within: lsp_types::Range, wanted: Hints, agreed: Agreed) -> Vec<InlayHint> {
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

/// The types of tokens: the standard ones that come nearest, since every theme has colours for them.
pub fn legend() -> SemanticTokensLegend {
    use SemanticTokenType as Type;
    SemanticTokensLegend {
        token_types: vec![Type::KEYWORD, Type::PROPERTY, Type::NUMBER, Type::ENUM_MEMBER],
        token_modifiers: Vec::new(),
    }
}

/// The tokens of a draft, or of a range of it.
pub fn tokens(snapshot: &Snapshot, within: Option<lsp_types::Range>, agreed: Agreed) -> Vec<SemanticToken> {
    let mut last = Position::new(0, 0);
    along(snapshot, within, agreed, |state, within, places| {
        let token = |token: Token| {
            let lsp_types::Range { start, end } = places.range(&token.range);
            let same_line = start.line == last.line;
            let token = SemanticToken {
                delta_line: start.line - last.line,
                delta_start: if same_line { start.character - last.character } else { start.character },
                length: end.character - start.character,
                token_type: match token.kind {
                    TokenKind::Heading => 0,
                    TokenKind::Label => 1,
                    TokenKind::Figure => 2,
                    TokenKind::Total => 3,
                },
                token_modifiers_bitset: 0,
            };
            last = start;
            token
        };
        state.tokens(within).into_iter().map(token).collect()
    })
}

/// The edits that format a draft, or the lines that a range touches.
pub fn formatting(
    snapshot: &Snapshot,
    within: Option<lsp_types::Range>,
    style: FormatStyle,
    agreed: Agreed,
) -> Vec<TextEdit> {
    let whole = || (snapshot.whole(), None);
    let (state, within) = within.map_or_else(whole, |within| {
        let (state, within) = places::around(snapshot, within, agreed);
        (state, Some(within))
    });
    let mut places = Places::of(snapshot, &state, agreed);
    state.format(within, style).into_iter().map(|edit| text_edit(&mut places, edit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Draft;
    use crate::lsp::convert::Encoding;

    #[test]
    fn tokens_are_counted_from_the_one_before() {
        let text = "𠮷县教育局2024年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n第二十条第（五）项\t\n信息内容\t本年处理决定数量\n行政许可\t12\n";
        let snapshot = Draft::new(text, 1).snapshot();
        let agreed = Agreed { encoding: Encoding::Utf16, ..Agreed::default() };
        let tokens: Vec<[u32; 4]> = tokens(&snapshot, None, agreed)
            .into_iter()
            .map(|it| [it.delta_line, it.delta_start, it.length, it.token_type])
            .collect();
        let expected = [
            [0, 0, 23, 0],
            [1, 0, 6, 0],
            [1, 0, 12, 0],
            [1, 0, 9, 1],
            [1, 0, 4, 1],
            [0, 5, 8, 1],
            [1, 0, 4, 1],
            [0, 5, 2, 2],
        ];
        assert_eq!(tokens, expected);
    }
}
