//! Characters as lines of text.

use super::page::Glyph;
use std::ops::RangeInclusive;

/// Pieces of a line that are farther apart, in the size of the font, are columns.
const COLUMN_GAP: f64 = 1.5;

/// Characters that are farther apart, in the size of the font, may stand in two cells.
const GAP: f64 = 0.35;

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Its base line.
    pub y: f64,
    /// The size of its largest character.
    pub size: f64,
    /// Its pieces, from left to right; between them is what separates columns.
    pub pieces: Vec<Piece>,
    /// When its characters are drawn.
    pub order: RangeInclusive<usize>,
    /// Whether a gap in it may be one between cells that are almost full.
    pub has_gap: bool,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Its left end.
    pub from: f64,
    /// Its right end.
    pub to: f64,
    /// Its text.
    pub text: String,
}

impl TextLine {
    /// Its left end.
    pub fn from(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.from)
    }

    /// Its right end.
    pub fn to(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.to)
    }

    /// Its text, with tabs between columns.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("\t")
    }
}

/// The lines that characters form, from top to bottom.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<TextLine> {
    glyphs.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut lines = Vec::new();
    let mut begin = 0;
    for at in 1..=glyphs.len() {
        let is_same = match (glyphs.get(begin), glyphs.get(at)) {
            (Some(first), Some(next)) => first.y - next.y <= first.size.max(next.size) * 0.45,
            _ => false,
        };
        if !is_same {
            lines.extend(glyphs.get_mut(begin..at).map(line));
            begin = at;
        }
    }
    lines
}

fn line(glyphs: &mut [Glyph]) -> TextLine {
    glyphs.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let mut y = f64::NEG_INFINITY;
    for glyph in glyphs.iter() {
        // A character that is drawn twice is a bold one.
        if last.is_some_and(|last| last.text == glyph.text && glyph.x - last.x < glyph.size * 0.15) {
            continue;
        }
        y = y.max(glyph.y);
        match pieces.last_mut() {
            Some(piece) if glyph.x - piece.to <= glyph.size * COLUMN_GAP => {
                if glyph.x - piece.to > glyph.size * 0.15 && needs_blank(&piece.text, &glyph.text) {
                    piece.text.push(' ');
                }
                piece.text.push_str(&glyph.text);
                piece.to = piece.to.max(glyph.x + glyph.width);
            }
            _ => {
                let text = glyph.text.to_string();
                pieces.push(Piece { from: glyph.x, to: glyph.x + glyph.width, text });
            }
        }
        last = Some(glyph);
    }
    let has_gap =
        glyphs.windows(2).any(|pair| matches!(pair, [one, next] if next.x - one.x - one.width > one.size * GAP));
    let orders = || glyphs.iter().map(|glyph| glyph.order);
    let order = orders().min().unwrap_or(0)..=orders().max().unwrap_or(0);
    TextLine { y, size, pieces, order, has_gap }
}

/// The cells of a table without lines: pieces as they are drawn one behind another.
pub(super) fn drawn_cells(mut glyphs: Vec<Glyph>) -> Vec<String> {
    glyphs.sort_by_key(|glyph| glyph.order);
    let mut cells: Vec<Piece> = Vec::new();
    let mut last: Option<&Glyph> = None;
    for glyph in &glyphs {
        let is_digit = |text: &str| text.chars().all(|character| character.is_ascii_digit());
        let is_label =
            |text: &str| text.chars().any(|character| !character.is_ascii_digit() && !",.-".contains(character));
        let Some((piece, before)) = cells.last_mut().zip(last.replace(glyph)) else {
            cells.push(Piece { from: glyph.x, to: glyph.x + glyph.width, text: glyph.text.to_string() });
            continue;
        };
        let (gap, fall) = (glyph.x - (before.x + before.width), before.y - glyph.y);
        let widest = if is_digit(&glyph.text) || is_digit(&before.text) { GAP } else { GAP * 2.0 };
        let goes_on = fall.abs() <= glyph.size * 0.3 && (-0.5..=widest).contains(&(gap / glyph.size));
        // A label that goes on in the next line of its cell.
        let is_below =
            fall > 0.0 && fall <= glyph.size * 1.4 && glyph.x < piece.to && glyph.x > piece.from - glyph.size * 3.0;
        if goes_on && glyph.text == before.text && glyph.x - before.x < glyph.size * 0.15 {
            continue;
        }
        if goes_on || is_below && is_label(&piece.text) && !is_digit(&glyph.text) {
            append(&mut piece.text, &glyph.text);
            piece.from = piece.from.min(glyph.x);
            piece.to = piece.to.max(glyph.x + glyph.width);
        } else {
            cells.push(Piece { from: glyph.x, to: glyph.x + glyph.width, text: glyph.text.to_string() });
        }
    }
    cells.into_iter().map(|piece| piece.text).collect()
}

/// The text of characters that stand in one cell.
pub(super) fn cell_text(glyphs: Vec<Glyph>) -> String {
    let mut text = String::new();
    for piece in lines(glyphs).into_iter().flat_map(|line| line.pieces) {
        append(&mut text, &piece.text);
    }
    text
}

/// Adds what goes on in the next line.
pub(super) fn append(text: &mut String, next: &str) {
    if needs_blank(text, next) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Whether a blank stands between two texts: between words, and nowhere in Chinese.
fn needs_blank(before: &str, behind: &str) -> bool {
    let is_letter = |character: Option<char>| character.is_some_and(|it| it.is_ascii_alphabetic());
    let is_word = |character: Option<char>| character.is_some_and(|it| it.is_ascii_alphanumeric());
    let (last, first) = (before.chars().next_back(), behind.chars().next());
    (is_letter(last) && is_word(first)) || (is_word(last) && is_letter(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, x: f64, y: f64) -> Vec<Glyph> {
        let glyph = |(index, character): (usize, char)| {
            let text = smol_str::SmolStr::from_iter([character]);
            let x = x + f64::from(u32::try_from(index).unwrap()) * 10.0;
            Glyph { x, y, width: 10.0, size: 10.0, text, turn: 0, order: index }
        };
        text.chars().enumerate().map(glyph).filter(|glyph| glyph.text != " ").collect()
    }

    #[test]
    fn characters_form_lines_and_columns() {
        let all =
            [glyphs("二", 0.0, 10.0), glyphs("甲乙", 0.0, 30.0), glyphs("12", 60.0, 29.0), glyphs("a b", 0.0, 0.0)];
        let lines = lines(all.concat());
        assert_eq!(lines.iter().map(TextLine::text).collect::<Vec<_>>(), ["甲乙\t12", "二", "a b"]);
        assert_eq!((lines[0].from(), lines[0].to()), (0.0, 80.0));
        assert_eq!(cell_text([glyphs("上", 0.0, 30.0), glyphs("下", 5.0, 10.0)].concat()), "上下");
    }

    #[test]
    fn bold_characters_are_drawn_twice() {
        let all = [glyphs("11", 0.0, 0.0), glyphs("1", 0.5, 0.0)].concat();
        assert_eq!(cell_text(all), "11");
    }
}
