//! The commands of the form view: they answer edits, which the client makes itself, so that each is one step to undo.

use super::arguments::CommandArguments;
use super::convert::form_view::{self, What};
use super::requests::Requests;
use crate::ide::form_view::CellText;
use serde_json::Value;
use tower_lsp::jsonrpc::Result;

impl Requests {
    /// Fills cells of a report.
    pub(super) async fn fill(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        let version: i32 = arguments.number("version", "文档的版本（整数）")?;
        let report: usize = arguments.number("report", "报告的序号（从0起的整数）")?;
        let cells: Vec<CellText> = arguments.list("cells", "单元格的列表，每格有 form、row、column、text")?;
        let totals = arguments.flag("totals")?;
        self.about(arguments, move |snapshot, agreed| {
            form_view::filled(snapshot, version, agreed, |snapshot| snapshot.fill(report, &cells, totals))
        })
        .await
    }

    /// Inserts a missing section or table into a report.
    pub(super) async fn insert(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        let version: i32 = arguments.number("version", "文档的版本（整数）")?;
        let report: usize = arguments.number("report", "报告的序号（从0起的整数）")?;
        let section = arguments.text("section", "部分的标识")?;
        self.about(arguments, move |snapshot, agreed| {
            form_view::inserted(snapshot, version, agreed, |snapshot| snapshot.insert(report, &section))
        })
        .await
    }

    /// Brings the totals of a document in line with what was typed since they were last asked about. What the user took
    /// back (`undone`) stays as it is.
    pub(super) async fn totals(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        let url = arguments.url("uri")?;
        let is_undone = arguments.flag("undone")?;
        let Some(last) = self.drafts.figures_before(&url) else { return Ok(Value::Null) };
        let brought =
            self.read(&url, move |snapshot, agreed| form_view::totals(snapshot, (last.figures(), is_undone), agreed));
        let Some((answer, now)) = brought.await? else { return Ok(Value::Null) };
        self.drafts.keep_figures(&url, now);
        Ok(answer)
    }

    /// The next value of a table, or the next place that is still to be filled in.
    pub(super) async fn next(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        arguments.url("uri")?;
        let position = arguments.position("position")?;
        let what = match arguments.optional_text("what")?.as_deref() {
            None | Some("value") => What::Value,
            Some("unfilled") => What::Unfilled,
            Some(other) => return Err(arguments.refused(format!("参数 what 应为 value 或 unfilled，现为 {other}"))),
        };
        let backward = arguments.flag("backward")?;
        self.about(arguments, move |snapshot, agreed| form_view::next(snapshot, (position, what, backward), agreed))
            .await
    }
}
