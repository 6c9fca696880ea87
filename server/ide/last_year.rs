//! What crosses from one year to the next: the applications that a report carries in are those that the body's report
//! for the year before carried out, for every kind of applicant. Knows nothing of folders: who keeps the other reports
//! hands in a [`LastYear`].
//!
//! Nothing is guessed. Where several reports of the body for one year disagree, or where the row of last year's report
//! cannot be read or does not add up, nothing is filled in.

use super::page::Page;
use super::spot::Spot;
use super::template::Facts;
use super::{Snapshot, State};
use crate::edition::Form;
use crate::report::sums;
use crate::report::{Filled, Report};
use crate::text::fold::fold;
use rust_decimal::Decimal;
use std::ops::Range;
use std::sync::Arc;

/// The form in which the rows stand. Its columns are the same in every edition.
const FORM: &str = "applications";
/// The row of what the year before has left.
const CARRIED_IN: &str = "carried-in";
/// The row of what is left to the year after.
const CARRIED_OUT: &str = "carried-out";

/// Whose report it is, and for which year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The body's name in its one spelling.
    pub organ: String,
    /// The report year.
    pub year: u16,
}

impl Key {
    /// The key of the report of a body for a year.
    pub fn new(organ: &str, year: u16) -> Self {
        Key { organ: fold(organ), year }
    }

    /// That of a report that says both.
    fn of(report: &Report) -> Option<Self> {
        Some(Key::new(report.title.as_ref()?.organ.as_deref()?, report.year?))
    }

    /// That of the same body's report for the year before.
    #[must_use]
    pub fn before(self) -> Self {
        Key { year: self.year.saturating_sub(1), ..self }
    }

    /// That of the same body's report for the year after.
    #[must_use]
    pub fn after(self) -> Self {
        Key { year: self.year.saturating_add(1), ..self }
    }
}

/// What a report takes over and what it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryOver {
    /// Whose report it is, and for which year.
    pub key: Key,
    /// What the year before has left.
    pub carried_in: Carried,
    /// What is left to the year after.
    pub carried_out: Carried,
}

/// A row of a report that crosses years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// The bytes of its label.
    pub label: Option<Range<usize>>,
    /// The bytes of its cells, by column; `None` where one was not found.
    pub cells: Vec<Option<Range<usize>>>,
    /// The numbers in them.
    pub numbers: Vec<Option<Decimal>>,
    /// Whether its numbers add up to its total.
    pub adds_up: bool,
}

impl CarryOver {
    /// Of every report of a draft, without putting the whole draft together: places are counted from the pieces.
    pub fn of_pieces(snapshot: &Snapshot) -> Vec<Self> {
        snapshot.pieces().flat_map(|(_, piece)| CarryOver::all(&piece.reports)).collect()
    }

    /// Of every report that says whose it is and for which year.
    pub fn all(reports: &[Report]) -> Vec<Self> {
        let of = |report: &Report| {
            let (key, filled) = (Key::of(report)?, report.form(FORM));
            let row = |id| filled.map(|filled| Carried::of(filled, id)).unwrap_or_default();
            Some(CarryOver { key, carried_in: row(CARRIED_IN), carried_out: row(CARRIED_OUT) })
        };
        reports.iter().filter_map(of).collect()
    }
}

impl Carried {
    fn of(filled: &Filled, id: &str) -> Self {
        let Some(row) = filled.form.row(id) else { return Carried::default() };
        let values: Vec<_> = (0..filled.form.columns.len()).map(|column| filled.value(row, column)).collect();
        let mut across = filled.sums.all.iter().filter(|sum| sum.cells().all(|cell| cell.0 == row));
        Carried {
            label: filled.rows[row].label.as_ref().map(|label| label.range.clone()),
            cells: values.iter().map(|value| value.map(|value| value.range.clone())).collect(),
            numbers: values.iter().map(|value| value.and_then(|value| value.number)).collect(),
            adds_up: across.all(|sum| sum.state == sums::State::Holds),
        }
    }

    /// The numbers, if next year can begin with them: all are there, are counts, and add up.
    fn counts(&self) -> Option<Vec<Decimal>> {
        let is_count = |number: &Decimal| number.is_integer() && !number.is_sign_negative();
        let counts: Vec<Decimal> = self.numbers.iter().map(|number| number.filter(is_count)).collect::<Option<_>>()?;
        (self.adds_up && !counts.is_empty()).then_some(counts)
    }
}

/// A report of another file, or of this one.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// The file, as people call it.
    pub file: String,
    /// What it carries over.
    pub carry_over: Arc<CarryOver>,
}

/// The reports of a body for the year before, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct LastYear(pub Vec<Neighbour>);

/// Where nobody knows other reports.
pub static UNKNOWN: LastYear = LastYear(Vec::new());

/// What the known reports say together.
#[derive(Debug)]
enum Said<'a> {
    /// There is none, or none with figures.
    Nothing,
    /// All say the same: the first of them.
    One(&'a Neighbour),
    /// They do not agree.
    Several(Vec<&'a Neighbour>),
}

impl LastYear {
    /// What the reports before the one with this key say.
    fn said(&self, key: Key) -> Said<'_> {
        let key = key.before();
        let has_figures = |it: &&Neighbour| it.carry_over.carried_out.numbers.iter().any(Option::is_some);
        let mine: Vec<&Neighbour> = self.0.iter().filter(|it| it.carry_over.key == key).filter(has_figures).collect();
        let numbers = |it: &Neighbour| it.carry_over.carried_out.numbers.clone();
        match mine.split_first() {
            None => Said::Nothing,
            Some((first, others)) if others.iter().all(|other| numbers(other) == numbers(first)) => Said::One(first),
            Some(_) => Said::Several(mine),
        }
    }

    /// What the report with this key begins with.
    pub fn start(&self, key: Option<Key>) -> Start<'_> {
        match key.map(|key| self.said(key)) {
            None | Some(Said::Nothing) => Start::default(),
            Some(Said::One(one)) => {
                let counts = one.carry_over.carried_out.counts();
                Start { file: counts.is_some().then_some(one.file.as_str()), counts, disputed: false }
            }
            Some(Said::Several(_)) => Start { disputed: true, ..Start::default() },
        }
    }
}

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

/// A place in a row that crosses years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The report on the other side.
    pub key: Key,
    /// Whether the row is the one of what was carried in, and the other side that of what was carried out.
    pub carried_in: bool,
    /// The column; `None` at the label.
    pub column: Option<usize>,
}

impl Crossing {
    /// The bytes of the same figure, or of the label, on the other side.
    pub fn other_side(&self, other: &CarryOver) -> Option<Range<usize>> {
        let row = if self.carried_in { &other.carried_out } else { &other.carried_in };
        match self.column {
            Some(column) => row.cells.get(column)?.clone(),
            None => row.label.clone(),
        }
    }
}

impl State {
    /// What a place in a row that crosses years leads to.
    pub fn crossing(&self, offset: usize) -> Option<Crossing> {
        let report = self.report_at(offset)?;
        let (filled, row, column) = match self.spot(report, offset)? {
            Spot::Value(filled, value) => (filled, value.row, Some(value.column)),
            Spot::Row(filled, row, _) => (filled, row, None),
            _ => return None,
        };
        let key = Key::of(report)?;
        let carried_in = is_carried_in(filled, row);
        let carried_out = filled.form.id == FORM && filled.form.rows[row].id == CARRIED_OUT;
        let key = if carried_in { key.before() } else { key.after() };
        (carried_in || carried_out).then_some(Crossing { key, carried_in, column })
    }

    /// The reports before those that a range touches and in which something that is inserted would begin with last
    /// year's figures.
    pub fn missed_last_year(&self, range: &Range<usize>) -> Vec<Key> {
        let reports = &self.checked.reports;
        let touches = |report: &&Report| report.range.start <= range.end && range.start <= report.range.end;
        // What stands before the first report belongs to it.
        let before = reports.first().filter(|first| range.end < first.range.start);
        let lacks = |report: &&Report| {
            let filled = report.form(FORM);
            filled.is_none_or(|filled| filled.form.row(CARRIED_IN).is_some_and(|row| filled.rows[row].label.is_none()))
        };
        let touched = reports.iter().filter(touches).chain(before).filter(lacks);
        touched.filter_map(|report| Some(Key::of(report)?.before())).collect()
    }
}

/// What a report begins with.
pub(super) fn start<'a>(last_year: &'a LastYear, report: &Report) -> Start<'a> {
    last_year.start(Key::of(report))
}

/// Whether a row is the one of what was carried in.
fn is_carried_in(filled: &Filled, row: usize) -> bool {
    filled.form.id == FORM && filled.form.rows[row].id == CARRIED_IN
}

/// Says what last year's report has left beside what a cell, or the whole row, of this one has taken over.
pub(super) fn describe(
    last_year: &LastYear,
    report: &Report,
    (filled, row, column): (&Filled, usize, Option<usize>),
    page: &mut Page,
) {
    let Some(key) = Key::of(report).filter(|_| is_carried_in(filled, row)) else { return };
    let Some(label) = filled.form.row(CARRIED_OUT).map(|row| filled.form.rows[row].label()) else { return };
    let columns = || column.map_or(0..filled.form.columns.len(), |column| column..column + 1);
    let year = key.year.saturating_sub(1);
    match last_year.said(key) {
        Said::Nothing => {}
        Said::One(one) => {
            page.text(format!("上年报告（{}）“{label}”", one.file));
            let compared = |column: usize| {
                let last = one.carry_over.carried_out.numbers.get(column).copied().flatten();
                format!("{}：{}", filled.form.columns[column].words(), compared(number(filled, row, column), last))
            };
            page.items(columns().map(compared).collect());
        }
        Said::Several(several) => {
            let count = several.len();
            page.text(format!("文件夹中有{count}份{year}年的报告，“{label}”不一致，请先确定以哪一份为准"));
            let figures = |it: &&Neighbour| {
                let numbers = columns().map(|column| it.carry_over.carried_out.numbers.get(column).copied().flatten());
                format!("{}：{}", it.file, numbers.map(shown).collect::<Vec<_>>().join("，"))
            };
            page.items(several.iter().map(figures).collect());
        }
    }
}

fn number(filled: &Filled, row: usize, column: usize) -> Option<Decimal> {
    filled.value(row, column)?.number
}

fn shown(number: Option<Decimal>) -> String {
    number.map_or("没有数".to_owned(), |number| number.normalize().to_string())
}

/// This report's figure beside last year's.
fn compared(own: Option<Decimal>, last: Option<Decimal>) -> String {
    match (own, last) {
        (Some(own), Some(last)) if own == last => {
            format!("✓ 上年{}，本年{}，一致", shown(Some(last)), shown(Some(own)))
        }
        (Some(own), Some(last)) => {
            let off = shown(Some((own - last).abs()));
            format!("✗ 上年{}，本年{}，相差{off}", shown(Some(last)), shown(Some(own)))
        }
        _ => format!("? 上年{}，本年{}", shown(last), shown(own)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;

    #[test]
    fn the_columns_are_the_same_in_every_edition() {
        let ids = |edition: &edition::Edition| {
            let form = edition.form(FORM).unwrap();
            assert!(form.row(CARRIED_IN).is_some() && form.row(CARRIED_OUT).is_some());
            form.columns.iter().map(|column| column.id.clone()).collect::<Vec<_>>()
        };
        let all: Vec<Vec<String>> = edition::editions().iter().map(ids).collect();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    }

    fn neighbour(file: &str, numbers: &[i64], adds_up: bool) -> Neighbour {
        let numbers: Vec<Option<Decimal>> = numbers.iter().map(|number| Some(Decimal::from(*number))).collect();
        let carried_out = Carried { numbers, adds_up, ..Carried::default() };
        let carry_over =
            CarryOver { key: Key::new("云溪县教育局", 2023), carried_in: Carried::default(), carried_out };
        Neighbour { file: file.to_owned(), carry_over: Arc::new(carry_over) }
    }

    fn start<'a>(last_year: &'a LastYear, organ: &str, year: u16) -> Start<'a> {
        last_year.start(Some(Key::new(organ, year)))
    }

    #[test]
    fn nothing_is_guessed() {
        let one = neighbour("一.md", &[1, 0, 0, 0, 0, 0, 1], true);
        let agreeing = LastYear(vec![one.clone(), Neighbour { file: "二.md".to_owned(), ..one.clone() }]);
        assert_eq!(start(&agreeing, "云溪县 教育局", 2024).file, Some("一.md"));
        for (organ, year) in [("云溪县", 2024), ("云溪县教育局", 2025), ("云溪县教育局", 2023)] {
            assert_eq!(start(&agreeing, organ, year), Start::default());
        }
        let disputed = LastYear(vec![one, neighbour("二.md", &[2, 0, 0, 0, 0, 0, 2], true)]);
        let start_of_disputed = start(&disputed, "云溪县教育局", 2024);
        assert_eq!((start_of_disputed.file, start_of_disputed.disputed), (None, true));
        for wrong in
            [neighbour("三.md", &[1, 0, 0, 0, 0, 0, 2], false), neighbour("四.md", &[-1, 0, 0, 0, 0, 1, 0], true)]
        {
            assert_eq!(start(&LastYear(vec![wrong]), "云溪县教育局", 2024), Start::default());
        }
        assert_eq!(UNKNOWN.start(None), Start::default());
    }
}
