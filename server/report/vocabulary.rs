//! The labels of all editions, ready to be looked up: what a folded cell says.

use crate::edition::{self, Edition, Form};
use crate::text::{fold::fold, number};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A row of a form of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowRef {
    /// The edition, by its place among [`edition::editions`].
    pub edition: usize,
    /// The form, by its place in the edition.
    pub form: usize,
    /// The row, by its place in the form.
    pub row: usize,
    /// How the label is written.
    pub spelling: Spelling,
}

/// How well a label agrees with the official one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spelling {
    /// As printed in the form, whatever the script, width and blanks; its group's labels may stand before it.
    Official,
    /// Recognisable, but not as printed.
    Deviating,
}

/// A column of a form of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ColumnRef {
    /// The edition, by its place among [`edition::editions`].
    pub edition: usize,
    /// The form, by its place in the edition.
    pub form: usize,
    /// The column, by its place in the form.
    pub column: usize,
    /// How the label is written.
    pub spelling: Spelling,
}

/// What a cell of a table says.
#[derive(Debug, Default)]
pub struct Meaning {
    /// The rows whose label it may be.
    pub rows: Vec<RowRef>,
    /// The columns whose label it may be.
    pub columns: Vec<ColumnRef>,
    /// Whether it is some other part of a form's header: a group, a corner.
    pub frame: bool,
}

/// How good a section title is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TitleQuality {
    /// Not a title anyone knows, but its ordinal and place say which section it is.
    Unknown,
    /// One or two characters off.
    Misspelled,
    /// Known to be wrong.
    Wrong,
    /// Deviates and is everywhere.
    Hinted,
    /// Official: the attachment's title or the long one of the law.
    Official,
}

/// The labels and titles of all editions.
pub struct Vocabulary {
    cells: HashMap<String, Meaning>,
    /// Row labels without ordinal and note, for what [`Self::cells`] does not hold.
    bare_rows: HashMap<String, Vec<RowRef>>,
    /// The labels of groups of rows, which drafts repeat before a row's own label.
    groups: Vec<String>,
    titles: HashMap<String, (usize, TitleQuality)>,
    pub(super) longest_title: usize,
    /// The longest label of a header, in bytes.
    longest_header: usize,
    /// The characters with which the labels of headers begin.
    header_starts: HashSet<char>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::new);

/// The vocabulary, made once.
pub fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

/// A label longer than this many bytes is none.
const LONGEST_LABEL: usize = 240;

impl Vocabulary {
    fn new() -> Self {
        let mut vocabulary = Vocabulary {
            cells: HashMap::new(),
            bare_rows: HashMap::new(),
            groups: Vec::new(),
            titles: HashMap::new(),
            longest_title: 0,
            longest_header: 0,
            header_starts: HashSet::new(),
        };
        for (edition_index, edition) in edition::editions().iter().enumerate() {
            for (form_index, form) in edition.forms.iter().enumerate() {
                vocabulary.add_rows(edition_index, form_index, form);
                vocabulary.add_columns(edition_index, form_index, form);
            }
            vocabulary.add_titles(edition);
        }
        vocabulary.add_short_forms();
        let groups: HashSet<String> = std::mem::take(&mut vocabulary.groups).into_iter().collect();
        vocabulary.groups = groups.into_iter().collect();
        let header = |meaning: &Meaning| meaning.frame || !meaning.columns.is_empty();
        let headers = vocabulary.cells.iter().filter(|(_, meaning)| header(meaning)).map(|(label, _)| label);
        vocabulary.longest_header = headers.clone().map(String::len).max().unwrap_or(0);
        vocabulary.header_starts = headers.filter_map(|label| label.chars().next()).collect();
        vocabulary.groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        vocabulary
    }

    fn add_rows(&mut self, edition: usize, form_index: usize, form: &Form) {
        for (row, header) in form.rows.iter().enumerate() {
            let Some((own, groups)) = header.path.split_last() else { continue };
            let reference = |spelling| RowRef { edition, form: form_index, row, spelling };
            let key = key(&fold(own));
            self.bare_rows.entry(bare(&key).to_owned()).or_default().push(reference(Spelling::Deviating));
            let without_note = key.split('(').next().filter(|_| !key.starts_with('(')).map(str::to_owned);
            for name in header.short.iter().map(|short| self::key(&fold(short))).chain(without_note) {
                let references = self.bare_rows.entry(bare(&name).to_owned()).or_default();
                if !references.iter().any(|other| (other.edition, other.form, other.row) == (edition, form_index, row))
                {
                    references.push(reference(Spelling::Deviating));
                }
            }
            self.cells.entry(key).or_default().rows.push(reference(Spelling::Official));
            for group in groups {
                let group = self::key(&fold(group));
                self.cells.entry(group.clone()).or_default().frame = true;
                self.groups.push(group);
            }
        }
    }

    /// What is a row's label in one edition may be a short form of a row's label in the other: 规范性文件.
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
            self.cells.entry(key(&fold(&form.corner))).or_default().frame = true;
        }
        for (column, header) in form.columns.iter().enumerate() {
            let reference = |spelling| ColumnRef { edition, form: form_index, column, spelling };
            for group in header.path.iter().take(header.path.len().saturating_sub(1)) {
                self.cells.entry(key(&fold(group))).or_default().frame = true;
            }
            self.cells.entry(key(&fold(header.label()))).or_default().columns.push(reference(Spelling::Official));
            for short in &header.short {
                self.cells.entry(key(&fold(short))).or_default().columns.push(reference(Spelling::Deviating));
            }
        }
    }

    fn add_titles(&mut self, edition: &Edition) {
        for (index, section) in edition.sections.iter().enumerate() {
            let official =
                std::iter::once(&section.title).chain(&section.accepted).map(|title| (title, TitleQuality::Official));
            let hinted = section.hinted.iter().map(|title| (title, TitleQuality::Hinted));
            let wrong = section.wrong.iter().map(|title| (title, TitleQuality::Wrong));
            for (title, quality) in official.chain(hinted).chain(wrong) {
                let folded = fold(title);
                self.longest_title = self.longest_title.max(folded.len());
                self.titles.entry(folded).or_insert((index, quality));
            }
        }
    }

    /// What a folded cell says as it stands.
    pub fn meaning(&self, folded: &str) -> Option<&Meaning> {
        if folded.is_empty() || folded.len() > LONGEST_LABEL {
            return None;
        }
        match plain_key(folded) {
            true => self.cells.get(folded),
            false => self.cells.get(&key(folded)),
        }
    }

    /// The labels of a header that stands on one line: at least two, and nothing else.
    pub fn header_line<'a>(&self, folded: &'a str) -> Option<Vec<(&'a str, &Meaning)>> {
        let mut labels = Vec::new();
        let mut rest = folded;
        while !rest.is_empty() {
            // Cheap first: most lines hold no header. A comma between two labels belongs to the second.
            if !rest.chars().find(|c| *c != ',').is_some_and(|c| self.header_starts.contains(&c)) {
                return None;
            }
            let ends =
                rest.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| end <= self.longest_header);
            let label = ends.filter_map(|end| {
                let meaning = self.meaning(&rest[..end])?;
                (meaning.frame || !meaning.columns.is_empty()).then_some((&rest[..end], meaning))
            });
            let (label, meaning) = label.last()?;
            labels.push((label, meaning));
            rest = &rest[label.len()..];
        }
        (labels.len() > 1).then_some(labels)
    }

    /// The rows whose label a folded cell may be, if only its ordinal or a note is missing or it is a known short form,
    /// or if its groups' labels stand before it.
    pub fn rows_like(&self, folded: &str) -> Vec<RowRef> {
        if folded.len() > LONGEST_LABEL || folded.len() < "规章".len() {
            return Vec::new();
        }
        let key = key(folded);
        let mut rest = key.as_str();
        while let Some(shorter) = self.without_group(rest) {
            rest = shorter;
            if let Some(meaning) = self.cells.get(rest)
                && !meaning.rows.is_empty()
            {
                return meaning.rows.clone();
            }
        }
        let bare_key = bare(rest);
        let found = self.bare_rows.get(bare_key).or_else(|| self.bare_rows.get(bare_key.split('(').next()?));
        found.cloned().unwrap_or_default()
    }

    /// The rows whose label is nearly this text, or begins like it; nothing where two different labels would do.
    pub fn rows_near(&self, folded: &str) -> Vec<RowRef> {
        let key = key(folded);
        let text = bare(&key);
        let length = text.chars().count();
        if !(4..=60).contains(&length) {
            return Vec::new();
        }
        let mut found: Option<(usize, &String)> = None;
        let mut ambiguous = false;
        for label in self.bare_rows.keys() {
            let distance = if label.starts_with(text) {
                0
            } else if length >= 6 && label.chars().count().abs_diff(length) <= 2 {
                strsim::levenshtein(label, text)
            } else {
                continue;
            };
            if distance > 2 {
                continue;
            }
            match found {
                Some((best, _)) if best < distance => {}
                Some((best, other)) if best == distance => {
                    ambiguous |= !same_rows(&self.bare_rows[other], &self.bare_rows[label]);
                }
                _ => {
                    found = Some((distance, label));
                    ambiguous = false;
                }
            }
        }
        match found {
            Some((_, label)) if !ambiguous => self.bare_rows[label].clone(),
            _ => Vec::new(),
        }
    }

    fn without_group<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.groups.iter().find_map(|group| {
            let rest = text.strip_prefix(group.as_str()).or_else(|| text.strip_prefix(bare(group)))?;
            let rest = rest.trim_start_matches(['-', '/', ':', '>', '·', '→', '_', '|']);
            (!rest.is_empty()).then_some(rest)
        })
    }

    /// The section whose title a folded text is.
    pub fn title(&self, folded: &str) -> Option<(usize, TitleQuality)> {
        self.titles.get(folded).copied()
    }

    /// The longest official or common title that a folded text begins with.
    pub fn title_prefix(&self, folded: &str) -> Option<(usize, TitleQuality, usize)> {
        let mut ends =
            folded.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| end <= self.longest_title);
        let mut found = None;
        for end in ends.by_ref() {
            if let Some((section, quality)) = self.title(&folded[..end])
                && quality >= TitleQuality::Hinted
            {
                found = Some((section, quality, end));
            }
        }
        found
    }

    /// The section whose title a folded text nearly is.
    pub fn title_near(&self, folded: &str) -> Option<usize> {
        let length = folded.chars().count();
        if length < 5 {
            return None;
        }
        self.titles
            .iter()
            .filter(|(title, _)| title.chars().count().abs_diff(length) <= 2)
            .map(|(title, (section, _))| (strsim::levenshtein(title, folded), *section))
            .filter(|(distance, _)| *distance <= if length > 8 { 2 } else { 1 })
            .min()
            .map(|(_, section)| section)
    }
}

fn same_rows(one: &[RowRef], other: &[RowRef]) -> bool {
    let id = |row: &RowRef| (row.edition, row.form, row.row);
    one.iter().map(id).eq(other.iter().map(id))
}

/// Whether a folded text is its own [`key`].
fn plain_key(folded: &str) -> bool {
    !folded.contains(',') && !folded.starts_with(|c: char| c.is_ascii_digit())
}

/// A folded label in the form in which labels are compared: commas left out, since drafts leave them out, and the
/// ordinals 1. 1、 1 written as 1.
fn key(folded: &str) -> String {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    let rest = if digits > 0 { folded[digits..].trim_start_matches(['.', ',', ')', ':']) } else { folded };
    let mut key = String::with_capacity(folded.len() + 1);
    if digits > 0 {
        key.push_str(&folded[..digits]);
        key.push('.');
    }
    key.extend(rest.chars().filter(|c| *c != ','));
    key
}

/// A key without the ordinal before it: 一, (一), 1. and (1).
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
