//! The labels of a form, and whether a text is made up of them.

use crate::edition::{self, Edition, Form, Header};
use crate::report::scan::FormAt;
use crate::text::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// The labels of a form, folded.
pub struct Labels {
    /// Those of the rows; in a form without them, those of the columns and their groups instead, each once, as the label of
    /// its row.
    pub rows: Vec<String>,
    /// Those of groups of rows.
    pub groups: Vec<String>,
    /// The characters in the labels of columns and their groups, and in the corner.
    header: FxHashSet<char>,
}

static LABELS: LazyLock<Vec<Vec<Labels>>> = LazyLock::new(|| {
    let of_edition = |edition: &'static Edition| edition.forms.iter().map(Labels::new).collect();
    edition::editions().iter().map(of_edition).collect()
});

impl Labels {
    /// Those of a form, made once.
    pub fn of((edition, form): FormAt) -> &'static Self {
        &LABELS[edition][form]
    }

    fn new(form: &Form) -> Self {
        let own = |header: &Header| fold(header.label());
        let mut groups: Vec<String> = Vec::new();
        for group in form.rows.iter().flat_map(|row| row.path.split_last().map_or(&[][..], |(_, groups)| groups)) {
            let group = fold(group);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let rows = match labelled(form) {
            true => form.rows.iter().map(own).collect(),
            // Under every group the same labels stand, or once for all of them.
            false => {
                let path =
                    |column: &Header| column.path.iter().rev().take(2).map(|label| fold(label)).collect::<Vec<_>>();
                let mut all: Vec<String> = form.columns.iter().flat_map(path).collect();
                all.sort_unstable();
                all.dedup();
                vec![all.concat()]
            }
        };
        let columns = form.columns.iter().flat_map(|column| &column.path).map(|label| fold(label));
        let header = columns.chain([fold(&form.corner)]).flat_map(|label| label.chars().collect::<Vec<_>>()).collect();
        Labels { rows, groups, header }
    }

    /// Whether a text is a piece of a row's label, behind a piece of a group's or by itself.
    pub fn is_piece(&self, printed: &str, label: &str) -> bool {
        let bare = |label: &str| characters(label).collect::<String>();
        let label = bare(label);
        let is_of_group = |piece: &str| piece.is_empty() || self.groups.iter().any(|group| bare(group).contains(piece));
        printed.char_indices().any(|(at, _)| label.contains(&printed[at..]) && is_of_group(&printed[..at]))
    }

    /// Whether a text is at most half of the label of a row, in one piece.
    pub fn is_half(&self, folded: &str) -> bool {
        let piece: String = characters(folded).collect();
        let is_half = |label: &String| {
            let label: String = characters(label).collect();
            2 * piece.len() <= label.len() && label.contains(&piece)
        };
        !piece.is_empty() && self.rows.iter().any(is_half)
    }

    /// Whether a text may be a piece of the header.
    pub fn is_header(&self, folded: &str) -> bool {
        folded.chars().all(|c| self.header.contains(&c))
    }
}

/// The characters of which the text must be made up.
#[derive(Default)]
pub struct Bag {
    /// How many more of each are needed, and how many more may be taken.
    counts: FxHashMap<char, (usize, usize)>,
}

impl Bag {
    pub fn need(&mut self, label: &str) {
        characters(label).for_each(|c| self.counts.entry(c).or_default().0 += 1);
    }

    pub fn allow(&mut self, label: &str) {
        characters(label).for_each(|c| self.counts.entry(c).or_default().1 += 1);
    }

    /// Takes the characters of a label that is printed in one piece from those that may be taken.
    pub fn forbid(&mut self, label: &str) {
        for c in characters(label) {
            if let Some((_, allowed)) = self.counts.get_mut(&c) {
                *allowed = allowed.saturating_sub(1);
            }
        }
    }

    /// Takes the characters of a text out, if all of them are there.
    pub fn take(&mut self, folded: &str) -> bool {
        let mut taken = Vec::new();
        for c in characters(folded) {
            let count = self.counts.get_mut(&c);
            match count {
                Some((needed, _)) if *needed > 0 => {
                    *needed -= 1;
                    taken.push((c, (1, 0)));
                }
                Some((_, allowed)) if *allowed > 0 => {
                    *allowed -= 1;
                    taken.push((c, (0, 1)));
                }
                _ => {
                    for (c, (needed, allowed)) in taken {
                        let count = self.counts.entry(c).or_default();
                        *count = (count.0 + needed, count.1 + allowed);
                    }
                    return false;
                }
            }
        }
        true
    }

    pub fn is_used_up(&self) -> bool {
        self.counts.values().all(|(needed, _)| *needed == 0)
    }
}

/// The characters of a label that drafts do not leave out.
pub fn characters(folded: &str) -> impl Iterator<Item = char> {
    folded.chars().filter(|c| *c != ',')
}

/// Whether the rows of a form have labels.
pub fn labelled(form: &Form) -> bool {
    form.label_width > 0
}
