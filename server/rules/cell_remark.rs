//! See [`RULE`].

use super::{Finding, Findings, Severity};
use crate::edition::{Header, Kind};
use crate::report::{Filled, Report, Value};
use crate::text::Edit;

rule! {
    /// 数字旁边还有别的文字，或者数字的写法不规范。
    ///
    /// # 为什么
    ///
    /// 单元格里只填数字：单位已写在表头，说明写在文字部分。数字能读出时按读出的数核对；全角数字、千分位逗号和多写的单位只作
    /// 提示。统一格式没有写明单位的列（2019年版采购总金额），写上单位是对的。
    ///
    /// # 怎么办
    ///
    /// 只保留数字；“增”“减”改为正数、负数；说明移到文字部分。
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
    /// | 行政许可 | 22（其中延续16件） |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（五）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政许可 | 22 |
    /// ```
    "cell-remark", "数字带有说明", Warning, Unsafe, since "0.1.0"
}

fn check(report: &Report, findings: &mut Findings) {
    for filled in &report.forms {
        for value in &filled.values {
            if let Some(finding) = finding(filled, value) {
                findings.push(finding);
            }
        }
    }
}

fn finding(filled: &Filled, value: &Value) -> Option<Finding> {
    let number = value.number?;
    let column = &filled.form.columns[value.column];
    let words = filled.words(value.row, value.column);
    let plain = number.normalize().to_string();
    let text = value.text.trim();
    let edit = Edit::new(value.range.clone(), plain.clone());
    let fix = format!("改为“{plain}”");
    let finding = Finding::new(&RULE, value.range.clone(), String::new());
    if value.bare {
        // A plus sign, zeros before or behind and a different minus are all one number.
        let digits_only = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '−' | '－' | '.'));
        if digits_only && !(text.ends_with(".0") || text.ends_with(".00")) || column.kind() == Kind::Amount && digits_only {
            return None;
        }
        let message = format!("“{words}”中的数字宜写作“{plain}”");
        return Some(Finding { message, ..finding.severity(Severity::Hint) }.safe_fix(fix, edit));
    }
    if value.unit {
        return unit(column, &words, text, finding, fix, edit);
    }
    let message = format!("“{words}”应只填数字，现为“{text}”，按{plain}核对");
    Some(Finding { message, ..finding }.unsafe_fix(fix, edit))
}

/// A unit behind the figure: the column's own says nothing new, another one changes the amount.
fn unit(column: &Header, words: &str, text: &str, finding: Finding, fix: String, edit: Edit) -> Option<Finding> {
    let own = column.unit.as_deref()?;
    if text.ends_with(own) && !(own == "元" && text.ends_with("万元")) {
        let message = format!("“{words}”不必写单位“{own}”，现为“{text}”");
        return Some(Finding { message, ..finding.severity(Severity::Hint) }.safe_fix(fix, edit));
    }
    let message = match column.kind() {
        Kind::Amount => format!("“{words}”以{own}为单位，现为“{text}”，请换算后只填数字"),
        Kind::Count | Kind::Signed => format!("“{words}”应只填数字（单位：{own}），现为“{text}”"),
    };
    Some(Finding { message, ..finding })
}
