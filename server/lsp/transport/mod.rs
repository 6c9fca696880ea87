//! Moves messages between the client and what handles them, in their order and whatever becomes of a handler.
//!
//! tower-lsp routes messages to the backend, but does not move them: its own loop stops for good at the first message that
//! is not JSON, does not stop at `exit`, and hands every message through two channels.

mod input;
mod output;
pub mod pipes;
mod serve;
mod service;

pub use output::{Frame, Output};
pub use serve::{Connection, News};
pub use service::{DID_CHANGE, DID_OPEN, DOCUMENT_SYMBOL, MessageService};
