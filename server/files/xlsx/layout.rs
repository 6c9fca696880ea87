//! Writes a sheet as lines and tables.

use super::sheet::{CellPlace, Sheet};
use crate::files::writer::FileWriter;
use crate::files::{FileFault, TablePlace, limits};
use rustc_hash::FxHashSet;

/// A text that stands alone in its row and is longer, in characters, than a label is a line and no cell of a table.
const LONGEST_LABEL: usize = 40;

/// At the edge of a table, a text alone in its row and longer than this is a title or a note.
const LONGEST_AT_EDGE: usize = 12;

/// A row of a sheet.
#[derive(Debug, Clone, Copy)]
struct SheetRow {
    number: u32,
    /// The column of its only text, if it has one and is the only row of that cell.
    lone: Option<u32>,
}

/// Writes a sheet. Blank rows end a table. `cells` counts those of all sheets.
///
/// # Errors
/// If there are more cells than are read.
pub(super) fn write(sheet: &Sheet, number: u32, writer: &mut FileWriter, cells: &mut usize) -> Result<(), FileFault> {
    let covered = Covered::of(sheet);
    let mut block: Vec<SheetRow> = Vec::new();
    let last = sheet.rows.keys().next_back().copied().unwrap_or(0);
    let mut numbers: Vec<u32> = sheet.rows.keys().copied().collect();
    numbers.extend(covered.rows.iter().copied().filter(|row| *row <= last));
    numbers.sort_unstable();
    numbers.dedup();
    for row in numbers {
        let follows = |last: &SheetRow| (last.number + 1..row).all(|between| !sheet.shows_row(between));
        if block.last().is_some_and(|last| !follows(last)) {
            write_block(sheet, &std::mem::take(&mut block), number, &covered, writer, cells)?;
        }
        block.push(SheetRow { number: row, lone: lone(sheet, row, &covered) });
    }
    write_block(sheet, &block, number, &covered, writer, cells)
}

/// What merged cells with something in them take in.
#[derive(Debug, Default)]
struct Covered {
    /// Their cells without the first.
    cells: FxHashSet<CellPlace>,
    /// The rows into which they reach from above.
    rows: FxHashSet<u32>,
}

impl Covered {
    fn of(sheet: &Sheet) -> Self {
        let mut covered = Covered::default();
        for (&(row, column), &(high, wide)) in &sheet.merged {
            let is_filled = sheet.rows.get(&row).is_some_and(|row| row.contains_key(&column));
            if !is_filled && high > 1 {
                continue;
            }
            let count = |count: u32| usize::try_from(count).unwrap_or(0);
            for row_in in (row..).filter(|at| sheet.shows_row(*at)).take(count(high)) {
                let columns = (column..).filter(|at| sheet.shows_column(*at)).take(count(wide));
                covered.cells.extend(columns.map(|at| (row_in, at)).filter(|at| *at != (row, column)));
                if row_in != row {
                    covered.rows.insert(row_in);
                }
            }
        }
        covered
    }
}

/// The column of the only text of a row.
fn lone(sheet: &Sheet, row: u32, covered: &Covered) -> Option<u32> {
    let filled = sheet.rows.get(&row)?;
    let mut columns = filled.keys().filter(|column| !covered.cells.contains(&(row, **column)));
    let column = *columns.next()?;
    let (rows, _) = sheet.merged.get(&(row, column)).copied().unwrap_or((1, 1));
    let is_alone = columns.next().is_none() && rows == 1;
    (is_alone && !covered.rows.contains(&row)).then_some(column)
}

/// Writes rows between blank ones: lines, and tables between them.
fn write_block(
    sheet: &Sheet,
    block: &[SheetRow],
    number: u32,
    covered: &Covered,
    writer: &mut FileWriter,
    cells: &mut usize,
) -> Result<(), FileFault> {
    let text = |row: &SheetRow| Some(sheet.rows.get(&row.number)?.get(&row.lone?)?.as_str());
    let is_long = |row: &&SheetRow, longest| text(row).is_some_and(|text| text.chars().count() > longest);
    let is_merged = |row: &SheetRow| row.lone.is_some_and(|column| sheet.merged.contains_key(&(row.number, column)));
    let is_at_edge = |row: &&SheetRow| is_long(row, LONGEST_AT_EDGE) || is_merged(row);
    let has_table = block.iter().any(|row| row.lone.is_none());
    let first = if has_table { block.iter().take_while(is_at_edge).count() } else { block.len() };
    let behind = block.iter().skip(first).rev().take_while(is_at_edge).count();
    let last = block.len() - behind;
    let mut table: Vec<u32> = Vec::new();
    for (index, row) in block.iter().enumerate() {
        let is_line = index < first || index >= last || is_long(&row, LONGEST_LABEL);
        match (text(row), row.lone) {
            (Some(text), Some(column)) if is_line => {
                write_table(sheet, &std::mem::take(&mut table), number, covered, writer, cells)?;
                writer.line(text, TablePlace { table: number, row: row.number, cell: column });
            }
            _ => table.push(row.number),
        }
    }
    write_table(sheet, &table, number, covered, writer, cells)
}

/// Writes rows as a table.
fn write_table(
    sheet: &Sheet,
    rows: &[u32],
    number: u32,
    covered: &Covered,
    writer: &mut FileWriter,
    cells: &mut usize,
) -> Result<(), FileFault> {
    let filled = || rows.iter().filter_map(|row| sheet.rows.get(row));
    let first = filled().filter_map(|row| row.keys().next()).min();
    let last = filled().filter_map(|row| row.keys().next_back()).max();
    let (Some(first), Some(last)) = (first, last) else { return Ok(()) };
    let columns: Vec<u32> = (*first..=*last).filter(|column| sheet.shows_column(*column)).collect();
    *cells = cells.saturating_add(rows.len().saturating_mul(columns.len()));
    if *cells > limits::CELLS {
        return Err(FileFault::TooManyCells);
    }
    writer.table();
    for row in rows {
        writer.row();
        let texts = sheet.rows.get(row);
        for column in columns.iter().filter(|column| !covered.cells.contains(&(*row, **column))) {
            let (high, wide) = sheet.merged.get(&(*row, *column)).copied().unwrap_or((1, 1));
            // A blank merged cell may reach farther than what stands in the sheet.
            let is_blank = texts.is_none_or(|texts| !texts.contains_key(column));
            let size = |count: u32| usize::try_from(count).unwrap_or(1);
            let (high, wide) = (if is_blank { 1 } else { size(high) }, size(wide));
            writer.cell(TablePlace { table: number, row: *row, cell: *column }, wide, high);
            if let Some(text) = texts.and_then(|texts| texts.get(column)) {
                writer.plain(text);
            }
            writer.end_cell();
        }
        writer.end_row();
    }
    writer.end_table();
    Ok(())
}
