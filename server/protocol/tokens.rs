//! Converts semantic tokens.

use super::negotiated::NegotiatedCapabilities;
use super::positions::along;
use crate::check::Snapshot;
use crate::ide::{TokenKind, TokenSpan};
use lsp_types::{Position, SemanticToken, SemanticTokenType, SemanticTokensLegend};

/// The token types: the closest standard ones, since every theme has colours for them.
pub fn legend() -> SemanticTokensLegend {
    use SemanticTokenType as Type;
    SemanticTokensLegend {
        token_types: vec![Type::KEYWORD, Type::PROPERTY, Type::NUMBER, Type::ENUM_MEMBER],
        token_modifiers: Vec::new(),
    }
}

/// The tokens of a draft, or of a range of it.
pub fn tokens(
    snapshot: &Snapshot,
    within: Option<lsp_types::Range>,
    agreed: NegotiatedCapabilities,
) -> Vec<SemanticToken> {
    let mut last = Position::new(0, 0);
    along(snapshot, within, agreed, |state, within, places| {
        let token = |token: TokenSpan| {
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

#[cfg(test)]
mod tests {
    use super::super::encoding::PositionEncoding;
    use super::*;
    use crate::check::Draft;

    #[test]
    fn tokens_are_counted_from_the_one_before() {
        let text = "𠮷县教育局2024年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n第二十条第（五）项\t\n信息内容\t本年处理决定数量\n行政许可\t12\n";
        let snapshot = Draft::new(text, 1).snapshot();
        let agreed = NegotiatedCapabilities { encoding: PositionEncoding::Utf16, ..NegotiatedCapabilities::default() };
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
