//! The proceedings table: two halves side by side, and one row without a label.

use crate::edition::{self, Edition, look_alike};
use crate::report::damage::{EDIT, cost};
use crate::report::vocabulary::{ColumnRef, RowRef, Spelling};
use std::sync::LazyLock;

/// The beginnings of its header's two halves; the words come from the editions.
pub static HALVES: LazyLock<[&str; 2]> = LazyLock::new(|| {
    let form = edition::newest().form("proceedings");
    [0, 5].map(|column| form.map_or("", |form| &form.columns[column].path[0]))
});

/// The half that a damaged label can only be.
pub fn damaged_half(folded: &str) -> Option<&'static str> {
    // Cheap test first: most labels are longer.
    if folded.len() > LONGEST_HALF {
        return None;
    }
    let text: Vec<char> = folded.chars().collect();
    let is_near = |half: &&str| {
        let half: Vec<char> = half.chars().collect();
        may_cost(&text, &half) && cost(&text, &half, EDIT).is_some()
    };
    match HALVES.map(|half| Some(half).filter(is_near)) {
        [Some(half), None] | [None, Some(half)] => Some(half),
        _ => None,
    }
}

/// Whether one text may be made of the other at the cost of one edit: but for one, all its characters are there, if as
/// look-alikes, of which at most two are had for that.
fn may_cost(text: &[char], half: &[char]) -> bool {
    let same = half.iter().filter(|c| text.contains(c)).count();
    let is_alike = |c: &&char| text.iter().any(|other| other == *c || look_alike(*other, **c));
    text.len().abs_diff(half.len()) <= 1
        && same + 2 >= half.len()
        && half.iter().filter(is_alike).count() + 1 >= half.len()
}

/// A damaged label of a half is not longer, in bytes.
const LONGEST_HALF: usize = 15;

/// Whether a column is one of this table.
pub fn is_of_table(column: &ColumnRef) -> bool {
    ROWS.iter().any(|row| (row.edition, row.form) == (column.edition, column.form))
}

/// Its one row, in every edition.
pub static ROWS: LazyLock<Vec<RowRef>> = LazyLock::new(|| {
    let row = |(edition, data): (usize, &Edition)| {
        let form = data.forms.iter().position(|form| form.id == "proceedings")?;
        Some(RowRef { edition, form, row: 0, spelling: Spelling::Official })
    };
    edition::editions().iter().enumerate().filter_map(row).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts that one character more, less or another makes of a text.
    fn edited(text: &[char], alphabet: &[char]) -> Vec<Vec<char>> {
        let without = (0..text.len()).map(|at| [&text[..at], &text[at + 1..]].concat());
        let with = |c: char| (0..=text.len()).map(move |at| [&text[..at], &[c], &text[at..]].concat());
        let other = |c: char| (0..text.len()).map(move |at| [&text[..at], &[c], &text[at + 1..]].concat());
        without.chain(alphabet.iter().flat_map(|c| with(*c).chain(other(*c)))).collect()
    }

    /// The cheap test leaves out nothing that the real one finds.
    #[test]
    fn what_costs_one_edit_may_cost_it() {
        let mut near = 0;
        for half in HALVES.map(|half| half.chars().collect::<Vec<char>>()) {
            let is_alike = |c: &char| half.contains(c) || half.iter().any(|own| look_alike(*c, *own));
            let alphabet: Vec<char> = ('\u{4e00}'..='\u{9fff}').filter(is_alike).chain(['甲', '1']).collect();
            let once = edited(&half, &alphabet);
            for text in once.iter().flat_map(|text| edited(text, &alphabet)).chain(once.iter().cloned()) {
                if cost(&text, &half, EDIT).is_some() {
                    near += 1;
                    assert!(may_cost(&text, &half), "{text:?} {half:?}");
                }
            }
        }
        assert!(near > 100, "{near}");
    }
}
