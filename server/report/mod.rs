//! Meaning: a draft read as reports.
//!
//! A text is divided into the parts that hold one report each ([`volume`]). [`read_passage`] finds the title and the
//! sections of one ([`outline`]), gathers the rows of its tables ([`scan`]) and lays them over the official forms
//! ([`fill`]).

pub mod article;
mod boundaries;
mod candidates;
pub mod carry_over;
pub mod citations;
pub mod claims;
mod columns;
mod content;
pub mod dates;
pub mod directive;
pub mod facts;
pub mod fill;
mod filled;
pub mod heading;
mod kept;
mod merged;
pub mod neighbours;
pub mod outline;
mod part;
pub mod placeholder;
pub mod prose;
mod read;
mod scan;
mod shift;
pub mod solve;
pub mod stated;
pub mod sums;
pub mod title;
mod token;
pub mod vocabulary;
pub mod volume;

pub use article::Banner;
pub use content::{Report, Section};
pub use directive::Directives;
pub use filled::{Filled, Label, Row, RowState, Value};
pub use heading::{Heading, Style};
pub use kept::{Kept, kept};
pub use read::{read, read_as, read_passage};
pub use shift::Shift;
pub use stated::{Prose, Stated};
pub use sums::Sums;
pub use title::Title;
pub use vocabulary::{ColumnRef, Spelling, TitleQuality};
pub use volume::{Passage, Volume};
