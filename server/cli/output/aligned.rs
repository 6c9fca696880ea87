//! Tables for a terminal, in which Chinese characters take two columns.

use super::text::width;

/// On which side of its column a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows with their columns aligned, two blanks apart. `alignments` are those of the columns; blanks at the ends of lines are
/// left out.
pub fn aligned<T: AsRef<str>>(rows: &[Vec<T>], alignments: &[Alignment]) -> String {
    let mut widths = vec![0; alignments.len()];
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = width(cell.as_ref()).max(*widest);
        }
    }
    let mut output = String::new();
    for row in rows {
        let mut line = String::new();
        for ((cell, widest), alignment) in row.iter().map(AsRef::as_ref).zip(&widths).zip(alignments) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let blanks = " ".repeat(widest - width(cell));
            match alignment {
                Alignment::Left => line.extend([cell, &blanks]),
                Alignment::Right => line.extend([&blanks, cell]),
            }
        }
        output.push_str(line.trim_end());
        output.push('\n');
    }
    output
}
