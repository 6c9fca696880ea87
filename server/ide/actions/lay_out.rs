//! A table written anew by its official form, in its own layout or in another.
//!
//! ```text
//! 三、收到和处理政府信息公开申请情况       三、收到和处理政府信息公开申请情况
//!
//! 一、本年新收政府信息公开申请数量    →    | （本列数据的勾稽关系为…） | | | 申请人情况 | …
//! 5                                       | --- | --- | --- | --- | …
//! 1                                       | | | | 自然人 | 法人或其他组织 | …
//! …                                       | 一、本年新收政府信息公开申请数量 | | | 5 | 1 | …
//! ```
//!
//! Every figure stays as it is written; a row that was missing is there with empty cells. What was read before is read
//! again after: where that differs in the least, nothing is offered.

use super::action::{Action, ActionKind};
use crate::check::View;
use crate::compose::table::{Table, present, table, written};
use crate::edition::Form;
use crate::fix::gate::Gate;
use crate::report::{Filled, RowState};
use crate::syntax::{Layout, Syntax};
use crate::text::Edit;
use std::ops::Range;

/// Laying out again, and converting to each other layout, for the tables that `range` touches.
pub fn actions(view: &View, range: &Range<usize>) -> Vec<Action> {
    let mut actions = Vec::new();
    for report in &view.checked.reports {
        let gate = Gate::new(view, report);
        for section in &report.edition.sections {
            let touched = |filled: &Filled| {
                filled.form.section == section.id && filled.range.start <= range.end && range.start <= filled.range.end
            };
            if !report.forms.iter().any(touched) {
                continue;
            }
            let Some(table) = table(view, report, &section.id) else { continue };
            for layout in [table.layout].into_iter().chain(Layout::ALL.into_iter().filter(|it| *it != table.layout)) {
                let Some(edit) = laid_out(&gate, &table, layout) else { continue };
                actions.push(Action {
                    title: title(&table, layout),
                    kind: ActionKind::Rewrite,
                    edits: vec![edit],
                    safe: true,
                    preferred: false,
                    finding: None,
                });
            }
        }
    }
    actions
}

fn title(table: &Table<'_>, layout: Layout) -> String {
    let words = match layout {
        Layout::Markdown => "Markdown 表格",
        Layout::Html => "HTML 表格（含合并单元格）",
        Layout::Tabs => "制表符分隔的表格",
        Layout::Lines => "每行一格的表格",
    };
    if layout == table.layout { "按统一格式重排表格".to_owned() } else { format!("改写为{words}") }
}

/// The edit that lays a table out by its forms; `None` where it is so already, or where not all of it would be read
/// again.
fn laid_out(gate: &Gate<'_>, table: &Table<'_>, layout: Layout) -> Option<Edit> {
    let view = gate.view;
    let forms: Vec<&Form> = table.forms.iter().map(|filled| filled.form).collect();
    let edit =
        written(view, table, layout, &forms, |form, row, column| present(table, form, row, column).unwrap_or_default());
    if layout == table.layout && shape(&view.text[table.range.clone()]) == shape(&edit.text) {
        return None;
    }
    let after = gate.unharmed(std::slice::from_ref(&edit))?;
    let is_laid_out = |before: &&Filled| {
        after.form(&before.form.id).is_some_and(|after| {
            let clear = !after.rows.iter().any(|row| matches!(row.state, RowState::Unclear(_)));
            clear && std::ptr::eq(after.form, before.form) && after.layout == layout
        })
    };
    table.forms.iter().all(is_laid_out).then_some(edit)
}

/// What is read in a piece of text: the cells and their places, whatever stands between them.
fn shape(text: &str) -> Vec<(String, Option<crate::syntax::Place>)> {
    let syntax = Syntax::parse(text);
    let cells = syntax.blocks.iter().flat_map(|block| {
        let cells = block.cells().iter();
        cells.map(|cell| (block.folded(cell).to_owned(), cell.place)).collect::<Vec<_>>()
    });
    // A line without anything on it is no cell in one layout and an empty one in the other.
    cells.filter(|(folded, place)| !folded.is_empty() || place.is_some()).collect()
}
