//! What the tests share.

pub mod client;
pub mod cursor;
pub mod desk;
pub mod document;
pub mod draft;
pub mod drafts;
pub mod encoded;
pub mod extract;
pub mod generate;
pub mod random;
pub mod whole;
