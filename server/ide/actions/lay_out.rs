//! Rewrites a table by its official form, in its own layout or in another.
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
//! Every figure stays as it is written; missing rows are added with empty cells. The result is parsed again: if
//! anything that was read before differs, there is no edit.

use super::action::ActionKind;
use super::offer::Offer;
use crate::check::{PlacedCell, View};
use crate::compose::table::{Table, own_lines, present, table, written};
use crate::compose::template_kind::TemplateKind;
use crate::edition::{Form, OfficialSection, grid::grid};
use crate::fix::gate::Gate;
use crate::report::{Filled, RowState};
use crate::syntax::Layout;
use crate::text::{Edit, fold::fold};
use std::ops::Range;
use std::rc::Rc;

/// Offers to lay out again, and to convert to each other layout, the tables of a report that `range` touches.
pub fn offers<'a>(gate: &'a Gate<'_>, range: &Range<usize>) -> Vec<Offer<'a>> {
    let (view, report) = (gate.view, gate.report);
    let touched = |filled: &Filled| filled.range.start <= range.end && range.start <= filled.range.end;
    let mut offers = Vec::new();
    let is_touched = |section: &&OfficialSection| {
        report.forms.iter().any(|filled| filled.form.section == section.id && touched(filled))
    };
    let sections: Vec<&OfficialSection> = report.edition.sections.iter().filter(is_touched).collect();
    for section in &sections {
        // Among several tables each says which one it is.
        let of = (sections.len() > 1).then(|| TemplateKind::Table(section).name(report.edition));
        let table = table(view, report, &section.id).filter(|table| stands_alone(view, table));
        let Some(table) = table.map(Rc::new) else { continue };
        let own = table.layout;
        let layouts = [own].into_iter().chain(Layout::ALL.into_iter().filter(|layout| *layout != own));
        offers.extend(layouts.filter(|layout| can_be_laid_out(view, &table, *layout)).map(|layout| {
            let table = table.clone();
            let edits = move || laid_out(gate, &table, layout).map(|edit| vec![edit]);
            Offer::new(title(own, layout, of.as_deref()), ActionKind::Rewrite, true, edits)
        }));
    }
    offers
}

fn title(own: Layout, layout: Layout, of: Option<&str>) -> String {
    let words = match layout {
        Layout::Markdown => " Markdown 表格",
        Layout::Html => " HTML 表格（含合并单元格）",
        Layout::Tabs => "制表符分隔的表格",
        Layout::Lines => "每行一格的表格",
    };
    let title = if layout == own { "按统一格式重排表格".to_owned() } else { format!("改写为{words}") };
    of.map_or(title.clone(), |of| format!("{title}：{of}"))
}

/// Whether a table begins and ends with a line, so that it can be replaced by another: one in a line that runs on does not.
fn stands_alone(view: &View, table: &Table<'_>) -> bool {
    table.layout != Layout::Lines || own_lines(&view.text, &table.range).is_some()
}

/// Whether laying a table out would change it and lose no cell: with one cell a line, empty cells leave no trace.
fn can_be_laid_out(view: &View, table: &Table<'_>, layout: Layout) -> bool {
    match layout {
        _ if layout == table.layout => !is_laid_out(view, table),
        Layout::Lines => table.forms.iter().all(|filled| {
            let printed = filled.values.iter().filter(|value| !value.is_blank()).count();
            printed == filled.form.rows.len() * filled.form.columns.len()
        }),
        Layout::Markdown | Layout::Html | Layout::Tabs => true,
    }
}

/// The edit that rewrites the table by its forms.
fn edit(view: &View, table: &Table<'_>, layout: Layout) -> Edit {
    let forms: Vec<&Form> = table.forms.iter().map(|filled| filled.form).collect();
    written(view, table, layout, &forms, |form, row, column| present(table, form, row, column).unwrap_or_default())
}

/// The edit that lays a table out by its forms; `None` if not all of it would be read again.
fn laid_out(gate: &Gate<'_>, table: &Table<'_>, layout: Layout) -> Option<Edit> {
    let edit = edit(gate.view, table, layout);
    let after = gate.unharmed(std::slice::from_ref(&edit))?;
    let is_laid_out = |before: &&Filled| {
        after.form(&before.form.id).is_some_and(|after| {
            let clear = after.rows.iter().all(|row| matches!(row.state, RowState::Missing | RowState::Read));
            clear && std::ptr::eq(after.form, before.form) && after.layout == layout
        })
    };
    table.forms.iter().all(is_laid_out).then_some(edit)
}

/// Whether the cells of a table are exactly those of its forms, each in its place, ignoring the text between them.
fn is_laid_out(view: &View, table: &Table<'_>) -> bool {
    let forms: Vec<&Form> = table.forms.iter().map(|filled| filled.form).collect();
    let grid = grid(&forms, |form, row, column| present(table, form, row, column).unwrap_or_default());
    let cells = view.cells(&table.range);
    // A blank line is skipped in one layout and an empty cell in another.
    let printed: Vec<&PlacedCell<'_>> =
        cells.iter().filter(|cell| !cell.cell.is_blank() || cell.cell.place.is_some()).collect();
    let wanted = grid.cells(table.layout);
    // The delimiter row of a pipe table is a row without cells.
    let mut row = 0;
    let mut before = printed.first().and_then(|cell| cell.row());
    let found = printed.iter().map(|cell| {
        row += usize::from(cell.row() != before);
        before = cell.row();
        (cell.folded, cell.column().map(|column| (row, column)))
    });
    let is_one_table = printed.windows(2).all(|pair| pair[0].table() == pair[1].table());
    let mut pairs = found.zip(&wanted);
    printed.len() == wanted.len()
        && is_one_table
        && pairs.all(|((folded, found), (text, place))| found == *place && folded == fold(text))
}
