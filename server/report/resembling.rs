//! Which rows, columns and sections a damaged label or title resembles.

use super::damage::{EDIT, most};
use super::vocabulary::{ColumnRef, LONG, NearLabels, Resemblance, RowRef, bare, key, vocabulary};
use crate::text::script::is_han;

/// The rows whose label resembles this text, or begins like it; empty if two different labels do.
pub fn rows_near(folded: &str) -> &'static [RowRef] {
    let key = key(folded);
    let text: Vec<char> = bare(&key).chars().collect();
    if !(4..=60).contains(&text.len()) {
        return &[];
    }
    let begun = vocabulary().near_rows.beginning_with(&text).map(|rows| (0, rows));
    let near = vocabulary().near_rows.resembling(&text, |_| if text.len() >= LONG { 2 * EDIT } else { 0 });
    let near = near.into_iter().map(|near| (near.cost, near.means));
    let mut found: Option<(usize, &'static [RowRef])> = None;
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
pub fn rows_resembling(folded: &str) -> Vec<Resemblance<'static, [RowRef]>> {
    all(&vocabulary().near_rows, folded)
}

/// Whether this text may be the damaged label of some row.
pub fn resembles_row(folded: &str) -> bool {
    !vocabulary().near_rows.resembling(&words(folded), most).is_empty()
}

/// The columns whose label this text may be, as [`rows_resembling`] does for rows.
pub fn columns_resembling(folded: &str) -> Vec<Resemblance<'static, [ColumnRef]>> {
    all(&vocabulary().near_columns, folded)
}

/// The section whose title resembles a folded text.
pub fn title_near(folded: &str) -> Option<usize> {
    let text: Vec<char> = folded.chars().collect();
    let most = match text.len() {
        0..4 => return None,
        4 => 1,
        5..=8 => EDIT,
        _ => 2 * EDIT,
    };
    vocabulary()
        .near_titles
        .resembling(&text, |_| most)
        .into_iter()
        .map(|near| (near.cost, *near.means))
        .min()
        .map(|(_, it)| it)
}

fn all<T>(labels: &'static NearLabels<Vec<T>>, folded: &str) -> Vec<Resemblance<'static, [T]>> {
    let text = words(folded);
    let near = labels.resembling(&text, margin).into_iter();
    near.map(|Resemblance { cost, is_plain, length, means }| Resemblance {
        cost,
        is_plain,
        length,
        means: means.as_slice(),
    })
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
pub fn words(folded: &str) -> Vec<char> {
    let key = key(folded);
    let words = bare(&key).trim_start_matches(|c| !is_han(c)).trim_end_matches([':', '.', '。', ';', '-', '|']);
    words.chars().collect()
}

fn same_rows(one: &[RowRef], other: &[RowRef]) -> bool {
    let id = |row: &RowRef| (row.edition, row.form, row.row);
    one.iter().map(id).eq(other.iter().map(id))
}
