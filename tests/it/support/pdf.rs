//! Page descriptions, made by hand: one font whose codes are UTF-16, text at places, lines.

use super::docx::{DraftPiece, pieces};
use std::fmt::Write as _;

/// The margins and the size of the text, in points.
const LEFT: usize = 50;
const RIGHT: usize = 550;
const SIZE: usize = 10;

/// A PDF of some pages.
#[derive(Clone, Default)]
pub struct Pdf {
    /// What is drawn on each page.
    pages: Vec<String>,
}

impl Pdf {
    /// A PDF with a page on which this is drawn.
    pub fn page(mut self, content: &str) -> Self {
        self.pages.push(content.to_owned());
        self
    }

    /// It, with this on its last page too.
    pub fn plus(mut self, content: &str) -> Self {
        self.pages.last_mut().into_iter().for_each(|page| page.push_str(content));
        self
    }

    /// How high on its page a text stands that is drawn at once.
    pub fn place(&self, words: &str) -> i32 {
        let words: Vec<char> = words.chars().collect();
        let codes = codes(&words);
        let line =
            self.pages.iter().flat_map(|page| page.lines()).find(|line| line.contains(&codes)).expect("the text");
        line.split(' ').nth(5).and_then(|y| y.parse().ok()).expect("a number")
    }

    /// A draft on one long page. Its tables have lines around their cells.
    pub fn of_draft(text: &str) -> Self {
        let mut content = String::new();
        let mut y = 20_000;
        for piece in pieces(text) {
            match piece {
                DraftPiece::Line(line) => {
                    // The first line is two characters in.
                    let characters: Vec<char> = line.chars().collect();
                    let wide = (RIGHT - LEFT) / SIZE;
                    let first = characters.len().min(wide - 2);
                    content.push_str(&shown(LEFT + 2 * SIZE, y, &characters[..first]));
                    for line in characters[first..].chunks(wide) {
                        y -= 2 * SIZE;
                        content.push_str(&shown(LEFT, y, line));
                    }
                    y -= 2 * SIZE;
                }
                DraftPiece::Table(grid) => {
                    const HIGH: usize = 130;
                    let wide = (RIGHT - LEFT) / grid.width;
                    for cells in &grid.rows {
                        for cell in cells {
                            let (left, across, high) =
                                (LEFT + cell.column * wide, cell.columns * wide, cell.rows * HIGH);
                            let _ = writeln!(content, "{left} {} {across} {high} re S", y - high);
                            let characters: Vec<char> = cell.text.chars().collect();
                            for (line, characters) in characters.chunks((across - 4) / SIZE).enumerate() {
                                content.push_str(&shown(left + 2, y - (line + 1) * (SIZE + 2), characters));
                            }
                        }
                        y -= HIGH;
                    }
                    y -= 2 * SIZE;
                }
            }
        }
        Pdf::default().page(&content)
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let stream = |inside: &str, content: &str| {
            format!("<<{inside}/Length {}>>\nstream\n{content}\nendstream", content.len())
        };
        let map = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange \
            1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap";
        let pages: String = (0..self.pages.len()).map(|page| format!("{} 0 R ", 6 + 2 * page)).collect();
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Kids[{pages}]/Count {}/Resources<</Font<</F 3 0 R>>>>>>", self.pages.len()),
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
                .to_owned(),
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000>>".to_owned(),
            stream("", map),
        ];
        for (page, content) in self.pages.iter().enumerate() {
            objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 20100]/Contents {} 0 R>>", 7 + 2 * page));
            objects.push(stream("", content));
        }
        file(&objects, "")
    }
}

/// A file of these objects, the first of which is the catalogue, and with this in its trailer.
pub fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = String::new();
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (at, size) = (file.len(), objects.len() + 1);
    let _ =
        write!(file, "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n");
    let _ = write!(file, "startxref\n{at}\n%%EOF\n");
    file.into_bytes()
}

fn codes(text: &[char]) -> String {
    text.iter().map(|character| format!("{:04x}", u32::from(*character))).collect()
}

/// Draws a text.
pub fn shown(x: usize, y: usize, text: &[char]) -> String {
    let codes = codes(text);
    format!("BT /F {SIZE} Tf {x} {y} Td <{codes}> Tj ET\n")
}

/// Draws a text.
pub fn text(x: usize, y: usize, text: &str) -> String {
    shown(x, y, &text.chars().collect::<Vec<char>>())
}
