//! The labels of all editions, indexed by folded text.

mod lengths;
mod near;

use crate::edition::{self, Edition, Form};
use crate::text::{fold::fold, number};
use lengths::Lengths;
pub use near::{LONG, NearLabels, Resemblance};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A row of a form of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowRef {
    /// The index of the edition in [`edition::editions`].
    pub edition: usize,
    /// The index of the form in the edition.
    pub form: usize,
    /// The index of the row in the form.
    pub row: usize,
    /// How the label is written.
    pub spelling: Spelling,
}

/// How well a label matches the official one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spelling {
    /// As printed in the form, in any script, width and spacing; its group's labels may precede it.
    Official,
    /// Recognisable, but different from the printed label.
    Deviating,
    /// Recognised by its place among the others: its characters alone do not prove it.
    Doubtful,
}

/// A column of a form of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ColumnRef {
    /// The index of the edition in [`edition::editions`].
    pub edition: usize,
    /// The index of the form in the edition.
    pub form: usize,
    /// The index of the column in the form.
    pub column: usize,
    /// How the label is written.
    pub spelling: Spelling,
}

/// The meaning of a table cell.
#[derive(Debug, Default)]
pub struct Meaning {
    /// The rows that it may label.
    pub rows: Vec<RowRef>,
    /// The columns that it may label.
    pub columns: Vec<ColumnRef>,
    /// Whether it is another part of a form's header: a group, a corner.
    pub frame: bool,
}

/// How well a section title matches the official one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TitleQuality {
    /// An unknown title, whose ordinal and place identify the section.
    Unknown,
    /// One or two characters off.
    Misspelled,
    /// Known to be wrong.
    Wrong,
    /// Deviating, and common.
    Hinted,
    /// Official: the attachment's title or the long one of the law.
    Official,
}

/// The labels and titles of all editions.
#[derive(Default)]
pub struct Vocabulary {
    cells: FxHashMap<String, Meaning>,
    /// The lengths of the labels in [`Self::cells`].
    lengths: Lengths,
    /// Row labels without ordinal and note, as a fallback to [`Self::cells`].
    bare_rows: FxHashMap<String, Vec<RowRef>>,
    /// The labels of groups of rows, which drafts repeat before a row's own label, and the same without ordinal; the
    /// longest first.
    groups: Vec<(String, String)>,
    titles: FxHashMap<String, (usize, TitleQuality)>,
    /// Titles with their sections, the labels in [`Self::bare_rows`] with their rows, and those of columns: what damaged
    /// ones are compared with.
    pub(super) near_titles: NearLabels<usize>,
    pub(super) near_rows: NearLabels<Vec<RowRef>>,
    pub(super) near_columns: NearLabels<Vec<ColumnRef>>,
    pub(super) longest_title: usize,
    /// The lengths of the official and the common titles, and their first characters.
    title_lengths: Lengths,
    title_starts: BTreeSet<char>,
    /// The longest label of a header, in bytes.
    longest_header: usize,
    /// The lengths of the keys of headers, and their first characters.
    header_lengths: Lengths,
    header_starts: BTreeSet<char>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::new);

/// The vocabulary, built once.
pub fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

/// Longer texts, in bytes, are never labels.
pub const LONGEST_LABEL: usize = 240;

impl Vocabulary {
    fn new() -> Self {
        let mut vocabulary = Vocabulary::default();
        for (edition_index, edition) in edition::editions().iter().enumerate() {
            for (form_index, form) in edition.forms.iter().enumerate() {
                vocabulary.add_rows(edition_index, form_index, form);
                vocabulary.add_columns(edition_index, form_index, form);
            }
            vocabulary.add_titles(edition);
        }
        vocabulary.add_short_forms();
        vocabulary.groups.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        vocabulary.groups.dedup();
        for (label, meaning) in &vocabulary.cells {
            vocabulary.lengths.insert(label.len());
            if meaning.frame || !meaning.columns.is_empty() {
                vocabulary.longest_header = vocabulary.longest_header.max(label.len());
                vocabulary.header_lengths.insert(label.len());
                vocabulary.header_starts.extend(label.chars().next());
            }
            if !meaning.columns.is_empty() {
                vocabulary.near_columns.insert(label, meaning.columns.clone());
            }
        }
        for (label, rows) in &vocabulary.bare_rows {
            vocabulary.near_rows.insert(label, rows.clone());
        }
        for (title, (section, quality)) in &vocabulary.titles {
            vocabulary.near_titles.insert(title, *section);
            if *quality >= TitleQuality::Hinted {
                vocabulary.title_lengths.insert(title.len());
                vocabulary.title_starts.extend(title.chars().next());
            }
        }
        vocabulary
    }

    fn add_rows(&mut self, edition: usize, form_index: usize, form: &Form) {
        for (row, header) in form.rows.iter().enumerate() {
            let Some((own, groups)) = header.path.split_last() else { continue };
            let reference = |spelling| RowRef { edition, form: form_index, row, spelling };
            let key = key(&fold(own)).into_owned();
            self.bare_rows.entry(bare(&key).to_owned()).or_default().push(reference(Spelling::Deviating));
            let without_note = key.split('(').next().filter(|_| !key.starts_with('(')).map(str::to_owned);
            let short = header.short.iter().map(|short| self::key(&fold(short)).into_owned());
            for name in short.chain(without_note) {
                let references = self.bare_rows.entry(bare(&name).to_owned()).or_default();
                if !references.iter().any(|other| (other.edition, other.form, other.row) == (edition, form_index, row))
                {
                    references.push(reference(Spelling::Deviating));
                }
            }
            self.cells.entry(key).or_default().rows.push(reference(Spelling::Official));
            for group in groups {
                let group = self::key(&fold(group)).into_owned();
                self.cells.entry(group.clone()).or_default().frame = true;
                let bare = bare(&group).to_owned();
                self.groups.push((group, bare));
            }
        }
    }

    /// The entry for a label of a form, to be extended.
    fn says(&mut self, label: &str) -> &mut Meaning {
        self.cells.entry(key(&fold(label)).into_owned()).or_default()
    }

    /// A row's label in one edition may be a short form of a row's label in the other: 规范性文件.
    fn add_short_forms(&mut self) {
        for (label, meaning) in &mut self.cells {
            let Some(like) = self.bare_rows.get(bare(label)).filter(|_| !meaning.rows.is_empty()) else { continue };
            for row in like {
                if !meaning.rows.iter().any(|other| other.edition == row.edition) {
                    meaning.rows.push(*row);
                }
            }
        }
    }

    fn add_columns(&mut self, edition: usize, form_index: usize, form: &Form) {
        if !form.corner.is_empty() {
            self.says(&form.corner).frame = true;
        }
        for (column, header) in form.columns.iter().enumerate() {
            let reference = |spelling| ColumnRef { edition, form: form_index, column, spelling };
            for group in header.path.iter().take(header.path.len().saturating_sub(1)) {
                self.says(group).frame = true;
            }
            self.says(header.label()).columns.push(reference(Spelling::Official));
            for short in &header.short {
                self.says(short).columns.push(reference(Spelling::Deviating));
            }
        }
    }

    fn add_titles(&mut self, edition: &Edition) {
        for (index, section) in edition.sections.iter().enumerate() {
            let official = section.official_titles().map(|title| (title, TitleQuality::Official));
            let hinted = section.hinted.iter().map(|title| (title, TitleQuality::Hinted));
            let wrong = section.wrong.iter().map(|title| (title, TitleQuality::Wrong));
            for (title, quality) in official.chain(hinted).chain(wrong) {
                let folded = fold(title);
                self.longest_title = self.longest_title.max(folded.len());
                self.titles.entry(folded).or_insert((index, quality));
            }
        }
    }

    /// The meaning of a folded cell.
    pub fn meaning(&self, folded: &str) -> Option<&Meaning> {
        if folded.is_empty() || folded.len() > LONGEST_LABEL {
            return None;
        }
        self.cell(&key(folded))
    }

    /// The meaning of a key.
    fn cell(&self, key: &str) -> Option<&Meaning> {
        self.lengths.contains(key.len()).then(|| self.cells.get(key)).flatten()
    }

    /// The labels of a header on one line: at least two, and nothing else.
    pub fn header_line<'a>(&self, folded: &'a str) -> Option<Vec<(&'a str, &Meaning)>> {
        let mut labels = Vec::new();
        let mut key = String::new();
        let mut rest = folded;
        while !rest.is_empty() {
            // Cheap test first: most lines hold no header. A comma between two labels belongs to the second.
            if !rest.chars().find(|c| *c != ',').is_some_and(|c| self.header_starts.contains(&c)) {
                return None;
            }
            // Unless a figure begins it, a label's key is the label without its commas.
            let figure = rest.starts_with(|c: char| c.is_ascii_digit());
            key.clear();
            let mut longest = None;
            let ends = rest.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
            for (end, c) in ends.take_while(|(end, _)| *end <= self.longest_header) {
                key.extend(Some(c).filter(|c| *c != ','));
                let meaning = match figure {
                    true => self.meaning(&rest[..end]),
                    false if self.header_lengths.contains(key.len()) => self.cell(&key),
                    false => None,
                };
                let is_header = |meaning: &&Meaning| meaning.frame || !meaning.columns.is_empty();
                longest = meaning.filter(is_header).map(|meaning| (&rest[..end], meaning)).or(longest);
            }
            let (label, meaning) = longest?;
            labels.push((label, meaning));
            rest = &rest[label.len()..];
        }
        (labels.len() > 1).then_some(labels)
    }

    /// The rows that a folded cell may label if only its ordinal or a note is missing, if it is a known short form, or
    /// if its groups' labels precede it.
    pub fn rows_like(&self, folded: &str) -> &[RowRef] {
        if folded.len() > LONGEST_LABEL || folded.len() < "规章".len() {
            return &[];
        }
        let key = key(folded);
        let rest = match self.in_group(&key) {
            Ok(rows) => return rows,
            Err(rest) => rest,
        };
        let bare_key = bare(rest);
        let without_note = || bare_key.split_once('(').and_then(|(label, _)| self.bare_rows.get(label));
        self.bare_rows.get(bare_key).or_else(without_note).map_or(&[], Vec::as_slice)
    }

    /// The rows that a folded cell labels with the labels of their groups before their own.
    pub fn rows_in_group(&self, folded: &str) -> &[RowRef] {
        if folded.len() > LONGEST_LABEL { &[] } else { self.in_group(&key(folded)).unwrap_or(&[]) }
    }

    /// The rows that a key labels behind the labels of groups, or else what is left of it without those.
    fn in_group<'a>(&self, key: &'a str) -> Result<&[RowRef], &'a str> {
        let mut rest = key;
        while let Some(shorter) = self.without_group(rest) {
            rest = shorter;
            if let Some(meaning) = self.cell(rest)
                && !meaning.rows.is_empty()
            {
                return Ok(&meaning.rows);
            }
        }
        Err(rest)
    }

    fn without_group<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.groups.iter().find_map(|(group, bare)| {
            let rest = text.strip_prefix(group.as_str()).or_else(|| text.strip_prefix(bare.as_str()))?;
            let rest = rest.trim_start_matches(['-', '/', ':', '>', '·', '→', '_', '|']);
            (!rest.is_empty()).then_some(rest)
        })
    }

    /// The section with this folded text as its title.
    pub fn title(&self, folded: &str) -> Option<(usize, TitleQuality)> {
        self.titles.get(folded).copied()
    }

    /// The longest official or common title that a folded text begins with.
    pub fn title_prefix(&self, folded: &str) -> Option<(usize, TitleQuality, usize)> {
        if !folded.starts_with(|c| self.title_starts.contains(&c)) {
            return None;
        }
        let ends = folded.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| end <= self.longest_title);
        let titles = ends.filter(|&end| self.title_lengths.contains(end)).filter_map(|end| {
            let (section, quality) = self.title(&folded[..end])?;
            (quality >= TitleQuality::Hinted).then_some((section, quality, end))
        });
        titles.last()
    }
}

/// The key of a folded label for comparison: without commas, since drafts leave them out, and with the ordinals 1. 1、 1
/// all written as 1.
pub(super) fn key(folded: &str) -> Cow<'_, str> {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 && memchr::memchr(b',', folded.as_bytes()).is_none() {
        return Cow::Borrowed(folded);
    }
    let rest = if digits > 0 { folded[digits..].trim_start_matches(['.', ',', ')', ':']) } else { folded };
    // Most labels with an ordinal are written so: 1.属于国家秘密.
    if folded[digits..].strip_prefix('.') == Some(rest) && memchr::memchr(b',', rest.as_bytes()).is_none() {
        return Cow::Borrowed(folded);
    }
    let mut key = String::with_capacity(folded.len() + 1);
    if digits > 0 {
        key.push_str(&folded[..digits]);
        key.push('.');
    }
    let mut from = 0;
    for comma in memchr::memchr_iter(b',', rest.as_bytes()) {
        key.push_str(&rest[from..comma]);
        from = comma + 1;
    }
    key.push_str(&rest[from..]);
    Cow::Owned(key)
}

/// A key without its ordinal: 一, (一), 1. and (1).
pub fn bare(key: &str) -> &str {
    let inner = key.strip_prefix('(').unwrap_or(key);
    let Some((_, length)) = number::ordinal(inner) else { return key };
    let rest = &inner[length..];
    let rest = match key.starts_with('(') {
        true => rest.strip_prefix(')'),
        false => Some(rest.trim_start_matches(['.', ',', ')', ':'])),
    };
    rest.filter(|rest| !rest.is_empty()).unwrap_or(key)
}
