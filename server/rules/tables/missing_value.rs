//! See [`RULE`].

use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Severity, Subject, quoted};
use crate::report::solve::by_one_equation;
use crate::report::{Filled, RowState, Value};
use rust_decimal::Decimal;
use std::ops::Range;

rule! {
    /// 表格里有没填的单元格，或者一行的数据个数不对。
    ///
    /// # 为什么
    ///
    /// 每一格都要填，没有的填0；空着分不清是没有发生还是忘了填。只缺一个数、能由勾稽关系推出时，会说明应填多少。缺数的行不再
    /// 报告合计不符，除非无论补什么数都不相符。
    ///
    /// # 怎么办
    ///
    /// 补填数据；没有发生的填0。一行的数据多于或少于规定的列时，对照表头逐格核对。
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
    /// | 行政规范性文件 | 2 |  | 9 |
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
    "missing-value", "数据缺失", Error, None, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        check_unclear(filled, check);
        check_blank(filled, check);
    }
}

/// Rows with more or fewer figures than the form has columns.
fn check_unclear(filled: &Filled, check: &mut ReportCheck<'_>) {
    let columns = filled.form.columns.len();
    let unclear: Vec<(usize, usize)> = (filled.rows.iter().enumerate())
        .filter_map(|(row, found)| if let RowState::Unclear(count) = found.state { Some((row, count)) } else { None })
        .collect();
    if unclear.len() > MOST {
        let (name, rows, count) = (&filled.form.name, unclear.len(), unclear[0].1);
        let uniform = unclear.iter().all(|(_, other)| *other == count) && rows * 2 > filled.rows.len();
        let message = if uniform && count == filled.rows.len() * columns {
            format!("“{name}”的{count}个数据分不清各属哪一行、哪一列，无法核对勾稽关系，请对照原表重新录入")
        } else if uniform {
            format!("“{name}”有{rows}行是{count}个数据，应为{columns}个，统一格式的列不能增删")
        } else {
            format!("“{name}”不完整：{rows}行的数据个数不是{columns}个，无法核对勾稽关系，请对照原表重新录入")
        };
        check.push(Finding::new(&RULE, Subject::Rows(&filled.form.id, unclear.iter().map(|(row, _)| *row).collect()), label_range(filled, unclear[0].0), message));
        return;
    }
    for (row, count) in unclear {
        let words = match filled.form.rows[row].path.is_empty() {
            true => filled.form.name.as_str(),
            false => filled.form.rows[row].words(),
        };
        let message = match count {
            0 => format!("{}没有数据，应有{columns}个，没有发生的填0", quoted(words)),
            _ => format!("{}应有{columns}个数据，现有{count}个", quoted(words)),
        };
        check.push(Finding::new(&RULE, Subject::Rows(&filled.form.id, vec![row]), label_range(filled, row), message));
    }
}

/// The label of a row, or else the first label of the table.
fn label_range(filled: &Filled, row: usize) -> Range<usize> {
    let label = filled.rows[row].label.as_ref();
    let own = label.map(|label| &label.range).filter(|range| !range.is_empty());
    let column = label.and_then(|label| label.columns.first()).map(|(range, _)| range);
    own.or(column).unwrap_or(&filled.range).clone()
}

/// Reports empty cells. The national texts do not forbid them, so this is never an error.
fn check_blank(filled: &Filled, check: &mut ReportCheck<'_>) {
    let severity = if filled.edition.last_report_year.is_some() { Severity::Info } else { Severity::Warning };
    let mut rows: Vec<Vec<&Value>> = Vec::new();
    for value in filled.values.iter().filter(|value| value.is_blank()) {
        match rows.last_mut() {
            Some(row) if row[0].row == value.row => row.push(value),
            _ => rows.push(vec![value]),
        }
    }
    if rows.len() > MOST {
        let cells: usize = rows.iter().map(Vec::len).sum();
        let message = format!("“{}”有{}行共{cells}个空单元格，没有的应填0", filled.form.name, rows.len());
        let finding = Finding::new(&RULE, cells_of(filled, rows.iter().flatten()), place(filled, rows[0][0]), message).severity(severity);
        check.push(with_derived(filled, finding, rows.iter().flatten()));
        return;
    }
    for row in rows {
        check.push(blanks_of_row(filled, &row).severity(severity));
    }
}

fn cells_of<'a>(filled: &Filled, values: impl Iterator<Item = &'a &'a Value>) -> Subject {
    Subject::Cells(&filled.form.id, values.map(|value| (value.row, value.column)).collect())
}

fn blanks_of_row(filled: &Filled, row: &[&Value]) -> Finding {
    let header = &filled.form.rows[row[0].row];
    let place = place(filled, row[0]);
    if let [value] = row {
        let words = quoted(filled.words(value.row, value.column));
        return match derived(filled, value) {
            Some((right, equation)) => Finding::new(&RULE, cells_of(filled, row.iter()), place.clone(), format!("{words}为空，按勾稽关系应为{right}"))
                .note(place, format!("勾稽关系：{equation}")),
            None => Finding::new(&RULE, cells_of(filled, row.iter()), place, format!("{words}为空，没有的应填0")),
        };
    }
    let whose = if header.path.is_empty() { String::new() } else { quoted(header.words()) };
    let columns: Vec<&str> = row.iter().map(|value| filled.form.columns[value.column].words()).collect();
    let message = format!("{whose}有{}个空单元格（{}），没有的应填0", row.len(), columns.join("、"));
    with_derived(filled, Finding::new(&RULE, cells_of(filled, row.iter()), place, message), row.iter())
}

/// The place of an empty cell, which has no text to mark: its row's label.
fn place(filled: &Filled, value: &Value) -> Range<usize> {
    label_range(filled, value.row)
}

/// The finding with the numbers that the equations require in some of its empty cells.
fn with_derived<'a>(filled: &Filled, finding: Finding, cells: impl Iterator<Item = &'a &'a Value>) -> Finding {
    cells.fold(finding, |finding, value| match derived(filled, value) {
        Some((right, _)) => {
            let words = quoted(filled.words(value.row, value.column));
            finding.note(place(filled, value), format!("{words}按勾稽关系应为{right}"))
        }
        None => finding,
    })
}

/// The number that an equation requires in an empty cell, if it is the equation's only one, with the equation in words;
/// `None` for 0, which is the default anyway.
fn derived<'a>(filled: &'a Filled, value: &Value) -> Option<(Decimal, &'a str)> {
    let (right, sum) = by_one_equation(filled, (value.row, value.column))?;
    (!right.is_zero()).then(|| (right, filled.form.equations[sum.equation].words.as_str()))
}
