//! The private numbers of a text, which are shown to nobody: neither in messages nor in excerpts.

use super::checked::Checked;
use crate::report::private_numbers::masked;
use crate::report::{Prose, Report};
use crate::rules::Finding;
use std::borrow::Cow;
use std::ops::Range;

/// The private numbers of a text.
#[derive(Debug, Clone, Default)]
pub struct Masks {
    /// Their bytes, in order.
    places: Vec<Range<usize>>,
    /// How they may be quoted, and how they are shown.
    spellings: Vec<(String, String)>,
}

impl Masks {
    /// The numbers in some reports of a text that may be private.
    pub fn new(prose: &Prose, reports: &[Report]) -> Self {
        let mut masks = Masks::default();
        for (paragraph, number) in reports.iter().flat_map(|report| prose.private_numbers(report)) {
            masks.places.push(paragraph.source(number.at));
            let printed = paragraph.printed(number.at);
            let folded = paragraph.folded(number.at);
            masks.spellings.push((folded.to_owned(), masked(folded)));
            if printed != folded {
                masks.spellings.push((printed.to_string(), masked(&printed)));
            }
        }
        masks
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A text that quotes the draft, with the private numbers masked.
    pub fn apply(&self, text: &mut String) {
        for (number, shown) in &self.spellings {
            if text.contains(number) {
                *text = text.replace(number, shown);
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
