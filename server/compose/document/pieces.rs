//! The lines and tables of a text, as they stand in it.

use super::html;
use super::piece::{Piece, PieceContent};
use crate::syntax::block::printed;
use crate::syntax::cell::is_blank;
use crate::syntax::html::comment_length;
use crate::syntax::table::{Grid, GridCell, MOST_CELLS};
use crate::syntax::{Block, BlockKind, Cell, Layout, Syntax};
use crate::text::lines::lines_of;
use std::ops::Range;

/// A comment of HTML that is quoted as code begins.
const QUOTED: &str = "`<!--";

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
        BlockKind::Table(Layout::Html) => {
            html::pieces(block.text(), start).into_iter().flat_map(|piece| of_paragraph(start, block, piece)).collect()
        }
        BlockKind::Table(Layout::Markdown | Layout::Tabs) => table(start, block),
        BlockKind::Prose | BlockKind::Table(Layout::Lines) => lines(start, block),
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
            let is_quoted = text.get(..at + "<!--".len()).is_some_and(|before| before.ends_with(QUOTED));
            let content = PieceContent::Comment(comment.replace("\r\n", "\n"));
            if !is_quoted {
                comments.push(Piece { range: start + at..start + at + length, content });
            }
        }
        at += length;
    }
    comments
}

/// A piece of HTML; of a paragraph that runs on, its cells.
fn of_paragraph(start: usize, block: &Block, piece: Piece) -> Vec<Piece> {
    let first = block.cells().partition_point(|cell| start + cell.range().start < piece.range.start);
    let own = block.cells().get(first..).unwrap_or_default();
    let count = own.partition_point(|cell| start + cell.range().end <= piece.range.end);
    let own = own.get(..count).unwrap_or_default();
    match piece.content {
        PieceContent::Line(..) if runs_on(own) => lines_of_cells(start, block, own),
        _ => vec![piece],
    }
}

/// A line for each cell.
fn lines_of_cells(start: usize, block: &Block, cells: &[Cell]) -> Vec<Piece> {
    let printed = cells.iter().filter(|cell| !cell.is_blank());
    printed.filter_map(|cell| line(start, cell.range().start, &block.text()[cell.range()])).collect()
}

/// The lines of a block of lines; of one that runs on, its cells.
fn lines(start: usize, block: &Block) -> Vec<Piece> {
    let mut cells = block.cells().chunk_by(|one, next| one.line == next.line).peekable();
    let mut pieces = Vec::new();
    for (at, text) in lines_of(block.text()) {
        let is_before = |line: &&[Cell]| line.first().is_some_and(|cell| cell.range().start < at + text.len());
        let own = cells.next_if(is_before).unwrap_or_default();
        if runs_on(own) {
            pieces.extend(lines_of_cells(start, block, own));
        } else {
            pieces.extend(line(start, at, text));
        }
    }
    pieces
}

/// Whether the cells of a line would be on lines of their own: they touch each other, or are more than a row has.
fn runs_on(cells: &[Cell]) -> bool {
    cells.len() > MOST_CELLS || cells.windows(2).any(|pair| pair[0].range().end == pair[1].range().start)
}

/// A line that stands at a byte of its block.
fn line(start: usize, at: usize, line: &str) -> Option<Piece> {
    // Pipes around a cell are filler.
    let is_filler = |c| is_blank(c) || c == '|';
    let before = line.len() - line.trim_start_matches(is_filler).len();
    let line = line.trim_matches(is_filler);
    let (level, shown) = without_marks(line);
    // A comment that is quoted as code is a text.
    let shown = if shown.contains(QUOTED) { shown.to_owned() } else { printed(shown).replace(['\n', '\r'], "") };
    let shown = shown.trim_matches(is_blank).to_owned();
    let range = start + at + before..start + at + before + line.len();
    (!shown.is_empty()).then_some(Piece { range, content: PieceContent::Line(level, shown) })
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

/// The tables that a block with a row a line is, and the cells of lines that are no rows.
fn table(start: usize, block: &Block) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let end = block.text().trim_end().len();
    for cells in block.cells().chunk_by(|one, next| one.place.is_some() == next.place.is_some()) {
        if cells.iter().all(|cell| cell.place.is_none()) {
            pieces.extend(lines_of_cells(start, block, cells));
        } else {
            let from = if pieces.is_empty() { 0 } else { cells.first().map_or(0, |cell| cell.range().start) };
            let is_last = cells.last() == block.cells().last();
            let to = if is_last { end } else { cells.last().map_or(end, |cell| cell.range().end) };
            pieces.extend(rows(block, cells, start + from..start + to));
        }
    }
    pieces
}

/// The table that some rows of a block are. A single row with tabs is a line.
fn rows(block: &Block, cells: &[Cell], range: Range<usize>) -> Option<Piece> {
    let mut rows: Vec<(u32, Vec<GridCell>)> = Vec::new();
    for cell in cells {
        let Some(place) = cell.place else { continue };
        let text = block.printed(cell.range()).replace(['\n', '\r'], "");
        let cell = GridCell { text, column: place.column as usize, columns: 1, rows: 1 };
        match rows.last_mut() {
            Some((row, cells)) if *row == place.row => cells.push(cell),
            _ => rows.push((place.row, vec![cell])),
        }
    }
    let width = rows.iter().flat_map(|(_, cells)| cells).map(|cell| cell.column + 1).max().unwrap_or(0);
    match rows.as_slice() {
        [] => None,
        [(_, cells)] if block.kind() == BlockKind::Table(Layout::Tabs) => {
            let words: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
            let line = words.join("\t").trim_matches(is_blank).to_owned();
            Some(Piece { range, content: PieceContent::Line(None, line) })
        }
        _ => {
            let rows = rows.into_iter().map(|(_, cells)| cells).collect();
            Some(Piece { range, content: PieceContent::Table(Grid { width, rows }) })
        }
    }
}
