//! What each message does: convert in, ask the draft, convert out. Knows nothing of threads and of how a session ends.

use super::capabilities::capabilities;
use super::convert::{self, Agreed, seeing};
use super::drafts::Drafts;
use super::library::Library;
use super::output::Output;
use super::progress::Reporter;
use super::publish::{Event, LARGE, Publisher, Teller};
use super::pull::{self, Cache};
use super::reload::Reload;
use super::workspace::{Workspace, complaint};
use crate::check::Language;
use crate::check::{Draft, Snapshot};
use crate::compose::format::FormatStyle;
use crate::config::Problem;
use crate::ide::Hints;
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
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::Result;
use tower_lsp::{Client, LanguageServer, async_trait};

/// The server's side of a session.
#[derive(Debug)]
pub struct Backend {
    pub(super) client: Client,
    pub(super) runtime: Handle,
    /// Gives memory that is free back to the system.
    give_back: fn(),
    pub(super) drafts: Arc<Drafts>,
    pub(super) workspace: Arc<Workspace>,
    pub(super) cache: Arc<Cache>,
    pub(super) library: Arc<Library>,
    agreed: Arc<OnceLock<Agreed>>,
    publisher: Arc<Publisher>,
}

impl Backend {
    /// A session with a client; diagnostics go straight to `output`.
    pub fn new(client: Client, runtime: Handle, output: Output, give_back: fn()) -> Self {
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
            give_back,
        }));
        let library = Arc::new(Library::new(workspace.clone(), drafts.clone()));
        Backend { client, runtime, give_back, drafts, workspace, cache: Arc::default(), library, agreed, publisher }
    }

    /// What publishes the diagnostics of what has changed.
    pub fn publisher(&self) -> &Arc<Publisher> {
        &self.publisher
    }

    pub(super) fn agreed(&self) -> Agreed {
        self.agreed.get().copied().unwrap_or_default()
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

    /// The tokens of a plain text. Markdown and HTML have their editors' own colours.
    async fn tokens(&self, url: &Url, within: Option<lsp_types::Range>) -> Result<Option<SemanticTokens>> {
        let tokens = move |snapshot: &Snapshot, agreed| {
            let data = match snapshot.language() {
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
            let style = FormatStyle { wide_quotes: snapshot.settings().wide_quotes };
            seeing::formatting(snapshot, within, style, agreed)
        };
        self.read(url, edits).await
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
        self.runtime.spawn_blocking(|| crate::check::check(&crate::edition::newest().title.canonical));
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
        self.library.mark();
        match self.drafts.close(&url) {
            Some(draft) => {
                self.publisher.note(Event::Closed(url));
                // It takes a while to take apart, and nobody waits for that.
                if draft.buffer().len() >= LARGE {
                    let give_back = self.give_back;
                    self.runtime.spawn_blocking(move || {
                        drop(draft);
                        give_back();
                    });
                }
            }
            None => tracing::warn!(uri = %url, "a document was closed that is not open"),
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let url = params.text_document.uri.clone();
        let range = params.range;
        let keys = move |snapshot: &Snapshot, agreed| convert::missed_last_year(snapshot, range, agreed);
        let (workspace, drafts) = (self.workspace.clone(), self.drafts.clone());
        let actions = move |snapshot: &Snapshot, agreed| {
            let (url, context) = (params.text_document.uri, &params.context);
            let mut actions = convert::actions(snapshot, &url, range, context, agreed);
            let comments = snapshot.language() != Language::Plain;
            let target = || workspace.target(&url, &drafts);
            actions.extend(convert::ignores(snapshot, &url, range, context, agreed, comments, target));
            actions
        };
        self.read_knowing(&url, keys, actions).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let place = Range::new(position, position);
        let keys = move |snapshot: &Snapshot, agreed| convert::missed_last_year(snapshot, place, agreed);
        let items = move |snapshot: &Snapshot, agreed| convert::completion::completion(snapshot, position, agreed);
        Ok(self.read_knowing(&text_document.uri, keys, items).await?.flatten())
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
        let keys = move |snapshot: &Snapshot, agreed| {
            let crossing = seeing::crossing(snapshot, position, agreed).filter(|it| it.carried_in);
            crossing.into_iter().map(|it| it.key).collect()
        };
        let hover = move |snapshot: &Snapshot, agreed| seeing::hover(snapshot, position, agreed);
        Ok(self.read_knowing(&text_document.uri, keys, hover).await?.flatten())
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let highlights = move |snapshot: &Snapshot, agreed| seeing::highlights(snapshot, position, agreed);
        self.read(&text_document.uri, highlights).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let url = text_document.uri.clone();
        let places = move |snapshot: &Snapshot, agreed| {
            let crossing = seeing::crossing(snapshot, position, agreed).filter(|it| it.carried_in);
            (seeing::definition(snapshot, &url, position, agreed), crossing)
        };
        let Some((own, crossing)) = self.read(&text_document.uri, places).await? else { return Ok(None) };
        // What was carried in comes from last year's report, if there is one.
        let before = self.locate(crossing).await;
        Ok(Some(GotoDefinitionResponse::Array(if before.is_empty() { own } else { before })))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let (url, itself) = (text_document.uri.clone(), params.context.include_declaration);
        let places = move |snapshot: &Snapshot, agreed| {
            let own = seeing::references(snapshot, &url, position, itself, agreed);
            (own, seeing::crossing(snapshot, position, agreed))
        };
        let Some((mut places, crossing)) = self.read(&text_document.uri, places).await? else { return Ok(None) };
        places.extend(self.locate(crossing).await);
        Ok(Some(places))
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
            let shown = snapshot.settings().inlay_hints;
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
