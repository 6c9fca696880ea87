//! See [`RULE`].

use super::{Finding, Findings, quoted};
use crate::report::Report;

rule! {
    /// 表格里有统一格式没有的行。
    ///
    /// # 为什么
    ///
    /// 统一格式的行不能增加；多出的行（如“小计”“其他主动公开文件”）不参加勾稽，汇总时也无处可放。重复出现的行同样在此报告。
    ///
    /// # 怎么办
    ///
    /// 删去这一行，数据并入规定的行，或者在文字部分说明。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 其他主动公开文件 | 5 | 0 | 12 |
    /// | 行政规范性文件 | 2 | 1 | 9 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（一）项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 行政规范性文件 | 2 | 1 | 9 |
    /// ```
    "unknown-row", "表格多出的行", Warning, None, since "0.1.0"
}

fn check(report: &Report, findings: &mut Findings) {
    let known = || report.forms.iter().flat_map(|filled| &filled.rows).filter_map(|row| row.label.as_ref());
    for label in &report.unknown_rows {
        let words = quoted(label.text.trim());
        let twin = known().find(|other| other.folded == label.folded && other.range != label.range);
        findings.push(match twin {
            Some(twin) => Finding::new(&RULE, label.range.clone(), format!("{words}这一行重复了"))
                .note(twin.range.clone(), "另一处在这里"),
            None => Finding::new(&RULE, label.range.clone(), format!("统一格式的表格没有{words}这一行")),
        });
    }
}
