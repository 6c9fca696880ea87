//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Subject, out_of_order, quoted};
use crate::report::{Filled, Label};

rule! {
    /// 表格的行与统一格式的顺序不同。
    ///
    /// # 为什么
    ///
    /// 行的顺序由统一格式固定，汇总按位置取数，错位的行会被当成别的行。
    ///
    /// # 怎么办
    ///
    /// 把这一行移回原位。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政强制 | 0 |
    /// | 行政处罚 | 3 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第（六）项 | |
    /// | --- | --- |
    /// | 信息内容 | 本年处理决定数量 |
    /// | 行政处罚 | 3 |
    /// | 行政强制 | 0 |
    /// ```
    "row-order", "行的顺序不对", Warning, None, since "0.1.0", sees Report
}

/// A row with its place in the draft.
struct Placed<'a> {
    filled: &'a Filled,
    label: &'a Label,
    words: &'a str,
    row: usize,
    /// Where its first value stands, or its label where it has none: in the text of a PDF labels may be out of order.
    place: usize,
}

/// The forms of one section are one table, so their rows share one order.
fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for forms in report.forms.chunk_by(|one, other| one.form.section == other.form.section) {
        let mut rows: Vec<Placed<'_>> = forms.iter().filter(|filled| !is_torn(filled)).flat_map(placed).collect();
        // Rows of which nobody can tell where they stand are at one place.
        rows.dedup_by_key(|row| row.place);
        let places: Vec<usize> = rows.iter().map(|row| row.place).collect();
        for at in out_of_order(&places) {
            let same_form = |other: &&Placed<'_>| std::ptr::eq(other.filled, rows[at].filled);
            let before = at.checked_sub(1).and_then(|before| rows.get(before));
            let after = rows.get(at + 1).filter(same_form);
            let place = match (before, after) {
                (Some(before), _) if same_form(&before) => format!("应紧接在{}之后", quoted(before.words)),
                (_, Some(after)) => format!("应在{}之前", quoted(after.words)),
                (Some(before), None) => format!("应在{}之后", quoted(before.words)),
                (None, None) => "应是第一行".to_owned(),
            };
            let message = format!("{}位置不对，{place}", quoted(rows[at].words));
            check.push(Finding::new(&RULE, Subject::Rows(&rows[at].filled.form.id, vec![rows[at].row]), rows[at].label.range.clone(), message));
        }
    }
}

fn placed(filled: &Filled) -> impl Iterator<Item = Placed<'_>> {
    let rows = filled.rows.iter().zip(&filled.form.rows).enumerate();
    rows.filter_map(move |(row, (found, header))| {
        let label = found.label.as_ref()?;
        let place = filled.value(row, 0).map_or(label.range.start, |value| value.range().start);
        Some(Placed { filled, label, words: header.words(), row, place })
    })
}

/// Whether rows of a form stand under several article headings, which `article-heading` reports.
fn is_torn(filled: &Filled) -> bool {
    let mut banners = filled.rows.iter().filter(|row| row.label.is_some()).map(|row| row.banner);
    let first = banners.next();
    banners.any(|banner| Some(banner) != first)
}
