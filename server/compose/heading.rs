//! The extent of a heading including its markup, and where to insert text before it or behind its section.

use crate::check::View;
use crate::report::Heading;
use crate::syntax::{Layout, html};
use std::ops::Range;

/// The bytes of the HTML that contains a heading; `None` if it is not in HTML.
fn block(view: &View, heading: &Heading) -> Option<Range<usize>> {
    let cells = view.cells(&heading.range);
    let cell = cells.iter().find(|cell| cell.layout == Layout::Html)?;
    Some(cell.block.clone())
}

/// The bytes of a heading including its markup: its line, or its element.
///
/// `None` if the line or the element contains other text.
pub fn heading_extent(view: &View, heading: &Heading) -> Option<Range<usize>> {
    let range = &heading.range;
    if let Some(block) = block(view, heading) {
        let tags = view.tags(&block);
        let names = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "li"];
        let elements = names.iter().filter_map(|name| html::element(&tags, name, range));
        let element = elements.max_by_key(|element| element.start)?;
        let cells = view.cells(&element);
        let alone = cells.iter().filter(|cell| !cell.cell.is_blank()).all(|cell| {
            cell.range.end <= element.start || cell.range.start >= element.end || touches(&cell.range, range)
        });
        return alone.then_some(element);
    }
    let line = view.line(range.start);
    let mark = |text: &str| text.chars().all(|c| c.is_whitespace() || "#*>|_：:。".contains(c));
    let alone = !heading.glued
        && range.end <= line.end
        && mark(&view.text[line.start..range.start])
        && mark(&view.text[range.end..line.end]);
    alone.then_some(line)
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Another heading with the same markup.
pub fn reworded(view: &View, heading: &Heading, text: &str) -> Option<String> {
    let extent = heading_extent(view, heading)?;
    let (before, after) = (&view.text[extent.start..heading.range.start], &view.text[heading.range.end..extent.end]);
    Some(format!("{before}{text}{after}"))
}

/// Where to insert text before a heading.
pub fn before(view: &View, heading: &Heading) -> usize {
    heading_extent(view, heading).map_or(heading.range.start, |extent| extent.start)
}

/// Where to insert text behind everything printed in `range`; `None` if nothing is printed there.
pub fn behind(view: &View, range: &Range<usize>) -> Option<usize> {
    let cells = view.cells(range);
    let last = cells.iter().rfind(|cell| !cell.cell.is_blank() && cell.range.end <= range.end)?;
    if last.layout != Layout::Html {
        return Some(view.line(last.range.end).end);
    }
    let tags = view.tags(&last.block);
    let names = ["table", "h1", "h2", "h3", "h4", "h5", "h6", "p"];
    // Of nested tables the outermost is meant, of paragraphs the one around the text.
    let element = names.iter().find_map(|name| html::element(&tags, name, &last.range));
    let next_tag = || tags.iter().find(|tag| tag.range.start >= last.range.end).map(|tag| tag.range.start);
    element.map(|element| element.end).or_else(next_tag).or(Some(last.block.end))
}
