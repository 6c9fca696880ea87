//! The form view: a report as its official form, to be seen and filled in beside the text.
//!
//! What stands in the draft is read from it and nothing is kept: the state of a text is the same however it came about.
//! What is filled in is an edit of the text, made only if the text is then read with exactly these cells.

mod blocks;
mod cells;
mod fill;
mod finding;
mod insert;
mod next;
mod on_type;
mod state;
mod table;
mod unfilled;
mod written;

pub use blocks::FormBlock;
pub use fill::{CellChange, CellText, Filling};
pub use finding::{FormFinding, marked_cells};
pub use on_type::LastFigures;
pub use state::{FormReport, FormSection};
pub use table::{CellRole, FormEquation, FormTable, FormValue};
pub(super) use unfilled::unfilled;
