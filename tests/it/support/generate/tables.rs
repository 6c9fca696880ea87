//! Tables, in ways that nianbao itself does not write.

use super::marks::is_value;
use nianbao::syntax::Layout;
use nianbao::syntax::table::{Grid, GridCell};

/// Takes a row out of a table as a word processor does: cells that reach into it from above get shorter, and cells that
/// begin in it and go on begin in the next.
pub fn delete_row(grid: &mut Grid, row: usize) {
    for (above, cells) in grid.rows[..row].iter_mut().enumerate() {
        for cell in cells.iter_mut().filter(|cell| above + cell.rows > row) {
            cell.rows -= 1;
        }
    }
    let deleted = grid.rows.remove(row);
    let Some(next) = grid.rows.get_mut(row) else { return };
    for mut cell in deleted.into_iter().filter(|cell| cell.rows > 1) {
        cell.rows -= 1;
        let at = next.partition_point(|other| other.column < cell.column);
        next.insert(at, cell);
    }
}

/// The cell that covers each place of a table.
pub fn covering(grid: &Grid) -> Vec<Vec<Option<&GridCell>>> {
    let mut places = vec![vec![None; grid.width]; grid.rows.len()];
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells {
            for line in &mut places[row..row + cell.rows] {
                line[cell.column..cell.column + cell.columns].fill(Some(cell));
            }
        }
    }
    places
}

fn pipe_line<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    fields.into_iter().map(|field| format!("| {field}{}", if field.is_empty() { "" } else { " " })).collect::<String>()
        + "|\n"
}

fn delimiter(width: usize) -> String {
    "| --- ".repeat(width) + "|\n"
}

/// Markdown that repeats a merged label in every place it covers.
pub fn repeated_labels(grid: &Grid) -> String {
    let mut text = String::new();
    for (row, places) in covering(grid).iter().enumerate() {
        let mut last_value = None;
        text += &pipe_line(places.iter().map(|cell| match cell {
            Some(cell) if is_value(cell) && last_value.replace(cell.column) == Some(cell.column) => "",
            Some(cell) => &cell.text,
            None => "",
        }));
        if row == 0 {
            text += &delimiter(grid.width);
        }
    }
    text
}

/// Markdown with one column for all labels and one header row: no merged cells at all. With `groups`, a label stands
/// behind those of the groups to which its row belongs.
pub fn flat(grid: &Grid, groups: bool) -> String {
    let is_label = |cell: &GridCell| !cell.text.is_empty() && !is_value(cell);
    let first_values = grid.rows.iter().find(|row| row.iter().any(is_value));
    let label = first_values.and_then(|row| row.iter().rfind(|cell| is_label(cell)));
    let label_width = label.map_or(0, |cell| cell.column + cell.columns);
    if label_width == 0 {
        return grid.write(Layout::Markdown);
    }
    let places = covering(grid);
    let mut text = String::new();
    let is_banner = |cells: &[GridCell]| cells.len() == 1 && cells[0].columns == grid.width;
    let is_header = |cells: &Vec<GridCell>| cells.iter().any(|cell| cell.column >= label_width && is_label(cell));
    for (row, cells) in grid.rows.iter().enumerate() {
        let mut labels: Vec<&GridCell> = places[row].iter().flatten().copied().collect();
        labels.dedup_by_key(|cell| cell.column);
        if is_banner(cells) {
            text += &pipe_line([&*cells[0].text, ""]);
        } else if !is_header(cells) {
            labels.retain(|cell| cell.column < label_width);
            let own = if groups { 0 } else { labels.len().saturating_sub(1) };
            let label: String = labels[own..].iter().map(|cell| &*cell.text).collect();
            let values = cells.iter().filter(|cell| cell.column >= label_width);
            text += &pipe_line(std::iter::once(&*label).chain(values.map(|cell| &*cell.text)));
        } else if !grid.rows.get(row + 1).is_some_and(is_header) {
            // The last line of a header: what stands there, however high it reaches.
            text += &pipe_line(labels.iter().map(|cell| &*cell.text));
        }
        if text.lines().count() == 1 {
            text += &delimiter(text.matches('|').count() - 1);
        }
    }
    text
}

/// Markdown without a blank more than it needs.
pub fn narrow(grid: &Grid) -> String {
    grid.write(Layout::Markdown).replace("| --- ", "|:-:").replace("| ", "|").replace(" |", "|")
}

pub fn without_outer_pipes(text: String) -> String {
    each_line(&text, |line| line.strip_prefix("| ").unwrap_or(line).trim_end_matches('|'))
}

pub fn each_line<'a>(text: &'a str, change: impl Fn(&'a str) -> &'a str) -> String {
    text.lines().map(|line| change(line).to_owned() + "\n").collect()
}

/// HTML as word processors leave it: capital tags, nested spans and fonts, entities, labels in pieces.
pub fn word(grid: &Grid) -> String {
    let mut text = String::from("<TABLE class=MsoTableGrid border=1 cellSpacing=0>\n<TBODY>\n");
    for row in &grid.rows {
        text += "<TR style=\"HEIGHT: 22.7pt\">\n";
        for cell in row {
            let words = cell.text.replace('“', "&ldquo;").replace('”', "&rdquo;");
            let words = match is_value(cell) {
                true => format!("&nbsp;{words}"),
                false if cell.columns == grid.width => words,
                false => in_two_spans(&words),
            };
            text += &format!(
                "<TD style=\"PADDING: 0cm 5.4pt\" vAlign=center rowSpan={} colSpan=\"{}\">\n<P class=MsoNormal \
                 align=center><SPAN style='FONT-FAMILY: \"仿宋\"; mso-bidi-font-family: 宋体'><FONT size=3>{words}\
                 <o:p></o:p></FONT></SPAN></P></TD>\n",
                cell.rows, cell.columns
            );
        }
        text += "</TR>\n";
    }
    text + "</TBODY></TABLE>\n"
}

/// A label in two spans, cut in the middle but not in an entity.
fn in_two_spans(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let middle = chars.len() / 2;
    if chars.len() < 9 || chars.contains(&'&') {
        return words.to_owned();
    }
    let (first, second): (String, String) = (chars[..middle].iter().collect(), chars[middle..].iter().collect());
    format!("{first}</SPAN><SPAN lang=EN-US>{second}")
}

/// HTML that leaves empty cells where others have merged ones.
pub fn ragged(grid: &Grid) -> String {
    let mut text = String::from("<table border=\"1\">\n");
    for row in 0..grid.rows.len() {
        let cells: String = grid.spread(row).iter().map(|field| format!("<td><p>{field}</p></td>")).collect();
        text += &format!("<tr>{cells}</tr>\n");
    }
    text + "</table>\n"
}

/// One cell a line with a pipe after it; the rest of a merged cell is pipes on a line of their own.
pub fn with_pipes(grid: &Grid, filler: bool) -> String {
    let mut text = String::new();
    for row in 0..grid.rows.len() {
        let mut empty = 0;
        for field in grid.spread(row) {
            if field.is_empty() {
                empty += 1;
                continue;
            }
            if empty > 0 {
                text += &("|".repeat(if filler { 40 } else { empty }) + "\n");
                empty = 0;
            }
            text += &format!("{field} |\n");
        }
        if empty > 0 {
            text += &("|".repeat(if filler { 40 } else { empty }) + "\n");
        }
    }
    text
}

/// The cells of a row on one line, and nothing where a merged one goes on.
pub fn cells(grid: &Grid, between: &str) -> String {
    let row = |cells: &Vec<GridCell>| cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join(between) + "\n";
    grid.rows.iter().map(row).collect()
}

/// All cells on one line.
pub fn in_one_line(grid: &Grid, between: &str) -> String {
    let cells = grid.rows.iter().flatten().map(|cell| &*cell.text);
    cells.collect::<Vec<_>>().join(between) + "\n"
}

/// All cells on one line with nothing between them but a blank between two figures.
pub fn glued(grid: &Grid) -> String {
    let mut text = String::new();
    let mut after_value = false;
    for cell in grid.rows.iter().flatten() {
        text += if after_value && is_value(cell) { " " } else { "" };
        text += &cell.text;
        after_value = is_value(cell);
    }
    text + "\n"
}
