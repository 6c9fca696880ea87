//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Subject, quoted};
use crate::edition::ColumnKind;

rule! {
    /// 件数或金额是负数。
    ///
    /// # 为什么
    ///
    /// 件数和收费金额不会小于0；只有2019年版的“本年增/减”可以是负数。能由勾稽关系推出正确数字时，改由 `wrong-cell` 报告。
    ///
    /// # 怎么办
    ///
    /// 核对后改正。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（五）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政许可 | -12 |
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
    "negative-number", "不能为负数", Error, None, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        for value in &filled.values {
            let Some(number) = value.number().filter(|number| number.is_sign_negative() && !number.is_zero()) else { continue };
            let signed = filled.form.columns[value.column()].kind() == ColumnKind::Signed;
            if !signed && filled.right(value.cell()).is_none() {
                let message = format!("{}不能为负数，现为{}", quoted(filled.words(value.row(), value.column())), number.normalize());
                check.push(Finding::new(&RULE, Subject::Cells(&filled.form.id, vec![value.cell()]), value.figure(), message));
            }
        }
    }
}
