//! Converts between the protocol's types and ours, in both directions; one file per feature.
//!
//! Only these files know the client's position encoding. Everywhere else a place is a byte offset.

mod actions;
pub mod arguments;
pub mod commands;
pub mod completion;
mod diagnostics;
mod draft_command;
mod encoding;
mod folding;
pub mod form_view;
mod formatting;
mod hints;
mod hover;
mod ignore;
mod listing;
pub mod navigation;
mod negotiated;
mod positions;
mod rule_pages;
mod settings;
pub mod symbols;
pub mod text_sync;
pub mod tokens;

pub use actions::{RangeQuery, begins_with_last_year, kinds as action_kinds};
pub use diagnostics::diagnostics;
pub use draft_command::DraftCommand;
pub use encoding::PositionEncoding;
pub use folding::folding;
pub use formatting::formatting;
pub use hints::hints;
pub use hover::hover;
pub use ignore::Target;
pub use listing::{ActionData, Resolved, actions, resolved};
pub use negotiated::NegotiatedCapabilities;
pub use rule_pages::{RULE_PAGES, RulePages, page_of};
pub use settings::{project, settings};
