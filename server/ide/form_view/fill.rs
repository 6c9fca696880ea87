//! Cells filled in from the form view, and the totals that go with them.

use super::written::{Content, FormContents, edits, figure, printed};
use crate::check::{Snapshot, View};
use crate::compose::start::Start;
use crate::edition::{CellAt, Edition, EquationLine, Form};
use crate::report::Report;
use crate::report::totals::{Addend, follows, settled};
use crate::rules::quoted;
use crate::text::Edit;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A text for a cell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CellText {
    /// The id of the form.
    pub form: String,
    /// The row of the form, from 0.
    pub row: usize,
    /// The column of the form, from 0.
    pub column: usize,
    /// The text.
    pub text: String,
}

/// Edits that fill cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filling {
    /// The edits, which do not overlap, in bytes of the draft.
    pub edits: Vec<Edit>,
    /// The cells that change by them.
    pub cells: Vec<CellChange>,
}

/// A cell that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct CellChange {
    /// Its form.
    pub form: &'static Form,
    /// Its row and column.
    pub cell: CellAt,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
}

/// Why a report cannot be filled in.
const NO_REPORT: &str = "草稿里没有这份报告，没有改动";
/// Why cells cannot be filled in.
const UNREADABLE: &str = "照这样填，表格就读不准了，没有改动；请在文本里改";

impl Snapshot {
    /// The edits that put texts into cells of a report, given by its index in the draft; with `totals`, those totals
    /// that agree with their addends, or are nothing yet, go with them.
    ///
    /// # Errors
    /// In Chinese, if a text cannot stand in its cell, or if the draft would not be read with exactly these cells.
    pub fn fill(&self, report: usize, cells: &[CellText], totals: bool) -> Result<Filling, String> {
        let (view, index) = self.view_of_report(report).ok_or(NO_REPORT)?;
        let report = view.checked.reports.get(index).ok_or(NO_REPORT)?;
        let mut contents = contents(report, cells)?;
        if totals {
            let start = Start::of(&view.last_year(report));
            contents.iter_mut().for_each(|contents| add_totals(contents, &start));
        }
        filling(&view, report, &contents).ok_or_else(|| UNREADABLE.to_owned())
    }

    /// The edits that put a missing section of a report, or the tables that a section lacks, in their places.
    ///
    /// # Errors
    /// In Chinese, if nothing is missing, or if it cannot be put there.
    pub fn insert(&self, report: usize, section: &str) -> Result<Vec<Edit>, String> {
        let (view, index) = self.view_of_report(report).ok_or(NO_REPORT)?;
        let report = view.checked.reports.get(index).ok_or(NO_REPORT)?;
        let edits = view.inserted(report, section)?;
        Ok(edits.into_iter().map(|edit| edit.moved(view.start)).collect())
    }

    /// The view in which a report is, given by its index in the draft, and its index there.
    pub(super) fn view_of_report(&self, index: usize) -> Option<(View, usize)> {
        let reports =
            self.pieces().flat_map(|(start, piece)| piece.reports.iter().map(move |it| start + it.range.start));
        let at = { reports }.nth(index)?;
        let view = self.around(&(at..at));
        let index = view.checked.reports.iter().position(|report| view.start + report.range.start == at)?;
        Some((view, index))
    }
}

/// The edits for these contents, and what changes by them.
pub(super) fn filling(view: &View, report: &Report, contents: &[FormContents<'_>]) -> Option<Filling> {
    let edits = edits(view, report, contents)?.into_iter().map(|edit| edit.moved(view.start)).collect();
    let of_form = |it: &FormContents<'_>| {
        let (form, filled) = (it.form, it.filled);
        let change = move |(cell, content): (&CellAt, &Content)| {
            let before = printed(filled, *cell);
            let after = match (filled.and_then(|it| it.value(cell.0, cell.1)), content) {
                (Some(value), Content::Number(number)) if value.has_number() && !value.is_bare() => {
                    let at = |byte: usize| byte.saturating_sub(value.range().start);
                    let mut text = value.text().to_string();
                    let figure = at(value.figure().start)..at(value.figure().end);
                    if text.get(figure.clone()).is_some() {
                        text.replace_range(figure, &number.normalize().to_string());
                    }
                    text
                }
                _ => content.text(),
            };
            CellChange { form, cell: *cell, before, after }
        };
        it.cells.iter().map(change).filter(|change| change.before != change.after).collect::<Vec<_>>()
    };
    Some(Filling { edits, cells: contents.iter().flat_map(of_form).collect() })
}

/// The contents that are asked for, by form.
fn contents<'a>(report: &'a Report, cells: &[CellText]) -> Result<Vec<FormContents<'a>>, String> {
    let edition: &'static Edition = report.edition;
    let mut contents: Vec<FormContents<'a>> = Vec::new();
    for CellText { form: id, row, column, text } in cells {
        let filled = report.form(id);
        let form: &'static Form = filled
            .map(|filled| filled.form)
            .or_else(|| edition.form(id))
            .ok_or_else(|| format!("{}年格式里没有“{id}”这张表，没有改动", edition.year))?;
        if form.rows.len() <= *row || form.columns.len() <= *column {
            return Err(format!("“{}”没有第{}行第{}列，没有改动", form.name, row + 1, column + 1));
        }
        let text = text.trim();
        if let Some(why) = unfit(text) {
            return Err(format!("{}里{why}，没有改动", quoted(form.words((*row, *column)))));
        }
        let content = Content::Text(text.to_owned());
        match contents.iter_mut().find(|it| it.form == form) {
            Some(it) => drop(it.cells.insert((*row, *column), content)),
            None => contents.push(FormContents { form, filled, cells: BTreeMap::from([((*row, *column), content)]) }),
        }
    }
    Ok(contents)
}

/// Why a text cannot stand in a cell, whatever the layout; `None` if it may.
fn unfit(text: &str) -> Option<String> {
    let is_mark = |c: &char| matches!(c, '|' | '<' | '>' | '&' | '`');
    match text.chars().find(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_mark(c)) {
        Some('\t') => Some("不能有制表符".to_owned()),
        Some(c) if is_mark(&c) => Some(format!("不能有“{c}”，它会打乱表格")),
        Some(_) => Some("不能换行".to_owned()),
        None => None,
    }
}

/// Adds the totals that go with the cells of a form.
fn add_totals(contents: &mut FormContents<'_>, start: &Start) {
    let FormContents { form, filled, cells } = &*contents;
    let before = |cell: CellAt| match filled {
        Some(filled) => Addend::of_cell(filled, cell),
        None => Addend::of_text(&figure(start, form, cell)),
    };
    let now = |cell: CellAt| cells.get(&cell).map_or_else(|| before(cell), |content| Addend::of_text(&content.text()));
    let lines = cells.keys().flat_map(|cell| form.lines().of(*cell)).map(|membership| membership.line);
    let wanted = |line: &EquationLine| !cells.contains_key(&line.total) && follows(line, before);
    let totals: BTreeMap<CellAt, Decimal> = settled(form, lines, now, wanted);
    contents.cells.extend(totals.into_iter().map(|(cell, number)| (cell, Content::Number(number))));
}
