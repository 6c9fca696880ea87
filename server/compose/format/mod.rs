//! Formatting: the columns of pipe tables in line, tab-separated fields without stray blanks, HTML tables evenly
//! indented. Knows the shapes of tables, and of reports only where their tables are.
//!
//! Every edit replaces blanks by blanks, or the dashes under a header by more or fewer of them. So no figure, no label
//! and no prose can change; and what is read in the result is compared with what was read before, or nothing is edited.

mod html;
mod pipe;
mod tabs;

use crate::check::View;
use crate::report::Report;
use crate::syntax::{Kind, Layout, Syntax};
use crate::text::lines::lines_of;
use crate::text::{Edit, edit};
use std::ops::Range;

/// How a draft is formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatStyle {
    /// Whether quotation marks, dashes and their like are as wide as Chinese characters, as they are in Chinese fonts.
    pub wide_quotes: bool,
}

impl Default for FormatStyle {
    fn default() -> Self {
        FormatStyle { wide_quotes: true }
    }
}

impl View {
    /// The edits that format the draft, or the lines of it that a range touches.
    pub fn format(&self, within: Option<Range<usize>>, style: FormatStyle) -> Vec<Edit> {
        let lines = within.map(|range| {
            let line = |offset| self.buffer.line_at(offset);
            self.buffer.line_start(line(range.start))..self.buffer.line_range(line(range.end)).end
        });
        let mut edits = edits(&self.text, &self.checked.syntax, &self.checked.reports, style);
        if let Some(lines) = lines {
            edits.retain(|edit| lines.start <= edit.range.start && edit.range.end <= lines.end);
        }
        edits
    }
}

/// The edits that format a text; none where it holds no report.
pub fn format(text: &str, style: FormatStyle) -> Vec<Edit> {
    let syntax = Syntax::parse(text);
    let reports = crate::report::read(&syntax);
    edits(text, &syntax, &reports, style)
}

fn edits(text: &str, syntax: &Syntax, reports: &[Report], style: FormatStyle) -> Vec<Edit> {
    if reports.is_empty() {
        return Vec::new();
    }
    let cells = FormCells::of(reports);
    let mut edits = Vec::new();
    for (start, block) in syntax.placed() {
        let Kind::Table(layout) = block.kind() else { continue };
        let in_form = |range: Range<usize>| cells.any_in(start + range.start..start + range.end);
        let of_block = match layout {
            Layout::Markdown => pipe::edits(block.text(), style, in_form),
            Layout::Tabs => tabs::edits(block.text(), in_form),
            Layout::Html => html::edits(block.text(), in_form),
            Layout::Lines => continue,
        };
        edits.extend(of_block.into_iter().map(|edit| edit.moved(start)));
    }
    let formatted = edit::apply(text, &edits).map(|formatted| Syntax::parse(&formatted));
    if formatted.is_ok_and(|formatted| reads_alike(syntax, &formatted)) { edits } else { Vec::new() }
}

/// Whether two texts are read to the same cells in the same places.
fn reads_alike(one: &Syntax, other: &Syntax) -> bool {
    one.blocks.len() == other.blocks.len()
        && one.blocks.iter().zip(&other.blocks).all(|(one, other)| {
            let cells = one.cells().iter().zip(other.cells());
            one.kind() == other.kind()
                && one.cells().len() == other.cells().len()
                && cells
                    .into_iter()
                    .all(|(a, b)| (one.folded(a), a.line, a.place) == (other.folded(b), b.line, b.place))
        })
}

/// Where the labels and values of forms begin, in order.
struct FormCells(Vec<usize>);

impl FormCells {
    fn of(reports: &[Report]) -> Self {
        let forms = reports.iter().flat_map(|report| &report.forms);
        let mut places: Vec<usize> = forms
            .flat_map(|filled| {
                let labels = filled.rows.iter().filter_map(|row| Some(row.label.as_ref()?.range.start));
                labels.chain(filled.values.iter().map(|value| value.range.start))
            })
            .collect();
        places.sort_unstable();
        FormCells(places)
    }

    fn any_in(&self, range: Range<usize>) -> bool {
        let first = self.0.partition_point(|&place| place < range.start);
        self.0.get(first).is_some_and(|place| range.contains(place))
    }
}

/// The edit that makes `range` of a text read `wanted`, if it does not already.
fn replace(text: &str, range: Range<usize>, wanted: &str, edits: &mut Vec<Edit>) {
    if text[range.clone()] != *wanted {
        edits.push(Edit::new(range, wanted));
    }
}

/// What stands in a field between the blanks at its ends: only those that every editor shows as such.
fn content(text: &str, field: Range<usize>) -> Range<usize> {
    let source = &text[field.clone()];
    let trimmed = source.trim_matches([' ', '\t']);
    let start = field.start + (source.len() - source.trim_start_matches([' ', '\t']).len());
    if trimmed.is_empty() { field.end..field.end } else { start..start + trimmed.len() }
}

/// The tables of a block: runs of lines, without their line ends, that are not blank.
fn tables(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut tables = Vec::new();
    let mut table = Vec::new();
    for (start, line) in lines_of(text) {
        if !line.trim().is_empty() {
            table.push(start..start + line.len());
        } else if !table.is_empty() {
            tables.push(std::mem::take(&mut table));
        }
    }
    tables.push(table);
    tables.retain(|table| !table.is_empty());
    tables
}

/// The bytes from the first of these lines to the last.
fn whole(lines: &[Range<usize>]) -> Range<usize> {
    lines.first().map_or(0, |first| first.start)..lines.last().map_or(0, |last| last.end)
}
