//! The line above the findings of a file, where there are several.

use super::format::Format;
use super::text::{one_line, styled};
use crate::cli::tally::Tally;
use annotate_snippets::renderer::Effects;

/// The name of a file and how many findings it has.
pub fn head(name: &str, tally: &Tally, format: Format, colour: bool) -> String {
    let name = styled(&one_line(name), Effects::BOLD.into(), colour);
    let end = if format == Format::Full { "\n\n" } else { "\n" };
    format!("{name}：{}{end}", tally.findings())
}
