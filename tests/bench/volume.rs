//! Volumes of any size for the benches: one report, or as many as fill it, with a known number of wrong figures and the
//! places where somebody would type.

use crate::generate::{Mark, Plan, Random, Style};
use nianbao::edition;
use std::ops::Range;

/// How long a report of a volume is: two thirds of published ones are not much longer.
const REPORT: usize = 15_000;

/// What stands in the first paragraph of every report.
const PROSE: &str = "围绕中心工作";

/// A figure with its unit in the last section of every report, up to its last digit.
const CLAIM: &str = "收费通知3";

/// The sizes that are measured, in bytes.
pub const SIZES: [(&str, usize); 5] =
    [("15k", 15_000), ("30k", 30_000), ("300k", 300_000), ("3m", 3_000_000), ("30m", 30_000_000)];

/// How many wrong figures a volume has where edits are measured, whatever its size: publishing them takes the same time.
pub const FAULTS: usize = 50;

/// Many reports in one text.
pub struct Volume {
    pub text: String,
    /// The figures, in the order of the text.
    figures: Vec<Range<usize>>,
    /// A place in the prose of each report.
    prose: Vec<usize>,
    /// A place behind a figure in the prose of each report.
    claims: Vec<usize>,
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
        let mut volume = Volume {
            text: String::new(),
            figures: Vec::new(),
            prose: Vec::new(),
            claims: Vec::new(),
            headings: Vec::new(),
        };
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
        self.claims.push(from + draft.text.find(CLAIM).expect("every report has it") + CLAIM.len());
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

    /// What somebody does at a place.
    pub fn typing(&self, what: What, place: Place) -> Typing {
        let prose = place.of(&self.prose);
        let heading = place.of(&self.headings);
        let (at, text, replaced) = match what {
            What::Digit => (place.of(&self.figures).end, "1", ""),
            What::Prose => (prose, "的", ""),
            What::Claim => (place.of(&self.claims), "1", ""),
            What::Enter => (prose, "\n", ""),
            What::Table => (prose, TABLE, ""),
            What::Heading => (heading.start, "", &self.text[heading]),
            What::Unclosed => (prose + UNCLOSED.len(), "的", ""),
        };
        let before = if what == What::Unclosed { UNCLOSED } else { "" };
        Typing { at, text, replaced: replaced.to_owned(), before }
    }
}

/// What somebody does again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A digit behind a figure in a table.
    Digit,
    /// A character in prose.
    Prose,
    /// A digit behind a figure in prose.
    Claim,
    /// A line break in prose.
    Enter,
    /// A table into prose.
    Table,
    /// Deletes a heading.
    Heading,
    /// A character in a table that has no end.
    Unclosed,
}

impl What {
    pub const ALL: [What; 7] =
        [What::Digit, What::Prose, What::Claim, What::Enter, What::Table, What::Heading, What::Unclosed];

    pub fn name(self) -> &'static str {
        match self {
            What::Digit => "digit in a cell",
            What::Prose => "character in prose",
            What::Claim => "digit in a claim",
            What::Enter => "Enter in prose",
            What::Table => "paste of a table",
            What::Heading => "delete of a heading",
            What::Unclosed => "character in an unclosed table",
        }
    }
}

/// A table that somebody pastes.
const TABLE: &str = "\n\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n| --- | --- | --- | --- |\n\
                     | 规章 | 1 | 0 | 3 |\n| 行政规范性文件 | 4 | 2 | 20 |\n\n";

/// A table that begins and does not end.
const UNCLOSED: &str = "\n\n<table><tr><td>甲</td><td>";

/// Something typed, and what it takes the place of. Done and taken back by turns, the text stays what it is.
#[derive(Debug, Clone)]
pub struct Typing {
    /// The byte where it is typed.
    pub at: usize,
    pub text: &'static str,
    pub replaced: String,
    /// What has to stand directly before `at`, and is to be inserted first.
    pub before: &'static str,
}

/// The line of an offset, and how many UTF-16 code units of that line are before it.
pub fn line_and_character(text: &str, at: usize) -> (usize, usize) {
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (line, text[start..at].encode_utf16().count())
}
