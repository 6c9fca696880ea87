//! Cells written into a draft, and the proof that they are read back.

use super::cells::cells;
use super::table::forms_of;
use crate::check::View;
use crate::compose::start::Start;
use crate::compose::table::{present, table_to_fill, written};
use crate::compose::template::NOTHING;
use crate::edition::{CellAt, Form, OfficialSection};
use crate::fix::fill_cell::{set, set_text};
use crate::fix::{insert_section, insert_table};
use crate::report::{Filled, Report};
use crate::text::Edit;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What is to stand in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// All of its text.
    Text(String),
    /// Its number; a unit behind it stays.
    Number(Decimal),
}

impl Content {
    /// The text of a cell that holds nothing else.
    pub fn text(&self) -> String {
        match self {
            Content::Text(text) => text.clone(),
            Content::Number(number) => number.normalize().to_string(),
        }
    }

    /// Whether a cell of a draft holds it.
    fn stands_in(&self, filled: &Filled, cell: CellAt) -> bool {
        match self {
            Content::Text(text) => printed(Some(filled), cell) == *text,
            Content::Number(number) => filled.number(cell) == Some(*number),
        }
    }
}

/// What is to stand in the cells of a form.
#[derive(Debug)]
pub(super) struct FormContents<'a> {
    /// The form.
    pub form: &'static Form,
    /// The form in the draft, if it is there.
    pub filled: Option<&'a Filled>,
    /// Its new contents by cell.
    pub cells: BTreeMap<CellAt, Content>,
}

/// What is printed in a cell, on one line.
pub(super) fn printed(filled: Option<&Filled>, (row, column): CellAt) -> String {
    let value = filled.and_then(|filled| filled.value(row, column));
    value.map(|value| value.text().split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// The edits that give cells their contents: in their places if they have any, or else with their whole tables. `None`
/// if the draft would not be read as it should be with either.
pub(super) fn edits(view: &View, report: &Report, contents: &[FormContents<'_>]) -> Option<Vec<Edit>> {
    let in_place = || {
        edits_by_section(view, report, contents, |own| {
            let placed: Option<Vec<Vec<Edit>>> = own.iter().map(|it| in_place(view, it)).collect();
            placed.map(|edits| edits.concat())
        })
    };
    let whole = || edits_by_section(view, report, contents, |_| None);
    let passed = |edits: Vec<Edit>| reads_back(view, report, &edits, contents).then_some(edits);
    in_place().and_then(passed).or_else(|| whole().and_then(passed))
}

fn edits_by_section(
    view: &View,
    report: &Report,
    contents: &[FormContents<'_>],
    in_place: impl Fn(&[&FormContents<'_>]) -> Option<Vec<Edit>>,
) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for (index, section) in report.edition.sections.iter().enumerate() {
        let own: Vec<&FormContents<'_>> = contents.iter().filter(|it| it.form.section == section.id).collect();
        if !own.is_empty() {
            edits.extend(in_place(&own).or_else(|| whole(view, report, (index, section), &own))?);
        }
    }
    Some(edits)
}

/// The edits of single cells; `None` if the draft lacks one.
fn in_place(view: &View, FormContents { filled, cells, .. }: &FormContents<'_>) -> Option<Vec<Edit>> {
    let filled = (*filled)?;
    let changed = cells.iter().filter(|(cell, content)| !content.stands_in(filled, **cell));
    let edit = |((row, column), content): (&CellAt, &Content)| match (filled.value(*row, *column)?, content) {
        (value, Content::Text(text)) => set_text(view, value, text),
        (value, Content::Number(number)) => set(view, value, *number),
    };
    changed.map(edit).collect()
}

/// The whole table of a section, with its heading if that is missing too.
fn whole(
    view: &View,
    report: &Report,
    (index, section): (usize, &OfficialSection),
    contents: &[&FormContents<'_>],
) -> Option<Vec<Edit>> {
    let own = |form: &Form| contents.iter().find(|it| it.form.id == form.id);
    let given = |form: &Form, row: usize, column: usize| Some(own(form)?.cells.get(&(row, column))?.text());
    if !report.forms.iter().any(|filled| filled.form.section == section.id) {
        return match report.section(&section.id) {
            Some(_) => insert_table::whole(view, report, section, &report.edition.forms_of(section), &given),
            None => insert_section::edits(view, report, &[index], &given),
        };
    }
    let table = table_to_fill(view, report, &section.id)?;
    let forms: Vec<&Form> = forms_of(report, section);
    let wanted = |form: &&Form| report.form(&form.id).is_some() || own(form).is_some();
    let forms: Vec<&Form> = forms.into_iter().filter(wanted).collect();
    let start = Start::of(&view.last_year(report));
    let text = |form: &Form, row: usize, column: usize| match report.form(&form.id) {
        Some(_) => present(&table, form, row, column).unwrap_or_default(),
        None => figure(&start, form, (row, column)),
    };
    let text = |form: &Form, row, column| given(form, row, column).unwrap_or_else(|| text(form, row, column));
    Some(vec![written(view, &table, table.layout, &forms, text)])
}

/// The figure with which a new cell starts.
pub(super) fn figure(start: &Start, form: &Form, (row, column): CellAt) -> String {
    let figure = start.known(form, row, column).or_else(|| start.stand_in(form, row, column));
    figure.unwrap_or_else(|| NOTHING.to_owned())
}

/// Whether a draft is read with these contents once the edits are made, and as before in all else.
pub(super) fn reads_back(view: &View, report: &Report, edits: &[Edit], contents: &[FormContents<'_>]) -> bool {
    let Some(after) = view.reread(report, edits).map(|after| after.report) else { return false };
    let own = |form: &Form| contents.iter().find(|it| it.form.id == form.id);
    let stands = |filled: &Filled| {
        let new = after.form(&filled.form.id).filter(|new| std::ptr::eq(new.form, filled.form));
        new.is_some_and(|new| {
            let given = own(filled.form).map(|it| &it.cells);
            cells(filled.form).all(|cell| match given.and_then(|cells| cells.get(&cell)) {
                Some(content) => content.stands_in(new, cell),
                None => printed(Some(new), cell) == printed(Some(filled), cell),
            })
        })
    };
    let is_there = |it: &FormContents<'_>| {
        after.form(&it.form.id).is_some_and(|new| it.cells.iter().all(|(cell, content)| content.stands_in(new, *cell)))
    };
    let is_touched = |section: &str| contents.iter().any(|it| it.form.section == section);
    report.forms.iter().all(stands)
        && contents.iter().all(is_there)
        && after.forms.iter().all(|new| report.form(&new.form.id).is_some() || is_touched(&new.form.section))
        && is_outlined_as(report, &after, is_touched)
}

/// Whether a report has the title and the sections of another, and besides them only some that it lacks.
pub(super) fn is_outlined_as(report: &Report, after: &Report, may_be_new: impl Fn(&str) -> bool) -> bool {
    let is_old = |index: usize| report.sections.iter().any(|section| section.index == index);
    let id = |index: usize| report.edition.sections.get(index).map_or("", |section| section.id.as_str());
    let kept = after.sections.iter().map(|section| section.index).filter(|index| is_old(*index));
    std::ptr::eq(after.edition, report.edition)
        && after.year == report.year
        && after.title.as_ref().map(|title| &title.text) == report.title.as_ref().map(|title| &title.text)
        && kept.eq(report.sections.iter().map(|section| section.index))
        && after.sections.iter().all(|section| is_old(section.index) || may_be_new(id(section.index)))
        && after.unknown_rows.len() == report.unknown_rows.len()
}
