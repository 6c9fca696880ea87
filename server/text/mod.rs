//! Characters: buffers, edits, lines, folding, numbers.

pub mod buffer;
mod bytes;
pub mod calendar;
pub mod change;
pub mod edit;
pub mod encoding;
pub mod fold;
mod item_number;
pub mod lines;
pub mod number;
pub mod patch;
pub mod place;
pub mod script;
pub mod sequence;

pub mod stop;
pub mod system_error;
mod trim;
pub mod variants;
pub mod visible;
mod word_table;
mod year;

pub use buffer::{Buffer, Chunk};
pub use bytes::Bytes;
pub use change::Change;
pub use edit::Edit;
pub use fold::Folded;
pub use item_number::{ItemNumber, item_number};
pub use number::Number;
pub use patch::Patch;
pub use place::{Places, Span, covering, floor};
pub use script::Script;
pub use sequence::Sequence;
pub use word_table::WordTable;
pub use year::{Year, may_name_year, year};
