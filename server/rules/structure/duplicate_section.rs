//! See [`RULE`].

use crate::rules::{TextCheck, Finding, Subject};

rule! {
    /// 同一部分的标题出现了两次。
    ///
    /// # 为什么
    ///
    /// 多半是复制粘贴时留下的，读者分不清以哪一处为准。目录中的标题不算。
    ///
    /// # 怎么办
    ///
    /// 删去多余的一处，或者改成它应有的标题。
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
    /// 公开的内容还不够全面。
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 公开的渠道还不够多样。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 公开的内容还不够全面，渠道还不够多样。
    /// ```
    "duplicate-section", "部分标题重复", Warning, None, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    for heading in report.duplicate_headings {
        let title = &report.edition.sections[heading.section].title;
        let mut finding = Finding::new(&RULE, Subject::Sections(vec![heading.section]), heading.range.clone(), format!("“{title}”重复出现"));
        if let Some(first) = report.sections.iter().find(|section| section.index == heading.section) {
            finding = finding.note(first.heading.range.clone(), "另一处在这里");
        }
        check.push(finding);
    }
}
