//! Meaning: reads a draft as reports.
//!
//! A text is divided into parts with one report each ([`volume`]). [`read_passage`] finds the title and the sections of
//! one ([`outline`]), collects the rows of its tables ([`scan`]) and maps them to the official forms ([`fill`]).

pub mod article;
pub mod body;
mod boundaries;
mod candidates;
pub mod carry_over;
pub mod citations;
pub mod cited_articles;
pub mod claims;
mod columns;
mod content;
mod contribution;
pub mod dates;
pub mod directive;
pub mod facts;
pub mod faults;
pub mod figures;
pub mod fill;
mod filled;
pub mod gap;
pub mod heading;
mod kept;
mod key;
pub mod keywords;
mod looked_up;
mod merged;
mod misplaced;
pub mod neighbours;
pub mod ordinals;
pub mod outline;
mod part;
pub mod placeholder;
pub mod private_numbers;
pub mod prose;
pub mod published;
mod read;
mod scan;
mod shift;
pub mod slip;
mod smallest;
pub mod solve;
pub mod stated;
mod succession;
pub mod sums;
pub mod title;
mod token;
pub mod totals;
mod trial;
pub mod vocabulary;
pub mod volume;
pub mod wording;

pub use article::Banner;
pub use content::{Report, Section};
pub use directive::Directives;
pub use filled::{Filled, Label, Row, RowState, Value};
pub use heading::{Heading, Style};
pub use kept::{Changed, Kept, kept};
pub use read::{read, read_as, read_passage};
pub use shift::Shift;
pub use stated::{Paragraph, Prose};
pub use sums::Sums;
pub use title::Title;
pub use vocabulary::{ColumnRef, Spelling, TitleQuality};
pub use volume::{Passage, Volume};
