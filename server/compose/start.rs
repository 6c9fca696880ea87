//! The figures with which new tables start: those that go on from last year's report.

use super::template::{Facts, Figures, UNKNOWN};
use crate::edition::{Form, Order, Relation};
use crate::report::carry_over::{CARRIED_IN, CARRIED_OUT, FORM};
use crate::report::neighbours::{LastYear, ReportSource, Said};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The figures with which new tables start: the applications that last year's report carried out, and what was in force.
///
/// The zeros of a table mean that nothing is known to have happened yet, so whatever last year's report carried out is still open,
/// and would be carried out again. Like every zero that figure is to be filled in, and the form's balance holds from
/// the start.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The document that the figures come from; `None` if there are none.
    pub document: Option<Arc<ReportSource>>,
    /// The applications carried out by the year before, by column.
    counts: Option<Vec<Decimal>>,
    /// Whether several reports disagree about them.
    disputed: bool,
    /// The reports of the year before.
    last_year: LastYear,
}

impl Start {
    /// The start of a report, from the known reports of last year.
    ///
    /// Empty if these reports disagree, or if last year's row cannot be read or does not add up.
    pub fn of(last_year: &LastYear) -> Self {
        let start = Start { last_year: last_year.clone(), ..Start::default() };
        match last_year.carried_out() {
            Said::Nothing => start,
            Said::One(one, carried) => {
                let counts = carried.counts();
                Start { document: counts.is_some().then(|| one.document.clone()), counts, ..start }
            }
            Said::Several(_) => Start { disputed: true, ..start },
        }
    }

    /// The document of which something is carried in; `None` if nothing is, and if nothing is known.
    pub fn carries(&self) -> Option<&Arc<ReportSource>> {
        let any = self.counts.iter().flatten().any(|count| !count.is_zero());
        self.document.as_ref().filter(|_| any)
    }

    /// The known figure of a cell: what was carried in, and what follows from last year's figures alone.
    pub fn known(&self, form: &Form, row: usize, column: usize) -> Option<String> {
        self.count(CARRIED_IN, form, row, column).or_else(|| self.goes_on(false, form, row, column))
    }

    /// The preliminary figure of a cell: what was carried in is not settled yet, what was in force is not repealed.
    pub fn stand_in(&self, form: &Form, row: usize, column: usize) -> Option<String> {
        self.count(CARRIED_OUT, form, row, column).or_else(|| self.goes_on(true, form, row, column))
    }

    /// The figure of a cell that goes on from last year's, either preliminary or known.
    fn goes_on(&self, preliminary: bool, form: &Form, row: usize, column: usize) -> Option<String> {
        let column = &form.columns.get(column)?.id;
        let is_of = |relation: &&Relation| {
            let depends = relation.order() == Order::AtMost || relation.left().iter().any(|term| !term.last_year);
            relation.crosses_years() && relation.total == *column && depends == preliminary
        };
        let relation = form.relations.iter().find(is_of)?;
        let figure = self.last_year.goes_on(relation, form, row)?;
        (figure.is_integer() && !figure.is_sign_negative()).then(|| figure.normalize().to_string())
    }

    /// Calls a function with the facts of a report that starts with these figures; the facts borrow from one another.
    pub fn with_facts<T>(&self, organ: Option<&str>, year: Option<u16>, then: impl FnOnce(&Facts) -> T) -> T {
        self.with_figures(UNKNOWN, organ, year, then)
    }

    /// The same with these figures, where there are any, instead of those from last year.
    pub fn with_figures<T>(
        &self,
        given: Figures<'_>,
        organ: Option<&str>,
        year: Option<u16>,
        then: impl FnOnce(&Facts) -> T,
    ) -> T {
        let known = |form: &Form, row, column| given(form, row, column).or_else(|| self.known(form, row, column));
        let stand_in = |form: &Form, row, column| self.stand_in(form, row, column);
        then(&Facts { organ, year, figures: &known, stand_ins: &stand_in })
    }

    fn count(&self, id: &str, form: &Form, row: usize, column: usize) -> Option<String> {
        let is_row = form.id == FORM && form.rows.get(row).is_some_and(|row| row.id == id);
        self.counts.as_ref().filter(|_| is_row)?.get(column).map(|count| count.normalize().to_string())
    }

    /// A note about the figures of some forms to be inserted; `None` if it concerns none of them.
    pub fn note(&self, forms: &[&Form]) -> Option<String> {
        let carried = match &self.document {
            _ if !forms.iter().any(|form| form.id == FORM) => None,
            Some(_) if self.carries().is_none() => None,
            Some(document) => Some(format!("上年结转取自{}，暂全数结转下年度", document.name)),
            None if self.disputed => Some("上年报告有几份且数字不同，上年结转未填".to_owned()),
            None => None,
        };
        let goes_on = forms.iter().find_map(|form| self.going_on(form)).zip(self.last_year.reports().first());
        let goes_on = goes_on.map(|(words, report)| format!("{words}取自{}", report.document.name));
        match (carried, goes_on) {
            (Some(carried), Some(goes_on)) => Some(format!("{carried}；{goes_on}")),
            (carried, goes_on) => carried.or(goes_on),
        }
    }

    /// The first column of a form in which a figure other than zero goes on from last year's, in words.
    fn going_on<'a>(&self, form: &'a Form) -> Option<&'a str> {
        let figure =
            |row, column| self.goes_on(true, form, row, column).or_else(|| self.goes_on(false, form, row, column));
        let is_figure =
            |column: &usize| (0..form.rows.len()).any(|row| figure(row, *column).is_some_and(|it| it != "0"));
        (0..form.columns.len()).find(is_figure).map(|column| form.columns[column].words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::carry_over::Carried;
    use crate::report::figures::FormFigures;
    use crate::report::neighbours::{Contribution, Contributions, Key, Neighbours};
    use crate::report::wording::Wording;

    fn file(name: &str, numbers: &[i64], adds_up: bool) -> (Arc<ReportSource>, Contributions) {
        let numbers = numbers.iter().map(|number| Some(Decimal::from(*number))).collect();
        let contribution = Contribution {
            key: Key::new("云溪县教育局", 2023),
            before: Vec::new(),
            carried_out: Carried { numbers, adds_up },
            figures: FormFigures::default(),
            wording: Wording::default(),
        };
        let document = ReportSource { address: name.to_owned(), name: name.to_owned() };
        (Arc::new(document), std::iter::once(Arc::new(contribution)).collect())
    }

    fn start(files: &[(Arc<ReportSource>, Contributions)], organ: &str, year: u16) -> Start {
        Start::of(&Neighbours::of_files(files.to_vec()).last_year(&[Key::new(organ, year).before()]))
    }

    #[test]
    fn nothing_is_guessed() {
        let one = file("一.md", &[1, 0, 0, 0, 0, 0, 1], true);
        let agreeing = [one.clone(), file("二.md", &[1, 0, 0, 0, 0, 0, 1], true)];
        let begun = start(&agreeing, "云溪县 教育局", 2024);
        assert_eq!(begun.document.unwrap().name, "一.md");
        for (organ, year) in [("云溪县", 2024), ("云溪县教育局", 2025), ("云溪县教育局", 2023)] {
            assert_eq!(start(&agreeing, organ, year), Start::default());
        }
        let disputed = start(&[one, file("二.md", &[2, 0, 0, 0, 0, 0, 2], true)], "云溪县教育局", 2024);
        assert_eq!((disputed.document, disputed.disputed), (None, true));
        for wrong in [file("三.md", &[1, 0, 0, 0, 0, 0, 2], false), file("四.md", &[-1, 0, 0, 0, 0, 1, 0], true)] {
            let begun = start(&[wrong], "云溪县教育局", 2024);
            assert_eq!((begun.document, begun.counts, begun.disputed), (None, None, false));
        }
        assert_eq!(Start::of(&LastYear::default()), Start::default());
    }
}
