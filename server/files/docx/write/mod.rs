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

/// Stands behind a table: a small gap, which also keeps two tables apart.
const GAP: &str =
    "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/><w:spacing w:line=\"200\" w:lineRule=\"exact\"/></w:pPr></w:p>";

/// Writes a .docx. The same blocks give the same bytes.
pub fn write_docx(blocks: &[OfficeBlock]) -> Vec<u8> {
    let mut body = String::new();
    let mut titles = 0;
    for block in blocks {
        match block {
            OfficeBlock::Title(text) => {
                // Another report begins on a page of its own.
                let own_page = if titles > 0 { "<w:pageBreakBefore/>" } else { "" };
                titles += 1;
                push_paragraph(&mut body, "Title", own_page, &[run(text)]);
            }
            OfficeBlock::Heading(level, text) => {
                push_paragraph(&mut body, heading_style(*level, text), "", &[run(text)]);
            }
            OfficeBlock::Paragraph(runs) => push_paragraph(&mut body, style_of(runs), "", runs),
            OfficeBlock::Table(table) => {
                write_table(&mut body, table);
                body.push_str(GAP);
            }
        }
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
    let is_sentence = text.ends_with(['。', '；', '：', '，', '、']);
    let is_heading = is_second_level(&text) && text.chars().count() <= LONGEST && !is_sentence;
    if is_heading { "Heading2" } else { "Normal" }
}

/// Whether a text begins with a number as （一）.
fn is_second_level(text: &str) -> bool {
    let number = text.strip_prefix('（').and_then(|rest| rest.split_once('）')).map(|(number, _)| number);
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c)))
}

/// The heading with which a paragraph begins on its line: a short first sentence with the number of the second level.
fn lead(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 25;
    let end = text.find('。')? + '。'.len_utf8();
    let (lead, rest) = (text.get(..end)?, text.get(end..)?);
    (is_second_level(text) && lead.chars().count() <= LONGEST && !rest.is_empty()).then_some((lead, rest))
}

fn push_paragraph(into: &mut String, style: &str, properties: &str, runs: &[OfficeRun]) {
    // Writing to a string cannot fail.
    let _ = write!(into, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>");
    for (index, run) in runs.iter().enumerate().filter(|(_, run)| !run.text.is_empty()) {
        let bold = if run.is_bold { "<w:b/>" } else { "" };
        match lead(&run.text).filter(|_| index == 0 && style == "Normal") {
            Some((lead, rest)) => {
                push_run(into, &format!("<w:rFonts w:eastAsia=\"楷体_GB2312\"/>{bold}"), lead);
                push_run(into, bold, rest);
            }
            None => push_run(into, bold, &run.text),
        }
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
