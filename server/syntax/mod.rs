//! Shapes: blocks, tables, cells. Knows nothing of reports.

pub mod block;
pub mod markup;
pub mod patch;
pub mod reparse;
pub mod scan;
pub mod table;

use crate::text::sequence::Piece;
pub use block::{Block, Cell, Kind, Place};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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

    /// The word used in settings, options and machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Markdown => "markdown",
            Layout::Html => "html",
            Layout::Tabs => "tabs",
            Layout::Lines => "lines",
        }
    }

    /// The layout that is called by this word.
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

/// A text read to blocks. The blocks joined are the text again.
#[derive(Debug, Clone, Default)]
pub struct Syntax {
    /// The blocks, in the order of the text.
    pub blocks: Vec<Arc<Block>>,
}

impl Syntax {
    /// Reads a text. Never fails.
    pub fn parse(text: &str) -> Self {
        let mut blocks = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (kind, length) = scan::scan(rest);
            blocks.push(Arc::new(Block::new(kind, &rest[..length])));
            rest = &rest[length..];
        }
        Syntax { blocks }
    }

    /// The blocks, each with the byte at which it begins.
    pub fn placed(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.blocks.iter().scan(0, |at, block| {
            let start = *at;
            *at += block.text().len();
            Some((start, &**block))
        })
    }
}

impl Piece for Arc<Block> {
    fn bytes(&self) -> usize {
        self.text().len()
    }
}
