//! Completes the total of a cell from the cells filled in already.

use super::{Completion, Item, ItemKind, Place};
use crate::compose::template::Template;
use crate::edition::Form;
use crate::report::Filled;
use crate::report::sums::{CellAt, Sum, Sums};
use crate::rules::equation;
use crate::syntax::table::{pipe, tabs};
use crate::syntax::{Layout, html};
use crate::text::{fold::fold, number};
use rust_decimal::Decimal;
use std::ops::Range;

/// The row of a form at the cursor, with its cells as far as they are written.
struct Row<'a> {
    filled: &'a Filled,
    row: usize,
    /// The column of the form at the cursor.
    column: usize,
    /// The bytes of that cell.
    cell: Range<usize>,
    /// The numbers of the row's own cells by column.
    numbers: Vec<Option<Decimal>>,
}

impl<'a> Place<'a> {
    /// Offers the totals that the equations give for the cell at the cursor.
    pub fn figures(&self) -> Completion {
        let Some(row) = self.row() else { return Completion::default() };
        let form = row.filled.form;
        let text = &self.text()[row.cell.clone()];
        let trimmed = text.trim();
        let begin = row.cell.start + (text.len() - text.trim_start().len());
        let range = match trimmed.is_empty() {
            true => self.offset..self.offset,
            false => begin.min(self.offset)..(begin + trimmed.len()).max(self.offset),
        };
        let typed = &self.text()[range.start..self.offset];
        let mut items: Vec<Item> = Vec::new();
        let own = (row.row, row.column);
        let number = |cell| if cell == own { None } else { row.number(cell) };
        for sum in Sums::of(form, number).all.iter().filter(|sum| sum.total == own) {
            let Some((_, total)) = sum.solve_missing(number) else { continue };
            let figure = total.to_string();
            let is_new = figure.starts_with(typed.trim()) && trimmed != figure;
            if is_new && !total.is_sign_negative() && items.iter().all(|item| item.label != figure) {
                items.push(Item {
                    label: figure.clone(),
                    detail: form.equations[sum.equation].words.clone(),
                    reason: Some(spelled_out(form, sum, total, number)),
                    kind: ItemKind::Figure,
                    filter: format!("{typed}{}", &figure[typed.trim().len()..]),
                    template: Template { text: figure, fields: Vec::new() },
                    preselect: false,
                });
            }
        }
        // A total of zeros is of little use: most parts are still to be filled in.
        items.sort_by_key(|item| item.label == "0");
        items.iter_mut().take(1).for_each(|item| item.preselect = true);
        Completion { range, items }
    }

    /// The row and the cell at the cursor.
    fn row(&self) -> Option<Row<'a>> {
        let line = self.line_range();
        let rows = self.report?.forms.iter().flat_map(|filled| {
            let labels = filled.rows.iter().enumerate().filter_map(|(row, it)| Some((row, it.label.as_ref()?)));
            labels.map(move |(row, label)| (filled, row, label.range.clone()))
        });
        let above = rows.filter(|(_, _, label)| label.start <= self.offset);
        let (filled, row, label) = above.max_by_key(|(_, _, label)| label.start)?;
        let on_line = line.start <= label.start;
        // The one row without a label begins with its first figure.
        let labelled = !filled.form.rows[row].path.is_empty();
        let cells = match filled.layout {
            Layout::Markdown | Layout::Tabs if on_line => self.fields(line.clone(), filled.layout),
            Layout::Html => self.html_cells(&label)?,
            Layout::Lines if !on_line => self.lines_between(label.end, labelled)?,
            _ => return None,
        };
        let own = cells.iter().rposition(|cell| cell.start <= self.offset && self.offset <= cell.end)?;
        let first = match filled.layout {
            Layout::Lines => 0,
            _ if labelled => cells.iter().position(|cell| label.end <= cell.end)? + 1,
            _ => cells.iter().position(|cell| label.end <= cell.end)?,
        };
        let columns = self.columns(filled, first, labelled);
        let column = columns.iter().position(|column| *column == own)?;
        let numbers = columns.iter().map(|column| {
            let text = cells.get(*column).map(|cell| fold(&self.text()[cell.clone()]))?;
            number::read(&text).map(|number| number.value)
        });
        Some(Row { filled, row, column, cell: cells[own].clone(), numbers: numbers.collect() })
    }

    /// The fields of a line, including the unfinished one behind the last border.
    fn fields(&self, line: Range<usize>, layout: Layout) -> Vec<Range<usize>> {
        let text = &self.text()[line.clone()];
        let mut fields = match layout {
            Layout::Markdown => pipe::split(text),
            _ => tabs::split(text).collect(),
        };
        if let Some(last) = fields.last().map(|last| last.end).filter(|end| *end < text.len()) {
            fields.push(last + 1..text.len());
        }
        fields.into_iter().map(|field| line.start + field.start..line.start + field.end).collect()
    }

    /// The texts of the cells of the HTML row with this label, if the cursor is in it too.
    fn html_cells(&self, label: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let block = self.view.cells(label).first()?.block.clone();
        let tags = self.view.tags(&block);
        let (own, end) = html::tags_of_row(&tags, label)?;
        let end = end.map_or(block.end, |end| end.range.start);
        if self.offset > end {
            return None;
        }
        let cells = own.iter().filter(|tag| !tag.closes && tag.is_any(&["td", "th"])).map(|tag| {
            let start = tag.range.end;
            start..start + self.text()[start..end].find('<').unwrap_or(end - start)
        });
        Some(cells.collect())
    }

    /// The lines with figures from a label, or else from the first figure, to the cursor's line, inclusive.
    fn lines_between(&self, start: usize, labelled: bool) -> Option<Vec<Range<usize>>> {
        let own = self.line_range();
        let mut cells = Vec::new();
        let first = self.view.buffer.line_at(start) + usize::from(labelled);
        for line in first..self.view.buffer.line_at(self.offset) {
            let range = self.view.buffer.line_range(line);
            let text = fold(&self.text()[range.clone()]);
            if !text.is_empty() {
                number::is_figure(&text).then(|| cells.push(range))?;
            }
        }
        cells.push(own);
        Some(cells)
    }

    /// The index of the field in its line for each column of a form, if the first column of a row may be in `first`.
    fn columns(&self, filled: &Filled, first: usize, labelled: bool) -> Vec<usize> {
        let count = filled.form.columns.len();
        let next_to_each_other = || (first..first + count).collect();
        if !matches!(filled.layout, Layout::Markdown | Layout::Tabs) {
            return next_to_each_other();
        }
        // A full row reveals it.
        for row in 0..filled.form.rows.len() {
            let values: Vec<_> = filled.values.iter().filter(|value| value.row() == row && !value.is_blank()).collect();
            if values.len() != count {
                continue;
            }
            let line = self.view.buffer.line_range(self.view.buffer.line_at(values[0].range().start));
            let fields = self.fields(line, filled.layout);
            let field = |at: usize| fields.iter().position(|field| field.start <= at && at <= field.end);
            if let Some(columns) = values.iter().map(|value| field(value.range().start)).collect() {
                return columns;
            }
        }
        // Without one, a table as wide as the form has the form's columns, and any other has them next to each other.
        let mut width = filled.form.label_width;
        let mut official = Vec::with_capacity(count);
        for column in &filled.form.columns {
            official.push(width);
            width += column.width.unwrap_or(1);
        }
        let above = self.view.buffer.line_at(self.offset).checked_sub(1).map(|line| self.view.buffer.line_range(line));
        let is_official = above.is_some_and(|line| self.fields(line, filled.layout).len() >= width);
        if is_official || !labelled { official } else { next_to_each_other() }
    }
}

impl Row<'_> {
    /// The number in a cell, taken from the present text in the cursor's row.
    fn number(&self, (row, column): CellAt) -> Option<Decimal> {
        match row == self.row {
            true => self.numbers.get(column).copied().flatten(),
            false => self.filled.number((row, column)),
        }
    }
}

/// How a total follows from the other cells of its equation, without zeros.
fn spelled_out(form: &Form, sum: &Sum, total: Decimal, number: impl Fn(CellAt) -> Option<Decimal>) -> String {
    let beside_total = |cell: &CellAt| sum.left.contains(cell) == sum.left.contains(&sum.total);
    let mut text = String::new();
    for cell in sum.cells().filter(|cell| *cell != sum.total) {
        let Some(number) = number(cell).filter(|number| !number.is_zero()) else { continue };
        let sign = match (beside_total(&cell), text.is_empty()) {
            (true, _) => "－",
            (false, true) => "",
            (false, false) => "＋",
        };
        text.push_str(&format!("{sign}{} {number}", equation::term(form, sum, cell)));
    }
    if text.is_empty() { "各项都是 0".to_owned() } else { format!("{text} ＝ {total}") }
}
