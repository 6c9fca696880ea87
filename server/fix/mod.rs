//! Repairs: what can be done about a finding, as edits of the draft. They are proposed without being made; as it is made
//! each passes one [`gate`].

mod change_edition;
pub mod fill_cell;
pub mod gate;
mod insert_heading;
mod insert_row;
pub mod insert_section;
pub mod insert_table;
mod proposal;
mod reading;
mod register;
mod set_cell;
pub mod standing;
mod until_stable;

pub use proposal::Proposal;
pub use register::{choices, may_be_safe, name_repairs, offered, proposals};
pub use until_stable::{FixFilter, Fixed, fix_until_stable};
