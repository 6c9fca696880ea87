//! See [`RULE`].

use crate::rules::words::MOST;
use crate::rules::{Check, Finding, Subject};
use std::ops::Range;
use crate::edition::OfficialSection;
use crate::report::{self, Report};

rule! {
    /// 六个部分中缺了一个。
    ///
    /// # 为什么
    ///
    /// 《条例》第五十条规定了年度报告应当包括的内容，统一格式把它分为六个部分，顺序固定，一个也不能少；没有情况的部分也要
    /// 写明“无”。部分按标题查找，不看序号：表格里的“一、本年新收……”和总体情况里的分点都不算。
    ///
    /// # 怎么办
    ///
    /// 补上该部分的标题和内容；第二、三、四部分还要有规定的表格，没有发生的填0。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// 四、政府信息公开行政复议、行政诉讼情况
    ///
    /// 五、存在的主要问题及改进情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// 四、政府信息公开行政复议、行政诉讼情况
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 六、其他需要报告的事项
    ///
    /// 无。
    /// ```
    "missing-section", "缺少法定部分", Error, None, since "0.1.0"
}

/// Reports where the missing section belongs: at the last character before it.
fn check(check: &mut Check<'_>) {
    let report = check.report;
    if check.is_legacy() {
        return;
    }
    let official = report.edition.sections.iter().enumerate();
    let missing: Vec<(usize, &OfficialSection)> =
        official.filter(|(index, _)| report.sections.iter().all(|found| found.index != *index)).collect();
    // A draft that has just been begun, or one that has lost its headings.
    if missing.len() > MOST {
        let titles: String = missing.iter().map(|(_, section)| format!("“{}、{}”", section.ordinal, section.title)).collect();
        let subject = Subject::Sections(missing.iter().map(|(index, _)| *index).collect());
        let range = report.title.as_ref().map_or(&report.first_line, |title| &title.range).clone();
        check.push(Finding::new(&RULE, subject, range, format!("缺少{}个部分：{titles}", missing.len())));
        return;
    }
    for (index, section) in missing {
        let before = before(report, index);
        let range = end_before(check, index);
        let place = before.map_or_else(String::new, |before| format!("，应在“{}”之后", before.heading.text));
        let message = format!("缺少“{}、{}”{place}", section.ordinal, section.title);
        check.push(Finding::new(&RULE, Subject::Sections(vec![index]), range.clone(), message).note(range, &*section.asks));
    }
}

/// The section behind which a missing one belongs.
fn before(report: &Report, index: usize) -> Option<&report::Section> {
    report.sections.iter().filter(|found| found.index < index).max_by_key(|found| found.index)
}

/// The last character before the place of a missing section.
fn end_before(check: &Check<'_>, index: usize) -> Range<usize> {
    let report = check.report;
    let end = match before(report, index) {
        Some(before) => before.body.end.max(before.heading.range.end),
        None => report.sections.first().map_or(report.range.end, |first| first.heading.range.start),
    };
    check.last_printed(report.range.start..end).unwrap_or_else(|| place(report, index).clone())
}

/// What stands before a missing section: the heading of the section behind which it belongs, or else the report's title.
pub fn place(report: &Report, index: usize) -> &Range<usize> {
    match (before(report, index), &report.title) {
        (Some(before), _) => &before.heading.range,
        (None, Some(title)) => &title.range,
        (None, None) => &report.first_line,
    }
}
