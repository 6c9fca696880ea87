//! A new row of a pipe table or a tab-separated one: a line copied field by field.
//!
//! ```text
//! |  | （四）无法提供 | 1.本机关不掌握相关政府信息 | 1 | 0 |
//! |  |                | 2.没有现成信息需要另行制作 | 0 | 0 |   ← copied from the line above
//! ```

use super::sample::{NewRow, RowPlace, Sample, label, nearest};
use crate::check::{PlacedCell, View};
use crate::report::Filled;
use crate::syntax::Layout;
use crate::syntax::table::pipe;
use crate::text::{Edit, fold::fold};
use std::ops::Range;

/// The line of a row, by its fields.
struct Line {
    /// The bytes of the line.
    line: Range<usize>,
    /// The bytes of each field.
    fields: Vec<Range<usize>>,
    /// The column of the label.
    label: usize,
    /// The columns of the figures.
    figures: Vec<usize>,
    /// The table in which it stands.
    table: (usize, u32),
}

/// The edits that insert a row.
pub fn insert(view: &View, filled: &Filled, samples: &[Sample], place: &RowPlace, new: &NewRow) -> Option<Vec<Edit>> {
    let neighbour = line(view, filled.layout, place.neighbour())?;
    let same_table = |sample: &Sample| line(view, filled.layout, sample).is_some_and(|it| it.table == neighbour.table);
    let sample = nearest(filled, samples, new.row, same_table)?;
    let copied = line(view, filled.layout, sample)?;
    let mut edits = Vec::new();
    let fields = fields(view, filled, sample, &copied, new, |column| {
        // The label of a group moves up when a row is put before the group's first.
        let field = neighbour.fields.get(column).filter(|_| matches!(place, RowPlace::Before(_)))?;
        let moved = view.text[field.clone()].trim();
        let blank = if filled.layout == Layout::Markdown { " " } else { "" };
        edits.push(Edit::new(field.clone(), blank));
        Some(moved.to_owned())
    });
    let row = replaced(view, filled.layout, &copied, &fields);
    let line_break = view.line_break();
    edits.push(match place {
        RowPlace::Behind(_) => Edit::new(neighbour.line.end..neighbour.line.end, format!("{line_break}{row}")),
        RowPlace::Before(_) => Edit::new(neighbour.line.start..neighbour.line.start, format!("{row}{line_break}")),
    });
    Some(edits)
}

/// The line of a sample, if all of it stands in one row of a table that is one line.
fn line(view: &View, layout: Layout, sample: &Sample) -> Option<Line> {
    let line = view.line(sample.label.start);
    let text = &view.text[line.clone()];
    let fields: Vec<Range<usize>> = match layout {
        Layout::Markdown => pipe::split(text),
        _ => {
            let ends = text.match_indices('\t').map(|(at, _)| at).chain([text.len()]);
            ends.scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end)).collect()
        }
    };
    let fields: Vec<_> = fields.into_iter().map(|field| line.start + field.start..line.start + field.end).collect();
    let cells = view.cells(&line);
    let row = cells.iter().find(|cell| cell.range == sample.label)?.row()?;
    let in_row = cells.iter().filter(|cell| cell.row() == Some(row)).count();
    let field_of =
        |range: &Range<usize>| fields.iter().position(|field| field.start <= range.start && range.end <= field.end);
    let label = field_of(&sample.label)?;
    let figures: Vec<usize> = sample.figures.iter().map(field_of).collect::<Option<_>>()?;
    (in_row == fields.len()).then_some(Line { line, fields, label, figures, table: (row.0, row.1) })
}

/// What stands in each field of the new row. `take_up` takes the label of a group out of the row below.
fn fields(
    view: &View,
    filled: &Filled,
    sample: &Sample,
    copied: &Line,
    new: &NewRow,
    mut take_up: impl FnMut(usize) -> Option<String>,
) -> Vec<String> {
    let path = &filled.form.rows[new.row].path;
    // In a table with the official label columns a label's column is its level.
    let levels = copied.label + 1 == filled.form.rows[sample.row].path.len();
    let own = if levels { path.len().saturating_sub(1) } else { copied.label };
    let table: Vec<PlacedCell<'_>> =
        view.cells(&filled.range).into_iter().filter(|cell| cell.table() == Some(copied.table)).collect();
    let mut fields = vec![String::new(); copied.fields.len()];
    for (column, figure) in copied.figures.iter().zip(&new.figures) {
        fields[*column].clone_from(figure);
    }
    for (column, group) in path.iter().enumerate().take(own).filter(|_| levels) {
        let text = fold(group);
        let shown = table.iter().filter(|cell| cell.column() == Some(column) && cell.folded.trim_matches('*') == text);
        let rows = filled.rows.iter().zip(&filled.form.rows);
        let members = rows.filter(|(row, header)| {
            row.label.is_some() && header.path.len() > column + 1 && header.path[column] == *group
        });
        // A group's label stands once, or in each of its rows.
        fields[column] = match (shown.clone().count(), members.count()) {
            (0, _) if new.continues(filled, column) => String::new(),
            (0, _) => group.clone(),
            (shown, members) if shown > 1 && shown >= members => group.clone(),
            _ if new.continues(filled, column) => String::new(),
            _ => {
                let below = shown.map(|cell| cell.range.start).min().is_some_and(|at| at >= sample_line(filled, new));
                below.then(|| take_up(column)).flatten().unwrap_or_default()
            }
        };
    }
    if let Some(field) = fields.get_mut(own) {
        *field = label(filled, sample, new.row);
    }
    fields
}

/// Where the rows below a new one begin.
fn sample_line(filled: &Filled, new: &NewRow) -> usize {
    let before = filled.rows[..new.row].iter().rev().find_map(|row| row.label.as_ref());
    before.map_or(filled.range.start, |label| label.range.end)
}

/// The copied line with other contents; what stands between the fields, and the blanks in them, stays.
fn replaced(view: &View, layout: Layout, copied: &Line, contents: &[String]) -> String {
    let mut row = String::new();
    let mut done = copied.line.start;
    for (field, content) in copied.fields.iter().zip(contents) {
        let text = &view.text[field.clone()];
        let printed = text.trim();
        row.push_str(&view.text[done..field.start]);
        let content = if layout == Layout::Markdown { content.replace('|', "\\|") } else { content.clone() };
        let bold = printed.len() > 4 && printed.starts_with("**") && printed.ends_with("**") && !content.is_empty();
        let content = if bold { format!("**{content}**") } else { content };
        match (printed.is_empty(), content.is_empty()) {
            (true, true) => row.push_str(text),
            (true, false) if layout == Layout::Markdown => row.push_str(&format!(" {content} ")),
            (false, true) if layout == Layout::Markdown => row.push(' '),
            (true, false) | (false, true) => row.push_str(&content),
            (false, false) => row.push_str(&text.replacen(printed, &content, 1)),
        }
        done = field.end;
    }
    row.push_str(&view.text[done..copied.line.end]);
    row
}
