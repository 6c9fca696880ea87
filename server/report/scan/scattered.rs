//! A table whose cells come in pieces and out of their order, as the text of a PDF has them: labels broken over lines with
//! their figures beside the middle one, pieces of the labels of groups in between, figures before their labels.
//!
//! It is the official table if there are as many figures as the form has cells, if every row that was recognised has its
//! figures at its place among them, and if exactly the labels of all other rows can be put together from the text that
//! is left. The figures are those of the form then, row by row. Where the text does not show which figures are a row,
//! their sums have to.

use super::proceedings;
use super::row::{RowItem, RowItemKind, ScannedRow};
use crate::edition::{self, Direction, Form, Header};
use crate::report::placeholder::placeholder;
use crate::report::sums::{CellAt, State, Sums};
use crate::report::token::Token;
use crate::report::vocabulary::{LONGEST_LABEL, RowRef, Spelling, vocabulary};
use crate::text::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The most page numbers that may stand among the figures.
const MOST_PAGES: usize = 9;

/// The most steps of the search for page numbers among the figures.
const MOST_STEPS: usize = 4000;

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

/// A form of an edition: their indices.
type FormAt = (usize, usize);

/// The figures of a form, row by row.
type Figures = Vec<Vec<usize>>;

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
        let figures: Vec<usize> = self.section.clone().filter(|&at| self.is_value(at)).collect();
        let mut found = Found::default();
        for (edition, data) in edition::editions().iter().enumerate() {
            for (index, form) in data.forms.iter().enumerate().filter(|(_, form)| is_summed(form)) {
                let count = form.rows.len() * form.columns.len();
                if !(count..=count + MOST_PAGES).contains(&figures.len()) || self.is_complete((edition, index), form) {
                    continue;
                }
                found.rows = self.read_as((edition, index), form, &figures, &mut found.by_sums);
                if found.rows.is_some() {
                    return found;
                }
            }
        }
        found
    }

    fn token(&self, at: usize) -> &Token<'t> {
        &self.tokens[at]
    }

    fn is_value(&self, at: usize) -> bool {
        let token = self.token(at);
        !self.belongs_to_page(token)
            && (token.is_figure() || placeholder(token.folded).is_some() || token.number().is_some())
            && token.meaning().is_none()
    }

    fn belongs_to_page(&self, token: &Token<'_>) -> bool {
        token.is_page_number() || self.title == Some(token.folded)
    }

    /// Whether every row of the form was recognised with all its figures.
    fn is_complete(&self, at: FormAt, form: &Form) -> bool {
        let official = |row: &ScannedRow| {
            row.filled() == form.columns.len() && refers(row, at).is_some_and(|row| row.spelling == Spelling::Official)
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
        let labels = Labels::of(form);
        let recognised = self.recognised(at, form)?;
        let official = |row: &&ScannedRow| refers(row, at).is_some_and(|row| row.spelling == Spelling::Official);
        let strict: Vec<Option<&ScannedRow>> = recognised.iter().map(|row| row.filter(official)).collect();
        let kept = [strict, recognised].into_iter().find(|kept| self.labels_fit(&labels, kept, figures))?;
        let has_place =
            |grid: &Figures| kept.iter().zip(grid).all(|(row, figures)| row.is_none_or(|row| holds(row, figures)));
        let grid = match self.shown(form, figures) {
            Some(grid) => Some(grid).filter(has_place),
            None => {
                *by_sums = true;
                self.summed(form, figures).into_iter().find(has_place)
            }
        };
        Some(self.table(form, &grid?, &kept, &labels))
    }

    /// The figures as rows, where lines or what stands between the figures show the rows.
    fn shown(&self, form: &Form, figures: &[usize]) -> Option<Figures> {
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
            false => gaps.all(grouped),
        };
        is_shown.then(|| figures.chunks(columns).map(<[usize]>::to_vec).collect())
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
    fn summed(&self, form: &'static Form, figures: &[usize]) -> Vec<Figures> {
        let (rows, columns) = (form.rows.len(), form.columns.len());
        let across: Figures = match figures.len() == rows * columns {
            true => figures.chunks(columns).map(<[usize]>::to_vec).collect(),
            false => return Pages { scattered: self, form, steps: 0 }.without(figures).into_iter().collect(),
        };
        let down: Figures =
            (0..rows).map(|row| (0..columns).map(|column| figures[column * rows + row]).collect()).collect();
        [across, down].into_iter().filter(|grid| self.adds_up(form, grid, false)).collect()
    }

    /// Whether the rows of a form add up; if `down`, the columns, too.
    fn adds_up(&self, form: &'static Form, rows: &[Vec<usize>], down: bool) -> bool {
        let number = |(row, column): CellAt| {
            let at = *rows.get(row)?.get(column)?;
            self.token(at).number().map(|number| number.value)
        };
        Sums::of(form, number).all.iter().all(|sum| {
            let is_across =
                form.equations.get(sum.equation).is_some_and(|equation| equation.direction == Direction::Across);
            sum.state != State::Fails || !(down || is_across)
        })
    }

    /// For each row of the form the scanned one with as many figures; `None` if there are several.
    fn recognised(&self, at: FormAt, form: &Form) -> Option<Vec<Option<&ScannedRow>>> {
        let mut recognised: Vec<Option<&ScannedRow>> = vec![None; form.rows.len()];
        for row in self.rows.iter().filter(|row| labelled(form) && row.filled() == form.columns.len()) {
            let Some(reference) = refers(row, at) else { continue };
            if recognised[reference.row].replace(row).is_some() {
                return None;
            }
        }
        Some(recognised)
    }

    /// Whether the labels of the rows that are not `kept` can be put together from the text that is left, and whether
    /// all of that between the figures is used up.
    fn labels_fit(&self, labels: &Labels, kept: &[Option<&ScannedRow>], figures: &[usize]) -> bool {
        // The rest of a label that was recognised by its beginning stands elsewhere, too.
        let is_whole = |row: &ScannedRow, label: &str| {
            let printed: String =
                self.tokens[row.label.clone()].iter().flat_map(|token| characters(token.folded)).collect();
            let is_official = row.rows.iter().any(|row| row.spelling == Spelling::Official);
            !is_official || characters(label).collect::<String>().len() <= printed.len()
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
        let (Some(first), Some(last)) = (figures.first(), figures.last()) else { return false };
        let mut headers = Vec::new();
        let mut figures = figures.iter().peekable();
        for at in self.section.clone() {
            let token = self.token(at);
            if figures.next_if_eq(&&at).is_some() || token.is_blank() || self.belongs_to_page(token) || is_kept(at) {
                continue;
            }
            let is_inside = *first < at && at < *last;
            if token.folded.len() > LONGEST_LABEL {
                if is_inside {
                    return false;
                }
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

    /// The rows of the table.
    fn table(&self, form: &Form, grid: &Figures, kept: &[Option<&ScannedRow>], labels: &Labels) -> Vec<ScannedRow> {
        let mut columns = self.rows.iter().find(|row| !row.columns.is_empty()).map(|row| row.columns.clone());
        let rows = grid.iter().enumerate().map(|(row, figures)| {
            let item = |&token: &usize| {
                let is_number = self.token(token).number().is_some();
                RowItem { token, kind: if is_number { RowItemKind::Figure } else { RowItemKind::Odd } }
            };
            let items: Vec<RowItem> = figures.iter().map(item).collect();
            let columns = columns.take().unwrap_or_default();
            if let Some(kept) = kept[row] {
                return ScannedRow { items, columns, ..kept.clone() };
            }
            let label = figures.first().map_or(0..0, |first| self.label(&labels.rows[row], *first));
            let rows = match labelled(form) {
                true => vocabulary().meaning(&labels.rows[row]).map_or(&[][..], |meaning| &meaning.rows),
                false => &proceedings::ROWS,
            };
            ScannedRow { label, rows, items, banner: None, columns }
        });
        rows.collect()
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

/// A search for the page numbers among the figures of a form: each is the one before and 1, and without them all adds up.
struct Pages<'a, 'b, 't> {
    scattered: &'a Scattered<'b, 't>,
    form: &'static Form,
    steps: usize,
}

impl Pages<'_, '_, '_> {
    /// The rows without the page numbers.
    fn without(&mut self, figures: &[usize]) -> Option<Figures> {
        let mut rows = Vec::new();
        self.search(figures, None, &mut rows).then_some(rows)
    }

    /// Lays out the figures that are left behind the rows so far; `page` is the last page number.
    fn search(&mut self, figures: &[usize], page: Option<u64>, rows: &mut Vec<Vec<usize>>) -> bool {
        let columns = self.form.columns.len();
        let missing = (self.form.rows.len() - rows.len()) * columns;
        self.steps += 1;
        if missing == 0 {
            let mut page = page;
            let rest = figures.iter().all(|&at| self.follows(at, &mut page));
            return rest && self.scattered.adds_up(self.form, rows, true);
        }
        if figures.len() < missing || self.steps > MOST_STEPS {
            return false;
        }
        let (row, rest) = figures.split_at(columns);
        if self.is_row(row) {
            rows.push(row.to_vec());
            if self.search(rest, page, rows) {
                return true;
            }
            rows.pop();
        }
        if figures.len() == missing {
            return false;
        }
        (0..columns).any(|left_out| {
            let mut next = page;
            let mut row = figures[..columns + 1].to_vec();
            if !self.follows(row.remove(left_out), &mut next) || !self.is_row(&row) {
                return false;
            }
            rows.push(row);
            let found = self.search(&figures[columns + 1..], next, rows);
            if !found {
                rows.pop();
            }
            found
        })
    }

    fn is_row(&self, row: &[usize]) -> bool {
        self.scattered.adds_up(self.form, &[row.to_vec()], false)
    }

    /// Whether a figure is the next page number.
    fn follows(&self, at: usize, page: &mut Option<u64>) -> bool {
        let token = self.scattered.token(at);
        let number = token.folded.parse().ok().filter(|_| token.is_figure() && token.folded.len() <= 3);
        let follows = number.is_some_and(|number: u64| page.is_none_or(|page| page + 1 == number));
        *page = number;
        follows
    }
}

/// Whether a form has totals across, as those have that are large enough to be broken into pieces.
fn is_summed(form: &Form) -> bool {
    form.equations.iter().any(|equation| equation.direction == Direction::Across)
}

/// Whether the rows of a form have labels.
fn labelled(form: &Form) -> bool {
    form.label_width > 0
}

/// Whether these are the figures of a row.
fn holds(row: &ScannedRow, figures: &[usize]) -> bool {
    let items = row.items.iter().filter(|item| item.kind != RowItemKind::Blank).map(|item| item.token);
    items.eq(figures.iter().copied())
}

fn refers(row: &ScannedRow, (edition, form): FormAt) -> Option<RowRef> {
    row.rows.iter().copied().find(|row| (row.edition, row.form) == (edition, form))
}

/// The labels of a form, folded.
struct Labels {
    /// Those of the rows; in a form without them, those of the columns instead, as the label of its row.
    rows: Vec<String>,
    /// Those of groups of rows.
    groups: Vec<String>,
    /// The characters in the labels of columns and their groups, and in the corner.
    header: FxHashSet<char>,
}

impl Labels {
    fn of(form: &Form) -> Self {
        let own = |header: &Header| fold(header.label());
        let mut groups: Vec<String> = Vec::new();
        for group in form.rows.iter().flat_map(|row| row.path.split_last().map_or(&[][..], |(_, groups)| groups)) {
            let group = fold(group);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let rows = match labelled(form) {
            true => form.rows.iter().map(own).collect(),
            false => vec![form.columns.iter().map(own).collect()],
        };
        let columns = form.columns.iter().flat_map(|column| &column.path).map(|label| fold(label));
        let header = columns.chain([fold(&form.corner)]).flat_map(|label| label.chars().collect::<Vec<_>>()).collect();
        Labels { rows, groups, header }
    }

    /// Whether a text may be a piece of the header.
    fn is_header(&self, folded: &str) -> bool {
        folded.chars().all(|c| self.header.contains(&c))
    }
}

/// The characters of which the text must be made up.
#[derive(Default)]
struct Bag {
    /// How many more of each are needed, and how many more may be taken.
    counts: FxHashMap<char, (usize, usize)>,
}

impl Bag {
    fn need(&mut self, label: &str) {
        characters(label).for_each(|c| self.counts.entry(c).or_default().0 += 1);
    }

    fn allow(&mut self, label: &str) {
        characters(label).for_each(|c| self.counts.entry(c).or_default().1 += 1);
    }

    /// Takes the characters of a text out, if all of them are there.
    fn take(&mut self, folded: &str) -> bool {
        let mut taken = Vec::new();
        for c in characters(folded) {
            let count = self.counts.get_mut(&c);
            match count {
                Some((needed, _)) if *needed > 0 => {
                    *needed -= 1;
                    taken.push((c, (1, 0)));
                }
                Some((_, allowed)) if *allowed > 0 => {
                    *allowed -= 1;
                    taken.push((c, (0, 1)));
                }
                _ => {
                    for (c, (needed, allowed)) in taken {
                        let count = self.counts.entry(c).or_default();
                        *count = (count.0 + needed, count.1 + allowed);
                    }
                    return false;
                }
            }
        }
        true
    }

    fn is_used_up(&self) -> bool {
        self.counts.values().all(|(needed, _)| *needed == 0)
    }
}

/// The characters of a label that drafts do not leave out.
fn characters(folded: &str) -> impl Iterator<Item = char> {
    folded.chars().filter(|c| *c != ',')
}
