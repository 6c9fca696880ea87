//! What prose states in figures, or in words for none and for all. Reading is a pure function of one cell's folded
//! text; which cells of a report a claim speaks of is asked of [`resolve`].

pub mod claim;
mod clause;
mod fillers;
mod nothing;
mod parts;
mod plain;
mod read;
pub mod resolve;
mod topics;

pub use claim::{Amount, Claim, ClaimRole, ClaimScope, ClaimTime};
pub use read::claims;
