//! What nianbao inserts is a draft nianbao has nothing to say about: every edition, layout, markup and piece.

use nianbao::edition::{self, Edition, Form, Section};
use nianbao::ide::template::{self, Facts, Manner, Markup, Template};
use nianbao::ide::{Checked, check};
use nianbao::syntax::Layout;
use rust_decimal::Decimal;

/// Every way a report may be written. HTML documents have HTML tables.
fn manners() -> Vec<Manner> {
    let marked = |markup| Layout::ALL.map(|layout| Manner { layout, markup });
    let mut manners: Vec<Manner> =
        [marked(Markup::Plain), marked(Markup::Markdown(2)), marked(Markup::Markdown(3))].concat();
    manners.push(Manner { layout: Layout::Html, markup: Markup::Html });
    manners
}

/// Every edition in every manner.
fn for_each(mut then: impl FnMut(&'static Edition, Manner)) {
    for edition in edition::editions() {
        for manner in manners() {
            then(edition, manner);
        }
    }
}

/// Checks a text: no findings, and one report of this edition.
fn silent(text: &str, edition: &Edition) -> Checked {
    let checked = check(text);
    let findings: Vec<String> =
        checked.findings.iter().map(|(_, finding)| format!("{} {}", finding.rule.name, finding.message)).collect();
    assert_eq!(findings, Vec::<String>::new(), "in\n{text}");
    assert_eq!(checked.reports.len(), 1, "in\n{text}");
    assert_eq!(checked.reports[0].edition.year, edition.year, "in\n{text}");
    checked
}

/// Checks that a report holds these forms, every cell with the figure it should have.
fn holds(checked: &Checked, forms: &[&Form], layout: Layout, figure: impl Fn(usize, usize) -> Decimal) {
    let report = &checked.reports[0];
    let ids: Vec<&str> = report.forms.iter().map(|filled| filled.form.id.as_str()).collect();
    assert_eq!(ids, forms.iter().map(|form| form.id.as_str()).collect::<Vec<_>>());
    for filled in &report.forms {
        assert_eq!(filled.layout, layout, "{}", filled.form.id);
        assert_eq!(filled.values.len(), filled.form.rows.len() * filled.form.columns.len());
        for value in &filled.values {
            assert_eq!(value.number, Some(figure(value.row, value.column)), "{} {value:?}", filled.form.id);
        }
    }
}

fn zero(_: usize, _: usize) -> Decimal {
    Decimal::ZERO
}

fn all(edition: &Edition) -> Vec<&Form> {
    edition.forms.iter().collect()
}

/// A draft that the other pieces of a report stand around: each section has something, but not what `but` has.
fn around(edition: &Edition, manner: Manner, piece: &Template, but: &Section) -> String {
    let facts = Facts { organ: Some("云溪县教育局"), year: Some(edition.first_report_year), ..Facts::default() };
    let mut text = template::title(edition, manner.markup, &facts).text;
    for section in &edition.sections {
        text.push('\n');
        if section.id == but.id {
            text.push_str(&piece.text);
        } else {
            text.push_str(&template::section(edition, section, manner, &facts).text);
        }
    }
    text
}

#[test]
fn a_report_has_nothing_to_find() {
    for_each(|edition, manner| {
        let template = template::report(edition, manner, &Facts::default());
        let checked = silent(&template.text, edition);
        holds(&checked, &all(edition), manner.layout, zero);
        let report = &checked.reports[0];
        assert_eq!(report.sections.len(), edition.sections.len());
        let title = report.title.as_ref().expect("a title");
        assert!(edition.covers(title.year));
        assert_eq!(title.organ.as_deref(), Some("×××"));
        // The cells in reading order are the fields behind those of the prose before them.
        let cells: usize = edition.forms.iter().map(|form| form.rows.len() * form.columns.len()).sum();
        assert!(template.fields.len() > cells);
        assert!(template.fields.windows(2).all(|pair| pair[0].end <= pair[1].start));
    });
}

#[test]
fn a_body_stands_under_any_title() {
    for_each(|edition, manner| {
        let facts =
            Facts { organ: Some("云溪县教育局"), year: Some(edition.first_report_year), ..Facts::default() };
        let title = template::title(edition, manner.markup, &facts);
        assert!(title.fields.is_empty());
        let text = format!("{}\n{}", title.text, template::body(edition, manner, &facts).text);
        assert_eq!(text, template::report(edition, manner, &facts).text);
        silent(&text, edition);
    });
}

#[test]
fn sections_and_their_tables_have_nothing_to_find() {
    for_each(|edition, manner| {
        for section in &edition.sections {
            let facts = Facts::default();
            let whole = template::section(edition, section, manner, &facts);
            holds(&silent(&around(edition, manner, &whole, section), edition), &all(edition), manner.layout, zero);
            let forms = edition.forms_of(section);
            if forms.is_empty() {
                continue;
            }
            let mut pieces = format!("{}\n", template::heading(section, manner.markup));
            let table = template::table(&forms, manner.layout, &facts);
            let one = Template { text: format!("{pieces}\n{}", table.text), fields: Vec::new() };
            silent(&around(edition, manner, &one, section), edition);
            // Form by form, with a blank line between.
            for form in &forms {
                pieces.push('\n');
                pieces.push_str(&template::table(&[form], manner.layout, &facts).text);
            }
            let several = Template { text: pieces, fields: Vec::new() };
            holds(&silent(&around(edition, manner, &several, section), edition), &all(edition), manner.layout, zero);
        }
    });
}

#[test]
fn figures_stand_where_they_belong() {
    // Every row has a figure of its own in its first column and nothing in the others.
    let number = |row: usize, column: usize, columns: usize| if column % columns == 0 { row } else { 0 };
    for_each(|edition, manner| {
        let figure =
            |form: &Form, row: usize, column: usize| Some(number(row + 1, column, form.columns.len()).to_string());
        let facts = Facts { figures: &figure, ..Facts::default() };
        for section in edition.sections.iter().filter(|section| !edition.forms_of(section).is_empty()) {
            let template = template::section(edition, section, manner, &facts);
            let checked = check(&around(edition, manner, &template, section));
            for filled in checked.reports[0].forms.iter().filter(|filled| filled.form.section == section.id) {
                for value in &filled.values {
                    let expected = number(value.row + 1, value.column, filled.form.columns.len());
                    assert_eq!(value.number, Some(expected.into()), "{} {value:?}", filled.form.id);
                }
            }
        }
    });
}

#[test]
fn rows_make_the_table() {
    for_each(|edition, manner| {
        for form in &edition.forms {
            let table = template::table(&[form], manner.layout, &Facts::default()).text;
            let rows = (0..form.rows.len()).map(|row| template::row(form, row, manner.layout, &Facts::default()).text);
            let rows: String = rows.collect();
            let end = if manner.layout == Layout::Html { "</table>\n" } else { "" };
            assert!(table.ends_with(&format!("{rows}{end}")), "{rows}\nin\n{table}");
        }
    });
}
