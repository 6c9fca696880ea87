//! A missing table put under its section's heading, or a missing article block into the table of its section.
//!
//! ```text
//! | 第二十条第（五）项 |  |      | 第二十条第（五）项 |  |
//! | 行政许可 | 12 |             | 行政许可 | 12 |
//!                          →    | 第二十条第（六）项 |  |
//!                               | 信息内容 | 本年处理决定数量 |
//!                               | 行政处罚 | 0 |
//!                               | 行政强制 | 0 |
//! ```
//!
//! Zeros say that nothing happened, so this is never safe.

use super::gate::{Gate, Repair};
use super::proposal::Proposal;
use crate::check::{PlacedCell, View};
use crate::compose::heading::{before, behind};
use crate::compose::start::Start;
use crate::compose::table::{Table, table};
use crate::compose::table::{present, written};
use crate::compose::template::{self, Figures, NOTHING, UNKNOWN};
use crate::edition::{Form, OfficialSection, grid::grid};
use crate::report::{Banner, Filled, Report};
use crate::rules::{Finding, Fix, quoted};
use crate::syntax::table::{Grid, pipe, tabs};
use crate::syntax::{Layout, html};
use crate::text::{Edit, fold::fold};
use std::ops::Range;

/// The repair for forms of a section that are missing: all that the section misses.
pub fn proposal<'a>(gate: &'a Gate<'_>, finding: &'a Finding, forms: &[&str]) -> Option<Proposal<'a>> {
    let (view, report) = (gate.view, gate.report);
    let section = report.section(&report.edition.form(forms.first()?)?.section)?;
    let official = &report.edition.sections[section.index];
    let forms = report.edition.forms_of(official);
    let missing: Vec<&'static Form> = forms.iter().copied().filter(|form| report.form(&form.id).is_none()).collect();
    let is_whole = missing.len() == forms.len();
    // A picture is a table too; a second one beside it is not wanted.
    if is_whole && section.has_image {
        return None;
    }
    let what = match missing.as_slice() {
        [form] => quoted(&form.name),
        _ if is_whole => "规定的表格".to_owned(),
        _ => format!("所缺的{}块", missing.len()),
    };
    let note = match Start::of(&view.last_year(report)).note(&missing) {
        Some(note) => format!("{note}，其余填0"),
        None => "填0".to_owned(),
    };
    let title = format!("插入{what}（{note}）");
    Some(Proposal::new(title, false, move |title| {
        let passed = |edits: Vec<Edit>| {
            let fix = Fix { title: title.clone(), edits, safe: false };
            let repair = Repair::of(fix).gaining(missing.iter().map(|form| form.id.as_str()));
            gate.passed(finding, repair, |after| is_complete(view, report, after, &missing))
        };
        if is_whole {
            return whole(view, report, official, &forms, UNKNOWN).and_then(passed);
        }
        let blocks = blocks(view, report, &missing).and_then(passed);
        blocks.or_else(|| laid_out(view, report, official).and_then(passed))
    }))
}

/// Whether the forms are there with what they begin with, each once.
fn is_complete(view: &View, report: &Report, after: &Report, forms: &[&Form]) -> bool {
    let start = Start::of(&view.last_year(report));
    let expected = |filled: &Filled, row, column| {
        let figure = start.known(filled.form, row, column).or_else(|| start.stand_in(filled.form, row, column));
        filled.value(row, column).is_some_and(|value| value.text() == figure.as_deref().unwrap_or(NOTHING))
    };
    let complete = |form: &&Form| {
        after.form(&form.id).is_some_and(|filled| {
            let mut cells =
                (0..form.rows.len()).flat_map(|row| (0..form.columns.len()).map(move |column| (row, column)));
            cells.all(|(row, column)| expected(filled, row, column))
        })
    };
    let count = |report: &Report, item: u32| report.banners.iter().filter(|banner| banner.item == item).count();
    let twice = |banner: &Banner| count(after, banner.item) > count(report, banner.item).max(1);
    forms.iter().all(complete) && !after.banners.iter().any(twice)
}

/// All tables of a section, at its end, with these figures where there are any.
pub fn whole(
    view: &View,
    report: &Report,
    section: &OfficialSection,
    forms: &[&Form],
    figures: Figures<'_>,
) -> Option<Vec<Edit>> {
    let found = report.section(&section.id)?;
    let line_break = view.line_break();
    let next = report.sections.iter().find(|next| next.heading.range.start > found.heading.range.start);
    let end = next.map_or(report.range.end, |next| before(view, &next.heading));
    let at = behind(view, &(found.heading.range.start..end))?;
    let layout = view.write_style(Some(report), at).layout;
    let start = Start::of(&view.last_year(report));
    let table = start.with_figures(figures, None, None, |facts| template::table(forms, layout, facts));
    let table = table.with_line_ends(line_break);
    let table = table.text.trim_end();
    let glued = |at: usize| !view.text[at..view.line(at).end].trim().is_empty();
    let after = if glued(at) { line_break } else { "" };
    Some(vec![Edit::new(at..at, format!("{line_break}{line_break}{table}{after}"))])
}

/// Blocks of article 20 that are missing, each behind the one before it in the table of its section.
pub fn blocks(view: &View, report: &Report, forms: &[&Form]) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = Vec::new();
    for form in forms {
        let edit = block(view, report, form)?;
        match edits.iter_mut().find(|other| other.range == edit.range) {
            Some(other) => other.text.push_str(&edit.text),
            None => edits.push(edit),
        }
    }
    Some(edits)
}

/// The rows of a block of which only the header stands there, under it.
pub fn below_header(view: &View, report: &Report, form: &Form) -> Option<Edit> {
    let (previous, next) = neighbours(report, form)?;
    under_heading(view, report, form, previous.or(next)?)
}

/// The forms of its section between which a form belongs, of those that have rows.
fn neighbours<'r>(report: &'r Report, form: &Form) -> Option<(Option<&'r Filled>, Option<&'r Filled>)> {
    let all = &report.edition.forms;
    let number = all.iter().position(|other| other.id == form.id)?;
    let stands = |other: &&Form| other.section == form.section && report.has_rows_of(&other.id);
    let previous = all[..number].iter().rfind(stands).and_then(|other| report.form(&other.id));
    let next = all[number + 1..].iter().find(stands).and_then(|other| report.form(&other.id));
    Some((previous, next))
}

fn block(view: &View, report: &Report, form: &Form) -> Option<Edit> {
    let (previous, next) = neighbours(report, form)?;
    let neighbour = previous.or(next)?;
    if let Some(edit) = under_heading(view, report, form, neighbour) {
        return Some(edit);
    }
    let extent = extent(view, neighbour, previous.is_some())?;
    let line_break = break_in(view, neighbour);
    let grid = grid(&[form], |_, _, _| NOTHING.to_owned());
    let rows = rows(view, neighbour, grid, &line_break);
    let at = if previous.is_some() { extent.end } else { extent.start };
    let text = if previous.is_some() { format!("{line_break}{rows}") } else { format!("{rows}{line_break}") };
    Some(Edit::new(at..at, text))
}

/// The rows of a block of which the heading stands there already, and perhaps the labels of its columns: under them.
fn under_heading(view: &View, report: &Report, form: &Form, neighbour: &Filled) -> Option<Edit> {
    let item = form.banner.as_ref()?.item;
    let banner = report.banners.iter().find(|banner| banner.item == item)?;
    let words = header(form);
    let below = view.cells(&(banner.range.end..report.range.end));
    let below = below.into_iter().filter(|cell| cell.range.start >= banner.range.end && !cell.cell.is_blank());
    let labels: Vec<_> = below.take_while(|cell| words.iter().any(|word| word == cell.folded)).collect();
    let last = labels.last().map_or_else(|| banner.range.clone(), |cell| cell.range.clone());
    let line = view.line(last.end);
    let is_behind = |cell: &PlacedCell<'_>| cell.range.start >= last.end && !cell.cell.is_blank();
    if neighbour.layout != Layout::Html && view.cells(&line).iter().any(is_behind) {
        return None;
    }
    let at = match neighbour.layout {
        Layout::Html => html_row(view, &last)?.end,
        Layout::Markdown | Layout::Tabs | Layout::Lines => {
            // The dashes under the first row of a pipe table stay where they are.
            let dashes = view.line_below(line.end).filter(|below| is_dashes(view, below));
            dashes.filter(|_| neighbour.layout == Layout::Markdown).unwrap_or(line).end
        }
    };
    let line_break = break_in(view, neighbour);
    let mut grid = grid(&[form], |_, _, _| NOTHING.to_owned());
    let above = if labels.is_empty() { 1 } else { grid.rows.len() - form.rows.len() };
    grid.rows.drain(..above);
    Some(Edit::new(at..at, format!("{line_break}{}", rows(view, neighbour, grid, &line_break))))
}

/// What is printed over the rows of a form, in one spelling.
pub fn header(form: &Form) -> Vec<String> {
    let columns = form.columns.iter().flat_map(|column| &column.path);
    columns.chain([&form.corner]).map(|text| fold(text)).collect()
}

/// Whether a line only parts the rows of a pipe table, as the one under its first row does.
pub fn is_dashes(view: &View, line: &Range<usize>) -> bool {
    pipe::is_rule(&view.text[line.clone()])
}

/// The bytes of the row of an HTML table in which a cell stands.
pub fn html_row(view: &View, cell: &Range<usize>) -> Option<Range<usize>> {
    let cells = view.cells(cell);
    let block = cells.iter().find(|placed| placed.range == *cell && placed.layout == Layout::Html)?.block.clone();
    html::row(&view.tags(&block), cell)
}

/// What stands between two rows of a table, or two cells of one with a cell a line.
pub fn break_in(view: &View, filled: &Filled) -> String {
    match filled.layout {
        Layout::Lines => gap(view, filled),
        _ => view.line_break().to_owned(),
    }
}

/// The bytes of a form with the lines or table rows in which it stands; its last row counts, or its first.
fn extent(view: &View, filled: &Filled, last: bool) -> Option<Range<usize>> {
    let range = &filled.range;
    if filled.layout != Layout::Html {
        return Some(view.line(range.start).start..view.line(range.end).end);
    }
    let edge = if last { range.end..range.end } else { range.start..range.start };
    let cells = view.cells(&edge);
    let cell = cells
        .iter()
        .find(|cell| cell.layout == Layout::Html && (cell.range.end == range.end || cell.range.start == range.start))?;
    html::row(&view.tags(&cell.block), &cell.range)
}

/// Rows as the table beside them writes its own.
pub fn rows(view: &View, neighbour: &Filled, mut grid: Grid, line_break: &str) -> String {
    let line = view.line(neighbour.range.end);
    let line = &view.text[line];
    let lines: Vec<String> = match neighbour.layout {
        Layout::Markdown => {
            grid.width = grid.width.max(pipe::split(line).len());
            let written = grid.write(Layout::Markdown);
            // The second line is the one under a table's first row.
            written.lines().enumerate().filter(|(at, _)| *at != 1).map(|(_, line)| line.to_owned()).collect()
        }
        Layout::Tabs => {
            grid.width = grid.width.max(tabs::split(line).count());
            grid.write(Layout::Tabs).lines().map(str::to_owned).collect()
        }
        Layout::Html => {
            let written = grid.write(Layout::Html);
            written.lines().filter(|line| line.starts_with("<tr")).map(str::to_owned).collect()
        }
        Layout::Lines => {
            // A pipe behind each cell is part of how the table is written.
            let behind = line.trim_end().rfind(|c: char| c != '|' && !c.is_whitespace()).map_or("", |at| {
                let after = &line[at..];
                &after[after.chars().next().map_or(0, char::len_utf8)..]
            });
            grid.write(Layout::Lines).lines().map(|cell| format!("{cell}{behind}")).collect()
        }
    };
    lines.join(line_break)
}

/// What stands between two cells of a table with one cell a line.
fn gap(view: &View, filled: &Filled) -> String {
    let cells = view.cells(&filled.range);
    let printed: Vec<_> = cells.iter().filter(|cell| !cell.cell.is_blank()).collect();
    let gap = printed.windows(2).find_map(|pair| {
        let gap = view.text.get(view.line(pair[0].range.end).end..view.line(pair[1].range.start).start)?;
        (!gap.is_empty() && gap.chars().all(|c| c == '|' || c.is_whitespace())).then_some(gap)
    });
    gap.unwrap_or(view.line_break()).to_owned()
}

/// The whole table of a section by its form, what was missing with it.
fn laid_out(view: &View, report: &Report, section: &OfficialSection) -> Option<Vec<Edit>> {
    let table: Table<'_> = table(view, report, &section.id)?;
    let own = |form: &&Form| table.forms.iter().find(|filled| filled.form.id == form.id).map(|filled| filled.form);
    let forms: Vec<&Form> = report.edition.forms_of(section).iter().map(|form| own(form).unwrap_or(form)).collect();
    let has = |form: &Form| table.forms.iter().any(|filled| filled.form.id == form.id);
    let edit = written(view, &table, table.layout, &forms, |form, row, column| {
        let empty = if has(form) { "" } else { NOTHING };
        present(&table, form, row, column).unwrap_or_else(|| empty.to_owned())
    });
    Some(vec![edit])
}
