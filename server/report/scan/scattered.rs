//! A table whose cells come in pieces and out of their order, as the text of a PDF has them: labels broken over lines with
//! their figures beside the middle one, pieces of the labels of groups in between, figures before their labels.
//!
//! It is the official table if there are as many figures as the form has cells, if every row that was recognised has its
//! figures at its place among them, and if exactly the labels of all other rows can be put together from the text that
//! is left. The figures are those of the form then, row by row. Where the text does not show which figures are a row,
//! their sums have to.

mod blank;
mod broken;
mod labels;
mod pages;
mod sums;
mod tiles;

use super::page::belongs_to_page;
use super::row::{FormAt, RowItem, RowItemKind, ScannedRow, all_forms};
use super::{Scanner, proceedings};
use crate::edition::{Direction, Form};
use crate::report::placeholder::placeholder;
use crate::report::token::Token;
use crate::report::vocabulary::{LONGEST_LABEL, RowRef, Spelling, vocabulary};
use crate::text::fold::fold;
use labels::{Bag, Labels, characters, labelled};
use pages::Pages;
use std::ops::Range;
use sums::{FigureRows, adds_up};

/// The most page numbers that may stand among the figures.
const MOST_PAGES: usize = 9;

/// A section with fewer figures holds no table that could be in pieces.
const FEWEST_FIGURES: usize = 10;

/// One with fewer rows holds none without figures.
const FEWEST_ROWS: usize = 4;

impl Scanner<'_, '_> {
    /// Reads the table of the section that ends here anew if it is a whole one in pieces.
    pub(super) fn gather(&mut self, at: usize) {
        let (section, rows) = (self.begin..at, &self.scan.rows[self.section..]);
        let may_be_blank = self.figures <= MOST_PAGES && rows.len() >= FEWEST_ROWS;
        if self.figures < FEWEST_FIGURES && !may_be_blank {
            return;
        }
        let scattered = Scattered { tokens: self.tokens, section, rows, title: self.title };
        let found = if may_be_blank { scattered.read_blank() } else { scattered.read() };
        self.scan.by_sums |= found.by_sums;
        if let Some(rows) = found.rows {
            let pieces = self.scan.unread.partition_point(|piece| *piece < self.begin);
            self.scan.unread.truncate(pieces);
            self.scan.rows.truncate(self.section);
            self.scan.rows.extend(rows);
        }
    }
}

/// The tokens of a section with a table.
pub struct Scattered<'a, 't> {
    /// The tokens of the report.
    pub tokens: &'a [Token<'t>],
    /// Those of the section.
    pub section: Range<usize>,
    /// The rows that were recognised in it.
    pub rows: &'a [ScannedRow],
    /// The report's folded title, which may stand on every page.
    pub title: Option<&'a str>,
}

/// What was found in a section.
#[derive(Debug, Default)]
pub struct Found {
    /// All rows of its table.
    pub rows: Option<Vec<ScannedRow>>,
    /// Whether it took the values of the figures to know.
    pub by_sums: bool,
}

impl<'t> Scattered<'_, 't> {
    /// The rows of the section's table if it is a whole one in pieces.
    pub fn read(&self) -> Found {
        let mut found = Found::default();
        if forms().any(|(at, form)| self.is_complete(at, form)) {
            return found;
        }
        let figures: Vec<usize> = self.section.clone().filter(|&at| self.is_value(at)).collect();
        for (at, form) in forms() {
            let count = form.rows.len() * form.columns.len();
            if (count..=count + MOST_PAGES).contains(&figures.len()) {
                found.rows = self.read_as(at, form, &figures, &mut found.by_sums);
            }
            if found.rows.is_some() {
                return found;
            }
        }
        found.rows = self.broken(&figures);
        found
    }

    fn token(&self, at: usize) -> &Token<'t> {
        &self.tokens[at]
    }

    fn is_value(&self, at: usize) -> bool {
        let token = self.token(at);
        (token.is_figure() || placeholder(token.folded).is_some() || token.number().is_some())
            && token.meaning().is_none()
            && !self.belongs_to_page(token)
    }

    fn belongs_to_page(&self, token: &Token<'_>) -> bool {
        belongs_to_page(token, self.title)
    }

    /// Whether every row of the form was recognised with all its figures.
    fn is_complete(&self, at: FormAt, form: &Form) -> bool {
        let official = |row: &ScannedRow| {
            row.filled() == form.columns.len()
                && row.reference(at).is_some_and(|row| row.spelling == Spelling::Official)
        };
        self.rows.iter().filter(|row| official(row)).count() == form.rows.len()
    }

    fn read_as(
        &self,
        at: FormAt,
        form: &'static Form,
        figures: &[usize],
        by_sums: &mut bool,
    ) -> Option<Vec<ScannedRow>> {
        let labels = Labels::of(at);
        let recognised = self.recognised(at, form)?;
        let official = |row: &&ScannedRow| row.reference(at).is_some_and(|row| row.spelling == Spelling::Official);
        // A label that differs may be a piece of the right one, but none that is written in another way.
        let is_other = |row: &ScannedRow, label: &str| {
            let printed: String = self.tokens[row.label.clone()].iter().flat_map(|it| characters(it.folded)).collect();
            !labels.is_piece(&printed, label)
        };
        let strict = recognised.iter().zip(&labels.rows);
        let strict: Vec<Option<&ScannedRow>> =
            strict.map(|(row, label)| row.filter(|row| official(row) || is_other(row, label))).collect();
        let inside = figures.first()? + 1..*figures.last()?;
        let fits = |kept: &Vec<_>| self.labels_fit(labels, kept, figures, inside.clone());
        let kept = [strict, recognised].into_iter().find(fits)?;
        // Where all labels stand as they should, and not apart from the figures, a row with a figure too many is wrong.
        let is_whole =
            |row: &ScannedRow| row.reference(at).is_some_and(|it| is_printed(self.tokens, row, &labels.rows[it.row]));
        let whole = self.rows.iter().filter(|row| is_whole(row)).count();
        let has_pages = figures.len() > form.rows.len() * form.columns.len();
        let is_strange = |row: &ScannedRow| row.reference(at).is_none() && row.filled() > 0;
        let is_apart = self.rows.iter().filter(|row| row.filled() > 0).count() < 2;
        let is_right = labelled(form) && whole >= form.rows.len() && !is_apart;
        if is_right && !has_pages && !self.rows.iter().any(is_strange) {
            return None;
        }
        let has_place =
            |grid: &FigureRows| kept.iter().zip(grid).all(|(row, figures)| row.is_none_or(|row| holds(row, figures)));
        if let Some(grid) = self.shown(form, figures) {
            return has_place(&grid).then(|| self.table(form, &grid, &kept, labels));
        }
        *by_sums = true;
        // What stands beside a label says nothing where the figures are in no order.
        let tiled = || labelled(form).then(|| tiles::tiled(self.tokens, form, figures)).flatten();
        let grid = self.summed(form, figures).into_iter().find(has_place).or_else(tiled);
        if grid.is_none() && (!labelled(form) || has_pages) {
            return None;
        }
        Some(match grid {
            Some(grid) => self.table(form, &grid, &kept, labels),
            None => self.unclear(form, figures, labels),
        })
    }

    /// The figures as rows, where lines or what stands between the figures show the rows.
    fn shown(&self, form: &Form, figures: &[usize]) -> Option<FigureRows> {
        let (rows, columns) = (form.rows.len(), form.columns.len());
        let lines: Vec<&[usize]> = figures.chunk_by(|one, other| self.share_line(*one, *other)).collect();
        let full = || lines.iter().filter(|line| line.len() == columns);
        // A figure alone in its line is the number of a page then.
        if full().count() == rows && lines.iter().all(|line| line.len() == columns || line.len() == 1) {
            return Some(full().map(|line| line.to_vec()).collect());
        }
        if figures.len() != rows * columns {
            return None;
        }
        let grouped = |column: usize| {
            let group = |column: usize| form.columns[column].path.split_last().map(|(_, group)| group);
            column == 0 || group(column - 1) != group(column)
        };
        let is_gap = |pair: &[usize]| self.is_text_between(pair[0], pair[1]);
        let mut gaps = figures.windows(2).zip(1..).filter(|(pair, _)| is_gap(pair)).map(|(_, before)| before);
        // Between two rows there is always a label; in a row without a label, only the headers of groups divide it.
        let is_shown = match labelled(form) {
            true => gaps.eq((1..rows).map(|row| row * columns)),
            false => gaps.all(grouped) && self.has_groups_in_order(form),
        };
        is_shown.then(|| figures.chunks(columns).map(<[usize]>::to_vec).collect())
    }

    /// Whether the labels of groups of columns stand in the form's order, as far as they stand in one piece.
    fn has_groups_in_order(&self, form: &Form) -> bool {
        let groups = form.columns.iter().filter_map(|column| column.path.iter().rev().nth(1));
        let mut groups: Vec<String> = groups.map(|group| fold(group)).collect();
        groups.dedup();
        let place = |group: &String| self.section.clone().find(|&at| self.token(at).folded == group);
        groups.iter().filter_map(place).is_sorted()
    }

    fn share_line(&self, one: usize, other: usize) -> bool {
        let line = |at: usize| self.token(at).line();
        line(one).is_some() && line(one) == line(other)
    }

    fn is_text_between(&self, one: usize, other: usize) -> bool {
        self.tokens[one + 1..other].iter().any(|token| !token.is_blank() && !self.belongs_to_page(token))
    }

    /// The figures as rows where all rows add up: one row behind the other, one column behind the other, or one row
    /// behind the other with page numbers among them.
    fn summed(&self, form: &'static Form, figures: &[usize]) -> Vec<FigureRows> {
        let (rows, columns) = (form.rows.len(), form.columns.len());
        let across: FigureRows = match figures.len() == rows * columns {
            true => figures.chunks(columns).map(<[usize]>::to_vec).collect(),
            false => return Pages { tokens: self.tokens, form, steps: 0 }.without(figures).into_iter().collect(),
        };
        let down: FigureRows =
            (0..rows).map(|row| (0..columns).map(|column| figures[column * rows + row]).collect()).collect();
        [across, down].into_iter().filter(|grid| adds_up(self.tokens, form, grid)).collect()
    }

    /// For each row of the form the scanned one with as many figures; `None` if there are several.
    fn recognised(&self, at: FormAt, form: &Form) -> Option<Vec<Option<&ScannedRow>>> {
        let mut recognised: Vec<Option<&ScannedRow>> = vec![None; form.rows.len()];
        for row in self.rows.iter().filter(|row| labelled(form) && row.filled() == form.columns.len()) {
            let Some(reference) = row.reference(at) else { continue };
            if recognised[reference.row].replace(row).is_some() {
                return None;
            }
        }
        Some(recognised)
    }

    /// Whether the labels of the rows that are not `kept` can be put together from the text that is left, and whether
    /// all of that `inside` is used up.
    fn labels_fit(
        &self,
        labels: &Labels,
        kept: &[Option<&ScannedRow>],
        figures: &[usize],
        inside: Range<usize>,
    ) -> bool {
        // The rest of a label that was recognised by its beginning stands elsewhere, too.
        let is_whole = |row: &ScannedRow, label: &str| {
            let is_official = row.rows.iter().any(|row| row.spelling == Spelling::Official);
            !is_official || is_printed(self.tokens, row, label)
        };
        let rows = labels.rows.iter().zip(kept);
        let (kept, broken): (Vec<_>, Vec<_>) =
            rows.partition(|(label, row)| row.is_some_and(|row| is_whole(row, label)));
        if broken.is_empty() {
            return false;
        }
        let mut bag = Bag::default();
        broken.iter().for_each(|(label, _)| bag.need(label));
        labels.groups.iter().for_each(|group| bag.allow(group));
        let is_kept = |at: usize| kept.iter().any(|(_, row)| row.is_some_and(|row| row.label.contains(&at)));
        let mut headers = Vec::new();
        let mut figures = figures.iter().peekable();
        for at in self.section.clone() {
            let token = self.token(at);
            if figures.next_if_eq(&&at).is_some() || token.is_blank() || self.belongs_to_page(token) || is_kept(at) {
                continue;
            }
            let is_inside = inside.contains(&at);
            if token.folded.len() > LONGEST_LABEL {
                if is_inside {
                    return false;
                }
                continue;
            }
            if labels.groups.iter().any(|group| group == token.folded) {
                bag.forbid(token.folded);
                continue;
            }
            // The column 总计 and the rest of the row （七）总计 look alike.
            if labels.is_header(token.folded) {
                headers.push(token.folded);
            } else if !bag.take(token.folded) && is_inside {
                return false;
            }
        }
        headers.into_iter().for_each(|piece| {
            bag.take(piece);
        });
        bag.is_used_up()
    }

    /// The rows of the table. Nothing begins before their labels: what stands there may be a piece of anything.
    fn table(&self, form: &Form, grid: &FigureRows, kept: &[Option<&ScannedRow>], labels: &Labels) -> Vec<ScannedRow> {
        let mut columns = self.rows.iter().find(|row| !row.columns.is_empty()).map(|row| row.columns.clone());
        let rows = grid.iter().enumerate().map(|(row, figures)| {
            let items: Vec<RowItem> = figures.iter().map(|&token| self.item(token)).collect();
            let columns = columns.take().unwrap_or_default();
            if let Some(kept) = kept[row] {
                return ScannedRow { begins: 0, items, columns, ..kept.clone() };
            }
            let first = figures.first().copied().unwrap_or_default();
            let label = if labelled(form) { self.label(&labels.rows[row], first) } else { first..first };
            let rows = rows_of(form, &labels.rows[row]);
            ScannedRow { begins: 0, items, columns, ..ScannedRow::new(label, rows) }
        });
        rows.collect()
    }

    fn item(&self, token: usize) -> RowItem {
        let is_number = self.token(token).number().is_some();
        RowItem::new(token, if is_number { RowItemKind::Figure } else { RowItemKind::Odd })
    }

    /// The tokens with the beginning of a label; none before the row's first figure if it is nowhere.
    fn label(&self, label: &str, first: usize) -> Range<usize> {
        const SHORTEST: usize = "1.属".len();
        let begins = |at: usize| {
            let folded = self.token(at).folded;
            let starts = folded.match_indices(&label[..label.chars().next().map_or(0, char::len_utf8)]);
            let common = starts.filter_map(|(start, _)| {
                let rest = &folded[start..];
                (label.starts_with(rest) || rest.starts_with(label)).then_some(rest.len().min(label.len()))
            });
            common.max().filter(|length| *length >= SHORTEST.min(label.len())).map(|length| (length, at))
        };
        if label.is_empty() {
            return first..first;
        }
        // Of several the longest; the nearest one before the figures is no better than one behind them.
        let best = self.section.clone().filter(|&at| !self.is_value(at)).filter_map(begins);
        let Some((mut length, at)) = best.max_by_key(|(length, at)| (*length, usize::MAX - at)) else {
            return first..first;
        };
        let mut end = at + 1;
        while end < self.section.end
            && !self.token(end).is_blank()
            && label[length..].starts_with(self.token(end).folded)
        {
            length += self.token(end).folded.len();
            end += 1;
        }
        at..end
    }
}

/// The forms whose tables may be in pieces.
fn forms() -> impl Iterator<Item = (FormAt, &'static Form)> {
    all_forms().filter(|(_, form)| is_summed(form))
}

/// Whether a form has totals across, as those have that are large enough to be broken into pieces.
fn is_summed(form: &Form) -> bool {
    form.equations.iter().any(|equation| equation.direction == Direction::Across)
}

/// The rows with a label.
fn rows_of(form: &Form, label: &str) -> &'static [RowRef] {
    match labelled(form) {
        true => vocabulary().meaning(label).map_or(&[], |meaning| &meaning.rows),
        false => &proceedings::ROWS,
    }
}

/// Whether the tokens of a row's label are the whole label.
fn is_printed(tokens: &[Token<'_>], row: &ScannedRow, label: &str) -> bool {
    let printed = tokens[row.label.clone()].iter().flat_map(|token| characters(token.folded));
    characters(label).count() <= printed.count()
}

/// Whether these are the figures of a row.
fn holds(row: &ScannedRow, figures: &[usize]) -> bool {
    let items = row.items.iter().filter(|item| item.kind != RowItemKind::Blank).map(|item| item.token);
    items.eq(figures.iter().copied())
}
