//! Handles each message: converts the input, asks the draft, converts the answer.

use super::capabilities::capabilities;
use super::client::Client;
use super::drafts::{Drafts, from_disk};
use super::installed_pages;
use super::keeper::{Keeper, Keeping};
use super::library::Library;
use super::progress::Reporter;
use super::publish::{Publisher, Teller};
use super::pull;
use super::reload::Reload;
use super::requests::{Requests, written};
use super::sync::TextSync;
use super::transport::Output;
use super::workspace::{Workspace, complaint};
use crate::check::Language;
use crate::check::Snapshot;
use crate::compose::format::{FormatStyle, left_alone};
use crate::ide::Hints;
use crate::protocol::text_sync::{DidChange, DidOpen};
use crate::protocol::{self, NegotiatedCapabilities, RulePages, navigation, symbols, tokens};
use lsp_types::{
    CodeAction, CodeActionParams, CompletionParams, CompletionResponse, DidChangeConfigurationParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReportResult, DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, ExecuteCommandParams, FoldingRangeParams,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHintParams, Location, MessageType, Range, ReferenceParams, SelectionRange,
    SelectionRangeParams, SemanticTokens, SemanticTokensParams, SemanticTokensRangeParams, ServerInfo,
    SymbolInformation, TextDocumentPositionParams, Url, WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult,
    WorkspaceSymbolParams,
};
use serde_json::Value;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::runtime::Handle;
use tower_lsp::jsonrpc::Result;
use tower_lsp::{LanguageServer, async_trait};

/// The server side of a session.
#[derive(Debug)]
pub struct Backend {
    requests: Requests,
    sync: TextSync,
    /// The pages of the rules that were installed with the program.
    rule_pages: Option<RulePages>,
}

impl Backend {
    /// A session with a client; diagnostics are sent directly to `output`.
    pub fn new(client: Client, runtime: Handle, output: Output, give_back: fn()) -> Self {
        // Nothing is read yet, so nobody waits for the disk.
        let rule_pages = std::env::current_exe().ok().and_then(|program| installed_pages::beside(&program));
        let drafts = Arc::new(Drafts::default());
        let agreed = Arc::new(OnceLock::new());
        let workspace = Arc::new(Workspace::default());
        let library = Arc::new(Library::new(workspace.clone(), drafts.clone()));
        let publisher = Arc::new(Publisher::start(Teller {
            client: client.clone(),
            output,
            drafts: drafts.clone(),
            workspace: workspace.clone(),
            library: library.clone(),
            agreed: agreed.clone(),
            told_panic: AtomicBool::new(false),
            give_back,
        }));
        let keeper = Keeper::start(Keeping {
            workspace: workspace.clone(),
            drafts: drafts.clone(),
            events: publisher.queue().clone(),
            library: library.clone(),
            looker: publisher.looker().clone(),
            agreed: agreed.clone(),
        });
        let reload = Reload {
            client: client.clone(),
            workspace: workspace.clone(),
            drafts: drafts.clone(),
            events: publisher.queue().clone(),
            keeper: keeper.clone(),
            library: library.clone(),
            looker: publisher.looker().clone(),
            agreed: agreed.clone(),
        };
        let sync = TextSync {
            client: client.clone(),
            runtime: runtime.clone(),
            drafts: drafts.clone(),
            workspace: workspace.clone(),
            library: library.clone(),
            keeper,
            agreed: agreed.clone(),
            publisher,
            give_back,
            told: Mutex::default(),
        };
        let (cache, symbols) = Default::default();
        let requests = Requests { client, runtime, drafts, workspace, library, cache, symbols, reload, agreed };
        Backend { requests, sync, rule_pages }
    }

    /// The publisher of diagnostics.
    pub fn publisher(&self) -> &Arc<Publisher> {
        &self.sync.publisher
    }

    /// `textDocument/didOpen`.
    pub async fn opened(&self, opened: DidOpen) {
        self.sync.open(opened);
    }

    /// `textDocument/didChange`.
    pub async fn changed(&self, changed: DidChange) {
        self.sync.change(changed, self.requests.agreed().encoding);
    }

    /// `textDocument/codeAction`; the result as JSON, as that of all below.
    pub async fn code_actions(&self, params: CodeActionParams) -> Result<Option<String>> {
        self.requests.code_actions(params).await
    }

    /// `textDocument/documentSymbol`.
    pub async fn document_symbols(&self, params: DocumentSymbolParams) -> Result<Option<String>> {
        let url = params.text_document.uri.clone();
        let symbols = move |snapshot: &Snapshot, agreed| symbols::symbols(snapshot, &url, agreed);
        self.requests.write(&params.text_document.uri, symbols).await
    }

    /// `textDocument/foldingRange`.
    pub async fn folding_ranges(&self, params: FoldingRangeParams) -> Result<Option<String>> {
        self.requests.write(&params.text_document.uri, |snapshot, _| protocol::folding(snapshot)).await
    }

    /// `textDocument/formatting`.
    pub async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<String>> {
        self.formatted(&params.text_document.uri, None).await
    }

    /// `textDocument/rangeFormatting`.
    pub async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<String>> {
        self.formatted(&params.text_document.uri, Some(params.range)).await
    }

    /// `textDocument/inlayHint`.
    pub async fn inlay_hints(&self, params: InlayHintParams) -> Result<Option<String>> {
        let hints = move |snapshot: &Snapshot, agreed| {
            let shown = snapshot.settings().inlay_hints;
            protocol::hints(snapshot, params.range, Hints { differences: shown, tallies: shown }, agreed)
        };
        self.requests.write(&params.text_document.uri, hints).await
    }

    /// `textDocument/semanticTokens/full`.
    pub async fn semantic_tokens(&self, params: SemanticTokensParams) -> Result<Option<String>> {
        self.tokens(&params.text_document.uri, None).await
    }

    /// `textDocument/semanticTokens/range`.
    pub async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<String>> {
        self.tokens(&params.text_document.uri, Some(params.range)).await
    }

    /// Requests the settings anew, in the background.
    fn ask(&self) {
        let (reload, agreed) = (self.requests.reload.clone(), self.requests.agreed());
        self.requests.runtime.spawn(async move { reload.ask(agreed).await });
    }

    /// The tokens of a plain text. Editors colour Markdown and HTML on their own.
    async fn tokens(&self, url: &Url, within: Option<lsp_types::Range>) -> Result<Option<String>> {
        let tokens = move |snapshot: &Snapshot, agreed| {
            let data = match snapshot.language() {
                Language::Plain => tokens::tokens(snapshot, within, agreed),
                Language::Markdown | Language::Html => Vec::new(),
            };
            SemanticTokens { result_id: None, data }
        };
        self.requests.write(url, tokens).await
    }

    /// The edits that format a draft, or a part of it.
    async fn formatted(&self, url: &Url, within: Option<lsp_types::Range>) -> Result<Option<String>> {
        let edits = move |snapshot: &Snapshot, agreed| {
            let style = FormatStyle { wide_quotes: snapshot.settings().wide_quotes };
            let (edits, left) = protocol::formatting(snapshot, within, style, agreed);
            (written(&edits), left)
        };
        let Some((edits, left)) = self.requests.read(url, edits).await? else { return Ok(None) };
        if let Some(first) = left.first() {
            let which = if left.len() > 1 { format!("等{}处", left.len()) } else { String::new() };
            self.requests.client.show(MessageType::INFO, format!("第{first}行{which}：{}。", left_alone()));
        }
        edits.map(Some)
    }
}

#[async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        // tower-lsp lets only one `initialize` through.
        let agreed = *self.requests.agreed.get_or_init(|| NegotiatedCapabilities::on(&params, self.rule_pages));
        self.requests.workspace.begin(&params);
        #[cfg(unix)]
        if let Some(process) = params.process_id {
            super::parent::end_with(process);
        }
        Ok(InitializeResult {
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").into(),
                version: Some(env!("CARGO_PKG_VERSION").into()),
            }),
            capabilities: capabilities(&agreed),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        // Static data is loaded in advance, so that the first draft need not wait for it.
        self.requests.runtime.spawn_blocking(|| crate::check::check(&crate::edition::newest().title.canonical));
        let (reload, agreed) = (self.requests.reload.clone(), self.requests.agreed());
        reload.complain(complaint(&self.requests.workspace.wrong_from_the_beginning()));
        // The next messages do not wait for the client's answers.
        self.requests.runtime.spawn(async move {
            reload.ask(agreed).await;
            reload.register(agreed).await;
        });
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.sync.close(params.text_document.uri);
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        self.requests.resolved(action).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let place = Range::new(position, position);
        let wants = move |snapshot: &Snapshot, agreed| protocol::begins_with_last_year(snapshot, place, agreed);
        let typed = params.context.and_then(|context| context.trigger_character);
        let items = move |snapshot: &Snapshot, agreed| {
            protocol::completion::completion(snapshot, position, typed.as_deref(), agreed)
        };
        Ok(self.requests.read_so_far(&text_document.uri, wants, items).await?.flatten())
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if !self.requests.agreed().answers_settings {
            let problems = self.requests.workspace.set_for_all(&params.settings);
            self.requests.reload.complain(complaint(&problems));
        }
        self.ask();
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.requests.reload.changed(params.changes);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.requests.workspace.change_folders(params.event);
        self.requests.reload.look();
        self.ask();
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let (url, agreed) = (params.text_document.uri, self.requests.agreed());
        let (library, drafts, events) =
            (self.requests.library.clone(), self.requests.drafts.clone(), self.requests.reload.events.clone());
        let workspace = self.requests.workspace.clone();
        self.requests.reload.keeper.idle().await;
        let answer = move || {
            // The current contributions of the open drafts count; drafts whose neighbours changed are announced again.
            let mut news = library.note_all();
            news.drafts.retain(|(concerned, _)| *concerned != url);
            events.tell(news);
            let draft = drafts.now(&url).unwrap_or_else(|| {
                let path = url.to_file_path().unwrap_or_default();
                from_disk(&path, workspace.settings(&url), library.beside(&url))
            });
            pull::document(&draft, &url, params.previous_result_id.as_deref(), agreed).into()
        };
        self.requests.on_its_own_thread(answer).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.requests.reload.settings_up_to_date().await;
        let question = pull::Question::new(
            &self.requests.reload,
            &self.requests.cache,
            self.requests.agreed(),
            params.previous_result_ids,
        );
        let work = params.work_done_progress_params.work_done_token;
        let parts = params.partial_result_params.partial_result_token;
        let client = self.requests.client.clone();
        self.requests
            .on_its_own_thread(move || question.answer_to(Reporter::begin(client, work, parts, "检查年度报告")))
            .await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        self.requests.execute(params).await.map(Some)
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let wants = move |snapshot: &Snapshot, agreed| {
            navigation::crossing(snapshot, position, agreed).is_some_and(|it| it.carried_in)
        };
        let hover = move |snapshot: &Snapshot, agreed| protocol::hover(snapshot, position, agreed);
        Ok(self.requests.read_knowing(&text_document.uri, wants, hover).await?.flatten())
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let highlights = move |snapshot: &Snapshot, agreed| navigation::highlights(snapshot, position, agreed);
        self.requests.read(&text_document.uri, highlights).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let url = text_document.uri.clone();
        let places = move |snapshot: &Snapshot, agreed| {
            let crossing = navigation::crossing(snapshot, position, agreed).filter(|it| it.carried_in);
            (navigation::definition(snapshot, &url, position, agreed), crossing)
        };
        let Some((own, crossing)) = self.requests.read(&text_document.uri, places).await? else { return Ok(None) };
        // Carried-in figures come from last year's report, if there is one.
        let before = self.requests.locate(crossing).await;
        Ok(Some(GotoDefinitionResponse::Array(if before.is_empty() { own } else { before })))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let (url, itself) = (text_document.uri.clone(), params.context.include_declaration);
        let places = move |snapshot: &Snapshot, agreed| {
            let own = navigation::references(snapshot, &url, position, itself, agreed);
            (own, navigation::crossing(snapshot, position, agreed))
        };
        let Some((mut places, crossing)) = self.requests.read(&text_document.uri, places).await? else {
            return Ok(None);
        };
        places.extend(self.requests.locate(crossing).await);
        Ok(Some(places))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        self.requests.symbols_everywhere(params.query).await.map(Some)
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let SelectionRangeParams { text_document, positions, .. } = params;
        let ranges = move |snapshot: &Snapshot, agreed| navigation::selections(snapshot, &positions, agreed);
        Ok(self.requests.read(&text_document.uri, ranges).await?.flatten())
    }
}
