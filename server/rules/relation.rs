//! Shared by the rules about relations between the figures of a row: which fail, and findings about them.

use super::finding::Finding;
use super::report_check::ReportCheck;
use super::rule::{Rule, Severity};
use super::subject::Subject;
use super::words::quoted;
use crate::edition::{CellAt, ColumnKind, Order, Relation, SignedTerm};
use crate::report::Filled;
use crate::report::neighbours::{LastYear, Neighbour, Said};
use crate::text::Edit;
use rust_decimal::Decimal;

/// A relation in a row of a form, with the figures of this year and of last year.
#[derive(Debug)]
pub struct RelationInRow<'a> {
    filled: &'a Filled,
    relation: &'a Relation,
    row: usize,
    left: Vec<Decimal>,
    right: Vec<Decimal>,
    /// The report with last year's figures, if the relation takes any.
    last: Option<&'a Neighbour>,
}

/// Reports the failing relations of a rule, each at its total.
pub fn check(rule: &'static Rule, check: &mut ReportCheck<'_>) {
    let (report, last_year) = (check.report, check.last_year);
    for filled in &report.forms {
        for relation in filled.form.relations.iter().filter(|relation| relation.rule == rule.name) {
            let rows = 0..filled.form.rows.len();
            let all = rows.filter_map(|row| RelationInRow::new(filled, relation, row, last_year));
            let is_said_better = |it: &RelationInRow<'_>| it.last.is_none() && follows(filled, it, last_year);
            let failing = all.filter(|it| !it.holds()).filter(|it| !is_said_better(it));
            failing.for_each(|it| check.extend(it.finding(rule)));
        }
    }
}

/// Whether the same figures are in a relation with last year's that fails too, and says more.
fn follows(filled: &Filled, failing: &RelationInRow<'_>, last_year: &LastYear) -> bool {
    let same = |it: &&Relation| it.crosses_years() && it.total == failing.relation.total;
    let mut others = filled.form.relations.iter().filter(same);
    others.any(|it| RelationInRow::new(filled, it, failing.row, last_year).is_some_and(|it| !it.holds()))
}

impl<'a> RelationInRow<'a> {
    /// A relation in a row; `None` if a figure is missing or cannot be right, or if last year's reports disagree.
    pub fn new(filled: &'a Filled, relation: &'a Relation, row: usize, last_year: &'a LastYear) -> Option<Self> {
        let mut last = None;
        let mut number = |term: &SignedTerm| {
            let column = filled.form.column(&term.id)?;
            let number = if term.last_year {
                let said = last_year.said(|it| it.figures.number(filled.form, (row, column)));
                let Said::One(report, number) = said else { return None };
                last = Some(report);
                number
            } else {
                filled.number((row, column))?
            };
            let signed = filled.form.columns.get(column)?.kind() == ColumnKind::Signed;
            (signed || !number.is_sign_negative()).then_some(number)
        };
        let left = relation.left().iter().map(&mut number).collect::<Option<Vec<_>>>()?;
        let right = relation.right().iter().map(&mut number).collect::<Option<Vec<_>>>()?;
        Some(RelationInRow { filled, relation, row, left, right, last })
    }

    /// The values of both sides.
    fn sides(&self) -> (Decimal, Decimal) {
        let value = |terms: &[SignedTerm], numbers: &[Decimal]| {
            let signed = terms.iter().zip(numbers).map(|(term, number)| if term.minus { -*number } else { *number });
            signed.fold(Decimal::ZERO, Decimal::saturating_add).normalize()
        };
        (value(self.relation.left(), &self.left), value(self.relation.right(), &self.right))
    }

    /// Whether it holds.
    pub fn holds(&self) -> bool {
        let (left, right) = self.sides();
        match self.relation.order() {
            Order::Equal => left == right,
            Order::AtMost => left <= right,
        }
    }

    /// The sides in words, each with its numbers: 本年制发件数5－本年废止件数1＝4.
    pub fn worked_out(&self) -> (String, String) {
        let (left, right) = self.relation.sides();
        let (left_sum, right_sum) = self.sides();
        (side(left, &self.left, left_sum), side(right, &self.right, right_sum))
    }

    /// The relations with last year's report of which a cell is a part, as far as the figures are known.
    pub fn across_years(filled: &'a Filled, (row, column): CellAt, last_year: &'a LastYear) -> Vec<Self> {
        let Some(header) = filled.form.columns.get(column) else { return Vec::new() };
        let is_part =
            |it: &&Relation| it.crosses_years() && it.terms().any(|term| !term.last_year && term.id == header.id);
        let relations = filled.form.relations.iter().filter(is_part);
        relations.filter_map(|relation| RelationInRow::new(filled, relation, row, last_year)).collect()
    }

    /// What the total has to be, where it alone is the other side and is something else.
    pub fn missed(&self) -> Option<(CellAt, Decimal)> {
        let is_given = self.relation.order() == Order::Equal && self.relation.right().len() == 1;
        let column = self.filled.form.column(&self.relation.total)?;
        (is_given && !self.holds()).then_some(((self.row, column), self.sides().0))
    }

    /// Whether it holds, and both sides with their numbers.
    pub fn line(&self) -> String {
        let ((left, right), order) = (self.worked_out(), self.relation.order());
        let (mark, between) = (if self.holds() { '✓' } else { '✗' }, if order == Order::Equal { "；" } else { "≤" });
        format!("{mark} {left}{between}{right}")
    }

    /// The report with last year's figures in words, if it takes any: 2023年报告（2023.md）.
    pub fn source(&self) -> Option<String> {
        self.last.map(|last| format!("{}年报告（{}）", last.said.key.year, last.document.name))
    }

    fn finding(&self, rule: &'static Rule) -> Option<Finding> {
        let Self { filled, relation, row, .. } = *self;
        let total = filled.form.column(&relation.total)?;
        let value = filled.value(row, total)?;
        let ((left, right), (left_sum, _)) = (self.worked_out(), self.sides());
        let words = quoted(filled.form.rows.get(row)?.words());
        let message = match (relation.order(), self.source()) {
            (Order::Equal, Some(source)) => {
                format!("{words}：{right}，按{source}应为{left_sum}（{left}），请核对")
            }
            (_, Some(source)) => format!("{words}：{right}，小于{left}（{source}），请核对"),
            (_, None) => format!("{words}：{right}，小于{left}，请核对"),
        };
        let own = || relation.terms().filter(|term| !term.last_year);
        let cells: Vec<CellAt> = own().filter_map(|term| Some((row, filled.form.column(&term.id)?))).collect();
        let mut finding = Finding::new(rule, Subject::Cells(&filled.form.id, cells.clone()), value.figure(), message);
        for &(row, column) in cells.iter().filter(|cell| cell.1 != total) {
            let (other, number) = (filled.value(row, column)?, filled.number((row, column))?.normalize());
            finding = finding.note(other.figure(), format!("{}为{number}", filled.form.columns[column].words()));
        }
        if relation.order() == Order::AtMost && self.last.is_some() {
            // What was repealed may no longer be counted.
            return Some(finding.severity(Severity::Info));
        }
        if self.missed().is_some() && left_sum.is_integer() && !left_sum.is_sign_negative() {
            let edit = Edit::new(value.figure(), left_sum.to_string());
            finding = finding.unsafe_fix(format!("改为{left_sum}"), edit);
        }
        Some(finding)
    }
}

/// One side in words with its numbers, and with its sum if it has several.
fn side(words: &str, numbers: &[Decimal], sum: Decimal) -> String {
    let mut numbers = numbers.iter();
    let mut text = String::new();
    for piece in words.split_inclusive(['＋', '－']) {
        let (words, sign) = match piece.char_indices().next_back() {
            Some((at, '＋' | '－')) => piece.split_at(at),
            _ => (piece, ""),
        };
        text.push_str(words);
        if let Some(number) = numbers.next() {
            text.push_str(&number.normalize().to_string());
        }
        text.push_str(sign);
    }
    if words.contains(['＋', '－']) { format!("{text}＝{sum}") } else { text }
}
