//! See [`RULE`].

use crate::rules::{ReportCheck, Finding, Subject};
use crate::edition;
use crate::report::{Banner, Filled, Label, Report};
use crate::text::Edit;

rule! {
    /// 表二的条款标题与下面的内容不符，或者没有条款标题。
    ///
    /// # 为什么
    ///
    /// 表二按《条例》第二十条的项列数：第（一）项是规章、规范性文件，第（五）项是行政许可，第（六）项是行政处罚、行政强制，第
    /// （八）项是行政事业性收费；2019年版还有第（九）项政府集中采购。标题写错，数据就归到了别的项下。
    ///
    /// # 怎么办
    ///
    /// 按下面的内容改正标题中的项，或者把这一行移到它所属的项下。
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
    /// | 行政许可 | 12 |
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
    /// | 行政许可 | 12 |
    /// ```
    "article-heading", "条款标题与内容不符", Error, Safe, since "0.1.0", sees Report
}

/// A row of table two with the heading above it.
struct Placed<'a> {
    filled: &'a Filled,
    official: &'a edition::OfficialBanner,
    index: usize,
    row: &'a str,
    label: &'a Label,
    banner: Option<usize>,
}

fn check(check: &mut ReportCheck<'_>) {
    let report = check.report;
    let mut rows: Vec<Placed<'_>> = Vec::new();
    for filled in &report.forms {
        let Some(official) = &filled.form.banner else { continue };
        for (index, (row, header)) in filled.rows.iter().zip(&filled.form.rows).enumerate() {
            if let Some(label) = &row.label {
                rows.push(Placed { filled, official, index, row: header.words(), label, banner: row.banner });
            }
        }
    }
    rows.sort_by_key(|row| row.label.range.start);
    if report.banners.is_empty() {
        check.extend(no_headings(&rows));
        return;
    }
    for group in rows.chunk_by(|one, other| one.banner == other.banner) {
        check_group(report, group, check);
    }
}

/// One finding for a table without any heading, with the places where they are missing.
fn no_headings(rows: &[Placed<'_>]) -> Option<Finding> {
    let blocks = rows.chunk_by(|one, other| one.official.item == other.official.item).map(|block| &block[0]);
    let subject = Subject::MissingBanners(blocks.clone().map(|block| block.filled.form.id.as_str()).collect());
    let mut blocks = blocks.into_iter();
    let first = blocks.next()?;
    let message = format!("“{}”上面缺少条款标题“{}”", first.row, first.official.text);
    let finding = Finding::new(&RULE, subject, first.label.range.clone(), message);
    Some(blocks.fold(finding, |finding, block| {
        finding.note(block.label.range.clone(), format!("“{}”上面缺少“{}”", block.row, block.official.text))
    }))
}

/// Checks the rows under one heading, or the rows without one.
fn check_group(report: &Report, rows: &[Placed<'_>], check: &mut ReportCheck<'_>) {
    let place = rows[0].banner;
    let banner = place.map(|banner| &report.banners[banner]);
    let named = |item: u32| rows.iter().any(|row| row.official.item == item);
    // The rows under a wrong heading that belong together show what it should be; others are under it by mistake.
    let mut owner = banner.map(|banner| banner.item);
    if let Some((place, banner)) = place.zip(banner)
        && !named(banner.item)
    {
        owner = Some(rows[0].official.item);
        check.push(wrong_number(Subject::Banner(place), banner, &rows[0]));
    }
    let mut reported = Vec::new();
    for row in rows.iter().filter(|row| Some(row.official.item) != owner) {
        let item = row.official.item;
        if report.banners.iter().any(|other| other.item == item) {
            check.push(wrong_place(row, banner));
        } else if !reported.contains(&item) {
            reported.push(item);
            let message = format!("“{}”上面缺少条款标题“{}”", row.row, row.official.text);
            check.push(Finding::new(&RULE, Subject::MissingBanners(vec![&row.filled.form.id]), row.label.range.clone(), message));
        }
    }
}

fn wrong_number(subject: Subject, banner: &Banner, row: &Placed<'_>) -> Finding {
    let right = &row.official.text;
    let message = format!("条款标题应为“{right}”：下面的“{}”属于这一项", row.row);
    let law = row.filled.form.rows.iter().find_map(|header| header.law.as_deref()).unwrap_or(right);
    let edit = Edit::new(banner.range.clone(), right.clone());
    Finding::new(&RULE, subject, banner.range.clone(), message)
        .note(row.label.range.clone(), law)
        .safe_fix(format!("改为“{right}”"), edit)
}

fn wrong_place(row: &Placed<'_>, banner: Option<&Banner>) -> Finding {
    let message = format!("“{}”应列在“{}”下", row.row, row.official.text);
    let finding = Finding::new(&RULE, Subject::Rows(&row.filled.form.id, vec![row.index]), row.label.range.clone(), message);
    match banner {
        Some(banner) => finding.note(banner.range.clone(), "现在列在这一项下"),
        None => finding,
    }
}
