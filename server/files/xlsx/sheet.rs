//! The cells of a sheet as they are seen.

use super::book::{Book, is_on, text};
use super::number_format::general;
use crate::files::xml::{Element, attribute, elements};
use crate::files::{FileFault, limits};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The last column and row of a sheet, from 1.
const LAST: CellPlace = (1_048_576, 16_384);

/// The row and the column of a cell, from 1.
pub(super) type CellPlace = (u32, u32);

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The cells with something in them, by row and column.
    pub rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// By their first cell that is seen, how many rows and columns merged cells span of those that are seen.
    pub merged: FxHashMap<CellPlace, (u32, u32)>,
    /// How many rows and columns with something in them are hidden.
    pub hidden: usize,
    /// Whether there are pictures or charts.
    pub has_drawing: bool,
    /// The hidden columns.
    hidden_columns: FxHashSet<u32>,
    /// The hidden rows.
    hidden_rows: Vec<u32>,
}

impl Sheet {
    /// Reads a sheet. `cells` counts those of all sheets.
    ///
    /// # Errors
    /// If it has more cells than are read.
    pub fn read(root: Element<'_>, book: &Book, cells: &mut usize) -> Result<Self, FileFault> {
        let mut sheet = Sheet::default();
        let mut shows_zeros = true;
        let mut regions = Vec::new();
        for element in elements(root) {
            match element.tag_name().name() {
                "sheetViews" => {
                    shows_zeros =
                        elements(element).next().and_then(|view| attribute(view, "showZeros")).is_none_or(is_on);
                }
                "cols" => elements(element).filter_map(hidden_columns).for_each(|it| sheet.hidden_columns.extend(it)),
                "sheetData" => sheet.data(element, book, shows_zeros, cells)?,
                "mergeCells" => {
                    regions.extend(elements(element).filter_map(|it| region(attribute(it, "ref")?)));
                }
                "drawing" | "legacyDrawingHF" | "picture" => sheet.has_drawing = true,
                _ => {}
            }
        }
        sheet.leave_out_columns();
        sheet.merge(regions, cells)?;
        Ok(sheet)
    }

    /// Whether a column is seen.
    pub fn shows_column(&self, column: u32) -> bool {
        !self.hidden_columns.contains(&column)
    }

    /// Whether a row is seen.
    pub fn shows_row(&self, row: u32) -> bool {
        self.hidden_rows.binary_search(&row).is_err()
    }

    fn data(&mut self, data: Element<'_>, book: &Book, zeros: bool, cells: &mut usize) -> Result<(), FileFault> {
        let mut number = 0;
        for row in elements(data).filter(|it| it.tag_name().name() == "row") {
            number = attribute(row, "r").and_then(|it| it.parse().ok()).unwrap_or(number + 1).clamp(1, LAST.0);
            let is_hidden = attribute(row, "hidden").is_some_and(is_on);
            let mut column = 0;
            let mut filled = BTreeMap::new();
            for cell in elements(row).filter(|it| it.tag_name().name() == "c") {
                column = attribute(cell, "r").and_then(place).map_or(column + 1, |(_, column)| column).min(LAST.1);
                let shown = value(cell, book, zeros);
                if !shown.trim().is_empty() {
                    *cells += 1;
                    filled.insert(column, shown);
                }
                if *cells > limits::CELLS {
                    return Err(FileFault::TooManyCells);
                }
            }
            if is_hidden {
                self.hidden += usize::from(!filled.is_empty());
                self.hidden_rows.push(number);
            } else if !filled.is_empty() {
                self.rows.insert(number, filled);
            }
        }
        self.hidden_rows.sort_unstable();
        Ok(())
    }

    /// Leaves out what stands in hidden columns.
    fn leave_out_columns(&mut self) {
        let mut found: Vec<u32> = Vec::new();
        for row in self.rows.values_mut() {
            row.retain(|column, _| {
                let is_hidden = self.hidden_columns.contains(column);
                if is_hidden {
                    found.push(*column);
                }
                !is_hidden
            });
        }
        self.rows.retain(|_, row| !row.is_empty());
        found.sort_unstable();
        found.dedup();
        self.hidden += found.len();
    }

    /// Merges cells, as far as there is something in the sheet.
    fn merge(&mut self, regions: Vec<(CellPlace, CellPlace)>, cells: &mut usize) -> Result<(), FileFault> {
        let last_row = self.rows.keys().next_back().copied().unwrap_or(0);
        let last_column = self.rows.values().filter_map(|row| row.keys().next_back()).max().copied().unwrap_or(0);
        for (first, last) in regions {
            let last = (last.0.min(last_row), last.1.min(last_column));
            let size =
                u64::from((last.0 + 1).saturating_sub(first.0)) * u64::from((last.1 + 1).saturating_sub(first.1));
            *cells = cells.saturating_add(usize::try_from(size).unwrap_or(usize::MAX)).saturating_add(1);
            if *cells > limits::CELLS {
                return Err(FileFault::TooManyCells);
            }
            if size == 0 {
                continue;
            }
            let rows = (first.0..=last.0).filter(|row| self.shows_row(*row));
            let columns = (first.1..=last.1).filter(|column| self.shows_column(*column));
            let (rows, columns): (Vec<u32>, Vec<u32>) = (rows.collect(), columns.collect());
            let (Some(row), Some(column)) = (rows.first(), columns.first()) else { continue };
            let size = (u32::try_from(rows.len()).unwrap_or(1), u32::try_from(columns.len()).unwrap_or(1));
            if size != (1, 1) {
                self.merged.insert((*row, *column), size);
            }
        }
        Ok(())
    }
}

/// What a cell shows.
fn value(cell: Element<'_>, book: &Book, zeros: bool) -> String {
    let child = |local: &str| elements(cell).find(|it| it.tag_name().name() == local);
    let Some(source) = child("v").and_then(|it| it.text()) else {
        return child("is").map(text).unwrap_or_default();
    };
    match attribute(cell, "t").unwrap_or("n") {
        "s" => source.trim().parse().ok().and_then(|at: usize| book.texts.get(at)).cloned().unwrap_or_default(),
        "b" => if source.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        "n" => {
            let Ok(number) = source.trim().parse::<f64>() else { return source.to_owned() };
            if number == 0.0 && !zeros {
                return String::new();
            }
            let style = attribute(cell, "s").and_then(|it| it.parse().ok()).unwrap_or(0);
            match book.formats.get::<usize>(style) {
                Some(format) => format.show(number, book.is_1904),
                None => general(number),
            }
        }
        _ => source.to_owned(),
    }
}

fn hidden_columns(columns: Element<'_>) -> Option<RangeInclusive<u32>> {
    let number = |name| attribute(columns, name).and_then(|it| it.parse::<u32>().ok());
    attribute(columns, "hidden").filter(|it| is_on(it))?;
    Some(number("min")?..=number("max")?.min(LAST.1))
}

/// The first and the last cell of a region: A1:B2.
fn region(name: &str) -> Option<(CellPlace, CellPlace)> {
    let (first, last) = name.split_once(':')?;
    Some((place(first)?, place(last)?))
}

/// A cell by its name: B5.
fn place(name: &str) -> Option<CellPlace> {
    let name = name.trim();
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = name.split_at(letters);
    let digit = |column: u32, letter: u8| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1)
    };
    let column = letters.bytes().try_fold(0, digit).filter(|column| (1..=LAST.1).contains(column))?;
    Some((digits.parse().ok().filter(|row| (1..=LAST.0).contains(row))?, column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::TablePlace;

    #[test]
    fn cells_are_known_by_their_names() {
        for (name, at) in [("A1", (1, 1)), ("Z9", (9, 26)), ("AA10", (10, 27)), ("XFD1048576", LAST)] {
            assert_eq!(place(name), Some(at));
            assert_eq!(TablePlace { table: 1, row: at.0, cell: at.1 }.name(), name);
        }
        for name in ["", "A", "1", "XFE1", "A0", "A1048577", "AAAAAAAAA1", "A-1"] {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
