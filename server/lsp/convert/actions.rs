//! Code actions in the protocol's terms.

use super::diagnostics::diagnostic;
use super::ignore::{self, Targets};
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::ide::actions::{Action, ActionKind, Menu};
use crate::text::Edit;
use lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand,
    CodeActionTriggerKind, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    Url, WorkspaceEdit,
};
use serde::{Deserialize, Serialize};
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

/// What is asked: what can be done in a range of a draft.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The state of the draft.
    pub snapshot: &'a Snapshot,
    /// The document.
    pub url: &'a Url,
    /// The range.
    pub range: lsp_types::Range,
    /// What client and server have agreed on.
    pub agreed: NegotiatedCapabilities,
}

/// What is offered in answer to a question: as the client is told of it, and how its edit is made.
pub struct Entry<'a> {
    /// Which of the offers it is.
    pub id: OfferId,
    /// The action without its edit.
    pub action: CodeAction,
    /// Makes the edit.
    pub make: &'a dyn Fn() -> Option<WorkspaceEdit>,
}

/// Which of the offers in answer to a question something is. The same question about the same text has the same offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OfferId {
    /// The offer of a kind that stands at this place among those.
    Action(ActionKind, usize),
    /// To except the finding that stands at this place among those in the range.
    Ignore(usize),
}

/// What a client hands back to have the edit of an action made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActionData {
    /// The document.
    pub uri: Url,
    /// Its version.
    pub version: i32,
    /// The range that was asked about.
    pub range: lsp_types::Range,
    /// What was offered.
    pub offer: OfferId,
}

impl ActionData {
    /// What stands in an action that this server has offered and not made.
    pub fn of(action: &CodeAction) -> Option<Self> {
        let data = action.data.as_ref().filter(|_| action.edit.is_none())?;
        ActionData::deserialize(data).ok()
    }
}

/// What became of an action that was to be made.
#[derive(Debug)]
pub enum Resolved {
    /// Its edit.
    Edit(WorkspaceEdit),
    /// There is nothing left to do.
    Nothing,
    /// It would do harm.
    Refused,
    /// The draft is not what it was when the action was offered.
    Modified,
}

/// What can be done, without its edits where the client asks for them when it needs them.
pub fn actions(question: Question<'_>, context: &CodeActionContext, target: &Targets<'_>) -> Vec<CodeActionOrCommand> {
    let Question { snapshot, url, range, agreed } = question;
    // A client that does not know code actions as such would take each for a command.
    if !agreed.actions.literals {
        return Vec::new();
    }
    // Wherever the cursor goes an editor asks what to show there, and what concerns the whole report is not for there.
    let automatic = context.only.is_none() && context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    let of_place = |kind| matches!(kind, ActionKind::QuickFix | ActionKind::Rewrite);
    let wanted = |kind| is_wanted(context.only.as_deref(), kind) && (!automatic || of_place(kind));
    let mut actions = Vec::new();
    entries(question, wanted, wanted(ActionKind::QuickFix), target, |Entry { id: offer, mut action, make }| {
        if agreed.actions.resolves {
            let data = ActionData { uri: url.clone(), version: snapshot.buffer().version(), range, offer };
            action.data = serde_json::to_value(data).ok();
        } else {
            action.edit = make();
        }
        if action.data.is_some() || action.edit.is_some() {
            actions.push(CodeActionOrCommand::CodeAction(action));
        }
    });
    actions
}

/// Makes the edit of an action with this title that was offered.
pub fn resolved(question: Question<'_>, data: &ActionData, title: &str, target: &Targets<'_>) -> Resolved {
    let mut resolved = Resolved::Modified;
    if question.snapshot.buffer().version() != data.version {
        return resolved;
    }
    let wanted = |kind| matches!(data.offer, OfferId::Action(offered, _) if offered == kind);
    let ignores = matches!(data.offer, OfferId::Ignore(_));
    entries(question, wanted, ignores, target, |entry| {
        // Settings and other reports may have changed while the version is the same.
        if entry.id == data.offer && entry.action.title == title {
            // Editors ask for all safe repairs whenever a draft is saved.
            let is_routine = matches!(data.offer, OfferId::Action(ActionKind::FixAll, _));
            let refused = if is_routine { Resolved::Nothing } else { Resolved::Refused };
            resolved = (entry.make)().map_or(refused, Resolved::Edit);
        }
    });
    resolved
}

/// Goes through all that is offered, of the kinds that are wanted, exceptions too where they are.
fn entries(
    question: Question<'_>,
    wanted: impl Fn(ActionKind) -> bool,
    ignores: bool,
    target: &Targets<'_>,
    mut tell: impl FnMut(Entry<'_>),
) {
    let Question { snapshot, url, range, agreed } = question;
    let (view, range) = positions::around(snapshot, range, agreed);
    let menu = Menu::new(&view);
    let offers = menu.offers(&range, |kind| kind != ActionKind::FixAll && wanted(kind));
    let fix_all = wanted(ActionKind::FixAll).then(|| snapshot.fix_all()).flatten();
    let mut places = Positions::of(snapshot, &view, agreed);
    let mut counts: HashMap<ActionKind, usize> = HashMap::new();
    for offer in offers.iter().chain(&fix_all) {
        let count = counts.entry(offer.kind).or_default();
        let id = OfferId::Action(offer.kind, *count);
        *count += 1;
        let finding = offer.finding.and_then(|index| view.checked.findings.get(index));
        let action = CodeAction {
            title: offer.title.clone(),
            kind: Some(kind(offer.kind)),
            diagnostics: finding.map(|finding| vec![diagnostic(&mut places, 0, finding, url, agreed)]),
            is_preferred: (offer.preferred && agreed.actions.preferred).then_some(true),
            ..Default::default()
        };
        let start = if offer.kind == ActionKind::FixAll { 0 } else { view.start };
        let make = || {
            let mut places = Positions::new(snapshot.buffer(), agreed.encoding).from(start);
            Some(workspace_edit(snapshot, &mut places, url, &offer.make()?, agreed))
        };
        tell(Entry { id, action, make: &make });
    }
    if ignores {
        ignore::entries(question, (&view, &range), target, tell);
    }
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
