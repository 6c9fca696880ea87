//! How a request gets its answer: from the draft as it is when the request is looked at, on this thread where that is
//! quick, and with what other reports say.

use super::client::Client;
use super::convert::NegotiatedCapabilities;
use super::drafts::Drafts;
use super::library::Library;
use super::publish::QUICK;
use super::pull::Cache;
use super::reload::Reload;
use super::workspace::Workspace;
use crate::check::{Draft, Snapshot};
use crate::ide::Crossing;
use crate::report::neighbours::Neighbours;
use lsp_types::{Location, Url};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tower_lsp::jsonrpc::{Error, Result};

/// What requests are answered from.
#[derive(Debug)]
pub struct Requests {
    /// Who asks.
    pub client: Client,
    /// The runtime that does long work on threads of its own.
    pub runtime: Handle,
    /// The open drafts.
    pub drafts: Arc<Drafts>,
    /// The folders and their settings.
    pub workspace: Arc<Workspace>,
    /// The other reports that are known.
    pub library: Arc<Library>,
    /// What is known of the drafts that are not open.
    pub cache: Arc<Cache>,
    /// What takes new settings.
    pub reload: Reload,
    /// What client and server have agreed on; set before anything else is asked.
    pub agreed: Arc<OnceLock<NegotiatedCapabilities>>,
}

impl Requests {
    /// What client and server have agreed on.
    pub fn agreed(&self) -> NegotiatedCapabilities {
        self.agreed.get().copied().unwrap_or_default()
    }

    /// Answers from the draft as it is when the request is looked at, before anything is awaited; `None` where it is not
    /// open, or where its text is not the editor's.
    pub async fn read<T: Send + 'static>(
        &self,
        url: &Url,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(draft) = self.draft(url) else { return Ok(None) };
        self.read_draft(&draft, answer).await.map(Some)
    }

    /// Answers from the draft as the server has it, whether or not that is the editor's text; `None` where it is not open.
    pub async fn read_even_stale<T: Send + 'static>(
        &self,
        url: &Url,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(draft) = self.drafts.now(url) else { return Ok(None) };
        self.read_draft(&draft, answer).await.map(Some)
    }

    /// Answers from the draft as it is when the request is looked at, beside all that is to be known of other reports, if the
    /// answer depends on that; `None` where it is not open, or where its text is not the editor's.
    pub async fn read_knowing<T: Send + 'static>(
        &self,
        url: &Url,
        depends: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> bool + Send + 'static,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(mut draft) = self.draft(url) else { return Ok(None) };
        if self.read_draft(&draft, depends).await? {
            self.refresh().await;
            draft.set_neighbours(self.library.beside(url));
        }
        self.read_draft(&draft, answer).await.map(Some)
    }

    fn draft(&self, url: &Url) -> Option<Draft> {
        let draft = self.drafts.in_step(url);
        if draft.is_none() {
            tracing::warn!(uri = %url, "a request is about a document that is not open, or stale");
        }
        draft
    }

    /// Answers from a draft. A long one may have to be read first, which keeps nobody waiting who asks about another.
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

    /// Does work that takes its time where it keeps nobody waiting.
    pub async fn on_its_own_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let work = self.runtime.spawn_blocking(work);
        // tower-lsp drops the handler of a request that is cancelled: then what has not begun does not begin.
        let _abort = Abort(work.abort_handle());
        work.await.map_err(|error| {
            tracing::error!("answering failed: {error}");
            Error::internal_error()
        })
    }

    /// Looks through the folders, if something may have changed in them, without keeping anybody waiting who asks for
    /// something else.
    async fn refresh(&self) {
        let (library, agreed, events) = (self.library.clone(), self.agreed(), self.reload.events.clone());
        let _ = self.on_its_own_thread(move || events.tell(library.refresh(agreed))).await;
    }

    /// All reports that are to be known, and those in `folder`, where that is none of the session's.
    pub async fn known(&self, folder: Option<PathBuf>) -> Neighbours {
        self.refresh().await;
        let library = self.library.clone();
        self.on_its_own_thread(move || library.with_folder(folder.as_deref())).await.unwrap_or_default()
    }

    /// The places on the other side of a crossing.
    pub async fn locate(&self, crossing: Option<Crossing>) -> Vec<Location> {
        let Some(crossing) = crossing else { return Vec::new() };
        self.refresh().await;
        let (library, agreed) = (self.library.clone(), self.agreed());
        self.on_its_own_thread(move || library.locate(&crossing, agreed)).await.unwrap_or_default()
    }
}

/// Keeps work from being begun when it is dropped.
struct Abort(AbortHandle);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}
