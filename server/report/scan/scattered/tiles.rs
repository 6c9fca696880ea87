//! Figures in tiles: some rows at a time, and of these some columns at a time, as programs write the text of a PDF that take
//! what stands close together for a paragraph.

use super::sums::FigureRows;
use crate::edition::{Direction, Form};
use crate::report::sums::{CellAt, State, Sums};
use crate::report::token::Token;
use crate::text::stop;
use rust_decimal::Decimal;

/// The most rows of a tile.
const HIGHEST: usize = 8;

/// The most columns of a form that is looked at.
const WIDEST: usize = 8;

/// So many beginnings of a table are followed at a time.
const MOST: usize = 64;

/// A figure: its token and its value.
type Figure = (usize, Decimal);

/// The columns of an equation in a row, each with whether it stands on the left of it.
type RowSum = Vec<(usize, bool)>;

/// The figures of a form row by row, if there is one way to lay tiles with which all its sums hold. Numbers of pages may stand
/// at the ends of pages. Ways that give the same values are one.
pub fn tiled(tokens: &[Token<'_>], form: &'static Form, figures: &[usize]) -> Option<FigureRows> {
    let (rows, columns) = (form.rows.len(), form.columns.len());
    let is_cell = |at: &usize| figures.len() == rows * columns || !tokens[*at].ends_page();
    let cells = figures.iter().copied().filter(is_cell);
    let cells: Vec<Figure> = cells.map(|at| Some((at, tokens[at].number()?.value))).collect::<Option<_>>()?;
    if cells.len() != rows * columns || !(2..=WIDEST).contains(&columns) {
        return None;
    }
    let sums = sums_across(form);
    // The ways to lay the first rows, by how many these are.
    let mut ways: Vec<Vec<Vec<Figure>>> = vec![Vec::new(); rows + 1];
    ways.first_mut()?.push(Vec::new());
    for row in 0..rows {
        stop::here();
        let before = std::mem::take(ways.get_mut(row)?);
        if before.is_empty() {
            continue;
        }
        for high in 1..=HIGHEST.min(rows - row) {
            let band = cells.get(row * columns..(row + high) * columns)?;
            let into = ways.get_mut(row + high)?;
            for laid in bands(&sums, band, high, columns) {
                for before in &before {
                    let way = [before.as_slice(), &laid].concat();
                    if !into.iter().any(|other| has_values(other, &way)) {
                        into.push(way);
                    }
                }
                if into.len() > MOST {
                    return None;
                }
            }
        }
    }
    let mut ways = ways.pop()?;
    ways.retain(|way| {
        let number = |(row, column): CellAt| way.get(row * columns + column).map(|(_, value)| *value);
        Sums::of(form, number).all.iter().all(|sum| sum.state == State::Holds)
    });
    let [only] = ways.as_slice() else { return None };
    Some(only.chunks(columns).map(|row| row.iter().map(|(token, _)| *token).collect()).collect())
}

fn has_values(one: &[Figure], other: &[Figure]) -> bool {
    one.iter().map(|(_, value)| value).eq(other.iter().map(|(_, value)| value))
}

/// The ways to lay the figures of some rows so that each of these adds up, with different values.
fn bands(sums: &[RowSum], figures: &[Figure], high: usize, columns: usize) -> Vec<Vec<Figure>> {
    let mut all: Vec<Vec<Figure>> = Vec::new();
    // Each bit says whether a tile begins at a column.
    let cuts = if high == 1 { 1 } else { 1_usize << (columns - 1) };
    for cut in 0..cuts {
        let begins: Vec<usize> = (0..columns).filter(|at| *at == 0 || cut >> (at - 1) & 1 == 1).collect();
        let cell = |row: usize, column: usize| {
            let tile = begins.partition_point(|begin| *begin <= column) - 1;
            let begin = begins[tile];
            let wide = begins.get(tile + 1).copied().unwrap_or(columns) - begin;
            figures[begin * high + row * wide + column - begin]
        };
        let signed = |row: usize, (column, left): (usize, bool)| {
            let value = cell(row, column).1;
            if left { value } else { -value }
        };
        let is_zero = |row: usize, sum: &RowSum| sum.iter().map(|term| signed(row, *term)).sum::<Decimal>().is_zero();
        let holds = |row: usize| sums.iter().all(|sum| is_zero(row, sum));
        if !(0..high).all(holds) {
            continue;
        }
        let laid: Vec<Figure> = (0..high)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .map(|(row, column)| cell(row, column))
            .collect();
        if !all.iter().any(|other| has_values(other, &laid)) {
            all.push(laid);
        }
    }
    all
}

/// The equations across: those of a row.
fn sums_across(form: &Form) -> Vec<RowSum> {
    let column = |id: &str| form.columns.iter().position(|column| column.id == id);
    let across = form.equations.iter().filter(|equation| equation.direction == Direction::Across);
    across
        .map(|equation| equation.terms().iter().filter_map(|term| Some((column(&term.id)?, term.left))).collect())
        .collect()
}
