//! Formatting: aligns the figures of pipe tables, trims tab-separated fields, indents HTML tables evenly. It works on
//! the layout of tables; reports only tell it which tables are official.
//!
//! Every edit replaces blanks by blanks, or the dashes under a header by more or fewer of them, so no figure, label or
//! prose can change. As a safeguard the result is parsed: if its cells differ from those before, there are no edits.

pub mod field;
mod html;
pub mod pipe;
mod shared;
mod tabs;

use crate::check::View;
use crate::report::Report;
use crate::syntax::{BlockKind, Layout, Syntax};
use crate::text::{Edit, edit};
pub use shared::FormatStyle;
use std::ops::Range;

impl View {
    /// The edits that format the draft, or only the lines that a range touches.
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

/// The edits that format a text; none if it holds no report.
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
        let BlockKind::Table(layout) = block.kind() else { continue };
        let in_form = |range: Range<usize>| cells.any_in(start + range.start..start + range.end);
        let of_block = match layout {
            Layout::Markdown => {
                let has_value = |range: Range<usize>| cells.value_in(start + range.start..start + range.end);
                pipe::edits(block.text(), style, in_form, has_value)
            }
            Layout::Tabs => tabs::edits(block.text(), in_form),
            Layout::Html => html::edits(block.text(), in_form),
            Layout::Lines => continue,
        };
        edits.extend(of_block.into_iter().map(|edit| edit.moved(start)));
    }
    let formatted = edit::apply(text, &edits).map(|formatted| Syntax::parse(&formatted));
    if formatted.is_ok_and(|formatted| reads_alike(syntax, &formatted)) { edits } else { Vec::new() }
}

/// Whether two texts parse to the same cells in the same places.
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

/// The labels and values of forms.
struct FormCells {
    /// The starts of the values, in order.
    values: Vec<usize>,
    /// The starts of the labels, in order.
    labels: Vec<usize>,
}

impl FormCells {
    fn of(reports: &[Report]) -> Self {
        let forms = || reports.iter().flat_map(|report| &report.forms);
        let sorted = |mut places: Vec<usize>| {
            places.sort_unstable();
            places
        };
        let values = forms().flat_map(|filled| &filled.values).map(|value| value.range.start);
        let labels = forms().flat_map(|filled| &filled.rows).filter_map(|row| Some(row.label.as_ref()?.range.start));
        FormCells { values: sorted(values.collect()), labels: sorted(labels.collect()) }
    }

    fn any_in(&self, range: Range<usize>) -> bool {
        begins_in(&self.labels, range.clone()) || begins_in(&self.values, range)
    }

    fn value_in(&self, range: Range<usize>) -> bool {
        begins_in(&self.values, range)
    }
}

/// Whether one of these places, which are in order, is in a range.
fn begins_in(places: &[usize], range: Range<usize>) -> bool {
    let first = places.partition_point(|&place| place < range.start);
    places.get(first).is_some_and(|place| range.contains(place))
}
