//! See [`RULE`].

use crate::rules::words::MOST;
use crate::rules::{ReportCheck, Finding, Severity, Subject, listed, quoted};
use crate::report::solve::by_one_equation;
use crate::report::{Filled, Report, Row, RowState, Value};
use rust_decimal::Decimal;

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
    match torn(report).split_first() {
        Some((first, others)) => check.push(several_torn(first, others)),
        None => report.forms.iter().for_each(|filled| check_unclear(filled, check)),
    }
    for filled in &report.forms {
        check_scattered(filled, check);
        check_blank(filled, check);
    }
}

/// The rows of a table with more or fewer figures than it has columns, and how many they have.
fn unclear(filled: &Filled) -> Vec<(usize, usize)> {
    let rows = filled.rows.iter().enumerate();
    let count = |(row, found): (usize, &Row)| match found.state {
        RowState::Unclear(count) => Some((row, count)),
        _ => None,
    };
    rows.filter_map(count).collect()
}

/// The tables that lost figures, with the number of rows, if several did and most of one is lost: one copy lost them all.
fn torn(report: &Report) -> Vec<(&Filled, usize)> {
    let mut torn = Vec::new();
    for filled in &report.forms {
        let unclear = unclear(filled);
        if unclear.iter().any(|(_, count)| *count > filled.form.columns.len()) {
            return Vec::new();
        }
        if !unclear.is_empty() {
            torn.push((filled, unclear.len()));
        }
    }
    torn.sort_by_key(|(filled, _)| filled.range.start);
    if torn.len() > 1 && torn.iter().any(|(_, rows)| *rows > MOST) { torn } else { Vec::new() }
}

/// One finding for tables that all lost figures, at the first of them.
fn several_torn(first: &(&Filled, usize), others: &[(&Filled, usize)]) -> Finding {
    let all = || std::iter::once(first).chain(others);
    let rows: usize = all().map(|(_, rows)| rows).sum();
    let names: Vec<&str> = all().map(|(filled, _)| filled.form.name.as_str()).collect();
    let message = format!(
        "{}张表格不完整：{}共有{rows}行缺少数据，复制时可能丢了与上面相同的行；勾稽关系无法核对，请对照原表重新录入",
        names.len(),
        listed(names.into_iter())
    );
    let place = |filled: &Filled| filled.place_of_row(unclear(filled).first().map_or(0, |(row, _)| *row));
    let subject = Subject::Forms(all().map(|(filled, _)| filled.form.id.as_str()).collect());
    let finding = Finding::new(&RULE, subject, place(first.0), message);
    others.iter().fold(finding, |finding, (filled, rows)| {
        finding.note(place(filled), format!("“{}”有{rows}行缺少数据", filled.form.name))
    })
}

/// Rows with more or fewer figures than the form has columns.
fn check_unclear(filled: &Filled, check: &mut ReportCheck<'_>) {
    let columns = filled.form.columns.len();
    let unclear = unclear(filled);
    if unclear.len() > MOST {
        let (name, rows, count) = (&filled.form.name, unclear.len(), unclear[0].1);
        let uniform = unclear.iter().all(|(_, other)| *other == count) && rows * 2 > filled.rows.len();
        let message = if uniform {
            format!("“{name}”有{rows}行是{count}个数据，应为{columns}个，统一格式的列不能增删")
        } else {
            format!("“{name}”不完整：{rows}行的数据个数不是{columns}个，无法核对勾稽关系，请对照原表重新录入")
        };
        check.push(Finding::new(&RULE, Subject::Rows(&filled.form.id, unclear.iter().map(|(row, _)| *row).collect()), filled.place_of_row(unclear[0].0), message));
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
        check.push(Finding::new(&RULE, Subject::Rows(&filled.form.id, vec![row]), filled.place_of_row(row), message));
    }
}

/// Reports a table of which nothing shows which figure is whose. The draft may be right: the text of a PDF loses where a cell stands.
fn check_scattered(filled: &Filled, check: &mut ReportCheck<'_>) {
    let count = filled.rows.iter().find_map(|row| match row.state {
        RowState::Scattered(count) => Some(count),
        _ => None,
    });
    let Some(count) = count else { return };
    let name = &filled.form.name;
    let message = format!("“{name}”的{count}个数据分不清各属哪一行、哪一列，无法核对勾稽关系，请对照原表重新录入");
    let rows = Subject::Rows(&filled.form.id, (0..filled.rows.len()).collect());
    check.push(Finding::new(&RULE, rows, filled.place_of_row(0), message).severity(Severity::Warning));
}

/// Reports empty cells. The national texts do not forbid them, so this is never an error.
fn check_blank(filled: &Filled, check: &mut ReportCheck<'_>) {
    let severity = if filled.edition.last_report_year.is_some() { Severity::Info } else { Severity::Warning };
    let mut rows: Vec<Vec<&Value>> = Vec::new();
    for value in filled.values.iter().filter(|value| value.is_blank()) {
        match rows.last_mut() {
            Some(row) if row[0].row() == value.row() => row.push(value),
            _ => rows.push(vec![value]),
        }
    }
    if rows.len() > MOST {
        let cells: usize = rows.iter().map(Vec::len).sum();
        let message = format!("“{}”有{}行共{cells}个空单元格，没有的应填0", filled.form.name, rows.len());
        let finding = Finding::new(&RULE, cells_of(filled, rows.iter().flatten()), filled.place_of_row(rows[0][0].row()), message).severity(severity);
        check.push(with_derived(filled, finding, rows.iter().flatten()));
        return;
    }
    for row in rows {
        check.push(blanks_of_row(filled, &row).severity(severity));
    }
}

fn cells_of<'a>(filled: &Filled, values: impl Iterator<Item = &'a &'a Value>) -> Subject {
    Subject::Cells(&filled.form.id, values.map(|value| value.cell()).collect())
}

fn blanks_of_row(filled: &Filled, row: &[&Value]) -> Finding {
    let header = &filled.form.rows[row[0].row()];
    let place = filled.place_of_row(row[0].row());
    if let [value] = row {
        let words = quoted(filled.words(value.row(), value.column()));
        return match derived(filled, value) {
            Some((right, equation)) => Finding::new(&RULE, cells_of(filled, row.iter()), place.clone(), format!("{words}为空，按勾稽关系应为{right}"))
                .note(place, format!("勾稽关系：{equation}")),
            None => Finding::new(&RULE, cells_of(filled, row.iter()), place, format!("{words}为空，没有的应填0")),
        };
    }
    let whose = if header.path.is_empty() { String::new() } else { quoted(header.words()) };
    let columns: Vec<&str> = row.iter().map(|value| filled.form.columns[value.column()].words()).collect();
    let message = format!("{whose}有{}个空单元格（{}），没有的应填0", row.len(), columns.join("、"));
    with_derived(filled, Finding::new(&RULE, cells_of(filled, row.iter()), place, message), row.iter())
}

/// The finding with the numbers that the equations require in some of its empty cells.
fn with_derived<'a>(filled: &Filled, finding: Finding, cells: impl Iterator<Item = &'a &'a Value>) -> Finding {
    cells.fold(finding, |finding, value| match derived(filled, value) {
        Some((right, _)) => {
            let words = quoted(filled.words(value.row(), value.column()));
            finding.note(filled.place_of_row(value.row()), format!("{words}按勾稽关系应为{right}"))
        }
        None => finding,
    })
}

/// The number that an equation requires in an empty cell, if it is the equation's only one, with the equation in words;
/// `None` for 0, which is the default anyway.
fn derived<'a>(filled: &'a Filled, value: &Value) -> Option<(Decimal, &'a str)> {
    let (right, sum) = by_one_equation(filled, value.cell())?;
    (!right.is_zero()).then(|| (right, filled.form.equations[sum.equation].words.as_str()))
}
