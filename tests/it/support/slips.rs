//! The slips of a hand that copies figures into a form.

use super::generate::Random;
use nianbao::edition::{CellAt, Form};
use rust_decimal::Decimal;

/// The slips of a hand that copies a figure: another digit, two digits swapped, one left out, one written twice. Only
/// those that change the number.
pub fn of_digits(figure: &str) -> Vec<String> {
    let digits: Vec<char> = figure.chars().collect();
    let mut slips = Vec::new();
    for at in 0..digits.len() {
        let mut other = digits.clone();
        other[at] = char::from_digit((digits[at].to_digit(10).expect("a digit") + 3) % 10, 10).expect("a digit");
        slips.push(other.clone());
        if at + 1 < digits.len() {
            other.clone_from(&digits);
            other.swap(at, at + 1);
            slips.push(other.clone());
        }
        if digits.len() > 1 {
            other.clone_from(&digits);
            other.remove(at);
            slips.push(other.clone());
        }
        other.clone_from(&digits);
        other.insert(at, digits[at]);
        slips.push(other);
    }
    let number = |text: &str| text.parse::<u64>().expect("a number");
    let slips = slips.into_iter().map(String::from_iter);
    slips.filter(|slip: &String| number(slip) != number(figure)).collect()
}

/// A slip that makes two cells wrong, or two slips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    InOneRow,
    InOneColumn,
    Apart,
    Exchanged,
    ShiftedRight,
    OneRowTooHigh,
    Split,
}

impl Pair {
    pub const ALL: [Pair; 7] = [
        Pair::InOneRow,
        Pair::InOneColumn,
        Pair::Apart,
        Pair::Exchanged,
        Pair::ShiftedRight,
        Pair::OneRowTooHigh,
        Pair::Split,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Pair::InOneRow => "two in one row",
            Pair::InOneColumn => "two in one column",
            Pair::Apart => "two apart",
            Pair::Exchanged => "neighbours exchanged",
            Pair::ShiftedRight => "shifted right",
            Pair::OneRowTooHigh => "one row too high",
            Pair::Split => "a cell split in two",
        }
    }

    /// The cells that become wrong and what they hold then; `None` if the form hardly has such cells.
    pub fn draw(
        self,
        form: &Form,
        number: impl Fn(CellAt) -> Decimal,
        random: &mut Random,
    ) -> Option<[(CellAt, Decimal); 2]> {
        let changes = |pair: &[(CellAt, Decimal); 2]| pair.iter().all(|(cell, wrong)| number(*cell) != *wrong);
        (0..10_000).find_map(|_| self.try_draw(form, &number, random).filter(changes))
    }

    fn try_draw(
        self,
        form: &Form,
        number: impl Fn(CellAt) -> Decimal,
        random: &mut Random,
    ) -> Option<[(CellAt, Decimal); 2]> {
        let (rows, columns) = (form.rows.len(), form.columns.len());
        let one = (random.below(rows), random.below(columns));
        let other = (random.below(rows), random.below(columns));
        let right = Some((one.0, one.1 + 1)).filter(|cell| cell.1 < columns);
        let above = one.0.checked_sub(1).map(|row| (row, one.1));
        match self {
            Pair::InOneRow => two([one, (one.0, other.1)], number, random),
            Pair::InOneColumn => two([one, (other.0, one.1)], number, random),
            Pair::Apart if one.0 == other.0 || one.1 == other.1 => None,
            Pair::Apart => two([one, other], number, random),
            Pair::Exchanged => {
                let other = right?;
                Some([(one, number(other)), (other, number(one))])
            }
            Pair::ShiftedRight => Some([(one, Decimal::ZERO), (right?, number(one))]),
            Pair::OneRowTooHigh => Some([(above?, number(one)), (one, Decimal::ZERO)]),
            Pair::Split => {
                let digits = number(one).to_string();
                let (first, rest) = digits.split_at_checked(1 + random.below(digits.len()))?;
                let is_number = !rest.is_empty() && (rest == "0" || !rest.starts_with('0'));
                is_number.then_some([(one, first.parse().ok()?), (right?, rest.parse().ok()?)])
            }
        }
    }
}

/// Slips of digits in two cells.
fn two(cells: [CellAt; 2], number: impl Fn(CellAt) -> Decimal, random: &mut Random) -> Option<[(CellAt, Decimal); 2]> {
    let mut wrong = |cell: CellAt| {
        let slips = of_digits(&number(cell).to_string());
        (cell, slips[random.below(slips.len())].parse().expect("a number"))
    };
    (cells[0] != cells[1]).then(|| cells.map(&mut wrong))
}
