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
use crate::rules::structure::missing_section::place;
use crate::rules::{Finding, Fix};
use crate::text::Edit;

/// The repair for sections that are missing: they, and those that are missing in the same places.
pub fn proposal<'a>(gate: &'a Gate<'_>, finding: &'a Finding, missing: &[usize]) -> Option<Proposal<'a>> {
    let (view, report) = (gate.view, gate.report);
    let sections = &report.edition.sections;
    let is_missing = |index: usize| !report.sections.iter().any(|found| found.index == index);
    if !missing.iter().all(|index| is_missing(*index)) {
        return None;
    }
    let is_here = |index: &usize| missing.iter().any(|other| place(report, *other) == place(report, *index));
    let wanted: Vec<usize> = (0..sections.len()).filter(|index| is_missing(*index)).filter(is_here).collect();
    let name = |index: usize| format!("“{}、{}”", sections[index].ordinal, sections[index].title);
    let title = match wanted.as_slice() {
        [] => return None,
        [index] => format!("插入{}", name(*index)),
        _ => format!("插入所缺的{}个部分", wanted.len()),
    };
    let forms: Vec<&Form> = wanted.iter().flat_map(|&index| report.edition.forms_of(&sections[index])).collect();
    let title = match Start::of(&view.last_year(report)).note(&forms) {
        Some(note) => format!("{title}和表格（{note}，其余填0）"),
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
    let previous = report.sections.iter().filter(|found| found.index < index).max_by_key(|found| found.index);
    let next = match previous {
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
    // Headings are written in many ways: bold, indented, with a pipe behind.
    let official = format!("{}、{}", section.ordinal, section.title);
    let model = report.sections.iter().find_map(|found| reworded(view, &found.heading, &official));
    if let (Some(model), Some((_, rest))) = (model, text.split_once('\n').or(Some(("", "")))) {
        text = format!("{}\n{rest}", model.trim_end_matches([' ', '\t']));
    }
    let text = text.trim_end().replace('\n', line_break);
    Some(match next {
        Some(_) => Edit::new(at..at, format!("{text}{line_break}{line_break}")),
        None => Edit::new(at..at, format!("{line_break}{line_break}{text}")),
    })
}
