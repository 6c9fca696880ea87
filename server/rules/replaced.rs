//! Unknown rows that stand exactly where rows are missing.

use crate::report::{Filled, Label, Report};

/// An unknown row in the place of a missing one.
pub struct Replaced<'a> {
    /// The label of the unknown row.
    pub label: &'a Label,
    /// The form and the row that is missing.
    pub form: &'a Filled,
    /// The index of that row.
    pub row: usize,
}

/// The unknown rows between two rows of a report, where as many rows are missing there: each stands for one of them.
pub fn replaced(report: &Report) -> Vec<Replaced<'_>> {
    if report.unknown_rows.is_empty() {
        return Vec::new();
    }
    let rows = report.forms.iter().flat_map(|form| {
        let rows = form.rows.iter().enumerate();
        rows.filter_map(move |(row, found)| Some((found.label.as_ref()?.range.start, form, row)))
    });
    let mut rows: Vec<(usize, &Filled, usize)> = rows.collect();
    rows.sort_unstable_by_key(|(start, ..)| *start);
    let place = |label: &Label| rows.partition_point(|(start, ..)| *start < label.range.start);
    let gaps = report.unknown_rows.chunk_by(|one, other| place(one) == place(other));
    gaps.flat_map(|labels| {
        let next = labels.first().map_or(0, place);
        let before = next.checked_sub(1).and_then(|before| rows.get(before));
        let missing = missing(before, rows.get(next));
        let is_as_many = missing.len() == labels.len();
        let pairs = labels.iter().zip(missing).filter(move |_| is_as_many);
        pairs.map(|(label, (form, row))| Replaced { label, form, row })
    })
    .collect()
}

/// The rows that are missing between two others.
fn missing<'a>(
    before: Option<&(usize, &'a Filled, usize)>,
    behind: Option<&(usize, &'a Filled, usize)>,
) -> Vec<(&'a Filled, usize)> {
    let rows = |form: &'a Filled, from: usize, to: usize| {
        (from..to).filter(|row| form.rows.get(*row).is_some_and(|row| row.label.is_none())).map(move |row| (form, row))
    };
    match (before, behind) {
        (Some((_, form, from)), Some((_, other, to))) if std::ptr::eq(*form, *other) => {
            rows(form, from + 1, *to).collect()
        }
        _ => {
            let rest = before.into_iter().flat_map(|(_, form, from)| rows(form, from + 1, form.rows.len()));
            rest.chain(behind.into_iter().flat_map(|(_, form, to)| rows(form, 0, *to))).collect()
        }
    }
}
