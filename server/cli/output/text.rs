//! Texts for a terminal: on one line, styled, and their width.

use crate::text::visible;
use annotate_snippets::renderer::Style;

/// A text on one line, as it may be shown: messages quote drafts, which may contain anything.
pub fn one_line(text: &str) -> String {
    visible::line(text.trim_end()).into_owned()
}

/// A text in a style, or plain.
pub fn styled(text: &str, style: Style, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// The width of a text in terminal columns: Chinese characters and punctuation take two.
pub fn width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

/// The width of a character in terminal columns.
pub fn character_width(character: char) -> usize {
    match character {
        // As the renderer shows them: a tab as four blanks, a control character as a symbol.
        '\t' => 4,
        '\0'..='\u{2e7f}' => 1,
        _ => 2,
    }
}
