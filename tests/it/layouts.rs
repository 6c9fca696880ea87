//! What is written in a layout is read back: every form of every edition in every layout, the ways in which other
//! programs write them, and empty cells.

use crate::support::whole::{self, distinct, filled};
use crate::support::writers::WRITERS;
use nianbao::edition::{Edition, Form, editions, grid::grid};
use nianbao::report::{self, Report, RowState, Spelling};
use nianbao::syntax::{Layout, Syntax};
use proptest::prelude::*;

fn read(text: &str) -> Vec<Report> {
    report::read(&Syntax::parse(text))
}

/// The one report of a text.
fn only(text: &str, what: &str) -> Report {
    let mut reports = read(text);
    assert_eq!(reports.len(), 1, "{what}: {} reports in\n{text}", reports.len());
    reports.remove(0)
}

/// Fails unless a report's form holds these values, each at the place where it is printed.
fn assert_filled(text: &str, report: &Report, form: &Form, value: &dyn Fn(&Form, usize, usize) -> String, what: &str) {
    let what = format!("{what}: {}", form.id);
    let filled = report.form(&form.id).unwrap_or_else(|| panic!("{what} is missing in\n{text}"));
    assert_eq!(filled.edition.year, report.edition.year, "{what}");
    for (row, header) in form.rows.iter().enumerate() {
        let read = &filled.rows[row];
        assert_eq!(read.state, RowState::Read, "{what}: {} in\n{text}", header.id);
        let label = read.label.as_ref().expect("a row that was read has a label");
        if !header.path.is_empty() {
            assert_eq!(label.spelling, Spelling::Official, "{what}: {} {:?}", header.id, label.text);
        }
        for column in 0..form.columns.len() {
            let expected = value(form, row, column);
            let found = filled.value(row, column).unwrap_or_else(|| panic!("{what}: no {row} {column}"));
            assert_eq!(found.text(), expected, "{what}: {} {} in\n{text}", header.id, form.columns[column].id);
            assert_eq!(found.number().map(|n| n.to_string()).unwrap_or_default(), expected, "{what}");
            assert!(found.is_blank() || found.is_bare(), "{what}: {} {column}", header.id);
            let printed = text.get(found.range()).expect("a range is part of the text");
            if !printed.contains('<') {
                assert_eq!(printed, expected, "{what}");
                assert_eq!(&text[found.figure()], expected, "{what}");
            }
        }
    }
    assert!(report.unknown_rows.is_empty(), "{what}: {:?}", report.unknown_rows);
}

#[test]
fn every_form_comes_back_from_every_layout() {
    for edition in editions() {
        for form in &edition.forms {
            for layout in Layout::ALL {
                let what = format!("{} {} {}", edition.year, form.id, layout.name());
                let table = grid(&[form], distinct).write(layout);
                let text = whole::report(edition, edition.first_report_year, &[(&form.section, table)]);
                let report = only(&text, &what);
                assert_eq!(report.edition.year, edition.year, "{what}");
                assert_eq!(
                    report.forms.len(),
                    1,
                    "{what}: {:?}",
                    report.forms.iter().map(|f| &f.form.id).collect::<Vec<_>>()
                );
                assert_eq!(report.forms[0].layout, layout, "{what}");
                assert_filled(&text, &report, form, &distinct, &what);
            }
        }
    }
}

fn assert_whole(text: &str, edition: &Edition, what: &str) {
    let report = only(text, what);
    assert_eq!(report.edition.year, edition.year, "{what}");
    assert_eq!(report.year, Some(edition.first_report_year), "{what}");
    assert_eq!(report.sections.len(), 6, "{what}: {:?}", report.sections);
    assert_eq!(report.forms.len(), edition.forms.len(), "{what}");
    assert_eq!(report.duplicate_headings, [], "{what}");
    for form in &edition.forms {
        assert_filled(text, &report, form, &distinct, what);
        let filled = report.form(&form.id).expect("just read");
        if let Some(banner) = &form.banner {
            let at = filled.rows[0].banner.unwrap_or_else(|| panic!("{what}: {} has no heading", form.id));
            assert_eq!(report.banners[at].item, banner.item, "{what}");
            assert!(report.banners[at].official, "{what}");
        }
    }
}

#[test]
fn whole_reports_are_read_however_they_are_written() {
    for edition in editions() {
        for (name, write) in WRITERS {
            let text = filled(edition, distinct, *write);
            for (end, line_end) in [("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")] {
                let what = format!("{} {name}, {end}", edition.year);
                assert_whole(&text.replace('\n', line_end), edition, &what);
            }
        }
    }
}

/// The layouts that show which cell of a row is empty.
const PLACED: [&str; 17] = [
    "markdown",
    "html",
    "tabs",
    "markdown without the delimiter row",
    "markdown, merged labels repeated",
    "html, tags inside",
    "html, unclosed and in capitals",
    "html, one line",
    "html, empty cells instead of spans",
    "tabs, merged labels repeated",
    "markdown, bold",
    "markdown, compact and indented",
    "markdown, line breaks as tags",
    "html, entities and breaks",
    "html, one cell a line",
    "flat",
    "flat, groups before the labels",
];

#[test]
fn an_empty_cell_is_known_by_its_place() {
    for edition in editions() {
        for (name, write) in WRITERS.iter().filter(|(name, _)| PLACED.contains(name)) {
            for empty in 0..7 {
                // Every row has another cell empty; one row is empty altogether, and one is full.
                let value = |form: &Form, row: usize, column: usize| {
                    let gap = (row + empty) % 7;
                    let blank = form.id != "applications" && column == empty % form.columns.len()
                        || form.id == "applications" && gap < 6 && (column == gap || row == 9);
                    if blank { String::new() } else { distinct(form, row, column) }
                };
                let text = filled(edition, value, *write);
                let what = format!("{} {name} {empty}", edition.year);
                let report = only(&text, &what);
                assert_eq!(report.edition.year, edition.year, "{what}");
                for form in &edition.forms {
                    assert_filled(&text, &report, form, &value, &what);
                }
            }
        }
    }
}

/// The layouts that do not show it: one figure too few, and nobody knows which one is missing.
const UNPLACED: [&str; 4] =
    ["lines", "tabs, only between the cells there are", "rows on a line, with pipes", "rows on a line, with blanks"];

#[test]
fn a_row_with_a_lost_cell_is_unclear() {
    for edition in editions() {
        for (name, write) in WRITERS.iter().filter(|(name, _)| UNPLACED.contains(name)) {
            let lost = |grid: &nianbao::syntax::table::Grid| {
                let mut grid = grid.clone();
                grid.rows.iter_mut().for_each(|row| row.retain(|cell| cell.text != "0"));
                grid
            };
            let value = |form: &Form, row: usize, column: usize| {
                if form.id == "applications" && row == 4 && column == 3 {
                    "0".into()
                } else {
                    distinct(form, row, column)
                }
            };
            let form = edition.form("applications").expect("every edition has it");
            let text = whole::report(
                edition,
                edition.first_report_year,
                &[("applications", write(&lost(&grid(&[form], value))))],
            );
            let what = format!("{} {name}", edition.year);
            let report = only(&text, &what);
            let filled = report.form("applications").expect("the table is there");
            for (row, read) in filled.rows.iter().enumerate() {
                let expected = if row == 4 { RowState::Unclear(6) } else { RowState::Read };
                assert_eq!(read.state, expected, "{what} {row} in\n{text}");
            }
            assert_eq!(filled.values.len(), (form.rows.len() - 1) * 7, "{what}");
        }
    }
}

#[test]
fn a_negative_number_stays_a_number() {
    for edition in editions() {
        for (name, write) in WRITERS {
            let value = |form: &Form, row: usize, column: usize| match (row + column) % 3 {
                0 => "-1".to_owned(),
                _ => distinct(form, row, column),
            };
            let text = filled(edition, value, *write);
            let report = only(&text, name);
            for form in &edition.forms {
                assert_filled(&text, &report, form, &value, &format!("{} {name}", edition.year));
            }
        }
    }
}

/// Pieces of which drafts are made, and what breaks them.
fn fragment() -> impl Strategy<Value = String> {
    let labels: Vec<String> = editions()
        .iter()
        .flat_map(|edition| {
            let headings = edition.sections.iter().map(|section| format!("{}、{}", section.ordinal, section.title));
            let headers = edition.forms.iter().flat_map(|form| form.rows.iter().chain(&form.columns));
            headings.chain(headers.flat_map(|header| header.path.clone()))
        })
        .chain(
            editions()
                .iter()
                .flat_map(|edition| &edition.forms)
                .filter_map(|form| Some(form.banner.as_ref()?.text.clone())),
        )
        .collect();
    let marks = [
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\t",
        "|",
        "|",
        " | ",
        "\\|",
        " ",
        "\u{3000}",
        "0",
        "1",
        "266",
        "-1",
        "-",
        "/",
        "- 4 -",
        "1,024",
        "---",
        "| --- | --- |\n",
        "\n\n# ",
        "\n\n####### ",
        "\n\n<html>",
        "<!DOCTYPE",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<td rowspan=\"3\" colspan=2>",
        "</td>",
        "<p>",
        "</p>",
        "<br>",
        "<",
        ">",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<title>",
        "&nbsp;",
        "&amp;",
        "&#",
        "&",
        "\"",
        "```\n",
        "# ",
        "**",
        "（",
        "）",
        "(kāi)",
        "𠮷",
        "\u{feff}",
        "云溪县教育局2024年政府信息公开工作年度报告\n",
        "2020年",
        "第二十条第（五）款",
        "。",
        "一、",
        "六、",
        "目录",
        "........12",
    ];
    prop_oneof![
        3 => proptest::sample::select(labels),
        4 => proptest::sample::select(marks.to_vec()).prop_map(str::to_owned),
        1 => "[一-三（）0-9a<>|&\\t ]{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(fragments in proptest::collection::vec(fragment(), 0..80)) {
        let text = fragments.concat();
        let syntax = Syntax::parse(&text);
        let joined: String = syntax.blocks.iter().map(|block| block.text()).collect();
        prop_assert_eq!(&joined, &text);
        for block in &syntax.blocks {
            let mut end = 0;
            for cell in block.cells() {
                prop_assert!(block.text().get(cell.range()).is_some());
                prop_assert!(cell.range().start >= end || cell.range().is_empty(), "{:?} in {:?}", cell, block.text());
                end = end.max(cell.range().end);
                let folded = block.folded(cell).len();
                prop_assert!(block.text().get(block.source(cell, 0..folded)).is_some());
            }
        }
        for report in report::read(&syntax) {
            prop_assert!(text.get(report.range.clone()).is_some());
            for section in &report.sections {
                prop_assert!(text.get(section.heading.range.clone()).is_some());
                prop_assert!(text.get(section.body.clone()).is_some());
            }
            for filled in &report.forms {
                prop_assert!(text.get(filled.range.clone()).is_some());
                for value in &filled.values {
                    prop_assert!(text.get(value.range()).is_some());
                    prop_assert!(text.get(value.figure()).is_some());
                }
            }
        }
    }

    /// What makes reading an edited text anew from a block's beginning right: a block depends on nothing but the text
    /// from its beginning to the end of the line behind it.
    #[test]
    fn a_block_depends_on_itself_and_the_next_line(fragments in proptest::collection::vec(fragment(), 0..60)) {
        let text = fragments.concat();
        let mut at = 0;
        while at < text.len() {
            let (kind, length) = nianbao::syntax::scan::scan(&text[at..]);
            prop_assert!(length > 0);
            let next = nianbao::text::lines::line_length(&text[at + length..]);
            let cut = &text[at..at + length + next];
            prop_assert_eq!(nianbao::syntax::scan::scan(cut), (kind, length), "{:?}", cut);
            at += length;
        }
    }
}

#[test]
fn a_table_that_is_not_closed_ends_where_markdown_or_another_page_goes_on() {
    let rest = "| 信息内容 | 本年制发件数 |\n|---|---|\n| 规章 | 1 |\n";
    for (open, behind, ends) in [
        ("<table>\n<tr><td>规章\n\n", "## 二、主动公开政府信息情况\n", true),
        ("<table>\r\n<tr><td>规章\r\n \r\n", "# 某局2023年政府信息公开工作年度报告\r\n", true),
        ("<table>\n<tr><td>规章\n\n", "<!doctype html>\n<p>二、主动公开政府信息情况</p>\n", true),
        ("<table>\n<tr><td>规章\n\n", "<HTML lang=zh>\n<p>二、主动公开政府信息情况</p>\n", true),
        // What may stand in a cell.
        ("<table>\n<tr><td>规章\n", "# 二、主动公开政府信息情况\n", false),
        ("<table>\n<tr><td>规章\n\n", "#二\n", false),
        ("<table>\n<tr><td>规章\n\n", "####### 二\n", false),
        ("<table>\n<tr><td>规章\n\n", "一、总体情况\n", false),
        ("<table>\n<tr><td>规章\n\n", "</td></tr></table>\n", false),
        ("<table>\n<tr><td title='\n\n", "# x'>规章</td></tr></table>\n", false),
    ] {
        let text = format!("{open}{behind}\n{rest}");
        let first = Syntax::parse(&text).blocks[0].text().len();
        assert_eq!(first == open.len(), ends, "{text}");
    }
}
