//! A missing article heading put over the rows that stand under none.
//!
//! ```text
//!                                         | 第二十条第（五）项 | |
//! | 信息内容 | 本年处理决定数量 |            | --- | --- |
//! | --- | --- |                       →   | 信息内容 | 本年处理决定数量 |
//! | 行政许可 | 12 |                       | 行政许可 | 12 |
//! ```
//!
//! The rows tell which heading it is, and no number changes: safe. A heading without its rows is another matter, see
//! `insert_table`.

use super::gate::{Gate, Repair};
use super::insert_table::{break_in, header, html_row, is_dashes, rows};
use super::proposal::Proposal;
use crate::check::View;
use crate::edition::grid::grid;
use crate::report::{Filled, Report};
use crate::rules::{Finding, Fix, quoted};
use crate::syntax::Layout;
use crate::text::Edit;
use std::ops::Range;

/// The repair for forms whose rows stand under no heading: those headings.
pub fn proposal<'a>(gate: &'a Gate<'_>, finding: &'a Finding, forms: &[&str]) -> Option<Proposal<'a>> {
    let missing = missing(gate.report, forms)?;
    let title = title(&missing)?;
    Some(Proposal::new(title, true, move |title| {
        let edits = edits(gate.view, gate.report, &missing)?;
        gate.passed(finding, Repair::of(Fix { title, edits, safe: true }), |_| true)
    }))
}

/// The same repair before the gate.
pub fn unchecked(view: &View, report: &Report, forms: &[&str]) -> Option<Repair> {
    let missing = missing(report, forms)?;
    let (title, edits) = (title(&missing)?, edits(view, report, &missing)?);
    Some(Repair::of(Fix { title, edits, safe: true }))
}

/// The forms, where rows of theirs stand under no heading.
fn missing<'a>(report: &'a Report, forms: &[&str]) -> Option<Vec<&'a Filled>> {
    let missing: Vec<&Filled> = forms.iter().map(|id| report.form(id)).collect::<Option<_>>()?;
    let item = |filled: &Filled| filled.form.banner.as_ref().map(|banner| banner.item);
    let has_heading = |filled: &&Filled| report.banners.iter().any(|banner| Some(banner.item) == item(filled));
    (!missing.iter().any(has_heading)).then_some(missing)
}

fn title(missing: &[&Filled]) -> Option<String> {
    Some(match missing {
        [filled] => format!("插入条款标题{}", quoted(&filled.form.banner.as_ref()?.text)),
        _ => format!("插入所缺的{}个条款标题", missing.len()),
    })
}

fn edits(view: &View, report: &Report, missing: &[&Filled]) -> Option<Vec<Edit>> {
    let headings: Option<Vec<Vec<Edit>>> = missing.iter().map(|filled| heading(view, report, filled)).collect();
    Some(headings?.concat())
}

/// The label of a form's first row in the text.
fn first_label(filled: &Filled) -> Option<&Range<usize>> {
    let labels = filled.rows.iter().filter_map(|row| row.label.as_ref());
    labels.map(|label| &label.range).min_by_key(|range| range.start)
}

/// The edits that put its heading over a form: above the labels of its columns, where it has some of its own.
fn heading(view: &View, report: &Report, filled: &Filled) -> Option<Vec<Edit>> {
    let label = first_label(filled)?;
    let words = header(filled.form);
    let above = view.cells(&(report.range.start..label.start));
    let above = above.iter().rev().filter(|cell| cell.range.end <= label.start && !cell.cell.is_blank());
    let own = above.take_while(|cell| cell.layout == filled.layout && words.iter().any(|word| word == cell.folded));
    let first = own.last().map_or_else(|| label.clone(), |cell| cell.range.clone());
    let line_break = break_in(view, filled);
    let mut only = grid(&[filled.form], |_, _, _| String::new());
    only.rows.truncate(1);
    let heading = rows(view, filled, only, &line_break);
    let line = view.line(first.start);
    let at = match filled.layout {
        Layout::Html => html_row(view, &first)?.start,
        Layout::Markdown | Layout::Tabs | Layout::Lines => line.start,
    };
    // The line of dashes stands under the first row of a pipe table, whichever that is.
    let dashes = view.line_below(line.end).filter(|below| filled.layout == Layout::Markdown && is_dashes(view, below));
    Some(match dashes {
        Some(dashes) => {
            let dashes_text = &view.text[dashes.clone()];
            vec![
                Edit::new(at..at, format!("{heading}{line_break}{dashes_text}{line_break}")),
                Edit::new(line.end..dashes.end, ""),
            ]
        }
        None => vec![Edit::new(at..at, format!("{heading}{line_break}"))],
    })
}
