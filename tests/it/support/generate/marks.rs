//! Marks: characters for private use around what is marked, taken out again when the text is written.

use super::Mark;
use nianbao::syntax::table::GridCell;
use std::ops::Range;

const VALUE: char = '\u{e000}';
const LABEL: char = '\u{e001}';
const END: char = '\u{e002}';
const FIRST_ID: u32 = 0xf_0000;

/// The marks of a draft.
#[derive(Default)]
pub struct Marker {
    marks: Vec<Mark>,
}

impl Marker {
    /// A text with a mark.
    pub fn mark(&mut self, mark: Mark, text: &str) -> String {
        let id = char::from_u32(FIRST_ID + self.marks.len() as u32).expect("for private use");
        self.marks.push(mark);
        let begin = if matches!(mark, Mark::Value { .. }) { VALUE } else { LABEL };
        format!("{begin}{id}{text}{END}")
    }

    /// The text without the marks, and where they stood.
    pub fn take_out(&self, written: &str) -> (String, Vec<(Mark, Range<usize>)>) {
        let mut text = String::with_capacity(written.len());
        let mut marks = Vec::new();
        let mut open = None;
        let mut chars = written.chars();
        while let Some(c) = chars.next() {
            match c {
                VALUE | LABEL => {
                    let id = chars.next().expect("an id") as u32 - FIRST_ID;
                    open = Some((self.marks[id as usize], text.len()));
                }
                END => {
                    let (mark, start) = open.take().expect("a beginning");
                    marks.push((mark, start..text.len()));
                }
                c => text.push(c),
            }
        }
        (text, marks)
    }
}

/// A text in pieces of so many characters; the first has the mark.
pub fn in_pieces(text: &str, length: usize) -> Vec<String> {
    let is_marked = text.starts_with([VALUE, LABEL]);
    let printed: Vec<char> = text.chars().skip(if is_marked { 2 } else { 0 }).filter(|c| *c != END).collect();
    let mut pieces: Vec<String> = printed.chunks(length).map(|piece| piece.iter().collect()).collect();
    if let Some(first) = pieces.first_mut().filter(|_| is_marked) {
        *first = format!("{}{first}{END}", text.chars().take(2).collect::<String>());
    }
    pieces
}

/// Whether a cell is marked as a value, or is a number.
pub fn is_value(cell: &GridCell) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| b"0123456789-.".contains(&byte));
    cell.text.starts_with(VALUE) || is_number(&cell.text)
}
