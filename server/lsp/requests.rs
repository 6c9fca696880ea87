//! How a request gets its answer: from the draft as it is when the request is looked at, on this thread where that is
//! quick, and with what other reports say.

use super::client::Client;
use super::convert::NegotiatedCapabilities;
use super::drafts::Drafts;
use super::library::{self, Found, Library};
use super::publish::QUICK;
use super::pull::Cache;
use super::reload::Reload;
use super::workspace::Workspace;
use crate::check::{Draft, Snapshot};
use crate::ide::Crossing;
use crate::report::carry_over::Key;
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

    /// Answers from the draft as it is when the request is looked at, and from the reports of the year before that it
    /// asks for; `None` where it is not open, or where its text is not the editor's.
    pub async fn read_knowing<T: Send + 'static>(
        &self,
        url: &Url,
        keys: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> Vec<Key> + Send + 'static,
        answer: impl FnOnce(&Snapshot, NegotiatedCapabilities) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(draft) = self.draft(url) else { return Ok(None) };
        let keys = self.read_draft(&draft, keys).await?;
        let neighbours = Arc::new(library::neighbours(&self.find(keys, None).await));
        self.read_draft(&draft, move |snapshot, agreed| answer(&snapshot.knowing(neighbours), agreed)).await.map(Some)
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

    /// The reports with these keys, in the folders and on the screen; in `folder` too, where that is another one. Nothing
    /// is awaited where there is nothing to look for.
    pub async fn find(&self, keys: Vec<Key>, folder: Option<PathBuf>) -> Vec<Found> {
        if keys.is_empty() {
            return Vec::new();
        }
        let (library, agreed) = (self.library.clone(), self.agreed());
        let find = move || library.find(&keys, folder.as_deref(), agreed);
        self.on_its_own_thread(find).await.unwrap_or_default()
    }

    /// The places on the other side of a crossing.
    pub async fn locate(&self, crossing: Option<Crossing>) -> Vec<Location> {
        let Some(crossing) = crossing else { return Vec::new() };
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
