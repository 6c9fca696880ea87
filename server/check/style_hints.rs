//! Hints about how a draft is written, from outside its text.

use crate::syntax::Layout;

/// The kind of document, as the editor or the file's name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Plain text, or unknown.
    #[default]
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

impl Language {
    /// The language with this identifier in an editor, or of files with this extension.
    pub fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "markdown" | "md" | "mdx" | "rmd" | "quarto" | "qmd" => Language::Markdown,
            "html" | "htm" | "xhtml" => Language::Html,
            _ => Language::Plain,
        }
    }

    /// The extension of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Language::Plain => "txt",
            Language::Markdown => "md",
            Language::Html => "html",
        }
    }

    /// The identifier that editors use.
    pub fn name(self) -> &'static str {
        match self {
            Language::Plain => "plaintext",
            Language::Markdown => "markdown",
            Language::Html => "html",
        }
    }
}

/// Hints about how a draft is written, from outside the text in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StyleHints {
    /// The kind of document.
    pub language: Language,
    /// The layout to write where the view has no table: that of another table of the draft, or else the one the
    /// settings name.
    pub layout: Option<Layout>,
}
