//! What is known of how a draft is written before anybody looks at it.

use crate::syntax::Layout;

/// What kind of document a draft is, as far as an editor or a file's name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Plain text, or something nobody knows.
    #[default]
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

impl Language {
    /// The language that an editor calls by this name, or of files whose names end in this.
    pub fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "markdown" | "md" | "mdx" | "rmd" | "quarto" | "qmd" => Language::Markdown,
            "html" | "htm" | "xhtml" => Language::Html,
            _ => Language::Plain,
        }
    }

    /// What the names of files in it end in.
    pub fn ending(self) -> &'static str {
        match self {
            Language::Plain => "txt",
            Language::Markdown => "md",
            Language::Html => "html",
        }
    }

    /// What editors call it.
    pub fn name(self) -> &'static str {
        match self {
            Language::Plain => "plaintext",
            Language::Markdown => "markdown",
            Language::Html => "html",
        }
    }
}

/// What is known of how a draft is written before anybody looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StyleHints {
    /// The kind of document.
    pub language: Language,
    /// The layout that is wanted where what is looked at has no table yet: that of another table of the draft, or else
    /// the one the settings name.
    pub layout: Option<Layout>,
}
