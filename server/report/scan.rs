//! Scans a report's tables for rows, a label and the cells after it, in any layout.

mod apart;
mod damaged;
mod kinds;
mod lone_header;
mod page;
mod pieces;
mod proceedings;
mod row;
mod scattered;
mod two_lines;

use super::article::{self, Banner};
use super::merged::Merged;
use super::resembling::rows_near;
use super::token::Token;
use super::vocabulary::{ColumnRef, LONGEST_LABEL, RowRef, vocabulary};
use crate::text::number;
use kinds::is_placeholder;
pub use kinds::{are_figures, are_running_text};
pub use lone_header::LoneHeader;
pub use row::{FormAt, RowItem, RowItemKind, ScannedRow};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The parts of forms among the tokens of a report.
#[derive(Debug, Default)]
pub struct Scan {
    /// Rows, in the order of the text.
    pub rows: Vec<ScannedRow>,
    /// Article headings.
    pub banners: Vec<Banner>,
    /// Tokens that are no part of a table as far as their characters say, ascending.
    pub unread: Vec<usize>,
    /// Headers with no row below.
    pub headers: Vec<LoneHeader>,
    /// Whether a header repeats merged cells in each of their places, so that its rows may do so, too.
    pub repeats_merged: bool,
    /// Whether it took the values of the figures to tell which of them are a row.
    pub by_sums: bool,
    /// The stretches between headings that hold rows, banners or headers, ascending; 0 is the one before the first heading.
    pub stretches: Vec<usize>,
}

/// Both 行政复议 and 行政诉讼 were seen: the proceedings row follows.
const BOTH_HALVES: u8 = 3;

/// Collects the rows of all tables. `title` is the report's folded title, which a copy may repeat on every page.
pub fn scan(tokens: &[Token<'_>], range: Range<usize>, headings: &[usize], title: Option<&str>) -> Scan {
    let mut scanner = Scanner {
        tokens,
        title,
        scan: Scan::default(),
        pieces: Vec::new(),
        columns: Vec::new(),
        begin: range.start,
        figures: 0,
        section: 0,
        banners: 0,
        headers: 0,
        last_banner: 0,
        stretch: 0,
        open: false,
        proceedings: 0,
        merged: Merged::default(),
    };
    let end = range.end;
    let headings: FxHashSet<usize> = headings.iter().copied().collect();
    for at in range {
        if headings.contains(&at) {
            scanner.end_section(at);
        } else {
            scanner.take(at);
        }
    }
    scanner.end_section(end);
    scanner.scan
}

struct Scanner<'a, 't> {
    tokens: &'a [Token<'t>],
    title: Option<&'a str>,
    scan: Scan,
    /// Unrecognised tokens; together they may be a label.
    pieces: Vec<usize>,
    columns: Vec<(usize, ColumnRef)>,
    /// Where this section begins.
    begin: usize,
    /// How many figures it has.
    figures: usize,
    /// How many rows were found before this section.
    section: usize,
    /// How many banners were.
    banners: usize,
    /// How many headers without rows were.
    headers: usize,
    /// Where the last banner stands.
    last_banner: usize,
    /// Which stretch between headings this is.
    stretch: usize,
    /// Whether the last row still accepts values.
    open: bool,
    /// Which halves of the proceedings table's header were seen since the last row: bits 1 and 2.
    proceedings: u8,
    /// The merged cells of the last header.
    merged: Merged,
}

impl Scanner<'_, '_> {
    fn take(&mut self, at: usize) {
        let token = &self.tokens[at];
        if token.is_blank() {
            return self.push_item(at, RowItemKind::Blank);
        }
        if self.belongs_to_page(token) {
            return;
        }
        let folded = token.folded;
        if token.is_figure() {
            return self.figure(at);
        }
        if folded.len() > LONGEST_LABEL {
            return self.close();
        }
        if let Some(banner) = self.banner(at) {
            self.close();
            self.leave_header();
            self.scan.banners.push(banner);
            self.last_banner = at;
            return;
        }
        if token.is_digits() && self.takes_digits(token) {
            return self.digits(at);
        }
        if self.label(at) {
            return;
        }
        if token.number().is_some() {
            return self.figure(at);
        }
        if !self.open && self.proceedings == BOTH_HALVES && is_placeholder(token) {
            self.open_unlabelled(at);
            return self.push_item(at, RowItemKind::Odd);
        }
        if self.damaged_half(at) {
            return;
        }
        if self.is_odd_value(token) && !self.is_label_in_group(token) {
            return self.push_item(at, RowItemKind::Odd);
        }
        self.open = false;
        if !self.completes_label(at) && !self.completes_header(at) {
            self.pieces.push(at);
            self.scan.unread.push(at);
            self.open_damaged(at);
        }
    }

    /// Accepts a token as a label or as a part of one; returns whether it is.
    fn label(&mut self, at: usize) -> bool {
        let token = &self.tokens[at];
        if self.label_of_pieces(at) {
            return true;
        }
        if let Some(meaning) = token.meaning() {
            if !meaning.rows.is_empty() && (meaning.columns.is_empty() || self.begins_values(at)) {
                self.open_row(at..at + 1, &meaning.rows);
                return true;
            }
            // 总计 and 其他 without their ordinal are rows only if figures follow, and never above the proceedings.
            let bare_row = !meaning.columns.is_empty() && self.proceedings == 0 && self.begins_values(at);
            if !bare_row && (!meaning.columns.is_empty() || meaning.frame) {
                self.header(at, &meaning.columns, token.folded);
                return true;
            }
        }
        // A cell right of a label, in the same row of a table, is a value.
        if self.in_value_part(token) {
            return false;
        }
        let rows = vocabulary().rows_like(token.folded);
        if !rows.is_empty() && (self.begins_values(at) || self.begins_empty_cells(at)) {
            self.open_row(at..at + 1, rows);
            return true;
        }
        // So much is a label even where the cells behind it were left blank.
        let rows = if self.tokens[at].cell.place.is_none() { vocabulary().rows_in_group(token.folded) } else { &[] };
        if !rows.is_empty() {
            self.open_row(at..at + 1, rows);
            return true;
        }
        if let Some(labels) = vocabulary().header_line(token.folded) {
            labels.iter().for_each(|(label, meaning)| self.header(at, &meaning.columns, label));
            return true;
        }
        self.glued_row(at)
    }

    /// A label and its figures in one piece: 规章000.
    fn glued_row(&mut self, at: usize) -> bool {
        let token = &self.tokens[at];
        let label = token.folded.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        let is_glued = number::is_figure(&token.folded[label.len()..]);
        let meaning = is_glued.then(|| vocabulary().meaning(label)).flatten();
        let Some(meaning) = meaning.filter(|meaning| !meaning.rows.is_empty()) else { return false };
        self.open_row(at..at + 1, &meaning.rows);
        if let Some(row) = self.scan.rows.last_mut() {
            row.label_end = Some(label.len());
            row.items.push(RowItem::new(at, RowItemKind::Figure).cut(label.len()..token.folded.len()));
        }
        true
    }

    /// The next token of the text that is not blank.
    fn next_printed(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens[at + 1..].iter().find(|token| !token.is_blank() && !self.belongs_to_page(token))
    }

    /// Whether the next token that is not blank holds a value, which distinguishes the row 总计 from the column 总计.
    fn begins_values(&self, at: usize) -> bool {
        self.next_printed(at).is_some_and(|token| {
            (token.is_digits() || token.number().is_some()) && token.meaning().is_none() || is_placeholder(token)
        })
    }

    /// Whether all cells behind a token in its table row are empty.
    fn begins_empty_cells(&self, at: usize) -> bool {
        let row = self.tokens[at].table_row();
        let mut behind = self.tokens[at + 1..].iter().take_while(|token| row.is_some() && token.table_row() == row);
        behind.next().is_some_and(Token::is_blank) && behind.all(Token::is_blank)
    }

    /// Whether a cell is in the open row of a table that shows its rows.
    fn in_value_part(&self, token: &Token<'_>) -> bool {
        let row = self.scan.rows.last().filter(|_| self.open);
        let first = row.and_then(|row| row.label.clone().last().or(row.items.first().map(|item| item.token)));
        first.is_some_and(|first| token.table_row().is_some() && token.table_row() == self.tokens[first].table_row())
    }

    fn is_odd_value(&self, token: &Token<'_>) -> bool {
        let Some(row) = self.scan.rows.last().filter(|_| self.open) else { return false };
        let folded = token.folded;
        let short_with_digits = folded.chars().count() <= 12
            && folded.bytes().any(|b| b.is_ascii_digit())
            && folded.starts_with(|c: char| c.is_ascii() || "增减约共近".contains(c))
            && !folded.contains('年');
        self.in_value_part(token)
            || (token.cell.place.is_none()
                && row.takes_more()
                && (is_placeholder(token) || (short_with_digits && !folded.contains(['.', ','])))
                && !folded.starts_with(['(', '第']))
    }

    fn open_row(&mut self, label: Range<usize>, rows: &'static [RowRef]) {
        let banner = self.scan.banners.len().checked_sub(1);
        let mut columns = std::mem::take(&mut self.columns);
        if columns.is_empty() {
            // A label repeated in each place of its merged cell is one row.
            let tokens = self.tokens;
            let row_of = |label: &Range<usize>| tokens.get(label.start).and_then(Token::table_row);
            let repeats = |last: &mut ScannedRow| {
                last.rows == rows
                    && last.items.is_empty()
                    && row_of(&label).is_some_and(|row| row_of(&last.label) == Some(row))
            };
            if let Some(last) = self.scan.rows.pop_if(repeats) {
                columns = last.columns;
            }
        } else {
            self.merged = Merged::of(self.tokens, &columns);
            self.scan.repeats_merged |= !self.merged.is_empty();
        }
        self.scan.rows.push(ScannedRow { banner, columns, ..ScannedRow::new(label, rows) });
        self.pieces.clear();
        self.open = true;
        self.proceedings = 0;
    }

    fn header(&mut self, at: usize, columns: &[ColumnRef], folded: &str) {
        self.close();
        self.columns.extend(columns.iter().map(|column| (at, *column)));
        let [first, second] = *proceedings::HALVES;
        self.proceedings |= u8::from(folded == first) | u8::from(folded == second) << 1;
    }

    fn figure(&mut self, at: usize) {
        self.figures += 1;
        if self.is_page_number(at) {
            return;
        }
        if !self.open {
            self.open_unlabelled(at);
        }
        self.push_item(at, RowItemKind::Figure);
    }

    /// Whether digits that are no figure are several, in a row of a table.
    fn takes_digits(&self, token: &Token<'_>) -> bool {
        match self.scan.rows.last().filter(|_| self.open) {
            Some(row) => self.in_value_part(token) || (token.cell.place.is_none() && row.takes_more()),
            None => self.proceedings == BOTH_HALVES,
        }
    }

    /// Takes digits that are no figure: blanks divide them, or there are too many.
    fn digits(&mut self, at: usize) {
        if !self.open {
            self.open_unlabelled(at);
        }
        self.push_item(at, RowItemKind::Odd);
    }

    /// Opens a row for a figure without one: the proceedings row, or a row with an unknown label.
    fn open_unlabelled(&mut self, at: usize) {
        if self.proceedings == BOTH_HALVES {
            self.open_row(at..at, &proceedings::ROWS);
            let first_blank = self.tokens[..at].iter().rposition(|token| {
                !token.is_blank() || token.table_row().is_none() || token.table_row() != self.tokens[at].table_row()
            });
            for blank in first_blank.map_or(0, |before| before + 1)..at {
                self.push_item(blank, RowItemKind::Blank);
            }
        } else if let Some(&last) = self.pieces.last()
            && self.tokens[last + 1..at].iter().all(|token| token.is_blank() || self.belongs_to_page(token))
        {
            let folded = self.tokens[last].folded;
            let glued = folded.trim_end_matches(|c: char| c.is_ascii_digit());
            let near = rows_near(if glued.len() < folded.len() { glued } else { folded });
            self.open_near(last, near);
        }
    }

    fn push_item(&mut self, at: usize, kind: RowItemKind) {
        let Some(row) = self.scan.rows.last().filter(|_| self.open) else { return };
        let repeats =
            row.items.last().is_some_and(|last| self.merged.repeats(&self.tokens[at], &self.tokens[last.token]));
        if !repeats && let Some(row) = self.scan.rows.last_mut() {
            row.items.push(RowItem::new(at, kind));
        }
    }

    /// Ends the section: a table never continues behind a heading. A proceedings table without any figures still
    /// counts.
    fn end_section(&mut self, at: usize) {
        if self.proceedings == BOTH_HALVES {
            self.open_row(at..at, &proceedings::ROWS);
        }
        self.close();
        self.gather(at);
        self.leave_header();
        self.gather_apart(at);
        let found = (self.scan.rows.len(), self.scan.banners.len(), self.scan.headers.len());
        if (self.section, self.banners, self.headers) != found {
            self.scan.stretches.push(self.stretch);
        }
        self.stretch += 1;
        (self.section, self.banners, self.headers) = found;
        (self.begin, self.figures) = (at + 1, 0);
        self.proceedings = 0;
    }

    fn close(&mut self) {
        self.open = false;
        self.pieces.clear();
    }
}
