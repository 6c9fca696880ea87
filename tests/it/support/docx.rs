//! Documents of Word, made part by part.

use super::generate::Random;
use miniz_oxide::deflate::compress_to_vec;
use nianbao::syntax::table::{Grid, GridCell};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::fmt::Write as _;
use std::io::Write as _;

/// The namespace of documents, as Word writes it, and as its strict form has it.
pub const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// The prefixes that the root of a part declares besides that of documents.
const OTHERS: &str = "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" xmlns:v=\"urn:schemas-microsoft-com:vml\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";

/// A piece of a draft.
pub enum DraftPiece<'a> {
    /// A table.
    Table(Grid),
    /// A paragraph or a heading.
    Line(&'a str),
}

/// The pieces of a draft whose tables are written in HTML, as nianbao writes it.
pub fn pieces(text: &str) -> Vec<DraftPiece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = match rest.starts_with("<table") {
            true => rest.find("</table>").expect("the end of the table") + "</table>".len(),
            false => rest.find('\n').map_or(rest.len(), |end| end + 1),
        };
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        match piece.trim().trim_start_matches(['#', ' ']) {
            "" => {}
            piece if piece.starts_with("<table") => pieces.push(DraftPiece::Table(grid_of(piece))),
            piece => pieces.push(DraftPiece::Line(piece)),
        }
    }
    pieces
}

/// A document with its parts.
#[derive(Clone)]
pub struct Docx {
    parts: Vec<(String, Vec<u8>)>,
}

impl Docx {
    /// A document with this content of its body, in which `w:` is the prefix.
    pub fn new(body: &str) -> Self {
        Docx::with_document(&root("document", &format!("<w:body>{body}</w:body>")))
    }

    /// A package without parts.
    pub fn empty() -> Self {
        Docx { parts: Vec::new() }
    }

    /// A document of which the main part is this.
    pub fn with_document(document: &str) -> Self {
        let relationship = |id: usize, kind: &str, target: &str| {
            let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            format!("<Relationship Id=\"r{id}\" Type=\"{of}/{kind}\" Target=\"{target}\"/>")
        };
        let relationships = |inside: &str| {
            let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
            format!("<Relationships xmlns=\"{namespace}\">{inside}</Relationships>")
        };
        let kinds = ["styles", "numbering", "footnotes", "endnotes"];
        let related: String =
            kinds.iter().enumerate().map(|(id, kind)| relationship(id, kind, &format!("{kind}.xml"))).collect();
        Docx { parts: Vec::new() }
            .part(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
            )
            .part("_rels/.rels", relationships(&relationship(0, "officeDocument", "word/document.xml")))
            .part("word/_rels/document.xml.rels", relationships(&related))
            .part("word/document.xml", document)
    }

    /// A document with the paragraphs of a draft, and its tables as tables. Those are written in HTML, as nianbao writes it.
    pub fn of_draft(text: &str) -> Self {
        let body: String = pieces(text)
            .into_iter()
            .map(|piece| match piece {
                DraftPiece::Table(grid) => table(&grid),
                DraftPiece::Line(line) => paragraph(line),
            })
            .collect();
        Docx::new(&body)
    }

    /// The document with one more part, or with another one of that name.
    pub fn part(mut self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self.parts.push((name.to_owned(), content.as_ref().to_vec()));
        self
    }

    /// The document with this content of its part of styles.
    pub fn styles(self, inside: &str) -> Self {
        self.part("word/styles.xml", root("styles", inside))
    }

    /// The document with this content of its part of lists.
    pub fn numbering(self, inside: &str) -> Self {
        self.part("word/numbering.xml", root("numbering", inside))
    }

    /// The main part.
    pub fn document(&self) -> &str {
        let part = self.parts.iter().find(|(name, _)| name == "word/document.xml").expect("a document");
        std::str::from_utf8(&part.1).expect("UTF-8")
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut archive = ZipArchiveWriter::new(Vec::new());
        for (name, content) in &self.parts {
            let method = CompressionMethod::DEFLATE;
            let (mut entry, config) =
                archive.new_file(name.as_str()).compression_method(method).start().expect("a part");
            entry.write_all(&compress_to_vec(content, 6)).expect("memory");
            let mut writer = config.wrap(std::io::sink());
            writer.write_all(content).expect("a sink");
            let (_, descriptor) = writer.finish().expect("a part");
            entry.finish(descriptor).expect("a part");
        }
        archive.finish().expect("an archive")
    }
}

/// A part with its root.
pub fn root(name: &str, inside: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:{name} xmlns:w=\"{TRANSITIONAL}\" {OTHERS}>{inside}</w:{name}>")
}

/// A run with a text.
pub fn run(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A paragraph with a text.
pub fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

/// A cell with properties and a text.
pub fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
}

/// A table of these rows, each of which is some cells.
pub fn table_of(rows: &[&[String]]) -> String {
    let rows: String = rows.iter().map(|cells| format!("<w:tr>{}</w:tr>", cells.concat())).collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

/// A table with merged cells, as Word writes it.
pub fn table(grid: &Grid) -> String {
    // The cells that go on below: by their column how many rows more, and how wide.
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    let mut written = "<w:tbl>".to_owned();
    for row in &grid.rows {
        written.push_str("<w:tr>");
        let mut cells: Vec<(usize, String)> = Vec::new();
        for (column, more, columns) in &mut open {
            cells.push((*column, cell(&format!("<w:gridSpan w:val=\"{columns}\"/><w:vMerge/>"), "")));
            *more -= 1;
        }
        open.retain(|(_, more, _)| *more > 0);
        for GridCell { column, columns, rows, text, .. } in row {
            let mut properties = String::new();
            if *columns > 1 {
                // Writing to a string cannot fail.
                let _ = write!(properties, "<w:gridSpan w:val=\"{columns}\"/>");
            }
            if *rows > 1 {
                properties.push_str("<w:vMerge w:val=\"restart\"/>");
                open.push((*column, rows - 1, *columns));
            }
            cells.push((*column, cell(&properties, text)));
        }
        cells.sort_by_key(|(column, _)| *column);
        written.extend(cells.into_iter().map(|(_, cell)| cell));
        written.push_str("</w:tr>");
    }
    written + "</w:tbl>"
}

/// The cells of a table in HTML.
fn grid_of(html: &str) -> Grid {
    let document = roxmltree::Document::parse(html).expect("well-formed HTML");
    let mut taken: Vec<usize> = Vec::new();
    let mut rows = Vec::new();
    for row in document.descendants().filter(|it| it.has_tag_name("tr")) {
        let mut column = 0;
        let mut cells = Vec::new();
        for cell in row.children().filter(roxmltree::Node::is_element) {
            let span = |name: &str| cell.attribute(name).map_or(1, |it| it.parse::<usize>().expect("a number"));
            while taken.get(column).is_some_and(|more| *more > 0) {
                column += 1;
            }
            let (columns, high) = (span("colspan"), span("rowspan"));
            taken.resize(taken.len().max(column + columns), 0);
            // One more, for the row itself counts down, too.
            taken[column..column + columns].fill(high);
            let text = cell.descendants().filter_map(|it| it.text().filter(|_| it.is_text())).collect();
            cells.push(GridCell { column, columns, rows: high, text });
            column += columns;
        }
        taken.iter_mut().for_each(|more| *more = more.saturating_sub(1));
        rows.push(cells);
    }
    Grid { width: taken.len(), rows }
}

/// Tags and texts with every element closed, so that most of what is made is XML.
pub fn closed(pieces: &[&str]) -> String {
    let mut open: Vec<&str> = Vec::new();
    let mut written = String::new();
    for piece in pieces {
        let name = piece.trim_start_matches(['<', '/']).split([' ', '>', '/']).next().unwrap_or_default();
        if piece.starts_with("</") {
            let Some(at) = open.iter().rposition(|it| *it == name) else { continue };
            written.extend(open.drain(at + 1..).rev().map(|name| format!("</{name}>")));
            open.pop();
        } else if !piece.starts_with("<?") && !piece.trim_end().ends_with("/>") {
            open.push(name);
        }
        written.push_str(piece);
    }
    written.extend(open.into_iter().rev().map(|name| format!("</{name}>")));
    written
}

/// A part whose tags, each with the text behind it, are left out, doubled and moved, fewer than `most` of them. So many
/// stand at the beginning and at the end.
pub fn scrambled(document: &str, [first, last]: [usize; 2], most: usize, random: &mut Random) -> String {
    let tags: Vec<usize> = document.match_indices('<').map(|(at, _)| at).chain([document.len()]).collect();
    let mut pieces: Vec<&str> = tags.windows(2).map(|pair| &document[pair[0]..pair[1]]).collect();
    for _ in 0..=random.below(most) {
        let places = pieces.len() - first - last;
        let (from, to) = (first + random.below(places), first + random.below(places));
        match random.below(3) {
            0 => drop(pieces.remove(from)),
            1 => pieces.insert(to, pieces[from]),
            _ => pieces.swap(from, to),
        }
    }
    closed(&pieces)
}
