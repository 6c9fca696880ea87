//! The proceedings table: two halves side by side, and one row without a label.

use crate::edition::{self, Edition};
use crate::report::vocabulary::{RowRef, Spelling};
use std::sync::LazyLock;

/// The beginnings of its header's two halves; the words come from the editions.
pub static HALVES: LazyLock<[&str; 2]> = LazyLock::new(|| {
    let form = edition::newest().form("proceedings");
    [0, 5].map(|column| form.map_or("", |form| &form.columns[column].path[0]))
});

/// Its one row, in every edition.
pub static ROWS: LazyLock<Vec<RowRef>> = LazyLock::new(|| {
    let row = |(edition, data): (usize, &Edition)| {
        let form = data.forms.iter().position(|form| form.id == "proceedings")?;
        Some(RowRef { edition, form, row: 0, spelling: Spelling::Official })
    };
    edition::editions().iter().enumerate().filter_map(row).collect()
});
