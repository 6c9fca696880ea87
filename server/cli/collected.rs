//! The reports of a run, a row each, and the years for which a body has none.

use super::files::Source;
use super::output::summary::{FindingTally, KeyFigures, SumTally, SummaryRow};
use crate::check::{Checked, Masks};
use crate::rules::equation;
use crate::text::fold::fold;
use std::collections::{BTreeMap, BTreeSet};

/// The row of a report, without its figures.
pub fn row(source: &Source, checked: &Checked, masks: &Masks, index: usize) -> SummaryRow {
    let report = &checked.reports[index];
    let mut findings = FindingTally::default();
    checked.findings.iter().filter(|it| it.report == index).for_each(|it| findings.count(it.severity));
    let (hold, all) = equation::tally_of(report);
    let mut body = report.title.as_ref().and_then(|title| title.organ.clone());
    body.iter_mut().for_each(|body| masks.apply(body));
    SummaryRow {
        body,
        year: report.year,
        edition: Some(report.edition.year),
        figures: KeyFigures::default(),
        sums: Some(SumTally { hold, all }),
        findings: Some(findings),
        file: Some(source.name.clone()),
    }
}

/// What is said of reports, by body and year, with what `missing` makes of the row of each year for which a body has no
/// report: every year between two of its reports, and those behind its first for which most bodies have one.
pub fn with_missing_years<T>(
    all: Vec<T>,
    row: impl Fn(&T) -> &SummaryRow,
    missing: impl Fn(SummaryRow) -> T,
) -> Vec<T> {
    let folded = |one: T| (row(&one).body.as_deref().map(fold), one);
    let mut all: Vec<(Option<String>, T)> = all.into_iter().map(folded).collect();
    let usual = usual_years(all.iter().filter_map(|(body, one)| Some((body.as_deref()?, row(one).year?))));
    // Reports that do not say whose they are come last.
    all.sort_by(|(body, one), (other_body, other)| {
        let place = |body: &Option<String>, row: &SummaryRow| (body.is_none(), body.clone(), row.year);
        let (one, other) = (row(one), row(other));
        place(body, one).cmp(&place(other_body, other)).then_with(|| one.file.cmp(&other.file))
    });
    let mut whole = Vec::with_capacity(all.len());
    let mut all = all.into_iter().peekable();
    while let Some((body, one)) = all.next() {
        let (name, year) = (row(&one).body.clone(), row(&one).year);
        let next = all.peek().filter(|(other, _)| *other == body).map(|(_, next)| row(next).year);
        whole.push(one);
        let (Some(year), Some(_)) = (year, body) else { continue };
        let years: Vec<u16> = match next {
            Some(next) => (year.saturating_add(1)..next.unwrap_or(year)).collect(),
            None => usual.iter().copied().filter(|usual| *usual > year).collect(),
        };
        whole.extend(years.into_iter().map(|year| missing(SummaryRow::missing(name.clone(), year))));
    }
    whole
}

/// The years for which more than half of the bodies have a report.
fn usual_years<'a>(reports: impl Iterator<Item = (&'a str, u16)>) -> BTreeSet<u16> {
    let (mut bodies, mut years) = (BTreeSet::new(), BTreeMap::<u16, BTreeSet<&str>>::new());
    for (body, year) in reports {
        bodies.insert(body);
        years.entry(year).or_default().insert(body);
    }
    years.into_iter().filter(|(_, of_year)| of_year.len() * 2 > bodies.len()).map(|(year, _)| year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years_of(reports: &[(&str, u16)]) -> Vec<(String, u16, bool)> {
        let row = |(body, year): &(&str, u16)| SummaryRow {
            file: Some("a.md".to_owned()),
            ..SummaryRow::missing(Some((*body).to_owned()), *year)
        };
        let rows = with_missing_years(reports.iter().map(row).collect(), |row| row, |row| row);
        rows.into_iter().map(|row| (row.body.unwrap(), row.year.unwrap(), row.file.is_some())).collect()
    }

    #[test]
    fn gaps_and_the_years_of_most_bodies_are_missing() {
        let reports = [("甲", 2021), ("甲", 2024), ("乙", 2023), ("乙", 2024), ("丙", 2022), ("丙", 2022)];
        let missing = |body: &str| -> Vec<u16> {
            let rows = years_of(&reports).into_iter().filter(|(of, _, is_there)| of == body && !is_there);
            rows.map(|(_, year, _)| year).collect()
        };
        assert_eq!(missing("甲"), [2022, 2023]);
        assert_eq!(missing("乙"), [0; 0]);
        // Two of three bodies have one for 2024, and one of three for 2023.
        assert_eq!(missing("丙"), [2024]);
        // One body with a report for a year that is still to come does not make all others late.
        assert_eq!(years_of(&[("甲", 2024), ("乙", 2024), ("乙", 2205)]).len(), 3 + 180);
    }
}
