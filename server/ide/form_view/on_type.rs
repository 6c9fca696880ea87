//! Totals that follow what is typed into the text of a draft.

use super::cells::cells;
use super::fill::{Filling, filling};
use super::written::{Content, FormContents};
use crate::check::Snapshot;
use crate::edition::{CellAt, EquationLine, Form};
use crate::report::totals::{Addend, follows, settled};
use crate::report::{Filled, Report};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the cells of all forms of a draft hold, report by report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DraftFigures(Vec<Vec<FormAddends>>);

/// What the cells of a draft held when its totals were last asked about.
#[derive(Debug, Clone)]
pub struct LastFigures {
    /// With the edits made that were answered.
    figures: Arc<DraftFigures>,
    /// What holds instead if they were not.
    unless: Option<Unmade>,
}

/// A draft whose client did not make the edits that it was answered, since its user typed on.
#[derive(Debug, Clone)]
struct Unmade {
    /// What the cells held before the change that called for the edits.
    before: Arc<DraftFigures>,
    /// The totals that the edits change, by the indexes of their reports, and what they held.
    totals: Vec<(usize, &'static Form, CellAt, Addend)>,
}

impl LastFigures {
    /// What the cells hold now, whatever they held before.
    pub fn new(figures: DraftFigures) -> Self {
        LastFigures { figures: Arc::new(figures), unless: None }
    }

    /// What the cells held before the last change that has not been answered for.
    fn before(&self, now: &DraftFigures) -> &Arc<DraftFigures> {
        match &self.unless {
            Some(unmade) if unmade.totals.iter().all(|total| now.holds(total)) => &unmade.before,
            _ => &self.figures,
        }
    }
}

impl DraftFigures {
    fn holds(&self, (report, form, cell, addend): &(usize, &'static Form, CellAt, Addend)) -> bool {
        let forms = self.0.get(*report).map_or(&[][..], Vec::as_slice);
        forms.iter().any(|it| it.form == *form && it.at(*cell) == *addend)
    }
}

/// What the cells of a form hold, row by row.
#[derive(Debug, Clone, PartialEq)]
struct FormAddends {
    form: &'static Form,
    cells: Vec<Addend>,
}

impl FormAddends {
    fn of(filled: &Filled) -> Self {
        let form = filled.form;
        FormAddends { form, cells: cells(form).map(|cell| Addend::of_cell(filled, cell)).collect() }
    }

    fn at(&self, (row, column): CellAt) -> Addend {
        self.cells.get(row * self.form.columns.len() + column).copied().unwrap_or(Addend::Nothing)
    }

    fn set(&mut self, (row, column): CellAt, addend: Addend) {
        if let Some(cell) = self.cells.get_mut(row * self.form.columns.len() + column) {
            *cell = addend;
        }
    }

    /// The totals that went with their addends before, and do not any more since only those have changed.
    fn left_behind(&self, before: &FormAddends) -> BTreeMap<CellAt, Decimal> {
        let is_changed = |cell: &CellAt| self.at(*cell) != before.at(*cell);
        let lines = cells(self.form).filter(is_changed).flat_map(|cell| self.form.lines().of(cell));
        let wanted = |line: &EquationLine| !is_changed(&line.total) && follows(line, |cell| before.at(cell));
        settled(self.form, lines.map(|membership| membership.line), |cell| self.at(cell), wanted)
    }
}

impl Snapshot {
    /// What the cells of all its forms hold.
    pub fn figures(&self) -> DraftFigures {
        let of_report = |report: &Report| report.forms.iter().map(FormAddends::of).collect();
        DraftFigures(self.pieces().flat_map(|(_, piece)| &piece.reports).map(of_report).collect())
    }

    /// The edits for totals that went with their addends when they were last asked about and do not any more since only
    /// those have changed; and what the cells hold once these are made.
    pub fn totals(&self, last: &LastFigures) -> (Filling, LastFigures) {
        let mut now = self.figures();
        let mut all = Filling::default();
        let before = last.before(&now);
        if now.0.len() != before.0.len() {
            return (all, LastFigures::new(now));
        }
        let mut followed = Vec::new();
        for (index, (now, before)) in now.0.iter_mut().zip(&before.0).enumerate() {
            let known = |form: &Form| before.iter().find(|other| other.form == form);
            let changed = now.iter().filter_map(|it| Some((it.form, it.left_behind(known(it.form)?))));
            let changed: Vec<(&'static Form, BTreeMap<CellAt, Decimal>)> =
                changed.filter(|(_, totals)| !totals.is_empty()).collect();
            if changed.is_empty() {
                continue;
            }
            let Some((view, at)) = self.view_of_report(index) else { continue };
            let Some(report) = view.checked.reports.get(at) else { continue };
            let contents = changed.iter().map(|(form, totals)| FormContents {
                form,
                filled: report.form(&form.id),
                cells: totals.iter().map(|(cell, number)| (*cell, Content::Number(*number))).collect(),
            });
            let Some(filling) = filling(&view, report, &contents.collect::<Vec<_>>()) else { continue };
            all.edits.extend(filling.edits);
            all.cells.extend(filling.cells);
            for (form, totals) in changed {
                let Some(now) = now.iter_mut().find(|it| it.form == form) else { continue };
                for (cell, number) in totals {
                    followed.push((index, form, cell, now.at(cell)));
                    now.set(cell, Addend::Number(number));
                }
            }
        }
        let unless = (!followed.is_empty()).then(|| Unmade { before: before.clone(), totals: followed });
        (all, LastFigures { figures: Arc::new(now), unless })
    }
}
