//! A new row of a table with one cell a line: the lines of a row copied, and what stands between two rows with them.
//!
//! ```text
//! 1.信访举报投诉类申请 |
//! 2 |
//! …
//! 2.重复申请 |              ← copied from the lines above
//! 0 |
//! …
//! ```

use super::sample::{NewRow, RowPlace, Sample, label, nearest};
use crate::check::View;
use crate::report::Filled;
use crate::text::{Edit, fold::fold};
use std::ops::Range;

/// The edit that inserts a row.
pub fn insert(view: &View, filled: &Filled, samples: &[Sample], place: &RowPlace, new: &NewRow) -> Option<Vec<Edit>> {
    let sample = nearest(filled, samples, new.row, |sample| lines(view, sample).is_some())?;
    let copied = lines(view, sample)?;
    let neighbour = lines(view, place.neighbour())?;
    let gap = gap(view, samples).unwrap_or_else(|| view.line_break().to_owned());
    let mut row = replaced(view, filled, sample, &copied, new);
    for group in missing_groups(view, filled, new).into_iter().rev() {
        let first = view.line(copied.start);
        let group = view.text[first].replacen(&view.text[sample.label.clone()], group, 1);
        row = format!("{group}{gap}{row}");
    }
    Some(vec![match place {
        RowPlace::Behind(_) => Edit::new(neighbour.end..neighbour.end, format!("{gap}{row}")),
        RowPlace::Before(_) => Edit::new(neighbour.start..neighbour.start, format!("{row}{gap}")),
    }])
}

/// The lines of a sample, if nothing else stands on them.
fn lines(view: &View, sample: &Sample) -> Option<Range<usize>> {
    let (first, last) = (view.line(sample.range.start), view.line(sample.range.end));
    let alone =
        is_filler(&view.text[first.start..sample.range.start]) && is_filler(&view.text[sample.range.end..last.end]);
    alone.then_some(first.start..last.end)
}

fn is_filler(text: &str) -> bool {
    text.chars().all(|c| c == '|' || c.is_whitespace())
}

/// What stands between the last line of a row and the first of the next; where no two rows meet, between two cells.
fn gap(view: &View, samples: &[Sample]) -> Option<String> {
    let rows = samples.windows(2).filter(|pair| pair[1].row == pair[0].row + 1);
    let between_rows = rows.filter_map(|pair| Some(lines(view, &pair[0])?.end..lines(view, &pair[1])?.start));
    let between_cells = samples.iter().flat_map(|sample| {
        let cells = [&sample.label].into_iter().chain(&sample.figures);
        cells.clone().zip(cells.skip(1)).map(|(one, next)| view.line(one.end).end..view.line(next.start).start)
    });
    let mut gaps = between_rows.chain(between_cells).filter_map(|gap| view.text.get(gap));
    gaps.find(|gap| !gap.is_empty() && is_filler(gap)).map(str::to_owned)
}

/// The labels of the new row's groups that no line of the table holds.
fn missing_groups<'a>(view: &View, filled: &'a Filled, new: &NewRow) -> Vec<&'a str> {
    let path = &filled.form.rows[new.row].path;
    let groups = &path[..path.len().saturating_sub(1)];
    let rows = filled.rows.iter().zip(&filled.form.rows);
    // Where the rows of other groups have lost theirs too, the table goes without.
    let mut others =
        rows.filter(|(row, header)| row.label.is_some() && header.path.len() > 1).map(|(_, header)| &header.path);
    let cells = view.cells(&filled.range);
    let stands = |group: &str| cells.iter().any(|cell| cell.folded.ends_with(&fold(group)));
    if others.any(|path| !stands(&path[path.len() - 2])) {
        return Vec::new();
    }
    let missing = groups.iter().enumerate().filter(|(level, group)| !new.continues(filled, *level) && !stands(group));
    missing.map(|(_, group)| group.as_str()).collect()
}

fn replaced(view: &View, filled: &Filled, sample: &Sample, copied: &Range<usize>, new: &NewRow) -> String {
    let mut row = view.text[copied.start..sample.label.start].to_owned();
    row.push_str(&label(filled, sample, new.row));
    let mut done = sample.label.end;
    for (place, figure) in sample.figures.iter().zip(&new.figures) {
        row.push_str(&view.text[done..place.start]);
        row.push_str(figure);
        done = place.end;
    }
    row.push_str(&view.text[done..copied.end]);
    row
}
