//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Subject, quoted};
use crate::edition::ColumnKind;

rule! {
    /// 件数不是整数。
    ///
    /// # 为什么
    ///
    /// 件数以件、项为单位，只能是整数；只有收费和采购的金额可以有小数。
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
    /// | 行政许可 | 12.5 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（八）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年收费金额（单位：万元） |
    /// | 行政事业性收费 | 12.5 |
    /// ```
    "fraction", "应为整数", Error, None, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        for value in &filled.values {
            let Some(number) = value.number().filter(|number| !number.is_integer()) else { continue };
            let amount = filled.form.columns[value.column()].kind() == ColumnKind::Amount;
            if !amount && filled.right(value.cell()).is_none() {
                let message = format!("{}应为整数，现为{}", quoted(filled.words(value.row(), value.column())), number.normalize());
                check.push(Finding::new(&RULE, Subject::Cells(&filled.form.id, vec![value.cell()]), value.figure(), message));
            }
        }
    }
}
