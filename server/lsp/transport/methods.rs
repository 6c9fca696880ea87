//! The names under which a backend gets messages that tower-lsp 0.20 would not pass on, or not answer, as it should.

use lsp_types::request::{
    CodeActionRequest, DocumentSymbolRequest, FoldingRangeRequest, Formatting, InlayHintRequest, RangeFormatting,
    Request as _, SemanticTokensFullRequest, SemanticTokensRangeRequest,
};

/// The method under which a backend gets `textDocument/didOpen`, whatever its parameters. tower-lsp silently drops a
/// notification with malformed parameters, and its own methods cannot be replaced.
pub const DID_OPEN: &str = "nianbao/didOpen";

/// The same for `textDocument/didChange`.
pub const DID_CHANGE: &str = "nianbao/didChange";

/// Requests whose results grow with a document, each with the method under which a backend answers it, with a string that
/// is the JSON of the result. tower-lsp keeps a result as a tree of values, which takes many times the memory of that
/// string, and longer to build and serialize than the outline of a volume.
pub const WRITTEN: [(&str, &str); 8] = [
    (CodeActionRequest::METHOD, CODE_ACTION),
    (DocumentSymbolRequest::METHOD, DOCUMENT_SYMBOL),
    (FoldingRangeRequest::METHOD, FOLDING_RANGE),
    (Formatting::METHOD, FORMATTING),
    (InlayHintRequest::METHOD, INLAY_HINT),
    (RangeFormatting::METHOD, RANGE_FORMATTING),
    (SemanticTokensFullRequest::METHOD, SEMANTIC_TOKENS),
    (SemanticTokensRangeRequest::METHOD, SEMANTIC_TOKENS_RANGE),
];
/// `textDocument/codeAction`, see [`WRITTEN`].
pub const CODE_ACTION: &str = "nianbao/codeAction";
/// `textDocument/documentSymbol`, see [`WRITTEN`].
pub const DOCUMENT_SYMBOL: &str = "nianbao/documentSymbol";
/// `textDocument/foldingRange`, see [`WRITTEN`].
pub const FOLDING_RANGE: &str = "nianbao/foldingRange";
/// `textDocument/formatting`, see [`WRITTEN`].
pub const FORMATTING: &str = "nianbao/formatting";
/// `textDocument/inlayHint`, see [`WRITTEN`].
pub const INLAY_HINT: &str = "nianbao/inlayHint";
/// `textDocument/rangeFormatting`, see [`WRITTEN`].
pub const RANGE_FORMATTING: &str = "nianbao/rangeFormatting";
/// `textDocument/semanticTokens/full`, see [`WRITTEN`].
pub const SEMANTIC_TOKENS: &str = "nianbao/semanticTokens/full";
/// `textDocument/semanticTokens/range`, see [`WRITTEN`].
pub const SEMANTIC_TOKENS_RANGE: &str = "nianbao/semanticTokens/range";

/// The method under which a backend answers a request of [`WRITTEN`].
pub fn own_name(method: &str) -> Option<&'static str> {
    WRITTEN.iter().find(|(known, _)| *known == method).map(|(_, own)| *own)
}
