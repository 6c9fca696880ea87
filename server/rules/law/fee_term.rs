//! See [`RULE`].

use crate::edition::keywords::KeywordKind;
use crate::report::prose::Stretch;
use crate::rules::{TextCheck, Finding, Subject, quoted};
use crate::text::Edit;

rule! {
    /// 信息处理费的名称不规范。
    ///
    /// # 为什么
    ///
    /// 《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）使用的名称是“信息处理费”。书名号里的文件名称不算。
    ///
    /// # 怎么办
    ///
    /// 改为“信息处理费”。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息36条。
    ///
    /// 六、其他需要报告的事项
    ///
    /// 本年度没有产生信息公开处理费。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息36条。
    ///
    /// 六、其他需要报告的事项
    ///
    /// 本年度没有产生信息处理费。
    /// ```
    "fee-term", "信息处理费的名称不规范", Hint, Safe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let mut last: Option<std::ops::Range<usize>> = None;
    let mut findings = Vec::new();
    for (stated, word) in check.keywords(KeywordKind::FeeName) {
        let Some(right) = &word.keyword().instead else { continue };
        let is_inside = |outer: Stretch| outer.start <= word.at.start && word.at.end <= outer.end;
        let is_title = stated.facts.citations.iter().filter_map(|citation| citation.name).any(is_inside);
        let range = stated.source(word.at);
        // A longer name holds a shorter one.
        if is_title || last.as_ref().is_some_and(|last| range.start < last.end) {
            continue;
        }
        let message = format!("{}的规范名称是{}", quoted(&stated.printed(word.at)), quoted(right));
        let finding = Finding::new(&RULE, Subject::Text, range.clone(), message);
        findings.push(finding.safe_fix(format!("改为{}", quoted(right)), Edit::new(range.clone(), right.clone())));
        last = Some(range);
    }
    findings.into_iter().for_each(|finding| check.push(finding));
}
