//! Repairs: what can be done about a finding, as edits of the draft. All of them pass one [`gate`].

mod change_edition;
pub mod fill_cell;
pub mod gate;
mod insert_heading;
mod insert_row;
mod insert_section;
mod insert_table;
mod register;
mod set_cell;
pub mod standing;
mod until_stable;

pub use register::{choices, may_be_safe, offered, repairs};
pub use until_stable::{FixFilter, Fixed, fix_until_stable};
