//! A missing section put in its place: its heading, written like the others, and what the form has under it.
//!
//! ```text
//! ## 三、收到和处理政府信息公开申请情况        ## 三、收到和处理政府信息公开申请情况
//! …                                      →   …
//! ## 五、存在的主要问题及改进情况              ## 四、政府信息公开行政复议、行政诉讼情况
//!                                             | 行政复议 | … | 0 | 0 | 0 |
//!                                             ## 五、存在的主要问题及改进情况
//! ```
//!
//! Never safe: a table of zeros says that nothing happened, and a heading without text hides that the text is missing.

use super::gate::{Gate, Repair};
use super::proposal::Proposal;
use crate::check::View;
use crate::compose::heading::{before, behind, reworded};
use crate::compose::start::Start;
use crate::compose::template::{self, Figures, UNKNOWN};
use crate::edition::{Form, OfficialSection};
use crate::report::Report;
use crate::report::gap::Gap;
use crate::rules::{Finding, Fix};
use crate::text::Edit;
use std::ops::Range;

/// The repair for sections that are missing: they, and those that are missing in the same places.
pub fn proposal<'a>(gate: &'a Gate<'_>, finding: &'a Finding, missing: &[usize]) -> Option<Proposal<'a>> {
    let (view, report) = (gate.view, gate.report);
    let sections = &report.edition.sections;
    let is_missing = |index: usize| !report.sections.iter().any(|found| found.index == index);
    if !missing.iter().all(|index| is_missing(*index)) {
        return None;
    }
    let is_here =
        |index: &usize| missing.iter().any(|other| Gap::of(report, *other).before == Gap::of(report, *index).before);
    let wanted: Vec<usize> = (0..sections.len()).filter(|index| is_missing(*index)).filter(is_here).collect();
    let name = |index: usize| format!("“{}、{}”", sections[index].ordinal, sections[index].title);
    let title = match wanted.as_slice() {
        [] => return None,
        [index] => format!("插入{}", name(*index)),
        _ => format!("插入所缺的{}个部分", wanted.len()),
    };
    let is_new = |index: &&usize| kept(view, report, **index).is_none();
    let new = || wanted.iter().filter(is_new);
    let forms: Vec<&Form> = new().flat_map(|&index| report.edition.forms_of(&sections[index])).collect();
    let title = match Start::of(&view.last_year(report)).note(&forms) {
        Some(note) => format!("{title}和表格（{note}，其余填0）"),
        None if new().next().is_none() => title.replacen("插入", "插入标题", 1),
        None if !forms.is_empty() => format!("{title}和表格（填0）"),
        None => format!("{title}（模板文字，请改写）"),
    };
    Some(Proposal::new(title, false, move |title| {
        let edits = edits(view, report, &wanted, UNKNOWN)?;
        let repair = Repair::of(Fix { title, edits, safe: false }).gaining(forms.iter().map(|form| form.id.as_str()));
        let found = |report: &Report, new: &[usize]| {
            let found = report.sections.iter().map(|section| section.index);
            let mut sections: Vec<usize> = found.chain(new.iter().copied()).collect();
            sections.sort_unstable();
            sections
        };
        gate.passed(finding, repair, |after| found(after, &[]) == found(report, &wanted))
    }))
}

/// The edits that put sections in their places, with these figures in their tables where there are any.
pub fn edits(view: &View, report: &Report, wanted: &[usize], figures: Figures<'_>) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = Vec::new();
    for &index in wanted {
        let edit = inserted(view, report, (index, report.edition.sections.get(index)?), figures)?;
        match edits.iter_mut().find(|other| other.range == edit.range) {
            Some(other) => other.text.push_str(&edit.text),
            None => edits.push(edit),
        }
    }
    Some(edits)
}

fn inserted(
    view: &View,
    report: &Report,
    (index, section): (usize, &OfficialSection),
    figures: Figures<'_>,
) -> Option<Edit> {
    let line_break = view.line_break();
    let official = format!("{}、{}", section.ordinal, section.title);
    // Headings are written in many ways: bold, indented, with a pipe behind.
    let model = report.sections.iter().find_map(|found| reworded(view, &found.heading, &official));
    if let Some(at) = kept(view, report, index) {
        let heading = model.unwrap_or(official);
        return Some(Edit::new(at..at, format!("{line_break}{line_break}{}", heading.trim_end_matches([' ', '\t']))));
    }
    let next = match Gap::of(report, index).before {
        Some(previous) => report.sections.iter().find(|found| found.heading.range.start > previous.heading.range.start),
        None => report.sections.first(),
    };
    let at = match next {
        Some(next) => before(view, &next.heading),
        None => behind(view, &report.range)?,
    };
    let organ = report.title.as_ref().and_then(|title| title.organ.as_deref());
    let style = view.write_style(Some(report), at);
    let start = Start::of(&view.last_year(report));
    let template = start
        .with_figures(figures, organ, report.year, |facts| template::section(report.edition, section, style, facts));
    let mut text = template.text.trim_end().to_owned();
    if let (Some(model), Some((_, rest))) = (model, text.split_once('\n').or(Some(("", "")))) {
        text = format!("{}\n{rest}", model.trim_end_matches([' ', '\t']));
    }
    let text = text.trim_end().replace('\n', line_break);
    Some(match next {
        Some(_) => Edit::new(at..at, format!("{text}{line_break}{line_break}")),
        None => Edit::new(at..at, format!("{line_break}{line_break}{text}")),
    })
}

/// Where to insert the heading of a section whose text or tables stand in the draft; `None` if it has neither, or if
/// nothing tells where it begins.
fn kept(view: &View, report: &Report, index: usize) -> Option<usize> {
    let gap = Gap::of(report, index);
    let section = report.edition.sections.get(index)?;
    let forms = report.edition.forms_of(section);
    let is_here = |form: &&Form| report.form(&form.id).is_some_and(|filled| gap.range.contains(&filled.range.start));
    let first = gap.before.map_or(0, |before| before.index + 1);
    let written = (first..index).all(|other| !report.edition.forms_of(&report.edition.sections[other]).is_empty());
    let is_kept = match forms.as_slice() {
        [] => gap.before.is_some() && written && !gap.range.is_empty(),
        forms => forms.iter().any(is_here),
    };
    let printed = |range: &Range<usize>| {
        view.cells(range).iter().any(|it| {
            !it.cell.is_blank()
                && range.start < it.range.end
                && it.range.start >= range.start
                && it.range.end <= range.end
        })
    };
    let at = behind(view, &(report.range.start..gap.range.start)).filter(|_| is_kept && printed(&gap.range))?;
    (at <= gap.range.end).then_some(at)
}
