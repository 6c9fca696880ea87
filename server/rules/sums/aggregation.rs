//! See [`RULE`].

use crate::edition::CellAt;
use crate::report::neighbours::Below;
use crate::report::{Filled, Value};
use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Subject, quoted};
use rust_decimal::Decimal;

rule! {
    /// 汇总的报告与各下级报告之和不一致。
    ///
    /// # 为什么
    ///
    /// 政府的年度报告汇总本行政区域各行政机关的数，每一格应等于各机关报告同一格之和。
    ///
    /// 只在 `nianbao check --parent 汇总报告 各下级报告…` 时核对：`--parent` 所写文件中的第一份报告是汇总的报告，命令行写明的其他
    /// 同年度报告都算下级报告。下级报告中有一份缺这一格的数，这一格就不核对；已由 `wrong-cell` 指出的也不核对。垂直管理的机关可能
    /// 不在汇总之内，所以只是提示。
    ///
    /// # 怎么办
    ///
    /// 先确认下级报告是否齐全、有没有不应计入的，再核对这一格。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县人民政府2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 60 |
    /// | 行政强制 | 5 |
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 20 |
    /// | 行政强制 | 0 |
    ///
    /// 云溪县水利局2024年政府信息公开工作年度报告
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
    /// 云溪县人民政府2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 57 |
    /// | 行政强制 | 5 |
    ///
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 20 |
    /// | 行政强制 | 0 |
    ///
    /// 云溪县水利局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 37 |
    /// | 行政强制 | 5 |
    /// ```
    "aggregation", "与下级报告之和不一致", Hint, None, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let Some(below) = check.below else { return };
    let report = check.report;
    for filled in &report.forms {
        check.extend(finding(filled, below));
    }
}

/// A cell that is not the sum of those of the bodies below.
struct Difference {
    cell: CellAt,
    own: Decimal,
    sum: Decimal,
}

fn finding(filled: &Filled, below: &Below) -> Option<Finding> {
    let difference = |value: &Value| {
        let cell = value.cell();
        let (own, sum) = (value.number()?.normalize(), below.sums.number(filled.form, cell)?);
        (own != sum && filled.right(cell).is_none()).then_some(Difference { cell, own, sum })
    };
    let differences: Vec<Difference> = filled.values.iter().filter_map(difference).collect();
    let said = |it: &Difference| format!("{}为{}，合计{}", filled.form.words(it.cell), it.own, it.sum);
    let first = differences.first()?;
    let count = below.count;
    let message = if differences.len() == 1 {
        let words = quoted(filled.form.words(first.cell));
        format!("{words}为{}，{count}份下级报告之和为{}，请核对", first.own, first.sum)
    } else {
        let some: Vec<String> = differences.iter().take(MOST).map(said).collect();
        let more = if differences.len() > MOST { "等" } else { "" };
        let (name, cells) = (&filled.form.name, differences.len());
        format!("{name}有{cells}格与{count}份下级报告之和不一致：{}{more}，请核对", some.join("；"))
    };
    let figure = |it: &Difference| Some(filled.value(it.cell.0, it.cell.1)?.figure());
    let subject = Subject::Cells(&filled.form.id, differences.iter().map(|it| it.cell).collect());
    let finding = Finding::new(&RULE, subject, figure(first)?, message);
    let others = differences.iter().skip(1).filter_map(|it| Some((figure(it)?, said(it))));
    Some(others.fold(finding, |finding, (place, said)| finding.note(place, said)))
}
