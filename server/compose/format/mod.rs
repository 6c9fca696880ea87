//! Formatting: aligns the figures of pipe tables, trims tab-separated fields, indents HTML tables evenly. It works on
//! the layout of tables; reports only tell it which tables are official.
//!
//! Every edit replaces blanks by blanks, or the dashes under a header by more or fewer of them, so no figure, label or
//! prose can change. As a safeguard the result is parsed: if its cells differ from those before, there are no edits. A
//! table that would get too long ([`MOST_TIMES`]) is left alone and told.

pub mod field;
mod html;
pub mod pipe;
mod shared;
mod tabs;

use crate::check::View;
use crate::report::Report;
use crate::syntax::{BlockKind, Layout, Syntax};
use crate::text::{edit, stop};
use shared::MOST_TIMES;
pub use shared::{FormatStyle, Formatted};
use std::ops::Range;

impl View {
    /// The edits that format the draft, or only the lines that a range touches.
    pub fn format(&self, within: Option<Range<usize>>, style: FormatStyle) -> Formatted {
        let lines = within.map(|range| {
            let line = |offset| self.buffer.line_at(offset);
            self.buffer.line_start(line(range.start))..self.buffer.line_range(line(range.end)).end
        });
        let mut formatted = formatted(&self.text, &self.checked.syntax, &self.checked.reports, style);
        if let Some(lines) = lines {
            formatted.edits.retain(|edit| lines.start <= edit.range.start && edit.range.end <= lines.end);
        }
        formatted
    }
}

/// The edits that format a text; none if it holds no report.
pub fn format(text: &str, style: FormatStyle) -> Formatted {
    let syntax = Syntax::parse(text);
    let reports = crate::report::read(&syntax);
    formatted(text, &syntax, &reports, style)
}

fn formatted(text: &str, syntax: &Syntax, reports: &[Report], style: FormatStyle) -> Formatted {
    let mut all = Formatted::default();
    if reports.is_empty() {
        return all;
    }
    let cells = FormCells::of(reports);
    for (start, block) in syntax.placed() {
        let BlockKind::Table(layout) = block.kind() else { continue };
        let in_form = |range: Range<usize>| cells.any_in(start + range.start..start + range.end);
        stop::here();
        let of_block = match layout {
            Layout::Markdown => {
                let has_value = |range: Range<usize>| cells.value_in(start + range.start..start + range.end);
                pipe::edits(block.text(), style, in_form, has_value)
            }
            Layout::Tabs => Formatted { edits: tabs::edits(block.text(), in_form), left: Vec::new() },
            Layout::Html => html::edits(block.text(), in_form),
            Layout::Lines => continue,
        };
        let Formatted { edits, left } = of_block.moved(start);
        all.edits.extend(edits);
        all.left.extend(left);
    }
    if !all.edits.is_empty() {
        let after = edit::apply(text, &all.edits).map(|after| Syntax::parse(&after));
        if !after.is_ok_and(|after| reads_alike(syntax, &after)) {
            all.edits.clear();
        }
    }
    all
}

/// What is said of a table that is left alone.
pub fn left_alone() -> String {
    format!("这张表没有对齐：对齐后会比原来长{MOST_TIMES}倍以上，多半有一格的内容极长；请把它移出表格再排版")
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
        let values = forms().flat_map(|filled| &filled.values).map(|value| value.range().start);
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
