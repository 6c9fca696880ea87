//! The commands of the editor extensions. Each takes one object and returns one value; invalid arguments are reported.
//!
//! A command about a document that is closed or stale answers `null`; only `viewText` returns the text that the server
//! has.

use super::progress::Reporter;
use super::pull;
use super::requests::Requests;
use crate::check::Language;
use crate::check::Snapshot;
use crate::compose::document;
use crate::compose::due_year::due_year;
use crate::compose::new_report::NewReport;
use crate::compose::template::WriteStyle;
use crate::config::{FILE_NAME, Settings};
use crate::edition;
use crate::files;
use crate::files::limits::FILE_BYTES;
use crate::ide::actions::ActionKind;
use crate::protocol::arguments::{CommandArguments, Refused};
use crate::protocol::commands::{self, Command};
use crate::protocol::form_view;
use crate::protocol::{self, DraftCommand};
use crate::syntax::Layout;
use crate::text::calendar::now;
use crate::text::system_error::reason;
use lsp_types::request::ApplyWorkspaceEdit;
use lsp_types::{ExecuteCommandParams, ProgressToken, Range};
use serde_json::Value;
use std::path::Path;
use tower_lsp::jsonrpc::{Error, Result};

impl Requests {
    /// Executes a command.
    ///
    /// # Errors
    /// If the command is unknown, or if its arguments are invalid.
    pub async fn execute(&self, params: ExecuteCommandParams) -> Result<Value> {
        let command = Command::named(&params.command)?;
        let arguments = CommandArguments::of(command.name(), params.arguments)?;
        if let Some(command) = DraftCommand::of(command, &arguments)? {
            let said = self.read(&arguments.url("uri")?, |snapshot, agreed| command.answer(snapshot, agreed)).await?;
            return Ok(said.unwrap_or_default());
        }
        match command {
            Command::ViewText => {
                let text = self.read_even_stale(&arguments.url("uri")?, |snapshot, _| commands::text(snapshot)).await?;
                Ok(text.unwrap_or_default())
            }
            Command::Templates => self.templates(&arguments).await,
            Command::NewReport => self.new_report(&arguments).await,
            Command::DueYear => Ok(commands::due_year(due_year(now()))),
            Command::CheckFolders => self.check_folders(params.work_done_progress_params.work_done_token).await,
            Command::Recalculate => self.apply(&arguments, ActionKind::Recalculate).await,
            Command::FixAll => self.apply(&arguments, ActionKind::FixAll).await,
            Command::Totals => self.totals(&arguments).await,
            Command::Convert => self.convert(&arguments).await,
            _ => Err(Error::internal_error()),
        }
    }

    /// Brings the totals of a document in line with what was typed since they were last asked about. What the user took
    /// back (`undone`) stays as it is.
    async fn totals(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        let url = arguments.url("uri")?;
        let is_undone = arguments.flag("undone")?;
        let Some(last) = self.drafts.figures_before(&url) else { return Ok(Value::Null) };
        let brought =
            self.read(&url, move |snapshot, agreed| form_view::totals(snapshot, (last.figures(), is_undone), agreed));
        let Some((answer, now)) = brought.await? else { return Ok(Value::Null) };
        self.drafts.keep_figures(&url, now);
        Ok(answer)
    }

    /// The parts of a report that can be inserted at a position of an open document.
    async fn templates(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        let (url, position) = (arguments.url("uri")?, arguments.position("position")?);
        let place = Range::new(position, position);
        let wants = move |snapshot: &Snapshot, agreed| protocol::begins_with_last_year(snapshot, place, agreed);
        let pieces = move |snapshot: &Snapshot, agreed| commands::templates(snapshot, position, agreed);
        let pieces = self.read_knowing(&url, wants, pieces).await?;
        Ok(pieces.unwrap_or_default())
    }

    /// The text of a new report, with a name for its file.
    async fn new_report(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        let organ = arguments.text("organ", "机关名称")?;
        let year = arguments.optional_year("year")?.unwrap_or_else(|| due_year(now()));
        let refused = |why: String| arguments.refused(why);
        let edition = arguments.optional_year("edition")?;
        let edition = edition.map(|year| edition::named(&year.to_string())).transpose().map_err(refused)?;
        let layout = arguments.optional_text("layout")?;
        let layout = layout.map(|name| Layout::named(&name)).transpose().map_err(refused)?;
        let language = match (arguments.optional_text("languageId")?, layout) {
            (Some(name), _) => Language::named(&name),
            (None, Some(Layout::Tabs | Layout::Lines)) => Language::Plain,
            (None, Some(Layout::Markdown | Layout::Html) | None) => Language::Markdown,
        };
        let folder = arguments.optional_url("folder")?.and_then(|folder| folder.to_file_path().ok());
        // The settings of the folder apply to the files in it.
        let (layers, place) =
            (self.workspace.layers(), folder.clone().or_else(|| self.workspace.folders().into_iter().next()));
        let set = move || place.map(|folder| layers.settings(Some(&folder.join(FILE_NAME)))).unwrap_or_default();
        let Settings { layout: set, succession, .. } = self.on_its_own_thread(set).await?;
        let layout = layout.or(set.filter(|_| language != Language::Html));
        let neighbours = self.known(folder).await;
        let report = NewReport { organ: &organ, year, edition, layout, language, neighbours, succession };
        let template = report.template().map_err(refused)?;
        let from = report.start().carries().and_then(|document| self.library.url(&document.address));
        Ok(commands::new_report(template, language, report.file_name(), from))
    }

    /// A file as Markdown, whether or not it is open. It is read and converted on a thread of its own.
    async fn convert(&self, arguments: &CommandArguments<'_>) -> Result<Value> {
        let url = arguments.url("uri")?;
        let path = url.to_file_path().map_err(|()| arguments.refused("只能转换本机上的文件"))?;
        let layers = self.workspace.layers();
        let converted = self.on_its_own_thread(move || converted(&path, layers.settings(Some(&path)))).await?;
        Ok(converted.map_err(|why| arguments.refused(why))?)
    }

    /// The totals of all drafts in the folders.
    async fn check_folders(&self, work: Option<ProgressToken>) -> Result<Value> {
        self.reload.settings_up_to_date().await;
        let question = pull::Question::new(&self.reload, &self.cache, self.agreed(), Vec::new());
        let client = self.client.clone();
        let count = move || question.count(Reporter::begin(client, work, None, "检查年度报告"));
        self.on_its_own_thread(count).await.map(|total| commands::total(&total))
    }

    /// Has the client apply the edit of an action on a whole document.
    async fn apply(&self, arguments: &CommandArguments<'_>, wanted: ActionKind) -> Result<Value> {
        let url = arguments.url("uri")?;
        if !self.agreed().actions.applies {
            let message = "编辑器不支持 workspace/applyEdit，不能替它修改文本".into();
            return Err(Error { message, ..Error::invalid_request() });
        }
        let of = url.clone();
        let whole = move |snapshot: &Snapshot, agreed| commands::whole(snapshot, &of, wanted, agreed);
        let Some(whole) = self.read(&url, whole).await? else { return Ok(Value::Null) };
        let Some((edit, changes)) = whole else { return Ok(commands::applied((0, Vec::new()), false)) };
        let answer = self.client.request::<ApplyWorkspaceEdit>(edit).await?;
        Ok(commands::applied(changes, answer.applied))
    }
}

/// A file as Markdown.
fn converted(path: &Path, settings: Settings) -> std::result::Result<Value, String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bytes = files::bytes(path, FILE_BYTES).map_err(|error| format!("{name}：无法读取：{}", reason(&error)))?;
    let file = files::read(&name, bytes).map_err(|fault| format!("{name}：{fault}"))?;
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let document = document::of_text(&file.text, Language::named(&ending), settings);
    let text = document::written(&document, WriteStyle::with_tables(Layout::Markdown));
    Ok(commands::converted(&text, &file.remarks))
}

impl From<Refused> for Error {
    fn from(Refused(why): Refused) -> Self {
        Error { message: why.into(), ..Error::invalid_params("") }
    }
}
