//! See [`RULE`].

use crate::rules::words::MOST;
use crate::rules::{Check, Finding, Subject};
use std::ops::Range;
use crate::edition::OfficialSection;
use crate::report::Paragraph;
use crate::report::gap::Gap;

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

/// Reports where the missing section belongs: at the last character before it, or before its text if only the heading is
/// missing.
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
        let gap = Gap::of(report, index);
        let place = gap.before.map_or_else(String::new, |before| format!("，应在“{}”之后", before.heading.text));
        let range = place_of(check, &gap);
        let message = format!("缺少“{}、{}”{place}", section.ordinal, section.title);
        check.push(Finding::new(&RULE, Subject::Sections(vec![index]), range.clone(), message).note(range, &*section.asks));
    }
}

/// The last character before the place of a missing section.
fn place_of(check: &Check<'_>, gap: &Gap<'_>) -> Range<usize> {
    let report = check.report;
    // The first section follows the title or a preface: it begins where points or figures do.
    let begins = |it: &Paragraph<'_>| {
        gap.range.start <= it.range().start && (!it.facts.claims.is_empty() || !it.facts.ordinals.is_empty())
    };
    let end = match (gap.before, check.paragraphs(gap.range.clone()).find(begins)) {
        (None, Some(first)) if gap.range.contains(&first.range().start) => first.range().start,
        (None, _) => gap.range.end,
        (Some(_), _) => gap.range.start,
    };
    let before = check.last_printed(report.range.start..end);
    before.or_else(|| check.first_printed(report.range.clone())).unwrap_or_else(|| report.first_line.clone())
}
