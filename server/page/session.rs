//! A draft, the reports known beside it, and the answers about it.

use super::message::{PageMessage, Unanswered, answer};
use crate::check::corpus::contributions;
use crate::check::{Draft, Language, Snapshot};
use crate::compose::document::{self, DraftDocument};
use crate::compose::due_year::due_year;
use crate::compose::new_report::NewReport;
use crate::compose::template::WriteStyle;
use crate::config::Settings;
use crate::files::{self, FileFault};
use crate::ide::actions::ActionKind;
use crate::ide::extract::Extracted;
use crate::protocol::arguments::CommandArguments;
use crate::protocol::commands::{self, Command};
use crate::protocol::completion::completion;
use crate::protocol::text_sync::{DidChange, DidOpen, edit, language};
use crate::protocol::{self, ActionData, DraftCommand, NegotiatedCapabilities, RangeQuery, Resolved};
use crate::report::neighbours::{Contributions, Neighbours, ReportSource, Succession};
use crate::syntax::Layout;
use crate::text::calendar;
use crate::text::encoding::EncodingError;
use lsp_types::{
    CodeAction, CodeActionParams, CompletionParams, Diagnostic, ExecuteCommandParams, HoverParams, TextDocumentItem,
    Url,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;

type Answer = Result<Value, Unanswered>;

/// A session with a page.
#[derive(Debug, Default)]
pub struct Session {
    open: Option<Open>,
    /// Last year's report, or what else is known beside the draft.
    known: Vec<OtherFile>,
    /// The files that are reviewed together.
    gathered: Vec<OtherFile>,
    /// The reports of all of these.
    others: Neighbours,
}

/// A file, and what its reports contribute to others.
type OtherFile = (Arc<ReportSource>, Contributions);

/// The draft that is open.
#[derive(Debug)]
struct Open {
    url: Url,
    draft: Draft,
}

/// A file that is known beside the draft, or reviewed with others.
#[derive(Debug, Deserialize)]
struct KnownFile {
    /// Its name.
    name: String,
    /// Its address, where others may have its name.
    uri: Option<Url>,
    /// Its text, as [`Session::read`] gives it.
    text: String,
}

impl KnownFile {
    fn source(&self) -> Arc<ReportSource> {
        let name = self.name.clone();
        Arc::new(ReportSource { address: self.uri.as_ref().map_or_else(|| name.clone(), Url::to_string), name })
    }

    fn known(self) -> OtherFile {
        (self.source(), contributions(&self.text, &Settings::default()))
    }
}

/// A text that is to be written in another format.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    text: String,
    language_id: String,
    /// `markdown`, `html`, `tabs` or `lines`.
    #[serde(default)]
    layout: Option<String>,
}

impl Session {
    /// Answers a message; the answer is an object with a `result` or an `error`.
    pub fn answer(&mut self, message: &str) -> String {
        answer(serde_json::from_str(message).map_err(Unanswered::from).and_then(|message| self.answered(message)))
    }

    fn answered(&mut self, PageMessage { method, params }: PageMessage) -> Answer {
        match method.as_str() {
            "initialize" => begin(&params),
            "textDocument/didOpen" => self.open(params),
            "textDocument/didChange" => self.change(params),
            "nianbao/know" => self.know(params),
            "nianbao/gather" => self.gather(params),
            "nianbao/scatter" => Ok(self.scatter()),
            "nianbao/write" => written(params),
            "nianbao/extract" => self.extracted(params),
            "workspace/executeCommand" => self.execute(of(params)?),
            _ => self.about(&method, params),
        }
    }

    fn open(&mut self, params: Value) -> Answer {
        let DidOpen(opened) = of(params)?;
        let item: TextDocumentItem = opened.map_err(|malformed| Unanswered(malformed.reason))?;
        let mut draft = Draft::new(&item.text, item.version).with_language(language(&item));
        draft.set_neighbours(beside(&self.others, &item.uri));
        self.open = Some(Open { url: item.uri, draft });
        Ok(Value::Null)
    }

    fn change(&mut self, params: Value) -> Answer {
        let encoding = NegotiatedCapabilities::of_page().encoding;
        let DidChange(changed) = of(params)?;
        let changed = changed.map_err(|malformed| Unanswered(malformed.reason))?;
        let Open { draft, .. } = self.open.as_mut().ok_or_else(nothing_open)?;
        for change in changed.content_changes {
            let edit = edit(draft.buffer(), change, encoding);
            draft.apply(&edit);
        }
        draft.set_version(changed.text_document.version);
        Ok(Value::Null)
    }

    /// Takes the other files, in place of those before: the reports of other years and bodies.
    fn know(&mut self, params: Value) -> Answer {
        let files: Vec<KnownFile> = of(params)?;
        self.known = files.into_iter().map(KnownFile::known).collect();
        Ok(self.look_beside())
    }

    /// Takes more of the files that are reviewed together: each is checked beside the others.
    fn gather(&mut self, params: Value) -> Answer {
        let files: Vec<KnownFile> = of(params)?;
        self.gathered.extend(files.into_iter().map(KnownFile::known));
        Ok(self.look_beside())
    }

    /// Forgets the files that were reviewed together.
    fn scatter(&mut self) -> Value {
        self.gathered.clear();
        self.look_beside()
    }

    fn look_beside(&mut self) -> Value {
        self.others = Neighbours::of_files(self.known.iter().chain(&self.gathered).cloned());
        if let Some(open) = &mut self.open {
            open.draft.set_neighbours(beside(&self.others, &open.url));
        }
        Value::Null
    }

    /// What stands in the reports of some files and what was found in them, for the table over all of them.
    fn extracted(&self, params: Value) -> Answer {
        let files: Vec<KnownFile> = of(params)?;
        let of_file = |file: KnownFile| {
            let mut draft = Draft::new(&file.text, 0);
            draft.set_neighbours(self.others.beside(file.source()));
            let snapshot = draft.snapshot();
            let url = Url::parse("file:///").map_err(Unanswered::from)?;
            let found: Vec<Diagnostic> = protocol::diagnostics(&snapshot, &url, NegotiatedCapabilities::default());
            let view = snapshot.whole();
            let reports: Vec<Extracted<'_>> = view.extract();
            Ok(json!({"name": file.name, "reports": reports, "diagnostics": found}))
        };
        let all: Result<Vec<Value>, Unanswered> = files.into_iter().map(of_file).collect();
        all.map(Value::Array)
    }

    /// Answers a question about the draft.
    fn about(&self, method: &str, params: Value) -> Answer {
        let agreed = NegotiatedCapabilities::of_page();
        let (url, snapshot) = self.current()?;
        Ok(match method {
            "textDocument/diagnostic" => json!(protocol::diagnostics(&snapshot, url, agreed)),
            "textDocument/hover" => {
                let params: HoverParams = of(params)?;
                json!(protocol::hover(&snapshot, params.text_document_position_params.position, agreed))
            }
            "textDocument/completion" => {
                let CompletionParams { text_document_position, context, .. } = of(params)?;
                let typed = context.and_then(|context| context.trigger_character);
                json!(completion(&snapshot, text_document_position.position, typed.as_deref(), agreed))
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = of(params)?;
                let query = RangeQuery { snapshot: &snapshot, url, range: params.range, agreed };
                json!(protocol::actions(query, &params.context, &|| None))
            }
            "codeAction/resolve" => {
                let mut action: CodeAction = of(params)?;
                let Some(data) = ActionData::of(&action) else { return Ok(json!(action)) };
                let query = RangeQuery { snapshot: &snapshot, url, range: data.range, agreed };
                match protocol::resolved(query, &data, &action.title, &|| None) {
                    Resolved::Edit(edit) => action.edit = Some(edit),
                    Resolved::Nothing | Resolved::Refused => {}
                    Resolved::Modified => return Err(Unanswered("草稿已经改动".to_owned())),
                }
                json!(action)
            }
            _ => return Err(Unanswered(format!("没有名为“{method}”的方法"))),
        })
    }

    fn current(&self) -> Result<(&Url, Snapshot), Unanswered> {
        let open = self.open.as_ref().ok_or_else(nothing_open)?;
        Ok((&open.url, open.draft.snapshot()))
    }

    /// Executes a command of the editor extensions.
    fn execute(&mut self, params: ExecuteCommandParams) -> Answer {
        let command = Command::named(&params.command)?;
        let arguments = CommandArguments::of(command.name(), params.arguments)?;
        if let Some(command) = DraftCommand::of(command, &arguments)? {
            return Ok(command.answer(&self.current()?.1, NegotiatedCapabilities::of_page()));
        }
        match command {
            Command::DueYear => Ok(commands::due_year(due_year(calendar::now()))),
            Command::NewReport => self.new_report(&arguments),
            Command::Recalculate => self.whole(ActionKind::Recalculate),
            Command::FixAll => self.whole(ActionKind::FixAll),
            _ => Err(Unanswered(format!("网页中没有“{}”", command.name()))),
        }
    }

    /// A new report, with the figures of the year before where that is known.
    fn new_report(&self, arguments: &CommandArguments<'_>) -> Answer {
        let organ = arguments.text("organ", "机关名称")?;
        let year = arguments.optional_year("year")?.unwrap_or_else(|| due_year(calendar::now()));
        let language = arguments.optional_text("languageId")?.map_or(Language::Markdown, |name| Language::named(&name));
        let (neighbours, succession) = (self.others.clone(), Succession::default());
        let report = NewReport { organ: &organ, year, edition: None, layout: None, language, neighbours, succession };
        let template = report.template().map_err(|why| arguments.refused(why))?;
        Ok(commands::new_report(template, language, report.file_name(), None))
    }

    /// The edit of an action on the whole draft; the page makes it.
    fn whole(&self, wanted: ActionKind) -> Answer {
        let (url, snapshot) = self.current()?;
        let whole = commands::whole(&snapshot, url, wanted, NegotiatedCapabilities::of_page());
        Ok(whole.map_or(
            Value::Null,
            |(edit, (edits, changes))| json!({"edit": edit.edit, "edits": edits, "changes": changes}),
        ))
    }

    /// Reads a file of any kind that is read. The answer has its `text`, the `languageId` that the text has, and `remarks` on
    /// what was left out; or only the `encoding` from which the page has to decode the file.
    pub fn read(&self, name: &str, bytes: Vec<u8>) -> String {
        let read = files::read(name, bytes);
        if matches!(read, Err(FileFault::Encoding(EncodingError::Elsewhere))) {
            return answer(Ok(json!({"encoding": "gb18030"})));
        }
        answer(read.map_err(Unanswered::from).map(|file| {
            let ending = name.rsplit('.').next().unwrap_or_default();
            let language = match file.kind {
                files::FileKind::Text => Language::named(ending),
                // Its tables are HTML, which Markdown may hold.
                _ => Language::Markdown,
            };
            json!({"text": file.text, "languageId": language.name(), "remarks": file.remarks})
        }))
    }

    /// The draft as a document of Word.
    ///
    /// # Errors
    /// If nothing is open.
    pub fn docx(&self) -> Result<Vec<u8>, String> {
        let open = self.open.as_ref().ok_or("没有打开草稿")?;
        let snapshot = open.draft.snapshot();
        let (text, language) = (snapshot.buffer().to_string(), snapshot.language());
        Ok(document::docx(&document::of_text(&text, language, snapshot.settings().clone())))
    }
}

/// Takes the time in seconds since 1970: a browser's clock is asked by its page.
fn begin(params: &Value) -> Answer {
    let now = params.get("now").and_then(Value::as_u64);
    calendar::set_now(now.ok_or_else(|| Unanswered("缺少 now".to_owned()))?);
    let rules = crate::rules::RULES.iter().map(|rule| (rule.name.to_owned(), json!(rule.title)));
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "triggers": protocol::completion::options().trigger_characters,
        "rules": rules.collect::<serde_json::Map<_, _>>(),
    }))
}

/// A text in another format.
fn written(params: Value) -> Answer {
    let Written { text, language_id, layout } = of(params)?;
    let document: DraftDocument = document::of_text(&text, Language::named(&language_id), Settings::default());
    let layout = layout.map_or(Ok(Layout::Markdown), |name| Layout::named(&name)).map_err(Unanswered)?;
    Ok(json!(document::written(&document, WriteStyle::with_tables(layout))))
}

/// The other files as the draft with this address sees them.
fn beside(others: &Neighbours, url: &Url) -> Neighbours {
    let name = url.path().rsplit('/').next().unwrap_or_default().to_owned();
    others.beside(Arc::new(ReportSource { address: url.to_string(), name }))
}

fn of<T: DeserializeOwned>(params: Value) -> Result<T, Unanswered> {
    Ok(serde_json::from_value(params)?)
}

fn nothing_open() -> Unanswered {
    Unanswered("没有打开草稿".to_owned())
}
