//! What the tests share.

pub mod changes;
pub mod client;
pub mod cursor;
pub mod desk;
pub mod document;
pub mod docx;
pub mod drafts;
pub mod editing;
pub mod encoded;
pub mod extract;
pub mod generate;
pub mod html;
pub mod pdf;
pub mod program;
pub mod said;
pub mod slips;
pub mod whole;
pub mod workbook;
pub mod writers;
