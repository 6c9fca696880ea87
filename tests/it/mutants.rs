//! Every correct draft is left alone, and every single mistake in one is found where it is and as what it is.
//!
//! The drafts are generated: both editions, every layout, and the ways in which drafts write them.

use crate::support::generate::{Cell, Draft, Mark, Plan, Random, STYLES, Style};
use crate::support::slips::of_digits;
use nianbao::check::check;
use nianbao::edition::{self, Edition, Form};
use nianbao::rules::{Finding, Severity};
use nianbao::text::fold::fold;
use nianbao::text::{Edit, edit};
use rayon::prelude::*;
use std::fmt::Write;
use std::ops::Range;

/// What was found in a text, in the order of the places.
fn findings(text: &str) -> Vec<Finding> {
    check(text).findings
}

/// Findings as a failed test shows them.
fn shown(text: &str, findings: &[Finding]) -> String {
    findings.iter().fold(format!("{} findings", findings.len()), |mut shown, finding| {
        let at = text.get(finding.range.clone()).unwrap_or("?");
        write!(
            shown,
            "\n    {:?} {}: {} at {:?} “{at}”",
            finding.severity, finding.rule.name, finding.message, finding.range
        )
        .expect("a string takes it");
        shown
    })
}

/// Fails with the first few of all complaints, and how many there are.
fn assert_none(complaints: &[String]) {
    let first = complaints.iter().take(8).cloned().collect::<Vec<_>>().join("\n");
    assert!(complaints.is_empty(), "{} complaints, among them\n{first}", complaints.len());
}

/// Every edition with every style.
fn all() -> impl ParallelIterator<Item = (&'static Edition, &'static Style)> {
    edition::editions().par_iter().flat_map(|edition| STYLES.par_iter().map(move |style| (edition, style)))
}

/// Runs a test on one draft in every edition and style; what it returns are its complaints.
fn in_every_style(test: impl Fn(&'static Edition, &'static Style) -> Vec<String> + Sync) {
    let name = |edition: &Edition, style: &Style, complaint| format!("{} {}: {complaint}", edition.year, style.name);
    let complaints: Vec<String> = all()
        .flat_map_iter(|(edition, style)| test(edition, style).into_iter().map(move |it| name(edition, style, it)))
        .collect();
    assert_none(&complaints);
}

/// Expects a single finding: its rule, severity and place.
fn expect_one(text: &str, rule: &str, severity: Severity, places: &[Range<usize>]) -> Result<Finding, String> {
    let found = findings(text);
    match found.as_slice() {
        [finding] if finding.rule.name == rule && finding.severity == severity && places.contains(&finding.range) => {
            Ok(finding.clone())
        }
        _ => Err(format!("expected {rule} at {places:?}, not {}", shown(text, &found))),
    }
}

/// Applies the fixes of findings and expects the original text.
fn expect_restored(text: &str, found: &[Finding], safe: bool, original: &str) -> Result<(), String> {
    let fixes: Vec<_> = found.iter().flat_map(|finding| &finding.fixes).collect();
    if fixes.len() != found.len() || fixes.iter().any(|fix| fix.safe != safe) {
        return Err(format!("expected one {} fix each: {}", if safe { "safe" } else { "unsafe" }, shown(text, found)));
    }
    let edits: Vec<Edit> = fixes.into_iter().flat_map(|fix| fix.edits.clone()).collect();
    match edit::apply(text, &edits) {
        Ok(restored) if restored == original => Ok(()),
        restored => Err(format!("the fix does not restore the text ({} bytes)", restored.map_or(0, |text| text.len()))),
    }
}

/// Every mistake is made in each layout, and every few of them in its other styles: with so many styles between them
/// they too meet every column.
fn step(style: &Style, few: usize) -> usize {
    if style.is_own() { 1 } else { few }
}

fn changed(text: &str, range: Range<usize>, new: &str) -> String {
    [&text[..range.start], new, &text[range.end..]].concat()
}

#[test]
fn a_correct_draft_is_left_alone() {
    let complaints: Vec<String> = (0..4u64)
        .into_par_iter()
        .flat_map(|seed| all().map(move |(edition, style)| (seed, edition, style)))
        .filter_map(|(seed, edition, style)| {
            let size = [0, 0, 15_000, 30_000][seed as usize];
            let draft = Plan::new(edition, seed).size(size).write(style);
            let checked = check(&draft.text);
            let found = findings(&draft.text);
            let values: usize =
                checked.reports.iter().flat_map(|report| &report.forms).map(|form| form.values.len()).sum();
            let expected: usize = edition.forms.iter().map(|form| form.rows.len() * form.columns.len()).sum();
            let is_right = found.is_empty() && checked.reports.len() == 1 && values == expected;
            (!is_right).then(|| {
                let (edition, style, reports) = (edition.year, style.name, checked.reports.len());
                format!(
                    "{edition} {style} seed {seed}: {reports} reports, {values} values, {}",
                    shown(&draft.text, &found)
                )
            })
        })
        .collect();
    assert_none(&complaints);
}

#[test]
fn every_figure_is_read_at_its_place() {
    in_every_style(|edition, style| {
        let draft = Plan::new(edition, 11).write(style);
        let checked = check(&draft.text);
        let mut complaints = Vec::new();
        for form in &edition.forms {
            let filled = checked.reports.first().and_then(|report| report.form(&form.id));
            for cell in draft.cells(&form.id) {
                let value = filled.and_then(|filled| filled.value(cell.row, cell.column));
                let read = value.map(|value| (value.number(), value.figure()));
                if read != Some((Some(cell.number), cell.range.clone())) {
                    complaints.push(format!("{} {cell:?} read as {read:?}", form.id));
                }
            }
        }
        complaints
    });
}

/// The three ways in which a figure is made wrong: one more, one less, a slip.
fn wrong_figures(cell: &Cell, random: &mut Random) -> [String; 3] {
    let figure = cell.number.to_string();
    let slips = of_digits(&figure);
    let one = rust_decimal::Decimal::ONE;
    [(cell.number + one).to_string(), (cell.number - one).to_string(), slips[random.below(slips.len())].clone()]
}

/// Changes a figure and expects that it, and nothing else, is called wrong.
fn check_wrong_cell(draft: &Draft, cell: &Cell, wrong: &str) -> Option<String> {
    let text = changed(&draft.text, cell.range.clone(), wrong);
    let place = cell.range.start..cell.range.start + wrong.len();
    let result = expect_one(&text, "wrong-cell", Severity::Error, &[place])
        .and_then(|finding| expect_restored(&text, &[finding], false, &draft.text));
    result.err().map(|error| format!("{cell:?} made {wrong}: {error}"))
}

#[test]
fn a_wrong_figure_among_the_applications_is_that_cell() {
    let mutants: Vec<_> = all()
        .flat_map_iter(|(edition, style)| {
            let seed = 3;
            let draft = std::sync::Arc::new(Plan::new(edition, seed).write(style));
            let mut random = Random::new(seed);
            let cells = draft.cells("applications").into_iter().step_by(step(style, 22));
            let mutants =
                cells.flat_map(move |cell| wrong_figures(&cell, &mut random).map(|wrong| (cell.clone(), wrong)));
            mutants.map(move |(cell, wrong)| (edition.year, style.name, draft.clone(), cell, wrong)).collect::<Vec<_>>()
        })
        .collect();
    let cells =
        edition::editions().iter().map(|it| it.form("applications").map_or(0, |it| it.rows.len() * it.columns.len()));
    assert!(mutants.len() > 3 * 4 * cells.sum::<usize>());
    let complaints: Vec<String> = mutants
        .par_iter()
        .filter_map(|(year, style, draft, cell, wrong)| {
            check_wrong_cell(draft, cell, wrong).map(|complaint| format!("{year} {style}: {complaint}"))
        })
        .collect();
    assert_none(&complaints);
}

#[test]
fn a_wrong_figure_among_the_proceedings_breaks_its_block() {
    in_every_style(|edition, style| {
        let draft = Plan::new(edition, 5).write(style);
        let cells = draft.cells("proceedings");
        let form = edition.form("proceedings").expect("the form");
        let mut complaints = Vec::new();
        for cell in cells.iter().step_by(step(style, 4)) {
            let id = &form.columns[cell.column].id;
            let equation =
                form.equations.iter().find(|it| it.terms().iter().any(|term| term.id == *id)).expect("a block");
            let total = &cells[form.column(&equation.total).expect("a column")].range;
            for wrong in [cell.number + rust_decimal::Decimal::ONE, cell.number - rust_decimal::Decimal::ONE] {
                let wrong_text = wrong.to_string();
                let text = changed(&draft.text, cell.range.clone(), &wrong_text);
                let longer = wrong_text.len() as isize - cell.range.len() as isize;
                let shift = |at: usize| if at > cell.range.start { at.saturating_add_signed(longer) } else { at };
                // A figure below zero is wrong by itself, and its block is not judged with it.
                let (rule, place) = match wrong.is_sign_negative() {
                    true => ("negative-number", cell.range.start..cell.range.start + wrong_text.len()),
                    false => ("block-total", shift(total.start)..shift(total.end)),
                };
                let result = expect_one(&text, rule, Severity::Error, &[place]);
                complaints.extend(result.err().map(|error| format!("{cell:?} made {wrong}: {error}")));
            }
        }
        complaints
    });
}

#[test]
fn another_figure_among_what_was_disclosed_is_no_fault() {
    in_every_style(|edition, style| {
        let draft = Plan::new(edition, 7).write(style);
        let mut complaints = Vec::new();
        for form in edition.forms.iter().filter(|form| form.equations.is_empty()) {
            for cell in draft.cells(&form.id).into_iter().step_by(step(style, 3)) {
                let more = (cell.number + rust_decimal::Decimal::ONE).to_string();
                let text = changed(&draft.text, cell.range.clone(), &more);
                let found = findings(&text);
                if !found.is_empty() {
                    complaints.push(format!("{} {cell:?}: {}", form.id, shown(&text, &found)));
                }
            }
        }
        complaints
    });
}

/// The forms with an article heading, by their places in the edition.
fn blocks(edition: &'static Edition) -> impl Iterator<Item = (usize, &'static Form)> {
    edition.forms.iter().enumerate().filter(|(_, form)| form.banner.is_some())
}

/// Where an article heading stands; the last place counts where it is repeated in the places of its merged cell.
fn banner(draft: &Draft, form: usize) -> Range<usize> {
    draft.places(Mark::Banner(form)).pop().expect("a heading")
}

#[test]
fn swapped_article_headings_are_put_right() {
    in_every_style(|edition, style| {
        let draft = Plan::new(edition, 21).write(style);
        let places: Vec<(Range<usize>, &str)> = blocks(edition)
            .map(|(index, form)| (banner(&draft, index), form.banner.as_ref().map_or("", |it| &it.text)))
            .collect();
        let mut complaints = Vec::new();
        for pair in places.windows(2) {
            let [(first, first_text), (second, second_text)] = pair else { unreachable!() };
            let text = changed(&changed(&draft.text, second.clone(), first_text), first.clone(), second_text);
            let found = findings(&text);
            let at: Vec<Range<usize>> = found.iter().map(|finding| finding.range.clone()).collect();
            let named = found.iter().all(|it| it.rule.name == "article-heading" && it.severity == Severity::Error);
            if at != [first.clone(), second.clone()] || !named {
                complaints.push(format!("{first_text} ↔ {second_text}: {}", shown(&text, &found)));
            } else if let Err(error) = expect_restored(&text, &found, true, &draft.text) {
                complaints.push(format!("{first_text} ↔ {second_text}: {error}"));
            }
        }
        complaints
    });
}

#[test]
fn a_paragraph_for_an_item_is_put_right() {
    in_every_style(|edition, style| {
        let draft = Plan::new(edition, 22).write(style);
        let mut complaints = Vec::new();
        for (index, form) in blocks(edition) {
            let place = banner(&draft, index);
            let official = &draft.text[place.clone()];
            let text = changed(&draft.text, place.clone(), &official.replace('项', "款"));
            let result = expect_one(&text, "article-heading-form", Severity::Warning, &[place])
                .and_then(|finding| expect_restored(&text, &[finding], true, &draft.text));
            complaints.extend(result.err().map(|error| format!("{}: {error}", form.id)));
        }
        complaints
    });
}

#[test]
fn a_deleted_row_is_missing() {
    in_every_style(|edition, style| {
        let mut complaints = Vec::new();
        for (form_index, form) in edition.forms.iter().enumerate().filter(|(_, form)| !form.rows[0].path.is_empty()) {
            for (row, header) in form.rows.iter().enumerate().step_by(step(style, 5)) {
                let draft = Plan::new(edition, 23).without_row(form_index, row).write(style);
                let places = match form.rows.len() {
                    // Only its header is left.
                    1 => draft.places(Mark::Banner(form_index)),
                    _ => draft.places(Mark::Label { form: form_index, row: if row > 0 { row - 1 } else { 1 } }),
                };
                match expect_one(&draft.text, "missing-row", Severity::Error, &places) {
                    // A name in a message has other quotation marks, which folding leaves out.
                    Ok(finding) if fold(&finding.message).contains(&fold(header.words())) => {}
                    Ok(finding) => complaints.push(format!("{} is not named: {}", header.words(), finding.message)),
                    Err(error) => complaints.push(format!("without {}: {error}", header.words())),
                }
            }
        }
        complaints
    });
}

/// The last character printed before the place of a section that is missing.
fn before_section(draft: &Draft, index: usize) -> Range<usize> {
    let next = draft.places(Mark::Heading(index + 1)).first().map_or(draft.text.len(), |heading| heading.start);
    let mut in_tag = false;
    let is_printed = |c: &(usize, char)| {
        let was_in_tag = in_tag;
        in_tag = match c.1 {
            '>' => true,
            '<' => false,
            _ => in_tag,
        };
        !was_in_tag && !matches!(c.1, '<' | '>' | '#' | '*' | '|' | '\u{3000}') && !c.1.is_whitespace()
    };
    let text = draft.text[..next].replace("&nbsp;", &" ".repeat("&nbsp;".len()));
    let last = text.char_indices().rev().find(is_printed);
    last.map_or(0..0, |(at, c)| at..at + c.len_utf8())
}

#[test]
fn a_deleted_section_is_missing() {
    in_every_style(|edition, style| {
        let mut complaints = Vec::new();
        for (index, section) in edition.sections.iter().enumerate() {
            let draft = Plan::new(edition, 24).without_section(index).write(style);
            let place = before_section(&draft, index);
            match expect_one(&draft.text, "missing-section", Severity::Error, &[place]) {
                Ok(finding) if finding.message.contains(&section.title) => {}
                Ok(finding) => complaints.push(format!("{} is not named: {}", section.title, finding.message)),
                Err(error) => complaints.push(format!("without {}: {error}", section.title)),
            }
        }
        complaints
    });
}

#[test]
fn tables_of_another_edition_are_one_finding() {
    in_every_style(|edition, style| {
        let mut complaints = Vec::new();
        for tables in edition::editions().iter().filter(|tables| tables.year != edition.year) {
            let draft = Plan::new(edition, 25).tables(tables).write(style);
            let columns = draft.places(Mark::Column(0));
            let whole = columns.iter().map(|it| it.start).min().zip(columns.iter().map(|it| it.end).max());
            let place = whole.map_or(0..0, |(start, end)| start..end);
            let severity = if tables.year < edition.year { Severity::Error } else { Severity::Warning };
            if let Err(error) = expect_one(&draft.text, "edition-mismatch", severity, &[place]) {
                complaints.push(format!("tables of {}: {error}", tables.year));
            }
        }
        complaints
    });
}
