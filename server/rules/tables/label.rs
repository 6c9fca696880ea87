//! See [`RULE`].

use crate::rules::{Check, Finding, Subject, quoted};
use crate::edition::{self, Header};
use crate::report::{ColumnRef, Filled, Spelling};
use crate::text::Edit;
use std::ops::Range;

rule! {
    /// 表格的行名或列名与统一格式不同。
    ///
    /// # 为什么
    ///
    /// 统一格式的用语不能改动；漏字、简称、漏写序号在上级汇总时会对不上。全角半角、空格、引号、繁体和注音不算不同。
    ///
    /// # 怎么办
    ///
    /// 改为统一格式的用语。
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
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 规范性文件 | 2 | 1 | 9 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 二、主动公开政府信息情况
    ///
    /// | 第二十条第(一)项 | | | |
    /// | --- | --- | --- | --- |
    /// | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效 件数 |
    /// | 规章 | 0 | 0 | 0 |
    /// | 行政规范性文件 | 2 | 1 | 9 |
    /// ```
    "label", "行名列名不规范", Warning, Safe, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    for filled in &report.forms {
        for (row, (found, header)) in filled.rows.iter().zip(&filled.form.rows).enumerate() {
            let Some(label) = &found.label else { continue };
            if label.spelling == Spelling::Deviating {
                check.push(finding(Subject::Rows(&filled.form.id, vec![row]), header, &label.range, "行名"));
            }
            // A table without row labels is read by position: its column labels are often broken over several cells.
            for (range, column) in label.columns.iter().filter(|_| filled.form.label_width > 0) {
                if let Some(header) = deviating(filled, column) {
                    let subject = Subject::Columns(&filled.form.id, vec![column.column]);
                    check.push(finding(subject, header, range, "列名"));
                }
            }
        }
    }
}

/// The column of this form that a deviating label means.
fn deviating<'a>(filled: &'a Filled, column: &ColumnRef) -> Option<&'a Header> {
    let form = &edition::editions()[column.edition].forms[column.form];
    let mine = std::ptr::eq(form, filled.form) && column.spelling == Spelling::Deviating;
    mine.then(|| &form.columns[column.column])
}

fn finding(subject: Subject, header: &Header, range: &Range<usize>, what: &str) -> Finding {
    let right = header.label();
    let shown = quoted(right);
    Finding::new(&RULE, subject, range.clone(), format!("{what}应为{shown}"))
        .safe_fix(format!("改为{shown}"), Edit::new(range.clone(), right))
}
