//! Recognises section headings in single lines.

use super::token::Token;
use super::vocabulary::{TitleQuality, vocabulary};
use super::{resembling, title};
use crate::text::number;
use std::ops::Range;

/// A section heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The index of its section in the edition.
    pub section: usize,
    /// How well its title matches the official one.
    pub quality: TitleQuality,
    /// The number before the title, if any.
    pub ordinal: Option<u32>,
    /// How the number is written.
    pub style: Style,
    /// Whether other text precedes or follows it in the same line or cell.
    pub glued: bool,
    /// The bytes of the text from the ordinal to the end of the title.
    pub range: Range<usize>,
    /// The bytes of the title.
    pub title_range: Range<usize>,
    /// Ordinal and title as printed, without glosses.
    pub text: String,
    /// The index of its token.
    pub token: usize,
    /// The bytes of the token's folded text from the ordinal to the end of the title.
    pub(super) part: Range<usize>,
    /// Whether it is a line of a table of contents.
    pub(super) contents: bool,
}

impl Heading {
    /// The bytes from its ordinal to its title.
    pub fn ordinal_range(&self) -> Range<usize> {
        self.range.start..self.title_range.start
    }

    /// Its token and its range in that token's folded text, if the token holds more than the heading.
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
    /// 一. or 1、 or 第一部分: the first level in another style.
    Deviating,
    /// （一）: the second level.
    Lower,
    /// No ordinal.
    None,
}

/// The heading in a folded text, judged in isolation.
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

/// The heading in a token, judged in isolation.
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
        // A few extra characters are a misspelled title, many are the section's text on the same line.
        let more = rest[length..].chars().count();
        if more > 8 || rest[length..].starts_with(['。', ':', '(']) {
            (section, quality, length, true)
        } else {
            (section, TitleQuality::Misspelled, title.len(), false)
        }
    } else if let Some(section) = resembling::title_near(title) {
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
    // In a table only certain headings count: a table of contents, or a table about reports, may mention their titles.
    if token.cell.place.is_some() && (quality < TitleQuality::Hinted || !first_level) {
        return None;
    }
    let title = title_start..title_start + length;
    let glued = glued || token.is_part();
    Some(Judged { section, quality, ordinal, style, glued, contents, part: start..title.end, title })
}

/// The heading in a token, with an ordinal from the token before it.
pub fn candidate(tokens: &[Token<'_>], at: usize) -> Option<Heading> {
    let token = &tokens[at];
    let Judged { section, quality, mut ordinal, mut style, glued, contents, part, title } = judge(token)?;
    let mut range = token.source(part.clone());
    let title_range = if title == part { range.clone() } else { token.source(title) };
    let mut text = title::without_glosses(&token.printed_at(range.clone()));
    // 一、 may be on the line before, or in the cell before.
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

/// The ordinal in a token that consists only of an ordinal as it precedes a title.
pub fn only_ordinal(token: &Token<'_>) -> Option<u32> {
    match leading_ordinal(token.folded) {
        (number, Style::Official, length) if length == token.folded.len() => number,
        _ => None,
    }
}

/// The ordinal at the start of a folded text, its style, and its length in bytes including the mark behind it.
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

/// A line of a table of contents without its dots and page number, and whether it had any.
fn without_page(rest: &str) -> (&str, bool) {
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let dots = digits.trim_end_matches(['.', '·', '…', '-', '_']);
    let contents = digits.len() - dots.len() >= 2;
    (if contents { dots } else { rest }, contents)
}
