//! Converts commands: their names and the stable schema of their answers.

use super::actions::workspace_edit;
use super::arguments::Refused;
use super::completion::snippet;
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Language;
use crate::check::Snapshot;
use crate::compose::template::Template;
use crate::edition::body::BodyLevel;
use crate::ide::actions::ActionKind;
use crate::ide::completion::Choice;
use crate::ide::extract::Extracted;
use crate::ide::{Counts, Status, Total};
use lsp_types::{ApplyWorkspaceEditParams, Position, Range, Url};
use serde::Serialize;
use serde_json::Value;

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Extracts the content of a document.
    Extract,
    /// Returns the text that the server has of a document.
    ViewText,
    /// Returns the status of the reports in a document.
    Status,
    /// Lists the parts of a report that can be inserted at a position.
    Templates,
    /// Returns the text of a new report.
    NewReport,
    /// Returns the year whose report is due.
    DueYear,
    /// Counts everything in all drafts of the folders.
    CheckFolders,
    /// Has the client correct the totals of a document.
    Recalculate,
    /// Has the client apply all safe repairs of a document.
    FixAll,
    /// Returns the state of the form view.
    Form,
    /// Returns the edits that fill cells.
    Fill,
    /// Returns the edits that insert a missing section or table.
    Insert,
    /// Returns the edits for totals that follow what was typed.
    Totals,
    /// Returns the next value of a table, or the next place that is still to be filled in.
    Next,
    /// Returns a file as Markdown.
    Convert,
}

impl Command {
    /// Every command.
    pub const ALL: [Command; 15] = [
        Command::Extract,
        Command::ViewText,
        Command::Status,
        Command::Templates,
        Command::NewReport,
        Command::DueYear,
        Command::CheckFolders,
        Command::Recalculate,
        Command::FixAll,
        Command::Form,
        Command::Fill,
        Command::Insert,
        Command::Totals,
        Command::Next,
        Command::Convert,
    ];

    /// The command that a client calls by this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn named(name: &str) -> Result<Self, Refused> {
        let command = Command::ALL.into_iter().find(|command| command.name() == name);
        command.ok_or_else(|| Refused(format!("没有名为“{name}”的命令")))
    }

    /// The name by which a client calls it.
    pub fn name(self) -> &'static str {
        match self {
            Command::Extract => "nianbao.server.extract",
            Command::ViewText => "nianbao.server.viewText",
            Command::Status => "nianbao.server.status",
            Command::Templates => "nianbao.server.templates",
            Command::NewReport => "nianbao.server.newReport",
            Command::DueYear => "nianbao.server.dueYear",
            Command::CheckFolders => "nianbao.server.checkFolders",
            Command::Recalculate => "nianbao.server.recalculate",
            Command::FixAll => "nianbao.server.fixAll",
            Command::Form => "nianbao.server.form",
            Command::Fill => "nianbao.server.fill",
            Command::Insert => "nianbao.server.insert",
            Command::Totals => "nianbao.server.totals",
            Command::Next => "nianbao.server.next",
            Command::Convert => "nianbao.server.convert",
        }
    }
}

/// The content of a document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extract<'a> {
    version: i32,
    reports: Vec<Extracted<'a>>,
}

/// The text that the server has of a document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text<'a> {
    version: i32,
    text: &'a str,
}

/// A file as Markdown.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Converted<'a> {
    text: &'a str,
    left_out: &'a [String],
}

/// The status of the reports in a document.
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
    body: Option<&'static str>,
    equations: Equations,
    findings: Counts,
    /// How many cells and sentences are still to be filled in.
    unfilled: usize,
    range: Range,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Equations {
    held: usize,
    of: usize,
}

/// A part of a report that can be inserted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Piece {
    id: String,
    label: String,
    detail: String,
    needed: bool,
    range: Range,
    new_text: String,
    /// The text with tab stops, if it has fields to fill in.
    snippet: Option<String>,
}

/// A new report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewReport<'a> {
    text: String,
    /// The text with tab stops.
    snippet: String,
    language_id: &'a str,
    file_name: String,
    last_year: Option<Url>,
}

/// The year whose report is due.
#[derive(Serialize)]
struct DueYear {
    year: u16,
}

/// The outcome of an edit that the client was asked to apply.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Applied {
    edits: usize,
    applied: bool,
    /// The figures that change, in words.
    changes: Vec<String>,
}

/// A value as JSON: all maps in these types have string keys, so serialization never fails.
fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The content of a document.
pub fn extract(snapshot: &Snapshot) -> Value {
    json(&Extract { version: snapshot.buffer().version(), reports: snapshot.whole().extract() })
}

/// The text of a document.
pub fn text(snapshot: &Snapshot) -> Value {
    json(&Text { version: snapshot.buffer().version(), text: &snapshot.buffer().to_string() })
}

/// A file as Markdown, and what of it was left out.
pub fn converted(text: &str, left_out: &[String]) -> Value {
    json(&Converted { text, left_out })
}

/// The status of the reports in a document.
pub fn status(snapshot: &Snapshot, agreed: NegotiatedCapabilities) -> Value {
    let mut places = Positions::new(snapshot.buffer(), agreed.encoding);
    let standing = |it: Status| ReportStanding {
        edition: it.edition,
        year: it.year,
        organ: it.organ,
        body: it.body.map(BodyLevel::name),
        equations: Equations { held: it.equations_held, of: it.equations },
        findings: it.findings,
        unfilled: it.unfilled,
        range: places.range(&it.range),
    };
    let reports = snapshot.status().into_iter().map(standing).collect();
    json(&Standing { version: snapshot.buffer().version(), reports })
}

/// The parts of a report that can be inserted at a position.
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

/// A new report, with a name for its file, and the document that its figures come from.
pub fn new_report(report: Template, language: Language, file_name: String, last_year: Option<Url>) -> Value {
    let snippet = snippet(&report);
    json(&NewReport { text: report.text, snippet, language_id: language.name(), file_name, last_year })
}

/// The year whose report is due.
pub fn due_year(year: u16) -> Value {
    json(&DueYear { year })
}

/// The totals of all drafts in the folders.
pub fn total(total: &Total) -> Value {
    json(total)
}

/// The outcome of an edit: its number of places and the figures that it changes.
pub fn applied((edits, changes): (usize, Vec<String>), applied: bool) -> Value {
    json(&Applied { edits, applied, changes })
}

/// The edit of an action of this kind on a whole document, its number of places, and the figures that it changes in
/// words; `None` if there is nothing to do.
pub fn whole(
    snapshot: &Snapshot,
    url: &Url,
    wanted: ActionKind,
    agreed: NegotiatedCapabilities,
) -> Option<(ApplyWorkspaceEditParams, (usize, Vec<String>))> {
    let state = snapshot.whole();
    let action = state.actions(&(0..state.text.len()), |kind| kind == wanted).into_iter().next()?;
    let changes = action.edits.iter().filter_map(|edit| state.figure_changed_by(edit)).collect();
    let edit = workspace_edit((snapshot, &state), &mut Positions::of(snapshot, &state, agreed), url, &action, agreed);
    Some((ApplyWorkspaceEditParams { label: Some(action.title), edit }, (action.edits.len(), changes)))
}
