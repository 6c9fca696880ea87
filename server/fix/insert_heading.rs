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

use super::gate::Repair;
use super::insert_table::{break_in, header, html_row, is_dashes, rows};
use crate::check::View;
use crate::edition::grid::grid;
use crate::report::{Filled, Report};
use crate::rules::Fix;
use crate::rules::quoted;
use crate::syntax::Layout;
use crate::text::Edit;
use std::ops::Range;

/// The repair for forms whose rows stand under no heading: those headings. It has not passed the gate.
pub fn proposal(view: &View, report: &Report, forms: &[&str]) -> Option<Repair> {
    let missing: Vec<&Filled> = forms.iter().map(|id| report.form(id)).collect::<Option<_>>()?;
    let item = |filled: &Filled| filled.form.banner.as_ref().map(|banner| banner.item);
    if missing.iter().any(|filled| report.banners.iter().any(|banner| Some(banner.item) == item(filled))) {
        return None;
    }
    let mut edits = Vec::new();
    for filled in &missing {
        edits.extend(heading(view, report, filled)?);
    }
    let title = match missing.as_slice() {
        [filled] => format!("插入条款标题{}", quoted(&filled.form.banner.as_ref()?.text)),
        _ => format!("插入所缺的{}个条款标题", missing.len()),
    };
    Some(Repair::of(Fix { title, edits, safe: true }))
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
