//! Links the carry-over rows of one year's report to another year's: navigation, and the comparison in a hover.

use super::markup::Markup;
use super::semantic_at::Semantic;
use crate::check::View;
use crate::edition::CellAt;
use crate::report::carry_over::{CARRIED_IN, CARRIED_OUT, Carried, FORM};
use crate::report::neighbours::{Key, LastYear, Neighbour, Said};
use crate::report::{Filled, Report};
use crate::rules::relation::RelationInRow;
use rust_decimal::Decimal;
use std::ops::Range;

/// A place in a carry-over row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The keys of the reports on the other side.
    pub keys: Vec<Key>,
    /// Whether the row is the carried-in one, so that the other side is the carried-out one.
    pub carried_in: bool,
    /// The column; `None` at the label.
    pub column: Option<usize>,
}

impl Crossing {
    /// The bytes of the same figure, or of the label, in a report of the other side.
    pub fn other_side(&self, other: &Report) -> Option<Range<usize>> {
        let filled = other.form(FORM).filter(|_| Key::of(other).is_some_and(|key| self.keys.contains(&key)))?;
        let row = filled.form.row(if self.carried_in { CARRIED_OUT } else { CARRIED_IN })?;
        match self.column {
            Some(column) => filled.value(row, column).map(|value| value.range()),
            None => filled.rows[row].label.as_ref().map(|label| label.range.clone()),
        }
    }
}

impl View {
    /// The crossing at an offset in a carry-over row.
    pub fn crossing(&self, offset: usize) -> Option<Crossing> {
        let report = self.report_at(offset)?;
        let (filled, row, column) = match self.semantic_at(report, offset)? {
            Semantic::Value(filled, value) => (filled, value.row(), Some(value.column())),
            Semantic::Row(filled, row, _) => (filled, row, None),
            _ => return None,
        };
        let key = Key::of(report)?;
        let carried_in = is_carried_in(filled, row);
        let carried_out = filled.form.id == FORM && filled.form.rows[row].id == CARRIED_OUT;
        let succession = &self.settings.succession;
        let keys = if carried_in { succession.before(&key) } else { succession.after(&key) };
        (carried_in || carried_out).then_some(Crossing { keys, carried_in, column })
    }

    /// Whether text inserted in a range would start with last year's figures, if they were known.
    pub fn begins_with_last_year(&self, range: &Range<usize>) -> bool {
        let reports = &self.checked.reports;
        let touches = |report: &&Report| report.range.start <= range.end && range.start <= report.range.end;
        // Text before the first report belongs to it.
        let before = reports.first().filter(|first| range.end < first.range.start);
        let lacks = |report: &Report| {
            let filled = report.form(FORM);
            filled.is_none_or(|filled| filled.form.row(CARRIED_IN).is_some_and(|row| filled.rows[row].label.is_none()))
        };
        reports.iter().filter(touches).chain(before).any(|report| lacks(report) && Key::of(report).is_some())
    }
}

/// Whether a row is the carried-in one.
fn is_carried_in(filled: &Filled, row: usize) -> bool {
    filled.form.id == FORM && filled.form.rows[row].id == CARRIED_IN
}

/// Describes what last year's report carried out beside what a cell, or the whole row, of this one carried in.
pub(super) fn describe(
    last_year: &LastYear,
    report: &Report,
    (filled, row, column): (&Filled, usize, Option<usize>),
    markup: &mut Markup,
) {
    let Some(key) = Key::of(report).filter(|_| is_carried_in(filled, row)) else { return };
    let Some(label) = filled.form.row(CARRIED_OUT).map(|row| filled.form.rows[row].label()) else { return };
    let columns = || column.map_or(0..filled.form.columns.len(), |column| column..column + 1);
    let year = key.year.saturating_sub(1);
    match last_year.carried_out() {
        Said::Nothing => {}
        Said::One(one, carried) => {
            markup.text(format!("上年报告（{}）“{label}”", one.document.name));
            let compared = |column: usize| {
                let last = carried.number(column);
                format!("{}：{}", filled.form.columns[column].words(), compared(filled.number((row, column)), last))
            };
            markup.items(columns().map(compared).collect());
        }
        Said::Several(several) => {
            let count = several.len();
            markup.text(format!("文件夹中有{count}份{year}年的报告，“{label}”不一致，请先确定以哪一份为准"));
            let figures = |(it, carried): &(&Neighbour, &Carried)| {
                let numbers = columns().map(|column| carried.number(column));
                format!("{}：{}", it.document.name, numbers.map(shown).collect::<Vec<_>>().join("，"))
            };
            markup.items(several.iter().map(figures).collect());
        }
    }
}

/// Describes the relations of a cell with last year's report.
pub(super) fn describe_relations(last_year: &LastYear, filled: &Filled, cell: CellAt, markup: &mut Markup) {
    let all = RelationInRow::across_years(filled, cell, last_year);
    let Some(source) = all.first().and_then(RelationInRow::source) else { return };
    markup.text(source);
    markup.items(all.iter().map(RelationInRow::line).collect());
}

fn shown(number: Option<Decimal>) -> String {
    number.map_or("没有数".to_owned(), |number| number.normalize().to_string())
}

/// Compares this report's figure with last year's.
fn compared(own: Option<Decimal>, last: Option<Decimal>) -> String {
    match (own, last) {
        (Some(own), Some(last)) if own == last => {
            format!("✓ 上年{}，本年{}，一致", shown(Some(last)), shown(Some(own)))
        }
        (Some(own), Some(last)) => {
            let off = shown(Some((own - last).abs()));
            format!("✗ 上年{}，本年{}，相差{off}", shown(Some(last)), shown(Some(own)))
        }
        _ => format!("? 上年{}，本年{}", shown(last), shown(own)),
    }
}
