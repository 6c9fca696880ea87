//! How a hand that copies figures slips: what the present and the right numbers of some cells have to do with each
//! other.

use crate::edition::CellAt;
use rust_decimal::Decimal;

/// A cell with a wrong number. Both numbers are normalized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The cell.
    pub cell: CellAt,
    /// The number that it has.
    pub present: Decimal,
    /// The number that it should have.
    pub right: Decimal,
}

/// A slip within one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigitSlip {
    /// Two neighbouring digits stand in each other's place: 97 for 79.
    Exchanged,
    /// A digit is missing: 1 for 12.
    Missing,
    /// There is a digit too many: 122 for 12.
    Extra,
}

/// The way from the place of a number to that where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// One column too far right.
    Right,
    /// One column too far left.
    Left,
    /// One row too high.
    Up,
    /// One row too low.
    Down,
}

/// A slip that changes several cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// The numbers of two neighbouring rows stand in each other's place.
    RowsExchanged,
    /// The numbers of two neighbouring columns stand in each other's place.
    ColumnsExchanged,
    /// One or more numbers stand in the next cell.
    Moved(Toward),
    /// The digits of a number stand in two cells: 1 and 2 for 12.
    Split,
    /// The numbers of two cells stand in each other's place.
    Exchanged,
}

impl Correction {
    /// How many digits are added, left out, replaced, or exchanged with the next one to make the right number the
    /// present one.
    pub fn strokes(&self) -> usize {
        strsim::damerau_levenshtein(&self.present.to_string(), &self.right.to_string())
    }

    /// The slip within the figure, if it is one.
    pub fn digit_slip(&self) -> Option<DigitSlip> {
        let (present, right) = (self.present.to_string().into_bytes(), self.right.to_string().into_bytes());
        let lacks_one = |long: &[u8], short: &[u8]| {
            long.len() == short.len() + 1
                && (0..long.len()).any(|at| long[..at] == short[..at] && long[at + 1..] == short[at..])
        };
        let exchanges = |at: &usize| {
            let mut other = present.clone();
            other.swap(*at, at + 1);
            other == right
        };
        if lacks_one(&right, &present) {
            Some(DigitSlip::Missing)
        } else if lacks_one(&present, &right) {
            Some(DigitSlip::Extra)
        } else {
            (1..present.len()).map(|at| at - 1).find(exchanges).map(|_| DigitSlip::Exchanged)
        }
    }
}

impl Slip {
    /// The slip that some corrections, in the order of their cells, put right; `number` is what the draft has in a cell.
    pub fn of(corrections: &[Correction], number: impl Fn(CellAt) -> Option<Decimal>) -> Option<Slip> {
        // 10 that became 1 and 0 loses nothing; 1 that moved left would have taken the place of a 10.
        if let [one, other] = corrections
            && is_split(one, other)
        {
            return Some(Slip::Split);
        }
        if let Some(toward) = moved(corrections, number) {
            return Some(Slip::Moved(toward));
        }
        if let [one, other] = corrections {
            return is_exchanged(one, other).then_some(Slip::Exchanged);
        }
        let rows = lines_exchanged(corrections, |(row, column)| (row, column));
        let columns = || lines_exchanged(corrections, |(row, column)| (column, row));
        rows.then_some(Slip::RowsExchanged).or_else(|| columns().then_some(Slip::ColumnsExchanged))
    }
}

/// Where the numbers of a part of one row or column were moved: each stands in the next cell, and the cell that was left
/// holds zero.
fn moved(corrections: &[Correction], number: impl Fn(CellAt) -> Option<Decimal>) -> Option<Toward> {
    let (first, last) = (corrections.first()?.cell, corrections.last()?.cell);
    let across = corrections.iter().all(|it| it.cell.0 == first.0);
    let down = corrections.iter().all(|it| it.cell.1 == first.1);
    let cells: Vec<CellAt> = match (across, down) {
        (true, false) => (first.1..=last.1).map(|column| (first.0, column)).collect(),
        (false, true) => (first.0..=last.0).map(|row| (row, first.1)).collect(),
        _ => return None,
    };
    let present: Vec<Decimal> = cells.iter().map(|cell| number(*cell)).collect::<Option<_>>()?;
    let corrected = |cell: &CellAt| corrections.iter().find(|it| it.cell == *cell).map(|it| it.right);
    let right: Vec<Decimal> = cells.iter().zip(&present).map(|(cell, it)| corrected(cell).unwrap_or(*it)).collect();
    let (first, behind_first) = present.split_first()?;
    let (last, before_last) = present.split_last()?;
    let forward = first.is_zero() && right.iter().zip(behind_first).all(|(right, present)| right == present);
    let back = last.is_zero() && right.iter().skip(1).zip(before_last).all(|(right, present)| right == present);
    match (forward, back, across) {
        (true, _, true) => Some(Toward::Right),
        (_, true, true) => Some(Toward::Left),
        (_, true, false) => Some(Toward::Up),
        (true, _, false) => Some(Toward::Down),
        _ => None,
    }
}

/// Whether the digits of the first cell's right number stand in it and in the one right of it.
fn is_split(one: &Correction, other: &Correction) -> bool {
    let is_beside = one.cell.0 == other.cell.0 && one.cell.1 + 1 == other.cell.1;
    let halves = || format!("{}{}", one.present, other.present);
    is_beside && !one.present.is_zero() && halves() == one.right.to_string()
}

fn is_exchanged(one: &Correction, other: &Correction) -> bool {
    one.right == other.present && other.right == one.present
}

/// Whether the corrections exchange the numbers of two neighbouring lines; `place` gives a cell's line, and its place
/// in it.
fn lines_exchanged(corrections: &[Correction], place: impl Fn(CellAt) -> (usize, usize)) -> bool {
    let mut of_line: Vec<(usize, usize, &Correction)> = Vec::with_capacity(corrections.len());
    of_line.extend(corrections.iter().map(|it| (place(it.cell).0, place(it.cell).1, it)));
    of_line.sort_unstable_by_key(|(line, at, _)| (*line, *at));
    let (one, other) = of_line.split_at(of_line.len() / 2);
    let pairs = || one.iter().zip(other);
    one.len() == other.len()
        && pairs().all(|(one, other)| one.1 == other.1 && is_exchanged(one.2, other.2))
        && of_line.first().zip(of_line.last()).is_some_and(|(first, last)| {
            first.0 + 1 == last.0 && pairs().all(|(one, other)| (one.0, other.0) == (first.0, last.0))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Corrections of cells from their present to their right numbers, and the slip that they are.
    fn slip(numbers: &[(CellAt, i64, i64)]) -> Option<Slip> {
        let correction = |(cell, present, right): &(CellAt, i64, i64)| Correction {
            cell: *cell,
            present: (*present).into(),
            right: (*right).into(),
        };
        let corrections: Vec<Correction> = numbers.iter().map(correction).filter(|it| it.present != it.right).collect();
        let number = |cell| numbers.iter().find(|it| it.0 == cell).map(|it| it.1.into());
        Slip::of(&corrections, number)
    }

    #[test]
    fn digits_slip_in_three_ways() {
        let slip = |present: i64, right: i64| {
            Correction { cell: (0, 0), present: present.into(), right: right.into() }.digit_slip()
        };
        assert_eq!(slip(97, 79), Some(DigitSlip::Exchanged));
        assert_eq!(slip(1, 12), Some(DigitSlip::Missing));
        assert_eq!(slip(122, 12), Some(DigitSlip::Extra));
        assert_eq!(slip(12, 15), None);
        assert_eq!(slip(123, 321), None);
    }

    #[test]
    fn numbers_slip_into_the_next_cell() {
        assert_eq!(slip(&[((1, 0), 0, 5), ((1, 1), 5, 0)]), Some(Slip::Moved(Toward::Right)));
        assert_eq!(slip(&[((1, 0), 5, 0), ((1, 1), 0, 5)]), Some(Slip::Moved(Toward::Left)));
        assert_eq!(slip(&[((1, 0), 5, 0), ((2, 0), 0, 5)]), Some(Slip::Moved(Toward::Up)));
        assert_eq!(slip(&[((1, 0), 0, 5), ((2, 0), 5, 0)]), Some(Slip::Moved(Toward::Down)));
        // The second 5 stays as it is, and a number is lost.
        let row = [((1, 0), 0, 5), ((1, 1), 5, 5), ((1, 2), 5, 3), ((1, 3), 3, 2)];
        assert_eq!(slip(&row), Some(Slip::Moved(Toward::Right)));
        assert_eq!(slip(&[((1, 0), 1, 5), ((1, 1), 5, 0)]), None);
        assert_eq!(slip(&[((1, 0), 0, 5), ((2, 1), 5, 0)]), Some(Slip::Exchanged));
    }

    #[test]
    fn numbers_are_exchanged_and_split() {
        assert_eq!(slip(&[((1, 0), 7, 5), ((1, 1), 5, 7)]), Some(Slip::Exchanged));
        assert_eq!(slip(&[((1, 0), 1, 12), ((1, 1), 2, 0)]), Some(Slip::Split));
        assert_eq!(slip(&[((1, 0), 1, 10), ((1, 1), 0, 1)]), Some(Slip::Split));
        assert_eq!(slip(&[((1, 1), 2, 12), ((1, 0), 1, 0)]), None);
        let rows = [((1, 0), 7, 5), ((1, 1), 4, 4), ((1, 2), 8, 1), ((2, 0), 5, 7), ((2, 1), 4, 4), ((2, 2), 1, 8)];
        assert_eq!(slip(&rows), Some(Slip::RowsExchanged));
        let columns = rows.map(|((row, column), present, right)| ((column, row), present, right));
        assert_eq!(slip(&columns), Some(Slip::ColumnsExchanged));
    }
}
