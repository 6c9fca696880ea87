//! Actions at a place of a draft: repairs of findings, rewritten tables, sentences that follow the tables, recalculated
//! totals.
//!
//! A [`Menu`] lists offers by cheap tests, without computing their edits. Every action is a set of edits for the
//! present text. When one is made, the edited draft is parsed: unless all figures outside the edit are the same, the
//! action does not exist.

mod action;
mod changes;
mod fill_sentence;
mod fix_all;
mod ignore;
mod lay_out;
mod menu;
mod offer;
mod recalculate;

pub use action::{Action, ActionKind};
pub use menu::Menu;
pub use offer::Offer;
