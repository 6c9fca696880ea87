//! The layouts of a table: each file parses a layout into cells and writes a [`Grid`] in it.

mod grid;
pub mod html;
pub mod lines;
pub mod pipe;
mod rows;
pub mod tabs;

use super::cell::Cells;
use super::layout::Layout;
pub use crate::edition::grid::{Grid, GridCell};
use rows::read_row;
pub use rows::{Line, MOST_CELLS};

/// Parses a block in a layout; [`Layout::Lines`] includes paragraphs.
pub fn read(layout: Layout, text: &str, cells: &mut Cells) {
    match layout {
        Layout::Lines => lines::read(text, cells),
        Layout::Markdown => pipe::read(text, cells),
        Layout::Tabs => tabs::read(text, cells),
        Layout::Html => html::read(text, cells),
    }
}

/// Parses one line of a block in any layout but HTML: of paragraphs or of a table that is read line by line.
pub fn read_line(layout: Layout, text: &str, line: &Line, cells: &mut Cells) {
    match layout {
        Layout::Lines => lines::read_line(text, line.range.clone(), line.number, cells),
        Layout::Markdown => {
            read_row(text, line, cells, pipe::row);
        }
        Layout::Tabs => {
            read_row(text, line, cells, tabs::row);
        }
        Layout::Html => {}
    }
}

impl Grid {
    /// The table written in a layout, ending in a line end.
    pub fn write(&self, layout: Layout) -> String {
        match layout {
            Layout::Markdown => pipe::write(self),
            Layout::Html => html::write(self),
            Layout::Tabs => tabs::write(self),
            Layout::Lines => lines::write(self),
        }
    }
}
