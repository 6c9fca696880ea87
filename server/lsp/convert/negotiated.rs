//! What client and server have agreed on when a session begins.

use super::encoding::PositionEncoding;
use lsp_types::{
    ClientCapabilities, CodeActionCapabilityResolveSupport, CompletionClientCapabilities, InitializeParams,
    InsertTextMode, MarkupKind, ResourceOperationKind,
};

/// What client and server agree on when a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NegotiatedCapabilities {
    /// How positions are counted.
    pub encoding: PositionEncoding,
    /// Whether the client shows the related information of a diagnostic.
    pub related_information: bool,
    /// Whether the client shows Markdown in hovers.
    pub markdown_hover: bool,
    /// Whether the client draws the outline as a tree.
    pub hierarchical_symbols: bool,
    /// How the client takes code actions.
    pub actions: ActionSupport,
    /// Whether the client asks for diagnostics. Then none are sent to it unasked: it would show them twice.
    pub pulls: bool,
    /// Whether the client asks again when it is told to.
    pub refreshes: bool,
    /// Whether the client asks for hints again when it is told to.
    pub refreshes_hints: bool,
    /// Whether the client says what is set when it is asked.
    pub answers_settings: bool,
    /// Whether the client can be asked to tell of changed settings.
    pub watches_settings: bool,
    /// Whether the client can be asked to tell of changed files.
    pub watches_files: bool,
    /// What the client can do with completions.
    pub completion: CompletionSupport,
}

impl NegotiatedCapabilities {
    /// What a client with these capabilities and options is served.
    pub fn on(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let workspace = capabilities.workspace.as_ref();
        let refreshes = workspace.and_then(|workspace| workspace.diagnostic.as_ref()?.refresh_support);
        let refreshes_hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support);
        let watches_files =
            workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration);
        let watches_settings =
            workspace.and_then(|workspace| workspace.did_change_configuration.as_ref()?.dynamic_registration);
        let document = capabilities.text_document.as_ref();
        let diagnostics = document.and_then(|document| document.publish_diagnostics.as_ref());
        let hover = document.and_then(|document| document.hover.as_ref()?.content_format.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        NegotiatedCapabilities {
            encoding: PositionEncoding::chosen(offered.unwrap_or_default()),
            related_information: diagnostics.and_then(|it| it.related_information).unwrap_or(false),
            markdown_hover: hover.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            hierarchical_symbols: symbols.and_then(|it| it.hierarchical_document_symbol_support).unwrap_or(false),
            actions: ActionSupport::on(capabilities),
            pulls: capabilities.text_document.as_ref().is_some_and(|document| document.diagnostic.is_some()),
            refreshes: refreshes.unwrap_or(false),
            refreshes_hints: refreshes_hints.unwrap_or(false),
            answers_settings: workspace.and_then(|workspace| workspace.configuration).unwrap_or(false),
            watches_settings: watches_settings.unwrap_or(false),
            watches_files: watches_files.unwrap_or(false),
            completion: CompletionSupport::of(document.and_then(|document| document.completion.as_ref())),
        }
    }
}

/// How a client takes code actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ActionSupport {
    /// Whether it knows code actions, and not only commands.
    pub literals: bool,
    /// Whether it asks for the edit of an action when it needs it.
    pub resolves: bool,
    /// Whether it knows which action is preferred.
    pub preferred: bool,
    /// Whether edits may name the version of the document for which they are meant.
    pub document_changes: bool,
    /// Whether it can ask before an edit is made.
    pub annotations: bool,
    /// Whether it makes edits that the server asks for.
    pub applies: bool,
    /// Whether an edit may create a file.
    pub creates_files: bool,
}

impl ActionSupport {
    /// How a client with these capabilities takes them.
    pub fn on(capabilities: &ClientCapabilities) -> Self {
        let action = capabilities.text_document.as_ref().and_then(|document| document.code_action.as_ref());
        let workspace = capabilities.workspace.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        ActionSupport {
            literals: action.is_some_and(|action| action.code_action_literal_support.is_some()),
            resolves: action.is_some_and(|action| {
                let lazy =
                    |support: &CodeActionCapabilityResolveSupport| support.properties.iter().any(|it| it == "edit");
                action.data_support.unwrap_or(false) && action.resolve_support.as_ref().is_some_and(lazy)
            }),
            preferred: action.and_then(|action| action.is_preferred_support).unwrap_or(false),
            document_changes: edit.and_then(|edit| edit.document_changes).unwrap_or(false),
            applies: workspace.and_then(|workspace| workspace.apply_edit).unwrap_or(false),
            creates_files: edit.is_some_and(|edit| {
                let creates = |it: &Vec<ResourceOperationKind>| it.contains(&ResourceOperationKind::Create);
                edit.document_changes.unwrap_or(false) && edit.resource_operations.as_ref().is_some_and(creates)
            }),
            annotations: edit.is_some_and(|edit| edit.change_annotation_support.is_some()),
        }
    }
}

/// What a client can do with completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompletionSupport {
    /// It can show where something is to be filled in.
    pub snippets: bool,
    /// It shows documentation in Markdown.
    pub markdown: bool,
    /// It can be told to leave line beginnings alone.
    pub as_is: bool,
}

impl CompletionSupport {
    /// The abilities of a client with these capabilities.
    pub fn of(capabilities: Option<&CompletionClientCapabilities>) -> Self {
        let item = capabilities.and_then(|completion| completion.completion_item.as_ref());
        let formats = item.and_then(|item| item.documentation_format.as_deref()).unwrap_or_default();
        let modes = item.and_then(|item| item.insert_text_mode_support.as_ref()).map(|support| &support.value_set);
        CompletionSupport {
            snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
            markdown: formats.contains(&MarkupKind::Markdown),
            as_is: modes.is_some_and(|modes| modes.contains(&InsertTextMode::AS_IS)),
        }
    }
}
