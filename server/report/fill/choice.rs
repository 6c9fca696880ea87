//! Which scanned rows are the rows of a form.

use crate::edition;
use crate::report::scan::ScannedRow;
use crate::report::vocabulary::Spelling;

/// Chooses the scanned rows of a form: the index of one for each of its rows, and those that repeat a row.
pub fn choose_rows(rows: &[ScannedRow], edition: usize, form: usize) -> Vec<Option<usize>> {
    let count = edition::editions()[edition].forms[form].rows.len();
    let columns = edition::editions()[edition].forms[form].columns.len();
    let better = |one: usize, other: usize| {
        let score = |at: usize| {
            let reference = rows[at].reference((edition, form));
            (rows[at].filled() == columns, rows[at].filled() > 0, reference.map(|r| r.spelling == Spelling::Official))
        };
        score(one) > score(other)
    };
    // A repeated table gives two runs; the run with more rows is the table.
    let mut runs: Vec<Vec<Option<usize>>> = vec![vec![None; count]];
    let mut previous: Option<usize> = None;
    for (at, row) in rows.iter().enumerate() {
        let Some(reference) = row.reference((edition, form)) else { continue };
        let run = runs.len() - 1;
        match runs[run][reference.row] {
            Some(other) if row.filled() > 0 && rows[other].filled() > 0 => {
                let starts_again = reference.row == 0 || previous.is_some_and(|previous| previous == count - 1);
                if starts_again && count > 1 {
                    runs.push(vec![None; count]);
                    runs[run + 1][reference.row] = Some(at);
                } else if better(at, other) {
                    runs[run][reference.row] = Some(at);
                }
            }
            Some(other) if !better(at, other) => {}
            _ => runs[run][reference.row] = Some(at),
        }
        previous = Some(reference.row);
    }
    runs.into_iter().rev().max_by_key(|run| run.iter().flatten().count()).unwrap_or_default()
}
