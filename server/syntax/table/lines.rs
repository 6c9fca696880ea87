//! Tables with one cell a line, and all other text that is read line by line.
//!
//! Such tables come from copied web pages: each cell is on a line of its own, with or without blank lines between, with
//! a pipe after it or lone pipes for merged and empty cells.

use super::Grid;
use crate::syntax::cell::{Cells, is_blank};
use crate::syntax::run_on;
use crate::text::lines::lines_of;
use crate::text::{fold, number};
use std::ops::Range;

/// Reads each line as a cell; a line with a lone pipe is an empty cell, one of several pipes is filler.
pub fn read(text: &str, cells: &mut Cells) {
    for (line, (start, line_text)) in lines_of(text).enumerate() {
        read_line(text, start..start + line_text.len(), line, cells);
    }
}

/// Reads the line that stands in `range` of the block's text.
pub(super) fn read_line(text: &str, range: Range<usize>, line: usize, cells: &mut Cells) {
    let (start, line_text) = (range.start, &text[range]);
    let content = line_text.trim_matches(|c| is_blank(c) || c == '|');
    if content.is_empty() {
        if line_text.trim() == "|" {
            cells.push(text, start..start, line, None);
        }
        return;
    }
    let content = without_break(content);
    let before = cells.read_so_far();
    let begin = start + (line_text.len() - line_text.trim_start_matches(|c| is_blank(c) || c == '|').len());
    match pieces(content) {
        Some(pieces) => {
            for piece in pieces {
                cells.push(text, begin + piece.start..begin + piece.end, line, None);
            }
        }
        None => cells.push(text, begin..begin + content.len(), line, None),
    }
    run_on::cut(text, cells, before);
}

/// A line without the `<br>` at its end, which programs write that turn the pages of a PDF into HTML.
fn without_break(line: &str) -> &str {
    let Some(at) = line.strip_suffix('>').and_then(|rest| rest.rfind('<')) else { return line };
    let (before, tag) = line.split_at(at);
    let is_break = ["<br/>", "<br>", "<br />"].iter().any(|name| tag.eq_ignore_ascii_case(name));
    let before = before.trim_end_matches(is_blank);
    if is_break && !before.is_empty() { before } else { line }
}

/// The cells of a line with several, separated by blanks: `规章 0 0 0`.
///
/// Such a line has two consecutive figures, or is short and ends in a figure behind a label. Prose does neither.
pub fn pieces(line: &str) -> Option<Vec<Range<usize>>> {
    if !has_figure_behind_blank(line.as_bytes()) {
        return None;
    }
    let mut words = words(line);
    if words.len() < 2 {
        return None;
    }
    let mut folded: Vec<String> = words.iter().map(|word| fold::fold(&line[word.clone()])).collect();
    join_page_number(&mut words, &mut folded);
    // Behind a label, `/` and `-` stand for figures; without one, `- 4 -` is a page number.
    let labelled = !folded[0].starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let is_mark = |word: &str| labelled && matches!(word, "/" | "-" | "--");
    let figures: Vec<bool> = folded.iter().map(|word| is_figure(word) || is_mark(word)).collect();
    let two_in_a_row = has_two_in_a_row(&folded, &figures);
    let label_and_figure = line.len() <= 150 && figures[words.len() - 1] && !figures[0] && words.len() <= 4;
    (two_in_a_row || label_and_figure).then_some(words)
}

/// Joins the words of a page number that is glued to the last figure: `31- 4 -`.
fn join_page_number(words: &mut Vec<Range<usize>>, folded: &mut Vec<String>) {
    let [.., first, page, end] = &folded[..] else { return };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if end == "-" && is_number(page) && first.strip_suffix('-').is_some_and(number::is_figure) {
        let (first, behind) = (words.len() - 3, words[words.len() - 1].end);
        words[first].end = behind;
        let whole = folded[first..].concat();
        words.truncate(first + 1);
        folded.truncate(first);
        folded.push(whole);
    }
}

/// Whether a word is a figure, or one with a page number behind it.
fn is_figure(word: &str) -> bool {
    let figure = word.split_once('-').filter(|(figure, page)| !figure.is_empty() && page.ends_with('-'));
    number::is_figure(figure.map_or(word, |(figure, _)| figure))
}

/// Whether two words in a row are figures, other than the groups of one long number between other text:
/// `（卡号：6217 0012 3456 7893）`.
fn has_two_in_a_row(words: &[String], figures: &[bool]) -> bool {
    const SHORTEST_GROUP: usize = 3;
    let is_digit = |c: char| c.is_ascii_digit();
    let digits = |word: &str| word.len() - word.trim_start_matches(is_digit).len();
    let last_digits = |word: &str| word.len() - word.trim_end_matches(is_digit).len();
    let mut at = 0;
    while at < figures.len() {
        let count = figures[at..].iter().take_while(|is_figure| **is_figure).count();
        let (groups, behind) = (&words[at..at + count], words.get(at + count));
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let is_grouped = before.is_some_and(|word| last_digits(word) >= SHORTEST_GROUP)
            && behind.is_some_and(|word| digits(word) >= SHORTEST_GROUP)
            && groups.iter().all(|group| group.len() >= SHORTEST_GROUP && digits(group) == group.len());
        if count >= 2 && !is_grouped {
            return true;
        }
        at += count + 1;
    }
    false
}

/// Whether a figure may follow a blank in a line; otherwise there is nothing to split. The last bytes of the wide and
/// the no-break blank, and that of an entity, are sufficient evidence. Nearly every line passes through here, so it is branch-free and
/// vectorises.
fn has_figure_behind_blank(line: &[u8]) -> bool {
    let is_blank = |b: u8| (b == b' ') | (b == b'\t') | (b == 0x80) | (b == 0xa0) | (b == b';');
    let begins_figure =
        |b: u8| b.is_ascii_digit() | (b == b'-') | (b == b'+') | (b == b'/') | (b == 0xe2) | (b == 0xef);
    let pairs = line.iter().zip(line.get(1..).unwrap_or_default());
    pairs.fold(false, |found, (&before, &after)| found | (is_blank(before) & begins_figure(after)))
}

/// Entities that print a blank.
const BLANKS: [&str; 5] = ["&nbsp;", "&#160;", "&#xa0;", "&ensp;", "&emsp;"];

fn words(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    // Where an entity ends.
    let mut behind = 0;
    for (at, c) in line.char_indices() {
        if c == '&'
            && let Some(blank) = BLANKS.iter().find(|blank| line[at..].starts_with(**blank))
        {
            behind = at + blank.len();
        }
        match (at < behind || is_blank(c), start) {
            (false, None) => start = Some(at),
            (true, Some(begin)) => {
                words.push(begin..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|begin| begin..line.len()));
    words
}

/// Writes a table; a merged cell is written once, so cells can be counted but have no column.
pub fn write(grid: &Grid) -> String {
    let mut text = String::new();
    for cell in grid.rows.iter().flatten() {
        text.push_str(&cell.text);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_one_number_between_other_text_are_no_cells() {
        let count = |line: &str| pieces(line).map_or(1, |pieces| pieces.len());
        assert_eq!(count("退款至银行卡（卡号：6217 0012 3456 7893）。"), 1);
        assert_eq!(count("规章 1200 3400 5600"), 4);
        assert_eq!(count("规章0 0 0 0行政规范性文件"), 4);
        assert_eq!(count("件数1200 3400 5600 行政规范性文件"), 4);
    }
}
