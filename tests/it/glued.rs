//! Figures that are run together: told apart where one way is possible, with the place of their digits, and nobody's
//! figures elsewhere.

use crate::support::generate::{Cell, Draft, GLUED, Plan};
use nianbao::check::{Draft as Opened, View};
use nianbao::edition::{Edition, editions};
use nianbao::fix::{FixFilter, fix_until_stable};
use nianbao::report::{self, Report, RowState};
use nianbao::rules::{Finding, Severity};
use nianbao::syntax::{Layout, Syntax};
use rayon::prelude::*;
use std::ops::Range;

/// In how many ways digits can be cut into figures, none of which but 0 begins with 0.
fn ways(digits: &str, columns: usize) -> usize {
    if columns == 1 {
        return usize::from(digits.len() == 1 || !digits.starts_with('0') && !digits.is_empty());
    }
    let longest = if digits.starts_with('0') { 1 } else { digits.len() };
    (1..=longest).filter(|end| *end < digits.len()).map(|end| ways(&digits[end..], columns - 1)).sum()
}

/// Compares what is read of a draft with what it was written with; how many rows of table three were told apart, and
/// how many were not.
fn told_apart(draft: &Draft, edition: &Edition, what: &str) -> (usize, usize) {
    let reports = report::read(&Syntax::parse(&draft.text));
    let [report] = reports.as_slice() else { panic!("{what}: {} reports", reports.len()) };
    assert_eq!(report.edition.year, edition.year, "{what} of\n{}", draft.text);
    assert_eq!(report.unknown_rows, [], "{what}");
    let mut count = (0, 0);
    for form in &edition.forms {
        let filled = report.form(&form.id).unwrap_or_else(|| panic!("{what}: no {} in\n{}", form.id, draft.text));
        assert_eq!(filled.edition.year, edition.year, "{what}: {}", form.id);
        let cells = draft.cells(&form.id);
        for (row, read) in filled.rows.iter().enumerate() {
            let what = format!("{what}: {} {}", form.id, form.rows[row].id);
            let mine: Vec<&Cell> = cells.iter().filter(|cell| cell.row == row).collect();
            let run: String = mine.iter().map(|cell| &draft.text[cell.range.clone()]).collect();
            if form.equations.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()) {
                let one_way = ways(&run, form.columns.len()) == 1;
                assert_eq!(read.state == RowState::Read, one_way, "{what} {run}");
            }
            match read.state {
                RowState::Read => count.0 += usize::from(form.id == "applications"),
                RowState::Glued(_) => {
                    count.1 += usize::from(form.id == "applications");
                    assert!((0..form.columns.len()).all(|column| filled.value(row, column).is_none()), "{what}");
                    continue;
                }
                state => panic!("{what}: {state:?} in\n{}", draft.text),
            }
            for cell in mine {
                let value = filled.value(row, cell.column).unwrap_or_else(|| panic!("{what}: no {}", cell.column));
                assert_eq!(value.number(), Some(cell.number), "{what} {} in\n{}", cell.column, draft.text);
                assert_eq!((&value.range(), &value.figure()), (&cell.range, &cell.range), "{what} {}", cell.column);
            }
        }
    }
    count
}

#[test]
fn figures_that_are_run_together_are_read_where_one_way_is_possible() {
    let counts: Vec<(usize, usize)> = GLUED
        .par_iter()
        .flat_map_iter(|style| {
            editions().iter().flat_map(move |edition| (0..12).map(move |seed| (style, edition, seed)))
        })
        .map(|(style, edition, seed)| {
            let draft = Plan::new(edition, seed).write(style);
            told_apart(&draft, edition, &format!("{} {} {seed}", style.name, edition.year))
        })
        .collect();
    let (read, glued) = counts.iter().fold((0, 0), |(read, glued), count| (read + count.0, glued + count.1));
    assert!(glued * 200 < read, "{read} rows read, {glued} ambiguous");
}

/// The figures of a report.
fn figures(report: &Report) -> Vec<String> {
    let values = report.forms.iter().flat_map(|filled| filled.values.iter().map(move |value| (filled.form, value)));
    values.map(|(form, value)| format!("{} {} {} {:?}", form.id, value.row(), value.column(), value.number())).collect()
}

/// A draft with nothing but 0 in the forms without equations.
fn without_doubt(draft: &Draft, edition: &Edition) -> String {
    let forms = edition.forms.iter().filter(|form| form.equations.is_empty());
    let mut cells: Vec<Range<usize>> = forms.flat_map(|form| draft.cells(&form.id)).map(|cell| cell.range).collect();
    cells.sort_by_key(|range| range.start);
    let mut text = draft.text.clone();
    cells.into_iter().rev().for_each(|range| text.replace_range(range, "0"));
    text
}

/// How many findings about figures that are run together have this severity.
fn found(view: &View, severity: Severity) -> usize {
    let is_it = |it: &&Finding| it.rule.name == "glued-figures" && it.severity == severity;
    view.checked.findings.iter().filter(is_it).count()
}

#[test]
fn figures_that_were_told_apart_are_written_apart_safely() {
    for style in &GLUED {
        let mut repaired = 0;
        for (edition, seed) in editions().iter().flat_map(|edition| (0..3).map(move |seed| (edition, seed))) {
            let text = without_doubt(&Plan::new(edition, seed).write(style), edition);
            let view = Opened::new(&text, 1).snapshot().whole();
            let what = format!("{} {} {seed} of\n{text}", style.name, edition.year);
            assert_eq!(found(&view, Severity::Info), 1, "{what}");
            assert!(!view.checked.findings.iter().any(|it| it.severity == Severity::Error), "{what}");
            let Some(after) = fix_until_stable(&view, FixFilter::SAFE).after else {
                assert!(found(&view, Severity::Warning) > 0 || style.layout == Layout::Html, "no repair: {what}");
                continue;
            };
            repaired += 1;
            assert_eq!(found(&after, Severity::Info) + found(&after, Severity::Warning), 0, "{what}\n{}", after.text);
            assert_eq!(figures(&after.checked.reports[0]), figures(&view.checked.reports[0]), "{what}\n{}", after.text);
        }
        assert_eq!(repaired > 0, style.layout != Layout::Html, "{}", style.name);
    }
}

/// A short report with a table two of the edition in force, in lines.
fn article_20_1(rows: &str) -> String {
    format!(
        "云溪县教育局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n第二十条第（一）项\n信息内容\n\
         本年制发件数\n本年废止件数\n现行有效件数\n{rows}\n"
    )
}

#[test]
fn what_may_be_one_figure_is_not_cut() {
    let state = |rows: &str, row: usize| {
        let text = article_20_1(rows);
        let reports = report::read(&Syntax::parse(&text));
        reports[0].form("article-20-1").expect("the form").rows[row].state
    };
    // Cells that left no trace: nothing shows that figures are run together.
    assert_eq!(state("规章 0 0 0\n行政规范性文件 123", 1), RowState::Unclear(1));
    assert_eq!(state("规章 0 0 0\n行政规范性文件 12 34", 1), RowState::Unclear(2));
    // No figure begins with 0.
    assert_eq!(state("规章 000\n行政规范性文件 123", 1), RowState::Read);
    assert_eq!(state("规章 000\n行政规范性文件 1234", 1), RowState::Glued(4));
    assert_eq!(state("规章 000\n行政规范性文件 2000", 1), RowState::Read);
    assert_eq!(state("规章 000\n行政规范性文件 12", 1), RowState::Unclear(1));
    // Of several figures one may be lost.
    assert_eq!(state("规章 000\n行政规范性文件 12 34", 1), RowState::Unclear(2));
    assert_eq!(state("规章 000\n行政规范性文件 1 00", 1), RowState::Read);
    // Full rows are full, however their figures look.
    assert_eq!(state("规章 000 0 0\n行政规范性文件 1234 12 1300", 1), RowState::Read);
    assert_eq!(state("规章 000 0 0\n行政规范性文件 1234", 1), RowState::Unclear(1));
}

#[test]
fn blanks_between_figures_of_one_cell_tell_them_apart() {
    for blanks in ["&#160;", "&nbsp;&nbsp;", "\u{3000}", "<br>", "</p><p>", " "] {
        let text = format!(
            "<p>云溪县教育局2024年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p><table><tr><td>信息内容</td>\
             <td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>0</td><td>0</td>\
             <td>0</td></tr><tr><td>行政规范性文件</td><td colspan=2>72{blanks}64</td><td>178</td></tr></table>"
        );
        let reports = report::read(&Syntax::parse(&text));
        let filled = reports[0].form("article-20-1").expect("the form");
        let figures: Vec<&str> =
            (0..3).map(|column| filled.value(1, column).map_or("", |value| &text[value.range()])).collect();
        assert_eq!(figures, ["72", "64", "178"], "{blanks}");
    }
}

#[test]
fn digits_that_no_number_has_are_added_up_by_nobody() {
    let greatest = u128::MAX.to_string();
    for (first, second) in [("9".repeat(45), "1".to_owned()), (greatest.clone(), greatest)] {
        let row = format!("一、本年新收政府信息公开申请数量\n{first}\n{second}\n2\n3\n4\n5\n");
        let text = format!(
            "云溪县教育局2024年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n{row}\
             二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0\n"
        );
        let reports = report::read(&Syntax::parse(&text));
        let filled = reports[0].form("applications").expect("the form");
        assert_eq!((filled.rows[0].state, filled.rows[1].state), (RowState::Unclear(6), RowState::Read), "{text}");
    }
}
