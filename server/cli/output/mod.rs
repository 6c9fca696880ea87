//! The formats of `nianbao check`, one file each: findings in, text out.

mod concise;
mod display;
mod excerpt;
mod file;
mod format;
mod full;
mod json;
mod json_lines;
mod record;
#[cfg(test)]
pub mod samples;
mod statistics;

pub use display::width;
pub use file::File;
pub use format::Format;
pub use record::json as to_json;

use crate::rules::Rule;

impl Format {
    /// The findings of a file as this format prints them; empty where there are none.
    pub fn render(self, file: &File<'_>, colour: bool) -> String {
        if file.findings.is_empty() {
            return String::new();
        }
        match self {
            Format::Full => full::render(file, colour),
            Format::Concise => concise::render(file, colour),
            Format::Json => json::render(file),
            Format::JsonLines => json_lines::render(file),
        }
    }

    /// How often each rule had something to say, as this format prints it.
    pub fn render_statistics(self, counts: &[(&'static Rule, usize)]) -> String {
        statistics::render(counts, self)
    }
}
