//! A state of a draft that does not change any more, and the viewes of it that requests are about.
//!
//! A part of a volume is read as if it were a file of its own, and so it answers: what is asked about a place costs the
//! part in which the place is. Only what lies between two parts, or is about all of them, needs more than one.

use super::checked::Checked;
use super::part::{self, CheckedPart, PartSummary};
use super::style_hints::{Language, StyleHints};
use super::view::{Beside, View};
use crate::config::Settings;
use crate::report::neighbours::{Contributions, LastYear, Neighbours};
use crate::report::volume::{Part, Volume, Work};
use crate::rules::Finding;
use crate::syntax::Layout;
use crate::text::Buffer;
use crate::text::sequence::{Piece, Placed};
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
    /// What is known of other reports, those in the text itself included.
    neighbours: Neighbours,
    volume: Volume<CheckedPart>,
    /// Whether a directive in one part may be about another.
    is_one: OnceLock<bool>,
    whole: OnceLock<View>,
    /// The view that was asked about last: an editor asks many things about one place.
    latest: Mutex<Option<View>>,
}

/// Parts that follow each other.
struct Run<'a> {
    bytes: Range<usize>,
    parts: Vec<Placed<'a, Part<CheckedPart>>>,
}

impl Snapshot {
    /// What was read and judged of a text.
    pub(super) fn new(
        buffer: Buffer,
        language: Language,
        settings: Arc<Settings>,
        neighbours: Neighbours,
        volume: Volume<CheckedPart>,
    ) -> Self {
        let (is_one, whole, latest) = (OnceLock::new(), OnceLock::new(), Mutex::default());
        Snapshot(Arc::new(Read { buffer, language, settings, neighbours, volume, is_one, whole, latest }))
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

    /// What is known of other reports, those in the text itself included.
    pub(super) fn neighbours(&self) -> &Neighbours {
        &self.0.neighbours
    }

    /// What its reports say to those of other texts.
    pub fn contributions(&self) -> &Contributions {
        self.0.neighbours.own()
    }

    /// What its reports were judged beside, each in its turn.
    pub fn looked_up(&self) -> Vec<LastYear> {
        self.neighbours().looked_up()
    }

    /// Whether it would be judged beside other reports as it was.
    pub(super) fn is_judged_beside(&self, others: &Neighbours) -> bool {
        let neighbours = others.with_own(self.contributions().clone());
        self.volume().parts().all(|part| part.piece.content.is_judged_beside(&neighbours))
    }

    /// What the last change took.
    pub fn work(&self) -> Work {
        self.0.volume.work()
    }

    /// The parts, judged each for itself.
    pub(super) fn volume(&self) -> &Volume<CheckedPart> {
        &self.0.volume
    }

    /// What was read and judged, in pieces that follow each other, each with the byte from which its places are counted.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, &Checked)> {
        self.pieces_with(|_| true)
    }

    /// What was found, in its order, each with the byte from which its places are counted.
    pub fn findings(&self) -> impl Iterator<Item = (usize, &Finding)> {
        let pieces = self.pieces_with(|part| part.has_findings);
        pieces.flat_map(|(start, piece)| piece.findings.iter().map(move |finding| (start, finding)))
    }

    fn pieces_with(&self, wanted: impl Fn(PartSummary) -> bool) -> impl Iterator<Item = (usize, &Checked)> {
        let whole = self.is_one().then(|| (0, &*self.all().checked));
        let parts = whole.is_none().then(|| self.volume().parts()).into_iter().flatten();
        let parts = parts.filter(move |part| wanted(part.piece.summary));
        whole.into_iter().chain(parts.map(|part| (part.start, &*part.piece.content.checked)))
    }

    /// The whole text, which is put together for the first who asks.
    pub fn whole(&self) -> View {
        self.all().clone()
    }

    fn all(&self) -> &View {
        let all = || Run { bytes: 0..self.buffer().len(), parts: self.volume().parts().collect() };
        self.0.whole.get_or_init(|| self.view(&all()))
    }

    /// The view that a range of the text is about: the part in which it is. Where it touches several these, so that
    /// what is between two parts belongs to both; and the whole text where what is said about one part depends on another.
    pub fn around(&self, range: &Range<usize>) -> View {
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
        let is_report = |part: &Placed<'_, Part<CheckedPart>>| !part.piece.content.checked.reports.is_empty();
        if run.parts.len() == self.volume().len() || !run.parts.iter().all(is_report) {
            return self.whole();
        }
        let mut latest = self.0.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |view: &&View| (view.start, view.text.len()) == (run.bytes.start, run.bytes.len());
        if let Some(view) = latest.as_ref().filter(is_same) {
            return view.clone();
        }
        latest.insert(self.view(&run)).clone()
    }

    /// The viewes that a range of the text touches, one after the other: for what is said of every report by itself,
    /// and depends on no finding.
    pub fn along(&self, range: &Range<usize>) -> impl Iterator<Item = View> {
        self.runs(range).into_iter().map(|run| match run.parts.len() == self.volume().len() {
            true => self.whole(),
            false => self.view(&run),
        })
    }

    /// Whether the text is judged as a whole: directives in one of several parts may be about another.
    fn is_one(&self) -> bool {
        let volume = self.volume();
        *self.0.is_one.get_or_init(|| volume.len() > 1 && volume.parts().any(|part| part.piece.summary.has_directives))
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

    /// Puts a view together.
    fn view(&self, Run { bytes, parts }: &Run<'_>) -> View {
        let (volume, settings) = (self.volume(), self.0.settings.clone());
        let checked = match parts.as_slice() {
            [only] if only.piece.content.is_read() => only.piece.content.checked.clone(),
            _ => {
                let judged =
                    parts.iter().map(|part| (part.start - bytes.start, CheckedPart::clone(&part.piece.content)));
                Arc::new(part::joined(volume.syntax_of(bytes), judged, &settings, self.neighbours()))
            }
        };
        let buffer = if bytes.len() == self.buffer().len() { self.buffer().clone() } else { self.buffer().part(bytes) };
        let layout = self.layout().or(settings.layout);
        View {
            start: bytes.start,
            text: buffer.to_string().into(),
            buffer,
            checked,
            hints: StyleHints { language: self.language(), layout },
            beside: self.beside(bytes),
            draft: self.buffer().clone(),
            volume: volume.clone(),
            neighbours: self.0.neighbours.clone(),
            settings,
        }
    }

    /// How the first table of the draft is written.
    fn layout(&self) -> Option<Layout> {
        let of_part = |part: Placed<'_, Part<CheckedPart>>| {
            Some(part.piece.content.checked.reports.first()?.forms.first()?.layout)
        };
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
