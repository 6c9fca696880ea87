//! See [`RULE`].

use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Severity, Subject, listed, quote, quoted};
use crate::report::placeholder::{Placeholder, placeholder};
use crate::report::{Filled, Value};
use smol_str::SmolStr;
use crate::text::Edit;
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
    "not-a-number", "不是数字", Error, Unsafe, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        let (mut placeholders, mut words): (Vec<&Value>, Vec<&Value>) = Default::default();
        for value in filled.values.iter().filter(|value| !value.has_number() && !value.is_blank()) {
            // Neither a placeholder nor a mistyped zero contains a digit.
            let text = value.text();
            let has_digit = text.bytes().any(|b| b.is_ascii_digit());
            let folded = if has_digit { String::new() } else { fold(text.trim()) };
            match placeholder(&folded) {
                Some(Placeholder::Nothing) => placeholders.push(value),
                Some(Placeholder::Zero) => check.push(for_zero(filled, value)),
                None if has_digit => check.push(unreadable(filled, value)),
                None => words.push(value),
            }
        }
        let rows: Vec<&[&Value]> = words.chunk_by(|one, other| one.row() == other.row()).collect();
        if rows.len() > MOST {
            let message = format!("“{}”有{}行共{}个单元格填的不是数字", filled.form.name, rows.len(), words.len());
            let message = format!("{message}，如{}，没有的应填0", quoted(words[0].text().trim()));
            check.push(Finding::new(&RULE, cells(filled, &words), words[0].range(), message));
        } else {
            rows.into_iter().for_each(|row| check.push(words_of_row(filled, row)));
        }
        let rows: Vec<&[&Value]> = placeholders.chunk_by(|one, other| one.row() == other.row()).collect();
        if rows.len() > MOST {
            let (name, text) = (&filled.form.name, placeholders[0].text());
            let message = format!("“{name}”有{}个单元格填的是“{}”，没有的应填0", placeholders.len(), text.trim());
            check.push(Finding::new(&RULE, cells(filled, &placeholders), placeholders[0].range(), message).severity(Severity::Warning));
            continue;
        }
        rows.into_iter().for_each(|row| check.push(placeholders_of_row(filled, row)));
    }
}

/// Cells as the subject of a finding.
fn cells(filled: &Filled, values: &[&Value]) -> Subject {
    Subject::Cells(&filled.form.id, values.iter().map(|value| value.cell()).collect())
}

fn for_zero(filled: &Filled, value: &Value) -> Finding {
    let (words, range) = (quoted(filled.words(value.row(), value.column())), value.range());
    let message = format!("{words}应填写数字，现为“{}”，不是数字0", value.text().trim());
    Finding::new(&RULE, cells(filled, &[value]), range.clone(), message).unsafe_fix("改为0", Edit::new(range, "0"))
}

fn unreadable(filled: &Filled, value: &Value) -> Finding {
    let (words, text) = (filled.words(value.row(), value.column()), value.text());
    let mut message = String::with_capacity(words.len() + text.len() + 64);
    quote(words, &mut message);
    message.push_str("应填写数字，现为");
    quote(text.trim(), &mut message);
    message.push_str("，无法读作一个数");
    Finding::new(&RULE, cells(filled, &[value]), value.range(), message)
}

/// One finding for a row, at its first cell with words.
fn words_of_row(filled: &Filled, row: &[&Value]) -> Finding {
    if let [value] = row {
        return unreadable(filled, value);
    }
    let header = &filled.form.rows[row[0].row()];
    let whose = if header.path.is_empty() { String::new() } else { quoted(header.words()) };
    let all: Vec<SmolStr> = row.iter().map(|value| value.text()).collect();
    let mut texts: Vec<&str> = Vec::new();
    for text in all.iter().map(|text| text.trim()) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let (count, texts) = (row.len(), listed(texts.into_iter()));
    let message = format!("{whose}有{count}个单元格应填写数字，现为{texts}，无法读作数字，没有的应填0");
    Finding::new(&RULE, cells(filled, row), row[0].range(), message)
}

/// One finding for a row, at its first placeholder.
fn placeholders_of_row(filled: &Filled, row: &[&Value]) -> Finding {
    let (first, header) = (row[0], &filled.form.rows[row[0].row()]);
    let text = quoted(first.text().trim());
    let (severity, advice) = match header.id.as_str() {
        "rules" => (Severity::Info, "没有规章制定权的，也宜填0"),
        _ => (Severity::Warning, "没有的应填0"),
    };
    let message = match row.len() {
        1 => format!("{}应填写数字，现为{text}，{advice}", quoted(filled.words(first.row(), first.column()))),
        count if header.path.is_empty() => format!("有{count}个单元格应填写数字，现为{text}，{advice}"),
        count => format!("{}有{count}个单元格应填写数字，现为{text}，{advice}", quoted(header.words())),
    };
    Finding::new(&RULE, cells(filled, row), first.range(), message).severity(severity)
}
