//! See [`RULE`].

use crate::rules::replaced::replaced;
use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Severity, Subject, listed, quoted};
use crate::report::{Filled, Label, Report, RowState};
use std::ops::Range;

rule! {
    /// 表格缺少规定的行。
    ///
    /// # 为什么
    ///
    /// 《条例》第五十条要求使用统一格式，表格的行不能增删；没有发生的行保留并填0。缺行时，涉及该行的勾稽关系无法核对，不再
    /// 另行报告。
    ///
    /// # 怎么办
    ///
    /// 在所示的行之后补上这一行，填写数据。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 3 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 3 |
    /// | 行政强制 | 0 |
    /// ```
    "missing-row", "表格缺行", Error, None, since "0.1.0", sees Report
}

/// Reports at the label of the row behind which the row is missing.
fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    let replaced = replaced(report);
    let pictured: Vec<&str> = pictured_sections(report).collect();
    for filled in report.forms.iter().filter(|filled| !pictured.contains(&filled.form.section.as_str())) {
        if let Some(header) = &filled.header_alone {
            check.push(header_alone(filled, header));
            continue;
        }
        // Where another row stands in its place, that one is reported.
        let is_replaced = |row: &usize| replaced.iter().any(|it| std::ptr::eq(it.form, filled) && it.row == *row);
        let missing: Vec<usize> = (0..filled.rows.len())
            .filter(|row| filled.rows[*row].state == RowState::Missing && !is_replaced(row))
            .collect();
        // An unknown row may be the missing one in other words: then nothing is proved.
        let unknown: Vec<&Label> = report.unknown_rows.iter().filter(|label| is_of(report, filled, label)).collect();
        let severity = if unknown.is_empty() { Severity::Error } else { Severity::Warning };
        let place = |row: usize| neighbour(filled, row).map_or_else(|| filled.range.clone(), |label| label.range.clone());
        let words = |row: usize| filled.form.rows[row].words();
        let mut list = Vec::new();
        if missing.len() > MOST {
            // The table was truncated, or could not be read.
            let rows = listed(missing.iter().map(|&row| words(row)));
            let message = format!("“{}”缺少{rows}{}行", filled.form.name, missing.len());
            list.push(Finding::new(&RULE, Subject::Rows(&filled.form.id, missing.clone()), place(missing[0]), message));
        } else {
            for row in missing {
                let message = format!("“{}”缺少{}行，没有发生的也应保留并填0", filled.form.name, quoted(words(row)));
                list.push(Finding::new(&RULE, Subject::Rows(&filled.form.id, vec![row]), place(row), message));
            }
        }
        for finding in list {
            let finding = finding.severity(severity);
            check.push(unknown.iter().fold(finding, |finding, label| {
                finding.note(label.range.clone(), format!("“{}”可能是所缺的行", label.text.trim()))
            }));
        }
    }
}

/// The sections whose tables may be pictures.
fn pictured_sections(report: &Report) -> impl Iterator<Item = &str> {
    let pictured = report.sections.iter().filter(|section| report.has_pictured_table(section));
    pictured.map(|section| report.edition.sections[section.index].id.as_str())
}

fn header_alone(filled: &Filled, header: &Range<usize>) -> Finding {
    let (form, all) = (filled.form, (0..filled.rows.len()).collect());
    let rows = listed(form.rows.iter().map(|row| row.words()));
    let message = format!("“{}”只有表头，缺少{rows}{}行，没有发生的也应列出并填0", form.name, form.rows.len());
    Finding::new(&RULE, Subject::Rows(&form.id, all), header.clone(), message)
}

/// Whether an unknown row is in this form: behind its beginning, and before that of the next form.
fn is_of(report: &Report, filled: &Filled, label: &Label) -> bool {
    let starts = report.forms.iter().map(|other| other.range.start);
    starts.filter(|start| *start <= label.range.start).max() == Some(filled.range.start)
}

/// The label of the nearest row before, or else after.
fn neighbour(filled: &Filled, row: usize) -> Option<&Label> {
    let label = |row: &usize| filled.rows[*row].label.as_ref();
    (0..row).rev().find_map(|row| label(&row)).or_else(|| (row..filled.rows.len()).find_map(|row| label(&row)))
}
