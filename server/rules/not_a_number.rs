//! See [`RULE`].

use super::{Finding, Findings, Severity};
use crate::report::Report;
use crate::text::fold::fold;

rule! {
    /// 应填数字的单元格里不是数字。
    ///
    /// # 为什么
    ///
    /// 表格只填数字，没有的填0；“/”“—”“无”等占位符分不清是没有发生还是不适用。无法读作一个数的内容（如“0/0”、字母O）
    /// 会使合计无法核对。没有规章制定权的机关在“规章”行填“/”较常见，只作说明。
    ///
    /// # 怎么办
    ///
    /// 改填数字，没有的填0；需要说明的写在文字部分。
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
    /// | 行政规范性文件 | 2 | 无 | 9 |
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
    /// | 行政规范性文件 | 2 | 0 | 9 |
    /// ```
    "not-a-number", "不是数字", Error, None, since "0.1.0"
}

/// What drafts write for "nothing" or "does not apply", folded.
const PLACEHOLDERS: [&str; 8] = ["/", "//", "-", "--", "---", "无", "空", "N/A"];

fn check(report: &Report, findings: &mut Findings) {
    for filled in &report.forms {
        for value in filled.values.iter().filter(|value| value.number.is_none() && !value.is_blank()) {
            let words = filled.words(value.row, value.column);
            let text = value.text.trim();
            let (severity, advice) = match PLACEHOLDERS.contains(&fold(text).as_str()) {
                true if filled.form.rows[value.row].id == "rules" => (Severity::Info, "没有规章制定权的，也宜填0"),
                true => (Severity::Warning, "没有的应填0"),
                false => (Severity::Error, "无法读作一个数"),
            };
            let message = format!("“{words}”应填写数字，现为“{text}”，{advice}");
            findings.push(Finding::new(&RULE, value.range.clone(), message).severity(severity));
        }
    }
}
