//! Section headings: what a single line says, whatever stands around it.

use super::title;
use super::token::Token;
use super::vocabulary::{TitleQuality, vocabulary};
use crate::text::number;
use std::ops::Range;

/// A section heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Which of the edition's sections it heads.
    pub section: usize,
    /// How good its title is.
    pub quality: TitleQuality,
    /// The number before the title, if there is one.
    pub ordinal: Option<u32>,
    /// How the number is written.
    pub style: Style,
    /// Whether other text follows or precedes in the same line or cell.
    pub glued: bool,
    /// The bytes of the text from the ordinal to the end of the title.
    pub range: Range<usize>,
    /// The bytes of the title.
    pub title_range: Range<usize>,
    /// Ordinal and title as printed, without glosses.
    pub text: String,
    /// The token in which it stands.
    pub token: usize,
    /// The bytes of the token's folded text from the ordinal to the end of the title.
    pub(super) part: Range<usize>,
    /// Whether it is a line of a table of contents.
    pub(super) contents: bool,
}

impl Heading {
    /// The bytes of its ordinal, with what stands between ordinal and title.
    pub fn ordinal_range(&self) -> Range<usize> {
        self.range.start..self.title_range.start
    }

    /// Its token and the part of that token's folded text which it is, where the token holds more.
    pub fn to_cut(&self, tokens: &[Token<'_>]) -> Option<(usize, Range<usize>)> {
        let whole = self.part.len() == tokens[self.token].folded.len();
        (self.glued && !whole).then(|| (self.token, self.part.clone()))
    }
}

/// How the ordinal of a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// 一、 as the format has it.
    Official,
    /// 一. or 1、 or 第一部分: the first level, written otherwise.
    Deviating,
    /// （一）: the level below.
    Lower,
    /// No ordinal.
    None,
}

/// What a folded text heads, judged by itself alone.
#[derive(Debug)]
pub(super) struct Judged {
    pub section: usize,
    pub quality: TitleQuality,
    pub ordinal: Option<u32>,
    pub style: Style,
    pub glued: bool,
    pub contents: bool,
    /// The bytes of the folded text from the ordinal to the end of the title.
    part: Range<usize>,
    /// The bytes of the folded title.
    title: Range<usize>,
}

/// What a token heads, wherever it stands.
pub(super) fn judge(token: &Token<'_>) -> Option<Judged> {
    let folded = token.folded;
    if folded.len() < "概述".len() {
        return None;
    }
    let start = folded.len() - folded.trim_start_matches(['#', '>', '·', '●', '◆', '★', '■']).len();
    let (ordinal, style, title_start) = leading_ordinal(&folded[start..]);
    let title_start = start + title_start;
    let rest = &folded[title_start..];
    let (title, contents) = without_page(rest);
    let title = title.trim_end_matches([':', '。', ',', ';', '.', '#']);
    let known = vocabulary();
    let first_level = matches!(style, Style::Official | Style::Deviating);
    let (section, quality, length, glued) = if title.len() <= known.longest_title
        && let Some((section, quality)) = known.title(title)
    {
        (section, quality, title.len(), false)
    } else if !first_level || token.meaning().is_some() {
        return None;
    } else if let Some((section, quality, length)) = known.title_prefix(rest) {
        // A few characters more are a misspelled title, many are the section's text on the same line.
        let more = rest[length..].chars().count();
        if more > 8 || rest[length..].starts_with(['。', ':', '(']) {
            (section, quality, length, true)
        } else {
            (section, TitleQuality::Misspelled, title.len(), false)
        }
    } else if let Some(section) = known.title_near(title) {
        (section, TitleQuality::Misspelled, title.len(), false)
    } else if style == Style::Official
        && (1..=6).contains(&ordinal?)
        && (2..=30).contains(&title.chars().count())
        && !title.contains(['。', ';'])
        && token.cell.place.is_none()
        && known.rows_like(folded).is_empty()
    {
        (ordinal? as usize - 1, TitleQuality::Unknown, title.len(), false)
    } else {
        return None;
    };
    // In a table only what is surely a heading counts: a list of contents, a table about reports may name them.
    if token.cell.place.is_some() && (quality < TitleQuality::Hinted || !first_level) {
        return None;
    }
    let title = title_start..title_start + length;
    let glued = glued || token.is_part();
    Some(Judged { section, quality, ordinal, style, glued, contents, part: start..title.end, title })
}

/// What a token heads.
pub fn candidate(tokens: &[Token<'_>], at: usize) -> Option<Heading> {
    let token = &tokens[at];
    let Judged { section, quality, mut ordinal, mut style, glued, contents, part, title } = judge(token)?;
    let mut range = token.source(part.clone());
    let title_range = if title == part { range.clone() } else { token.source(title) };
    let mut text = title::without_glosses(&token.printed_at(range.clone()));
    // 一、 may stand on the line before, or in the cell before.
    if style == Style::None
        && let Some(before) = at.checked_sub(1).map(|before| &tokens[before])
        && let Some(number) = only_ordinal(before)
    {
        (ordinal, style) = (Some(number), Style::Official);
        range.start = before.range().start;
        text.insert_str(0, &title::without_glosses(&before.printed()));
    }
    Some(Heading { section, quality, ordinal, style, glued, range, title_range, text, token: at, part, contents })
}

/// The ordinal that a token is, as it stands before a title, if it is nothing else.
pub fn only_ordinal(token: &Token<'_>) -> Option<u32> {
    match leading_ordinal(token.folded) {
        (number, Style::Official, length) if length == token.folded.len() => number,
        _ => None,
    }
}

/// The ordinal that begins a folded text, how it is written, and its bytes with the mark behind it.
fn leading_ordinal(folded: &str) -> (Option<u32>, Style, usize) {
    const NONE: (Option<u32>, Style, usize) = (None, Style::None, 0);
    if let Some(inner) = folded.strip_prefix('(') {
        return match number::ordinal(inner) {
            Some((number, length)) if inner[length..].starts_with(')') => {
                let end = 1 + length + 1;
                (Some(number), Style::Lower, end + usize::from(folded[end..].starts_with([',', '.'])))
            }
            _ => NONE,
        };
    }
    let part = folded.strip_prefix('第');
    let Some((number, length)) = number::ordinal(part.unwrap_or(folded)) else { return NONE };
    let chinese = !folded.starts_with(|c: char| c.is_ascii_digit());
    if let Some(rest) = part.map(|part| &part[length..]) {
        let Some(rest) = rest.strip_prefix("部分") else { return NONE };
        let end = folded.len() - rest.trim_start_matches([',', ':', '.']).len();
        return (Some(number), Style::Deviating, end);
    }
    let rest = &folded[length..];
    if rest.starts_with(',') && chinese {
        (Some(number), Style::Official, length + 1)
    } else if rest.starts_with([',', '.', ':', ')']) || (chinese && !rest.is_empty()) {
        let mark = usize::from(rest.starts_with([',', '.', ':', ')']));
        (Some(number), Style::Deviating, length + mark)
    } else {
        NONE
    }
}

/// A line of a table of contents without its dots and page number, and whether it was one.
fn without_page(rest: &str) -> (&str, bool) {
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let dots = digits.trim_end_matches(['.', '·', '…', '-', '_']);
    let contents = digits.len() - dots.len() >= 2;
    (if contents { dots } else { rest }, contents)
}
