//! The capabilities negotiated at the start of a session.

use super::encoding::PositionEncoding;
use super::rule_pages::{RULE_PAGES, RulePages};
use lsp_types::{
    ClientCapabilities, CodeActionCapabilityResolveSupport, CompletionClientCapabilities, InitializeParams,
    InsertTextMode, MarkupKind, ResourceOperationKind, Url,
};

/// The capabilities negotiated at the start of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NegotiatedCapabilities {
    /// The unit of positions.
    pub encoding: PositionEncoding,
    /// Whether the client shows the related information of a diagnostic.
    pub related_information: bool,
    /// Where the pages of the rules are, if there are any and the client shows a link to them.
    pub rule_pages: Option<RulePages>,
    /// Whether the client wants Markdown in hovers.
    pub markdown_hover: bool,
    /// Whether the client draws the outline as a tree.
    pub hierarchical_symbols: bool,
    /// The client's support for code actions.
    pub actions: ActionSupport,
    /// Whether the client pulls diagnostics. Then none are pushed, since it would show them twice.
    pub pulls: bool,
    /// Whether the client pulls again on request.
    pub refreshes: bool,
    /// Whether the client asks for hints again on request.
    pub refreshes_hints: bool,
    /// Whether the client answers requests for its settings.
    pub answers_settings: bool,
    /// Whether the client can be asked to report changed settings.
    pub watches_settings: bool,
    /// Whether the client can be asked to report changed files.
    pub watches_files: bool,
    /// The client's support for completions.
    pub completion: CompletionSupport,
}

impl NegotiatedCapabilities {
    /// Those of our own page, with which there is nothing to negotiate.
    pub fn of_page() -> Self {
        NegotiatedCapabilities {
            encoding: PositionEncoding::Utf16,
            markdown_hover: true,
            actions: ActionSupport { literals: true, resolves: true, preferred: true, ..ActionSupport::default() },
            completion: CompletionSupport { snippets: true, ..CompletionSupport::default() },
            ..NegotiatedCapabilities::default()
        }
    }

    /// Negotiates with a client's capabilities and options; `beside` are the pages of the rules that were installed with
    /// the program.
    pub fn on(params: &InitializeParams, beside: Option<RulePages>) -> Self {
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
            rule_pages: diagnostics.filter(|it| it.code_description_support == Some(true)).and_then(|_| {
                let named =
                    params.initialization_options.as_ref().and_then(|options| options.get(RULE_PAGES)?.as_str());
                named.and_then(|folder| RulePages::at(&Url::parse(folder).ok()?)).or(beside)
            }),
            markdown_hover: hover.is_some_and(|formats| prefers_markdown(formats)),
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

/// Whether a client wants Markdown: its formats come in the order in which it prefers them.
fn prefers_markdown(formats: &[MarkupKind]) -> bool {
    formats.first() == Some(&MarkupKind::Markdown)
}

/// A client's support for code actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ActionSupport {
    /// Whether it supports code action literals, beyond commands.
    pub literals: bool,
    /// Whether it resolves the edits of actions lazily.
    pub resolves: bool,
    /// Whether it supports preferred actions.
    pub preferred: bool,
    /// Whether edits may be tied to a version of the document.
    pub document_changes: bool,
    /// Whether it can ask for confirmation before an edit.
    pub annotations: bool,
    /// Whether it applies edits on the server's request.
    pub applies: bool,
    /// Whether an edit may create a file.
    pub creates_files: bool,
}

impl ActionSupport {
    /// The support declared in these capabilities.
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

/// A client's support for completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompletionSupport {
    /// Whether it supports snippets with tab stops.
    pub snippets: bool,
    /// Whether it wants documentation in Markdown.
    pub markdown: bool,
    /// Whether it can insert text without adjusting its indentation.
    pub as_is: bool,
}

impl CompletionSupport {
    /// The support declared in these capabilities.
    pub fn of(capabilities: Option<&CompletionClientCapabilities>) -> Self {
        let item = capabilities.and_then(|completion| completion.completion_item.as_ref());
        let formats = item.and_then(|item| item.documentation_format.as_deref()).unwrap_or_default();
        let modes = item.and_then(|item| item.insert_text_mode_support.as_ref()).map(|support| &support.value_set);
        CompletionSupport {
            snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
            markdown: prefers_markdown(formats),
            as_is: modes.is_some_and(|modes| modes.contains(&InsertTextMode::AS_IS)),
        }
    }
}
