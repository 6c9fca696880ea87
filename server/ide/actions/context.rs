//! What the actions look at: a text with what was read in it, its lines and its cells. Knows nothing of repairs.

use crate::ide::last_year::LastYear;
use crate::ide::manner::{self, Habits};
use crate::ide::snapshot::Beside;
use crate::ide::template::Manner;
use crate::ide::{Checked, State, check_with};
use crate::report::{self, Report};
use crate::syntax::block::Kind;
use crate::syntax::{Block, Cell, Layout};
use crate::text::{Edit, edit};
use rust_decimal::Decimal;
use std::ops::Range;

/// A text that was read and judged.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The text.
    pub text: &'a str,
    /// What was read in it.
    pub checked: &'a Checked,
    /// What is known of how it is written.
    pub habits: Habits,
    /// What is known of the reports of the year before.
    pub last_year: &'a LastYear,
    /// Reads and judges another text as this one was.
    pub check: &'a dyn Fn(&str) -> Checked,
    /// Where it is a stretch of a draft that is open: that.
    pub state: Option<&'a State>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("bytes", &self.text.len()).finish_non_exhaustive()
    }
}

impl State {
    /// What actions look at, handed to a function: it borrows from what reads and judges another text.
    pub(in crate::ide) fn with_context<T>(&self, last_year: &LastYear, then: impl FnOnce(&Context<'_>) -> T) -> T {
        let check = |text: &str| check_with(text, &self.settings);
        let State { text, checked, habits, .. } = self;
        then(&Context { text, checked, habits: *habits, last_year, check: &check, state: Some(self) })
    }
}

/// A cell with its place in the text.
#[derive(Debug, Clone)]
pub struct PlacedCell<'a> {
    /// The bytes of what is printed in it.
    pub range: Range<usize>,
    /// The cell.
    pub cell: &'a Cell,
    /// Its text in its one spelling.
    pub folded: &'a str,
    /// How its table is written.
    pub layout: Layout,
    /// The bytes of the block in which it stands.
    pub block: Range<usize>,
}

impl PlacedCell<'_> {
    /// The table in which it stands, where the layout shows one.
    pub fn table(&self) -> Option<(usize, u32)> {
        self.cell.place.map(|place| (self.block.start, place.table))
    }

    /// The row of a table in which it stands, where the layout shows one.
    pub fn row(&self) -> Option<(usize, u32, u32)> {
        self.cell.place.map(|place| (self.block.start, place.table, place.row))
    }

    /// The column in which it stands, where the layout shows one.
    pub fn column(&self) -> Option<usize> {
        self.cell.place.map(|place| place.column as usize)
    }
}

impl<'a> Context<'a> {
    /// In which manner something is written that is inserted at a place of a report.
    pub fn manner(&self, report: &Report, at: usize) -> Manner {
        manner::manner(self.text, self.checked, self.habits, Some(report), at)
    }

    /// The bytes of the line around a place, without its line end.
    pub fn line(&self, at: usize) -> Range<usize> {
        let is_break = |c: char| c == '\n' || c == '\r';
        let start = self.text[..at].rfind(is_break).map_or(0, |found| found + 1);
        let end = self.text[at..].find(is_break).map_or(self.text.len(), |found| at + found);
        start..end
    }

    /// The line above the one that begins at `start`.
    pub fn line_above(&self, start: usize) -> Option<Range<usize>> {
        let above = self.text[..start].strip_suffix('\n').map(|it| it.strip_suffix('\r').unwrap_or(it));
        let above = above.or_else(|| self.text[..start].strip_suffix('\r'))?;
        Some(self.line(above.len()))
    }

    /// The line below the one that ends at `end`.
    pub fn line_below(&self, end: usize) -> Option<Range<usize>> {
        let below = self.text[end..].strip_prefix("\r\n").or_else(|| self.text[end..].strip_prefix(['\r', '\n']))?;
        Some(self.line(self.text.len() - below.len()))
    }

    /// Whether there is text on the line above the one that begins at `start`.
    pub fn has_text_above(&self, start: usize) -> bool {
        self.line_above(start).map_or(self.beside().above, |line| !self.text[line].trim().is_empty())
    }

    /// Whether there is text on the line below the one that ends at `end`.
    pub fn has_text_below(&self, end: usize) -> bool {
        let below = self.line_below(end).filter(|line| line.start < self.text.len());
        below.map_or(self.beside().below, |line| !self.text[line].trim().is_empty())
    }

    fn beside(&self) -> Beside {
        self.state.map(|state| state.beside).unwrap_or_default()
    }

    /// The line end that the text uses: that of its first line.
    pub fn line_break(&self) -> &'static str {
        match self.text.find(['\n', '\r']) {
            Some(at) if self.text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.text[at..].starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// The cells that stand in `within` or touch it, in reading order.
    pub fn cells(&self, within: &Range<usize>) -> Vec<PlacedCell<'a>> {
        let checked: &'a Checked = self.checked;
        let mut cells = Vec::new();
        for (start, block) in checked.syntax.placed() {
            let range = start..start + block.text().len();
            if range.start > within.end {
                break;
            }
            if range.end >= within.start {
                cells.extend(
                    placed(start, block).filter(|c| c.range.start <= within.end && c.range.end >= within.start),
                );
            }
        }
        cells
    }

    /// What a report is once `edits`, which all stand in it, are made; `None` where it is not one report any more.
    ///
    /// Where a text holds several reports only this one is read again, whatever stands around it.
    pub fn reread(&self, report: &Report, edits: &[Edit]) -> Option<Report> {
        let own = if self.checked.reports.len() == 1 { 0..self.text.len() } else { report.range.clone() };
        let inside = |edit: &Edit| own.start <= edit.range.start && edit.range.end <= own.end;
        if !edits.iter().all(inside) {
            return None;
        }
        let edits: Vec<Edit> = edits
            .iter()
            .map(|edit| Edit::new(edit.range.start - own.start..edit.range.end - own.start, edit.text.clone()))
            .collect();
        let mut reports = match self.state {
            Some(state) => state.reread(&own, &edits)?,
            None => (self.check)(&edit::apply(&self.text[own], &edits).ok()?).reports,
        };
        if reports.len() > 1 {
            return None;
        }
        reports.pop()
    }
}

fn placed(start: usize, block: &Block) -> impl Iterator<Item = PlacedCell<'_>> {
    let layout = match block.kind() {
        Kind::Table(layout) => layout,
        Kind::Blank | Kind::Prose | Kind::Fence => Layout::Lines,
    };
    block.cells().iter().map(move |cell| PlacedCell {
        range: start + cell.range().start..start + cell.range().end,
        cell,
        folded: block.folded(cell),
        layout,
        block: start..start + block.text().len(),
    })
}

/// Whether a report has the same sections and the same data as before in every form that is not `but`.
pub fn same_but(before: &Report, after: &Report, but: &[&str]) -> bool {
    let sections = |report: &Report| report.sections.iter().map(|section| section.index).collect::<Vec<_>>();
    let others = |report: &Report| {
        let forms = report.forms.iter().filter(|filled| !but.contains(&filled.form.id.as_str()));
        forms.flat_map(figures).collect::<Vec<_>>()
    };
    sections(before) == sections(after) && others(before) == others(after)
}

/// The data of a form that is not blank: row, column and what stands there.
pub fn figures(filled: &report::Filled) -> Vec<(&'static str, &'static str, String, Option<Decimal>)> {
    let form = filled.form;
    let values = filled.values.iter().filter(|value| !value.is_blank());
    values
        .map(|value| {
            let text = crate::text::fold::fold(&value.text).replace('*', "");
            (form.rows[value.row].id.as_str(), form.columns[value.column].id.as_str(), text, value.number)
        })
        .collect()
}
