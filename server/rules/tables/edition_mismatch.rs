//! See [`RULE`].

use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Severity, Subject, listed};
use crate::edition::{self, Edition, Header};
use crate::report::Filled;
use crate::text::covering;
use std::ops::Range;

rule! {
    /// 表格不是报告年度应当使用的版本。
    ///
    /// # 为什么
    ///
    /// 2019、2020年度报告使用国办公开办函〔2019〕60号的表格，2021年度起使用〔2021〕30号的表格。两版的表二行列不同，申请
    /// 情况表的“其他处理”也不同。从往年报告复制时最容易用错。
    ///
    /// 版本看全部表格的行名、列名和报告年度，不单看一行或者一行有几个数。只有个别表格、个别行是另一版的，在不同的地方逐处指出。
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

/// Adds one finding for a report of another edition, at the first table; the others are its notes. In a report of the right
/// edition each table that is not is told by what differs.
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
    let should = format!("{year}报告应使用{}年版表格（{}），", wanted.year, wanted.notice);
    // A whole report of another edition shows it in the columns of its tables, too.
    let is_of_wanted = |filled: &Filled| {
        filled.edition.year == wanted.year && edition::editions().iter().any(|other| !same_form(filled, other))
    };
    let is_whole = !report.forms.iter().any(is_of_wanted) && wrong.iter().any(|filled| !same_columns(filled, wanted));
    if !is_whole && wrong.len() <= MOST {
        for filled in wrong {
            let subject = Subject::Forms(vec![&filled.form.id]);
            let (range, what) = difference(filled, wanted);
            check.push(Finding::new(&RULE, subject, range, format!("{should}{what}")).severity(severity));
        }
        return;
    }
    let message = format!("{should}这里是{}年版", first.edition.year);
    let subject = Subject::Forms(wrong.iter().map(|filled| filled.form.id.as_str()).collect());
    let finding = Finding::new(&RULE, subject, header(first), message).severity(severity);
    check.push(wrong[1..].iter().fold(finding, |finding, filled| {
        finding.note(header(filled), format!("“{}”也是{}年版", filled.form.name, filled.edition.year))
    }));
}

/// Where a table of another edition differs from the wanted one, and in what: in its columns, or else in some rows.
fn difference(filled: &Filled, wanted: &Edition) -> (Range<usize>, String) {
    let other = filled.edition.year;
    let Some(form) = wanted.form(&filled.form.id) else {
        return (header(filled), format!("其中没有“{}”，这里是{other}年版", filled.form.name));
    };
    if !same_columns(filled, wanted) {
        let [right, present] = [form, filled.form].map(|form| listed(form.columns.iter().map(Header::label)));
        return (header(filled), format!("这一项的列应为{right}，这里是{other}年版的{present}"));
    }
    let only_in = |one: &edition::Form, other: &edition::Form| -> Vec<usize> {
        (0..one.rows.len()).filter(|&row| other.rows.iter().all(|it| it.path != one.rows[row].path)).collect()
    };
    let words = |form: &edition::Form, rows: &[usize]| listed(rows.iter().map(|&row| form.rows[row].words()));
    let (present, right) = (only_in(filled.form, form), only_in(form, filled.form));
    let found = present.iter().filter_map(|&row| filled.rows[row].label.as_ref());
    let place = covering(found.map(|label| label.range.clone()));
    let what = format!(
        "这里应为{}行（{}），现为{other}年版的{}行（{}）",
        right.len(),
        words(form, &right),
        present.len(),
        words(filled.form, &present),
    );
    (place.unwrap_or_else(|| header(filled)), what)
}

/// Whether a form has the same rows and columns in another edition.
fn same_form(filled: &Filled, other: &Edition) -> bool {
    same_columns(filled, other) && other.form(&filled.form.id).is_some_and(|form| form.has_rows_of(filled.form))
}

/// Whether a form has the same columns in another edition.
fn same_columns(filled: &Filled, other: &Edition) -> bool {
    other.form(&filled.form.id).is_some_and(|form| form.has_columns_of(filled.form))
}

/// The place that shows a table's edition: its column labels, or else its first label.
fn header(filled: &Filled) -> Range<usize> {
    let label = filled.rows.iter().find_map(|row| row.label.as_ref());
    let columns = label.and_then(|label| covering(label.columns().map(|(range, _)| range)));
    columns.or_else(|| label.map(|label| label.range.clone())).unwrap_or_else(|| filled.range.clone())
}
