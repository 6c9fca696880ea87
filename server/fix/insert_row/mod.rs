//! A missing row put back in its place, written like the rows around it.
//!
//! ```text
//! | 1.信访举报投诉类申请 | 2 | 0 | … | 2 |      | 1.信访举报投诉类申请 | 2 | 0 | … | 2 |
//!                                           →    | 2.重复申请 | 0 | 0 | … | 0 |
//! | 3.要求提供公开出版物 | 0 | 0 | … | 0 |      | 3.要求提供公开出版物 | 0 | 0 | … | 0 |
//! ```
//!
//! A row is copied from another of its table with its pipes, tabs, tags or lines, and only its label and its figures are
//! replaced. Where the equations leave no choice, the figures are those they ask for; else they are 0. Both say something
//! about the year, so this is never safe. Where no row can be copied the whole table is laid out again.

mod html;
mod line;
mod placed;

use crate::check::{PlacedCell, View};
use crate::compose::preserved::{figures, same_but};
use crate::compose::table::table;
use crate::compose::table::{present, written};
use crate::edition::Form;
use crate::report::solve::derived;
use crate::report::{Filled, Report, RowState};
use crate::rules::Fix;
use crate::rules::quoted;
use crate::syntax::Layout;
use crate::text::Edit;
use rust_decimal::Decimal;
use std::ops::Range;

/// A row that is to be written.
#[derive(Debug)]
pub struct NewRow {
    /// The row of the form.
    pub row: usize,
    /// Its figures, one for each column.
    pub figures: Vec<String>,
    /// The rows of the form that are written before it.
    pub after: Vec<usize>,
}

impl NewRow {
    /// Whether a row that is written before it belongs to the same group at this level of its path.
    pub fn continues(&self, filled: &Filled, level: usize) -> bool {
        let path = |row: usize| &filled.form.rows[row].path;
        self.after.iter().any(|&row| path(row).len() > level + 1 && path(row)[..=level] == path(self.row)[..=level])
    }
}

/// A row that stands in the text with its label and all its figures, and can be copied.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The row of the form.
    pub row: usize,
    /// The bytes of its label.
    pub label: Range<usize>,
    /// The bytes of its figures.
    pub figures: Vec<Range<usize>>,
    /// The bytes from label to last figure.
    pub range: Range<usize>,
}

/// The repair for a form that misses rows: all of them, because each alone would leave it incomplete.
pub fn fix(view: &View, report: &Report, form: &str) -> Option<Fix> {
    let filled = report.form(form)?;
    let is_missing = |row: &usize| filled.rows[*row].state == RowState::Missing;
    let missing: Vec<usize> = (0..filled.rows.len()).filter(is_missing).collect();
    let rows = new_rows(filled, &missing)?;
    let edits = copied(view, report, filled, &rows).or_else(|| laid_out(view, report, filled, &rows))?;
    let how = if rows.iter().flat_map(|row| &row.figures).all(|figure| figure == "0") {
        "填0"
    } else {
        "按勾稽关系填数"
    };
    let what = match rows.as_slice() {
        [row] => format!("{}行", quoted(filled.form.rows[row.row].words())),
        _ => format!("所缺的{}行", rows.len()),
    };
    Some(Fix { title: format!("插入{what}（{how}）"), edits, safe: false })
}

fn new_rows(filled: &Filled, missing: &[usize]) -> Option<Vec<NewRow>> {
    let derived = derived(filled);
    let figure = |row, column| derived.get(&(row, column)).copied().unwrap_or(Decimal::ZERO).to_string();
    let columns = filled.form.columns.len();
    let row = |(at, &row): (usize, &usize)| NewRow {
        row,
        figures: (0..columns).map(|column| figure(row, column)).collect(),
        after: missing[..at].to_vec(),
    };
    (!missing.is_empty()).then(|| missing.iter().enumerate().map(row).collect())
}

/// The rows written like others of their table.
fn copied(view: &View, report: &Report, filled: &Filled, rows: &[NewRow]) -> Option<Vec<Edit>> {
    let samples = samples(view, filled);
    let mut edits: Vec<Edit> = Vec::new();
    for new in rows {
        let place = Place::of(filled, &samples, new.row)?;
        let row = match filled.layout {
            Layout::Markdown | Layout::Tabs => placed::insert(view, filled, &samples, &place, new),
            Layout::Html => html::insert(view, filled, &samples, &place, new),
            Layout::Lines => line::insert(view, filled, &samples, &place, new),
        };
        row?.into_iter().for_each(|edit| merge(&mut edits, edit));
    }
    let after = view.reread(report, &edits)?;
    let id = filled.form.id.as_str();
    let found = after.form(id)?;
    let inserted = rows.iter().all(|new| {
        let right =
            |(column, figure): (usize, &String)| found.value(new.row, column).is_some_and(|it| it.text == *figure);
        found.rows[new.row].label.is_some() && new.figures.iter().enumerate().all(right)
    });
    let is_new = |row: &str| rows.iter().any(|new| filled.form.rows[new.row].id == row);
    let mut kept = figures(found);
    kept.retain(|(row, ..)| !is_new(row));
    (inserted && kept == figures(filled) && same_but(report, &after, &[id])).then_some(edits)
}

/// The whole table by its form, the missing rows with it.
fn laid_out(view: &View, report: &Report, filled: &Filled, rows: &[NewRow]) -> Option<Vec<Edit>> {
    let table = table(view, report, &filled.form.section)?;
    let forms: Vec<&Form> = table.forms.iter().map(|filled| filled.form).collect();
    let new = |form: &Form, row: usize, column: usize| {
        let new = rows.iter().find(|new| form.id == filled.form.id && new.row == row)?;
        new.figures.get(column).cloned()
    };
    let edit = written(view, &table, table.layout, &forms, |form, row, column| {
        new(form, row, column).or_else(|| present(&table, form, row, column)).unwrap_or_default()
    });
    let edits = vec![edit];
    let after = view.reread(report, &edits)?;
    let ids: Vec<&str> = forms.iter().map(|form| form.id.as_str()).collect();
    let kept = table.forms.iter().all(|before| {
        let Some(after) = after.form(&before.form.id) else { return false };
        let after = figures(after);
        figures(before).iter().all(|figure| after.contains(figure))
    });
    (kept && same_but(report, &after, &ids)).then_some(edits)
}

/// Adds an edit; one that inserts at the same place as another goes behind it, one that replaces the same is left out.
fn merge(edits: &mut Vec<Edit>, edit: Edit) {
    match edits.iter_mut().find(|other| other.range == edit.range) {
        Some(other) if edit.range.is_empty() => other.text.push_str(&edit.text),
        // How many rows a merged cell takes: every row that is inserted counts for itself.
        Some(other) => {
            let rows = other.text.parse::<usize>().map_or(edit.text, |rows| (rows + 1).to_string());
            other.text = rows;
        }
        None => edits.push(edit),
    }
}

/// The rows of a form that can be copied.
fn samples(view: &View, filled: &Filled) -> Vec<Sample> {
    let sample = |row: usize| {
        let label = filled.rows[row].label.as_ref().filter(|_| filled.rows[row].state == RowState::Read)?;
        let values: Vec<_> = (0..filled.form.columns.len()).map_while(|column| filled.value(row, column)).collect();
        let whole = values.len() == filled.form.columns.len() && values.iter().all(|value| !value.is_blank());
        let ordered = values.iter().all(|value| value.range.start >= label.range.end);
        let range = label.range.start..values.last()?.range.end;
        let figures: Vec<_> = values
            .iter()
            .map(|value| {
                if value.number.is_some() && (value.bare || value.unit) {
                    value.figure.clone()
                } else {
                    value.range.clone()
                }
            })
            .collect();
        let mine = |cell: &PlacedCell<'_>| {
            cell.cell.is_blank()
                || (label.range.start <= cell.range.start && cell.range.end <= label.range.end)
                || values.iter().any(|value| value.range == cell.range)
        };
        let alone = range.start < range.end && view.cells(&range).iter().all(mine);
        (whole && ordered && alone).then(|| Sample { row, label: label.range.clone(), figures, range })
    };
    (0..filled.rows.len()).filter_map(sample).collect()
}

/// Where a new row goes.
#[derive(Debug, Clone)]
pub enum Place {
    /// Behind this row.
    Behind(Sample),
    /// Before this row.
    Before(Sample),
}

impl Place {
    /// The place of a row: behind the one before it, but the first row of a group before the next, so that it comes
    /// behind the group's own label.
    fn of(filled: &Filled, samples: &[Sample], row: usize) -> Option<Self> {
        let rows = &filled.form.rows;
        let stands = |row: &usize| filled.rows[*row].label.is_some();
        let before = (0..row).rev().find(stands);
        let after = (row + 1..rows.len()).find(stands);
        let group = |row: usize| rows[row].path.split_last().map(|(_, group)| group);
        let with_next = after.is_some_and(|after| group(after) == group(row))
            && before.is_none_or(|before| group(before) != group(row));
        let sample = |row: usize| samples.iter().find(|sample| sample.row == row).cloned();
        match (before, after) {
            (Some(before), _) if !with_next => sample(before).map(Place::Behind),
            (_, Some(after)) => sample(after).map(Place::Before),
            (Some(before), None) => sample(before).map(Place::Behind),
            (None, None) => None,
        }
    }

    /// The row next to which the new one goes.
    pub fn neighbour(&self) -> &Sample {
        let (Place::Behind(sample) | Place::Before(sample)) = self;
        sample
    }
}

/// The sample that is most like a row: with a label on the same level, and near.
pub fn nearest<'a>(
    filled: &Filled,
    samples: &'a [Sample],
    row: usize,
    fits: impl Fn(&Sample) -> bool,
) -> Option<&'a Sample> {
    let depth = |row: usize| filled.form.rows[row].path.len();
    let fitting = samples.iter().filter(|sample| fits(sample));
    fitting.min_by_key(|sample| (depth(sample.row) != depth(row), sample.row.abs_diff(row)))
}

/// The new row's label as a sample writes its own: with or without the labels of its groups before it.
pub fn label(filled: &Filled, sample: &Sample, row: usize) -> String {
    let fold = crate::text::fold::fold;
    let shown = filled.rows[sample.row].label.as_ref().map(|label| label.folded()).unwrap_or_default().replace('*', "");
    let path = &filled.form.rows[sample.row].path;
    let levels = (0..path.len()).find(|&level| fold(&path[level..].concat()) == shown);
    let own = &filled.form.rows[row].path;
    let from = levels.filter(|_| own.len() == path.len()).unwrap_or(own.len().saturating_sub(1));
    own[from..].concat()
}
