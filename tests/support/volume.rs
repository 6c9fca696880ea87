//! Volumes of any size for the benches: one report, or as many as fill it, with a known number of wrong figures and the
//! places where somebody would type.

use crate::generate::{Mark, Plan, Random, Style};
use nianbao::edition;
use std::ops::Range;

/// How long a report of a volume is: two thirds of published ones are not much longer.
const REPORT: usize = 15_000;

/// What stands in the first paragraph of every report.
const PROSE: &str = "围绕中心工作";

/// Many reports in one text.
pub struct Volume {
    pub text: String,
    /// The figures, in the order of the text.
    figures: Vec<Range<usize>>,
    /// A place in the prose of each report.
    prose: Vec<usize>,
    /// The fourth heading of each report.
    headings: Vec<Range<usize>>,
}

/// Where in a text somebody types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Start,
    Middle,
    End,
}

impl Place {
    pub const ALL: [Place; 3] = [Place::Start, Place::Middle, Place::End];

    pub fn name(self) -> &'static str {
        match self {
            Place::Start => "start",
            Place::Middle => "middle",
            Place::End => "end",
        }
    }

    fn of<T: Clone>(self, all: &[T]) -> T {
        let at = match self {
            Place::Start => 0,
            Place::Middle => all.len() / 2,
            Place::End => all.len() - 1,
        };
        all[at].clone()
    }
}

impl Volume {
    /// A volume of about so many bytes in which some figures are no figures, spread evenly. Up to 30 KB it is one report.
    pub fn new(style: &Style, bytes: usize, faults: usize) -> Self {
        let reports = if bytes <= 2 * REPORT { 1 } else { bytes / REPORT };
        let mut volume = Volume { text: String::new(), figures: Vec::new(), prose: Vec::new(), headings: Vec::new() };
        for index in 0..reports {
            let wrong = faults * (index + 1) / reports - faults * index / reports;
            volume.append(style, bytes / reports, index as u64, wrong);
        }
        volume
    }

    fn append(&mut self, style: &Style, bytes: usize, seed: u64, wrong: usize) {
        let draft = Plan::new(edition::newest(), seed + 1).size(bytes).write(style);
        let forms = edition::newest().forms.iter();
        let mut figures: Vec<Range<usize>> =
            forms.flat_map(|form| draft.cells(&form.id)).map(|cell| cell.range).collect();
        figures.sort_unstable_by_key(|range| range.start);
        let from = self.text.len();
        let moved = |range: &Range<usize>| from + range.start..from + range.end;
        self.prose.push(from + draft.text.find(PROSE).expect("every report has it"));
        self.headings.push(moved(&draft.places(Mark::Heading(3))[0]));
        // What is spoiled keeps its length, so every place stays where it is.
        let mut text = draft.text.clone().into_bytes();
        let mut random = Random::new(seed);
        let every = figures.len() / wrong.max(1);
        for group in figures.chunks(every.max(1)).take(wrong) {
            let figure = &group[random.below(group.len())];
            text[figure.start] = b'x';
        }
        self.figures.extend(figures.iter().map(moved));
        self.text.push_str(&String::from_utf8(text).expect("a digit is one byte"));
    }

    /// How many reports it has.
    pub fn reports(&self) -> usize {
        self.prose.len()
    }

    /// Behind a figure in a table.
    pub fn figure(&self, place: Place) -> usize {
        place.of(&self.figures).end
    }

    /// In the middle of a paragraph.
    pub fn prose(&self, place: Place) -> usize {
        place.of(&self.prose)
    }

    /// A heading in the middle of a report.
    pub fn heading(&self, place: Place) -> Range<usize> {
        place.of(&self.headings)
    }
}
