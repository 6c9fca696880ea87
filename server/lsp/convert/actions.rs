//! Converts code actions: their kinds, annotations and edits.

use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::ide::actions::{Action, ActionKind};
use crate::text::Edit;
use lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionKind, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The kind that recalculates all totals.
const RECALCULATE: &str = "source.recalculate.nianbao";
/// The kind that applies all safe repairs.
const FIX_ALL: &str = "source.fixAll.nianbao";
/// The annotation of edits that change numbers.
const NUMBERS: &str = "nianbao.numbers";

/// The kinds of code actions.
pub fn kinds() -> Vec<CodeActionKind> {
    [ActionKind::QuickFix, ActionKind::Rewrite, ActionKind::Recalculate, ActionKind::FixAll].map(kind).to_vec()
}

/// Converts a kind.
pub fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Recalculate => CodeActionKind::new(RECALCULATE),
        ActionKind::FixAll => CodeActionKind::new(FIX_ALL),
    }
}

/// Whether a client that asks for `only` these kinds wants this one: a kind includes those below it in the hierarchy.
pub fn is_wanted(only: Option<&[CodeActionKind]>, wanted: ActionKind) -> bool {
    let name = kind(wanted);
    let includes = |asked: &CodeActionKind| {
        let rest = name.as_str().strip_prefix(asked.as_str());
        asked.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(includes))
}

/// Whether text inserted in a range would start with the figures of the year before.
pub fn begins_with_last_year(snapshot: &Snapshot, range: lsp_types::Range, agreed: NegotiatedCapabilities) -> bool {
    let (state, range) = positions::around(snapshot, range, agreed);
    state.begins_with_last_year(&range)
}

/// A query for the code actions in a range of a draft.
#[derive(Debug, Clone, Copy)]
pub struct RangeQuery<'a> {
    /// The state of the draft.
    pub snapshot: &'a Snapshot,
    /// The document.
    pub url: &'a Url,
    /// The range.
    pub range: lsp_types::Range,
    /// The capabilities negotiated with the client.
    pub agreed: NegotiatedCapabilities,
}

/// A code action in answer to a query: what the client gets, and how its edit is made.
pub struct Listed<'a> {
    /// Its id.
    pub id: OfferId,
    /// The action without its edit.
    pub action: CodeAction,
    /// Makes the edit.
    pub make: &'a dyn Fn() -> Option<WorkspaceEdit>,
}

/// The id of a code action in answer to a query. The same query about the same text gives the same ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OfferId {
    /// The offer of a kind, by its index among those.
    Action(ActionKind, usize),
    /// To suppress a finding, by its index among those in the range.
    Ignore(usize),
}

/// The edits of an action, tied to their version of the document if the client supports that.
///
/// If the client supports annotations, it asks for confirmation before an edit that changes a number.
pub fn workspace_edit(
    snapshot: &Snapshot,
    places: &mut Positions<'_>,
    url: &Url,
    action: &Action,
    agreed: NegotiatedCapabilities,
) -> WorkspaceEdit {
    let edits = action.edits.iter().map(|edit| text_edit(places, edit.clone()));
    if !agreed.actions.document_changes {
        return WorkspaceEdit::new(HashMap::from([(url.clone(), edits.collect())]));
    }
    let confirmed = !action.safe && agreed.actions.annotations;
    let edits = edits.map(|text_edit| match confirmed {
        true => OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: NUMBERS.to_owned() }),
        false => OneOf::Left(text_edit),
    });
    let text_document =
        OptionalVersionedTextDocumentIdentifier { uri: url.clone(), version: Some(snapshot.buffer().version()) };
    let annotation = || ChangeAnnotation {
        label: action.title.clone(),
        needs_confirmation: Some(true),
        description: Some("会改动或填入数字，请核对后再接受".to_owned()),
    };
    WorkspaceEdit {
        changes: None,
        document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit {
            text_document,
            edits: edits.collect(),
        }])),
        change_annotations: confirmed.then(|| HashMap::from([(NUMBERS.to_owned(), annotation())])),
    }
}

pub fn text_edit(places: &mut Positions<'_>, edit: Edit) -> TextEdit {
    TextEdit::new(places.range(&edit.range), edit.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_includes_those_below_it() {
        let wants = |only: &[&'static str], wanted| {
            let only: Vec<CodeActionKind> = only.iter().map(|name| CodeActionKind::new(name)).collect();
            is_wanted(Some(&only), wanted)
        };
        assert!(is_wanted(None, ActionKind::FixAll));
        assert!(wants(&["source"], ActionKind::FixAll) && wants(&["source.fixAll"], ActionKind::FixAll));
        assert!(wants(&["refactor"], ActionKind::Rewrite) && wants(&[""], ActionKind::Rewrite));
        assert!(!wants(&["source.fixAll"], ActionKind::Recalculate) && !wants(&["sou"], ActionKind::FixAll));
        assert!(!wants(&[], ActionKind::QuickFix) && !wants(&["quickfix.x"], ActionKind::QuickFix));
    }
}
