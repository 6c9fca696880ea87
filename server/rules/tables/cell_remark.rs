//! See [`RULE`].

use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Severity, Subject, quoted};
use crate::edition::ColumnKind;
use crate::report::{Filled, Value};
use crate::text::Edit;
use rust_decimal::Decimal;

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
    "cell-remark", "数字带有说明", Warning, Unsafe, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        let all = filled.values.iter().filter_map(|value| finding(filled, value));
        let (hints, others): (Vec<Finding>, Vec<Finding>) = all.partition(|found| found.severity == Severity::Hint);
        others.into_iter().for_each(|finding| check.push(finding));
        if hints.len() > MOST {
            check.push(together(filled, hints));
        } else {
            hints.into_iter().for_each(|finding| check.push(finding));
        }
    }
}

/// One finding, with one repair, for a table whose figures are all spelled like this.
fn together(filled: &Filled, hints: Vec<Finding>) -> Finding {
    let message = format!("“{}”有{}个数字写法不规范，单元格只填半角数字", filled.form.name, hints.len());
    let cells = hints.iter().flat_map(|hint| hint.subject.cells()).copied().collect();
    let subject = Subject::Cells(&filled.form.id, cells);
    let finding = Finding::new(&RULE, subject, hints[0].range.clone(), message).severity(Severity::Hint);
    let edits = hints.into_iter().flat_map(|hint| hint.fixes).flat_map(|fix| fix.edits).collect();
    finding.safe_fixes("全部改为半角数字", edits)
}

fn finding(filled: &Filled, value: &Value) -> Option<Finding> {
    let number = value.number()?;
    let column = &filled.form.columns[value.column()];
    // Most cells are like this, so no messages are formatted for them.
    if value.is_digits() || value.is_bare() && is_plain(&value.text(), column.kind()) {
        return None;
    }
    let words = quoted(filled.words(value.row(), value.column()));
    let plain = number.normalize().to_string();
    let text = value.text();
    let text = text.trim();
    let finding = |severity, message| Finding::new(&RULE, Subject::Cells(&filled.form.id, vec![value.cell()]), value.range(), message).severity(severity);
    let fix = format!("把{words}由{}改为{plain}", quoted(text));
    let edit = Edit::new(value.range(), plain.clone());
    if value.is_bare() {
        return Some(finding(Severity::Hint, format!("{words}中的数字宜写作{plain}")).safe_fix(fix, edit));
    }
    if !value.has_unit() {
        let message = format!("{words}应只填数字，现为{}，按{plain}核对", quoted(text));
        return Some(finding(Severity::Warning, message).unsafe_fix(fix, edit));
    }
    // Where the form prints no unit, writing one is correct.
    let own = column.unit.as_deref()?;
    if unit(text) == Some(own) || (column.kind() != ColumnKind::Amount && unit(text).is_none()) {
        let message = format!("{words}不必写单位，现为{}", quoted(text));
        return Some(finding(Severity::Hint, message).safe_fix(fix, edit));
    }
    let message = format!("{words}以{own}为单位，现为{}", quoted(text));
    let finding = finding(Severity::Warning, message);
    let converted = unit(text).and_then(value_of).zip(value_of(own)).map(|(from, to)| (number * from / to).normalize());
    Some(match converted.filter(|_| column.kind() == ColumnKind::Amount) {
        Some(right) => Finding { message: format!("{}，换算后为{right}", finding.message), ..finding }
            .unsafe_fix(format!("把{words}由{}改为{right}", quoted(text)), Edit::new(value.range(), right.to_string())),
        None => finding,
    })
}

/// Whether a figure needs no change: a plus sign, another minus and, in an amount, trailing zeros are fine.
fn is_plain(text: &str, kind: ColumnKind) -> bool {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let text = text.trim();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '−' | '－' | '.'));
    let zeros = text.split_once('.').is_some_and(|(_, decimals)| decimals.bytes().all(|b| b == b'0'));
    plain && (kind == ColumnKind::Amount || !zeros)
}

/// The unit at the end of a cell: of money, or for counts.
fn unit(text: &str) -> Option<&'static str> {
    ["亿元", "万元", "元", "万件", "件", "项"].into_iter().find(|unit| text.ends_with(unit))
}

/// The value of a unit of money in yuan.
fn value_of(unit: &str) -> Option<Decimal> {
    match unit {
        "亿元" => Some(Decimal::from(100_000_000)),
        "万元" => Some(Decimal::from(10_000)),
        "元" => Some(Decimal::ONE),
        _ => None,
    }
}
