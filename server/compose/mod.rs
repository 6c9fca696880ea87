//! Writes templates, new reports, tables of the forms, and formatted drafts.

pub mod document;
pub mod due_year;
mod fields;
pub mod format;
pub mod heading;
pub mod new_report;
pub mod start;
pub mod table;
pub mod template;
pub mod template_kind;
pub mod write_style;
