//! Labels and titles that a damaged text resembles.

use super::{ColumnRef, RowRef, Vocabulary, bare, key};
use crate::report::damage::{EDIT, cost, is_plain_slip, most};
use crate::text::script::is_han;

/// A label or title that a damaged text resembles.
pub struct Resemblance<'a, T: ?Sized> {
    /// What it costs to make one of the other.
    pub cost: usize,
    /// Whether the text is certainly that label: hardly damaged, or only by characters that are lost, doubled or taken for
    /// look-alikes.
    pub is_plain: bool,
    /// How many characters the label has.
    pub length: usize,
    /// What the label means.
    pub means: &'a T,
}

/// Labels by their length, to find those that a text resembles without comparing it with all of them.
pub(super) struct NearLabels<T>(Vec<Vec<NearLabel<T>>>);

/// A label that damaged texts are compared with.
struct NearLabel<T> {
    characters: Vec<char>,
    /// The set of its characters, as [`set_of`] gives it.
    set: u64,
    means: T,
}

/// Labels of so many characters are still what they are with two of them wrong.
const LONG: usize = 6;

/// The set of some characters: a bit for each of them, which several may share.
fn set_of(characters: &[char]) -> u64 {
    characters.iter().fold(0, |set, c| set | 1 << (u32::from(*c) % 61))
}

impl<T> Default for NearLabels<T> {
    fn default() -> Self {
        NearLabels(Vec::new())
    }
}

impl<T> NearLabels<T> {
    pub(super) fn insert(&mut self, label: &str, means: T) {
        let characters: Vec<char> = label.chars().collect();
        let lengths = self.0.len().max(characters.len() + 1);
        self.0.resize_with(lengths, Vec::new);
        if let Some(same_length) = self.0.get_mut(characters.len()) {
            same_length.push(NearLabel { set: set_of(&characters), characters, means });
        }
    }

    /// The labels of which a text is a damaged form. `most` says what it may cost at a label's length.
    fn resembling(&self, text: &[char], most: impl Fn(usize) -> usize) -> Vec<Resemblance<'_, T>> {
        let set = set_of(text);
        let mut found = Vec::new();
        for (length, labels) in self.0.iter().enumerate() {
            let most = most(length);
            if length.abs_diff(text.len()) * EDIT > most {
                continue;
            }
            // Every character that the text lacks costs something.
            for label in labels.iter().filter(|label| (label.set & !set).count_ones() as usize <= most) {
                let Some(cost) = cost(text, &label.characters, most) else { continue };
                let is_long = text.len() >= LONG && cost <= 2 * EDIT;
                let is_plain = is_long || is_plain_slip(text, &label.characters);
                found.push(Resemblance { cost, is_plain, length, means: &label.means });
            }
        }
        found
    }

    /// The labels that begin with a text.
    fn beginning_with(&self, text: &[char]) -> impl Iterator<Item = &T> {
        let labels = self.0.iter().skip(text.len()).flatten();
        labels.filter(|label| label.characters.starts_with(text)).map(|label| &label.means)
    }
}

impl Vocabulary {
    /// The rows whose label resembles this text, or begins like it; empty if two different labels do.
    pub fn rows_near(&self, folded: &str) -> &[RowRef] {
        let key = key(folded);
        let text: Vec<char> = bare(&key).chars().collect();
        if !(4..=60).contains(&text.len()) {
            return &[];
        }
        let begun = self.near_rows.beginning_with(&text).map(|rows| (0, rows));
        let near = self.near_rows.resembling(&text, |_| if text.len() >= LONG { 2 * EDIT } else { 0 });
        let near = near.into_iter().map(|near| (near.cost, near.means));
        let mut found: Option<(usize, &[RowRef])> = None;
        let mut ambiguous = false;
        for (cost, rows) in begun.chain(near).map(|(cost, rows)| (cost, rows.as_slice())) {
            match found {
                Some((best, _)) if best < cost => {}
                Some((best, other)) if best == cost => ambiguous |= !same_rows(other, rows),
                _ => (found, ambiguous) = (Some((cost, rows)), false),
            }
        }
        found.filter(|_| !ambiguous).map_or(&[], |(_, rows)| rows)
    }

    /// The rows whose label this text may be, damaged; one label may stand several times. Labels that are too far to be meant
    /// are among them, too: one that is hardly nearer than they are means none for sure.
    pub fn rows_resembling(&self, folded: &str) -> Vec<Resemblance<'_, [RowRef]>> {
        all(&self.near_rows, folded)
    }

    /// The columns whose label this text may be, as [`Self::rows_resembling`] does for rows.
    pub fn columns_resembling(&self, folded: &str) -> Vec<Resemblance<'_, [ColumnRef]>> {
        all(&self.near_columns, folded)
    }

    /// The section whose title resembles a folded text.
    pub fn title_near(&self, folded: &str) -> Option<usize> {
        let text: Vec<char> = folded.chars().collect();
        let most = match text.len() {
            0..4 => return None,
            4 => 1,
            5..=8 => EDIT,
            _ => 2 * EDIT,
        };
        self.near_titles.resembling(&text, |_| most).into_iter().map(|near| (near.cost, *near.means)).min().map(|(_, it)| it)
    }
}

fn all<'a, T>(labels: &'a NearLabels<Vec<T>>, folded: &str) -> Vec<Resemblance<'a, [T]>> {
    let text = words(folded);
    let near = labels.resembling(&text, margin).into_iter();
    near.map(|Resemblance { cost, is_plain, length, means }| Resemblance { cost, is_plain, length, means: means.as_slice() })
        .collect()
}

/// What a damaged text may cost to count among those that a label resembles.
fn margin(length: usize) -> usize {
    match most(length) {
        0 => 0,
        most => most + EDIT,
    }
}

/// A label without its ordinal, even if that is damaged: （-）予以公开, I.属于国家秘密.
fn words(folded: &str) -> Vec<char> {
    let key = key(folded);
    let words = bare(&key).trim_start_matches(|c| !is_han(c)).trim_end_matches([':', '.', '。', ';', '-', '|']);
    words.chars().collect()
}

fn same_rows(one: &[RowRef], other: &[RowRef]) -> bool {
    let id = |row: &RowRef| (row.edition, row.form, row.row);
    one.iter().map(id).eq(other.iter().map(id))
}
