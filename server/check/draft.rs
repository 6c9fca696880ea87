//! A draft while it is edited: its rope, and what was last read of it.

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

/// A draft that is being edited. Cloning is cheap, so a draft can be read and judged while it is edited on; clones of one
/// state share its snapshot.
#[derive(Debug, Clone)]
pub struct Draft {
    buffer: Buffer,
    settings: Arc<Settings>,
    /// The reports that are known beside it.
    neighbours: Neighbours,
    language: Language,
    /// The last state that was read under these settings, and what has changed since.
    base: Option<Base>,
    snapshot: Arc<OnceLock<Snapshot>>,
}

#[derive(Debug, Clone)]
struct Base {
    buffer: Buffer,
    volume: Volume<CheckedPart>,
    /// What was known when it was judged, its own reports included.
    neighbours: Neighbours,
    change: Option<Change>,
}

impl Draft {
    /// A draft as it was opened, where nothing is set.
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
            self.base = None;
        }
        is_new
    }

    /// Sets which other reports are known; whether that may make a difference. What was read stays, and is judged again only
    /// as far as it looks up something else now.
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
        self.rebase();
        let change = self.buffer.edit(edit);
        if let Some(base) = &mut self.base {
            base.change = Some(base.change.map_or(change, |before| before.then(change)));
        }
    }

    /// Says which version of the document the draft is now.
    pub fn set_version(&mut self, version: i32) {
        self.rebase();
        self.buffer.set_version(version);
    }

    /// Makes the snapshot of this state, if it was taken, the one from which the next is made.
    fn rebase(&mut self) {
        if let Some(snapshot) = self.snapshot.get() {
            let (buffer, volume) = (snapshot.buffer().clone(), snapshot.volume().clone());
            let neighbours = snapshot.neighbours().clone();
            self.base = Some(Base { buffer, volume, neighbours, change: None });
        }
        // Somebody may be taking it: what they get is the snapshot of their state, not of the next.
        self.snapshot = Arc::default();
    }

    /// About how many bytes have to be read for the next snapshot.
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

    /// The same, if that has been asked for already.
    pub fn taken(&self) -> Option<&Snapshot> {
        self.snapshot.get()
    }

    /// The draft as it is now, read and judged. The work is done once for a state, by whoever asks first.
    pub fn snapshot(&self) -> Snapshot {
        let snapshot = || {
            let (volume, neighbours) = self.judged();
            Snapshot::new(self.buffer.clone(), self.language, self.settings.clone(), neighbours, volume)
        };
        self.snapshot.get_or_init(snapshot).clone()
    }

    /// Reads and judges what has changed, with all that is known then.
    fn judged(&self) -> (Volume<CheckedPart>, Neighbours) {
        let Some(base) = &self.base else {
            let judge = |passage| CheckedPart::new(passage, &self.settings, &self.neighbours);
            let mut volume = Volume::new(&Syntax::parse(&self.buffer.to_string()), judge);
            let neighbours = settled(&mut volume, &self.settings, &self.neighbours);
            return (volume, neighbours);
        };
        // Most changes leave what the reports of the text say as it is, and nothing new is known.
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
        // What has not changed stays the very same, so that others see it at once.
        let is_same = settled.own() == neighbours.own();
        (volume, if is_same { neighbours } else { settled })
    }
}

impl View {
    /// Another text, read and judged as this one was.
    pub fn with_text(&self, text: &str) -> View {
        let mut draft = Draft::new(text, 0).with_language(self.hints.language);
        draft.set_settings((*self.settings).clone());
        draft.set_neighbours(self.neighbours.with_own(self.around()));
        View { hints: self.hints, beside: self.beside, ..draft.snapshot().whole() }
    }
}
