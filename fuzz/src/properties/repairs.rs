//! What a repair takes away, and what it leaves.

use super::text_of;
use nianbao::check::{Checked, Draft, View, check};
use nianbao::fix::{FixFilter, fix_until_stable};
use nianbao::ide::actions::{Action, ActionKind};
use nianbao::report::Report;
use nianbao::report::neighbours::{Contributions, Key, Neighbours, Succession};
use nianbao::rules::{self, Finding, Premises, Severity, Subject};
use nianbao::text::edit::apply;
use nianbao::text::{fold::fold, number};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Makes the safe repairs of a text.
///
/// # Panics
/// If one takes a figure away, brings an error, leaves its finding, or does not settle.
pub fn repairs(data: &[u8]) {
    let (_, faults) = faults(&text_of(data));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A draft as it is seen when it is opened.
pub fn view(text: &str) -> View {
    Draft::new(text, 1).snapshot().whole()
}

/// The repairs that are offered.
pub fn offered(view: &View) -> Vec<Action> {
    view.actions(&(0..view.text.len()), |kind| kind == ActionKind::QuickFix)
}

/// The text after the repairs of a kind.
pub fn fixed(text: &str, filter: FixFilter) -> String {
    fix_until_stable(&view(text), filter).after.map_or_else(|| text.to_owned(), |after| after.text.to_string())
}

/// How often each figure stands in a text, markup aside: article numbers, ordinals, page numbers, and the digits of dates
/// and of documents' numbers are none.
fn printed(checked: &Checked) -> BTreeMap<Decimal, i64> {
    let mut figures = BTreeMap::new();
    let mut add = |folded: &str, more: i64| {
        number::figures(folded).into_iter().for_each(|figure| *figures.entry(figure).or_default() += more);
    };
    let text: String = checked.syntax.blocks.iter().map(|block| block.text()).collect();
    for (figure, more) in checked.reports.iter().flat_map(|report| apart(report, &text)) {
        add(&fold(figure), more);
    }
    for block in &checked.syntax.blocks {
        let cells = block.cells().iter().map(|cell| block.folded(cell));
        cells.for_each(|folded| add(without_page_number(folded), 1));
    }
    for paragraph in checked.prose.within(0..usize::MAX) {
        let numbers = paragraph.facts.citations.iter().filter_map(|citation| citation.number_at);
        for at in paragraph.facts.dates.iter().map(|date| date.at).chain(numbers) {
            add(paragraph.folded(at), -1);
        }
    }
    for report in &checked.reports {
        for banner in &report.banners {
            add(&fold(&text[banner.range.clone()]), -1);
        }
        for heading in report.sections.iter().map(|section| &section.heading).chain(&report.duplicate_headings) {
            add(&fold(&text[heading.range.start..heading.title_range.start]), -1);
        }
        for label in report.forms.iter().flat_map(|filled| &filled.rows).filter_map(|row| row.label.as_ref()) {
            let folded = label.folded();
            number::item_ordinals(&folded).iter().for_each(|ordinal| add(&ordinal.to_string(), -1));
        }
    }
    figures.retain(|_, count| *count > 0);
    figures
}

/// A cell without the page number that was copied along, by itself or behind its figure.
fn without_page_number(folded: &str) -> &str {
    let figure = number::read(folded).map_or(0, |read| read.unit.map_or(read.figure.end, |unit| unit.end));
    if number::is_page_number(&folded[figure..]) { &folded[..figure] } else { folded }
}

/// Figures that were run together count as what they were told apart as: the run that is none, and the figures that are.
fn apart<'a>(report: &Report, text: &'a str) -> Vec<(&'a str, i64)> {
    let mut figures = Vec::new();
    for filled in &report.forms {
        let values: Vec<_> = filled.values.iter().filter(|value| filled.rows[value.row()].apart).collect();
        for run in values.chunk_by(|one, next| one.figure().end == next.figure().start).filter(|run| run.len() > 1) {
            figures.extend(run.iter().map(|value| (&text[value.figure()], 1)));
            figures.push((&text[run[0].figure().start..run[run.len() - 1].figure().end], -1));
        }
    }
    figures
}

/// The number of every cell that has one.
fn numbers(reports: &[Report]) -> Vec<String> {
    let mut numbers = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for filled in &report.forms {
            let id = &filled.form.id;
            let named = filled.values.iter().filter_map(|value| {
                let (row, column) = (&filled.form.rows[value.row()].id, &filled.form.columns[value.column()].id);
                value.number().map(|number| format!("{index} {id} {row} {column} {}", number.normalize()))
            });
            numbers.extend(named);
        }
    }
    numbers.sort();
    numbers
}

/// What the rules say, whatever a draft excepts: the report, the rule, what it is about.
fn said(checked: &Checked, wanted: impl Fn(&Finding) -> bool) -> BTreeMap<String, usize> {
    let mut said = BTreeMap::new();
    let known =
        Neighbours::default().with_own(Contributions::of(&checked.reports, &checked.syntax, &Succession::default()));
    for (index, report) in checked.reports.iter().enumerate() {
        let looked_up =
            Key::of(report).map(|key| known.looked_up_by(&key, &[key.clone().before()])).unwrap_or_default();
        let (syntax, prose) = (&checked.syntax, &checked.prose);
        let premises = Premises { syntax, start: 0, prose, looked_up: &looked_up, body: None };
        for finding in rules::check(report, premises).iter().filter(|finding| wanted(finding)) {
            for subject in finding.subject.each() {
                // Before an article heading another one may come.
                let subject = match subject {
                    Subject::Banner(at) => format!("{}", report.banners[at].item),
                    subject => format!("{subject:?}"),
                };
                *said.entry(format!("{index} {} {subject}", finding.rule.name)).or_default() += 1;
            }
        }
    }
    said
}

/// What a safe repair, or several, did that it must not: empty where nothing.
fn harm(before: &Checked, after: &Checked) -> Vec<String> {
    let mut harm = Vec::new();
    if before.reports.len() != after.reports.len() {
        harm.push(format!("{} reports, {} before", after.reports.len(), before.reports.len()));
    }
    if numbers(&before.reports) != numbers(&after.reports) {
        harm.push("a cell has another number".to_owned());
    }
    let left = printed(after);
    for (figure, count) in printed(before) {
        if left.get(&figure).copied().unwrap_or(0) < count {
            harm.push(format!("{figure} is lost"));
        }
    }
    let old = said(before, |_| true);
    for (error, count) in said(after, |finding| finding.severity == Severity::Error) {
        if old.get(&error).copied().unwrap_or(0) < count {
            harm.push(format!("a new error: {error}"));
        }
    }
    harm
}

/// What is wrong with the safe repairs of a draft, those that are offered and those that are made, and how many are
/// offered.
pub fn faults(text: &str) -> (usize, Vec<String>) {
    let view = view(text);
    let (mut safe, mut faults) = (0, Vec::new());
    for action in offered(&view).into_iter().filter(|action| action.safe) {
        safe += 1;
        let finding = &view.checked.findings[action.finding.expect("a repair repairs a finding")];
        let after = check(&apply(text, &action.edits).expect("edits that do not overlap"));
        faults.extend(harm(&view.checked, &after).into_iter().map(|harm| format!("{}: {harm}", action.title)));
        let mine = |other: &Finding| other.rule.name == finding.rule.name && other.subject == finding.subject;
        // Another fault of the same thing may stay, which nothing mends.
        let count = |checked: &Checked| {
            let mine: Vec<&Finding> = checked.findings.iter().filter(|other| mine(other)).collect();
            (mine.len(), mine.iter().filter(|finding| !finding.fixes.is_empty()).count())
        };
        if count(&after) >= count(&view.checked) {
            faults.push(format!("{}: {} is found again", action.title, finding.rule.name));
        }
    }
    let once = fixed(text, FixFilter::SAFE);
    faults.extend(harm(&view.checked, &check(&once)).into_iter().map(|harm| format!("fix: {harm}")));
    for filter in [FixFilter::SAFE, FixFilter::NUMBERS] {
        let once = fixed(text, filter);
        if fixed(&once, filter) != once {
            faults.push(format!("{filter:?} does not settle"));
        }
    }
    (safe, faults)
}
