//! Code actions in the protocol's terms.

use super::diagnostics::diagnostic;
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::ide::actions::{Action, ActionKind};
use crate::text::Edit;
use lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand,
    CodeActionTriggerKind, Diagnostic, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};
use std::collections::HashMap;

/// The name of the kind that computes all totals again.
const RECALCULATE: &str = "source.recalculate.nianbao";
/// The name of the kind that makes all safe repairs.
const FIX_ALL: &str = "source.fixAll.nianbao";
/// The name of the annotation of edits that change numbers.
const NUMBERS: &str = "nianbao.numbers";

/// The kinds of actions there are.
pub fn kinds() -> Vec<CodeActionKind> {
    [ActionKind::QuickFix, ActionKind::Rewrite, ActionKind::Recalculate, ActionKind::FixAll].map(kind).to_vec()
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        ActionKind::Recalculate => CodeActionKind::new(RECALCULATE),
        ActionKind::FixAll => CodeActionKind::new(FIX_ALL),
    }
}

/// Whether a client that asks for `only` these kinds wants this one: a kind includes those whose names begin with it.
pub fn is_wanted(only: Option<&[CodeActionKind]>, wanted: ActionKind) -> bool {
    let name = kind(wanted);
    let includes = |asked: &CodeActionKind| {
        let rest = name.as_str().strip_prefix(asked.as_str());
        asked.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(includes))
}

/// Whether what is inserted in a range would begin with the figures of the year before.
pub fn begins_with_last_year(snapshot: &Snapshot, range: lsp_types::Range, agreed: NegotiatedCapabilities) -> bool {
    let (state, range) = positions::around(snapshot, range, agreed);
    state.begins_with_last_year(&range)
}

/// What can be done in a range of a draft.
pub fn actions(
    snapshot: &Snapshot,
    url: &Url,
    range: lsp_types::Range,
    context: &CodeActionContext,
    agreed: NegotiatedCapabilities,
) -> Vec<CodeActionOrCommand> {
    // A client that does not know code actions as such would take each for a command.
    if !agreed.actions.literals {
        return Vec::new();
    }
    // Wherever the cursor goes an editor asks what to show there, and what concerns the whole report is not for there.
    let automatic = context.only.is_none() && context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    let of_place = |kind| matches!(kind, ActionKind::QuickFix | ActionKind::Rewrite);
    let wanted = |kind| is_wanted(context.only.as_deref(), kind) && (!automatic || of_place(kind));
    let (state, range) = positions::around(snapshot, range, agreed);
    let mut places = Positions::of(snapshot, &state, agreed);
    let of_stretch = |kind| kind != ActionKind::FixAll && wanted(kind);
    let mut converted = |action: Action| {
        let finding = action.finding.and_then(|index| state.checked.findings.get(index));
        let diagnostics = finding.map(|finding| vec![diagnostic(&mut places, 0, finding, url, agreed)]);
        let edit = workspace_edit(snapshot, &mut places, url, &action, agreed);
        code_action(action, diagnostics, edit, agreed)
    };
    let actions = state.actions(&range, of_stretch).into_iter();
    let mut actions: Vec<CodeActionOrCommand> = actions.map(&mut converted).collect();
    if wanted(ActionKind::FixAll) {
        actions.extend(snapshot.fix_all().map(|action| {
            let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
            let edit = workspace_edit(snapshot, &mut places, url, &action, agreed);
            code_action(action, None, edit, agreed)
        }));
    }
    actions
}

fn code_action(
    action: Action,
    diagnostics: Option<Vec<Diagnostic>>,
    edit: WorkspaceEdit,
    agreed: NegotiatedCapabilities,
) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        kind: Some(kind(action.kind)),
        diagnostics,
        edit: Some(edit),
        is_preferred: (action.preferred && agreed.actions.preferred).then_some(true),
        title: action.title,
        ..Default::default()
    })
}

/// The edits of an action, for the version of the document for which they are meant if the client takes versions.
///
/// Where a client can ask before it makes an edit, it asks before one that changes a number.
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
