//! The gate through which every repair passes as it is made.
//!
//! The draft is read again with the repair. What stood in it stands: every section, every figure in its cell and every
//! figure that is printed anywhere, except those the repair is about. What was found is found no more. What may be made
//! without looking brings no new error.

use super::reading::Reading;
use super::standing::{CellContent, CellId, Concern, ConcernCount, Standing, concerns_of};
use crate::check::{Reread, View};
use crate::report::Report;
use crate::report::sums::CellAt;
use crate::rules::{Finding, Fix, Subject};
use crate::text::{Edit, number};
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::collections::HashMap;

/// A repair of a finding, and what it does besides what its finding is about.
#[derive(Debug, Clone)]
pub struct Repair {
    /// The repair as it is offered.
    pub fix: Fix,
    /// The forms that get figures by it.
    pub gains: Vec<&'static str>,
    /// Figures outside tables that it is about: the digits of a date, of the number of a document.
    pub about: Vec<Decimal>,
    /// Cells that are left out by it, as its title says.
    pub drops: Vec<CellId>,
    /// Whether its title, or what its finding says, lets the author expect that figures are taken away.
    pub tells: bool,
    /// Whether a figure is lost besides those that it is about: never made unasked.
    pub loses: bool,
}

impl Repair {
    /// A repair that is about nothing but what its finding is about.
    pub fn of(fix: Fix) -> Self {
        Repair { fix, gains: Vec::new(), about: Vec::new(), drops: Vec::new(), tells: false, loses: false }
    }

    /// The same repair, which puts figures into these forms.
    pub fn gaining(mut self, forms: impl IntoIterator<Item = &'static str>) -> Self {
        self.gains.extend(forms);
        self
    }

    /// The same repair, which is about these figures outside tables.
    pub fn about(self, about: Vec<Decimal>) -> Self {
        Repair { about, ..self }
    }

    /// The same repair, which leaves out what stands in these cells, and says so.
    pub fn dropping(mut self, cells: Vec<CellId>) -> Self {
        self.drops.extend(cells);
        self
    }

    /// The same repair; whether it lets the author expect that figures are taken away.
    pub fn telling(self, tells: bool) -> Self {
        Repair { tells, ..self }
    }
}

/// The gate for the repairs of one report. What stands in it is found out once.
pub struct Gate<'a> {
    /// The view in which the report is.
    pub view: &'a View,
    /// The report.
    pub report: &'a Report,
    before: OnceCell<Standing>,
    reading: Reading,
}

/// How many bytes of a report are read again at most to list its repairs, besides those for each byte of it: a report of the
/// usual length has more than a hundred.
const READ_AGAIN: usize = 2 << 20;
/// How many times as much as the report is read again besides.
const READ_AGAIN_A_BYTE: usize = 16;

impl<'a> Gate<'a> {
    /// A gate for the repairs of a report, however many are tried.
    pub fn new(view: &'a View, report: &'a Report) -> Self {
        Gate::within(view, report, Reading::unbounded())
    }

    /// A gate for lists of repairs: of very many only the first pass it.
    pub fn bounded(view: &'a View, report: &'a Report) -> Self {
        Gate::within(view, report, Reading::of(READ_AGAIN + READ_AGAIN_A_BYTE * report.range.len()))
    }

    /// A gate that reads no more again than that.
    pub(super) fn within(view: &'a View, report: &'a Report, reading: Reading) -> Self {
        Gate { view, report, before: OnceCell::new(), reading }
    }

    /// Whether repairs were not tried, since there were too many.
    pub fn is_over(&self) -> bool {
        self.reading.is_over()
    }

    /// The report with edits; `None` where it is no report any more, or too much was read again already.
    fn reread(&self, edits: &[Edit]) -> Option<Reread> {
        if self.reading.take(self.report.range.len()) { self.view.reread(self.report, edits) } else { None }
    }

    /// The repair of a finding as it can be made, if `holds` of the report with it. `None` too where a figure is lost and
    /// nobody has said so.
    pub fn passed(&self, finding: &Finding, repair: Repair, holds: impl FnOnce(&Report) -> bool) -> Option<Repair> {
        let after = self.reread(&repair.fix.edits)?;
        if !holds(&after.report) {
            return None;
        }
        let after = Standing::of((&after.syntax, 0), &after.prose, &[&after.report], self.view);
        let made = Made { finding, repair, report: self.report, at: 0 };
        let loses = !lost(self.before(), &after, &[&made])?.is_empty();
        (!loses || made.repair.tells).then_some(Repair { loses, ..made.repair })
    }

    /// The report with edits that repair nothing and take nothing away: `None` where anything does not stand as it stood.
    pub fn unharmed(&self, edits: &[Edit]) -> Option<Report> {
        let after = self.reread(edits)?;
        let standing = Standing::of((&after.syntax, 0), &after.prose, &[&after.report], self.view);
        lost(self.before(), &standing, &[])?.is_empty().then_some(after.report)
    }

    fn before(&self) -> &Standing {
        self.before.get_or_init(|| {
            let (start, syntax) = self.view.blocks_of(self.report);
            Standing::of((&syntax, start), &self.view.checked.prose, &[self.report], self.view)
        })
    }
}

/// A repair of a text.
pub struct Made<'a> {
    /// The finding that it repairs.
    pub finding: &'a Finding,
    /// The repair.
    pub repair: Repair,
    /// The report before it.
    pub report: &'a Report,
    /// The place of the report among those of the text.
    pub at: usize,
}

/// The figures that are printed no more once some repairs are made; `None` where these must not be made: a section or a
/// figure does not stand where it stood, one stands where none should, what was found is found still, or repairs that
/// should be safe have brought an error.
pub fn lost(before: &Standing, after: &Standing, made: &[&Made<'_>]) -> Option<Vec<Decimal>> {
    if before.reports.len() != after.reports.len() {
        return None;
    }
    let mut printed = (before.printed.clone(), after.printed.clone());
    let mut of_reports: Vec<Vec<&Made<'_>>> = vec![Vec::new(); before.reports.len()];
    for made in made.iter().copied() {
        of_reports.get_mut(made.at).into_iter().for_each(|mine| mine.push(made));
    }
    // A repair of one report may have others of its line read anew.
    let all_safe = made.iter().all(|made| made.repair.fix.safe);
    for ((old, new), mine) in before.reports.iter().zip(&after.reports).zip(of_reports) {
        let about_sections = mine.iter().any(|made| matches!(made.finding.subject, Subject::Sections(_)));
        let stands = |section: &usize| new.sections.contains(section);
        if old.sections != new.sections && !(about_sections && old.sections.iter().all(stands)) {
            return None;
        }
        let safe = mine.iter().all(|made| made.repair.fix.safe);
        let brings_nothing = if mine.is_empty() { all_safe } else { safe };
        let cells: Vec<CellId> = mine.iter().flat_map(|made| made.cells()).collect();
        let drops: Vec<CellId> = mine.iter().flat_map(|made| made.repair.drops.iter().copied()).collect();
        for cell in cells.iter().chain(&drops) {
            let figures = |values: &HashMap<CellId, CellContent>| {
                values.get(cell).map(|content| number::figures(&content.0)).unwrap_or_default()
            };
            take(&mut printed.0, figures(&old.values));
            take(&mut printed.1, figures(&new.values));
        }
        for made in &mine {
            take(&mut printed.0, made.repair.about.iter().copied());
        }
        let stands = |(cell, content): (&CellId, &(String, Option<Decimal>))| match new.values.get(cell) {
            _ if drops.contains(cell) => true,
            Some(other) if cells.contains(cell) => !safe || other.1 == content.1,
            other => other == Some(content),
        };
        let gains: Vec<&str> = mine.iter().flat_map(|made| made.gains()).collect();
        let is_known = |cell: &CellId| old.values.contains_key(cell) || gains.contains(&cell.0);
        if !old.values.iter().all(stands) || !new.values.keys().all(is_known) {
            return None;
        }
        let is_old = |(concern, tally): (&Concern, &ConcernCount)| {
            tally.errors <= old.concerns.get(concern).map_or(0, |tally| tally.all)
        };
        if !mine.iter().all(|made| made.is_settled(&old.concerns, &new.concerns))
            || (brings_nothing && !new.concerns.iter().all(is_old))
        {
            return None;
        }
    }
    let is_lost = |(figure, count): (&Decimal, &usize)| printed.1.get(figure).is_none_or(|left| left < count);
    let mut lost: Vec<Decimal> = printed
        .0
        .iter()
        .filter(|(_, count)| **count > 0)
        .filter(|it| is_lost(*it))
        .map(|(figure, _)| *figure)
        .collect();
    lost.sort_unstable();
    Some(lost)
}

/// Takes figures out of a count.
fn take(printed: &mut HashMap<Decimal, usize>, figures: impl IntoIterator<Item = Decimal>) {
    for figure in figures {
        if let Some(count) = printed.get_mut(&figure) {
            *count = count.saturating_sub(1);
        }
    }
}

impl Made<'_> {
    /// The value cells that it is about: those of its finding that its edits touch. The author may choose to set others of the
    /// form, which its title names.
    fn cells(&self) -> Vec<CellId> {
        let (form, cells): (&str, Vec<CellAt>) = match &self.finding.subject {
            Subject::Cells(form, _) if !self.repair.fix.safe => {
                let values = self.report.form(form).into_iter().flat_map(|filled| &filled.values);
                (form, values.map(|value| value.cell()).collect())
            }
            Subject::Cells(form, cells) | Subject::Claim(form, cells) => (form, cells.clone()),
            Subject::Sum { form, equation, line } => {
                let sum = self.report.form(form).and_then(|filled| filled.sums.of_line(*equation, *line));
                (form, sum.into_iter().flat_map(|sum| sum.cells()).collect())
            }
            _ => return Vec::new(),
        };
        let Some(filled) = self.report.form(form) else { return Vec::new() };
        let touches = |edit: &Edit, cell: &CellAt| {
            let value = filled.value(cell.0, cell.1);
            value.is_some_and(|it| edit.range.start <= it.range().end && it.range().start <= edit.range.end)
        };
        let touched = cells.into_iter().filter(|cell| self.repair.fix.edits.iter().any(|edit| touches(edit, cell)));
        let form = filled.form;
        let id = |cell: CellAt| (form.id.as_str(), form.rows[cell.0].id.as_str(), form.columns[cell.1].id.as_str());
        touched.map(id).collect()
    }

    /// The forms that get figures by it.
    fn gains(&self) -> impl Iterator<Item = &str> {
        let own = match &self.finding.subject {
            Subject::Cells(form, _) if !self.repair.fix.safe => Some(*form),
            _ => None,
        };
        self.repair.gains.iter().copied().chain(own)
    }

    /// Whether there is less to say of what its finding is about, or as much of which less can be mended: repairs made one
    /// after the other come to an end. Where it should be safe and puts something in, nothing may be left to say: else it
    /// would be wanted again. What is said of the comments for nianbao is not said of a report.
    fn is_settled(&self, old: &HashMap<Concern, ConcernCount>, new: &HashMap<Concern, ConcernCount>) -> bool {
        let concerns: Vec<Concern> = concerns_of(self.report, self.finding).collect();
        let count = |standing: &HashMap<Concern, ConcernCount>| {
            let mine = concerns.iter().filter_map(|concern| standing.get(concern));
            mine.fold((0, 0), |(all, mendable), tally| (all + tally.all, mendable + tally.mendable))
        };
        // Several places of the text are not told apart.
        let is_named = !matches!(self.finding.subject, Subject::Date | Subject::Citation | Subject::Text);
        let inserts = is_named && self.repair.fix.edits.iter().any(|edit| edit.range.is_empty());
        match (count(old), count(new)) {
            ((0, _), _) => true,
            (_, (left, _)) if self.repair.fix.safe && inserts => left == 0,
            (there, left) => left < there,
        }
    }
}
