//! The value cells of a form.

use crate::edition::{CellAt, Form};

/// The value cells of a form, row by row.
pub(super) fn cells(form: &Form) -> impl Iterator<Item = CellAt> + use<> {
    let columns = form.columns.len();
    (0..form.rows.len()).flat_map(move |row| (0..columns).map(move |column| (row, column)))
}
