//! An immutable state of a draft, and the views of it that requests work on.
//!
//! A part of a volume is read as if it were a file of its own, so a request at one place costs only the part around it.
//! Only requests at the border of two parts, or about the whole volume, need several.

use super::checked::Checked;
use super::part::{self, CheckedPart, PartSummary};
use super::style_hints::{Language, StyleHints};
use super::view::{Beside, View};
use crate::config::Settings;
use crate::report::neighbours::{Contributions, LastYear, Neighbours};
use crate::report::volume::{Part, Volume, Work};
use crate::rules::{self, Finding};
use crate::syntax::Layout;
use crate::text::Buffer;
use crate::text::sequence::{Piece, Placed};
use crate::text::stop;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A state of a draft. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Snapshot(Arc<Read>);

#[derive(Debug)]
struct Read {
    buffer: Buffer,
    language: Language,
    settings: Arc<Settings>,
    /// The neighbouring reports, those in the text itself included.
    neighbours: Neighbours,
    volume: Volume<CheckedPart>,
    /// Whether a directive in one part may be about another.
    is_one: OnceLock<bool>,
    whole: OnceLock<View>,
    /// The last view asked for: editors send many requests about one place.
    latest: Mutex<Option<View>>,
}

/// Consecutive parts.
struct Run<'a> {
    bytes: Range<usize>,
    parts: Vec<Placed<'a, Part<CheckedPart>>>,
}

impl Snapshot {
    /// A snapshot of a checked text.
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

    /// The settings with which it was checked.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The neighbouring reports, those in the text itself included.
    pub(super) fn neighbours(&self) -> &Neighbours {
        &self.0.neighbours
    }

    /// What its reports contribute to other texts.
    pub fn contributions(&self) -> &Contributions {
        self.0.neighbours.own()
    }

    /// What its reports looked up of the year before, in order.
    pub fn looked_up(&self) -> Vec<LastYear> {
        self.neighbours().looked_up()
    }

    /// Whether its reports look up the same among these neighbours as when it was checked.
    pub(super) fn is_judged_beside(&self, others: &Neighbours) -> bool {
        let neighbours = others.with_own(self.contributions().clone());
        self.volume().parts().all(|part| part.piece.content.is_judged_beside(&neighbours))
    }

    /// How much the last change parsed and checked.
    pub fn work(&self) -> Work {
        self.0.volume.work()
    }

    /// The parts, each checked separately.
    pub(super) fn volume(&self) -> &Volume<CheckedPart> {
        &self.0.volume
    }

    /// The checked parts in order, each with the byte at which it begins, from which its offsets count.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, &Checked)> {
        self.pieces_with(|_| true)
    }

    /// The findings in order, each with the byte from which its offsets count.
    pub fn findings(&self) -> impl Iterator<Item = (usize, &Finding)> {
        let pieces = self.pieces_with(|part| part.has_findings);
        let mut is_first = rules::is_first();
        let all = pieces.flat_map(|(start, piece)| piece.findings.iter().map(move |finding| (start, finding)));
        all.filter(move |(_, finding)| is_first(finding))
    }

    fn pieces_with(&self, wanted: impl Fn(PartSummary) -> bool) -> impl Iterator<Item = (usize, &Checked)> {
        let whole = self.is_one().then(|| (0, &*self.all().checked));
        let parts = whole.is_none().then(|| self.volume().parts()).into_iter().flatten();
        let parts = parts.filter(move |part| wanted(part.piece.summary));
        whole.into_iter().chain(parts.map(|part| (part.start, &*part.piece.content.checked)))
    }

    /// The whole text, joined on first use.
    pub fn whole(&self) -> View {
        self.all().clone()
    }

    fn all(&self) -> &View {
        let all = || Run { bytes: 0..self.buffer().len(), parts: self.volume().parts().collect() };
        self.0.whole.get_or_init(|| self.view(&all()))
    }

    /// Returns the smallest view whose answers equal the whole draft's: the part around `range`; both parts at a
    /// border; the whole draft if directives span parts.
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
        // A part without a report belongs to the one before it.
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

    /// The views that a range of the text touches, in order, for answers that concern each report separately and depend
    /// on no directive.
    pub fn along(&self, range: &Range<usize>) -> impl Iterator<Item = View> {
        self.runs(range).into_iter().map(|run| {
            stop::here();
            match run.parts.len() == self.volume().len() {
                true => self.whole(),
                false => self.view(&run),
            }
        })
    }

    /// Whether the text is judged as a whole: directives in one of several parts may be about another.
    fn is_one(&self) -> bool {
        let volume = self.volume();
        *self.0.is_one.get_or_init(|| volume.len() > 1 && volume.parts().any(|part| part.piece.summary.has_directives))
    }

    /// The parts that a range touches. Parts without a line end between them stay together.
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

    /// Makes a view of a run.
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

    /// The layout of the first table in the draft.
    fn layout(&self) -> Option<Layout> {
        let of_part = |part: Placed<'_, Part<CheckedPart>>| {
            Some(part.piece.content.checked.reports.first()?.forms.first()?.layout)
        };
        self.volume().parts().find_map(of_part)
    }

    /// What surrounds some whole lines.
    fn beside(&self, bytes: &Range<usize>) -> Beside {
        let buffer = self.buffer();
        let has_text = |line: usize| !buffer.slice(buffer.line_range(line)).chars().all(char::is_whitespace);
        Beside {
            above: buffer.line_at(bytes.start).checked_sub(1).is_some_and(has_text),
            below: bytes.end < buffer.len() && has_text(buffer.line_at(bytes.end)),
        }
    }
}
