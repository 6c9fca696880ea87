//! The words of prose: a paragraph cut into the words, figures, dates, titles and document numbers that mean something
//! in a report. Everything here works on the folded text of one cell and on nothing else.

pub mod calendar;
pub mod document_number;
pub mod figure;
pub mod lex;
pub mod lexicon;
mod spoken;
mod stretch;
pub mod word;

pub use spoken::{Kinds, Spoken, sentences};
pub use stretch::Stretch;
pub use word::{Lexeme, Sense};
