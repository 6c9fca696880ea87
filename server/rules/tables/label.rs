//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Subject, quoted};
use crate::edition::{self, Header};
use crate::report::{ColumnRef, Filled, FrameLabel, FramePart, Spelling};
use crate::text::{Edit, fold::fold, number};
use std::ops::Range;

rule! {
    /// 表格的行名或列名与统一格式不同。
    ///
    /// # 为什么
    ///
    /// 统一格式的用语不能改动；漏字、多字、错字、简称、漏写序号在上级汇总时会对不上。全角半角、空格、引号、繁体和注音不算不同。
    /// 识别成了形近字（如“末”“未”）、丢了几个字的名称，按它在表中的位置辨认；可能是另一行的，不作辨认。
    ///
    /// # 怎么办
    ///
    /// 改为统一格式的用语。行名后面括号里的说明（如“含简易程序1件”）不属于行名，移到表外的文字中；自动修复不会删去它。
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
    "label", "行名列名不规范", Warning, Safe, since "0.1.0", sees Report
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    for filled in &report.forms {
        for label in &filled.frame {
            check.push(frame(filled, label));
        }
        for (row, (found, header)) in filled.rows.iter().zip(&filled.form.rows).enumerate() {
            let Some(label) = &found.label else { continue };
            if label.spelling != Spelling::Official {
                let subject = Subject::Rows(&filled.form.id, vec![row]);
                let beside = beside(&label.text, header.label(), label.spelling);
                check.push(finding(subject, header.label(), &label.range, "行名", beside));
            }
            // A table without row labels is read by position: its column labels are often broken over several cells.
            for (range, column) in label.columns().filter(|_| filled.form.label_width > 0) {
                if let Some(header) = deviating(filled, &column) {
                    let subject = Subject::Columns(&filled.form.id, vec![column.column]);
                    check.push(finding(subject, header.label(), &range, "列名", nothing_beside(column.spelling)));
                }
            }
        }
    }
}

fn frame(filled: &Filled, label: &FrameLabel) -> Finding {
    let (subject, what) = match &label.part {
        FramePart::Rows(rows) => (Subject::Rows(&filled.form.id, rows.clone()), "行名"),
        FramePart::Columns(columns) => (Subject::Columns(&filled.form.id, columns.clone()), "列名"),
    };
    finding(subject, label.right, &label.range, what, nothing_beside(label.spelling))
}

/// The column of this form that a deviating label means.
fn deviating<'a>(filled: &'a Filled, column: &ColumnRef) -> Option<&'a Header> {
    let form = &edition::editions()[column.edition].forms[column.form];
    let mine = std::ptr::eq(form, filled.form) && column.spelling != Spelling::Official;
    mine.then(|| &form.columns[column.column])
}

/// Text printed with a label that does not belong to it.
enum Beside<'a> {
    /// None.
    Nothing,
    /// Characters of the label itself, which may have been meant as other words.
    Doubt,
    /// A remark in brackets behind the label.
    Remark(&'a str),
    /// A figure, most likely of another cell.
    Figure,
}

/// The text printed with a label whose official form is `right`.
fn beside<'a>(printed: &'a str, right: &str, spelling: Spelling) -> Beside<'a> {
    let (label, remark) = with_remark(printed.trim());
    let has_figure = |text: &str| {
        let folded = fold(text);
        number::figures(&folded).len() > number::item_ordinals(&folded).len()
    };
    if has_figure(label) {
        Beside::Figure
    } else if remark.is_empty() || (is_note(&fold(remark), &fold(right)) && !has_figure(remark)) {
        nothing_beside(spelling)
    } else {
        Beside::Remark(remark)
    }
}

/// A label without any other text.
fn nothing_beside(spelling: Spelling) -> Beside<'static> {
    if spelling == Spelling::Doubtful { Beside::Doubt } else { Beside::Nothing }
}

/// A printed label, split from the brackets at its end.
fn with_remark(printed: &str) -> (&str, &str) {
    let mut open = 0;
    for (at, c) in printed.char_indices().rev() {
        match c {
            ')' | '）' => open += 1,
            '(' | '（' => open -= 1,
            _ => {}
        }
        if open <= 0 {
            // A label entirely in brackets, or without any, has no remark.
            let has_remark = at > 0 && at + c.len_utf8() < printed.len();
            return printed.split_at(if has_remark { at } else { printed.len() });
        }
    }
    (printed, "")
}

/// Whether a bracketed text is the note of the official label, or most of it.
fn is_note(remark: &str, right: &str) -> bool {
    let note = with_remark(right).1.trim_matches(['(', ')']);
    let words = remark.trim_matches(['(', ')']);
    note.contains(words) || strsim::normalized_levenshtein(note, words) > 0.5
}

fn finding(subject: Subject, right: &str, range: &Range<usize>, what: &str, beside: Beside<'_>) -> Finding {
    let shown = quoted(right);
    let finding = Finding::new(&RULE, subject, range.clone(), format!("{what}应为{shown}"));
    let edit = Edit::new(range.clone(), right);
    match beside {
        Beside::Nothing => finding.safe_fix(format!("改为{shown}"), edit),
        Beside::Doubt => finding.unsafe_fix(format!("改为{shown}"), edit),
        Beside::Remark(remark) => finding.unsafe_fix(format!("改为{shown}，不保留{}", quoted(remark)), edit),
        // A repair would overwrite the figure.
        Beside::Figure => finding,
    }
}
