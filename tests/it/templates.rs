//! What nianbao inserts is a draft nianbao has nothing to say about but what is left to be filled in: every edition,
//! layout, headings and piece.

use crate::support::extract::extract;
use nianbao::check::Language;
use nianbao::check::{Checked, Draft, View, check};
use nianbao::compose::template::{self, Facts, HeadingStyle, Template, WriteStyle};
use nianbao::compose::template_kind::TemplateKind;
use nianbao::config::Settings;
use nianbao::edition::{self, Edition, Form, OfficialSection};
use nianbao::ide::actions::{Action, ActionKind};
use nianbao::rules::Severity;
use nianbao::syntax::Layout;
use nianbao::text::edit;
use rust_decimal::Decimal;
use std::process::Command;

/// Every way a report may be written. HTML documents have HTML tables.
fn styles() -> Vec<WriteStyle> {
    let marked = |headings| Layout::ALL.map(|layout| WriteStyle { layout, headings });
    let mut styles: Vec<WriteStyle> =
        [marked(HeadingStyle::Plain), marked(HeadingStyle::Markdown(2)), marked(HeadingStyle::Markdown(3))].concat();
    styles.push(WriteStyle { layout: Layout::Html, headings: HeadingStyle::Html });
    styles
}

/// Every edition in every style.
fn for_each(mut then: impl FnMut(&'static Edition, WriteStyle)) {
    for edition in edition::editions() {
        for style in styles() {
            then(edition, style);
        }
    }
}

/// Checks a text: no findings but the one that counts what is left to be filled in, and one report of this edition.
fn silent(text: &str, edition: &Edition) -> Checked {
    let checked = check(text);
    let open = text.matches("××机关").count() + text.matches("：……").count();
    let expected =
        (open > 0).then(|| format!("template-residue {:?} 模板中有{open}处没有填写，请改写", Severity::Info));
    let found = checked.findings.iter().map(|it| format!("{} {:?} {}", it.rule.name, it.severity, it.message));
    assert_eq!(found.collect::<Vec<_>>(), Vec::from_iter(expected), "in\n{text}");
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
            assert_eq!(value.number(), Some(figure(value.row(), value.column())), "{} {value:?}", filled.form.id);
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
fn around(edition: &Edition, style: WriteStyle, piece: &Template, but: &OfficialSection) -> String {
    let facts = Facts { organ: Some("云溪县教育局"), year: Some(edition.first_report_year), ..Facts::default() };
    let mut text = template::title(edition, style.headings, &facts).text;
    for section in &edition.sections {
        text.push('\n');
        if section.id == but.id {
            text.push_str(&piece.text);
        } else {
            text.push_str(&template::section(edition, section, style, &facts).text);
        }
    }
    text
}

#[test]
fn a_report_has_nothing_to_find() {
    for_each(|edition, style| {
        let template = template::report(edition, style, &Facts::default());
        let checked = silent(&template.text, edition);
        holds(&checked, &all(edition), style.layout, zero);
        let report = &checked.reports[0];
        assert_eq!(report.sections.len(), edition.sections.len());
        let title = report.title.as_ref().expect("a title");
        assert!(edition.covers(title.year));
        assert_eq!(title.organ.as_deref(), Some("××机关"));
        // The cells in reading order are the fields behind those of the prose before them.
        let cells: usize = edition.forms.iter().map(|form| form.rows.len() * form.columns.len()).sum();
        assert!(template.fields.len() > cells);
        assert!(template.fields.windows(2).all(|pair| pair[0].end <= pair[1].start));
    });
}

#[test]
fn a_body_stands_under_any_title() {
    for_each(|edition, style| {
        let facts =
            Facts { organ: Some("云溪县教育局"), year: Some(edition.first_report_year), ..Facts::default() };
        let title = template::title(edition, style.headings, &facts);
        assert!(title.fields.is_empty());
        let text = format!("{}\n{}", title.text, template::body(edition, style, &facts).text);
        assert_eq!(text, template::report(edition, style, &facts).text);
        silent(&text, edition);
    });
}

#[test]
fn sections_and_their_tables_have_nothing_to_find() {
    for_each(|edition, style| {
        for section in &edition.sections {
            let facts = Facts::default();
            let whole = template::section(edition, section, style, &facts);
            holds(&silent(&around(edition, style, &whole, section), edition), &all(edition), style.layout, zero);
            let forms = edition.forms_of(section);
            if forms.is_empty() {
                continue;
            }
            let mut pieces = format!("{}\n", template::heading(section, style.headings));
            let table = template::table(&forms, style.layout, &facts);
            let one = Template { text: format!("{pieces}\n{}", table.text), fields: Vec::new() };
            silent(&around(edition, style, &one, section), edition);
            // Form by form, with a blank line between.
            for form in &forms {
                pieces.push('\n');
                pieces.push_str(&template::table(&[form], style.layout, &facts).text);
            }
            let several = Template { text: pieces, fields: Vec::new() };
            holds(&silent(&around(edition, style, &several, section), edition), &all(edition), style.layout, zero);
        }
    });
}

/// A document written in a style, whose settings want its layout.
fn in_editor(text: &str, style: WriteStyle) -> View {
    let language = match style.headings {
        HeadingStyle::Plain => Language::Plain,
        HeadingStyle::Markdown(_) => Language::Markdown,
        HeadingStyle::Html => Language::Html,
    };
    let mut settings = Settings::default();
    settings.layout = Some(style.layout);
    let mut draft = Draft::new(text, 1).with_language(language);
    draft.set_settings(settings);
    draft.snapshot().whole()
}

/// The draft after the one quick fix there is for findings of a rule.
fn repaired(text: &str, style: WriteStyle, rule: &str) -> String {
    let snapshot = in_editor(text, style);
    let is_wanted = |action: &&Action| {
        let finding = action.finding.map(|index| &snapshot.checked.findings[index]);
        finding.is_some_and(|finding| finding.rule.name == rule)
    };
    let actions = snapshot.actions(&(0..text.len()), |kind| kind == ActionKind::QuickFix);
    let action = actions.iter().find(is_wanted).unwrap_or_else(|| panic!("nothing to do about {rule} in\n{text}"));
    edit::apply(text, &action.edits).expect("edits")
}

/// The draft after the item with this label was accepted at a place.
fn completed(text: &str, style: WriteStyle, at: usize, label: &str) -> String {
    let completion = in_editor(text, style).completion(at);
    let item = completion.items.iter().find(|item| item.label == label);
    let item = item.unwrap_or_else(|| panic!("no {label} at {at} in\n{text}"));
    let mut text = text.to_owned();
    text.replace_range(completion.range.clone(), &item.template.text);
    text
}

/// Where the blank line above the section behind this one stands, or the end of the text.
fn above_next(text: &str, edition: &Edition, section: &OfficialSection, headings: HeadingStyle) -> usize {
    let index = edition.section(&section.id).expect("a section");
    let next = edition.sections.get(index + 1).map(|next| template::heading(next, headings));
    next.map_or(text.len(), |next| text.find(&next).expect("the next heading") - 1)
}

#[test]
fn what_is_inserted_into_a_draft_has_nothing_to_find() {
    let nothing = Template { text: String::new(), fields: Vec::new() };
    for_each(|edition, style| {
        // How deep headings are changes nothing else.
        if style.headings == HeadingStyle::Markdown(3) {
            return;
        }
        for section in &edition.sections {
            let complete = |text: &str| holds(&silent(text, edition), &all(edition), style.layout, zero);
            let name = format!("{}、{}", section.ordinal, section.title);
            let without = around(edition, style, &nothing, section).replace("\n\n\n", "\n\n");
            complete(&repaired(&without, style, "missing-section"));
            complete(&completed(&without, style, above_next(&without, edition, section, style.headings), &name));
            let forms = edition.forms_of(section);
            if forms.is_empty() {
                continue;
            }
            // The heading stands there, the table does not.
            let heading = template::heading(section, style.headings);
            let table = |forms: &[&Form]| template::table(forms, style.layout, &Facts::default()).text;
            let prose = if style.headings == HeadingStyle::Html { "<p>数据如下。</p>" } else { "数据如下。" };
            let piece = |below: &str| Template { text: format!("{heading}\n\n{below}\n"), fields: Vec::new() };
            let bare = around(edition, style, &piece(&format!("{prose}\n")), section);
            complete(&repaired(&bare, style, "missing-form"));
            let at = bare.find(prose).expect("the prose") + prose.len() + 1;
            complete(&completed(&bare, style, at, &TemplateKind::Table(section).name(edition)));
            // Each block of the table is missing, or all from one on.
            for missing in (0..forms.len()).filter(|_| forms.len() > 1) {
                let mut some = forms.clone();
                some.remove(missing);
                complete(&repaired(&around(edition, style, &piece(&table(&some)), section), style, "missing-form"));
                if missing == 0 {
                    continue;
                }
                let mut text = around(edition, style, &piece(&table(&forms[..missing])), section);
                for form in &forms[missing..] {
                    let at = above_next(&text, edition, section, style.headings);
                    text = completed(&text, style, at, &form.banner.as_ref().expect("a heading").text);
                    if let Some(gap) = text.find("\n\n\n") {
                        text.replace_range(gap..gap + 1, "");
                    }
                }
                complete(&text);
            }
        }
    });
}

#[test]
fn figures_stand_where_they_belong() {
    // Every row has a figure of its own in its first column and nothing in the others.
    let number = |row: usize, column: usize| if column == 0 { row } else { 0 };
    for_each(|edition, style| {
        let figure = |_: &Form, row: usize, column: usize| Some(number(row + 1, column).to_string());
        let facts = Facts { figures: &figure, ..Facts::default() };
        for section in edition.sections.iter().filter(|section| !edition.forms_of(section).is_empty()) {
            let template = template::section(edition, section, style, &facts);
            let checked = check(&around(edition, style, &template, section));
            for filled in checked.reports[0].forms.iter().filter(|filled| filled.form.section == section.id) {
                for value in &filled.values {
                    let expected = number(value.row() + 1, value.column());
                    assert_eq!(value.number(), Some(expected.into()), "{} {value:?}", filled.form.id);
                }
            }
        }
    });
}

#[test]
fn rows_make_the_table() {
    for_each(|edition, style| {
        for form in &edition.forms {
            let table = template::table(&[form], style.layout, &Facts::default()).text;
            let rows = (0..form.rows.len())
                .map(|row| template::row(form, row, style.layout, &Facts::default()).expect("a row").text);
            let rows: String = rows.collect();
            let end = if style.layout == Layout::Html { "</table>\n" } else { "" };
            assert!(table.ends_with(&format!("{rows}{end}")), "{rows}\nin\n{table}");
        }
    });
}

/// What the program prints, what it complains, and its exit code.
fn program(arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    let output = command.arg("template").args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn the_program_prints_templates() {
    for layout in Layout::ALL {
        let headings = if matches!(layout, Layout::Markdown | Layout::Html) {
            HeadingStyle::Markdown(2)
        } else {
            HeadingStyle::Plain
        };
        let style = WriteStyle { layout, headings };
        for (year, edition) in [("2020", &edition::editions()[0]), ("2024", edition::newest())] {
            let arguments = ["report", "--organ", "云溪县教育局", "--year", year, "--layout", layout.name()];
            let (text, complaint, code) = program(&arguments);
            assert_eq!((complaint.as_str(), code), ("", Some(0)));
            let report = &silent(&text, edition).reports[0];
            let title = report.title.as_ref().expect("a title");
            assert_eq!((title.organ.as_deref(), title.year.to_string().as_str()), (Some("云溪县教育局"), year));
            let table = template::table(&edition.forms_of(&edition.sections[2]), layout, &Facts::default()).text;
            let same = program(&["table3", "--edition", &edition.year.to_string(), "--layout", layout.name()]).0;
            assert_eq!(same, table);
            let section = template::section(edition, &edition.sections[3], style, &Facts::default()).text;
            assert_eq!(
                program(&["proceedings", "--edition", &edition.year.to_string(), "--layout", layout.name()]).0,
                section
            );
        }
    }
    let form = edition::editions()[0].form("article-20-9").expect("a form");
    let table = template::table(&[form], Layout::Markdown, &Facts::default()).text;
    assert_eq!(program(&["article-20-9", "--edition", "2019"]).0, table);
}

#[test]
fn every_template_is_printed_as_it_is_inserted_and_reads_back_as_zeros() {
    for edition in edition::editions() {
        for layout in Layout::ALL {
            let headings = if matches!(layout, Layout::Markdown | Layout::Html) {
                HeadingStyle::Markdown(2)
            } else {
                HeadingStyle::Plain
            };
            let style = WriteStyle { layout, headings };
            for piece in TemplateKind::all(edition) {
                let inserted = piece.template(edition, style, &Facts::default()).text;
                let (handle, year) = (piece.handles(edition).swap_remove(0), edition.year.to_string());
                let arguments = [&handle, "--edition", &year, "--layout", layout.name()];
                assert_eq!(program(&arguments), (inserted.clone(), String::new(), Some(0)), "{handle}");
                // A table alone is no report: it is read where it belongs.
                let text = match piece {
                    TemplateKind::Report => inserted,
                    TemplateKind::Section(section) => {
                        around(edition, style, &Template { text: inserted, fields: Vec::new() }, section)
                    }
                    TemplateKind::Table(section) => {
                        let text = format!("{}\n\n{inserted}", template::heading(section, headings));
                        around(edition, style, &Template { text, fields: Vec::new() }, section)
                    }
                    TemplateKind::Form(form) => {
                        let text =
                            format!("本机关2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n{inserted}");
                        let checked = nianbao::check::check_with(&text, &required(edition));
                        let filled = checked.reports[0].form(&form.id).expect("the form");
                        assert_eq!(filled.values.len(), form.rows.len() * form.columns.len());
                        assert!(filled.values.iter().all(|value| value.number() == Some(Decimal::ZERO)), "{}", form.id);
                        continue;
                    }
                };
                holds(&silent(&text, edition), &all(edition), layout, zero);
                if matches!(piece, TemplateKind::Report) {
                    assert_eq!(extracted(&text), vec!["0"; figures_of(edition)]);
                }
            }
        }
    }
}

/// The settings under which drafts have to use an edition.
fn required(edition: &Edition) -> Settings {
    let mut settings = Settings::default();
    settings.edition = Some(edition.year);
    settings
}

/// How many figures a report has.
fn figures_of(edition: &Edition) -> usize {
    edition.forms.iter().map(|form| form.rows.len() * form.columns.len()).sum()
}

/// The figures that `nianbao extract` reads.
fn extracted(text: &str) -> Vec<String> {
    let reports = extract(text);
    let forms = reports[0]["forms"].as_array().expect("forms").iter();
    let values = forms.flat_map(|form| form["values"].as_array().expect("values"));
    values.map(|value| value["number"].as_str().unwrap_or("null").to_owned()).collect()
}

#[test]
fn the_program_says_what_it_does_not_know() {
    for (arguments, complaint) in [
        (&["tabel3"][..], "nianbao: 没有名为“tabel3”的模板，是不是“table3”？\n"),
        (&["article-20-9"], "nianbao: 2021年格式没有“article-20-9”，它只在2019年格式中有\n"),
        (
            &["--year", "2020", "--edition", "2021"],
            "nianbao: 2020年度报告应使用2019年格式（国办公开办函〔2019〕60号），不能用2021年格式\n",
        ),
        (
            &["--layout", "word"],
            "nianbao: --layout <写法>：没有名为“word”的写法，可用：markdown、html、tabs、lines\n用 --help 查看用法\n",
        ),
        (
            &["--edition", "2020"],
            "nianbao: --edition <年份>：没有“2020”年的统一格式，可用：2021、2019\n用 --help 查看用法\n",
        ),
    ] {
        assert_eq!(program(arguments), (String::new(), complaint.to_owned(), Some(2)));
    }
}
