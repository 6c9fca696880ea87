//! What can be done at a place of a draft: repairs of findings, tables written anew, totals computed again.
//!
//! A [`Menu`] lists it without making it: what is cheap to know decides what is listed. Every action is a set of edits for
//! the text as it is. As one is made, the draft is read again with it: the figures it should not touch are the same, or
//! there is no such action.

mod action;
mod fix_all;
mod ignore;
mod lay_out;
mod menu;
mod offer;
mod recalculate;

pub use action::{Action, ActionKind};
pub use menu::Menu;
pub use offer::Offer;
