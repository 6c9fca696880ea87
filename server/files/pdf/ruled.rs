//! Tables by the lines that are drawn around their cells.

use super::page::Rule;
use crate::files::limits;

/// How far lines that meet may miss each other, in points.
const NEAR: f64 = 3.0;

/// Lines so close to each other, in points, are one.
const SAME: f64 = 2.0;

/// A shorter line is part of a sign.
const SHORTEST: f64 = 6.0;

/// The most lines of a page in which tables are looked for.
const MOST: usize = 2000;

/// A table.
#[derive(Debug)]
pub(super) struct RuledTable {
    /// The lines between the columns, from left to right.
    pub columns: Vec<f64>,
    /// The lines between the rows, from top to bottom.
    pub rows: Vec<f64>,
    /// The cells, row by row.
    pub cells: Vec<RuledCell>,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RuledCell {
    /// Its row and column, from 0.
    pub row: usize,
    pub column: usize,
    /// How many it spans.
    pub rows: usize,
    pub columns: usize,
}

impl RuledTable {
    /// Whether a point is in the table.
    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        let within = |lines: &[f64], at: f64| matches!(lines, [first, .., last] if (first.min(*last)..=first.max(*last)).contains(&at));
        within(&self.columns, x) && within(&self.rows, y)
    }

    /// The cell at a point, by its place among the cells.
    pub fn cell_at(&self, (x, y): (f64, f64)) -> Option<usize> {
        let column = self.columns.partition_point(|line| *line <= x).checked_sub(1)?;
        let row = self.rows.partition_point(|line| *line >= y).checked_sub(1)?;
        self.cells.iter().position(|cell| {
            (cell.row..cell.row + cell.rows).contains(&row)
                && (cell.column..cell.column + cell.columns).contains(&column)
        })
    }

    /// The upper end of the table.
    pub fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or(0.0)
    }
}

/// The tables of a page, from top to bottom.
pub(super) fn tables(rules: &[Rule]) -> Vec<RuledTable> {
    let whole = joined(rules);
    if whole.len() > MOST {
        return Vec::new();
    }
    let mut tables: Vec<RuledTable> = groups(&whole).iter().filter_map(|group| table(group)).collect();
    tables.sort_by(|one, other| other.top().total_cmp(&one.top()));
    // A frame around a table is none.
    let frames: Vec<bool> = tables
        .iter()
        .map(|table| {
            let middle = |other: &RuledTable| match (other.columns.as_slice(), other.rows.as_slice()) {
                ([left, .., right], [top, .., bottom]) => (f64::midpoint(*left, *right), f64::midpoint(*top, *bottom)),
                _ => (f64::NAN, f64::NAN),
            };
            table.cells.len() == 1 && tables.iter().any(|other| other.cells.len() > 1 && table.holds(middle(other)))
        })
        .collect();
    let mut frames = frames.into_iter();
    tables.retain(|_| !frames.next().unwrap_or(false));
    tables
}

/// Lines that go on in each other as one.
fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted: Vec<Rule> = rules.to_vec();
    sorted.sort_by(|one, other| {
        (one.is_horizontal, one.at).partial_cmp(&(other.is_horizontal, other.at)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut joined: Vec<Rule> = Vec::new();
    for same in sorted.chunk_by_mut(|one, other| one.is_horizontal == other.is_horizontal && other.at - one.at <= SAME)
    {
        same.sort_by(|one, other| one.from.total_cmp(&other.from));
        let first = joined.len();
        for rule in same {
            match joined.get_mut(first..).and_then(|all| all.last_mut()) {
                Some(last) if rule.from <= last.to + NEAR => last.to = last.to.max(rule.to),
                _ => joined.push(*rule),
            }
        }
    }
    joined.retain(|rule| rule.to - rule.from >= SHORTEST);
    joined
}

/// The lines by what they touch.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let meet = |one: &Rule, other: &Rule| {
        let reaches = |rule: &Rule, at: f64| (rule.from - NEAR..=rule.to + NEAR).contains(&at);
        one.is_horizontal != other.is_horizontal && reaches(one, other.at) && reaches(other, one.at)
    };
    let mut left: Vec<Rule> = rules.to_vec();
    let mut groups = Vec::new();
    while let Some(first) = left.pop() {
        let mut group = vec![first];
        let mut at = 0;
        while let Some(rule) = group.get(at).copied() {
            group.extend(left.extract_if(.., |other| meet(&rule, other)));
            at += 1;
        }
        groups.push(group);
    }
    groups
}

/// Places that are close to each other as one.
fn distinct(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, before| *next - *before <= NEAR);
    places
}

/// The table that some lines draw; `None` if they draw none.
fn table(rules: &[Rule]) -> Option<RuledTable> {
    let lines = |is_horizontal: bool| -> Vec<f64> {
        let across = rules.iter().filter(|rule| rule.is_horizontal == is_horizontal).map(|rule| rule.at);
        // Tables are often open at their sides.
        let ends =
            rules.iter().filter(|rule| rule.is_horizontal != is_horizontal).flat_map(|rule| [rule.from, rule.to]);
        let (across, ends): (Vec<f64>, Vec<f64>) = (across.collect(), ends.collect());
        let outer = [ends.iter().copied().reduce(f64::min), ends.iter().copied().reduce(f64::max)];
        distinct(across.into_iter().chain(outer.into_iter().flatten()).collect())
    };
    let (columns, mut rows) = (lines(false), lines(true));
    rows.reverse();
    let (wide, high) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
    if wide == 0 || high == 0 || wide * high > limits::CELLS / 10 {
        return None;
    }
    // Whether there is a line left of a place of the grid, and above it.
    let has = |is_horizontal: bool, line: f64, at: f64| {
        rules.iter().any(|rule| {
            rule.is_horizontal == is_horizontal && (rule.at - line).abs() <= NEAR && (rule.from..=rule.to).contains(&at)
        })
    };
    let middle = |lines: &[f64], at: usize| Some(f64::midpoint(*lines.get(at)?, *lines.get(at + 1)?));
    let mut left = vec![vec![true; wide]; high];
    let mut above = vec![vec![true; wide]; high];
    for (row, (left, above)) in left.iter_mut().zip(&mut above).enumerate() {
        for (column, (left, above)) in left.iter_mut().zip(above.iter_mut()).enumerate() {
            let (x, y) = (middle(&columns, column)?, middle(&rows, row)?);
            *left = column == 0 || has(false, *columns.get(column)?, y);
            *above = row == 0 || has(true, *rows.get(row)?, x);
        }
    }
    let is = |grid: &[Vec<bool>], row: usize, column: usize| {
        grid.get(row).and_then(|row| row.get(column)).copied().unwrap_or(true)
    };
    let mut taken = vec![vec![false; wide]; high];
    let mut cells = Vec::new();
    for row in 0..high {
        for column in 0..wide {
            if is(&taken, row, column) {
                continue;
            }
            let is_free = |row: usize, column: usize| column < wide && row < high && !is(&taken, row, column);
            let columns = (column + 1..).take_while(|at| is_free(row, *at) && !is(&left, row, *at)).count() + 1;
            let across = column..column + columns;
            let goes_on = |at: usize| {
                across.clone().all(|column| is_free(at, column) && !is(&above, at, column))
                    && across.clone().skip(1).all(|column| !is(&left, at, column))
            };
            let rows = (row + 1..).take_while(|at| goes_on(*at)).count() + 1;
            for taken in taken.iter_mut().skip(row).take(rows) {
                taken.iter_mut().skip(column).take(columns).for_each(|taken| *taken = true);
            }
            cells.push(RuledCell { row, column, rows, columns });
        }
    }
    Some(RuledTable { columns, rows, cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(first: (f64, f64), second: (f64, f64)) -> Rule {
        Rule::between(first, second).unwrap()
    }

    #[test]
    fn merged_cells_have_no_lines_in_them() {
        // Two columns, three rows: the first row is one cell, and the lower two of the first column are.
        let rules = [
            rule((0.0, 90.0), (100.0, 90.0)),
            rule((0.0, 60.0), (50.0, 60.0)),
            rule((50.5, 60.0), (100.0, 60.0)),
            rule((50.0, 30.0), (100.0, 30.0)),
            rule((0.0, 0.0), (100.0, 0.0)),
            rule((0.0, 0.0), (0.0, 90.0)),
            rule((50.0, 0.0), (50.0, 60.0)),
            rule((100.0, 0.0), (100.0, 90.0)),
            rule((300.0, 0.0), (303.0, 0.0)),
        ];
        let tables = tables(&rules);
        assert_eq!(tables.len(), 1);
        let cell = |row, column, rows, columns| RuledCell { row, column, rows, columns };
        assert_eq!(tables[0].cells, [cell(0, 0, 1, 2), cell(1, 0, 2, 1), cell(1, 1, 1, 1), cell(2, 1, 1, 1)]);
        assert_eq!(tables[0].cell_at((75.0, 70.0)), Some(0));
        assert_eq!(tables[0].cell_at((25.0, 10.0)), Some(1));
        assert_eq!(tables[0].cell_at((75.0, 10.0)), Some(3));
        assert!(tables[0].holds((10.0, 10.0)) && !tables[0].holds((10.0, 100.0)));
    }

    #[test]
    fn a_table_may_be_open_at_its_sides() {
        let lines = [80.0, 40.0, 0.0].map(|y| rule((0.0, y), (100.0, y)));
        let tables = tables(&[lines.as_slice(), &[rule((50.0, 0.0), (50.0, 80.0))]].concat());
        assert_eq!(tables.iter().map(|table| table.cells.len()).collect::<Vec<_>>(), [4]);
        assert!(super::tables(&lines).is_empty());
    }
}
