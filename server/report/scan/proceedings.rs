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
