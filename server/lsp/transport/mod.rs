//! Moves messages between the client and their handlers, in order and independent of the handlers' fate.
//!
//! tower-lsp only routes messages to the backend: its own loop stops for good at the first invalid JSON, does not stop
//! at `exit`, and passes every message through two channels.

mod input;
pub mod methods;
mod output;
pub mod pipes;
mod serve;
mod service;

pub use output::{Frame, Output};
pub use serve::{Connection, News};
pub use service::MessageService;
