//! Tables as programs give the text of a PDF: labels in lines with their figures beside one of them, pieces of the labels of
//! groups in between, page numbers.

use super::marks::{in_pieces, is_value};
use nianbao::syntax::table::{Grid, GridCell};
use std::collections::VecDeque;

/// How many characters of a label stand in a line, of the label of a row and of that of a group.
const LABEL: usize = 8;
const GROUP: usize = 3;
/// How many rows stand on a page.
const PAGE: usize = 9;

/// A row of a table with values.
struct Line<'a> {
    /// The labels of the groups that begin with it, in pieces.
    groups: Vec<String>,
    /// Its own label in pieces.
    label: Vec<String>,
    values: Vec<&'a str>,
}

/// A row of the grid; its cells if it has no values.
fn line(cells: &[GridCell]) -> Result<Line<'_>, Vec<&GridCell>> {
    let (values, labels): (Vec<&GridCell>, Vec<&GridCell>) = cells.iter().partition(|cell| is_value(cell));
    if values.is_empty() {
        return Err(labels);
    }
    let (label, groups) = match labels.split_last() {
        Some((label, groups)) => (in_pieces(&label.text, LABEL), groups),
        None => (Vec::new(), &[][..]),
    };
    let groups = groups.iter().flat_map(|group| in_pieces(&group.text, GROUP)).collect();
    Ok(Line { groups, label, values: values.iter().map(|cell| &*cell.text).collect() })
}

/// As `pdftotext -layout` writes: figures on one line, in the middle of their label's, the pieces of groups on the margin.
pub fn by_layout(grid: &Grid) -> String {
    let mut text = String::new();
    let mut margin = VecDeque::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        let line = match line(cells) {
            Ok(line) => line,
            Err(labels) => {
                text += &format!("   {}\n", labels.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("   "));
                continue;
            }
        };
        let figures = line.values.iter().map(|value| format!("      {value}")).collect::<String>();
        margin.extend(line.groups);
        let (count, middle) = (line.label.len(), line.label.len() / 2);
        for (at, piece) in line.label.iter().enumerate() {
            if count % 2 == 0 && at == middle {
                text += &format!("           {figures}\n");
            }
            let beside = if count % 2 == 1 && at == middle { &*figures } else { "" };
            text += &format!("{:4}   {piece}{beside}\n", margin.pop_front().unwrap_or_default());
        }
        if count == 0 {
            text += &format!("{figures}\n");
        }
        if row % PAGE == PAGE - 1 {
            text += &format!("\n                {}\n\n\u{c}", row / PAGE + 1);
        }
    }
    text + &margin.into_iter().map(|piece| format!("  {piece}\n")).collect::<String>()
}

/// As `pdftotext -raw` writes: cell by cell, each line of a label by itself, figures on one line behind it. At the end of
/// a page, the first line of a label has the figures.
pub fn by_cells(grid: &Grid) -> String {
    let mut text = String::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        let line = match line(cells) {
            Ok(line) => line,
            Err(labels) => {
                labels.iter().for_each(|cell| text += &format!("{}\n", cell.text));
                continue;
            }
        };
        let figures = line.values.join(" ");
        line.groups.iter().for_each(|piece| text += &format!("{piece}\n"));
        let ends_page = row % PAGE == PAGE - 1;
        for (at, piece) in line.label.iter().enumerate() {
            let beside = line.label.len() == 1 || (ends_page && at == 0);
            text += &if beside { format!("{piece} {figures}\n") } else { format!("{piece}\n") };
            if ends_page && at == 0 {
                text += &format!("- {} -\n", row / PAGE + 1);
            }
        }
        if line.label.is_empty() || (line.label.len() > 1 && !ends_page) {
            text += &format!("{figures}\n");
        }
    }
    text
}

/// Each line and each figure by itself, the pieces of groups between a label and its figures, the rest of the label behind
/// them.
pub fn by_lines(grid: &Grid) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut margin = VecDeque::new();
    for cells in &grid.rows {
        let line = match line(cells) {
            Ok(line) => line,
            Err(labels) => {
                lines.extend(labels.iter().map(|cell| cell.text.clone()));
                continue;
            }
        };
        margin.extend(line.groups);
        let mut label = line.label.into_iter();
        lines.extend(label.next());
        lines.extend(margin.pop_front());
        lines.extend(line.values.iter().map(|value| (*value).to_owned()));
        lines.extend(label);
        lines.extend(margin.pop_front());
    }
    lines.extend(margin);
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The same as `pdftohtml` writes it.
pub fn by_lines_of_html(grid: &Grid) -> String {
    by_lines(grid).lines().map(|line| format!("{line}<br/>\n")).collect()
}
