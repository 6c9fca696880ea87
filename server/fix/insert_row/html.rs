//! A new row of an HTML table: a `<tr>` copied with its attributes, and the merged cells beside it made longer.
//!
//! ```text
//! <tr><td rowspan="2">（四）无法提供</td>…      <tr><td rowspan="3">（四）无法提供</td>…
//! <tr><td>2.没有现成信息…</td><td>0</td>…   →   <tr><td>2.没有现成信息…</td><td>0</td>…
//!                                               <tr><td>3.补正后申请内容仍不明确</td><td>0</td>…
//! ```

use super::sample::{NewRow, RowPlace, Sample, label, nearest};
use crate::check::{PlacedCell, View};
use crate::report::Filled;
use crate::syntax::html::{self, Tag, reworded};
use crate::text::{Edit, fold::fold};
use std::ops::Range;

/// The edits that insert a row.
pub fn insert(view: &View, filled: &Filled, samples: &[Sample], place: &RowPlace, new: &NewRow) -> Option<Vec<Edit>> {
    let block = view.cells(&place.neighbour().label).first()?.block.clone();
    let tags = view.tags(&block);
    let cells: Vec<PlacedCell<'_>> = view.cells(&block);
    let at = |sample: &Sample| cells.iter().find(|cell| cell.range == sample.label && cell.cell.place.is_some());
    let neighbour_cell = at(place.neighbour())?;
    let depth = filled.form.rows[new.row].path.len();
    // A row that can be copied holds a label and its figures and no label of a group, which would be doubled.
    let fits = |sample: &Sample| {
        let own = at(sample).filter(|cell| cell.table() == neighbour_cell.table());
        own.is_some_and(|own| {
            let row = cells.iter().filter(|cell| cell.row() == own.row()).count();
            row == 1 + sample.figures.len() && filled.form.rows[sample.row].path.len() == depth
        })
    };
    let sample = nearest(filled, samples, new.row, fits)?;
    let copied = html::row(&tags, &sample.range)?;
    let neighbour = html::row(&tags, &place.neighbour().range)?;
    let row = replaced(view, filled, sample, &copied, new);
    let number = neighbour_cell.cell.place?.row as usize + usize::from(matches!(place, RowPlace::Behind(_)));
    let mut edits = longer(&cells, &tags, neighbour_cell, number, filled, new)?;
    let indent = &view.text[..neighbour.start];
    let indent = &indent[indent.trim_end_matches([' ', '\t', '\r', '\n']).len()..];
    edits.push(match place {
        RowPlace::Behind(_) => Edit::new(neighbour.end..neighbour.end, format!("{indent}{row}")),
        RowPlace::Before(_) => Edit::new(neighbour.start..neighbour.start, format!("{row}{indent}")),
    });
    Some(edits)
}

/// The edits that make the merged cells longer into which row `number` is inserted; `None` where a label of a group
/// would have to move.
fn longer(
    cells: &[PlacedCell<'_>],
    tags: &[Tag<'_>],
    neighbour: &PlacedCell<'_>,
    number: usize,
    filled: &Filled,
    new: &NewRow,
) -> Option<Vec<Edit>> {
    let path = &filled.form.rows[new.row].path;
    let groups: Vec<String> = path[..path.len().saturating_sub(1)].iter().map(|group| fold(group)).collect();
    let mut edits = Vec::new();
    for cell in cells.iter().filter(|cell| cell.table() == neighbour.table()) {
        let first = cell.cell.place?.row as usize;
        let rows = html::cell(tags, cell.range.start).and_then(|tag| {
            let (rows, place) = tag.attribute("rowspan")?;
            Some((rows.trim().parse::<usize>().ok()?, place))
        });
        let count = rows.as_ref().map_or(1, |(count, _)| *count);
        let is_group = groups.iter().any(|group| group == cell.folded);
        let inside = first < number && number < first + count;
        if inside || (is_group && number == first + count) {
            let (count, place) = rows?;
            edits.push(Edit::new(place, (count + 1).to_string()));
        } else if is_group {
            return None;
        }
    }
    // A table with columns for its groups wants the label of a group that it has not yet.
    let shown = |group: &String| cells.iter().any(|cell| cell.folded == *group && cell.table() == neighbour.table());
    let has_groups = neighbour.column() == Some(path.len().saturating_sub(1));
    (!has_groups || groups.iter().all(shown)).then_some(edits)
}

/// The copied row with another label and other figures; its tags stay.
fn replaced(view: &View, filled: &Filled, sample: &Sample, copied: &Range<usize>, new: &NewRow) -> String {
    let mut row = String::new();
    let mut done = copied.start;
    let label = label(filled, sample, new.row);
    let texts = [&label].into_iter().chain(&new.figures);
    for (place, text) in [&sample.label].into_iter().chain(&sample.figures).zip(texts) {
        row.push_str(&view.text[done..place.start]);
        row.push_str(&reworded(&view.text[place.clone()], text));
        done = place.end;
    }
    row.push_str(&view.text[done..copied.end]);
    row
}
