//! Writes documents of Word in the style of official documents (GB/T 9704—2012): the page, its fonts and its numbers.

mod model;
mod package;
mod parts;
mod table;

pub use model::{OfficeBlock, OfficeCell, OfficeRun, OfficeTable};

use package::pack;
use parts::{CONTENT_TYPES, FONT_TABLE, RELATIONSHIPS, SETTINGS, STYLES, document_part, footer};
use std::fmt::Write;
use table::write_table;

/// Writes a .docx. The same blocks give the same bytes.
pub fn write_docx(blocks: &[OfficeBlock]) -> Vec<u8> {
    let mut body = String::new();
    let mut is_behind_table = false;
    for (index, block) in blocks.iter().enumerate() {
        match block {
            OfficeBlock::Title(text) => {
                // Another report begins on a page of its own.
                let begun = blocks.iter().take(index).any(|block| matches!(block, OfficeBlock::Title(_)));
                let own_page = if begun { "<w:pageBreakBefore/>" } else { "" };
                push_paragraph(&mut body, "Title", own_page, &[run(text)]);
            }
            OfficeBlock::Heading(level, text) => {
                push_paragraph(&mut body, heading_style(*level, text), "", &[run(text)])
            }
            OfficeBlock::Paragraph(runs) => push_paragraph(&mut body, style_of(runs), "", runs),
            OfficeBlock::Table(table) => {
                // Tables with nothing between them would be one.
                if is_behind_table {
                    body.push_str("<w:p/>");
                }
                write_table(&mut body, table);
            }
        }
        is_behind_table = matches!(block, OfficeBlock::Table(_));
    }
    if is_behind_table {
        body.push_str("<w:p/>");
    }
    pack(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONSHIPS),
        ("word/document.xml", &document_part(&body)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONSHIPS),
        ("word/styles.xml", STYLES),
        ("word/settings.xml", SETTINGS),
        ("word/fontTable.xml", FONT_TABLE),
        ("word/footer1.xml", &footer("right")),
        ("word/footer2.xml", &footer("left")),
    ])
}

fn run(text: &str) -> OfficeRun {
    OfficeRun { is_bold: false, text: text.to_owned() }
}

/// The style of a heading. Its own number tells its level better than the text from which it comes.
fn heading_style(level: usize, text: &str) -> &'static str {
    match (level, text.starts_with('（')) {
        (_, true) => "Heading2",
        (0 | 1, _) => "Heading1",
        (2, _) => "Heading2",
        _ => "Heading3",
    }
}

/// The style of a paragraph: one that is only a short line with the number of the second level is a heading.
fn style_of(runs: &[OfficeRun]) -> &'static str {
    const LONGEST: usize = 30;
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let number = text.strip_prefix('（').and_then(|rest| rest.split_once('）')).map(|(number, _)| number);
    let is_number = number.is_some_and(|it| !it.is_empty() && it.chars().all(|c| "一二三四五六七八九十".contains(c)));
    let is_heading = is_number && text.chars().count() <= LONGEST && !text.ends_with(['。', '；', '：', '，', '、']);
    if is_heading { "Heading2" } else { "Normal" }
}

fn push_paragraph(into: &mut String, style: &str, properties: &str, runs: &[OfficeRun]) {
    // Writing to a string cannot fail.
    let _ = write!(into, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>");
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        push_run(into, if run.is_bold { "<w:b/>" } else { "" }, &run.text);
    }
    into.push_str("</w:p>");
}

/// Writes a run. What XML cannot hold is left out.
fn push_run(into: &mut String, properties: &str, text: &str) {
    into.push_str("<w:r>");
    if !properties.is_empty() {
        into.extend(["<w:rPr>", properties, "</w:rPr>"]);
    }
    into.push_str("<w:t xml:space=\"preserve\">");
    for character in text.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '\n' => into.push_str("</w:t><w:br/><w:t xml:space=\"preserve\">"),
            '\t' => into.push_str("</w:t><w:tab/><w:t xml:space=\"preserve\">"),
            '\u{fffe}' | '\u{ffff}' => {}
            character if character.is_control() => {}
            character => into.push(character),
        }
    }
    into.push_str("</w:t></w:r>");
}
