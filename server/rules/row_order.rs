//! See [`RULE`].

use super::{Finding, Findings, out_of_order};
use crate::report::{Filled, Report};

rule! {
    /// 表格的行与统一格式的顺序不同。
    ///
    /// # 为什么
    ///
    /// 行的顺序由统一格式固定，汇总按位置取数，错位的行会被当成别的行。
    ///
    /// # 怎么办
    ///
    /// 把这一行移回原位。
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
    /// | 行政强制 | 0 |
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
    "row-order", "行的顺序不对", Warning, None, since "0.1.0"
}

/// The forms of one section are one table: their rows have one order.
fn check(report: &Report, findings: &mut Findings) {
    for forms in report.forms.chunk_by(|one, other| one.form.section == other.form.section) {
        let labels = |filled: &'_ Filled| {
            let rows = filled.rows.iter().zip(&filled.form.rows);
            rows.filter_map(|(row, header)| Some((row.label.clone()?, header.words()))).collect::<Vec<_>>()
        };
        let rows: Vec<_> = forms.iter().flat_map(labels).collect();
        let places: Vec<usize> = rows.iter().map(|(label, _)| label.range.start).collect();
        for at in out_of_order(&places) {
            let (label, words) = &rows[at];
            let place = match at.checked_sub(1) {
                Some(before) => format!("应在“{}”之后", rows[before].1),
                None => "应是第一行".to_owned(),
            };
            findings.push(Finding::new(&RULE, label.range.clone(), format!("“{words}”位置不对，{place}")));
        }
    }
}
