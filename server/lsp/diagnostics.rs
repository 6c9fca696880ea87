//! The diagnostics of a document: of a draft, or of a `nianbao.toml`.

use super::convert::{self, NegotiatedCapabilities};
use super::workspace::project_file;
use crate::check::Draft;
use lsp_types::{Diagnostic, Url};

/// The diagnostics of a document.
pub fn diagnostics(draft: &Draft, url: &Url, agreed: NegotiatedCapabilities) -> Vec<Diagnostic> {
    match project_file(url) {
        Some(_) => convert::settings(draft.buffer(), agreed),
        None => convert::diagnostics(&draft.snapshot(), url, agreed),
    }
}
