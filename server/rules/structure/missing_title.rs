//! See [`RULE`].

use crate::report::{body, title};
use crate::report::prose::Stretch;
use crate::rules::{TextCheck, Finding, Subject};
use crate::text::Edit;
use std::ops::Range;

rule! {
    /// 没有找到报告标题，或者标题没有写明机关、年份。
    ///
    /// # 为什么
    ///
    /// 标题写明是哪个机关、哪一年的报告；网页、检索和上级汇总都靠它。没有标题时，报告年度只能从正文推断。
    ///
    /// # 怎么办
    ///
    /// 在“一、总体情况”之前单独写一行标题：机关名称＋年份＋“政府信息公开工作年度报告”。机关名称也可以单独写一行，或者写在
    /// 页面的“发布机构”里。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    ///
    /// 二、主动公开政府信息情况
    ///
    /// 本年度制发行政规范性文件2件。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，本机关共主动公开政府信息36条。
    /// ```
    "missing-title", "缺少报告标题", Warning, Unsafe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    let name = &report.edition.title.canonical;
    let end = report.sections.first().map_or(report.range.end, |section| section.heading.range.start);
    let above = report.range.start..end;
    let finding = match report.title {
        Some(title) if title.organ.is_some() || names_body(check, above.clone()) => return,
        Some(title) => {
            let message = format!("标题没有写明机关，应写作“××机关{}年{name}”", title.year);
            Finding::new(&RULE, Subject::Title, title.range.clone(), message)
        }
        None => without_year(check, above).unwrap_or_else(|| {
            let message = format!("没有找到写明机关和年份的标题，应在开头单独写一行“××机关××年{name}”");
            Finding::new(&RULE, Subject::Title, report.first_line.clone(), message)
        }),
    };
    check.push(finding);
}

/// Whether a line says whose report it is: a body's name alone, or behind a label.
fn names_body(check: &TextCheck<'_>, above: Range<usize>) -> bool {
    check.paragraphs(above).any(|line| {
        let text = line.text();
        let name = text.rsplit_once(':').map_or(text, |(_, name)| name).trim_matches(['#', '(', ')']);
        !name.contains([',', '。', ';']) && body::level(name).is_some()
    })
}

/// What is wrong with a title that lacks its year.
fn without_year(check: &TextCheck<'_>, above: Range<usize>) -> Option<Finding> {
    let report = check.report;
    let name = &report.edition.title.canonical;
    let lines = check.paragraphs(above);
    let mut found = lines.filter_map(|line| title::without_year(line.text()).map(|found| (line, found)));
    let (line, (title, name_at)) = found.next()?;
    let title = Stretch::new(title);
    let place = line.source(title);
    if name_at == title.start as usize {
        let message = format!("标题没有写明机关和年份，应写作“××机关××年{name}”");
        return Some(Finding::new(&RULE, Subject::Title, place, message));
    }
    let organ = line.printed(Stretch::new(title.start as usize..name_at));
    let finding = |year: &str| {
        let message = format!("标题没有写明年份，应写作“{}{year}年{name}”", organ.trim());
        Finding::new(&RULE, Subject::Title, place.clone(), message)
    };
    let Some(year) = report.year else { return Some(finding("××")) };
    let at = line.source(Stretch::new(name_at..name_at)).start;
    let year = year.to_string();
    Some(finding(&year).unsafe_fix(format!("补上“{year}年”"), Edit::new(at..at, format!("{year}年"))))
}
