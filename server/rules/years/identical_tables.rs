//! See [`RULE`].

use crate::edition::{CellAt, Form};
use crate::report::Section;
use crate::report::carry_over::{CARRIED_IN, CARRIED_OUT};
use crate::report::figures::FormFigures;
use crate::report::neighbours::Said;
use crate::rules::{ReportCheck, Finding, Subject};

rule! {
    /// 全部表格的数字与上一年度报告完全相同。
    ///
    /// # 为什么
    ///
    /// 两年的制发、处理、申请、复议、诉讼每一个数都一样，十分少见，多半是沿用了上一年的表格。
    ///
    /// 全为0的表格不算；现行有效件数、结转这些本来就接着上年的数相同，也不算；除了这些，本年发生的数只有一种的（例如两年都只
    /// 收到1件），可能是巧合，不报告。两年用的表格版本不同的不比较。
    ///
    /// # 怎么办
    ///
    /// 对照台账确认本年的数。确实相同的，不必改。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2023年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 37 |
    /// | 行政强制 | 5 |
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 37 |
    /// | 行政强制 | 5 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2023年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 37 |
    /// | 行政强制 | 5 |
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 41 |
    /// | 行政强制 | 5 |
    /// ```
    "identical-tables", "表格与上年报告完全相同", Info, None, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    let Said::One(last, theirs) = check.last_year.said(|it| Some(&it.figures)) else { return };
    let own = FormFigures::of(report);
    if own != *theirs || !is_telling(&own) {
        return;
    }
    let filled: Vec<_> = report.forms.iter().filter(|filled| own.nonzero().any(|(form, ..)| std::ptr::eq(form, filled.form))).collect();
    let Some(first) = filled.first() else { return };
    let is_around = |section: &&Section| section.body.contains(&first.range.start);
    let place = report.sections.iter().find(is_around).map(|section| section.heading.range.clone());
    let (year, name) = (last.said.key.year, &last.document.name);
    let message = format!("表格中的数与{year}年报告（{name}）完全相同，请确认");
    let subject = Subject::Forms(filled.iter().map(|filled| filled.form.id.as_str()).collect());
    check.push(Finding::new(&RULE, subject, place.unwrap_or(report.first_line.clone()), message));
}

/// Whether the year's own figures are more than one number, which could be the same by chance.
fn is_telling(figures: &FormFigures) -> bool {
    let mut own = figures.nonzero().filter(|(form, cell, _)| !is_stock(form, *cell)).map(|(.., number)| number);
    own.next().is_some_and(|first| own.any(|other| other != first))
}

/// Whether a figure goes on from last year's: it is the total of a relation with it, or was carried over.
fn is_stock(form: &Form, (row, column): CellAt) -> bool {
    let (row, column) = (&form.rows[row].id, &form.columns[column].id);
    let goes_on = form.relations.iter().any(|relation| relation.crosses_years() && relation.total == *column);
    goes_on || row == CARRIED_IN || row == CARRIED_OUT
}
