//! The row and the column of a figure, for whoever fills a table in without its titles in view.

use crate::check::View;
use crate::report::Value;
use std::ops::Range;

/// What stands in a cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellName {
    /// The row, in the words of the form; empty for the only row of a form without labels.
    pub row: String,
    /// The column, in the words of the form.
    pub column: String,
    /// The bytes of the value.
    pub range: Range<usize>,
}

impl View {
    /// The cell of a form around an offset: its value, or the padding before or behind it.
    pub fn cell_at(&self, offset: usize) -> Option<CellName> {
        let report = self.report_at(offset)?;
        let line = self.line(offset);
        let is_border = |c: char| matches!(c, '|' | '\t' | '<' | '>' | '\n');
        let gap = |value: &Value| match &value.range {
            range if range.end < offset => range.end..offset,
            range if offset < range.start => offset..range.start,
            _ => offset..offset,
        };
        let on_line = |value: &&Value| line.start <= value.range.start && value.range.end <= line.end;
        let is_here = |value: &&Value| !self.text.get(gap(value)).unwrap_or_default().contains(is_border);
        let values = report.forms.iter().flat_map(|filled| filled.values.iter().map(move |value| (filled, value)));
        let here = values.filter(|(_, value)| on_line(value) && is_here(value));
        let (filled, value) = here.min_by_key(|(_, value)| gap(value).len())?;
        let (row, column) = (&filled.form.rows[value.row], &filled.form.columns[value.column]);
        let row = if row.path.is_empty() { String::new() } else { row.words().to_owned() };
        Some(CellName { row, column: column.words().to_owned(), range: value.range.clone() })
    }
}
