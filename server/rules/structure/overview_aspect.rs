//! See [`RULE`].

use crate::edition::keywords::{Keyword, KeywordKind, of_kind};
use crate::rules::{TextCheck, Finding, Subject};

rule! {
    /// 总体情况没有写到统一格式要求的某个方面。
    ///
    /// # 为什么
    ///
    /// 统一格式要求总体情况围绕主动公开、依申请公开、政府信息管理、政府信息公开平台建设和监督保障五个方面概括全年工作。
    ///
    /// 按关键词查找，只作信息。只有小标题而没有内容的不算写到。
    ///
    /// # 怎么办
    ///
    /// 补写这个方面的情况；没有发生的也写一句，例如“未收到政府信息公开申请”。已经用别的说法写到的，不必理会。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息186条，收到政府信息公开申请3件，均按期答复。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息186条，收到政府信息公开申请3件，均按期答复。落实发布前保密审查，改版门户网站专栏，举办业务培训2次。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "overview-aspect", "总体情况缺少某方面", Info, None, since "0.1.0", sees Text
}

/// The section, by its id.
const SECTION: &str = "overview";

fn check(check: &mut TextCheck<'_>) {
    let Some(section) = check.report.section(SECTION).filter(|_| !check.is_legacy()) else { return };
    let text = check.text_of(section);
    let mut said = text.iter().filter(|it| !it.is_heading()).peekable();
    if said.peek().is_none() {
        return;
    }
    let found: Vec<&str> =
        said.flat_map(|it| it.keywords(KeywordKind::Aspect)).map(|keyword| keyword.id.as_str()).collect();
    let missing: Vec<&Keyword> =
        of_kind(KeywordKind::Aspect).filter(|aspect| !found.contains(&aspect.id.as_str())).collect();
    let names: Vec<&str> = missing.iter().map(|aspect| aspect.name.as_str()).collect();
    if missing.is_empty() {
        return;
    }
    let official = &check.report.edition.sections[section.index];
    let message = format!("“{}”没有写到：{}", official.title, names.join("、"));
    let subject = Subject::Sections(vec![section.index]);
    let range = section.heading.range.clone();
    check.push(Finding::new(&RULE, subject, range.clone(), message).note(range, &*official.asks));
}
