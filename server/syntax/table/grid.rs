//! A table to be written, in whatever layout.

/// A table with merged cells, to be written in any layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// How many columns the table has.
    pub width: usize,
    /// The cells that begin in each row, left to right.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// What stands in it.
    pub text: String,
    /// The column in which it begins.
    pub column: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes.
    pub rows: usize,
}

impl Grid {
    /// The texts of a row by column: a merged cell stands in its first row and column, the rest of it is empty.
    pub fn spread(&self, row: usize) -> Vec<&str> {
        let mut texts = vec![""; self.width];
        for cell in &self.rows[row] {
            texts[cell.column] = &cell.text;
        }
        texts
    }
}
