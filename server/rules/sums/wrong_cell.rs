//! See [`RULE`].

use crate::rules::equation::statement;
use crate::rules::{ReportCheck, Finding, Subject, quoted};
use crate::rules::faults::{digit_words, rule_of_equations, wrong_cells};
use crate::report::faults::Fault;
use crate::report::slip::Correction;
use crate::report::Filled;
use crate::text::Edit;

rule! {
    /// 一个或几个数字写错，使所在的行和列都不平。
    ///
    /// # 为什么
    ///
    /// 申请情况表的每个数同时参加几个勾稽关系：各类申请人之和等于总计，各项办理结果之和等于（七）总计，新收加上年结转等于总计
    /// 加结转下年度。只有一格写错时，恰好是它参加的几个等式同时不平，而且差数相同，所以能指出是哪一格、应为多少。这些等式不再
    /// 分别报告。
    ///
    /// 一格不能说明全部不平的等式时，找出同时改正后使等式全部成立的最少几格。只有一种改法的，指出这几格和应填的数；有几种改法的，
    /// 列出各种改法，像是互换、移位、拆格、颠倒、漏写或者多写一位的排在前面，并说明是哪一种。相邻两行互换、整行移了一格这类一次
    /// 失误，改动的格数再多也会指出。改法太多的，按等式分别报告。
    ///
    /// # 怎么办
    ///
    /// 对照台账核对所示的格；确认写错的，改为所示的数。有几种改法的，选符合台账的一种。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 一、本年新收政府信息公开申请数量 | 8 | 1 | 0 | 0 | 0 | 0 | 8 |
    /// | 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    /// | （七）总计 | 6 | 1 | 0 | 0 | 0 | 0 | 7 |
    /// | 四、结转下年度继续办理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 一、本年新收政府信息公开申请数量 | 7 | 1 | 0 | 0 | 0 | 0 | 8 |
    /// | 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    /// | （七）总计 | 6 | 1 | 0 | 0 | 0 | 0 | 7 |
    /// | 四、结转下年度继续办理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
    /// ```
    "wrong-cell", "单元格数字有误", Error, Unsafe, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        for fault in filled.faults.iter().filter(|fault| rule_of_equations(filled, fault).is_none()) {
            check.extend(match fault.only().map(|revision| revision.corrections.as_slice()) {
                Some([correction]) => one(filled, fault, correction),
                _ => wrong_cells(&RULE, filled, fault),
            });
        }
    }
}

/// A single cell that explains all its equations.
fn one(filled: &Filled, fault: &Fault, correction: &Correction) -> Option<Finding> {
    let (cell, right, number) = (correction.cell, correction.right, correction.present);
    let value = filled.value(cell.0, cell.1)?;
    let words = quoted(filled.words(cell.0, cell.1));
    let message = format!("{words}应为{right}，现为{number}：改为{right}后所在的勾稽关系都成立");
    let mut finding =
        Finding::new(&RULE, Subject::Cells(&filled.form.id, vec![cell]), value.figure(), message);
    if let Some(slip) = digit_words(correction) {
        finding = finding.note(value.figure(), format!("疑为{slip}"));
    }
    for sum in fault.explains.iter().filter_map(|&sum| filled.sums.all.get(sum)) {
        let place = if sum.total == cell { sum.cells().find(|other| *other != cell)? } else { sum.total };
        finding = finding.note(filled.value(place.0, place.1)?.figure(), statement(filled, sum));
    }
    Some(finding.unsafe_fix(format!("把{words}由{number}改为{right}"), Edit::new(value.figure(), right.to_string())))
}
