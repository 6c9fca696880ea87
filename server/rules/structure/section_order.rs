//! See [`RULE`].

use crate::rules::{TextCheck, Finding, Subject, out_of_order};

rule! {
    /// 各部分的顺序与统一格式不同。
    ///
    /// # 为什么
    ///
    /// 六个部分的顺序由统一格式固定，汇总和查阅都按这个顺序。
    ///
    /// # 怎么办
    ///
    /// 把该部分连同表格移到应在的位置。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 三、收到和处理政府信息公开申请情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 三、收到和处理政府信息公开申请情况
    /// ```
    "section-order", "部分顺序不对", Warning, None, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    if check.is_legacy() {
        return;
    }
    let mut sections: Vec<_> = report.sections.iter().collect();
    sections.sort_by_key(|section| section.index);
    let places: Vec<usize> = sections.iter().map(|section| section.heading.range.start).collect();
    for at in out_of_order(&places) {
        let official = &report.edition.sections[sections[at].index];
        let message = format!("“{}”位置不对，应为第{}部分，按统一格式的顺序排列", official.title, official.ordinal);
        check.push(Finding::new(&RULE, Subject::Sections(vec![sections[at].index]), sections[at].heading.range.clone(), message));
    }
}
