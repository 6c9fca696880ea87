//! Editor features over a view of a draft: offsets in, plain structs out.

mod about;
pub mod actions;
pub mod completion;
mod crossing;
pub mod extract;
mod folding;
pub mod form_view;
mod highlight;
mod hints;
mod hover;
mod markup;
mod mention;
mod navigation;
mod selection;
mod semantic_at;
mod status;
mod symbols;
mod tokens;

pub use crossing::Crossing;
pub use highlight::Highlight;
pub use hints::{Hint, Hints};
pub use hover::Hover;
pub use markup::Markup;
pub use status::{Counts, Status, Total};
pub use symbols::{Symbol, SymbolKind, SymbolQuery};
pub use tokens::{TokenKind, TokenSpan};
