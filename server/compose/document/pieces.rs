//! The lines and tables of a text, as they stand in it.

use super::html;
use crate::syntax::block::printed;
use crate::syntax::cell::is_blank;
use crate::syntax::html::comment_length;
use crate::syntax::table::{Grid, GridCell};
use crate::syntax::{Block, BlockKind, Layout, Syntax};
use crate::text::lines::lines_of;
use std::ops::Range;

/// A piece of a text.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub content: PieceContent,
}

/// What a piece of a text is.
#[derive(Debug)]
pub(super) enum PieceContent {
    /// A line as printed, and the level of the heading that its marks make of it.
    Line(Option<usize>, String),
    /// A table.
    Table(Grid),
    /// A comment of HTML.
    Comment(String),
    /// A fenced example.
    Example(String),
}

/// The pieces of a text, in order.
pub(super) fn pieces(syntax: &Syntax) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (start, block) in syntax.placed() {
        let comments = if block.has_comment() { comments(block.text(), start) } else { Vec::new() };
        let mut comments = comments.into_iter().peekable();
        for piece in of_block(start, block) {
            while let Some(comment) = comments.next_if(|comment| comment.range.start < piece.range.end) {
                pieces.push(comment);
            }
            pieces.push(piece);
        }
        pieces.extend(comments);
    }
    pieces
}

fn of_block(start: usize, block: &Block) -> Vec<Piece> {
    match block.kind() {
        BlockKind::Blank => Vec::new(),
        BlockKind::Fence => {
            let range = start..start + block.text().len();
            vec![Piece { range, content: PieceContent::Example(block.text().trim_end().replace("\r\n", "\n")) }]
        }
        BlockKind::Table(Layout::Html) => html::pieces(block.text(), start),
        BlockKind::Table(Layout::Markdown | Layout::Tabs) => table(start, block),
        BlockKind::Prose | BlockKind::Table(Layout::Lines) => lines(start, block.text()),
    }
}

/// The comments in a text that begins at a byte.
fn comments(text: &str, start: usize) -> Vec<Piece> {
    let mut comments = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("<!--")) {
        at += found;
        let length = text.get(at..).and_then(|rest| comment_length(rest.as_bytes())).unwrap_or("<!--".len());
        if let Some(comment) = text.get(at..at + length).filter(|comment| comment.ends_with("-->")) {
            let content = PieceContent::Comment(comment.replace("\r\n", "\n"));
            comments.push(Piece { range: start + at..start + at + length, content });
        }
        at += length;
    }
    comments
}

/// The lines of a block of lines.
fn lines(start: usize, text: &str) -> Vec<Piece> {
    // Pipes around a cell are filler.
    let is_filler = |c| is_blank(c) || c == '|';
    let line = |(at, line): (usize, &str)| {
        let before = line.len() - line.trim_start_matches(is_filler).len();
        let line = line.trim_matches(is_filler);
        let (level, shown) = without_marks(line);
        let shown = printed(shown).replace(['\n', '\r'], "");
        let shown = shown.trim_matches(is_blank).to_owned();
        let range = start + at + before..start + at + before + line.len();
        (!shown.is_empty()).then_some(Piece { range, content: PieceContent::Line(level, shown) })
    };
    lines_of(text).filter_map(line).collect()
}

/// A line without the marks of a heading or a quotation, and the level of that heading.
fn without_marks(line: &str) -> (Option<usize>, &str) {
    let line = line.trim_start_matches(|c| c == '>' || is_blank(c));
    let rest = line.trim_start_matches('#');
    match line.len() - rest.len() {
        level @ 1..=6 => (Some(level), rest.trim_end_matches('#').trim_matches(is_blank)),
        _ => (None, line),
    }
}

/// The table that a block with a row a line is. A single row with tabs is a line.
fn table(start: usize, block: &Block) -> Vec<Piece> {
    let mut rows: Vec<(u32, Vec<GridCell>)> = Vec::new();
    for cell in block.cells() {
        let Some(place) = cell.place else { continue };
        let text = block.printed(cell.range()).replace(['\n', '\r'], "");
        let cell = GridCell { text, column: place.column as usize, columns: 1, rows: 1 };
        match rows.last_mut() {
            Some((row, cells)) if *row == place.row => cells.push(cell),
            _ => rows.push((place.row, vec![cell])),
        }
    }
    let width = rows.iter().flat_map(|(_, cells)| cells).map(|cell| cell.column + 1).max().unwrap_or(0);
    let range = start..start + block.text().trim_end().len();
    match rows.as_slice() {
        [] => Vec::new(),
        [(_, cells)] if block.kind() == BlockKind::Table(Layout::Tabs) => {
            let words: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
            let line = words.join("\t").trim_matches(is_blank).to_owned();
            vec![Piece { range, content: PieceContent::Line(None, line) }]
        }
        _ => {
            let rows = rows.into_iter().map(|(_, cells)| cells).collect();
            vec![Piece { range, content: PieceContent::Table(Grid { width, rows }) }]
        }
    }
}
