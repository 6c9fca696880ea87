//! See [`RULE`].

use crate::report::{Section, TitleQuality};
use crate::report::ordinals::{Ordinal, OrdinalStyle};
use crate::report::vocabulary::vocabulary;
use crate::rules::words::MOST;
use crate::rules::{TextCheck, Finding, SectionText, Subject, quoted};
use crate::text::Edit;
use rustc_hash::FxHashSet;
use std::ops::Range;

rule! {
    /// 部分里面的小标题用了“一、”这一级序号。
    ///
    /// # 为什么
    ///
    /// 公文的层次序数依次是“一、”“（一）”“1.”“（1）”（GB/T 9704—2012）。“一、”至“六、”已经是年度报告的六个部分，部分里面的
    /// 小标题应当用“（一）”；再用“一、”，或者“一、”和“（四）”混用，读者分不清层次。
    ///
    /// # 怎么办
    ///
    /// 把序号改为“（一）”。下面已经有“（一）”的，连同下级一起改。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 一、主动公开。全年主动公开政府信息186条。
    ///
    /// 二、依申请公开。全年收到政府信息公开申请3件。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// （一）主动公开。全年主动公开政府信息186条。
    ///
    /// （二）依申请公开。全年收到政府信息公开申请3件。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "subheading-numbering", "小标题的序号用错级别", Warning, Safe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    if check.is_legacy() {
        return;
    }
    for section in check.written_sections() {
        let text = check.text_of(section);
        let points: Vec<(Range<usize>, &Ordinal)> = wrong(check, section, &text);
        // Where both levels stand under each other, all of them have to change.
        let upper: FxHashSet<u32> = points.iter().map(|(_, upper)| upper.value).collect();
        let is_lower = |lower: &Ordinal| upper.contains(&lower.value);
        let lower = text.iter().flat_map(SectionText::ordinals);
        let is_mixed = lower.filter(|it| it.opens && it.style == OrdinalStyle::Bracketed).any(is_lower);
        let edit = |(range, ordinal): &(Range<usize>, &Ordinal)| {
            Edit::new(range.clone(), OrdinalStyle::Bracketed.printed(ordinal.value))
        };
        let finding = |points: &[(Range<usize>, &Ordinal)]| {
            let (range, ordinal) = points.first()?;
            let should = OrdinalStyle::Bracketed.printed(ordinal.value);
            let number = if points.len() > 1 { format!("{}个", points.len()) } else { String::new() };
            let official = &check.report.edition.sections[section.index];
            let message = format!(
                "第{}部分里{number}小标题的序号应为{}，“{}”是各部分的序号",
                official.ordinal,
                quoted(&should),
                OrdinalStyle::Chinese.printed(ordinal.value)
            );
            let finding = Finding::new(&RULE, Subject::Text, range.clone(), message);
            let finding = points[1..].iter().fold(finding, |finding, (range, _)| finding.note(range.clone(), "这里也是"));
            let title = if points.len() > 1 { "改为“（一）”一级的序号".to_owned() } else { format!("改为{}", quoted(&should)) };
            Some(if is_mixed { finding } else { finding.safe_fixes(title, points.iter().map(edit).collect()) })
        };
        let size = if points.len() > MOST { points.len() } else { 1 };
        let findings: Vec<Finding> = points.chunks(size).filter_map(finding).collect();
        findings.into_iter().for_each(|finding| check.push(finding));
    }
}

/// Whether a paragraph is the title of a section, as in a table of contents.
fn is_in_contents(paragraph: &SectionText) -> bool {
    vocabulary().title(paragraph.title()).is_some_and(|(_, quality)| quality == TitleQuality::Official)
}

/// The ordinals of the first level in a section's text that go on counting its points, with their places.
fn wrong<'a>(check: &TextCheck<'a>, section: &Section, text: &[SectionText<'a>]) -> Vec<(Range<usize>, &'a Ordinal)> {
    let report = check.report;
    let duplicates = report.duplicate_headings;
    let is_duplicate = |at: usize| {
        let first = duplicates.partition_point(|heading| heading.range.end <= at);
        duplicates.get(first).is_some_and(|heading| heading.range.contains(&at))
    };
    let is_missing = |value: u32| report.sections.iter().all(|found| found.index as u32 + 1 != value);
    // The last point of either level.
    let (mut upper, mut lower) = (0, 0);
    let mut points = Vec::new();
    for it in text {
        let Some(ordinal) = it.opening() else { continue };
        let range = it.paragraph.source(ordinal.at);
        let value = ordinal.value;
        match ordinal.style {
            OrdinalStyle::Bracketed => lower = value,
            OrdinalStyle::Chinese if value == 1 || value == upper + 1 || value == lower + 1 => {
                // It may be the heading of a section that is not recognised, or a line of a table of contents.
                let next = section.index as u32 + 2;
                let is_point = value != next || !points.is_empty() || !is_missing(next);
                if is_point && !is_duplicate(range.start) && !is_in_contents(it) {
                    points.push((range, ordinal));
                    upper = value;
                }
            }
            _ => {}
        }
    }
    points
}
