//! What stands in a text: the data of its forms, every figure that is printed in it, and what the rules find.

use crate::check::View;
use crate::report::article;
use crate::report::{Filled, Heading, Prose, Report};
use crate::rules::{self, Finding, Premises, Severity, Subject};
use crate::syntax::Syntax;
use crate::text::{Edit, fold::fold, number};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::ops::Range;

/// A value cell by the ids of its form, row and column: editions differ in their rows.
pub type CellId = (&'static str, &'static str, &'static str);

/// What is printed in a value cell, in one spelling, and its number.
pub type CellContent = (String, Option<Decimal>);

/// What a finding is about, one by one, with the name of its rule.
pub type Concern = (&'static str, Subject);

/// What stands in a text.
#[derive(Debug)]
pub struct Standing {
    /// Its reports, in order.
    pub reports: Vec<ReportStanding>,
    /// How often each figure is printed, in tables and in words. Ordinals, the numbers of articles and the numbers of
    /// pages are no figures.
    pub printed: HashMap<Decimal, usize>,
}

/// What stands in a report.
#[derive(Debug)]
pub struct ReportStanding {
    /// Its sections, in order.
    pub sections: Vec<usize>,
    /// The data of its forms.
    pub values: HashMap<CellId, CellContent>,
    /// What the rules find, whatever the settings and the comments in the draft say.
    pub concerns: HashMap<Concern, ConcernCount>,
}

/// How often something is found.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConcernCount {
    /// How many findings there are.
    pub all: usize,
    /// How many of them are errors.
    pub errors: usize,
    /// How many of them have a repair that their rule knows.
    pub mendable: usize,
}

impl Standing {
    /// What stands in a draft, or a stretch of it.
    pub fn of_view(view: &View) -> Self {
        let reports: Vec<&Report> = view.checked.reports.iter().collect();
        Standing::of((&view.checked.syntax, 0), &view.checked.prose, &reports, view)
    }

    /// What stands in blocks, of which the first begins at `start`, and in their reports, of which the prose is known. They
    /// are judged beside those that are known beside `view`.
    pub fn of((syntax, start): (&Syntax, usize), prose: &Prose, reports: &[&Report], view: &View) -> Self {
        let mut printed = HashMap::new();
        count(syntax, start, reports, &mut printed);
        for ordinal in reports.iter().flat_map(|report| ordinals(report)) {
            if let Some(count) = printed.get_mut(&ordinal) {
                *count = count.saturating_sub(1);
            }
        }
        let standing = |report: &&Report| ReportStanding {
            sections: report.sections.iter().map(|section| section.index).collect(),
            values: report.forms.iter().flat_map(figures).collect(),
            concerns: {
                let (looked_up, body) = (view.looked_up(report), view.settings.body);
                let premises = Premises { syntax, start, prose, looked_up: &looked_up, body };
                concerns(report, &rules::check(report, premises))
            },
        };
        Standing { reports: reports.iter().map(standing).collect(), printed }
    }
}

/// The data of a form that is not blank.
pub fn figures(filled: &Filled) -> impl Iterator<Item = (CellId, CellContent)> + '_ {
    let form = filled.form;
    filled.values.iter().filter(|value| !value.is_blank()).map(move |value| {
        let id = (form.id.as_str(), form.rows[value.row()].id.as_str(), form.columns[value.column()].id.as_str());
        (id, (fold(&value.text()).replace('*', ""), value.number()))
    })
}

/// What a finding of a report is about, one by one. An article heading is told by its item: others may come before it.
pub fn concerns_of(report: &Report, finding: &Finding) -> impl Iterator<Item = Concern> {
    let name = finding.rule.name;
    let stable = |subject: Subject| match subject {
        Subject::Banner(at) => Subject::Banner(report.banners.get(at).map_or(at, |banner| banner.item as usize)),
        subject => subject,
    };
    finding.subject.each().into_iter().map(move |subject| (name, stable(subject)))
}

fn concerns(report: &Report, findings: &[Finding]) -> HashMap<Concern, ConcernCount> {
    let mut concerns: HashMap<Concern, ConcernCount> = HashMap::new();
    for finding in findings {
        for concern in concerns_of(report, finding) {
            let tally = concerns.entry(concern).or_default();
            tally.all += 1;
            tally.errors += usize::from(finding.severity == Severity::Error);
            tally.mendable += usize::from(!finding.fixes.is_empty());
        }
    }
    concerns
}

/// The figures that are printed where edits of a report put something else, and not in what they put there: those that the
/// edits take away, in order. As in [`Standing`], ordinals and the numbers of articles are none.
pub fn taken(text: &str, report: &Report, edits: &[Edit]) -> Vec<Decimal> {
    let mut counts: HashMap<Decimal, isize> = HashMap::new();
    let mut add = |figure: Decimal, more: isize| *counts.entry(figure).or_default() += more;
    for edit in edits {
        let printed = outside(edit.range.clone(), headings(report).map(Heading::ordinal_range));
        let printed = printed.into_iter().map(|range| (&text[range], 1));
        for (text, more) in printed.chain([(edit.text.as_str(), -1)]) {
            let folded = fold(text);
            let heading = article::banner(&folded).map_or(0..0, |banner| banner.range);
            for part in [&folded[..heading.start], &folded[heading.end..]] {
                number::figures(part).into_iter().for_each(|figure| add(figure, more));
            }
            number::item_ordinals(&folded).into_iter().for_each(|ordinal| add(ordinal, -more));
        }
    }
    let mut taken: Vec<Decimal> =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(figure, _)| figure).collect();
    taken.sort_unstable();
    taken
}

/// What is left of a range without the holes in it.
fn outside(range: Range<usize>, holes: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut left = vec![range];
    for hole in holes {
        let cut = |range: Range<usize>| match range.start < hole.end && hole.start < range.end {
            true => vec![range.start..hole.start.max(range.start), hole.end.min(range.end)..range.end],
            false => vec![range],
        };
        left = left.into_iter().flat_map(cut).collect();
    }
    left
}

/// The headings of a report's sections, also those that stand twice.
fn headings(report: &Report) -> impl Iterator<Item = &Heading> {
    report.sections.iter().map(|section| &section.heading).chain(&report.duplicate_headings)
}

/// The ordinal of a heading, where it is written with digits.
fn ordinal_in_digits(heading: &Heading) -> Option<Decimal> {
    let folded = fold(&heading.text);
    let is_digits = folded.trim_start_matches(['第', '(']).starts_with(|c: char| c.is_ascii_digit());
    heading.ordinal.filter(|_| is_digits).map(Decimal::from)
}

/// Counts the figures that are printed in blocks.
fn count(syntax: &Syntax, start: usize, reports: &[&Report], printed: &mut HashMap<Decimal, usize>) {
    let banners = reports.iter().flat_map(|report| &report.banners).map(|banner| &banner.range);
    let mut banners: Vec<&Range<usize>> = banners.collect();
    banners.sort_unstable_by_key(|banner| banner.start);
    for (at, block) in syntax.placed() {
        for cell in block.cells() {
            let folded = block.folded(cell);
            if !folded.bytes().any(|b| b.is_ascii_digit()) || number::is_page_number(folded) {
                continue;
            }
            let range = start + at + cell.range().start..start + at + cell.range().end;
            let behind = &banners[banners.partition_point(|banner| banner.start < range.start)..];
            let is_heading =
                behind.iter().take_while(|banner| banner.start < range.end).any(|banner| banner.end <= range.end);
            let heading = is_heading.then(|| article::banner(folded)).flatten().map_or(0..0, |banner| banner.range);
            for part in [&folded[..heading.start], &folded[heading.end..]] {
                number::figures(part).into_iter().for_each(|figure| *printed.entry(figure).or_default() += 1);
            }
        }
    }
}

/// The ordinals of the rows and sections of a report, as far as they are written with digits.
fn ordinals(report: &Report) -> Vec<Decimal> {
    let labelled = report.forms.iter().filter(|filled| filled.form.label_width > 0);
    let labels = labelled.flat_map(|filled| &filled.rows).filter_map(|row| row.label.as_ref());
    let of_rows = labels.flat_map(|label| number::item_ordinals(&label.folded()));
    of_rows.chain(headings(report).filter_map(ordinal_in_digits)).collect()
}
