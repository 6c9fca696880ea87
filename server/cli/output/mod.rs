//! The formats of `nianbao check`, one file each. They know nothing of files, threads or exit codes: findings in, text
//! out.

mod concise;
mod excerpt;
mod file;
mod format;
mod full;
mod json;
mod json_lines;
mod record;
mod rule;
#[cfg(test)]
pub mod samples;
mod statistics;
mod text;

pub use file::File;
pub use format::Format;
pub use record::json as to_json;
pub use rule::{RuleFormat, RuleRecord};
pub use statistics::render as statistics;
pub use text::width;
