//! What a new table of applications begins with: the figures that last year's report left.

use super::template::Facts;
use crate::edition::Form;
use crate::report::Report;
use crate::report::carry_over::{CARRIED_IN, CARRIED_OUT, FORM, Key, Neighbours, Said};
use rust_decimal::Decimal;

/// What a new table of applications begins with.
///
/// Its zeros say that nothing is known to have happened yet; so whatever last year's report left is still open, and is
/// what this one would leave. That is a figure to be filled in like every zero, and the form's balance holds from the
/// beginning.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Start<'a> {
    /// The file whose figures they are; `None` where there is nothing to begin with.
    pub file: Option<&'a str>,
    /// What the year before has left, by column.
    counts: Option<Vec<Decimal>>,
    /// Whether several reports disagree.
    disputed: bool,
}

impl<'a> Start<'a> {
    /// What the report with this key begins with, as far as last year's report is known.
    ///
    /// Where reports disagree, or where last year's row cannot be read or does not add up, that is nothing.
    pub fn of(neighbours: &'a Neighbours, key: Option<Key>) -> Self {
        match key.map(|key| neighbours.last_year(key)) {
            None | Some(Said::Nothing) => Start::default(),
            Some(Said::One(one)) => {
                let counts = one.carry_over.carried_out.counts();
                Start { file: counts.is_some().then_some(one.file.as_str()), counts, disputed: false }
            }
            Some(Said::Several(_)) => Start { disputed: true, ..Start::default() },
        }
    }

    /// What a report begins with.
    pub fn of_report(neighbours: &'a Neighbours, report: &Report) -> Self {
        Start::of(neighbours, Key::of(report))
    }
}

impl Start<'_> {
    /// The figure that is known of a cell: what was carried in.
    pub fn known(&self, form: &Form, row: usize, column: usize) -> Option<String> {
        self.count(CARRIED_IN, form, row, column)
    }

    /// The figure that stands in a cell until somebody knows better: what was carried in is not settled yet.
    pub fn stand_in(&self, form: &Form, row: usize, column: usize) -> Option<String> {
        self.count(CARRIED_OUT, form, row, column)
    }

    /// The facts of a report that begins with these figures, handed to a function: they borrow from one another.
    pub fn with_facts<T>(&self, organ: Option<&str>, year: Option<u16>, then: impl FnOnce(&Facts) -> T) -> T {
        let known = |form: &Form, row, column| self.known(form, row, column);
        let stand_in = |form: &Form, row, column| self.stand_in(form, row, column);
        then(&Facts { organ, year, figures: &known, stand_ins: &stand_in })
    }

    fn count(&self, id: &str, form: &Form, row: usize, column: usize) -> Option<String> {
        let is_row = form.id == FORM && form.rows.get(row).is_some_and(|row| row.id == id);
        self.counts.as_ref().filter(|_| is_row)?.get(column).map(|count| count.normalize().to_string())
    }

    /// What to say about the figures of some forms that are about to be inserted; nothing where none is concerned.
    pub fn note(&self, forms: &[&Form]) -> Option<String> {
        if !forms.iter().any(|form| form.id == FORM) {
            return None;
        }
        match self.file {
            Some(file) => Some(format!("上年结转取自{file}，暂全数结转下年度")),
            None if self.disputed => Some("上年报告有几份且数字不同，上年结转未填".to_owned()),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::carry_over::{Carried, CarryOver, Neighbour};
    use std::sync::Arc;

    fn neighbour(file: &str, numbers: &[i64], adds_up: bool) -> Neighbour {
        let numbers: Vec<Option<Decimal>> = numbers.iter().map(|number| Some(Decimal::from(*number))).collect();
        let carried_out = Carried { numbers, adds_up, ..Carried::default() };
        let carry_over =
            CarryOver { key: Key::new("云溪县教育局", 2023), carried_in: Carried::default(), carried_out };
        Neighbour { file: file.to_owned(), carry_over: Arc::new(carry_over) }
    }

    fn start<'a>(neighbours: &'a Neighbours, organ: &str, year: u16) -> Start<'a> {
        Start::of(neighbours, Some(Key::new(organ, year)))
    }

    #[test]
    fn nothing_is_guessed() {
        let one = neighbour("一.md", &[1, 0, 0, 0, 0, 0, 1], true);
        let agreeing = Neighbours(vec![one.clone(), Neighbour { file: "二.md".to_owned(), ..one.clone() }]);
        assert_eq!(start(&agreeing, "云溪县 教育局", 2024).file, Some("一.md"));
        for (organ, year) in [("云溪县", 2024), ("云溪县教育局", 2025), ("云溪县教育局", 2023)] {
            assert_eq!(start(&agreeing, organ, year), Start::default());
        }
        let disputed = Neighbours(vec![one, neighbour("二.md", &[2, 0, 0, 0, 0, 0, 2], true)]);
        let start_of_disputed = start(&disputed, "云溪县教育局", 2024);
        assert_eq!((start_of_disputed.file, start_of_disputed.disputed), (None, true));
        for wrong in
            [neighbour("三.md", &[1, 0, 0, 0, 0, 0, 2], false), neighbour("四.md", &[-1, 0, 0, 0, 0, 1, 0], true)]
        {
            assert_eq!(start(&Neighbours(vec![wrong]), "云溪县教育局", 2024), Start::default());
        }
        assert_eq!(Start::of(&Neighbours::default(), None), Start::default());
    }
}
