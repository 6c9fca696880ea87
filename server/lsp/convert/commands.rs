//! The commands in the protocol's terms: their names and the shapes of their answers, on which the editors' extensions
//! rely.

use super::actions::workspace_edit;
use super::completion::snippet;
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Language;
use crate::check::Snapshot;
use crate::ide::actions::ActionKind;
use crate::ide::completion::Choice;
use crate::ide::extract::Extracted;
use crate::ide::{Counts, Status, Total};
use lsp_types::{ApplyWorkspaceEditParams, Position, Range, Url};
use serde::Serialize;
use serde_json::Value;

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// What was read in a document.
    Extract,
    /// The text of a document as the server has it.
    ViewText,
    /// How the reports of a document stand.
    Status,
    /// The pieces of a report that can be inserted at a position.
    Templates,
    /// The text of a new report.
    NewReport,
    /// How much there is in all drafts of the folders.
    CheckFolders,
    /// Has the client put the right totals into a document.
    Recalculate,
    /// Has the client make all safe repairs of a document.
    FixAll,
}

impl Command {
    /// Every command.
    pub const ALL: [Command; 8] = [
        Command::Extract,
        Command::ViewText,
        Command::Status,
        Command::Templates,
        Command::NewReport,
        Command::CheckFolders,
        Command::Recalculate,
        Command::FixAll,
    ];

    /// The name by which a client asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Command::Extract => "nianbao.server.extract",
            Command::ViewText => "nianbao.server.viewText",
            Command::Status => "nianbao.server.status",
            Command::Templates => "nianbao.server.templates",
            Command::NewReport => "nianbao.server.newReport",
            Command::CheckFolders => "nianbao.server.checkFolders",
            Command::Recalculate => "nianbao.server.recalculate",
            Command::FixAll => "nianbao.server.fixAll",
        }
    }
}

/// What was read in a document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extract<'a> {
    version: i32,
    reports: Vec<Extracted<'a>>,
}

/// The text of a document as the server has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text<'a> {
    version: i32,
    text: &'a str,
}

/// How the reports of a document stand.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    version: i32,
    reports: Vec<ReportStanding>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportStanding {
    edition: u16,
    year: Option<u16>,
    organ: Option<String>,
    equations: Equations,
    findings: Counts,
    range: Range,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Equations {
    held: usize,
    of: usize,
}

/// A piece of a report that can be inserted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Piece {
    id: String,
    label: String,
    detail: String,
    needed: bool,
    range: Range,
    new_text: String,
    /// The same with tab stops, where there is something to fill in.
    snippet: Option<String>,
}

/// A report to begin with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewReport<'a> {
    text: String,
    language_id: &'a str,
    file_name: String,
    last_year: Option<Url>,
}

/// What came of an edit that the client was asked to make.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Applied {
    edits: usize,
    applied: bool,
}

/// A value as JSON: these shapes have no keys that are no strings, so none fails.
fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// What was read in a document.
pub fn extract(snapshot: &Snapshot) -> Value {
    json(&Extract { version: snapshot.buffer().version(), reports: snapshot.whole().extract() })
}

/// The text of a document.
pub fn text(snapshot: &Snapshot) -> Value {
    json(&Text { version: snapshot.buffer().version(), text: &snapshot.buffer().to_string() })
}

/// How the reports of a document stand.
pub fn status(snapshot: &Snapshot, agreed: NegotiatedCapabilities) -> Value {
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    let standing = |it: Status| ReportStanding {
        edition: it.edition,
        year: it.year,
        organ: it.organ,
        equations: Equations { held: it.equations_held, of: it.equations },
        findings: it.findings,
        range: places.range(&it.range),
    };
    let reports = snapshot.status().into_iter().map(standing).collect();
    json(&Standing { version: snapshot.buffer().version(), reports })
}

/// The pieces of a report that can be inserted at a position.
pub fn templates(snapshot: &Snapshot, position: Position, agreed: NegotiatedCapabilities) -> Value {
    let (state, at) = positions::at(snapshot, position, agreed);
    let mut places = Positions::of(snapshot, &state, agreed);
    let piece = |it: Choice| Piece {
        range: places.range(&it.range),
        snippet: (!it.template.fields.is_empty()).then(|| snippet(&it.template)),
        new_text: it.template.text,
        id: it.id,
        label: it.label,
        detail: it.detail,
        needed: it.needed,
    };
    json(&state.choices(at).into_iter().map(piece).collect::<Vec<_>>())
}

/// A new report, what its file may be called, and the document from which its figures come.
pub fn new_report(text: String, language: Language, file_name: String, last_year: Option<Url>) -> Value {
    json(&NewReport { text, language_id: language.name(), file_name, last_year })
}

/// How much there is in all drafts of the folders.
pub fn total(total: &Total) -> Value {
    json(total)
}

/// What came of an edit of so many places.
pub fn applied(edits: usize, applied: bool) -> Value {
    json(&Applied { edits, applied })
}

/// The edit that an action of this kind makes to a whole document, and of how many places it is one; `None` where there
/// is nothing to do.
pub fn whole(
    snapshot: &Snapshot,
    url: &Url,
    wanted: ActionKind,
    agreed: NegotiatedCapabilities,
) -> Option<(ApplyWorkspaceEditParams, usize)> {
    let state = snapshot.whole();
    let action = state.actions(&(0..state.text.len()), |kind| kind == wanted).into_iter().next()?;
    let edit = workspace_edit(snapshot, &mut Positions::of(snapshot, &state, agreed), url, &action, agreed);
    Some((ApplyWorkspaceEditParams { label: Some(action.title), edit }, action.edits.len()))
}
