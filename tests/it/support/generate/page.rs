//! Pages: how headings, paragraphs and tables stand on them.

/// How a draft's headings and paragraphs are written.
#[derive(Clone, Copy)]
pub enum Page {
    /// A line each.
    Plain,
    /// A line each, blank lines between.
    Spaced,
    Markdown,
    Html,
    /// A page saved from a web site whose tables lay out the page.
    Site,
    /// All on one line, with this between the pieces.
    Line(&'static str),
    /// All in one paragraph of HTML.
    Paragraph,
}

/// What stands on a page, from above to below.
pub enum Piece {
    Title(String),
    Heading(String),
    Paragraph(String),
    Table(String),
}

/// A page as a text.
pub fn write(page: Page, pieces: &[Piece]) -> String {
    match page {
        Page::Line(between) => return one_line(pieces, between) + "\n",
        Page::Paragraph => return format!("<html><body>\n<p>{}</p>\n</body></html>\n", one_line(pieces, "&nbsp;")),
        _ => {}
    }
    let mut text = String::new();
    for piece in pieces {
        let (title, heading) = match page {
            Page::Plain | Page::Spaced | Page::Line(_) | Page::Paragraph => (["", ""], ["", ""]),
            Page::Markdown => (["# ", ""], ["## ", ""]),
            Page::Html => (["<h1>", "</h1>"], ["<h2>", "</h2>"]),
            Page::Site => (
                ["<p align=\"center\"><b><span style=\"font-size:22px\">", "</span></b></p>"],
                ["<p><span>&nbsp;&nbsp;</span><strong>", "</strong></p>"],
            ),
        };
        let paragraph = match page {
            Page::Plain | Page::Spaced | Page::Markdown | Page::Line(_) | Page::Paragraph => ["", ""],
            Page::Html => ["<p>", "</p>"],
            Page::Site => ["<p style=\"text-indent:2em\"><span>&emsp;&emsp;", "</span></p>"],
        };
        match piece {
            Piece::Title(words) => text.extend([title[0], words, title[1]]),
            Piece::Heading(words) => text.extend([heading[0], words, heading[1]]),
            Piece::Paragraph(words) => text.extend([paragraph[0], words, paragraph[1]]),
            Piece::Table(table) => text.push_str(table.trim_end_matches('\n')),
        }
        text.push_str(if matches!(page, Page::Spaced | Page::Markdown) { "\n\n" } else { "\n" });
    }
    match page {
        Page::Html => format!("<!DOCTYPE html>\n<html><body>\n{text}</body></html>\n"),
        Page::Site => format!(
            "<html><head><meta charset=\"utf-8\"><title>政府信息公开</title><style>td {{ border: 1px solid }}</style></head>\n\
             <body><div class=\"path\"><a href=\"/\">首页</a> &gt; <a href=\"/zwgk\">政务公开</a></div>\n\
             <table width=\"100%\"><tr><td>\n{text}</td></tr></table>\n</body></html>\n"
        ),
        _ => text,
    }
}

/// The pieces of a page without line ends.
fn one_line(pieces: &[Piece], between: &str) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Title(words) | Piece::Heading(words) | Piece::Paragraph(words) | Piece::Table(words) => words.trim_end(),
    });
    words.collect::<Vec<_>>().join(between)
}
