//! Shapes: blocks, tables, cells.

pub mod block;
pub mod cell;
pub mod html;
mod layout;
mod parse;
pub mod patch;
pub mod reparse;
mod run_on;
pub mod scan;
pub mod table;

pub use block::{Block, BlockKind};
pub use cell::{Cell, Place};
pub use layout::Layout;
pub use parse::Syntax;
