//! The extent of a table in the text, and whether everything in it is recognised.
//!
//! A table can be rewritten only if every cell is either data of its forms or a part of the forms themselves: anything
//! else would be lost.

use super::fields::{field, written as written_grid};
use crate::check::{PlacedCell, View};
use crate::edition::{Form, grid::grid};
use crate::report::vocabulary::vocabulary;
use crate::report::{Filled, Report, RowState};
use crate::syntax::table::pipe;
use crate::syntax::{Layout, html};
use crate::text::{Edit, covering, fold::fold, number};
use std::ops::Range;

/// The table of a section, if it is contiguous.
#[derive(Debug)]
pub struct Table<'a> {
    /// The report that contains it.
    pub report: &'a Report,
    /// Its forms, in the order of the edition.
    pub forms: Vec<&'a Filled>,
    /// Its layout.
    pub layout: Layout,
    /// All its bytes, without the line end behind it.
    pub range: Range<usize>,
}

/// The table of the section with this id, if rewriting it would lose nothing.
pub fn table<'a>(view: &'a View, report: &'a Report, section: &str) -> Option<Table<'a>> {
    table_unless(view, report, section, |state| state.is_ambiguous() || state == RowState::Unclear(0))
}

/// The same, where labels may stand with nothing behind them: their rows are about to be filled in.
pub fn table_to_fill<'a>(view: &'a View, report: &'a Report, section: &str) -> Option<Table<'a>> {
    table_unless(view, report, section, RowState::is_ambiguous)
}

fn table_unless<'a>(
    view: &'a View,
    report: &'a Report,
    section: &str,
    is_unclear: impl Fn(RowState) -> bool,
) -> Option<Table<'a>> {
    let forms: Vec<&Filled> = report.forms.iter().filter(|filled| filled.form.section == section).collect();
    if forms.iter().any(|filled| filled.rows.iter().any(|row| is_unclear(row.state))) {
        return None;
    }
    let layout = forms.first()?.layout;
    let words = words(&forms);
    let is_known = |cell: &PlacedCell<'_>| is_known(cell, &forms, &words);
    let span = span_of(view, report, section, &forms, is_known)?;
    // In a line that runs on, other cells touch those of the table.
    let is_inside = |cell: &&PlacedCell<'_>| cell.range.start < span.end && span.start < cell.range.end;
    let cells = view.cells(&span);
    if !cells.iter().filter(is_inside).all(|cell| cell.cell.is_blank() || is_known(cell)) {
        return None;
    }
    let runs_on = cells.iter().filter(is_inside).all(|cell| cell.cell.place.is_none());
    let range = match layout {
        Layout::Html => html_extent(view, report, &span).or(runs_on.then_some(span))?,
        Layout::Markdown | Layout::Tabs => lines_extent(view, &span)?,
        Layout::Lines => lines_extent(view, &span).or(runs_on.then_some(span))?,
    };
    Some(Table { report, forms, layout, range })
}

/// The bytes of the table of a section with its header, whatever else is in it; `None` if the report has none of its
/// forms.
pub fn span(view: &View, report: &Report, section: &str) -> Option<Range<usize>> {
    let forms: Vec<&Filled> = report.forms.iter().filter(|filled| filled.form.section == section).collect();
    let words = words(&forms);
    span_of(view, report, section, &forms, |cell| is_known(cell, &forms, &words))
}

fn span_of(
    view: &View,
    report: &Report,
    section: &str,
    forms: &[&Filled],
    is_known: impl Fn(&PlacedCell<'_>) -> bool,
) -> Option<Range<usize>> {
    let span = covering(forms.iter().map(|filled| filled.range.clone()))?;
    let inside = view.cells(&span);
    let mut tables: Vec<(usize, u32)> = inside.iter().filter_map(PlacedCell::table).collect();
    tables.dedup();
    let around = around(report, section, &span);
    let cells = view.cells(&around);
    Some(if tables.is_empty() {
        with_header_lines(&cells, span, is_known)
    } else {
        // Of a table with visible borders all cells count, including those above and below the forms.
        let mine = cells.iter().filter(|cell| cell.table().is_some_and(|table| tables.contains(&table)));
        mine.fold(span, |span, cell| span.start.min(cell.range.start)..span.end.max(cell.range.end))
    })
}

/// The bytes that may contain the header of a section's table: from the section's heading on.
fn around(report: &Report, section: &str, span: &Range<usize>) -> Range<usize> {
    let body = report.section(section).map(|section| section.body.clone()).filter(|body| body.contains(&span.start));
    let body = body.unwrap_or_else(|| span.clone());
    body.start.min(span.start)..body.end.max(span.end)
}

/// The folded text of everything printed in forms apart from their data.
fn words(forms: &[&Filled]) -> Vec<String> {
    let words = |form: &Form| {
        let paths = form.columns.iter().chain(&form.rows).flat_map(|header| &header.path);
        let banner = form.banner.iter().map(|banner| &banner.text);
        paths.chain(banner).chain([&form.corner]).map(|text| fold(text)).collect::<Vec<_>>()
    };
    forms.iter().flat_map(|filled| words(filled.form)).collect()
}

/// Whether a cell is data of the forms or a part of the forms themselves: a label, a piece of a broken one, a page
/// number between them.
fn is_known(cell: &PlacedCell<'_>, forms: &[&Filled], words: &[String]) -> bool {
    let within = |range: &Range<usize>| range.start <= cell.range.start && cell.range.end <= range.end;
    let of_form = |filled: &&Filled| {
        let labels = filled.rows.iter().filter_map(|row| row.label.as_ref());
        let mut labels =
            labels.flat_map(|label| [label.range.clone()].into_iter().chain(label.columns().map(|(it, _)| it)));
        labels.any(|range| within(&range)) || filled.values.iter().any(|value| within(&value.range()))
    };
    if forms.iter().any(of_form) {
        return true;
    }
    let folded = cell.folded.trim_matches('*');
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    if digits == folded.len() {
        return false;
    }
    number::is_page_number(folded)
        || vocabulary().meaning(folded).is_some()
        || vocabulary().header_line(folded).is_some()
        || crate::report::article::banner(folded).is_some()
        || (digits == 0 && words.iter().any(|word| word.contains(folded)))
}

/// The span extended by the header lines above it, which belong to no row: the corner, the groups of columns.
fn with_header_lines(
    cells: &[PlacedCell<'_>],
    span: Range<usize>,
    is_known: impl Fn(&PlacedCell<'_>) -> bool,
) -> Range<usize> {
    let above = cells.iter().rev().filter(|cell| cell.range.end <= span.start && !cell.cell.is_blank());
    let start = above.take_while(|cell| is_known(cell)).last().map_or(span.start, |cell| cell.range.start);
    start..span.end
}

/// The lines of a range of a text; `None` if more than blanks and pipes stands before or behind it in them.
pub fn own_lines(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let is_line_end = |c: char| matches!(c, '\n' | '\r');
    let is_filler = |c: char| (c == '|' || c.is_whitespace()) && !is_line_end(c);
    let before = text[..range.start].trim_end_matches(is_filler);
    let behind = text[range.end..].trim_start_matches(is_filler);
    let is_own = before.chars().next_back().is_none_or(is_line_end) && behind.chars().next().is_none_or(is_line_end);
    is_own.then(|| before.len()..text.len() - behind.len())
}

/// From the beginning of the first line to the end of the last; `None` if these lines contain other text.
fn lines_extent(view: &View, span: &Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = own_lines(&view.text, span)?;
    // The borders of a grid table are lines without cells.
    let is_border = |line: &Range<usize>| pipe::is_border(view.text[line.clone()].trim());
    while let Some(above) = view.line_above(start).filter(is_border) {
        start = above.start;
    }
    while let Some(below) = view.line_below(end).filter(is_border) {
        end = below.end;
    }
    Some(start..end)
}

/// From `<table` to `</table>`; if the forms are spread over several tables, of all of them. A table around other reports,
/// too, is the page's.
fn html_extent(view: &View, report: &Report, span: &Range<usize>) -> Option<Range<usize>> {
    let cells = view.cells(span);
    let (start, end) = (cells.first()?.block.start, cells.last()?.block.end);
    let tags = view.tags(&(start.max(report.range.start)..end.min(report.range.end)));
    let first = html::element(&tags, "table", &cells.first()?.range)?;
    let last = html::element(&tags, "table", &cells.last()?.range)?;
    Some(first.start..last.end)
}

/// The current content of a cell, by the row and column ids of this form.
pub fn present(table: &Table<'_>, form: &Form, row: usize, column: usize) -> Option<String> {
    let filled = table.forms.iter().find(|filled| filled.form.id == form.id)?;
    let (row, column) = match std::ptr::eq(filled.form, form) {
        true => (row, column),
        false => (filled.form.row(&form.rows[row].id)?, filled.form.column(&form.columns[column].id)?),
    };
    let value = filled.value(row, column).filter(|value| !value.is_blank())?;
    // The text of a cell may be spread over lines and set in bold; the new table has its own markup.
    let text = value.text().replace("**", "");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The edit that replaces a table by these forms.
pub fn written(
    view: &View,
    table: &Table<'_>,
    layout: Layout,
    forms: &[&Form],
    mut value: impl FnMut(&Form, usize, usize) -> String,
) -> Edit {
    let text = &view.text;
    let line_break = view.line_break();
    let written = written_grid(&grid(forms, |form, row, column| field(&value(form, row, column))), layout).text;
    let mut new = written.trim_end_matches('\n').replace('\n', line_break);
    let (start, end) = (table.range.start, table.range.end);
    let (first, last) = (view.line(start), view.line(end));
    // Markdown requires blank lines around a table, and a table in the middle of a line must begin a line of its own.
    let wants_blank = matches!(layout, Layout::Markdown | Layout::Html);
    let is_another = layout != table.layout;
    if !text[first.start..start].trim().is_empty() || (is_another && wants_blank && view.has_text_above(first.start)) {
        new.insert_str(0, line_break);
    }
    if !text[end..last.end].trim().is_empty() || (is_another && wants_blank && view.has_text_below(last.end)) {
        new.push_str(line_break);
    }
    Edit::new(start..end, new)
}
