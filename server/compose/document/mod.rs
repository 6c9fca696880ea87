//! Whole documents: what a text is made of, in order, and how that is written in another format.

mod html;
mod model;
mod office;
mod official;
mod pieces;
mod read;
mod text;

pub use model::{Document, DocumentBlock, DocumentTable};
pub use office::docx;
pub use read::{of_text, read};
pub use text::written;
