//! See [`RULE`].

use crate::rules::{TextCheck, Finding, Subject};

rule! {
    /// 没有找到报告标题。
    ///
    /// # 为什么
    ///
    /// 标题写明是哪个机关、哪一年的报告；网页、检索和上级汇总都靠它。没有标题时，报告年度只能从正文推断。
    ///
    /// # 怎么办
    ///
    /// 在“一、总体情况”之前单独写一行标题：机关名称＋年份＋“政府信息公开工作年度报告”。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 本年度制发行政规范性文件2件。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    /// ```
    "missing-title", "缺少报告标题", Warning, None, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    if report.title.is_none() {
        let name = &report.edition.title.canonical;
        let message = format!("没有找到写明机关和年份的标题，应在开头单独写一行“××机关××年{name}”");
        check.push(Finding::new(&RULE, Subject::Title, report.first_line.clone(), message));
    }
}
