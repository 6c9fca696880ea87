//! Figures for the forms.

use super::random::Random;
use nianbao::edition::{ColumnKind, Direction, Form, SignedTerm};
use rust_decimal::Decimal;

/// Figures for a form with which all its equations and its relations within a year hold, solved from those that `figure` gives for the columns.
pub fn numbers(
    form: &Form,
    random: &mut Random,
    figure: fn(&Form, usize, &mut Random) -> Decimal,
) -> Vec<Vec<Decimal>> {
    let line = |random: &mut Random| (0..form.columns.len()).map(|column| figure(form, column, random)).collect();
    let mut cells: Vec<Vec<Decimal>> = form.rows.iter().map(|_| line(random)).collect();
    while settle(form, &mut cells) {}
    for relation in form.relations.iter().filter(|relation| !relation.crosses_years()) {
        let column = |id: &str| form.column(id).expect("a column");
        for row in &mut cells {
            let value = |terms: &[SignedTerm]| -> Decimal {
                let signed = terms.iter().map(|term| (term.minus, row[column(&term.id)]));
                signed.map(|(minus, number)| if minus { -number } else { number }).sum()
            };
            let lacks = value(relation.left()) - value(relation.right());
            row[column(&relation.total)] += lacks.max(Decimal::ZERO);
        }
    }
    cells
}

/// A figure as reports have them: small, and often zero.
pub fn usual(form: &Form, column: usize, random: &mut Random) -> Decimal {
    match form.columns[column].kind() {
        ColumnKind::Amount => Decimal::new(random.below(100_000) as i64 + 101, 2).normalize(),
        ColumnKind::Signed => Decimal::from(random.below(15) as i64 - 5),
        // Without equations the columns grow to the right: what is in force is more than what is new.
        ColumnKind::Count if form.equations.is_empty() => Decimal::from(20 * (column + 1) + random.below(20)),
        ColumnKind::Count => Decimal::from(match random.below(8) {
            0..=2 => 0,
            3 => random.below(150),
            _ => random.below(12),
        }),
    }
}

/// A figure that is not zero.
pub fn busy(form: &Form, column: usize, random: &mut Random) -> Decimal {
    let number = random.below(30) as i64 + 1;
    match form.columns[column].kind() {
        ColumnKind::Amount => Decimal::new(10 * number + 5, 1),
        ColumnKind::Signed => Decimal::from(-number),
        ColumnKind::Count => Decimal::from(number),
    }
}

/// Solves each equation for its total, or for its first term where another equation has solved for the total; says
/// whether that changed anything.
fn settle(form: &Form, cells: &mut [Vec<Decimal>]) -> bool {
    let mut changed = false;
    for (index, equation) in form.equations.iter().enumerate() {
        let is_solved = form.equations[..index]
            .iter()
            .any(|other| other.direction == equation.direction && other.total == equation.total);
        let free = if is_solved { &equation.terms()[0].id } else { &equation.total };
        let across = equation.direction == Direction::Across;
        for line in 0..if across { cells.len() } else { form.columns.len() } {
            let at = |id: &str| match across {
                true => (line, form.column(id).expect("a column")),
                false => (form.row(id).expect("a row"), line),
            };
            let free_is_left = equation.terms().iter().any(|term| term.left && term.id == *free);
            let others = equation.terms().iter().filter(|term| term.id != *free);
            let signed = others.map(|term| {
                let (row, column) = at(&term.id);
                if term.left == free_is_left { -cells[row][column] } else { cells[row][column] }
            });
            let mut number: Decimal = signed.sum();
            if number.is_sign_negative() {
                // Nothing is counted below zero: the last term makes up for it.
                let (row, column) = at(&equation.terms().last().expect("terms").id);
                cells[row][column] -= number;
                number = Decimal::ZERO;
            }
            let (row, column) = at(free);
            changed |= cells[row][column] != number;
            cells[row][column] = number;
        }
    }
    changed
}
