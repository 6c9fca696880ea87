//! What can be seen in a draft, in the protocol's terms: hovers, places, the outline, hints, tokens, formatting.

use super::{Agreed, offset, position, range};
use crate::ide::format::Style;
use crate::ide::last_year::{CarryOver, Crossing, LastYear};
use crate::ide::{Hints, Snapshot, Symbol, SymbolKind, TokenKind};
use crate::text::Buffer;
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentSymbol, DocumentSymbolResponse, Hover, HoverContents, InlayHint,
    InlayHintLabel, InlayHintTooltip, Location, MarkupContent, MarkupKind, Position, SelectionRange, SemanticToken,
    SemanticTokenType, SemanticTokensLegend, SymbolInformation, TextEdit, Url,
};
use std::ops::Range;

/// The bytes of a client's range, whose ends may come in either order.
fn bytes(buffer: &Buffer, range: lsp_types::Range, agreed: Agreed) -> Range<usize> {
    let (one, other) = (offset(buffer, range.start, agreed.encoding), offset(buffer, range.end, agreed.encoding));
    one.min(other)..one.max(other)
}

/// What there is to say about a position.
pub fn hover(snapshot: &Snapshot, at: Position, last_year: &LastYear, agreed: Agreed) -> Option<Hover> {
    let hover = snapshot.hover_knowing(offset(&snapshot.buffer, at, agreed.encoding), last_year)?;
    let (kind, value) = match agreed.markdown_hover {
        true => (MarkupKind::Markdown, hover.page.markdown()),
        false => (MarkupKind::PlainText, hover.page.plain()),
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(range(&snapshot.buffer, &hover.range, agreed.encoding)),
    })
}

/// What belongs to the cell at a position; totals as what is written, their parts as what is read.
pub fn highlights(snapshot: &Snapshot, at: Position, agreed: Agreed) -> Vec<DocumentHighlight> {
    let highlights = snapshot.highlights(offset(&snapshot.buffer, at, agreed.encoding)).into_iter();
    highlights
        .map(|highlight| DocumentHighlight {
            range: range(&snapshot.buffer, &highlight.range, agreed.encoding),
            kind: Some(if highlight.total { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
        })
        .collect()
}

/// Where what stands at a position comes from.
pub fn definition(snapshot: &Snapshot, url: &Url, at: Position, agreed: Agreed) -> Vec<Location> {
    locations(snapshot, url, &snapshot.definition(offset(&snapshot.buffer, at, agreed.encoding)), agreed)
}

/// Where the cell at a position counts.
pub fn references(snapshot: &Snapshot, url: &Url, at: Position, itself: bool, agreed: Agreed) -> Vec<Location> {
    locations(snapshot, url, &snapshot.references(offset(&snapshot.buffer, at, agreed.encoding), itself), agreed)
}

/// What a position in a row that crosses years leads to.
pub fn crossing(snapshot: &Snapshot, at: Position, agreed: Agreed) -> Option<Crossing> {
    snapshot.crossing(offset(&snapshot.buffer, at, agreed.encoding))
}

/// Where a document has the other side of a crossing.
pub fn across(snapshot: &Snapshot, url: &Url, crossing: &Crossing, agreed: Agreed) -> Vec<Location> {
    let reports = CarryOver::all(&snapshot.checked.reports).into_iter();
    let mine = reports.filter(|it| it.key == crossing.key);
    let places: Vec<Range<usize>> = mine.filter_map(|it| crossing.other_side(&it)).collect();
    locations(snapshot, url, &places, agreed)
}

fn locations(snapshot: &Snapshot, url: &Url, places: &[Range<usize>], agreed: Agreed) -> Vec<Location> {
    places.iter().map(|it| Location::new(url.clone(), range(&snapshot.buffer, it, agreed.encoding))).collect()
}

/// The outline: a tree where the client draws one, else a list.
pub fn symbols(snapshot: &Snapshot, url: &Url, agreed: Agreed) -> DocumentSymbolResponse {
    if agreed.hierarchical_symbols {
        let nested = |symbol| nested(&snapshot.buffer, symbol, agreed);
        return DocumentSymbolResponse::Nested(snapshot.symbols().into_iter().map(nested).collect());
    }
    let flat = snapshot.flat_symbols().into_iter();
    DocumentSymbolResponse::Flat(
        flat.map(|(symbol, container)| information(snapshot, url, symbol, container, agreed)).collect(),
    )
}

/// The entries of the outline that a query finds.
pub fn found_symbols(snapshot: &Snapshot, url: &Url, query: &str, agreed: Agreed) -> Vec<SymbolInformation> {
    let found = snapshot.find_symbols(query).into_iter();
    found.map(|(symbol, container)| information(snapshot, url, symbol, container, agreed)).collect()
}

// The protocol's types have a field that is deprecated and must be given all the same.
#[allow(deprecated)]
fn nested(buffer: &Buffer, symbol: Symbol, agreed: Agreed) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> =
        symbol.children.into_iter().map(|child| nested(buffer, child, agreed)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: range(buffer, &symbol.range, agreed.encoding),
        selection_range: range(buffer, &symbol.named, agreed.encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

#[allow(deprecated)]
fn information(
    snapshot: &Snapshot,
    url: &Url,
    symbol: Symbol,
    container_name: Option<String>,
    agreed: Agreed,
) -> SymbolInformation {
    SymbolInformation {
        name: symbol.name,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location::new(url.clone(), range(&snapshot.buffer, &symbol.named, agreed.encoding)),
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

/// What grows around each position; nothing at all where one of them is in no report, so that the client uses what it
/// knows itself.
pub fn selections(snapshot: &Snapshot, at: &[Position], agreed: Agreed) -> Option<Vec<SelectionRange>> {
    let selection = |position: &Position| {
        let ranges = snapshot.selection(offset(&snapshot.buffer, *position, agreed.encoding));
        let largest_first = ranges.into_iter().rev();
        largest_first.fold(None, |parent, inner| {
            let range = range(&snapshot.buffer, &inner, agreed.encoding);
            Some(SelectionRange { range, parent: parent.map(Box::new) })
        })
    };
    at.iter().map(selection).collect()
}

/// The hints inside a range.
pub fn hints(snapshot: &Snapshot, within: lsp_types::Range, wanted: Hints, agreed: Agreed) -> Vec<InlayHint> {
    let hints = snapshot.hints(bytes(&snapshot.buffer, within, agreed), wanted).into_iter();
    hints
        .map(|hint| InlayHint {
            position: position(&snapshot.buffer, hint.offset, agreed.encoding),
            label: InlayHintLabel::String(hint.label),
            kind: None,
            text_edits: None,
            tooltip: Some(InlayHintTooltip::String(hint.tooltip)),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
        .collect()
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
    let buffer = &snapshot.buffer;
    let within = within.map_or(0..buffer.len(), |within| bytes(buffer, within, agreed));
    let mut tokens = Vec::new();
    let mut last = Position::new(0, 0);
    for token in snapshot.tokens(within) {
        let lsp_types::Range { start, end } = range(buffer, &token.range, agreed.encoding);
        let same_line = start.line == last.line;
        tokens.push(SemanticToken {
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
        });
        last = start;
    }
    tokens
}

/// The edits that format a draft, or the lines that a range touches.
pub fn formatting(
    snapshot: &Snapshot,
    within: Option<lsp_types::Range>,
    style: Style,
    agreed: Agreed,
) -> Vec<TextEdit> {
    let within = within.map(|within| bytes(&snapshot.buffer, within, agreed));
    let edits = snapshot.format(within, style).into_iter();
    edits.map(|edit| TextEdit::new(range(&snapshot.buffer, &edit.range, agreed.encoding), edit.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::Draft;
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
