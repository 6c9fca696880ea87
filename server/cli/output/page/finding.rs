//! A finding as the page tells it: where, what, why, what to do, and the sentence it is about.

use super::super::file::File;
use super::super::place::of_finding;
use crate::check::Checked;
use crate::edition::{CellAt, Header};
use crate::ide::form_view::{FormFinding, marked_cells};
use crate::report::{Filled, Report};
use crate::rules::{Finding, Note, Severity, Subject, equation};
use crate::syntax::block::printed;
use crate::text::{Places, visible};
use std::ops::Range;

/// A finding of a report on the page.
#[derive(Debug, Clone)]
pub struct PageFinding {
    /// Its number among those of the report, from 1.
    pub number: usize,
    /// Its severity.
    pub severity: Severity,
    /// Where it is, in words.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// Why.
    pub why: Vec<String>,
    /// What to do.
    pub remedy: String,
    /// The sentence it is about, if it is about one.
    pub excerpt: Option<PageExcerpt>,
}

/// A sentence with the words that a finding is about.
#[derive(Debug, Clone)]
pub struct PageExcerpt {
    /// What stands before them.
    pub before: String,
    /// The words.
    pub marked: String,
    /// What stands behind them.
    pub after: String,
}

/// How many characters of a paragraph are shown on either side of the words that a finding is about.
const AROUND: usize = 120;
/// Reasons of so many characters share a line.
const SHORT: usize = 24;
/// How many of these words are shown.
const MARKED: usize = 240;

impl PageFinding {
    /// The finding with this number; `text` has its private numbers masked.
    pub fn new(
        (number, finding): (usize, &Finding),
        report: &Report,
        file: &File<'_>,
        checked: &Checked,
        places: &Places<'_>,
    ) -> Self {
        let cells = marked_cells(report, finding);
        let numbers: Vec<(Range<usize>, String)> = cells.iter().fold(Vec::new(), |mut numbers, (filled, cells)| {
            let sums = filled.sums.all.iter().filter(|sum| sum.cells().any(|cell| cells.contains(&cell)));
            sums.for_each(|sum| numbers.extend(equation::numbers(filled, sum)));
            numbers
        });
        // In a line of the draft a note may be one number of a sum; the sum is told too.
        let is_number =
            |note: &&Note| numbers.iter().any(|(range, words)| *range == note.range && *words == note.message);
        let why =
            finding.notes.iter().filter(|note| !is_number(note)).map(|note| visible::line(&note.message).into_owned());
        let why = joined(why.filter(|why| !finding.message.contains(why.as_str())));
        PageFinding {
            number,
            severity: finding.severity,
            place: visible::line(
                &of_finding(file, finding).map_or_else(|| place(finding, report, places), |it| it.words),
            )
            .into_owned(),
            what: visible::line(&finding.message).into_owned(),
            why,
            remedy: visible::line(&remedy(finding)).into_owned(),
            excerpt: if is_written(finding, report) { excerpt(&finding.range, checked, places.text()) } else { None },
        }
    }
}

/// Reasons, the short ones of them on one line.
fn joined(reasons: impl Iterator<Item = String>) -> Vec<String> {
    let is_short = |reason: &str| reason.chars().count() <= SHORT && !reason.ends_with('。');
    let mut lines: Vec<(String, bool)> = Vec::new();
    for reason in reasons {
        let short = is_short(&reason);
        match lines.last_mut() {
            Some((line, true)) if short => line.extend(["；", &reason]),
            _ => lines.push((reason, short)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

/// What people call findings of a severity.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "须改正",
        Severity::Warning => "请核实",
        Severity::Info | Severity::Hint => "可完善",
    }
}

fn place(finding: &Finding, report: &Report, places: &Places<'_>) -> String {
    let line = format!("（第{}行）", places.position(finding.range.start).line);
    if let Some((filled, cells)) = marked_cells(report, finding) {
        let name = &filled.form.name;
        return match (cells.as_slice(), &finding.subject) {
            // Most messages name the row themselves.
            ([only], Subject::Cells(..)) if !finding.message.contains(row(filled, *only)) => {
                format!("{name}“{}”{line}", filled.form.words(*only))
            }
            _ => format!("{name}{line}"),
        };
    }
    if matches!(&finding.subject, Subject::Sections(sections) if sections.len() > 1) {
        return "全文".to_owned();
    }
    if finding.subject == Subject::Title {
        return format!("标题{line}");
    }
    let id = FormFinding::of(report, finding).section;
    let section = id.and_then(|id| report.edition.sections.iter().find(|section| section.id == id));
    let Some(section) = section else { return format!("正文之前{line}") };
    let line = if report.section(&section.id).is_some() { line } else { String::new() };
    format!("第{}部分{line}", section.ordinal)
}

fn row(filled: &Filled, (row, _): CellAt) -> &'static str {
    filled.form.rows.get(row).map_or("", Header::words)
}

/// Whether what a finding is about stands in a sentence of the draft: neither in the figures of a table nor missing.
fn is_written(finding: &Finding, report: &Report) -> bool {
    match &finding.subject {
        Subject::Sections(sections) => {
            sections.iter().any(|index| report.sections.iter().any(|section| section.index == *index))
        }
        Subject::Forms(_) | Subject::MissingBanners(_) | Subject::Columns(..) | Subject::Sum { .. } => false,
        Subject::Rows(..) | Subject::Cells(..) | Subject::Rule => false,
        Subject::Title => report.title.is_some(),
        Subject::Banner(_) | Subject::Claim(..) | Subject::Date | Subject::Citation | Subject::Text => true,
    }
}

fn remedy(finding: &Finding) -> String {
    if finding.fixes.is_empty() {
        return finding.rule.remedy();
    }
    let fixes = finding.fixes.iter().map(|fix| match fix.safe {
        true => fix.title.clone(),
        false => format!("{}（请核对后再改）", fix.title),
    });
    fixes.collect::<Vec<_>>().join("；或者")
}

/// The paragraph or the cell in which a range begins.
fn excerpt(range: &Range<usize>, checked: &Checked, text: &str) -> Option<PageExcerpt> {
    let (start, block) = checked.syntax.placed().take_while(|(start, _)| *start <= range.start).last()?;
    let cells = block.cells().iter().map(|cell| start + cell.range().start..start + cell.range().end);
    let cell = cells.take_while(|cell| cell.start <= range.start).last().filter(|cell| range.start < cell.end)?;
    let marked = range.start..range.end.min(cell.end);
    let part = |range: Range<usize>| {
        text.get(range).map(|source| visible::line(&printed(source)).into_owned()).unwrap_or_default()
    };
    let (before, after) = (part(cell.start..marked.start), part(marked.end..cell.end));
    let marked = part(marked);
    (!marked.trim().is_empty()).then(|| PageExcerpt {
        before: last(before.trim_start_matches(['#', ' ']), AROUND),
        marked: first(&marked, MARKED),
        after: first(after.trim_end(), AROUND),
    })
}

/// The first characters of a text.
fn first(text: &str, count: usize) -> String {
    text.char_indices().nth(count).map_or_else(|| text.to_owned(), |(at, _)| format!("{}…", &text[..at]))
}

/// The last characters of a text.
fn last(text: &str, count: usize) -> String {
    let start = text.char_indices().rev().nth(count).map(|(at, c)| at + c.len_utf8());
    start.map_or_else(|| text.to_owned(), |at| format!("…{}", &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paragraphs_are_cut_around_the_words() {
        assert_eq!((first("一二三", 3).as_str(), first("一二三四", 3).as_str()), ("一二三", "一二三…"));
        assert_eq!((last("一二三", 3).as_str(), last("零一二三", 3).as_str()), ("一二三", "…一二三"));
    }
}
