//! See [`RULE`].

use crate::rules::{TextCheck, Finding, Severity, Subject};
use crate::report::{Heading, Style, TitleQuality};
use crate::text::Edit;

rule! {
    /// 部分的标题或序号与统一格式不同。
    ///
    /// # 为什么
    ///
    /// 统一格式的附件写明了六个标题，《条例》第五十条和格式正文里的长标题同样正确。常见的近似写法只作提示；旧格式的标题、
    /// 错字、漏写或写错的序号作警告。
    ///
    /// # 怎么办
    ///
    /// 改为统一格式的标题，序号写作“一、”至“六、”。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、概述
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 三、收到和处理政府信息公开申请情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 二、行政机关主动公开政府信息情况
    ///
    /// 三、收到和处理政府信息公开申请情况
    /// ```
    "section-heading", "部分标题不规范", Warning, Safe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    if check.is_legacy() {
        return;
    }
    for section in report.sections {
        let heading = &section.heading;
        let official = &report.edition.sections[section.index];
        let wrong = |severity, more: &str| {
            let should = if severity == Severity::Hint { "宜为" } else { "应为" };
            format!("第{}部分的标题{should}“{}”{more}", official.ordinal, official.title)
        };
        let (severity, message) = match (title_problem(heading), ordinal_problem(heading, &official.ordinal)) {
            (None, None) if heading.glued => {
                let message = "部分标题与其他文字连在一起，应单独成行";
                check.push(Finding::new(&RULE, Subject::Sections(vec![section.index]), heading.range.clone(), message).severity(Severity::Hint));
                continue;
            }
            (None, None) => continue,
            (Some(severity), None) => (severity, wrong(severity, "")),
            (None, Some((severity, problem))) => (severity, problem),
            (Some(title), Some((ordinal, problem))) => {
                let severity = title.max(ordinal);
                (severity, wrong(severity, &format!("，{problem}")))
            }
        };
        // A correct long title stays as it is.
        let (range, text, fix) = if heading.quality == TitleQuality::Official {
            let range = heading.range.start..heading.title_range.start;
            let text = format!("{}、", official.ordinal);
            let fix = if range.is_empty() { format!("补上“{text}”") } else { format!("序号改为“{text}”") };
            (range, text, fix)
        } else {
            let text = format!("{}、{}", official.ordinal, official.title);
            let fix = format!("改为“{text}”");
            (heading.range.clone(), text, fix)
        };
        let finding = Finding::new(&RULE, Subject::Sections(vec![section.index]), heading.range.clone(), message).severity(severity);
        let edit = Edit::new(range, text);
        // An unknown title may be about something else.
        check.push(match heading.quality {
            TitleQuality::Unknown => finding.unsafe_fix(fix, edit),
            _ => finding.safe_fix(fix, edit),
        });
    }
}

fn title_problem(heading: &Heading) -> Option<Severity> {
    match heading.quality {
        TitleQuality::Official => None,
        TitleQuality::Hinted => Some(Severity::Hint),
        TitleQuality::Wrong | TitleQuality::Misspelled | TitleQuality::Unknown => Some(Severity::Warning),
    }
}

fn ordinal_problem(heading: &Heading, ordinal: &str) -> Option<(Severity, String)> {
    let right = heading.ordinal == Some(heading.section as u32 + 1);
    match (heading.ordinal, heading.style) {
        (_, Style::Official) if right => None,
        (_, Style::Deviating) if right => Some((Severity::Hint, format!("序号宜写作“{ordinal}、”"))),
        (None, _) => Some((Severity::Warning, format!("标题前缺少序号“{ordinal}、”"))),
        _ => Some((Severity::Warning, format!("序号应为“{ordinal}、”"))),
    }
}
