//! What a cell of prose states, as far as its own text tells: claims, dates, periods, citations, missing figures, the
//! ordinals of points.
//!
//! Facts are read once and kept with their block; rules judge by them.

use super::citations::{self, Brackets, Citation};
use super::claims::{self, Claim};
use super::dates::{self, Date, Period};
use super::keywords::{KeywordRoom, Keywords, keywords_in};
use super::ordinals::{self, Ordinal};
use super::private_numbers::{PrivateNumber, private_numbers};
use super::prose::{Kinds, Lexeme, Sense, Stretch, lex, lexicon, sentences};
use super::vocabulary::LONGEST_LABEL;
use crate::edition::labels;
use crate::edition::phrases::phrases;
use crate::syntax::patch::Touched;
use crate::syntax::{Block, Cell};
use crate::text::fold::fold;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// What a cell states. Places are bytes of its folded text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellFacts {
    /// Figures, and words for none and for all, in the order of the text.
    pub claims: Box<[Claim]>,
    /// Years and dates.
    pub dates: Box<[Date]>,
    /// Periods.
    pub periods: Box<[Period]>,
    /// Documents that are cited.
    pub citations: Box<[Citation]>,
    /// Places where a figure is missing before its unit.
    pub blanks: Box<[Stretch]>,
    /// Words of which rules speak.
    pub keywords: Keywords,
    /// Numbers that may be private.
    pub private: Box<[PrivateNumber]>,
    /// The ordinals of points and sub-headings.
    pub ordinals: Box<[Ordinal]>,
}

/// Shorter cells hold no keyword, in bytes.
const SHORTEST_WORD: usize = 9;
/// Shorter cells state nothing but keywords and their ordinal, in bytes.
const SHORTEST: usize = 15;

static ATTACHMENTS: LazyLock<Vec<String>> =
    LazyLock::new(|| phrases().attachments.words.iter().map(|word| fold(word)).collect());

/// What the labels of rows and columns state, where their folded text alone says it: where a table is written a cell a line
/// they are most of its text.
static OF_LABELS: LazyLock<FxHashMap<String, CellFacts>> = LazyLock::new(|| {
    let stated = labels().filter_map(|label| {
        let (folded, is_printed) = (fold(label), std::cell::Cell::new(false));
        let printed = |_| {
            is_printed.set(true);
            ""
        };
        let facts = read_text(&folded, printed, &mut Room::default());
        (!is_printed.get()).then_some((folded, facts))
    });
    stated.collect()
});

/// Whether a folded paragraph names an attachment, which is no part of the report's prose.
pub fn is_attachment(folded: &str) -> bool {
    ATTACHMENTS.iter().any(|it| folded.starts_with(it.as_str()))
}

/// What the cells of a block state, by their places in the block; most blocks state nothing. A clone is cheap.
pub type BlockProse = Option<Arc<[(u32, CellFacts)]>>;

/// Room in which cells are read one after the other.
#[derive(Debug, Default)]
pub struct Room {
    stated: Vec<(u32, CellFacts)>,
    lexemes: Vec<Lexeme>,
    keywords: KeywordRoom,
}

/// What the cells of a block state. Of a block that was patched, only the touched cells are read.
pub fn of_block(block: &Block, patched: Option<(&BlockProse, &Touched)>, room: &mut Room) -> BlockProse {
    let mut stated = std::mem::take(&mut room.stated);
    let mut read = |cells: Range<usize>, stated: &mut Vec<(u32, CellFacts)>| {
        let cell = |at: usize| Some((at as u32, of_cell(block, &block.cells()[at], room)?));
        stated.extend(cells.filter_map(cell));
    };
    match patched {
        None => read(0..block.cells().len(), &mut stated),
        Some((was, touched)) => {
            let was = was.as_deref().unwrap_or_default();
            let new = touched.cells.start..touched.cells.start + touched.count;
            stated.extend(was.iter().filter(|(at, _)| (*at as usize) < touched.cells.start).cloned());
            read(new.clone(), &mut stated);
            let behind = was.iter().filter(|(at, _)| *at as usize >= touched.cells.end);
            let moved = |at: u32| (at as usize - touched.cells.end + new.end) as u32;
            stated.extend(behind.map(|(at, facts)| (moved(*at), facts.clone())));
        }
    }
    let prose = (!stated.is_empty()).then(|| stated.drain(..).collect());
    room.stated = stated;
    prose
}

/// What a cell of a block states; `None` where that is nothing. Of a cell with a place in a table, only private numbers
/// are facts.
pub fn of_cell(block: &Block, cell: &Cell, room: &mut Room) -> Option<CellFacts> {
    let folded = block.folded(cell);
    let private = private_numbers(folded, |stretch| block.printed(block.source(cell, stretch.range())));
    // Most cells of a table.
    if cell.place.is_some() && private.is_empty() {
        return None;
    }
    let facts = match cell.place {
        Some(_) => CellFacts::default(),
        None => of_text(folded, |stretch| &block.text()[block.source(cell, stretch.range())], room),
    };
    let facts = CellFacts { private: private.into(), ..facts };
    (facts != CellFacts::default()).then_some(facts)
}

/// What a folded text states; `printed` gives what was printed for some of its bytes.
fn of_text<'a>(folded: &'a str, printed: impl Fn(Stretch) -> &'a str, room: &mut Room) -> CellFacts {
    // Most cells of a table are figures.
    if folded.len() < SHORTEST_WORD && folded.bytes().all(|b| b.is_ascii_digit()) {
        return CellFacts::default();
    }
    if folded.len() <= LONGEST_LABEL
        && let Some(facts) = OF_LABELS.get(folded)
    {
        return facts.clone();
    }
    read_text(folded, printed, room)
}

fn read_text<'a>(folded: &'a str, printed: impl Fn(Stretch) -> &'a str, room: &mut Room) -> CellFacts {
    if is_attachment(folded) {
        return CellFacts::default();
    }
    let ordinals: Box<[Ordinal]> = ordinals::ordinals(folded).into();
    let keywords =
        if folded.len() < SHORTEST_WORD { Keywords::default() } else { keywords_in(folded, &mut room.keywords) };
    let facts = CellFacts { keywords, ordinals, ..CellFacts::default() };
    if folded.len() < SHORTEST {
        return facts;
    }
    let lexemes = lex::lexemes(folded, &mut room.lexemes);
    let sentences = sentences(lexemes);
    let kinds = sentences.iter().fold(Kinds::default(), |kinds, sentence| kinds.and(sentence.kinds));
    // Few paragraphs have such words in vain, so what is cheap for most texts comes last.
    if !kinds.has(Kinds::STATING) || !lexicon::may_state(folded) {
        return facts;
    }
    let (dates, periods) = dates::dates(folded, &sentences);
    let mut citations = citations::citations(folded, &sentences);
    for citation in &mut citations {
        citation.brackets = citation.year_at().map_or(Brackets::Unknown, |at| brackets(printed(at)));
    }
    CellFacts {
        claims: claims::claims(folded, &sentences).into(),
        dates: dates.into(),
        periods: periods.into(),
        citations: citations.into(),
        blanks: if kinds.has(Kinds::BLANK) { blanks(folded, lexemes, printed).into() } else { Box::default() },
        ..facts
    }
}

/// The brackets around the printed year of a document's number.
fn brackets(printed: &str) -> Brackets {
    match printed.starts_with('〔') && printed.ends_with('〕') {
        true => Brackets::Tortoise,
        false => Brackets::Other,
    }
}

/// Places where a unit lacks its figure. Where the words would be right by themselves (申请件), a blank has to show it.
fn blanks<'a>(folded: &str, lexemes: &[Lexeme], printed: impl Fn(Stretch) -> &'a str) -> Vec<Stretch> {
    let ends = |lexeme: &&Lexeme| {
        let rest = &folded[lexeme.at.end as usize..];
        rest.is_empty() || rest.starts_with([',', '。', ';', ')', '('])
    };
    let blank = |lexeme: &&Lexeme| match lexeme.word {
        Sense::Blank(true) => true,
        Sense::Blank(false) => printed(lexeme.at).contains(char::is_whitespace),
        _ => false,
    };
    lexemes.iter().filter(blank).filter(ends).map(|lexeme| lexeme.at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_figure_or_a_label_states_is_what_reading_it_says() {
        let figures = (0..20_000).step_by(7).map(|number: u32| number.to_string());
        for text in figures.chain(["00000000", "20240101", ""].map(str::to_owned)).chain(OF_LABELS.keys().cloned()) {
            let room = &mut Room::default();
            assert_eq!(of_text(&text, |_| "", room), read_text(&text, |_| "", room), "{text}");
        }
    }
}
