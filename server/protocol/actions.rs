//! Converts code actions: their kinds, annotations and edits.

use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::{Snapshot, View};
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
/// The annotations of edits that change numbers begin so.
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
/// If the client supports annotations, each edit that changes a figure says so: “（七）总计·自然人”由0改为50. None asks for
/// confirmation: editors show such edits unticked, and would make none of them.
pub fn workspace_edit(
    (snapshot, state): (&Snapshot, &View),
    places: &mut Positions<'_>,
    url: &Url,
    action: &Action,
    agreed: NegotiatedCapabilities,
) -> WorkspaceEdit {
    if !agreed.actions.document_changes {
        let edits = action.edits.iter().map(|edit| text_edit(places, edit.clone())).collect();
        return WorkspaceEdit::new(HashMap::from([(url.clone(), edits)]));
    }
    let annotates = !action.safe && agreed.actions.annotations;
    let mut annotations: HashMap<String, ChangeAnnotation> = HashMap::new();
    let mut edit = |(at, edit): (usize, &Edit)| {
        let text_edit = text_edit(places, edit.clone());
        if !annotates {
            return OneOf::Left(text_edit);
        }
        let (annotation_id, label) = match state.figure_changed_by(edit) {
            Some(words) => (format!("{NUMBERS}.{at}"), words),
            None => (NUMBERS.to_owned(), action.title.clone()),
        };
        let annotation = ChangeAnnotation { label, needs_confirmation: Some(false), description: None };
        annotations.insert(annotation_id.clone(), annotation);
        OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id })
    };
    let edits = action.edits.iter().enumerate().map(&mut edit).collect();
    let text_document =
        OptionalVersionedTextDocumentIdentifier { uri: url.clone(), version: Some(snapshot.buffer().version()) };
    WorkspaceEdit {
        changes: None,
        document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }])),
        change_annotations: annotates.then_some(annotations),
    }
}

/// An edit in the client's terms.
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
