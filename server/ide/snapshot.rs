//! A state of a draft that does not change any more, and the stretches of it that requests are about. Knows nothing of
//! what is asked.
//!
//! A part of a volume is read as if it were a file of its own, and so it answers: what is asked about a place costs the
//! part in which the place is. Only what lies between two parts, or is about all of them, needs more than one.

use super::checked::{self, Checked, Judged, Outlook};
use super::manner::{Habits, Language};
use crate::config::Settings;
use crate::report::volume::{Part, Passage, Volume, Work};
use crate::report::{Report, read_passage};
use crate::rules::Finding;
use crate::syntax::Layout;
use crate::text::sequence::{Piece, Placed};
use crate::text::{Buffer, Change, Edit};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A state of a draft. A clone is cheap.
#[derive(Debug, Clone)]
pub struct Snapshot(Arc<Read>);

#[derive(Debug)]
struct Read {
    buffer: Buffer,
    language: Language,
    settings: Arc<Settings>,
    volume: Volume<Judged>,
    /// Whether a comment in one part may be about another.
    is_one: OnceLock<bool>,
    whole: OnceLock<State>,
    /// The stretch that was asked about last: an editor asks many things about one place.
    latest: Mutex<Option<State>>,
}

/// A stretch of a draft, read and judged: the whole text, or the parts of it that a request is about. All its places are
/// counted from its own beginning. A clone is cheap.
#[derive(Debug, Clone)]
pub struct State {
    /// The byte of the draft at which it begins.
    pub start: usize,
    /// The text as a rope, with its version and its lines.
    pub buffer: Buffer,
    /// The text.
    pub text: Arc<str>,
    /// The settings by which it is judged.
    pub settings: Arc<Settings>,
    /// What was read in it.
    pub checked: Arc<Checked>,
    /// What is known of how the draft is written before anybody looks at the stretch.
    pub habits: Habits,
    /// What stands beside it.
    pub(super) beside: Beside,
    /// The draft as it was read, of which it is a stretch.
    pub(super) volume: Volume<Judged>,
}

/// What stands in a draft beside a stretch of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Beside {
    /// Whether there is text on the line above.
    pub above: bool,
    /// Whether there is text on the line below.
    pub below: bool,
}

/// Parts that follow each other.
struct Run<'a> {
    bytes: Range<usize>,
    parts: Vec<Placed<'a, Part<Judged>>>,
}

impl Snapshot {
    /// What was read and judged of a text.
    pub(super) fn new(buffer: Buffer, language: Language, settings: Arc<Settings>, volume: Volume<Judged>) -> Self {
        let (is_one, whole, latest) = (OnceLock::new(), OnceLock::new(), Mutex::default());
        Snapshot(Arc::new(Read { buffer, language, settings, volume, is_one, whole, latest }))
    }

    /// The text as a rope, with its version and its lines.
    pub fn buffer(&self) -> &Buffer {
        &self.0.buffer
    }

    /// The language of the document.
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// The settings by which it is judged.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// What the last change took.
    pub fn work(&self) -> Work {
        self.0.volume.work()
    }

    /// The parts, judged each for itself.
    pub(super) fn volume(&self) -> &Volume<Judged> {
        &self.0.volume
    }

    /// What was read and judged, in pieces that follow each other, each with the byte from which its places are counted.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, &Checked)> {
        self.pieces_with(|_| true)
    }

    /// What was found, in its order, each with the byte from which its places are counted.
    pub fn findings(&self) -> impl Iterator<Item = (usize, &Finding)> {
        let pieces = self.pieces_with(|part| part.has_findings);
        pieces.flat_map(|(start, piece)| piece.findings.iter().map(move |(_, finding)| (start, finding)))
    }

    fn pieces_with(&self, wanted: impl Fn(Outlook) -> bool) -> impl Iterator<Item = (usize, &Checked)> {
        let whole = self.is_one().then(|| (0, &*self.all().checked));
        let parts = whole.is_none().then(|| self.volume().parts()).into_iter().flatten();
        let parts = parts.filter(move |part| wanted(part.piece.summary));
        whole.into_iter().chain(parts.map(|part| (part.start, &*part.piece.content.checked)))
    }

    /// The whole text, which is put together for the first who asks.
    pub fn whole(&self) -> State {
        self.all().clone()
    }

    fn all(&self) -> &State {
        let all = || Run { bytes: 0..self.buffer().len(), parts: self.volume().parts().collect() };
        self.0.whole.get_or_init(|| self.state(&all()))
    }

    /// The stretch that a range of the text is about: the part in which it is. Where it touches several these, so that
    /// what is between two parts belongs to both; and the whole text where what is said about one part depends on another.
    pub fn around(&self, range: &Range<usize>) -> State {
        if self.volume().len() < 2 || self.is_one() {
            return self.whole();
        }
        let mut runs = self.runs(range).into_iter();
        let Some(mut run) = runs.next() else { return self.whole() };
        for next in runs {
            run.bytes.end = next.bytes.end;
            run.parts.extend(next.parts);
        }
        // What is no report belongs to the one before it.
        let is_report = |part: &Placed<'_, Part<Judged>>| !part.piece.content.checked.reports.is_empty();
        if run.parts.len() == self.volume().len() || !run.parts.iter().all(is_report) {
            return self.whole();
        }
        let mut latest = self.0.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |state: &&State| (state.start, state.text.len()) == (run.bytes.start, run.bytes.len());
        if let Some(state) = latest.as_ref().filter(is_same) {
            return state.clone();
        }
        latest.insert(self.state(&run)).clone()
    }

    /// The stretches that a range of the text touches, one after the other: for what is said of every report by itself,
    /// and depends on no finding.
    pub fn along(&self, range: &Range<usize>) -> impl Iterator<Item = State> {
        self.runs(range).into_iter().map(|run| match run.parts.len() == self.volume().len() {
            true => self.whole(),
            false => self.state(&run),
        })
    }

    /// Whether the text is judged as a whole: comments for nianbao in one of several parts may be about another.
    fn is_one(&self) -> bool {
        let volume = self.volume();
        *self.0.is_one.get_or_init(|| volume.len() > 1 && volume.parts().any(|part| part.piece.summary.has_comments))
    }

    /// The parts that a range touches. Those between which no line ends stay together.
    fn runs(&self, range: &Range<usize>) -> Vec<Run<'_>> {
        let begins_line = |byte: usize| self.buffer().line_start(self.buffer().line_at(byte)) == byte;
        let mut first = range.start.saturating_sub(1);
        while let Some(part) = self.volume().part_at(first)
            && !begins_line(part.start)
        {
            first = part.start - 1;
        }
        let mut runs: Vec<Run<'_>> = Vec::new();
        for part in self.volume().parts_from(first) {
            let bytes = part.start..part.start + part.piece.bytes();
            match runs.last_mut() {
                Some(run) if !begins_line(bytes.start) => {
                    run.bytes.end = bytes.end;
                    run.parts.push(part);
                }
                _ if bytes.start > range.end => break,
                _ => runs.push(Run { bytes, parts: vec![part] }),
            }
        }
        runs
    }

    /// Puts a stretch together.
    fn state(&self, Run { bytes, parts }: &Run<'_>) -> State {
        let (volume, settings) = (self.volume(), self.0.settings.clone());
        let checked = match parts.as_slice() {
            [only] if only.piece.content.is_read() => only.piece.content.checked.clone(),
            _ => {
                let judged = parts.iter().map(|part| (part.start - bytes.start, Judged::clone(&part.piece.content)));
                Arc::new(checked::joined(volume.syntax_of(bytes), judged, &settings))
            }
        };
        let buffer = if bytes.len() == self.buffer().len() { self.buffer().clone() } else { self.buffer().part(bytes) };
        let layout = self.layout().or(settings.layout);
        State {
            start: bytes.start,
            text: buffer.to_string().into(),
            buffer,
            checked,
            habits: Habits { language: self.language(), layout },
            beside: self.beside(bytes),
            volume: volume.clone(),
            settings,
        }
    }

    /// How the first table of the draft is written.
    fn layout(&self) -> Option<Layout> {
        let of_part =
            |part: Placed<'_, Part<Judged>>| Some(part.piece.content.checked.reports.first()?.forms.first()?.layout);
        self.volume().parts().find_map(of_part)
    }

    /// What stands beside some whole lines.
    fn beside(&self, bytes: &Range<usize>) -> Beside {
        let buffer = self.buffer();
        let has_text = |line: usize| !buffer.slice(buffer.line_range(line)).chars().all(char::is_whitespace);
        Beside {
            above: buffer.line_at(bytes.start).checked_sub(1).is_some_and(has_text),
            below: bytes.end < buffer.len() && has_text(buffer.line_at(bytes.end)),
        }
    }
}

impl State {
    /// The reports in some of its bytes once `edits` are made there, as if these bytes were a file of their own; `None`
    /// where two edits touch the same bytes. The edits are counted from the first of the bytes. What no edit touches is not
    /// read to blocks again.
    pub(super) fn reread(&self, bytes: &Range<usize>, edits: &[Edit]) -> Option<Vec<Report>> {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        if edits.windows(2).any(|pair| pair[1].range.start < pair[0].range.end) {
            return None;
        }
        let mut text = self.buffer.part(bytes);
        // From the last to the first: so each finds its place.
        let changes: Vec<Change> = edits.iter().rev().map(|edit| text.edit(edit)).collect();
        let change = changes.into_iter().reduce(Change::then).unwrap_or(Change { start: 0, old_end: 0, new_end: 0 });
        let own = self.start + bytes.start..self.start + bytes.end;
        let required = self.settings.required_edition();
        let read = |passage: Option<Passage>| passage.and_then(|passage| read_passage(&passage, required));
        let parts = self.volume.edited(&own, &change, &text, read).into_parts();
        Some(parts.filter_map(|(start, report)| Some(report?.moved(start))).collect())
    }
}
