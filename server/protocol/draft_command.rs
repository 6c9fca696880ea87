//! Commands that need nothing but their draft.

use super::arguments::{CommandArguments, Refused};
use super::commands::{self, Command};
use super::form_view::{self, What};
use super::negotiated::NegotiatedCapabilities;
use crate::check::Snapshot;
use crate::ide::form_view::CellText;
use lsp_types::Position;
use serde_json::Value;

/// A command about a draft, with its arguments.
#[derive(Debug)]
pub enum DraftCommand {
    /// Extracts its content.
    Extract,
    /// Tells the status of its reports.
    Status,
    /// Tells the state of the form view.
    Form,
    /// Fills cells of a report.
    Fill {
        /// The version of the document.
        version: i32,
        /// Which report.
        report: usize,
        /// What is to stand in which cells.
        cells: Vec<CellText>,
        /// Whether totals follow.
        totals: bool,
    },
    /// Inserts a missing section or table into a report.
    Insert {
        /// The version of the document.
        version: i32,
        /// Which report.
        report: usize,
        /// The id of the section.
        section: String,
    },
    /// Finds the next value of a table, or the next place that is still to be filled in.
    Next {
        /// From here.
        position: Position,
        /// Which of both.
        what: What,
        /// Whether the one before is meant.
        backward: bool,
    },
}

impl DraftCommand {
    /// The command with its arguments; `None` if it needs more than a draft.
    ///
    /// # Errors
    /// If its arguments are invalid.
    pub fn of(command: Command, arguments: &CommandArguments<'_>) -> Result<Option<Self>, Refused> {
        let version = || arguments.number("version", "文档的版本（整数）");
        let report = || arguments.number("report", "报告的序号（从0起的整数）");
        Ok(Some(match command {
            Command::Extract => DraftCommand::Extract,
            Command::Status => DraftCommand::Status,
            Command::Form => DraftCommand::Form,
            Command::Fill => DraftCommand::Fill {
                version: version()?,
                report: report()?,
                cells: arguments.list("cells", "单元格的列表，每格有 form、row、column、text")?,
                totals: arguments.flag("totals")?,
            },
            Command::Insert => DraftCommand::Insert {
                version: version()?,
                report: report()?,
                section: arguments.text("section", "部分的标识")?,
            },
            Command::Next => DraftCommand::Next {
                position: arguments.position("position")?,
                what: match arguments.optional_text("what")?.as_deref() {
                    None | Some("value") => What::Value,
                    Some("unfilled") => What::Unfilled,
                    Some(other) => {
                        return Err(arguments.refused(format!("参数 what 应为 value 或 unfilled，现为 {other}")));
                    }
                },
                backward: arguments.flag("backward")?,
            },
            _ => return Ok(None),
        }))
    }

    /// What it says of a draft.
    pub fn answer(self, snapshot: &Snapshot, agreed: NegotiatedCapabilities) -> Value {
        match self {
            DraftCommand::Extract => commands::extract(snapshot),
            DraftCommand::Status => commands::status(snapshot, agreed),
            DraftCommand::Form => form_view::form(snapshot, agreed),
            DraftCommand::Fill { version, report, cells, totals } => {
                form_view::filled(snapshot, version, agreed, |snapshot| snapshot.fill(report, &cells, totals))
            }
            DraftCommand::Insert { version, report, section } => {
                form_view::inserted(snapshot, version, agreed, |snapshot| snapshot.insert(report, &section))
            }
            DraftCommand::Next { position, what, backward } => {
                form_view::next(snapshot, (position, what, backward), agreed)
            }
        }
    }
}
