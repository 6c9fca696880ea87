//! Tables in which the figures of a row have nothing between them, as copies leave them.

use super::marks::is_value;
use nianbao::syntax::table::{Grid, GridCell};

/// The figures of a row, run together if they are digits only.
fn run(row: &[GridCell], otherwise: &str) -> String {
    let figures: Vec<&str> = row.iter().filter(|cell| is_value(cell)).map(|cell| &*cell.text).collect();
    let are_digits = figures.iter().all(|figure| !figure.contains(['-', '.']));
    figures.join(if are_digits { "" } else { otherwise })
}

/// One cell a line, but the figures of a row together, behind its label and `between`.
pub fn run_together(grid: &Grid, between: &str) -> String {
    let otherwise = if between == "\t" { "\t" } else { " " };
    let mut text = String::new();
    for row in &grid.rows {
        let (figures, labels) = (run(row, otherwise), row.iter().filter(|cell| !is_value(cell)));
        let labels: Vec<&str> = labels.map(|cell| &*cell.text).filter(|label| !label.is_empty()).collect();
        text += &labels.join("\n");
        if !figures.is_empty() {
            // A label and several figures on one line have at least a blank between them.
            let is_parted = figures.contains(otherwise) && between.is_empty();
            let between = if is_parted { otherwise } else { between };
            text += if labels.is_empty() { "" } else { between };
            text += &figures;
        }
        text.push('\n');
    }
    text
}

/// Markdown whose rows have one field for all their figures.
pub fn run_together_pipes(grid: &Grid) -> String {
    let mut text = String::new();
    for (at, row) in grid.rows.iter().enumerate() {
        let labels = row.iter().filter(|cell| !is_value(cell)).map(|cell| cell.text.clone());
        let figures = Some(run(row, " | ")).filter(|figures| !figures.is_empty());
        text += &labels.chain(figures).map(|field| format!("| {field} ")).collect::<String>();
        text += "|\n";
        if at == 0 {
            text += &("| --- ".repeat(row.len()) + "|\n");
        }
    }
    text
}

/// HTML whose rows have one cell for all their figures.
pub fn run_together_html(grid: &Grid) -> String {
    let mut text = String::from("<table>\n");
    for row in &grid.rows {
        text += "<tr>";
        for cell in row.iter().filter(|cell| !is_value(cell)) {
            text += &format!("<td rowspan={} colspan={}>{}</td>", cell.rows, cell.columns, cell.text);
        }
        let figures = run(row, "</td><td>");
        let columns: usize = row.iter().filter(|cell| is_value(cell)).map(|cell| cell.columns).sum();
        if !figures.is_empty() {
            let span = if figures.contains("<td>") { 1 } else { columns };
            text += &format!("<td colspan={span}>{figures}</td>");
        }
        text += "</tr>\n";
    }
    text + "</table>\n"
}
