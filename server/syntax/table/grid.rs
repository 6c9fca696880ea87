//! A table to be written, in any layout.

use crate::edition::grid::Grid;
use crate::syntax::Layout;

impl Grid {
    /// The texts of a row by column: a merged cell has its text in its first row and column, the rest of it is empty.
    pub fn spread(&self, row: usize) -> Vec<&str> {
        let mut texts = vec![""; self.width];
        for cell in &self.rows[row] {
            texts[cell.column] = &cell.text;
        }
        texts
    }

    /// The cells that a parse of the written table gives, each with its row and column if the layout shows them.
    pub fn cells(&self, layout: Layout) -> Vec<(&str, Option<(usize, usize)>)> {
        let rows = self.rows.iter().enumerate();
        match layout {
            Layout::Lines => {
                let texts = self.rows.iter().flatten().map(|cell| cell.text.as_str());
                texts.filter(|text| !text.is_empty()).map(|text| (text, None)).collect()
            }
            Layout::Html => rows
                .flat_map(|(row, cells)| cells.iter().map(move |it| (it.text.as_str(), Some((row, it.column)))))
                .collect(),
            Layout::Markdown | Layout::Tabs => {
                let spread = |row| self.spread(row).into_iter().enumerate();
                rows.flat_map(|(row, _)| spread(row).map(move |(column, text)| (text, Some((row, column))))).collect()
            }
        }
    }
}
