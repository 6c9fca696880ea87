//! Answers requests from the draft as it was when the request arrived, on this thread if that is quick, and with the
//! neighbouring reports if needed.

use super::client::Client;
use super::drafts::Drafts;
use super::library::Library;
use super::publish::QUICK;
use super::pull::Cache;
use super::reload::Reload;
use super::symbol_cache::SymbolCache;
use super::workspace::Workspace;
use crate::check::{Draft, Snapshot};
use crate::ide::Crossing;
use crate::protocol::NegotiatedCapabilities;
use crate::report::neighbours::Neighbours;
use crate::text::stop::Stop;
use lsp_types::{Location, Url};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tower_lsp::jsonrpc::{Error, Result};

/// The state from which requests are answered.
#[derive(Debug)]
pub struct Requests {
    /// The client.
    pub client: Client,
    /// The runtime, for slow work on threads of its own.
    pub runtime: Handle,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// The reports known in the session.
    pub library: Arc<Library>,
    /// The cache of drafts that are not open.
    pub cache: Arc<Cache>,
    /// The cache of outline entries of drafts that are not open.
    pub symbols: Arc<SymbolCache>,
    /// Applies new settings.
    pub reload: Reload,
    /// The negotiated capabilities; set before any other request.
    pub agreed: Arc<OnceLock<NegotiatedCapabilities>>,
}

impl Requests {
    /// The negotiated capabilities.
    pub fn agreed(&self) -> NegotiatedCapabilities {
        self.agreed.get().copied().unwrap_or_default()
    }

    /// Answers from the draft as it was when the request arrived, before anything is awaited; `None` if it is not open,
    /// or stale.
    pub async fn read<T: Send + 'static>(
        &self,
        url: &Url,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(draft) = self.draft(url).await else { return Ok(None) };
        self.read_draft(&draft, answer).await.map(Some)
    }

    /// The same, with the answer as JSON.
    pub async fn write<T: Serialize>(
        &self,
        url: &Url,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<String>> {
        self.read(url, |snapshot, agreed| written(&answer(snapshot, agreed))).await?.transpose()
    }

    /// Answers from the draft even if it is stale; `None` if it is not open.
    pub async fn read_even_stale<T: Send + 'static>(
        &self,
        url: &Url,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(draft) = self.drafts.now(url) else { return Ok(None) };
        self.read_draft(&draft, answer).await.map(Some)
    }

    /// Answers from the draft as it was when the request arrived, with the neighbours that are known; has the folders
    /// scanned if the answer depends on them, so that the next one may know more. `None` if it is not open, or stale.
    pub async fn read_so_far<T: Send + 'static>(
        &self,
        url: &Url,
        depends: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> bool + Send + 'static,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let looker = self.reload.looker.clone();
        let answer = move |snapshot: &Snapshot, agreed| {
            if depends(snapshot, agreed) {
                looker.look();
            }
            answer(snapshot, agreed)
        };
        self.read(url, answer).await
    }

    /// Answers from the draft as it was when the request arrived, with up-to-date neighbours if the answer depends on
    /// them; `None` if it is not open, or stale.
    pub async fn read_knowing<T: Send + 'static>(
        &self,
        url: &Url,
        depends: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> bool + Send + 'static,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(mut draft) = self.draft(url).await else { return Ok(None) };
        if self.read_draft(&draft, depends).await? {
            self.reload.up_to_date().await;
            draft.set_neighbours(self.library.beside(url));
        }
        self.read_draft(&draft, answer).await.map(Some)
    }

    /// A copy of the draft as it is now, once it has its settings.
    async fn draft(&self, url: &Url) -> Option<Draft> {
        let Some(draft) = self.drafts.in_step(url) else {
            tracing::warn!(uri = %url, "a request is about a document that is not open, or stale");
            return None;
        };
        Some(if self.drafts.is_settled(url) { draft } else { self.drafts.settled(url, draft).await })
    }

    /// Answers from a draft. A large one is parsed on another thread, so that requests about others need not wait.
    async fn read_draft<T: Send + 'static>(
        &self,
        draft: &Draft,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<T> {
        let (draft, agreed) = (draft.clone(), self.agreed());
        if draft.buffer().len() <= QUICK {
            return Ok(answer(&draft.snapshot(), agreed));
        }
        self.on_its_own_thread(move || answer(&draft.snapshot(), agreed)).await
    }

    /// Does slow work on another thread.
    pub async fn on_its_own_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let stop = Stop::default();
        let watched = stop.clone();
        let work = self.runtime.spawn_blocking(move || watched.watch(work));
        // tower-lsp drops the handler of a cancelled request: work that has not begun is then aborted, and what has is
        // stopped.
        let _abort = Abort(work.abort_handle(), stop);
        match work.await {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(Error::request_cancelled()),
            Err(error) => {
                tracing::error!("answering failed: {error}");
                Err(Error::internal_error())
            }
        }
    }

    /// All known reports, with those in `folder` if that is outside the session's folders.
    pub async fn known(&self, folder: Option<PathBuf>) -> Neighbours {
        self.reload.up_to_date().await;
        let library = self.library.clone();
        self.on_its_own_thread(move || library.with_folder(folder.as_deref())).await.unwrap_or_default()
    }

    /// The locations on the other side of a crossing.
    pub async fn locate(&self, crossing: Option<Crossing>) -> Vec<Location> {
        let Some(crossing) = crossing else { return Vec::new() };
        self.reload.up_to_date().await;
        let (library, agreed) = (self.library.clone(), self.agreed());
        self.on_its_own_thread(move || library.locate(&crossing, agreed)).await.unwrap_or_default()
    }
}

/// An answer as JSON, for what [`WRITTEN`](super::transport::methods::WRITTEN) names.
pub fn written(answer: &impl Serialize) -> Result<String> {
    serde_json::to_string(answer).map_err(|error| {
        tracing::error!("an answer cannot be written: {error}");
        Error::internal_error()
    })
}

/// Aborts work when it is dropped.
struct Abort(AbortHandle, Stop);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
        self.1.stop();
    }
}
