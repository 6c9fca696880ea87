//! See [`RULE`].

use crate::report::{Filled, Report, Row, RowState, Value};
use crate::rules::words::MOST;
use crate::rules::{Finding, ReportCheck, Severity, Subject, quoted};
use crate::text::Edit;
use std::collections::HashSet;
use std::ops::Range;

rule! {
    /// 一行的数据连写在一起，中间没有分开。
    ///
    /// # 为什么
    ///
    /// 表格复制成文字时，各格的数据常连成一串数字。个数正好、只有一种断法，或者只有一种断法符合勾稽关系时，按断开的数核对，
    /// 只说明一次；有几种断法都说得通的，分不清各格是多少，不参加勾稽关系的核对。
    ///
    /// # 怎么办
    ///
    /// 对照原表把各格的数据分开写，用空格、制表符或者竖线隔开。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 第二十条第（一）项
    /// 信息内容
    /// 本年制发件数
    /// 本年废止件数
    /// 现行有效件数
    /// 规章000
    /// 行政规范性文件2133
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 第二十条第（一）项
    /// 信息内容
    /// 本年制发件数
    /// 本年废止件数
    /// 现行有效件数
    /// 规章 0 0 0
    /// 行政规范性文件 2 1 33
    /// ```
    "glued-figures", "数据连写", Warning, Safe, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        if let Some(finding) = together(filled) {
            check.push(finding);
        }
    }
    if let Some(finding) = apart(report) {
        check.push(finding);
    }
}

/// One finding for the rows of a form whose figures cannot be told apart.
fn together(filled: &Filled) -> Option<Finding> {
    let glued = |(row, found): (usize, &Row)| match found.state {
        RowState::Glued(digits) => Some((row, digits)),
        _ => None,
    };
    let rows: Vec<(usize, usize)> = filled.rows.iter().enumerate().filter_map(glued).collect();
    let (first, digits) = *rows.first()?;
    let columns = filled.form.columns.len();
    let whose = match rows.as_slice() {
        [_] if filled.form.rows[first].path.is_empty() => quoted(&filled.form.name),
        few if few.len() <= MOST => few.iter().map(|(row, _)| quoted(filled.form.rows[*row].words())).collect(),
        many => format!("“{}”有{}行", filled.form.name, many.len()),
    };
    let what = match rows.len() {
        1 => format!("{columns}个数据连写成{digits}位数字"),
        _ => "数据连写在一起".to_owned(),
    };
    let message = format!("{whose}的{what}，有几种断法，分不清各格是多少，请对照原表分开填写");
    let subject = Subject::Rows(&filled.form.id, rows.iter().map(|(row, _)| *row).collect());
    Some(Finding::new(&RULE, subject, filled.place_of_row(first), message))
}

/// One finding for all rows whose figures were told apart, with the repair that writes them apart.
fn apart(report: &Report) -> Option<Finding> {
    let rows = |filled: &Filled| filled.rows.iter().filter(|row| row.apart).count();
    let forms: Vec<&Filled> = report.forms.iter().filter(|filled| rows(filled) > 0).collect();
    let first = *forms.first()?;
    let row = first.rows.iter().position(|row| row.apart)?;
    let count: usize = forms.iter().map(|filled| rows(filled)).sum();
    let whose = match (count, first.form.rows[row].path.is_empty()) {
        (1, true) => quoted(&first.form.name),
        (1, false) => quoted(first.form.rows[row].words()),
        _ => format!("表格有{count}行"),
    };
    let message = format!("{whose}的数据连写在一起，已按唯一的断法分开核对，宜分开填写");
    let subject = Subject::Forms(forms.iter().map(|filled| filled.form.id.as_str()).collect());
    let finding = Finding::new(&RULE, subject, first.place_of_row(row), message).severity(Severity::Info);
    // Where some stay together, the others show that they are several figures, and had better stay, too.
    let rows = || report.forms.iter().flat_map(|filled| &filled.rows);
    let stay = rows().any(|row| matches!(row.state, RowState::Glued(_)));
    let labels = rows().filter_map(|row| Some(&row.label.as_ref()?.range));
    let banners = report.banners.iter().map(|banner| &banner.range);
    let beginnings: HashSet<usize> = labels.chain(banners).map(|range| range.start).collect();
    let edits: Option<Vec<Vec<Edit>>> = forms.iter().map(|filled| separations(filled, &beginnings)).collect();
    Some(match edits.filter(|_| !stay) {
        Some(edits) => finding.safe_fixes("把连写的数据分开", edits.concat()),
        None => finding,
    })
}

/// The edits that write the figures of a form apart, and from a label or an article heading, `beginnings`, that begins right
/// behind them; `None` where cells are separated by more than a mark.
fn separations(filled: &Filled, beginnings: &HashSet<usize>) -> Option<Vec<Edit>> {
    let mark = filled.separator()?;
    let mut edits = Vec::new();
    for (row, found) in filled.rows.iter().enumerate().filter(|(_, row)| row.apart) {
        let values = (0..filled.form.columns.len()).filter_map(|column| filled.value(row, column));
        let label = found.label.as_ref().map(|label| label.range.clone()).filter(|label| !label.is_empty());
        let places = label.into_iter().chain(values.map(|value: &Value| value.range()));
        let places: Vec<Range<usize>> = places.collect();
        let joints = places.windows(2).filter(|pair| pair[0].end == pair[1].start);
        let mut separations: Vec<Edit> = joints.map(|pair| Edit::new(pair[0].end..pair[1].start, mark)).collect();
        // Blanks may part them already, in one cell.
        if separations.is_empty() {
            return None;
        }
        let end = places.last().map(|last| last.end).filter(|end| beginnings.contains(end));
        separations.extend(end.map(|end| Edit::new(end..end, mark)));
        edits.extend(separations);
    }
    Some(edits)
}
