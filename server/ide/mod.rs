//! What an editor asks: offsets in, plain structs out. Knows nothing of the protocol.

pub mod actions;
pub mod completion;
mod equation;
pub mod exceptions;
pub mod extract;
pub mod fix;
mod folding;
pub mod format;
mod highlight;
mod hints;
mod hover;
pub mod manner;
mod mention;
mod navigation;
pub mod new_report;
mod page;
pub mod pieces;
mod selection;
mod spot;
mod status;
mod symbols;
pub mod template;
mod tokens;

pub use highlight::Highlight;
pub use hints::{Hint, Hints};
pub use hover::Hover;
pub use page::Page;
pub use status::{Counts, Status};
pub use symbols::{Symbol, SymbolKind};
pub use tokens::{Token, TokenKind};

use crate::config::Settings;
use crate::report::Report;
use crate::rules::{self, Finding};
use crate::syntax::Syntax;
use crate::text::{Buffer, Edit};
use manner::{Habits, Language};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A text read and judged: what the server and the command line both show.
#[derive(Debug)]
pub struct Checked {
    /// The blocks and cells of the text.
    pub syntax: Syntax,
    /// The reports in the text, in order; empty when the text holds none.
    pub reports: Vec<Report>,
    /// The findings with the index of their report, in the order of their places. Offsets are those of the text.
    pub findings: Vec<(usize, Finding)>,
}

impl Checked {
    /// What is said about a text that is not to be checked: that it holds no report.
    fn nothing(text: &str) -> Self {
        Checked { syntax: Syntax::parse(text), reports: Vec::new(), findings: Vec::new() }
    }
}

/// Reads a text and judges every report in it, as it is done where nothing is set.
pub fn check(text: &str) -> Checked {
    check_with(text, &Settings::default())
}

/// Reads a text and judges every report in it with these settings. Whether the file is excluded is for those to ask who
/// chose it: a file that somebody names is checked.
pub fn check_with(text: &str, settings: &Settings) -> Checked {
    let syntax = Syntax::parse(text);
    let reports = crate::report::read_as(&syntax, settings.required_edition());
    let mut findings: Vec<(usize, Finding)> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        findings.extend(rules::check(report).into_iter().map(|finding| (index, finding)));
    }
    exceptions::apply(&syntax, &reports, &mut findings);
    let weighed = findings.into_iter().filter_map(|(report, finding)| Some((report, settings.weigh(finding)?)));
    let mut findings: Vec<(usize, Finding)> = weighed.collect();
    findings.sort_by_key(|(_, finding)| (finding.range.start, finding.range.end, finding.rule.name));
    Checked { syntax, reports, findings }
}

/// A draft that is being edited. Cloning is cheap, so a draft can be read and judged while it is edited on; clones of one
/// state share its snapshot.
#[derive(Debug, Clone)]
pub struct Draft {
    buffer: Buffer,
    settings: Arc<Settings>,
    language: Language,
    snapshot: Arc<OnceLock<Snapshot>>,
}

impl Draft {
    /// A draft as it was opened, where nothing is set.
    pub fn new(text: &str, version: i32) -> Self {
        let buffer = Buffer::new(text, version);
        Draft { buffer, settings: Arc::default(), language: Language::default(), snapshot: Arc::default() }
    }

    /// The settings by which it is judged.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// Sets by what it is judged; whether that is something new.
    pub fn set_settings(&mut self, settings: Settings) -> bool {
        let is_new = *self.settings != settings;
        if is_new {
            self.settings = Arc::new(settings);
            self.snapshot = Arc::default();
        }
        is_new
    }

    /// The draft as a document in this language.
    pub fn with_language(mut self, language: Language) -> Self {
        self.language = language;
        self.snapshot = Arc::default();
        self
    }

    /// Its text.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// Applies edits one after the other, each meant for the text the one before it left.
    pub fn edit(&mut self, edits: &[Edit], version: i32) -> Snapshot {
        for edit in edits {
            self.apply(edit);
        }
        self.set_version(version);
        self.snapshot()
    }

    /// Applies one edit. Nothing is read or judged before the next snapshot.
    pub fn apply(&mut self, edit: &Edit) {
        self.buffer.edit(edit);
        self.snapshot = Arc::default();
    }

    /// Says which version of the document the draft is now.
    pub fn set_version(&mut self, version: i32) {
        self.buffer.set_version(version);
        self.snapshot = Arc::default();
    }

    /// The draft as it is now, read and judged. The work is done once for a state, by whoever asks first.
    pub fn snapshot(&self) -> Snapshot {
        let snapshot = || {
            let text = self.buffer.to_string();
            let (settings, language) = (self.settings.clone(), self.language);
            // Nobody has named the file: it stands in an editor, and the project leaves it out.
            let checked = if settings.excluded { Checked::nothing(&text) } else { check_with(&text, &settings) };
            Snapshot(Arc::new(State { buffer: self.buffer.clone(), language, text, settings, checked }))
        };
        self.snapshot.get_or_init(snapshot).clone()
    }
}

/// A state of a draft that does not change any more.
#[derive(Debug, Clone)]
pub struct Snapshot(Arc<State>);

/// What a snapshot holds.
#[derive(Debug)]
pub struct State {
    /// The text as a rope, with its version and its lines.
    pub buffer: Buffer,
    /// The language of the document.
    pub language: Language,
    /// The text.
    pub text: String,
    /// The settings by which it is judged.
    pub settings: Arc<Settings>,
    /// What was read in it.
    pub checked: Checked,
}

impl State {
    /// What is known of how the draft is written before anybody looks at it.
    pub fn habits(&self) -> Habits {
        Habits { language: self.language, layout: self.settings.layout }
    }
}

impl Deref for Snapshot {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}
