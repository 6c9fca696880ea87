//! A draft while it is edited: its rope, and the last state that was checked.

use super::part::{CheckedPart, settled};
use super::snapshot::Snapshot;
use super::style_hints::Language;
use super::view::View;
use crate::config::Settings;
use crate::report::neighbours::Neighbours;
use crate::report::volume::{Before, Passage, Volume};
use crate::syntax::Syntax;
use crate::text::sequence::Piece;
use crate::text::{Buffer, Change, Edit};
use std::sync::{Arc, OnceLock};

/// A draft that is being edited. Cloning is cheap, so a draft can be checked while it is edited further; clones of one
/// state share its snapshot.
#[derive(Debug, Clone)]
pub struct Draft {
    buffer: Buffer,
    settings: Arc<Settings>,
    /// The neighbouring reports.
    neighbours: Neighbours,
    language: Language,
    /// The last state that was checked under these settings, and the change since.
    base: Option<Base>,
    snapshot: Arc<OnceLock<Snapshot>>,
}

#[derive(Debug, Clone)]
struct Base {
    buffer: Buffer,
    volume: Volume<CheckedPart>,
    /// The neighbours with which it was checked, its own reports included.
    neighbours: Neighbours,
    change: Option<Change>,
}

impl Draft {
    /// A newly opened draft with default settings.
    pub fn new(text: &str, version: i32) -> Self {
        let buffer = Buffer::new(text, version);
        Draft {
            buffer,
            settings: Arc::default(),
            neighbours: Neighbours::default(),
            language: Language::default(),
            base: None,
            snapshot: Arc::default(),
        }
    }

    /// The settings with which it is checked.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// Sets the settings; returns whether they differ from those before.
    pub fn set_settings(&mut self, settings: Settings) -> bool {
        let is_new = *self.settings != settings;
        if is_new {
            self.settings = Arc::new(settings);
            self.snapshot = Arc::default();
            self.base = None;
        }
        is_new
    }

    /// Sets the neighbouring reports; returns whether that may change a finding. What was parsed stays, and only
    /// reports that look up something else now are checked again.
    pub fn set_neighbours(&mut self, neighbours: Neighbours) -> bool {
        let is_judged = self.snapshot.get().is_some_and(|snapshot| snapshot.is_judged_beside(&neighbours));
        if !is_judged {
            self.rebase();
        }
        self.neighbours = neighbours;
        !is_judged
    }

    /// The draft as a document in this language.
    pub fn with_language(mut self, language: Language) -> Self {
        self.rebase();
        self.language = language;
        self
    }

    /// Its text.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// Applies edits one after the other; the range of each counts in the text after the one before it.
    pub fn edit(&mut self, edits: &[Edit], version: i32) -> Snapshot {
        for edit in edits {
            self.apply(edit);
        }
        self.set_version(version);
        self.snapshot()
    }

    /// Applies one edit. Parsing and checking wait for the next snapshot.
    pub fn apply(&mut self, edit: &Edit) {
        self.rebase();
        let change = self.buffer.edit(edit);
        if let Some(base) = &mut self.base {
            base.change = Some(base.change.map_or(change, |before| before.then(change)));
        }
    }

    /// Sets the version of the document that the draft now is.
    pub fn set_version(&mut self, version: i32) {
        self.rebase();
        self.buffer.set_version(version);
    }

    /// If the snapshot of this state was taken, makes it the base of the next.
    fn rebase(&mut self) {
        if let Some(snapshot) = self.snapshot.get() {
            let (buffer, volume) = (snapshot.buffer().clone(), snapshot.volume().clone());
            let neighbours = snapshot.neighbours().clone();
            self.base = Some(Base { buffer, volume, neighbours, change: None });
        }
        // Clones may still be taking it: they get the snapshot of their state, so the next needs a cell of its own.
        self.snapshot = Arc::default();
    }

    /// About how many bytes the next snapshot has to parse.
    pub fn unread(&self) -> usize {
        match (self.snapshot.get(), &self.base) {
            (Some(_), _) | (None, Some(Base { change: None, .. })) => 0,
            (None, Some(Base { volume, change: Some(change), .. })) => {
                let part = volume.part_at(change.start).map_or(0, |part| part.piece.bytes());
                part + (change.new_end - change.start)
            }
            (None, None) => self.buffer.len(),
        }
    }

    /// The snapshot of this state, if it was taken already.
    pub fn taken(&self) -> Option<&Snapshot> {
        self.snapshot.get()
    }

    /// The current state, parsed and checked. The work is done once per state, by the first caller.
    pub fn snapshot(&self) -> Snapshot {
        let snapshot = || {
            let (volume, neighbours) = self.judged();
            Snapshot::new(self.buffer.clone(), self.language, self.settings.clone(), neighbours, volume)
        };
        self.snapshot.get_or_init(snapshot).clone()
    }

    /// Parses and checks what has changed, with all neighbours known at that time.
    fn judged(&self) -> (Volume<CheckedPart>, Neighbours) {
        let Some(base) = &self.base else {
            let judge = |passage| CheckedPart::new(passage, &self.settings, &self.neighbours);
            let mut volume = Volume::new(&Syntax::parse(&self.buffer.to_string()), judge);
            let neighbours = settled(&mut volume, &self.settings, &self.neighbours);
            return (volume, neighbours);
        };
        // Most changes leave what the reports of the text contribute as it is, and the neighbours too.
        let mut is_settled = self.neighbours.are_beside(&base.neighbours);
        let neighbours = self.neighbours.with_own(base.neighbours.own().clone());
        let mut volume = match &base.change {
            None => base.volume.clone(),
            Some(change) => {
                let judge = |passage: Option<Passage>, before: Option<Before<'_, CheckedPart>>| {
                    let said = before.as_ref().map(|before| before.content.contribution.clone());
                    let part = CheckedPart::changed(passage, before, &self.settings, &neighbours);
                    is_settled &= said.is_some_and(|said| said == part.contribution);
                    part
                };
                base.volume.changed(&change.trimmed(&base.buffer, &self.buffer), &self.buffer, judge)
            }
        };
        is_settled &= volume.len() == base.volume.len();
        if is_settled {
            return (volume, neighbours);
        }
        let settled = settled(&mut volume, &self.settings, &self.neighbours);
        // What has not changed keeps its identity, so that comparing it is cheap.
        let is_same = settled.own() == neighbours.own();
        (volume, if is_same { neighbours } else { settled })
    }
}

impl View {
    /// Another text, checked with the settings and neighbours of this one.
    pub fn with_text(&self, text: &str) -> View {
        let mut draft = Draft::new(text, 0).with_language(self.hints.language);
        draft.set_settings((*self.settings).clone());
        draft.set_neighbours(self.neighbours.with_own(self.around()));
        View { hints: self.hints, beside: self.beside, ..draft.snapshot().whole() }
    }
}
