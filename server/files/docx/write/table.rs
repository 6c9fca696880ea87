//! Tables: their columns, their merged cells, how small their type is.

use super::model::{OfficeCell, OfficeTable};
use super::push_run;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The width of the text on a page, in twentieths of a point: 156 mm.
const PAGE_WIDTH: usize = 8844;
/// A table of more rows, or of more columns, has smaller type, so that it fits on a page.
const MANY_ROWS: usize = 15;
const MANY_COLUMNS: usize = 10;
/// Labels of rows are centred if none below each other has more characters.
const LONGEST_CENTRED: usize = 8;
/// How wide a column may want to be, in characters.
const NARROWEST: usize = 3;
const WIDEST: usize = 14;
/// A label of no more characters is broken over two lines only where there is no room for it.
const LONGEST_UNBROKEN: usize = 4;
/// The margins at both sides of a cell, in twentieths of a point.
const MARGINS: usize = 56;
/// The least height of a row, as a share of the height of a line.
const AIR: (usize, usize) = (4, 3);

/// A place of a row's grid.
#[derive(Debug)]
enum Slot<'a> {
    /// A cell begins.
    Begins(&'a OfficeCell),
    /// A cell from above goes on, so many columns wide.
    GoesOn(usize),
    /// Nothing stands there.
    Gap(usize),
}

/// Writes a table as wide as the page's text, with its whole grid.
pub(super) fn write_table(into: &mut String, table: &OfficeTable) {
    let is_dense = table.rows.len() > MANY_ROWS || table.width > MANY_COLUMNS;
    // 小五 or 五号; in half points, and the lines in twentieths of a point.
    let (size, line) = if is_dense { (18, 240) } else { (21, 300) };
    let widths = widths(table, size * 10);
    let left = left_columns(table);
    into.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/>");
    // Writing to a string cannot fail.
    let _ = write!(into, "<w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>", widths.iter().sum::<usize>());
    into.push_str("<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    for width in &widths {
        let _ = write!(into, "<w:gridCol w:w=\"{width}\"/>");
    }
    into.push_str("</w:tblGrid>");
    let mut open = BTreeMap::new();
    for (index, row) in table.rows.iter().enumerate() {
        let is_header = index < table.header_rows;
        let is_last = index + 1 == table.rows.len();
        let _ = write!(into, "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{}\"/>", line * AIR.0 / AIR.1);
        into.push_str(if is_header { "<w:tblHeader/>" } else { "" });
        into.push_str("</w:trPr>");
        let mut column = 0;
        for slot in slots(row, &mut open, table.width) {
            let (columns, merge, text) = match &slot {
                Slot::Begins(cell) => {
                    let merge = if cell.rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                    (cell.columns, merge, cell.text.as_str())
                }
                Slot::GoesOn(columns) => (*columns, "<w:vMerge/>", ""),
                Slot::Gap(columns) => (*columns, "", ""),
            };
            let width: usize = widths.iter().skip(column).take(columns).sum();
            let _ = write!(into, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
            if columns > 1 {
                let _ = write!(into, "<w:gridSpan w:val=\"{columns}\"/>");
            }
            into.push_str(merge);
            into.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
            let is_left =
                matches!(&slot, Slot::Begins(cell) if is_label(row, cell)) && left.contains(&(column, columns));
            for paragraph in text.split('\n') {
                push_cell_paragraph(into, paragraph, &CellStyle { size, line, is_left, is_last });
            }
            into.push_str("</w:tc>");
            column += columns;
        }
        into.push_str("</w:tr>");
    }
    into.push_str("</w:tbl>");
}

/// How the text of a cell looks.
struct CellStyle {
    /// Its size, in half points.
    size: usize,
    /// The height of its lines, in twentieths of a point.
    line: usize,
    is_left: bool,
    /// Whether it stands in the last row. All others stay on one page with the next, as far as there is room.
    is_last: bool,
}

fn push_cell_paragraph(into: &mut String, text: &str, style: &CellStyle) {
    let CellStyle { size, line, is_left, is_last } = style;
    let side = if *is_left { "left" } else { "center" };
    let keep = if *is_last { "" } else { "<w:keepNext/>" };
    let size = format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
    let _ = write!(
        into,
        "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{keep}<w:spacing w:line=\"{line}\" w:lineRule=\"exact\"/>\
         <w:jc w:val=\"{side}\"/><w:rPr>{size}</w:rPr></w:pPr>"
    );
    if !text.is_empty() {
        push_run(into, &size, text);
    }
    into.push_str("</w:p>");
}

/// Whether a cell is the label of one row: figures stand behind it.
fn is_label(row: &[OfficeCell], cell: &OfficeCell) -> bool {
    let is_figure = |text: &str| text.chars().any(|c| c.is_ascii_digit()) && text.is_ascii();
    let has_figure = row.iter().any(|other| other.column > cell.column && is_figure(&other.text));
    cell.rows == 1 && !is_figure(&cell.text) && has_figure
}

/// The places, by first column and columns, in which long labels of rows stand one below the other.
fn left_columns(table: &OfficeTable) -> BTreeSet<(usize, usize)> {
    let is_long = |text: &str| text.chars().count() > LONGEST_CENTRED;
    let rows = table.rows.iter().skip(table.header_rows);
    let labels = rows.flat_map(|row| row.iter().filter(|cell| is_label(row, cell)));
    labels.filter(|cell| is_long(&cell.text)).map(|cell| (cell.column, cell.columns)).collect()
}

/// What stands in a row, left to right. `open` has the cells that go on below, by their column: for how many rows more,
/// and how wide.
fn slots<'a>(row: &'a [OfficeCell], open: &mut BTreeMap<usize, (usize, usize)>, width: usize) -> Vec<Slot<'a>> {
    let mut slots = Vec::new();
    let mut column = 0;
    let mut cells = row.iter().peekable();
    let mut begun = Vec::new();
    while column < width {
        if let Some((_, columns)) = open.get(&column) {
            slots.push(Slot::GoesOn(*columns));
            column += *columns;
        } else if let Some(cell) = cells.next_if(|cell| cell.column <= column) {
            slots.push(Slot::Begins(cell));
            column += cell.columns.max(1);
            begun.push(cell);
        } else {
            let next = cells.peek().map_or(width, |cell| cell.column.min(width));
            let until = open.keys().find(|at| **at > column).map_or(next, |at| next.min(*at));
            slots.push(Slot::Gap(until.saturating_sub(column).max(1)));
            column = until.max(column + 1);
        }
    }
    open.retain(|_, (more, _)| {
        *more -= 1;
        *more > 0
    });
    let going_on = begun.into_iter().filter(|cell| cell.rows > 1);
    open.extend(going_on.map(|cell| (cell.column, (cell.rows - 1, cell.columns.max(1)))));
    slots
}

/// The widths of the columns, in twentieths of a point, for characters of such a width: each by what its own cells want,
/// together as wide as the page.
fn widths(table: &OfficeTable, character: usize) -> Vec<usize> {
    let room = |wanted: &[usize]| wanted.iter().map(|wanted| wanted * character + MARGINS).collect::<Vec<_>>();
    let fits = |widths: &Vec<usize>| widths.iter().sum::<usize>() <= PAGE_WIDTH;
    let whole = wanted(table, LONGEST_UNBROKEN);
    let (wanted, least) = match Some(room(&whole)).filter(fits) {
        Some(widths) => (whole, widths),
        None => {
            let broken = wanted(table, 0);
            let widths = Some(room(&broken)).filter(fits).unwrap_or_else(|| vec![0; table.width]);
            (broken, widths)
        }
    };
    // What is left over is shared out by what the columns want.
    let (rest, sum) = (PAGE_WIDTH - least.iter().sum::<usize>(), wanted.iter().sum::<usize>().max(1));
    let mut widths: Vec<usize> = least.iter().zip(&wanted).map(|(least, wanted)| least + rest * wanted / sum).collect();
    let rounded = PAGE_WIDTH.saturating_sub(widths.iter().sum());
    widths.last_mut().into_iter().for_each(|last| *last += rounded);
    widths
}

/// How many characters each column wants. Labels longer than `unbroken` may be broken over two lines, figures may not.
fn wanted(table: &OfficeTable, unbroken: usize) -> Vec<usize> {
    let mut wanted = vec![NARROWEST; table.width];
    for cell in table.rows.iter().flatten().filter(|cell| cell.columns == 1) {
        let longest = cell.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        // A character of ASCII is half as wide as others.
        let length = match cell.text.is_ascii() {
            true => longest.div_ceil(2) + 1,
            false if longest <= unbroken => longest,
            false => longest.div_ceil(2),
        };
        if let Some(wanted) = wanted.get_mut(cell.column) {
            *wanted = (*wanted).max(length.min(WIDEST));
        }
    }
    wanted
}
