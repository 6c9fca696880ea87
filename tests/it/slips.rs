//! Two wrong figures in the table of applications are those two, with their values, wherever the equations allow it.
//!
//! `NIANBAO_SLIPS=1000 NIANBAO_SLIPS_IN=FOLDER cargo test slips:: -- --nocapture` draws as many pairs of every kind from
//! the reports of a folder besides the generated ones, and prints what becomes of them.

use crate::support::generate::{Plan, Random, STYLES};
use crate::support::slips::Pair;
use nianbao::check::check;
use nianbao::edition::{self, CellAt, ColumnKind, Form};
use nianbao::report::Filled;
use nianbao::report::faults::Revision;
use nianbao::text::{Edit, edit};
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The form with which pairs are tried.
const FORM: &str = "applications";

/// How many pairs of every kind are drawn.
fn count() -> usize {
    std::env::var("NIANBAO_SLIPS").ok().and_then(|count| count.parse().ok()).unwrap_or(30)
}

/// Sound drafts: generated ones in every way of writing, and the reports of a folder whose table is complete. Where
/// equations of a report fail, its own revisions are made first.
fn drafts() -> Vec<String> {
    let styles = STYLES.iter().enumerate();
    let plans = styles.flat_map(|(seed, style)| edition::editions().iter().map(move |it| (it, seed as u64, style)));
    let mut drafts: Vec<String> =
        plans.map(|(edition, seed, style)| Plan::new(edition, seed).write(style).text).collect();
    if let Some(folder) = std::env::var_os("NIANBAO_SLIPS_IN") {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("a text");
            let sound = sound(text);
            println!("{}: {}", path.display(), if sound.is_some() { "taken" } else { "left out" });
            // A report of a folder counts as much as all generated ones.
            let times = drafts.len() / 2;
            drafts.extend(sound.into_iter().flat_map(|text| std::iter::repeat_n(text, times)));
        }
    }
    drafts
}

/// A report with a complete table of applications of which all equations hold.
fn sound(text: String) -> Option<String> {
    let checked = check(&text);
    let filled = checked.reports.first()?.form(FORM)?;
    let form = filled.form;
    let is_complete = cells(form).all(|cell| filled.number(cell).is_some());
    (is_complete && filled.sums.all.iter().all(|sum| sum.sides.0 == sum.sides.1)).then_some(text)
}

fn cells(form: &Form) -> impl Iterator<Item = CellAt> + use<> {
    let (rows, columns) = (form.rows.len(), form.columns.len());
    (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
}

/// What becomes of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All equations hold.
    Unseen,
    /// The cells are named alone, with their values.
    Pinned,
    /// The cells are named first of several.
    First,
    /// The cells are named among several.
    Named,
    /// The equations are named, and no cells.
    Equations,
    /// Other cells are named.
    Others,
}

/// A pair, what repairs it by a search through all pairs, and what becomes of it.
struct Tried {
    kind: Pair,
    /// How many single cells, and how many pairs of cells, make all equations hold.
    ways: (usize, usize),
    outcome: Outcome,
    /// Whether the finding says the kind of the slip, where the kind is one.
    is_said: Option<bool>,
    /// What is wrong with the result, if anything is.
    complaint: Option<String>,
}

fn attempt(kind: Pair, text: &str, seed: u64) -> Option<Tried> {
    let mut random = Random::new(seed);
    let checked = check(text);
    let filled = checked.reports[0].form(FORM).expect("the form");
    let number = |cell| filled.number(cell).expect("a number");
    let wrong = kind.draw(filled.form, number, &mut random)?;
    let edits = wrong
        .map(|(cell, wrong)| Edit::new(filled.value(cell.0, cell.1).expect("a value").figure(), wrong.to_string()));
    let changed = edit::apply(text, &edits).expect("edits that do not overlap");
    let mut truth: Vec<(CellAt, Decimal)> = wrong.iter().map(|(cell, _)| (*cell, number(*cell).normalize())).collect();
    truth.sort_unstable();

    let checked = check(&changed);
    let filled = checked.reports[0].form(FORM).expect("the form");
    let (singles, pairs) = Exhaustive::new(filled).sets();
    let only = filled.faults.iter().filter_map(|fault| fault.only());
    let only: Vec<(CellAt, Decimal)> = only.flat_map(values).collect();
    let several = filled.faults.iter().find(|fault| fault.only().is_none());
    let with_only = |revision: &Revision| {
        let mut all: Vec<(CellAt, Decimal)> = values(revision).into_iter().chain(only.clone()).collect();
        all.sort_unstable();
        all
    };
    let named: Vec<Vec<(CellAt, Decimal)>> = match several {
        Some(fault) => fault.revisions.iter().map(with_only).collect(),
        None => Vec::from_iter(
            Some(with_only(&Revision { corrections: Vec::new(), slip: None })).filter(|it| !it.is_empty()),
        ),
    };
    let outcome = if filled.sums.all.iter().all(|sum| sum.sides.0 == sum.sides.1) {
        Outcome::Unseen
    } else {
        match named.iter().position(|it| *it == truth) {
            Some(0) if several.is_none() => Outcome::Pinned,
            Some(0) => Outcome::First,
            Some(_) => Outcome::Named,
            None if named.is_empty() => Outcome::Equations,
            None => Outcome::Others,
        }
    };
    let words: &[&str] = match kind {
        Pair::Exchanged => &["互换", "移一格"],
        Pair::ShiftedRight => &["右移一格"],
        Pair::OneRowTooHigh => &["写到了上一行"],
        Pair::Split => &["拆成"],
        Pair::InOneRow | Pair::InOneColumn | Pair::Apart => &[],
    };
    let mut messages = checked.findings.iter().map(|finding| &finding.message);
    let is_said = (!words.is_empty()).then(|| messages.any(|it| words.iter().any(|word| it.contains(word))));
    // The search finds what trying all pairs finds.
    let smallest = if singles.is_empty() { &pairs } else { &singles };
    let is_slip = several.is_some_and(|fault| fault.revisions[0].slip.is_some());
    let complaint = if outcome == Outcome::Unseen || smallest.is_empty() {
        None
    } else if smallest.len() == 1 && named != *smallest && !is_slip {
        Some(format!("only {smallest:?} repairs, named are {named:?}"))
    } else if smallest.len() <= 3 && !smallest.iter().all(|set| named.contains(set)) && named.len() < 5 {
        Some(format!("{smallest:?} repair, named are {named:?}"))
    } else {
        None
    };
    let complaint =
        complaint.map(|complaint| format!("{} seed {seed}, made wrong {wrong:?}: {complaint}", kind.name()));
    Some(Tried { kind, ways: (singles.len(), pairs.len()), outcome, is_said, complaint })
}

fn values(revision: &Revision) -> Vec<(CellAt, Decimal)> {
    revision.corrections.iter().map(|it| (it.cell, it.right)).collect()
}

/// Cells with their right numbers, ordered.
type CellSet = Vec<(CellAt, Decimal)>;

/// Tries every cell and every pair of cells of a form.
struct Exhaustive<'a> {
    filled: &'a Filled,
    cells: Vec<CellAt>,
    /// By cell: the lines that contain it, as bits.
    masks: Vec<u64>,
    /// By line: how much the left side lacks.
    lacks: Vec<Decimal>,
}

impl<'a> Exhaustive<'a> {
    fn new(filled: &'a Filled) -> Self {
        let lines = filled.form.lines();
        let cells: Vec<CellAt> = cells(filled.form).collect();
        let masks = cells.iter().map(|cell| lines.of(*cell).iter().fold(0, |mask, it| mask | 1 << it.line)).collect();
        let side = |cells: &[CellAt]| cells.iter().map(|cell| filled.number(*cell).expect("a number")).sum::<Decimal>();
        let lacks = lines.all.iter().map(|line| side(&line.right) - side(&line.left)).collect();
        Exhaustive { filled, cells, masks, lacks }
    }

    /// The number that a line asks for in a cell.
    fn solved(&self, cell: CellAt, line: usize) -> Decimal {
        let is_left = self.filled.form.lines().all[line].left.contains(&cell);
        let present = self.filled.number(cell).expect("a number");
        if is_left { present + self.lacks[line] } else { present - self.lacks[line] }
    }

    /// Whether all lines hold with these numbers in cells, and the cells can hold them.
    fn holds(&self, set: &[(CellAt, Decimal)]) -> bool {
        let number = |cell: &CellAt| {
            set.iter().find(|it| it.0 == *cell).map_or_else(|| self.filled.number(*cell).expect("a number"), |it| it.1)
        };
        let side = |cells: &[CellAt]| cells.iter().map(number).sum::<Decimal>();
        let is_count = |it: &(CellAt, Decimal)| {
            self.filled.form.columns[it.0.1].kind() == ColumnKind::Count && it.1 >= Decimal::ZERO && it.1.is_integer()
        };
        set.iter().all(is_count)
            && self.filled.form.lines().all.iter().all(|line| side(&line.left) == side(&line.right))
    }

    /// All single cells and all pairs of cells with which all lines hold, with their numbers.
    fn sets(&self) -> (Vec<CellSet>, Vec<CellSet>) {
        let failing =
            (0..self.lacks.len()).filter(|line| !self.lacks[*line].is_zero()).fold(0u64, |mask, it| mask | 1 << it);
        let (mut singles, mut pairs) = (Vec::new(), Vec::new());
        if failing == 0 {
            return (singles, pairs);
        }
        for (at, &one) in self.cells.iter().enumerate() {
            if failing & !self.masks[at] == 0 {
                let set = vec![(one, self.solved(one, failing.trailing_zeros() as usize).normalize())];
                singles.extend(self.holds(&set).then_some(set));
            }
            for (other_at, &other) in self.cells.iter().enumerate().skip(at + 1) {
                let (mask, other_mask) = (self.masks[at], self.masks[other_at]);
                if failing & !(mask | other_mask) != 0 {
                    continue;
                }
                // A line that contains one of them alone determines it.
                let solved = |cell, own: u64, others: u64| self.solved(cell, (own & !others).trailing_zeros() as usize);
                let set = vec![
                    (one, solved(one, mask, other_mask).normalize()),
                    (other, solved(other, other_mask, mask).normalize()),
                ];
                let changes = set.iter().all(|(cell, right)| self.filled.number(*cell) != Some(*right));
                pairs.extend((changes && self.holds(&set)).then_some(set));
            }
        }
        (singles, pairs)
    }
}

#[test]
fn two_wrong_figures_are_those_two() {
    let (drafts, count) = (drafts(), count());
    let tries = Pair::ALL.into_iter().flat_map(|kind| (0..count).map(move |seed| (kind, seed)));
    let tries: Vec<(Pair, usize)> = tries.collect();
    let tried: Vec<Tried> = tries
        .into_par_iter()
        .filter_map(|(kind, seed)| {
            let draft = Random::new(seed as u64 ^ 0x5EED).below(drafts.len());
            attempt(kind, &drafts[draft], seed as u64)
        })
        .collect();
    let complaints: Vec<&String> = tried.iter().filter_map(|it| it.complaint.as_ref()).collect();
    println!("{}", table(&tried));
    assert!(
        complaints.is_empty(),
        "{} complaints, among them {:#?}",
        complaints.len(),
        &complaints[..complaints.len().min(5)]
    );
    let share = |ways: RangeInclusive<usize>, is_it: fn(&Tried) -> bool, outcomes: &[Outcome]| {
        let is_mine = |it: &&Tried| it.ways.0 == 0 && ways.contains(&it.ways.1) && it.outcome != Outcome::Unseen;
        let mine: Vec<&Tried> = tried.iter().filter(is_mine).filter(|it| is_it(it)).collect();
        let hits = mine.iter().filter(|it| outcomes.contains(&it.outcome)).count();
        hits as f64 / mine.len().max(1) as f64
    };
    // Where one pair of cells repairs everything, it is that pair; where two or three do, the true one is among them,
    // and first. What is left is the same figure moved in the same way in another column, and figures that are wrong by as
    // much as others: nothing but how many cells hold zero tells these apart.
    assert!(share(1..=1, |_| true, &[Outcome::Pinned]) >= 0.99);
    assert!(share(2..=3, |_| true, &[Outcome::First, Outcome::Named]) >= 0.99);
    assert!(share(2..=3, |it| it.is_said.is_some(), &[Outcome::First]) >= 0.95);
    // Of few pairs one is much.
    assert!(share(2..=3, |_| true, &[Outcome::First]) >= if count < 300 { 0.9 } else { 0.95 });
    assert!(tried.iter().filter(|it| it.ways.1 <= 3).all(|it| it.is_said != Some(false)));
}

/// What becomes of the pairs, by kind and by how many pairs of cells repair them.
fn table(tried: &[Tried]) -> String {
    let mut table = String::from("kind | repaired by | pairs | pinned | first | named | equations | others | said\n");
    for kind in Pair::ALL {
        let mut by_ways: BTreeMap<&str, Vec<&Tried>> = BTreeMap::new();
        for it in tried.iter().filter(|it| it.kind == kind) {
            let ways = match (it.outcome, it.ways) {
                (Outcome::Unseen, _) => "nothing fails",
                (_, (1.., _)) => "one cell",
                (_, (_, 1)) => "one pair",
                (_, (_, 2..=3)) => "two or three pairs",
                _ => "more pairs",
            };
            by_ways.entry(ways).or_default().push(it);
        }
        for (ways, mine) in by_ways {
            let count = |outcome| mine.iter().filter(|it| it.outcome == outcome).count();
            let said = mine.iter().filter(|it| it.is_said == Some(true)).count();
            let said = if mine.iter().any(|it| it.is_said.is_some()) { said.to_string() } else { "–".to_owned() };
            table.push_str(&format!(
                "{} | {ways} | {} | {} | {} | {} | {} | {} | {said}\n",
                kind.name(),
                mine.len(),
                count(Outcome::Pinned),
                count(Outcome::First),
                count(Outcome::Named),
                count(Outcome::Equations),
                count(Outcome::Others),
            ));
        }
    }
    table
}

#[test]
fn figures_of_any_length_add_up() {
    let style = &STYLES[0];
    let draft = Plan::new(edition::newest(), 1).write(style);
    for digits in [17, 26, 27, 28, 29, 60] {
        let figure = "9".repeat(digits);
        let cells = draft.cells(FORM);
        let edits: Vec<Edit> = cells.iter().map(|cell| Edit::new(cell.range.clone(), figure.clone())).collect();
        let checked = check(&edit::apply(&draft.text, &edits).expect("edits that do not overlap"));
        let filled = checked.reports[0].form(FORM).expect("the form");
        let is_read = filled.number((0, 0)).is_some();
        assert_eq!(is_read, digits <= 26, "{digits}");
        assert!(!checked.findings.is_empty() && filled.faults.is_empty());
    }
}
