//! Section headings in the middle of a line.

use crate::edition::{self, OfficialSection};
use crate::text::fold::fold;
use crate::text::{WordTable, number};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// A heading that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineHeading {
    /// Its bytes in the folded line, from the ordinal to the end of the title.
    pub range: Range<usize>,
    /// Whether it is the first of its report in the line.
    pub begins: bool,
}

/// A heading that may be one.
struct Found {
    section: usize,
    ordinal: usize,
    range: Range<usize>,
    /// Whether the title is an official one.
    official: bool,
}

/// The titles of all sections, with their sections and whether they are official.
static TITLES: LazyLock<WordTable<(usize, bool)>> = LazyLock::new(|| {
    let titles = |(index, section): (usize, &'static OfficialSection)| {
        let official = section.official_titles().map(|title| (title, true));
        let others = section.hinted.iter().chain(&section.wrong).map(|title| (title, false));
        official.chain(others).map(move |(title, official)| (title.as_str(), (index, official)))
    };
    WordTable::new(edition::editions().iter().flat_map(|edition| edition.sections.iter().enumerate().flat_map(titles)))
});

/// The official titles of each section, folded.
static OFFICIAL: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut titles: Vec<Vec<String>> = Vec::new();
    for (index, section) in edition::editions().iter().flat_map(|edition| edition.sections.iter().enumerate()) {
        titles.resize(titles.len().max(index + 1), Vec::new());
        titles[index].extend(section.official_titles().map(|title| fold(title)));
    }
    titles
});

/// The length of the shortest line that holds as many headings as count: ordinals, each with its mark, and titles.
static SHORTEST: LazyLock<usize> = LazyLock::new(|| {
    let sections = edition::editions().iter().flat_map(|edition| &edition.sections);
    let titles = sections.flat_map(|it| it.official_titles().chain(&it.hinted).chain(&it.wrong).map(String::len));
    FEWEST * ("一.".len() + titles.min().unwrap_or(0))
});

/// Any sequence of headings that counts holds one of these ordinals.
static MIDDLE: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["三", "四"].map(Finder::new));
/// The marks behind an ordinal, folded.
const MARKS: [char; 3] = [',', '.', ':'];
/// An ordinal in words: 第三部分.
const PART: &str = "部分";
/// The fewest headings that are a sequence, and the fewest of which one may be deviating.
const FEWEST: usize = 3;
const SOME: usize = 4;
/// As many headings with nothing between them are a list of the sections, not a report.
const LIST: usize = 3;

/// The headings in a folded line, if their sequence leaves no doubt that the sections follow them.
pub fn headings(line: &str) -> Vec<LineHeading> {
    // Nearly every line is too short.
    if line.len() < *SHORTEST {
        return Vec::new();
    }
    let has_ordinal = |numeral: &Finder<'_>| {
        let behind = |at: usize| &line[at + numeral.needle().len()..];
        let mut places = numeral.find_iter(line.as_bytes());
        places.any(|at| behind(at).starts_with(MARKS) || behind(at).starts_with(PART))
    };
    if !MIDDLE.iter().any(has_ordinal) {
        return Vec::new();
    }
    let found = without_lists(line, found(line));
    let mut headings: Vec<LineHeading> = Vec::new();
    let mut sequences = found.chunk_by(|one, next| one.section < next.section).peekable();
    while let Some(sequence) = sequences.next() {
        if counts(line, sequence) {
            let from = headings.last().map_or(0, |heading| heading.range.end);
            let end = sequences.peek().and_then(|next| next.first()).map_or(line.len(), |next| next.range.start);
            let ranges = with_damaged(line, from..end, sequence).into_iter().enumerate();
            headings.extend(ranges.map(|(index, range)| LineHeading { range, begins: index == 0 }));
        }
    }
    headings
}

/// The headings of a sequence, and in their places among them those that it lacks and of which the title is damaged.
fn with_damaged(line: &str, within: Range<usize>, sequence: &[Found]) -> Vec<Range<usize>> {
    let mut all = Vec::with_capacity(OFFICIAL.len());
    let mut from = within.start;
    let mut there = sequence.iter().peekable();
    for section in 0..OFFICIAL.len() {
        if let Some(found) = there.next_if(|found| found.section == section) {
            all.push(found.range.clone());
            from = found.range.end;
        } else {
            let end = there.peek().map_or(within.end, |next| next.range.start);
            if let Some(range) = damaged(line, from..end, section) {
                from = range.end;
                all.push(range);
            }
        }
    }
    all
}

/// The only place in a part of a line where the ordinal of a section stands before its title with a few characters lost,
/// doubled or wrong.
fn damaged(line: &str, within: Range<usize>, section: usize) -> Option<Range<usize>> {
    let part = line.get(within.clone())?;
    let ends = |mark: &'static str| part.match_indices(mark).map(|(at, mark)| at + mark.len());
    let mut ends: Vec<usize> = [",", ".", ":", PART].into_iter().flat_map(ends).collect();
    ends.sort_unstable();
    let titled = ends.into_iter().filter_map(|end| {
        let (_, start) = ordinal_before(&part[..end]).filter(|(ordinal, _)| *ordinal == section + 1)?;
        let length = OFFICIAL.get(section)?.iter().find_map(|title| resembling(title, &part[end..]))?;
        Some(within.start + start..within.start + end + length)
    });
    let mut titled = titled.peekable();
    let only = titled.next()?;
    titled.peek().is_none().then_some(only)
}

/// The length of the title with which a text begins, if one to three characters of it are lost, one is wrong or one too many.
fn resembling(title: &str, text: &str) -> Option<usize> {
    /// How many characters of the title something else stands for, and how many these are.
    const DAMAGES: [(usize, usize); 5] = [(1, 1), (1, 0), (0, 1), (2, 0), (3, 0)];
    /// So many times as many characters as are lost must be left.
    const LEFT: usize = 2;
    let same = title.chars().zip(text.chars()).take_while(|(one, other)| one == other);
    let same: usize = same.map(|(one, _)| one.len_utf8()).sum();
    let behind = |text: &str, count: usize| text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(count);
    let (rest, text_rest) = (&title[same..], &text[same..]);
    DAMAGES.iter().find_map(|&(lost, instead)| {
        let right = &rest[behind(rest, lost)?..];
        let at = behind(text_rest, instead)?;
        let is_known = !right.is_empty() || instead == 0;
        let left = title.chars().count() - lost;
        let is_near = left >= LEFT * lost && is_known && text_rest[at..].starts_with(right);
        is_near.then_some(same + at + right.len())
    })
}

/// All titles with an ordinal before them.
fn found(line: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((title, (section, official))) = TITLES.next(line, at) {
        at = title.end;
        if let Some((ordinal, start)) = ordinal_before(&line[..title.start]) {
            found.push(Found { section, ordinal, range: start..title.end, official });
        }
    }
    found
}

/// The Chinese ordinal at the end of a text, with the mark behind it, and where it begins.
fn ordinal_before(text: &str) -> Option<(usize, usize)> {
    let marked = text.strip_suffix(MARKS);
    let in_words = marked.unwrap_or(text).strip_suffix(PART);
    let rest = in_words.or(marked)?;
    let numeral = rest.char_indices().next_back().filter(|(_, c)| !c.is_ascii_digit())?.0;
    let (ordinal, _) = number::ordinal(&rest[numeral..])?;
    let before = &rest[..numeral];
    // 十一 and 第一 are other ordinals.
    let is_longer =
        before.chars().next_back().is_some_and(|c| c == '第' || number::ordinal(c.encode_utf8(&mut [0; 4])).is_some());
    match in_words {
        Some(_) => before.strip_suffix('第').map(|before| (ordinal as usize, before.len())),
        None => (!is_longer || before.ends_with(|c: char| c.is_ascii_digit())).then_some((ordinal as usize, numeral)),
    }
}

/// Whether hardly anything but marks and page numbers stands between two headings.
fn are_listed(line: &str, one: &Found, next: &Found) -> bool {
    const LONGEST: usize = 40;
    let between = line.get(one.range.end..next.range.start).unwrap_or_default();
    let is_nothing = |c: char| c.is_ascii_digit() || ",;。.:·-_及和与以()|第页".contains(c);
    between.len() <= LONGEST && one.section < next.section && between.chars().all(is_nothing)
}

fn without_lists(line: &str, found: Vec<Found>) -> Vec<Found> {
    let runs = found.chunk_by(|one, next| are_listed(line, one, next));
    let listed: Vec<bool> = runs.flat_map(|run| std::iter::repeat_n(run.len() >= LIST, run.len())).collect();
    found.into_iter().zip(listed).filter(|(_, listed)| !listed).map(|(found, _)| found).collect()
}

/// Whether headings in their order are those of a report. Where marks follow them, a text speaks about the sections.
fn counts(line: &str, sequence: &[Found]) -> bool {
    let is_right = |found: &&Found| found.ordinal == found.section + 1;
    let right = sequence.iter().filter(is_right).count();
    let official = sequence.iter().filter(|found| found.official).filter(is_right).count();
    let is_told = |found: &&Found| line[found.range.end..].starts_with([',', '。', ':', ';', '-']);
    let told = sequence.iter().filter(is_told).count();
    let enough = official >= FEWEST && right == sequence.len() || sequence.len() >= SOME && right + 1 >= sequence.len();
    enough && told * 2 < sequence.len()
}
