//! Labels by their characters, to find those that a damaged text resembles.

use crate::report::damage::{EDIT, cost, is_plain_slip};

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

impl<T: ?Sized> Resemblance<'_, T> {
    /// The nearest label has the least; of several as near, one that the text certainly is.
    pub fn rank(&self) -> (usize, bool) {
        (self.cost, !self.is_plain)
    }
}

/// Labels by their length, to find those that a text resembles without comparing it with all of them.
pub struct NearLabels<T>(Vec<Vec<NearLabel<T>>>);

/// A label that damaged texts are compared with.
struct NearLabel<T> {
    characters: Vec<char>,
    /// The set of its characters, as [`set_of`] gives it.
    set: u64,
    means: T,
}

/// Labels of so many characters are still what they are with two of them wrong.
pub const LONG: usize = 6;

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
    /// Adds a label.
    pub fn insert(&mut self, label: &str, means: T) {
        let characters: Vec<char> = label.chars().collect();
        let lengths = self.0.len().max(characters.len() + 1);
        self.0.resize_with(lengths, Vec::new);
        if let Some(same_length) = self.0.get_mut(characters.len()) {
            same_length.push(NearLabel { set: set_of(&characters), characters, means });
        }
    }

    /// The labels of which a text is a damaged form. `most` says what it may cost at a label's length.
    pub fn resembling(&self, text: &[char], most: impl Fn(usize) -> usize) -> Vec<Resemblance<'_, T>> {
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
    pub fn beginning_with(&self, text: &[char]) -> impl Iterator<Item = &T> {
        let labels = self.0.iter().skip(text.len()).flatten();
        labels.filter(|label| label.characters.starts_with(text)).map(|label| &label.means)
    }
}
