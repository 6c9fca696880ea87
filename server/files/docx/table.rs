//! The rows of a table and which of its cells are merged.

use super::names::{Element, Name, attribute, child, chosen, elements, name, number, switch, value};
use rustc_hash::FxHashMap;

/// The most columns that a cell spans; Word allows no more in a table.
const MOST_COLUMNS: usize = 63;

/// A cell as it is seen.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    /// Its first element; `None` for the blank before and behind a row that begins or ends farther in.
    pub element: Option<Element<'a>>,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows it spans.
    pub rows: usize,
    column: usize,
}

/// How an element continues a merged cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    Begins,
    GoesOn,
}

/// The rows of a table with the cells that are seen in each, as it is with all changes accepted.
pub(super) fn rows(table: Element<'_>) -> Vec<Vec<Cell<'_>>> {
    let mut elements = Vec::new();
    gather(table, "tr", &mut elements);
    let mut rows: Vec<Vec<Cell<'_>>> = Vec::with_capacity(elements.len());
    // The cells that may go on in the next row: by their column the row and the place in it.
    let mut open: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    for row in elements.into_iter().filter(|row| !is_left_out(*row)) {
        let mut next = FxHashMap::default();
        let mut cells = Vec::new();
        for (cell, merge) in cells_of(row) {
            let above = merge.filter(|merge| *merge == Merge::GoesOn).and_then(|_| open.get(&cell.column).copied());
            if let Some((row, index)) = above
                && let Some(begun) = rows.get_mut(row).and_then(|row| row.get_mut(index))
            {
                begun.rows += 1;
                next.insert(cell.column, (row, index));
                continue;
            }
            if merge.is_some() {
                next.insert(cell.column, (rows.len(), cells.len()));
            }
            cells.push(cell);
        }
        rows.push(cells);
        open = next;
    }
    rows
}

/// Whether a row is deleted or hidden.
fn is_left_out(row: Element<'_>) -> bool {
    let properties = child(row, "trPr");
    properties.is_some_and(|it| child(it, "del").is_some() || switch(it, "hidden") == Some(true))
}

/// The cells of a row, without those that another one beside them has taken in.
fn cells_of(row: Element<'_>) -> Vec<(Cell<'_>, Option<Merge>)> {
    let mut elements = Vec::new();
    gather(row, "tc", &mut elements);
    let blank = |local| {
        let columns = child(row, "trPr").and_then(|it| number::<usize>(it, local)).unwrap_or(0).min(MOST_COLUMNS);
        (columns > 0).then_some((Cell { element: None, columns, rows: 1, column: 0 }, None))
    };
    let mut cells: Vec<(Cell<'_>, Option<Merge>)> = blank("gridBefore").into_iter().collect();
    for element in elements {
        let properties = child(element, "tcPr");
        if properties.is_some_and(|it| child(it, "cellDel").is_some()) {
            continue;
        }
        let columns = properties.and_then(|it| number::<usize>(it, "gridSpan")).unwrap_or(1).clamp(1, MOST_COLUMNS);
        let column = cells.last().map_or(0, |(last, _)| last.column + last.columns);
        if properties.and_then(|it| merge(it, "hMerge")) == Some(Merge::GoesOn)
            && let Some((last, _)) = cells.last_mut().filter(|(last, _)| last.element.is_some())
        {
            last.columns += columns;
            continue;
        }
        let merge = properties.and_then(|it| merge(it, "vMerge").or_else(|| tracked_merge(it)));
        cells.push((Cell { element: Some(element), columns, rows: 1, column }, merge));
    }
    cells.extend(blank("gridAfter"));
    cells
}

fn merge(properties: Element<'_>, local: &str) -> Option<Merge> {
    child(properties, local)?;
    Some(if value(properties, local) == Some("restart") { Merge::Begins } else { Merge::GoesOn })
}

/// A merging that is tracked as a change.
fn tracked_merge(properties: Element<'_>) -> Option<Merge> {
    match attribute(child(properties, "cellMerge")?, "vMerge")? {
        "rest" => Some(Merge::Begins),
        "cont" => Some(Merge::GoesOn),
        _ => None,
    }
}

/// Gathers rows or cells, those in content controls and in tracked insertions too.
fn gather<'a>(parent: Element<'a>, local: &str, into: &mut Vec<Element<'a>>) {
    for element in elements(parent) {
        match name(element) {
            Name::Word(found) if found == local => into.push(element),
            Name::Word("sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag") => {
                gather(element, local, into);
            }
            Name::Alternatives => chosen(element).into_iter().for_each(|it| gather(it, local, into)),
            _ => {}
        }
    }
}
