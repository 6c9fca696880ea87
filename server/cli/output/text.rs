//! Texts for a terminal: on one line, in a style, and how wide they are.

use annotate_snippets::renderer::Style;

/// A text on one line and without what would move the cursor: messages quote drafts, and drafts hold anything.
pub fn one_line(text: &str) -> String {
    let clean = |character: char| if character.is_control() { ' ' } else { character };
    text.trim_end().chars().map(clean).collect()
}

/// A text in a style, or as it is.
pub fn styled(text: &str, style: Style, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// How many columns of a terminal a text takes: Chinese characters and punctuation take two.
pub fn width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

/// How many columns a character takes.
pub fn character_width(character: char) -> usize {
    match character {
        // As the renderer shows them: a tab is four blanks, a control character a symbol.
        '\t' => 4,
        '\0'..='\u{2e7f}' => 1,
        _ => 2,
    }
}
