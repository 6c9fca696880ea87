//! The shell for a page in a browser, or for any program in which there are no files, threads and clocks: one draft at a time,
//! questions about it as messages of the Language Server Protocol, and files as their bytes.
//!
//! What the page shows stands in `editors/page/`; the functions that WebAssembly calls in `editors/page/engine/`.

mod message;
mod session;

pub use session::Session;
