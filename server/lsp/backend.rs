//! What each message does: convert in, ask the draft, convert out. Knows nothing of threads and of how a session ends.

use super::capabilities::capabilities;
use super::convert::{self, Agreed, seeing};
use super::drafts::Drafts;
use super::library::{self, Found, Library};
use super::progress::Reporter;
use super::publish::{Event, Publisher};
use super::pull::{self, Cache};
use super::reload::Reload;
use super::workspace::{Workspace, complaint};
use crate::config::Problem;
use crate::ide::format::Style;
use crate::ide::last_year::{Crossing, Key, LastYear};
use crate::ide::manner::Language;
use crate::ide::{Draft, Hints, Snapshot};
use lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionParams, CompletionResponse, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams, DocumentRangeFormattingParams,
    DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, Location, Range, ReferenceParams, SelectionRange,
    SelectionRangeParams, SemanticTokens, SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, ServerInfo, SymbolInformation, TextDocumentPositionParams, TextEdit, Url,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceSymbolParams,
};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, mpsc};
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::{Client, LanguageServer, async_trait};

/// The server's side of a session.
#[derive(Debug)]
pub struct Backend {
    pub(super) client: Client,
    pub(super) runtime: Handle,
    pub(super) drafts: Arc<Drafts>,
    pub(super) workspace: Arc<Workspace>,
    pub(super) cache: Arc<Cache>,
    library: Arc<Library>,
    agreed: Arc<OnceLock<Agreed>>,
    events: mpsc::Sender<Event>,
}

impl Backend {
    /// A session with a client.
    pub fn new(client: Client, runtime: Handle) -> Self {
        let drafts = Arc::new(Drafts::default());
        let agreed = Arc::new(OnceLock::new());
        let workspace = Arc::new(Workspace::default());
        let events = Publisher {
            client: client.clone(),
            runtime: runtime.clone(),
            drafts: drafts.clone(),
            workspace: workspace.clone(),
            agreed: agreed.clone(),
        }
        .start();
        let library = Arc::new(Library::new(workspace.clone(), drafts.clone()));
        Backend { client, runtime, drafts, workspace, cache: Arc::default(), library, agreed, events }
    }

    pub(super) fn agreed(&self) -> Agreed {
        self.agreed.get().copied().unwrap_or_default()
    }

    /// The draft as it is when the request is looked at, before anything is awaited; `None` where it is not open.
    pub(super) fn snapshot(&self, url: &Url) -> Option<Snapshot> {
        let snapshot = self.drafts.now(url).map(|draft| draft.snapshot());
        if snapshot.is_none() {
            tracing::warn!(uri = %url, "a request is about a document that is not open");
        }
        snapshot
    }

    /// What takes new settings.
    fn reload(&self) -> Reload {
        Reload {
            client: self.client.clone(),
            workspace: self.workspace.clone(),
            drafts: self.drafts.clone(),
            events: self.events.clone(),
        }
    }

    /// Looks at the files with settings: where nobody watches them, whenever all drafts are asked about.
    pub(super) fn look_at_settings(&self) {
        if self.workspace.layers().projects.refresh() {
            self.reload().apply();
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
    pub(super) async fn on_its_own_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        self.runtime.spawn_blocking(work).await.map_err(|error| {
            tracing::error!("answering failed: {error}");
            Error::internal_error()
        })
    }

    /// The reports with these keys, in the folders and on the screen; in `folder` too, where that is another one. Nothing
    /// is awaited where there is nothing to look for.
    pub(super) async fn find(&self, keys: Vec<Key>, folder: Option<PathBuf>) -> Vec<Found> {
        if keys.is_empty() {
            return Vec::new();
        }
        let (library, agreed) = (self.library.clone(), self.agreed());
        let find = move || library.find(&keys, folder.as_deref(), agreed);
        self.on_its_own_thread(find).await.unwrap_or_default()
    }

    /// What the reports with these keys say, for the year that follows.
    pub(super) async fn last_year(&self, keys: Vec<Key>) -> LastYear {
        library::last_year(&self.find(keys, None).await)
    }

    /// The places on the other side of a crossing.
    async fn locate(&self, crossing: Option<Crossing>) -> Vec<Location> {
        let Some(crossing) = crossing else { return Vec::new() };
        let (library, agreed) = (self.library.clone(), self.agreed());
        self.on_its_own_thread(move || library.locate(&crossing, agreed)).await.unwrap_or_default()
    }

    /// The tokens of a plain text. Markdown and HTML have their editors' own colours.
    fn tokens(&self, url: &Url, within: Option<lsp_types::Range>) -> Option<SemanticTokens> {
        let snapshot = self.snapshot(url)?;
        let data = match snapshot.language {
            Language::Plain => seeing::tokens(&snapshot, within, self.agreed()),
            Language::Markdown | Language::Html => Vec::new(),
        };
        Some(SemanticTokens { result_id: None, data })
    }

    fn tell(&self, event: Event) {
        if self.events.send(event).is_err() {
            tracing::error!("nothing is checked any more: the checking thread has ended");
        }
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
        self.tell(Event::Changed(document.uri, stamp));
        self.tell(Event::Projects);
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
            Some(stamp) => self.tell(Event::Changed(document.uri, stamp)),
            None => tracing::warn!(uri = %document.uri, "a document changed that is not open"),
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let url = params.text_document.uri;
        self.library.mark();
        if self.drafts.close(&url) {
            self.tell(Event::Closed(url));
        } else {
            tracing::warn!(uri = %url, "a document was closed that is not open");
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let url = params.text_document.uri;
        let Some(snapshot) = self.snapshot(&url) else { return Ok(None) };
        let last_year = self.last_year(convert::missed_last_year(&snapshot, params.range, self.agreed())).await;
        let mut actions = convert::actions(&snapshot, &url, params.range, &params.context, &last_year, self.agreed());
        let comments = snapshot.language != Language::Plain;
        let target = || self.workspace.target(&url, &self.drafts);
        let (range, context, agreed) = (params.range, &params.context, self.agreed());
        actions.extend(convert::ignores(&snapshot, &url, range, context, agreed, comments, target));
        Ok(Some(actions))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let Some(snapshot) = self.snapshot(&at.text_document.uri) else { return Ok(None) };
        let place = Range::new(at.position, at.position);
        let last_year = self.last_year(convert::missed_last_year(&snapshot, place, self.agreed())).await;
        Ok(convert::completion::completion(&snapshot, at.position, &last_year, self.agreed()))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        Ok(Some(convert::folding(&snapshot)))
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if !self.agreed().answers_settings {
            self.complain(&self.workspace.set_for_all(&params.settings));
        }
        self.ask();
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.library.mark();
        self.look_at_settings();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.library.mark();
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
        self.look_at_settings();
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

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        self.execute(params).await.map(Some)
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        let crossing = seeing::crossing(&snapshot, position, self.agreed()).filter(|it| it.carried_in);
        let last_year = self.last_year(crossing.into_iter().map(|it| it.key).collect()).await;
        Ok(seeing::hover(&snapshot, position, &last_year, self.agreed()))
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        Ok(Some(seeing::highlights(&snapshot, position, self.agreed())))
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        // What was carried in comes from last year's report, if there is one.
        let crossing = seeing::crossing(&snapshot, position, self.agreed()).filter(|it| it.carried_in);
        let mut places = self.locate(crossing).await;
        if places.is_empty() {
            places = seeing::definition(&snapshot, &text_document.uri, position, self.agreed());
        }
        Ok(Some(GotoDefinitionResponse::Array(places)))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let Some(snapshot) = self.snapshot(&text_document.uri) else { return Ok(None) };
        let itself = params.context.include_declaration;
        let mut places = seeing::references(&snapshot, &text_document.uri, position, itself, self.agreed());
        places.extend(self.locate(seeing::crossing(&snapshot, position, self.agreed())).await);
        Ok(Some(places))
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let url = params.text_document.uri;
        let Some(snapshot) = self.snapshot(&url) else { return Ok(None) };
        Ok(Some(seeing::symbols(&snapshot, &url, self.agreed())))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        let drafts = self.drafts.all().into_iter();
        let found = drafts
            .flat_map(|(url, draft)| seeing::found_symbols(&draft.snapshot(), &url, &params.query, self.agreed()));
        Ok(Some(found.collect()))
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        Ok(seeing::selections(&snapshot, &params.positions, self.agreed()))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        let shown = snapshot.settings.inlay_hints;
        let hints = Hints { differences: shown, tallies: shown };
        Ok(Some(seeing::hints(&snapshot, params.range, hints, self.agreed())))
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        Ok(self.tokens(&params.text_document.uri, None).map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        Ok(self.tokens(&params.text_document.uri, Some(params.range)).map(SemanticTokensRangeResult::Tokens))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        let style = Style { wide_quotes: snapshot.settings.wide_quotes };
        Ok(Some(seeing::formatting(&snapshot, None, style, self.agreed())))
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let Some(snapshot) = self.snapshot(&params.text_document.uri) else { return Ok(None) };
        let style = Style { wide_quotes: snapshot.settings.wide_quotes };
        Ok(Some(seeing::formatting(&snapshot, Some(params.range), style, self.agreed())))
    }
}
