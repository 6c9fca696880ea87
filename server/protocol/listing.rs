//! Lists code actions, and makes the one that is chosen.

use super::actions::{Listed, OfferId, RangeQuery, is_wanted, kind, workspace_edit};
use super::diagnostics::diagnostic;
use super::ignore::{self, Targets};
use super::positions::{self, Positions};
use crate::ide::actions::{ActionKind, Menu};
use lsp_types::{CodeAction, CodeActionContext, CodeActionOrCommand, CodeActionTriggerKind, Url, WorkspaceEdit};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The data that a client sends back to resolve a code action.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActionData {
    /// The document.
    pub uri: Url,
    /// Its version.
    pub version: i32,
    /// The range of the query.
    pub range: lsp_types::Range,
    /// The id of the offer.
    pub offer: OfferId,
}

impl ActionData {
    /// The data of an unresolved code action of this server.
    pub fn of(action: &CodeAction) -> Option<Self> {
        let data = action.data.as_ref().filter(|_| action.edit.is_none())?;
        ActionData::deserialize(data).ok()
    }
}

/// The outcome of resolving a code action.
#[derive(Debug)]
pub enum Resolved {
    /// Its edit.
    Edit(WorkspaceEdit),
    /// There is nothing left to do.
    Nothing,
    /// It would do harm.
    Refused,
    /// The draft has changed since the action was listed.
    Modified,
}

/// The code actions in answer to a query, without edits if the client can resolve them.
pub fn actions(query: RangeQuery<'_>, context: &CodeActionContext, target: &Targets<'_>) -> Vec<CodeActionOrCommand> {
    let RangeQuery { snapshot, url, range, agreed } = query;
    // A client without support for code action literals would take each for a command.
    if !agreed.actions.literals {
        return Vec::new();
    }
    // Editors ask automatically at every cursor move; actions on the whole report are only for explicit requests.
    let automatic = context.only.is_none() && context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    let of_place = |kind| matches!(kind, ActionKind::QuickFix | ActionKind::Rewrite);
    let wanted = |kind| is_wanted(context.only.as_deref(), kind) && (!automatic || of_place(kind));
    let mut actions = Vec::new();
    list(query, wanted, wanted(ActionKind::QuickFix), target, |Listed { id: offer, mut action, make }| {
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

/// Makes the edit of a listed action with this title.
pub fn resolved(query: RangeQuery<'_>, data: &ActionData, title: &str, target: &Targets<'_>) -> Resolved {
    let mut resolved = Resolved::Modified;
    if query.snapshot.buffer().version() != data.version {
        return resolved;
    }
    let wanted = |kind| matches!(data.offer, OfferId::Action(offered, _) if offered == kind);
    let ignores = matches!(data.offer, OfferId::Ignore(_));
    list(query, wanted, ignores, target, |listed| {
        // Settings and other reports may have changed under the same version.
        if listed.id == data.offer && listed.action.title == title {
            // Editors request all safe repairs at every save.
            let is_routine = matches!(data.offer, OfferId::Action(ActionKind::FixAll, _));
            let refused = if is_routine { Resolved::Nothing } else { Resolved::Refused };
            resolved = (listed.make)().map_or(refused, Resolved::Edit);
        }
    });
    resolved
}

/// Lists all offers of the wanted kinds, and suppressions if wanted.
fn list(
    query: RangeQuery<'_>,
    wanted: impl Fn(ActionKind) -> bool,
    ignores: bool,
    target: &Targets<'_>,
    mut tell: impl FnMut(Listed<'_>),
) {
    let RangeQuery { snapshot, url, range, agreed } = query;
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
            Some(workspace_edit((snapshot, &view), &mut places, url, &offer.make()?, agreed))
        };
        tell(Listed { id, action, make: &make });
    }
    if ignores {
        ignore::list(query, (&view, &range), target, tell);
    }
}
