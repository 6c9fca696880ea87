//! The private numbers of a text, which are shown to nobody: neither in messages nor in excerpts.

use super::checked::Checked;
use crate::report::private_numbers::masked;
use crate::report::{Prose, Report};
use crate::rules::Finding;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// The private numbers of a text.
#[derive(Debug, Clone, Default)]
pub struct Masks {
    /// Their bytes, in order.
    places: Vec<Range<usize>>,
    /// How they may be quoted, and how they are shown.
    spellings: FxHashMap<String, String>,
    /// The lengths of these spellings in bytes, the longest first.
    lengths: Vec<usize>,
}

impl Masks {
    /// The numbers in some reports of a text that may be private.
    pub fn new(prose: &Prose, reports: &[Report]) -> Self {
        let mut masks = Masks::default();
        for (paragraph, number) in reports.iter().flat_map(|report| prose.private_numbers(report)) {
            masks.places.push(paragraph.source(number.at));
            let printed = paragraph.printed(number.at);
            let folded = paragraph.folded(number.at);
            masks.spell(folded);
            masks.spell(&printed);
        }
        masks.lengths.sort_unstable_by_key(|length| std::cmp::Reverse(*length));
        masks
    }

    fn spell(&mut self, number: &str) {
        // Of what prints nothing there is nothing to hide.
        if !number.is_empty() && !self.spellings.contains_key(number) {
            self.spellings.insert(number.to_owned(), masked(number));
            if !self.lengths.contains(&number.len()) {
                self.lengths.push(number.len());
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A text that quotes the draft, with the private numbers masked.
    pub fn apply(&self, text: &mut String) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            // A number begins with a digit, and is as long as what is shown of it.
            let next = rest.char_indices().find(|(_, c)| c.is_numeric());
            let Some((found, c)) = next else { return };
            at += found;
            let spelt = |length: &usize| Some((*length, self.spellings.get(text.get(at..at + length)?)?));
            match self.lengths.iter().find_map(spelt) {
                Some((length, shown)) => {
                    text.replace_range(at..at + length, shown);
                    at += length;
                }
                None => at += c.len_utf8(),
            }
        }
    }

    /// Masks the private numbers in everything that findings say. Their edits belong to the draft.
    pub fn apply_to(&self, findings: &mut [Finding]) {
        if self.places.is_empty() {
            return;
        }
        for finding in findings {
            self.apply(&mut finding.message);
            finding.notes.iter_mut().for_each(|note| self.apply(&mut note.message));
            finding.fixes.iter_mut().for_each(|fix| self.apply(&mut fix.title));
        }
    }

    /// The whole text with the private numbers masked. Every byte else stands where it stood.
    pub fn cover<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.places.is_empty() {
            return text.into();
        }
        let mut covered = String::with_capacity(text.len());
        let mut done = 0;
        for place in &self.places {
            let Some((before, number)) = text.get(done..place.start).zip(text.get(place.clone())) else { continue };
            covered.push_str(before);
            covered.push_str(&masked(number));
            done = place.end;
        }
        covered.push_str(&text[done..]);
        covered.into()
    }
}

impl Checked {
    /// The private numbers in its reports.
    pub fn masks(&self) -> Masks {
        Masks::new(&self.prose, &self.reports)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prints_nothing_hides_nothing() {
        let mut masks = Masks::default();
        masks.spell("");
        let mut text = "公开12件".to_owned();
        masks.apply(&mut text);
        assert_eq!(text, "公开12件");
    }
}
