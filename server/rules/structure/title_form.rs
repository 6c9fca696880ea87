//! See [`RULE`].

use crate::rules::{TextCheck, Finding, Severity, Subject};
use crate::report::title::Name;
use crate::text::Edit;

rule! {
    /// 标题里的文件名称与法定名称不一致，或者标题没有单独成行。
    ///
    /// # 为什么
    ///
    /// 《条例》第四十九条、第五十条称这份文件为“政府信息公开工作年度报告”。常见的简称只作提示，换成另一种文件的名称
    /// （如“政务公开工作总结”）或者漏字、错字则作警告。
    ///
    /// # 怎么办
    ///
    /// 标题写作“机关名称＋年份＋政府信息公开工作年度报告”，单独占一行。年份写在机关名称前面也可以。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政务公开工作总结
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "title-form", "标题不规范", Warning, Safe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    let Some(title) = report.title else { return };
    let canonical = &report.edition.title.canonical;
    if title.name == Name::Canonical {
        if !title.alone {
            let message = "标题与正文连在一起，应单独成行";
            check.push(Finding::new(&RULE, Subject::Title, title.range.clone(), message).severity(Severity::Hint));
        }
        return;
    }
    let severity = if title.name == Name::Hinted { Severity::Hint } else { Severity::Warning };
    let alone = if title.alone { "" } else { "，并单独成行" };
    let should = if severity == Severity::Hint { "宜为" } else { "应为" };
    let message = format!("标题中的文件名称{should}“{canonical}”{alone}");
    let edit = Edit::new(title.name_range.clone(), canonical.clone());
    let finding = Finding::new(&RULE, Subject::Title, title.name_range.clone(), message).severity(severity);
    check.push(finding.safe_fix(format!("改为“{canonical}”"), edit));
}
