//! The form view: a report as its official form, to be seen and filled in beside the text.
//!
//! What stands in the draft is read from it and nothing is kept: the state of a text is the same however it came about.

mod blocks;
mod state;
mod table;
mod unfilled;

pub use blocks::FormBlock;
pub use state::{FormFinding, FormReport, FormSection};
pub use table::{CellRole, FormEquation, FormTable, FormValue};
pub(super) use unfilled::unfilled;
