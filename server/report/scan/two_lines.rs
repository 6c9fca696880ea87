//! Labels of two lines.

use super::Scanner;
use crate::edition;
use crate::report::vocabulary::{ColumnRef, Spelling, vocabulary};
use crate::text::fold::fold;

impl Scanner<'_, '_> {
    /// Accepts a token as the rest of the last row's label: a label of two lines may have its figures, or a page break,
    /// in between.
    pub(super) fn completes_label(&mut self, at: usize) -> bool {
        let Some(last) = self.scan.rows[self.section..].last_mut() else { return false };
        let official = last.rows.iter().any(|row| row.spelling == Spelling::Official);
        if official || last.label.is_empty() || last.items.is_empty() {
            return false;
        }
        let begun = self.tokens[last.label.clone()].iter().map(|token| token.folded);
        let whole: String = begun.chain([self.tokens[at].folded]).collect();
        let Some(meaning) = vocabulary().meaning(&whole).filter(|meaning| !meaning.rows.is_empty()) else {
            return false;
        };
        (last.rows, last.near) = (&meaning.rows, false);
        true
    }

    /// Accepts a token as the rest of column labels above it, or of several on one line: labels of two lines are read
    /// line by line.
    pub(super) fn completes_header(&mut self, at: usize) -> bool {
        let (mut rest, mut completed) = (self.tokens[at].folded, Vec::new());
        for (place, (token, column)) in self.columns.iter().enumerate() {
            if column.spelling == Spelling::Official {
                continue;
            }
            let official = label(column);
            let begun = self.tokens[*token].folded;
            let behind = |(cut, _): (usize, char)| {
                let (first, last) = official.split_at(cut);
                (cut > 0 && begun.contains(first) && !begun.contains(official.as_str())).then_some(last)
            };
            let ends: Vec<&str> = official.char_indices().filter_map(behind).collect();
            // The label of a column in another form, or in the other edition, is completed with it.
            let is_completed =
                |other: &usize| self.columns[*other].0 == *token && label(&self.columns[*other].1) == official;
            if completed.iter().any(is_completed) {
                completed.push(place);
            } else if let Some(end) = ends.into_iter().find(|end| rest.starts_with(end)) {
                rest = &rest[end.len()..];
                completed.push(place);
            }
        }
        let is_used_up = rest.is_empty() && !completed.is_empty();
        if is_used_up {
            completed.into_iter().for_each(|place| self.columns[place].1.spelling = Spelling::Official);
        }
        is_used_up
    }
}

/// The folded official label of a column.
fn label(column: &ColumnRef) -> String {
    let official = edition::editions().get(column.edition).and_then(|edition| edition.forms.get(column.form));
    official.and_then(|form| form.columns.get(column.column)).map_or_else(String::new, |column| fold(column.label()))
}
