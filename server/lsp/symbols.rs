//! Finds outline entries in all drafts: in those that are open, and in the files of the folders.

use super::drafts::from_disk;
use super::panics::survive;
use super::requests::Requests;
use crate::config::project::Signature;
use crate::protocol::symbols::{KnownSymbols, found_symbols, known_symbols};
use crate::report::neighbours::Neighbours;
use crate::text::stop;
use lsp_types::{SymbolInformation, Url};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use tower_lsp::jsonrpc::Result;

/// How many files are read before anybody may stop the search.
const PIECE: usize = 16;

impl Requests {
    /// The entries of all drafts that match a query; of stale drafts none.
    pub async fn symbols_everywhere(&self, query: String) -> Result<Vec<SymbolInformation>> {
        let agreed = self.agreed();
        let (drafts, library, workspace) = (self.drafts.clone(), self.library.clone(), self.workspace.clone());
        let (cache, events) = (self.symbols.clone(), self.reload.events.clone());
        self.on_its_own_thread(move || {
            events.tell(library.refresh(agreed));
            let open = drafts.all();
            let paths: HashSet<PathBuf> = open.iter().filter_map(|(url, _)| url.to_file_path().ok()).collect();
            let open = open.into_iter().filter(|(url, _)| !drafts.is_stale(url));
            let mut found: Vec<SymbolInformation> = open
                .flat_map(|(url, draft)| {
                    stop::here();
                    found_symbols(&draft.snapshot(), &url, &query, agreed)
                })
                .collect();
            let (layers, revision) = (workspace.layers(), workspace.revision());
            let read = |path: &Path, signature: Signature| -> Option<KnownSymbols> {
                if let Some(known) = cache.0.get(path).filter(|known| (known.0, known.1) == (signature, revision)) {
                    return Some(known.2.clone());
                }
                let url = Url::from_file_path(path).ok()?;
                let draft = from_disk(path, layers.settings(Some(path)), Neighbours::default());
                let symbols = survive(|| known_symbols(&draft.snapshot(), &url, agreed)).ok()?;
                cache.0.insert(path.to_path_buf(), (signature, revision, symbols.clone()));
                Some(symbols)
            };
            let closed: Vec<(PathBuf, Signature)> =
                library.reports().into_iter().filter(|(path, _)| !paths.contains(path)).collect();
            for piece in closed.chunks(PIECE) {
                stop::here();
                let read = piece.par_iter().filter_map(|(path, signature)| read(path, *signature));
                let read: Vec<KnownSymbols> = read.collect();
                found.extend(read.iter().flat_map(|known| known.matching(&query)));
            }
            found
        })
        .await
    }
}
