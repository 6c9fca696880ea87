//! What the server says it can do.

use super::convert::{self, Agreed};
use lsp_types::{
    CodeActionOptions, CodeActionProviderCapability, FoldingRangeProviderCapability, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
};

/// The capabilities for a client.
pub fn capabilities(agreed: &Agreed) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(agreed.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            ..Default::default()
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(convert::action_kinds()),
            ..Default::default()
        })),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        ..Default::default()
    }
}
