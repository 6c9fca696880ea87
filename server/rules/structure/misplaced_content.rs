//! See [`RULE`].

use crate::edition::keywords::KeywordKind;
use crate::report::Section;
use crate::rules::{TextCheck, Finding, SectionText, Subject, quoted};
use std::ops::Range;

rule! {
    /// 内容放错了部分：表格在别的部分里，或者表格部分里写了存在的问题。
    ///
    /// # 为什么
    ///
    /// 统一格式规定了各部分写什么，第二、三、四部分以表格报告，问题和改进情况写在第五部分。放错了，读者和汇总系统都找不到。
    ///
    /// 应在的部分在报告里没有标题时不报，那是缺少部分；“附表”“附件”之后的表格不算放错。
    ///
    /// # 怎么办
    ///
    /// 移到应在的部分。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// （一）存在的问题
    ///
    /// 答复文书不够规范。
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// 解读形式单一，已增加图解12篇。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// 答复文书按新规范制作。
    ///
    /// 五、存在的主要问题及改进情况
    ///
    /// （一）存在的问题
    ///
    /// 答复文书不够规范，已统一格式。
    /// ```
    "misplaced-content", "内容放错部分", Warning, None, since "0.1.0", sees Text
}

/// The section on problems, by its id.
const PROBLEMS: &str = "problems";

fn check(check: &mut TextCheck<'_>) {
    if !check.is_legacy() {
        forms(check);
        headings(check);
    }
}

/// Tables in a section in which they do not belong: one finding for all of one section.
fn forms(check: &mut TextCheck<'_>) {
    let report = check.report;
    for home in report.sections {
        let official = &report.edition.sections[home.index];
        let forms = report.forms().filter(|it| it.form.section == official.id);
        let strays = forms.filter_map(|it| {
            let at = it.range;
            let section = report.sections.iter().find(|section| section.body.contains(&at.start))?;
            let is_stray = section.index != home.index && !is_appended(check, section, at);
            is_stray.then_some((it, section))
        });
        let strays: Vec<_> = strays.collect();
        let Some((first, section)) = strays.first() else { continue };
        let place = &report.edition.sections[section.index];
        let message = format!("{}在第{}部分，应放在第{}部分", quoted(&first.form.name), place.ordinal, official.ordinal);
        let range = first.beginning.clone();
        let finding = Finding::new(&RULE, Subject::Sections(vec![home.index]), range, message);
        let others = strays[1..].iter();
        let finding = others.fold(finding, |finding, (it, _)| {
            finding.note(it.beginning.clone(), format!("{}也是", quoted(&it.form.name)))
        });
        check.push(finding.note(home.heading.range.clone(), "应放在这里"));
    }
}

/// Whether a table stands behind the words that begin an appendix.
fn is_appended(check: &TextCheck<'_>, section: &Section, table: &Range<usize>) -> bool {
    let text = check.text_of(section);
    let end = text.last().map_or(section.body.start, |last| last.paragraph.range().end);
    let mut behind = check.paragraphs(end..table.start);
    behind.any(|paragraph| crate::report::facts::is_attachment(paragraph.text()))
}

/// Sub-headings about problems in the sections that are tables.
fn headings(check: &mut TextCheck<'_>) {
    let report = check.report;
    let Some(home) = report.section(PROBLEMS) else { return };
    let official = &report.edition.sections[home.index];
    let written: Vec<usize> = check.written_sections().map(|section| section.index).collect();
    for section in report.sections.iter().filter(|section| !written.contains(&section.index)) {
        let place = &report.edition.sections[section.index];
        for it in check.text_of(section).iter().filter(|it| is_about_problems(it)) {
            let heading = it.title().split(['。', ':']).next().unwrap_or_default();
            let message =
                format!("{}在第{}部分，应放在第{}部分“{}”", quoted(heading), place.ordinal, official.ordinal, official.title);
            let finding = Finding::new(&RULE, Subject::Text, it.paragraph.source(it.at), message);
            check.push(finding.note(home.heading.range.clone(), "应放在这里"));
        }
    }
}

/// Whether a paragraph is a sub-heading about problems, or begins with one behind its ordinal.
fn is_about_problems(it: &SectionText<'_>) -> bool {
    let start = it.at.end - it.title().len() as u32;
    let begins = it.paragraph.facts.keywords.of_kind(KeywordKind::ProblemHeading).any(|word| word.at.start == start);
    begins && (it.is_heading() || it.opening().is_some())
}
