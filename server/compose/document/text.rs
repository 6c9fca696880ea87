//! Writes a document as a text: Markdown, HTML, plain.

use super::model::{DocumentBlock, DocumentTable, DraftDocument, spans, unmarked};
use crate::compose::fields::{field, written as written_grid};
use crate::compose::template::{HeadingStyle, WriteStyle};
use crate::syntax::Layout;
use crate::syntax::block::printed;
use crate::syntax::html::IMAGE;
use crate::syntax::table::{Grid, GridCell};

/// The beginning of a page, up to its title.
const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
    <style>table { border-collapse: collapse } td { border: 1px solid; padding: 0 0.4em } h1 { text-align: center } \
    p { text-indent: 2em }</style>\n<title>";

/// The document in a style. It is read as the text was from which it was made.
pub fn written(document: &DraftDocument, style: WriteStyle) -> String {
    let WriteStyle { layout, headings } = style;
    let mut text = String::new();
    let title = document.blocks.iter().find_map(|block| match block {
        DocumentBlock::Title(title) => Some(title.as_str()),
        _ => None,
    });
    if headings == HeadingStyle::Html {
        text = format!("{PAGE}{}</title>\n</head>\n<body>\n", html(title.unwrap_or_default()));
    }
    for (index, block) in document.blocks.iter().enumerate() {
        if index > 0 && headings != HeadingStyle::Html {
            text.push('\n');
        }
        text.push_str(written_block(block, headings, layout).trim_end_matches('\n'));
        text.push('\n');
    }
    if headings == HeadingStyle::Html {
        text.push_str("</body>\n</html>\n");
    }
    text
}

fn written_block(block: &DocumentBlock, headings: HeadingStyle, layout: Layout) -> String {
    let heading = |deeper: usize, text: &str| match headings {
        HeadingStyle::Plain => escaped(text),
        HeadingStyle::Markdown(level) => format!("{} {}", "#".repeat((level + deeper).clamp(2, 7) - 1), escaped(text)),
        HeadingStyle::Html => {
            let level = (deeper + 1).min(6);
            format!("<h{level}>{}</h{level}>", html(text))
        }
    };
    match (block, headings) {
        (DocumentBlock::Title(text), _) => heading(0, text),
        (DocumentBlock::Heading(level, text), _) => heading(*level, text),
        (DocumentBlock::Paragraph(text), HeadingStyle::Html) => {
            let span = |(is_bold, span): (bool, &str)| match is_bold {
                true => format!("<strong>{}</strong>", html(span)),
                false => html(span),
            };
            format!("<p>{}</p>", spans(text).into_iter().map(span).collect::<String>())
        }
        (DocumentBlock::Paragraph(text), HeadingStyle::Markdown(_)) => escaped(text),
        (DocumentBlock::Paragraph(text), HeadingStyle::Plain) => escaped(&unmarked(text)),
        (DocumentBlock::Table(table), _) => written_table(table, layout),
        (DocumentBlock::Comment(comment), _) => comment.clone(),
        (DocumentBlock::Example(example), HeadingStyle::Html) => format!("<pre>{}</pre>", html(example)),
        (DocumentBlock::Example(example), _) => example.clone(),
    }
}

fn written_table(table: &DocumentTable, layout: Layout) -> String {
    let text = |text: &str| match layout {
        // An empty cell leaves no trace where each stands on a line of its own.
        Layout::Lines if text == field("") => field("|"),
        Layout::Lines | Layout::Tabs => shown(&unmarked(text).replace(['\n', '\t'], " ")),
        Layout::Markdown => shown(text).replace('\n', "<br>"),
        Layout::Html => unmarked(text),
    };
    let cell = |cell: &GridCell| GridCell { text: text(&cell.text), ..cell.clone() };
    let rows = table.grid.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let written = written_grid(&Grid { width: table.grid.width, rows }, layout).text;
    if layout == Layout::Html { written.replace(IMAGE, "<img>") } else { written }
}

/// A line that prints this text, and is no more than a line: no heading, no row of a table, no fence.
fn escaped(text: &str) -> String {
    let text = shown(text).replace('|', "&#124;");
    match text.chars().next().filter(|first| "#>`~+".contains(*first)) {
        Some(first) => format!("&#{};{}", u32::from(first), &text[first.len_utf8()..]),
        None => text,
    }
}

/// A source that prints this text.
fn shown(text: &str) -> String {
    let source = if printed(text) == text { text.to_owned() } else { html(text) };
    source.replace(IMAGE, "![图片]()").replace("<img>", "![图片]()")
}

/// The HTML that prints this text.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace(IMAGE, "<img>")
}
