//! What each message does: convert in, ask the draft, convert out. Knows nothing of threads and of how a session ends.

use super::capabilities::capabilities;
use super::convert::{self, Agreed, seeing};
use super::drafts::Drafts;
use super::output::Output;
use super::progress::Reporter;
use super::publish::{Event, Publisher, QUICK, Teller};
use super::pull::{self, Cache};
use super::reload::Reload;
use super::workspace::{Workspace, complaint};
use crate::config::Problem;
use crate::ide::format::Style;
use crate::ide::manner::Language;
use crate::ide::{Draft, Hints, Snapshot};
use lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionParams, CompletionResponse, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams, DocumentRangeFormattingParams,
    DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams, InlayHint,
    InlayHintParams, Location, ReferenceParams, SelectionRange, SelectionRangeParams, SemanticTokens,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo,
    SymbolInformation, TextDocumentPositionParams, TextEdit, Url, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult, WorkspaceSymbolParams,
};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::{Client, LanguageServer, async_trait};

/// The server's side of a session.
#[derive(Debug)]
pub struct Backend {
    client: Client,
    runtime: Handle,
    drafts: Arc<Drafts>,
    workspace: Arc<Workspace>,
    cache: Arc<Cache>,
    agreed: Arc<OnceLock<Agreed>>,
    publisher: Arc<Publisher>,
}

impl Backend {
    /// A session with a client; diagnostics go straight to `output`.
    pub fn new(client: Client, runtime: Handle, output: Output) -> Self {
        let drafts = Arc::new(Drafts::default());
        let agreed = Arc::new(OnceLock::new());
        let workspace = Arc::new(Workspace::default());
        let publisher = Arc::new(Publisher::start(Teller {
            client: client.clone(),
            runtime: runtime.clone(),
            output,
            drafts: drafts.clone(),
            workspace: workspace.clone(),
            agreed: agreed.clone(),
            told_panic: AtomicBool::new(false),
        }));
        Backend { client, runtime, drafts, workspace, cache: Arc::default(), agreed, publisher }
    }

    /// What publishes the diagnostics of what has changed.
    pub fn publisher(&self) -> &Arc<Publisher> {
        &self.publisher
    }

    fn agreed(&self) -> Agreed {
        self.agreed.get().copied().unwrap_or_default()
    }

    /// Answers from the draft as it is when the request is looked at, before anything is awaited; `None` where it is not
    /// open. A long draft may have to be read first, which keeps nobody waiting who asks about another.
    async fn read<T: Send + 'static>(
        &self,
        url: &Url,
        answer: impl FnOnce(&Snapshot, Agreed) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(draft) = self.drafts.now(url) else {
            tracing::warn!(uri = %url, "a request is about a document that is not open");
            return Ok(None);
        };
        let agreed = self.agreed();
        if draft.buffer().len() <= QUICK {
            return Ok(Some(answer(&draft.snapshot(), agreed)));
        }
        self.on_its_own_thread(move || answer(&draft.snapshot(), agreed)).await.map(Some)
    }

    /// What takes new settings.
    fn reload(&self) -> Reload {
        Reload {
            client: self.client.clone(),
            workspace: self.workspace.clone(),
            drafts: self.drafts.clone(),
            events: self.publisher.queue().clone(),
        }
    }

    /// Asks for the settings anew, without keeping anybody waiting.
    fn ask(&self) {
        let (reload, agreed) = (self.reload(), self.agreed());
        self.runtime.spawn(async move { reload.ask(agreed).await });
    }

    /// Tells the user what is wrong with the editor's settings, without keeping anybody waiting.
    fn complain(&self, problems: &[Problem]) {
        let (reload, complaint) = (self.reload(), complaint(problems));
        self.runtime.spawn(async move { reload.complain(complaint).await });
    }

    /// Does work that takes its time where it keeps nobody waiting.
    async fn on_its_own_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let work = self.runtime.spawn_blocking(work);
        // tower-lsp drops the handler of a request that is cancelled: then what has not begun does not begin.
        let _abort = Abort(work.abort_handle());
        work.await.map_err(|error| {
            tracing::error!("answering failed: {error}");
            Error::internal_error()
        })
    }

    /// The tokens of a plain text. Markdown and HTML have their editors' own colours.
    async fn tokens(&self, url: &Url, within: Option<lsp_types::Range>) -> Result<Option<SemanticTokens>> {
        let tokens = move |snapshot: &Snapshot, agreed| {
            let data = match snapshot.language {
                Language::Plain => seeing::tokens(snapshot, within, agreed),
                Language::Markdown | Language::Html => Vec::new(),
            };
            SemanticTokens { result_id: None, data }
        };
        self.read(url, tokens).await
    }

    /// The edits that lay out the tables of a draft, or of a part of it.
    async fn formatted(&self, url: &Url, within: Option<lsp_types::Range>) -> Result<Option<Vec<TextEdit>>> {
        let edits = move |snapshot: &Snapshot, agreed| {
            let style = Style { wide_quotes: snapshot.settings.wide_quotes };
            seeing::formatting(snapshot, within, style, agreed)
        };
        self.read(url, edits).await
    }
}

/// Keeps work from being begun when it is dropped.
struct Abort(AbortHandle);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        // tower-lsp lets only one `initialize` through.
        let agreed = *self.agreed.get_or_init(|| Agreed::on(&params));
        self.workspace.begin(&params);
        Ok(InitializeResult {
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").into(),
                version: Some(env!("CARGO_PKG_VERSION").into()),
            }),
            capabilities: capabilities(&agreed),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        // The first draft does not wait for what is read but once.
        self.runtime.spawn_blocking(|| crate::ide::check(&crate::edition::newest().title.canonical));
        let (reload, agreed) = (self.reload(), self.agreed());
        // Whatever the client takes its time for, the next messages do not wait.
        let complaint = complaint(&self.workspace.wrong_from_the_beginning());
        self.runtime.spawn(async move {
            reload.complain(complaint).await;
            reload.ask(agreed).await;
            reload.register(agreed).await;
        });
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    // The three below await nothing: a text has changed before the next message is looked at.

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let mut draft = Draft::new(&document.text, document.version).with_language(convert::language(&document));
        draft.set_settings(self.workspace.settings(&document.uri));
        let stamp = self.drafts.open(document.uri.clone(), draft);
        self.publisher.note(Event::Changed(document.uri, stamp));
        self.publisher.note(Event::Projects);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let encoding = self.agreed().encoding;
        let changed = self.drafts.change(&document.uri, |draft| {
            for change in params.content_changes {
                let edit = convert::edit(draft.buffer(), change, encoding);
                draft.apply(&edit);
            }
            draft.set_version(document.version);
        });
        match changed {
            Some(stamp) => self.publisher.note(Event::Changed(document.uri, stamp)),
            None => tracing::warn!(uri = %document.uri, "a document changed that is not open"),
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let url = params.text_document.uri;
        if self.drafts.close(&url) {
            self.publisher.note(Event::Closed(url));
        } else {
            tracing::warn!(uri = %url, "a document was closed that is not open");
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let url = params.text_document.uri.clone();
        let (workspace, drafts) = (self.workspace.clone(), self.drafts.clone());
        let actions = move |snapshot: &Snapshot, agreed| {
            let (url, range, context) = (params.text_document.uri, params.range, &params.context);
            let mut actions = convert::actions(snapshot, &url, range, context, agreed);
            let comments = snapshot.language != Language::Plain;
            let target = || workspace.target(&url, &drafts);
            actions.extend(convert::ignores(snapshot, &url, range, context, agreed, comments, target));
            actions
        };
        self.read(&url, actions).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let items = move |snapshot: &Snapshot, agreed| convert::completion::completion(snapshot, position, agreed);
        Ok(self.read(&text_document.uri, items).await?.flatten())
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.read(&params.text_document.uri, |snapshot, _| convert::folding(snapshot)).await
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if !self.agreed().answers_settings {
            self.complain(&self.workspace.set_for_all(&params.settings));
        }
        self.ask();
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        if self.workspace.layers().projects.refresh() {
            self.reload().apply();
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.workspace.change_folders(params.event);
        self.ask();
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let (url, agreed) = (params.text_document.uri, self.agreed());
        let draft = self.drafts.now(&url).unwrap_or_else(|| {
            let path = url.to_file_path().unwrap_or_default();
            pull::from_disk(&path, self.workspace.settings(&url))
        });
        let answer = move || pull::document(&draft, &url, params.previous_result_id.as_deref(), agreed).into();
        self.on_its_own_thread(answer).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        // Where nobody watches, this is the moment to look.
        if self.workspace.layers().projects.refresh() {
            self.reload().apply();
        }
        let (question, _stop) = pull::Question::new(
            (&self.workspace, &self.drafts, &self.cache),
            self.agreed(),
            params.previous_result_ids,
        );
        let work = params.work_done_progress_params.work_done_token;
        let parts = params.partial_result_params.partial_result_token;
        let (client, runtime) = (self.client.clone(), self.runtime.clone());
        self.on_its_own_thread(move || {
            question.answer_to(Reporter::begin(client, runtime, work, parts, "检查年度报告"))
        })
        .await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let hover = move |snapshot: &Snapshot, agreed| seeing::hover(snapshot, position, agreed);
        Ok(self.read(&text_document.uri, hover).await?.flatten())
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let highlights = move |snapshot: &Snapshot, agreed| seeing::highlights(snapshot, position, agreed);
        self.read(&text_document.uri, highlights).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let url = text_document.uri.clone();
        let places = move |snapshot: &Snapshot, agreed| seeing::definition(snapshot, &url, position, agreed);
        Ok(self.read(&text_document.uri, places).await?.map(GotoDefinitionResponse::Array))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let (url, itself) = (text_document.uri.clone(), params.context.include_declaration);
        let places = move |snapshot: &Snapshot, agreed| seeing::references(snapshot, &url, position, itself, agreed);
        self.read(&text_document.uri, places).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let url = params.text_document.uri.clone();
        let symbols = move |snapshot: &Snapshot, agreed| seeing::symbols(snapshot, &url, agreed);
        self.read(&params.text_document.uri, symbols).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        let (drafts, agreed) = (self.drafts.all(), self.agreed());
        let found = move || {
            let found = drafts
                .into_iter()
                .flat_map(|(url, draft)| seeing::found_symbols(&draft.snapshot(), &url, &params.query, agreed));
            found.collect()
        };
        self.on_its_own_thread(found).await.map(Some)
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let SelectionRangeParams { text_document, positions, .. } = params;
        let ranges = move |snapshot: &Snapshot, agreed| seeing::selections(snapshot, &positions, agreed);
        Ok(self.read(&text_document.uri, ranges).await?.flatten())
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let hints = move |snapshot: &Snapshot, agreed| {
            let shown = snapshot.settings.inlay_hints;
            seeing::hints(snapshot, params.range, Hints { differences: shown, tallies: shown }, agreed)
        };
        self.read(&params.text_document.uri, hints).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        Ok(self.tokens(&params.text_document.uri, None).await?.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let tokens = self.tokens(&params.text_document.uri, Some(params.range)).await?;
        Ok(tokens.map(SemanticTokensRangeResult::Tokens))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.formatted(&params.text_document.uri, None).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.formatted(&params.text_document.uri, Some(params.range)).await
    }
}
