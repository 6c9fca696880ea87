//! A table in so many pieces that nobody can tell which figure belongs where.

use super::labels::{Labels, labelled};
use super::{Scattered, forms, rows_of};
use crate::edition::Form;
use crate::report::scan::ScannedRow;
use crate::report::scan::row::RowItem;

impl Scattered<'_, '_> {
    /// The rows of a table that is in so many pieces that nothing shows which figure belongs to which row: most rows lack their
    /// figures, and there are more pieces of labels than rows; without labels of rows more single characters than columns.
    pub(super) fn broken(&self, figures: &[usize]) -> Option<Vec<ScannedRow>> {
        let mut loose: Option<Vec<usize>> = None;
        let with_pieces = forms().filter_map(|(at, form)| {
            let (rows, columns) = (form.rows.len(), form.columns.len());
            let own = if labelled(form) { 1..=columns } else { columns..=columns };
            let has_own = |row: &&ScannedRow| row.reference(at).is_some() && own.contains(&row.filled());
            let with_own = self.rows.iter().filter(has_own).count();
            // A page may have the rows on its border twice.
            if 2 * with_own >= rows || !(rows..=2 * rows * columns).contains(&figures.len()) {
                return None;
            }
            // Cheap test first: in most sections nearly every text means something.
            let fewest = if labelled(form) { rows } else { columns };
            let loose = loose.get_or_insert_with(|| self.section.clone().filter(|at| self.is_loose(*at)).collect());
            if loose.len() < fewest {
                return None;
            }
            let labels = Labels::of(at);
            let is_piece = |at: &usize| {
                let folded = self.token(*at).folded;
                (labelled(form) || folded.chars().count() == 1) && labels.is_half(folded)
            };
            let pieces = loose.iter().filter(|at| is_piece(at)).count();
            (pieces >= fewest).then_some((pieces, form, labels))
        });
        let (_, form, labels) = with_pieces.max_by_key(|(pieces, ..)| *pieces)?;
        // The ordinal of a label may be a piece of it by itself.
        let figures: Vec<usize> = figures.iter().copied().filter(|at| self.token(*at).is_figure()).collect();
        Some(self.unclear(form, &figures, labels))
    }

    /// Whether a token is a text that means nothing by itself.
    fn is_loose(&self, at: usize) -> bool {
        let token = self.token(at);
        !token.is_blank() && !self.is_value(at) && token.meaning().is_none()
    }

    /// A table of which nobody can tell which figures are a row: each row has them all.
    pub(super) fn unclear(&self, form: &Form, figures: &[usize], labels: &Labels) -> Vec<ScannedRow> {
        let items: Vec<RowItem> = figures.iter().map(|&token| self.item(token)).collect();
        let first = figures.first().copied().unwrap_or_default();
        let row = |label: &String| ScannedRow {
            begins: 0,
            items: items.clone(),
            scattered: true,
            ..ScannedRow::new(first..first, rows_of(form, label))
        };
        labels.rows.iter().map(row).collect()
    }
}
