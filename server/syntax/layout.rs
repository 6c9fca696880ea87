//! The layouts in which tables are written.

use serde::{Deserialize, Serialize};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Cells of a row on one line, separated by pipes, as in Markdown.
    Markdown,
    /// `<table>`.
    Html,
    /// Cells of a row on one line, separated by tabs.
    Tabs,
    /// One cell a line, or cells of a line separated by blanks.
    Lines,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Layout; 4] = [Layout::Markdown, Layout::Html, Layout::Tabs, Layout::Lines];

    /// What stands between two cells of a row that are on one line; `None` where that is more than a mark.
    pub fn separator(self) -> Option<&'static str> {
        match self {
            Layout::Markdown => Some(" | "),
            Layout::Tabs => Some("\t"),
            Layout::Lines => Some(" "),
            Layout::Html => None,
        }
    }

    /// The name used in settings, options and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Markdown => "markdown",
            Layout::Html => "html",
            Layout::Tabs => "tabs",
            Layout::Lines => "lines",
        }
    }

    /// The layout with this name.
    ///
    /// # Errors
    /// If there is no such layout.
    pub fn named(name: &str) -> Result<Self, String> {
        Layout::ALL.into_iter().find(|layout| layout.name() == name).ok_or_else(|| {
            let names = Layout::ALL.map(Layout::name).join("、");
            format!("没有名为“{name}”的写法，可用：{names}")
        })
    }
}
