//! The ways to cut the digits of a row into its figures.

/// The most digits of a figure that is cut out.
const LONGEST: usize = 12;

/// The digits of a row, some of whose figures have nothing between them.
#[derive(Debug)]
pub(super) struct Digits {
    /// The digits, 0 to 9.
    pub digits: Vec<u8>,
    /// Where a figure certainly ends, ascending; the last is the end of the digits.
    pub ends: Vec<usize>,
}

/// An equation among the figures of a row.
#[derive(Debug)]
pub(super) struct RowSum {
    /// Its columns, ascending, with 1 for the addends and -1 for the total; all add up to 0.
    pub terms: Vec<(usize, i64)>,
}

/// One way to cut digits into figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cuts {
    /// Where each figure ends.
    pub ends: Vec<usize>,
    /// The figures.
    pub figures: Vec<i64>,
}

/// The steps that are left, so that the work is bounded whatever the text.
#[derive(Debug)]
pub(super) struct Steps(pub usize);

impl Steps {
    /// Takes up to so many of them for something, which may use them up.
    pub fn lend<T>(&mut self, most: usize, use_them: impl FnOnce(&mut Steps) -> T) -> T {
        let mut lent = Steps(self.0.min(most));
        let before = lent.0;
        let result = use_them(&mut lent);
        self.0 -= before - lent.0;
        result
    }

    /// Takes one; `None` once all are used up.
    pub fn take(&mut self) -> Option<()> {
        self.0 = self.0.checked_sub(1)?;
        Some(())
    }
}

impl Digits {
    /// The ways to cut them into so many figures with which all equations hold, up to `most` of them. No figure but 0
    /// begins with 0. `None` if they take too many steps to find.
    pub fn ways(&self, columns: usize, sums: &[RowSum], most: usize, steps: &mut Steps) -> Option<Vec<Cuts>> {
        let made = Vec::with_capacity(columns);
        let mut search = Search { of: self, columns, sums, most, steps, made, found: Vec::new() };
        search.extend(self.digits.len())?;
        Some(search.found)
    }

    /// Whether one of its pieces begins with 0 and goes on, as no figure does.
    pub fn begin_with_zero(&self) -> bool {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).any(|(start, end)| end - start > 1 && self.digits.get(start) == Some(&0))
    }
}

/// A search in progress. Figures are cut from the last one on, because totals stand behind what they are the sums of,
/// and limit it.
struct Search<'a> {
    of: &'a Digits,
    columns: usize,
    sums: &'a [RowSum],
    most: usize,
    steps: &'a mut Steps,
    /// The figures cut so far, each with its end, from the last one on.
    made: Vec<(usize, i64)>,
    found: Vec<Cuts>,
}

impl Search<'_> {
    /// Finds all ways to go on with the digits before `end`.
    fn extend(&mut self, end: usize) -> Option<()> {
        let Digits { digits, ends } = self.of;
        let columns_left = self.columns - self.made.len();
        if columns_left == 0 {
            if end == 0 {
                let (ends, figures) = self.made.iter().rev().copied().unzip();
                self.found.push(Cuts { ends, figures });
            }
            return Some(());
        }
        let pieces_before = ends.partition_point(|other| *other < end);
        let piece_start = pieces_before.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        if end == 0 || pieces_before >= columns_left {
            return Some(());
        }
        let (mut figure, mut unit) = (0, 1);
        for start in (piece_start.max(end.saturating_sub(LONGEST))..end).rev() {
            self.steps.take()?;
            let digit = digits.get(start).copied().unwrap_or_default();
            figure += i64::from(digit) * unit;
            unit *= 10;
            if start < columns_left - 1 || self.found.len() >= self.most {
                break;
            }
            if (digit == 0 && end - start > 1) || (columns_left == 1 && start > 0) {
                continue;
            }
            self.made.push((end, figure));
            let may_hold = self.may_hold(start);
            if may_hold {
                self.extend(start)?;
            }
            self.made.pop();
        }
        Some(())
    }

    /// Whether every equation holds, or could with the figures in the digits before `end` that are still to be cut.
    fn may_hold(&self, end: usize) -> bool {
        let left = self.columns - self.made.len();
        self.sums.iter().all(|sum| {
            let (open, known) = sum.terms.split_at(sum.terms.partition_point(|(column, _)| *column < left));
            let figure = |column: usize| self.made.get(self.columns - 1 - column).map_or(0, |(_, figure)| *figure);
            let lacks: i64 = known.iter().map(|(column, sign)| -sign * figure(*column)).sum();
            if open.iter().any(|(_, sign)| *sign < 0) {
                return true;
            }
            // What is still to be added is no more than what lacks: neither as a number nor in its digits. And a number
            // is as much as its digits modulo 9.
            let longest = lacks.checked_ilog10().unwrap_or(0) as usize + 1;
            let rest = self.of.digits.get(..end).unwrap_or_default();
            let digits: i64 = rest.iter().copied().map(i64::from).sum();
            let may_be_rest = || end <= left * longest && (lacks - digits) % 9 == 0;
            lacks >= 0 && (!open.is_empty() || lacks == 0) && (open.len() < left || may_be_rest())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(pieces: &[&str]) -> Digits {
        let joined = pieces.concat();
        let ends = pieces.iter().scan(0, |end, piece| {
            *end += piece.len();
            Some(*end)
        });
        Digits { digits: joined.bytes().map(|b| b - b'0').collect(), ends: ends.collect() }
    }

    fn ways(pieces: &[&str], columns: usize, sums: &[RowSum]) -> Vec<Vec<i64>> {
        let ways = digits(pieces).ways(columns, sums, 64, &mut Steps(10_000));
        ways.expect("few steps").into_iter().map(|way| way.figures).collect()
    }

    fn total(columns: usize) -> RowSum {
        let sign = |column| if column + 1 < columns { 1 } else { -1 };
        RowSum { terms: (0..columns).map(|column| (column, sign(column))).collect() }
    }

    #[test]
    fn digits_are_cut_in_every_way_that_leaves_figures() {
        assert_eq!(ways(&["000"], 3, &[]), [[0, 0, 0]]);
        assert_eq!(ways(&["2133"], 3, &[]), [[21, 3, 3], [2, 13, 3], [2, 1, 33]]);
        assert_eq!(ways(&["2000"], 3, &[]), [[20, 0, 0]]);
        assert_eq!(ways(&["72", "64"], 2, &[]), [[72, 64]]);
        assert_eq!(ways(&["72", "64"], 3, &[]), [[72, 6, 4], [7, 2, 64]]);
        assert_eq!(ways(&["00"], 3, &[]), [[0i64; 3]; 0]);
        assert_eq!(ways(&["1", "2", "3"], 2, &[]), [[0i64; 2]; 0]);
    }

    #[test]
    fn the_total_tells_how_the_digits_are_cut() {
        assert_eq!(ways(&["120000012"], 7, &[total(7)]), [[12, 0, 0, 0, 0, 0, 12]]);
        assert_eq!(
            ways(&["11100", "00", "12"], 7, &[total(7)]),
            [[11, 1, 0, 0, 0, 0, 12], [1, 11, 0, 0, 0, 0, 12], [1, 1, 10, 0, 0, 0, 12]]
        );
        assert_eq!(ways(&["1234567"], 7, &[total(7)]), [[0i64; 7]; 0]);
        // Figures of a city, with equations of which the last alone reaches to the end.
        let city = [2562, 91, 774, 582, 304, 217, 4530];
        let joined: String = city.iter().map(i64::to_string).collect();
        assert_eq!(ways(&[&joined], 7, &[total(7)]), [city]);
        let blocks = [total(3), RowSum { terms: vec![(3, 1), (4, 1), (5, -1)] }];
        assert_eq!(ways(&["12455721012"], 6, &blocks), [[12, 45, 57, 2, 10, 12]]);
    }

    #[test]
    fn the_work_is_bounded() {
        let long = "1".repeat(60);
        assert_eq!(digits(&[&long]).ways(15, &[], usize::MAX, &mut Steps(5_000)), None);
        assert!(digits(&["0123"]).begin_with_zero());
        assert!(!digits(&["0", "10"]).begin_with_zero());
    }
}
