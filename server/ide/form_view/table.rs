//! An official table: its merged cells, the values that stand in them, its equations.

use super::cells::cells;
use super::finding::{FormFinding, marked_cells};
use crate::check::View;
use crate::compose::format::field::PipeField;
use crate::edition::grid::{OfficialCell, grid_width, official};
use crate::edition::{CellAt, EquationLine, Form, OfficialSection};
use crate::report::carry_over::{CARRIED_IN, FORM};
use crate::report::neighbours::{LastYear, Said};
use crate::report::solve::derived;
use crate::report::sums::{State, Sum};
use crate::report::totals::{Addend, follows, is_total};
use crate::report::{Filled, Report, Value};
use rust_decimal::Decimal;
use smol_str::SmolStr;
use std::collections::HashMap;
use std::ops::Range;

/// The table of a section: its forms, one below the other.
#[derive(Debug, Clone, PartialEq)]
pub struct FormTable<'a> {
    /// The id of the section.
    pub section: &'a str,
    /// Its bytes; `None` if it is not in the draft.
    pub range: Option<Range<usize>>,
    /// How many columns it has.
    pub columns: usize,
    /// The cells that begin in each row.
    pub rows: Vec<Vec<OfficialCell<'a>>>,
    /// Its values, form by form and row by row.
    pub values: Vec<FormValue<'a>>,
    /// Its equations, form by form.
    pub equations: Vec<FormEquation<'a>>,
}

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct FormValue<'a> {
    /// Its form.
    pub form: &'a Form,
    /// Its row and column.
    pub cell: CellAt,
    /// What is printed; nothing if it is blank.
    pub text: SmolStr,
    /// Its bytes; `None` if the draft has no such cell.
    pub range: Option<Range<usize>>,
    /// Its number.
    pub number: Option<Decimal>,
    /// Its part in the equations.
    pub role: CellRole,
    /// Of a total: whether it goes with its addends, or was typed by hand.
    pub follows: Option<bool>,
    /// The number that it must hold, where that is proven.
    pub should: Option<Decimal>,
    /// The worst finding about it, by its index among those of the report.
    pub finding: Option<usize>,
    /// The figure of last year's report.
    pub last_year: Option<Decimal>,
}

/// The part of a cell in the equations of its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRole {
    /// The sum of other cells.
    Total,
    /// A term of an equation, and no sum.
    Part,
    /// In no equation.
    Free,
}

/// An equation of a table, in one row or column.
#[derive(Debug, Clone, PartialEq)]
pub struct FormEquation<'a> {
    /// Its form.
    pub form: &'a Form,
    /// Its cells.
    pub line: &'a EquationLine,
    /// What it says, in words.
    pub words: &'a str,
    /// Whether it holds; `None` if none of its cells has a number.
    pub sum: Option<Sum>,
}

/// The id of a section, and the bytes of its table.
pub(super) type TableSpan<'a> = (&'a str, Range<usize>);

/// The worst finding about each cell, by its index among those of the report.
type FindingsByCell<'a> = HashMap<(&'a str, CellAt), usize>;

impl<'a> FormTable<'a> {
    /// The table of a section; `None` if the edition has none there and the draft neither.
    pub(super) fn of(
        view: &View,
        report: &'a Report,
        section: &'a OfficialSection,
        (spans, findings, last_year): (&[TableSpan<'_>], &[FormFinding<'_>], &LastYear),
    ) -> Option<Self> {
        let forms = forms_of(report, section);
        let first = forms.first()?;
        let range = spans.iter().find(|(id, _)| *id == first.section).map(|(_, span)| span.clone());
        let blanks = range.as_ref().map(|range| blank_cells(view, range)).unwrap_or_default();
        let worst = worst(report, findings);
        let mut table = FormTable {
            section: &section.id,
            range,
            columns: grid_width(&forms),
            rows: official(&forms),
            values: Vec::new(),
            equations: Vec::new(),
        };
        for form in forms {
            let filled = report.form(&form.id);
            let derived = filled.map(derived).unwrap_or_default();
            for cell in cells(form) {
                let value = filled.and_then(|filled| filled.value(cell.0, cell.1));
                table.values.push(FormValue {
                    form,
                    cell,
                    text: value.map(Value::text).unwrap_or_default(),
                    range: value.filter(|value| has_cell(value, &blanks)).map(|value| place(view, &value.range())),
                    number: value.and_then(|value| value.number()),
                    role: role(form, cell),
                    follows: goes_along(form, cell, filled),
                    should: filled.and_then(|filled| filled.right(cell)).or_else(|| derived.get(&cell).copied()),
                    finding: worst.get(&(form.id.as_str(), cell)).copied(),
                    last_year: of_last_year(last_year, form, cell),
                });
            }
            table.equations.extend(equations(form, filled));
        }
        Some(table)
    }
}

/// The forms of a section: those in the draft, which may be of another edition, and those that are missing.
pub(super) fn forms_of<'a>(report: &'a Report, section: &OfficialSection) -> Vec<&'a Form> {
    let official = report.edition.forms.iter().filter(|form| form.section == section.id);
    let own = official.clone().map(|form| report.form(&form.id).map_or(form, |filled| filled.form));
    let is_more =
        |filled: &&Filled| filled.form.section == section.id && !official.clone().any(|form| form.id == filled.form.id);
    own.chain(report.forms.iter().filter(is_more).map(|filled| filled.form)).collect()
}

/// Where empty cells stand in a range.
pub(super) fn blank_cells(view: &View, within: &Range<usize>) -> Vec<usize> {
    // The cell behind the last one that has text may be empty.
    let line = view.line(within.end).end;
    let cells = view.cells(&(within.start..line.max(within.end)));
    cells.iter().filter(|cell| cell.cell.is_blank()).map(|cell| cell.range.start).collect()
}

/// Whether the draft has a cell for a value, empty ones being at these places.
pub(super) fn has_cell(value: &Value, blanks: &[usize]) -> bool {
    !value.is_blank() || blanks.binary_search(&value.range().start).is_ok()
}

/// Where the value stands that has these bytes; in a blank field of a pipe table, where a figure in line would.
pub(super) fn place(view: &View, value: &Range<usize>) -> Range<usize> {
    let field = PipeField::at(view, value.start).filter(|field| value.is_empty() && field.is_blank());
    field.map_or_else(|| value.clone(), |field| field.caret()..field.caret())
}

/// Of each cell the worst finding: that names it, of whose equation it is the total, or that names its row if the
/// draft has no such cell.
fn worst<'a>(report: &'a Report, findings: &[FormFinding<'_>]) -> FindingsByCell<'a> {
    let mut worst = FindingsByCell::new();
    for (index, FormFinding { finding, .. }) in findings.iter().enumerate() {
        let Some((filled, cells)) = marked_cells(report, finding) else { continue };
        let form = filled.form.id.as_str();
        for cell in cells {
            let known = worst.entry((form, cell)).or_insert(index);
            if findings.get(*known).is_some_and(|it| it.finding.severity < finding.severity) {
                *known = index;
            }
        }
    }
    worst
}

fn role(form: &Form, cell: CellAt) -> CellRole {
    let lines = form.lines().of(cell);
    let is_sum = |at: usize| form.lines().all.get(at).is_some_and(|line| line.total == cell && is_total(line));
    match lines {
        [] => CellRole::Free,
        lines if lines.iter().any(|membership| is_sum(membership.line)) => CellRole::Total,
        _ => CellRole::Part,
    }
}

/// Whether a total goes with its addends, by any of its equations; `None` of a cell that is no total.
fn goes_along(form: &Form, cell: CellAt, filled: Option<&Filled>) -> Option<bool> {
    let lines = form.lines().of(cell).iter().filter_map(|membership| form.lines().all.get(membership.line));
    let mut lines = lines.filter(|line| line.total == cell && is_total(line)).peekable();
    lines.peek()?;
    let addend = |cell| filled.map_or(Addend::Nothing, |filled| Addend::of_cell(filled, cell));
    Some(lines.any(|line| follows(line, addend)))
}

fn equations<'a>(form: &'a Form, filled: Option<&Filled>) -> impl Iterator<Item = FormEquation<'a>> {
    let mut sums = filled.map_or(&[][..], |filled| &filled.sums.all).iter().peekable();
    form.lines().all.iter().map(move |line| FormEquation {
        form,
        line,
        words: form.equations.get(line.equation).map_or("", |equation| equation.words.as_str()),
        // Both are in the order of the form's equations.
        sum: sums.next_if(|sum| sum.at == line.at).copied(),
    })
}

impl FormEquation<'_> {
    /// Whether it holds; open if none of its cells has a number.
    pub fn state(&self) -> State {
        self.sum.map_or(State::Open, |sum| sum.state)
    }
}

/// Last year's figure of a cell; of applications that are carried in, those that were carried out.
fn of_last_year(last_year: &LastYear, form: &Form, (row, column): CellAt) -> Option<Decimal> {
    if last_year.is_empty() {
        return None;
    }
    let said = if form.id == FORM && form.rows.get(row).is_some_and(|row| row.id == CARRIED_IN) {
        match last_year.carried_out() {
            Said::One(_, carried) => return carried.number(column),
            Said::Nothing | Said::Several(_) => return None,
        }
    } else {
        last_year.said(|it| it.figures.number(form, (row, column)))
    };
    match said {
        Said::One(_, number) => Some(number),
        Said::Nothing | Said::Several(_) => None,
    }
}
