//! The title line of a report, with the body and the year.

use super::token::Token;
use crate::edition::{self, Titles};
use crate::text::fold::fold;
use crate::text::{WordTable, floor, may_name_year, number, year};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// The title of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The title as printed, without glosses and line breaks.
    pub text: String,
    /// The name of the body that issues the report, as printed.
    pub organ: Option<String>,
    /// The report year.
    pub year: u16,
    /// The bytes of the document's name in the title, e.g. of 政府信息公开工作年度报告.
    pub name_range: Range<usize>,
    /// How well the document's name matches the statutory one.
    pub name: Name,
    /// Whether the title is on a line of its own.
    pub alone: bool,
}

/// How well the document's name in a title matches the statutory one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Characters are swapped or wrong.
    Misspelled,
    /// The name of another document.
    Wrong,
    /// What public enterprises and institutions call their report.
    Public,
    /// Slightly deviating, and common.
    Hinted,
    /// The statutory name.
    Canonical,
}

impl Title {
    /// Whether the text at the body's place ends like the name of a body.
    pub fn names_organ(&self) -> bool {
        const ENDS: &str = "局府委办院会厅室队所站处馆校部道镇乡街区县市省州盟旗司心学园团";
        let last = self.organ.as_ref().and_then(|organ| fold(organ).chars().last());
        last.is_some_and(|c| ENDS.contains(c))
    }
}

/// The names of the document.
struct Names {
    table: WordTable<Name>,
    /// The length of the longest, folded, in bytes.
    longest: usize,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let titles: &Titles = &edition::newest().title;
    let hinted = titles.hinted.iter().map(|title| (title, Name::Hinted));
    let wrong = titles.wrong.iter().map(|title| (title, Name::Wrong));
    let public = titles.public.iter().map(|title| (title, Name::Public));
    let names: Vec<(&str, Name)> = std::iter::once((&titles.canonical, Name::Canonical))
        .chain(hinted)
        .chain(public)
        .chain(wrong)
        .map(|(title, name)| (title.as_str(), name))
        .collect();
    let longest = names.iter().map(|(title, _)| fold(title).len()).max().unwrap_or(0);
    Names { table: WordTable::new(names), longest }
});

/// The longest name of a body, in characters.
const LONGEST_ORGAN: usize = 40;
/// The longest line of a title that is broken over several, in bytes.
const LONGEST_LINE: usize = 150;
/// The longest text between the year and the document's name if the body precedes the year, in characters:
/// 2024年度本级政府信息公开….
const LONGEST_BETWEEN: usize = 12;

/// The title that begins with the first of these tokens; it may continue over the next lines.
pub fn title(tokens: &[Token<'_>]) -> Option<Title> {
    find(tokens).map(|Found { lines, joined, parts }| assemble(&tokens[..lines], &joined, &parts))
}

/// If a title begins with the first of these tokens: whether it is on a line of its own, and whether it is only named
/// there, in title marks, in a list or behind a label.
pub(super) fn stands(tokens: &[Token<'_>]) -> Option<(bool, bool)> {
    find(tokens).map(|Found { joined, parts, .. }| {
        let before = &joined[..parts.start];
        (is_alone(&joined, &parts), before.contains(|c: char| !matches!(c, '#' | '>' | '-')))
    })
}

/// A title in folded tokens, before its text is extracted.
struct Found<'a> {
    /// How many tokens it spans.
    lines: usize,
    /// Their folded texts, joined.
    joined: Cow<'a, str>,
    parts: Parts,
}

fn find<'a>(tokens: &[Token<'a>]) -> Option<Found<'a>> {
    let first = tokens.first()?;
    if first.folded.len() > LONGEST_LINE {
        let joined = Cow::Borrowed(first.folded);
        return parts(first.folded, true).map(|parts| Found { lines: 1, joined, parts });
    }
    if first.is_blank() || first.folded.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // Cheap test first: most tokens are figures and labels, without a year.
    let mut names_year = false;
    for lines in 1..=tokens.len().min(3) {
        let token = &tokens[lines - 1];
        if lines > 1 && (token.folded.len() > LONGEST_LINE || token.is_blank() || token.cell.place.is_some()) {
            return None;
        }
        names_year |= may_name_year(token.folded);
        let joined = match lines {
            _ if !names_year => continue,
            1 => Cow::Borrowed(first.folded),
            _ => Cow::Owned(tokens[..lines].iter().map(|token| token.folded).collect()),
        };
        if let Some(parts) = parts(&joined, lines == 1) {
            return Some(Found { lines, joined, parts });
        }
    }
    None
}

/// Whether hardly any text follows a title on its line.
fn is_alone(joined: &str, parts: &Parts) -> bool {
    joined[parts.end..].chars().count() <= 10
}

/// The parts of a folded title, as ranges of its bytes.
struct Parts {
    /// Where it begins behind marks and labels.
    start: usize,
    organ: Range<usize>,
    year: u16,
    name_range: Range<usize>,
    name: Name,
    end: usize,
}

/// Splits a folded line: body, year, name; or year, body, name; or body, name, and the year in brackets. With `glued`,
/// text may follow.
fn parts(folded: &str, glued: bool) -> Option<Parts> {
    let start = beginning(folded);
    if start > LONGEST_LINE {
        return None;
    }
    let year = year(&folded[start..])?;
    let (year_start, year_end) = (start + year.range.start, start + year.range.end);
    let before = &folded[start..year_start];
    let (organ, name_range, name, end) = if let Some(before) = before.strip_suffix('(') {
        let (at, length, name) = first_name(before, LONGEST_ORGAN)?;
        let at = start + at;
        (start..at, at..at + length, name, year_end + usize::from(folded[year_end..].starts_with(')')))
    } else {
        // The name follows the year, or the body is between them.
        let between = if before.is_empty() { LONGEST_ORGAN } else { LONGEST_BETWEEN };
        let rest = &folded[year_end..];
        let (at, length, name) = first_name(rest, between).or_else(|| misspelled_name(rest))?;
        let (name_start, name_end) = (year_end + at, year_end + at + length);
        let organ = if before.is_empty() { year_end..name_start } else { start..year_start };
        (organ, name_start..name_end, name, name_end)
    };
    let organ = organ.start..organ.start + folded[organ.clone()].trim_end_matches("关于").len();
    let text = &folded[organ.clone()];
    if text.chars().count() > LONGEST_ORGAN || text.contains(is_sentence_mark) || text.contains("关于") {
        return None;
    }
    let after = folded[end..].trim_start_matches(['》', '#', '-']);
    let may_follow = after.is_empty() || after.starts_with('(') || (glued && after.chars().count() > 30);
    may_follow.then_some(Parts { start, organ, year: year.value, name_range, name, end })
}

/// Where a title begins in a folded line, behind the marks of headings and lists and a label: 标题：
fn beginning(folded: &str) -> usize {
    const MARKS: [char; 13] = ['#', '>', '《', '-', '+', '·', '•', '●', '◆', '★', '■', '◇', '○'];
    let mut rest = folded.trim_start_matches(MARKS);
    let labels = &edition::newest().title.labels;
    let unbracketed = rest.strip_prefix('(').unwrap_or(rest);
    if let Some(behind) = labels.iter().find_map(|label| unbracketed.strip_prefix(label.as_str()))
        && let Some(behind) = behind.strip_prefix("):").or(behind.strip_prefix([':', ')']))
    {
        rest = behind;
    } else if let Some((_, length)) = number::ordinal(rest)
        && let Some(behind) = rest[length..].strip_prefix(['.', ',', ')'])
    {
        rest = behind;
    }
    folded.len() - rest.trim_start_matches(MARKS).len()
}

/// A line that would be a title if it named a year: the bytes of the folded line that the body and the document's name
/// take, and where the name begins.
pub fn without_year(folded: &str) -> Option<(Range<usize>, usize)> {
    let start = beginning(folded);
    let line = folded[start..].trim_end_matches(['》', '#', '-']);
    if line.len() > LONGEST_LINE || line.contains(is_sentence_mark) || year(line).is_some() {
        return None;
    }
    let (at, length, name) = first_name(line, LONGEST_ORGAN)?;
    let organ = &line[..at];
    let is_title = at + length == line.len() && name >= Name::Public && !organ.contains("关于");
    is_title.then_some((start..start + line.len(), start + at))
}

/// The document's name in a text, preceded by at most so many characters without a sentence mark: its start, its length
/// in bytes, and how well it matches. Of the names with the earliest start, the longest.
fn first_name(text: &str, before: usize) -> Option<(usize, usize, Name)> {
    // No name contains such a mark, and prose has one soon behind a year, which leaves little to search.
    let text = &text[..text.find(is_sentence_mark).unwrap_or(text.len())];
    let last = text.char_indices().nth(before).map_or(text.len(), |(at, _)| at);
    let (found, name) = NAMES.table.next(&text[..floor(text, last + NAMES.longest)], 0)?;
    (found.start <= last).then_some((found.start, found.len(), name))
}

/// Recognises the canonical name with some characters swapped or wrong.
fn misspelled_name(text: &str) -> Option<(usize, usize, Name)> {
    let name = text.trim_end_matches(['》', '#']);
    let canonical = &edition::newest().title.canonical;
    let near = name.len().abs_diff(canonical.len()) <= 2 * "年".len()
        && name.contains(['报', '告'])
        && strsim::levenshtein(name, canonical) <= 4;
    near.then_some((0, name.len(), Name::Misspelled))
}

fn is_sentence_mark(c: char) -> bool {
    matches!(c, '。' | ':' | ';' | '《' | '》' | '!' | '?') || c == ','
}

fn assemble(tokens: &[Token<'_>], joined: &str, parts: &Parts) -> Title {
    let start = parts.start;
    let printed: String = tokens.iter().map(|token| without_glosses(&token.printed())).collect();
    let before = if start == 0 { 0 } else { cut(&printed, &joined[..start]).len() };
    let printed =
        printed[before..].trim_matches(|c: char| matches!(c, '#' | '>' | '《' | '》' | '-' | '*') || c.is_whitespace());
    let alone = is_alone(joined, parts);
    let text = if alone { printed.to_owned() } else { cut(printed, &joined[start..parts.end]) };
    let organ = &joined[parts.organ.clone()];
    Title {
        range: place(tokens, start..parts.end),
        organ: (!organ.is_empty()).then(|| organ_of(&text, organ)),
        text,
        year: parts.year,
        name_range: place(tokens, parts.name_range.clone()),
        name: parts.name,
        alone,
    }
}

/// Removes pinyin in brackets after Chinese characters, and line breaks.
pub fn without_glosses(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\n' || c == '\r' {
            continue;
        }
        result.push(c);
        while c > '\u{2e00}'
            && let Some(inner) = rest.strip_prefix('(')
            && let Some(end) = inner.find(|c: char| !(c.is_alphabetic() && c.is_lowercase()))
            && end > 0
            && inner[end..].starts_with(')')
        {
            rest = &inner[end + 1..];
        }
    }
    result
}

/// The prefix of a printed text that folds to `folded`.
fn cut(printed: &str, folded: &str) -> String {
    let mut ends = printed.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.find(|&end| fold(&printed[..end]).len() >= folded.len()).unwrap_or(printed.len());
    printed[..end].to_owned()
}

/// The part of a printed title that folds to the body's folded name.
fn organ_of(printed: &str, organ: &str) -> String {
    let whole = fold(printed);
    let Some(at) = whole.find(organ) else { return organ.to_owned() };
    let before = if at == 0 { String::new() } else { cut(printed, &whole[..at]) };
    cut(&printed[before.len()..], organ).trim().to_owned()
}

/// The bytes of the text for a range of the joined folded texts of tokens.
fn place(tokens: &[Token<'_>], range: Range<usize>) -> Range<usize> {
    let mut at = 0;
    let mut result: Option<Range<usize>> = None;
    for token in tokens {
        let from = range.start.max(at);
        let to = range.end.min(at + token.folded.len());
        if from < to {
            let part = token.source(from - at..to - at);
            result = Some(result.map_or(part.clone(), |whole| whole.start..part.end));
        }
        at += token.folded.len();
    }
    result.unwrap_or_else(|| tokens[0].range())
}
