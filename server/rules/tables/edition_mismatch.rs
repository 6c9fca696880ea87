//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Severity, Subject};
use crate::edition::{self, Edition};
use crate::report::Filled;
use std::ops::Range;

rule! {
    /// 表格不是报告年度应当使用的版本。
    ///
    /// # 为什么
    ///
    /// 2019、2020年度报告使用国办公开办函〔2019〕60号的表格，2021年度起使用〔2021〕30号的表格。两版的表二行列不同，申请
    /// 情况表的“其他处理”也不同。从往年报告复制时最容易用错。
    ///
    /// # 怎么办
    ///
    /// 换成报告年度对应版本的表格，把数据逐项移过去；标题年份写错的，改正年份。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（五）项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
    /// | 行政许可 | 5 | -1 | 12 |
    /// | 其他对外管理服务事项 | 0 | 0 | 0 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（五）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政许可 | 12 |
    /// ```
    "edition-mismatch", "表格版本与年度不符", Error, None, since "0.1.0", sees Report
}

/// Adds one finding for the whole report, at the first table of the wrong edition; the others are its notes.
fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    let wanted = match (report.required, report.year) {
        (Some(required), _) => Some(required),
        (None, Some(year)) => edition::editions().iter().find(|edition| edition.covers(year)),
        (None, None) => Some(report.edition),
    };
    let Some(wanted) = wanted else { return };
    let differs = |filled: &&Filled| filled.edition.year != wanted.year && !same_form(filled, wanted);
    let mut wrong: Vec<&Filled> = report.forms.iter().filter(differs).collect();
    wrong.sort_by_key(|filled| filled.range.start);
    let Some(first) = wrong.first() else { return };
    // New tables for an old year are harmless; without a year only the disagreement of the tables is certain.
    let severity = match report.year {
        Some(_) if first.edition.year < wanted.year => Severity::Error,
        _ => Severity::Warning,
    };
    let year = match report.required {
        Some(_) => "按设置，".to_owned(),
        None => report.year.map_or_else(String::new, |year| format!("{year}年度")),
    };
    let message = format!("{year}报告应使用{}年版表格（{}），这里是{}年版", wanted.year, wanted.notice, first.edition.year);
    let subject = Subject::Forms(wrong.iter().map(|filled| filled.form.id.as_str()).collect());
    let finding = Finding::new(&RULE, subject, header(first), message).severity(severity);
    check.push(wrong[1..].iter().fold(finding, |finding, filled| {
        finding.note(header(filled), format!("“{}”也是{}年版", filled.form.name, filled.edition.year))
    }));
}

/// Whether a form has the same rows and columns in both editions.
fn same_form(filled: &Filled, wanted: &Edition) -> bool {
    let ids = |form: &edition::Form| {
        form.rows.iter().chain(&form.columns).map(|header| header.id.clone()).collect::<Vec<_>>()
    };
    wanted.form(&filled.form.id).is_some_and(|form| ids(form) == ids(filled.form))
}

/// The place that shows a table's edition: its column labels, or else its first label.
fn header(filled: &Filled) -> Range<usize> {
    let label = filled.rows.iter().find_map(|row| row.label.as_ref());
    let columns = label.and_then(|label| {
        let ranges = label.columns.iter().map(|(range, _)| range.clone());
        ranges.reduce(|whole, part| whole.start.min(part.start)..whole.end.max(part.end))
    });
    columns.or_else(|| label.map(|label| label.range.clone())).unwrap_or_else(|| filled.range.clone())
}
