//! See [`RULE`].

use crate::edition::keywords::{Keyword, KeywordKind};
use crate::report::keywords::KeywordUse;
use crate::report::prose::Stretch;
use crate::report::Paragraph;
use crate::rules::{ReportFrame, TextCheck, Finding, Severity, Subject, quoted};
use crate::text::{Edit, floor};

rule! {
    /// 正文有错别字。
    ///
    /// # 为什么
    ///
    /// 年度报告对外公布，错别字影响政府文书的严肃性。这里只查这类报告中常见、并且在上下文里确定是错的写法；标题和表格的固定
    /// 用语由别的规则核对。
    ///
    /// 书名号里的名称、恰好连在一起的字（如“整改情况”里的“改情况”）不算。小标题里的“其它”只作提示。
    ///
    /// # 怎么办
    ///
    /// 改正错别字。可以自动改。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 截止目前，公众可登陆网站查阅政府信息186条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 截至目前，公众可登录网站查阅政府信息186条。征集意见的截止日期为12月31日。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "typo", "错别字", Warning, Safe, since "0.1.0", sees Text
}

/// A heading is not longer, in characters.
const LONGEST_HEADING: usize = 30;

fn check(check: &mut TextCheck<'_>) {
    let mut last = None;
    for (paragraph, word) in check.keywords(KeywordKind::Typo) {
        let keyword = word.keyword();
        let Some((slip, instead)) = slip(&paragraph, word) else { continue };
        let range = paragraph.source(slip);
        // Several words may hold the same slip.
        let is_known = last.replace(range.clone()).is_some_and(|last| last == range);
        if is_known || is_quoted(&paragraph, word.at) || is_official(check.report, range.start) {
            continue;
        }
        if keyword.heading && !is_heading(paragraph.text()) {
            continue;
        }
        let shown = quoted(&paragraph.printed(slip));
        // A single character is said with the word around it.
        let inside = match slip.range().len() > '字'.len_utf8() {
            true => String::new(),
            false => format!("{}中的", quoted(&paragraph.printed(word.at))),
        };
        let message = format!("{inside}{shown}应为{}", quoted(instead));
        let mut finding = Finding::new(&RULE, Subject::Text, range.clone(), message);
        if keyword.heading {
            finding = finding.severity(Severity::Hint);
        }
        // In Traditional script, or with marks between the characters, the author writes it.
        if paragraph.printed(slip) == paragraph.folded(slip) && range.len() == slip.range().len() {
            finding = finding.safe_fix(format!("改为{}", quoted(instead)), Edit::new(range, instead));
        }
        check.push(finding);
    }
}

/// The wrong characters of a word, and the right ones.
fn slip(paragraph: &Paragraph<'_>, word: KeywordUse) -> Option<(Stretch, &'static str)> {
    let Keyword { slip, instead, .. } = word.keyword();
    let range = word.at.range();
    let at = match slip {
        None => range,
        Some(slip) => {
            let start = range.start + paragraph.folded(word.at).find(slip.as_str())?;
            start..start + slip.len()
        }
    };
    Some((Stretch::new(at), instead.as_deref()?))
}

/// The longest title of a document, in bytes.
const LONGEST_TITLE: usize = 1024;

/// Whether a word stands in the title of a document, which may be wrong itself. A word that includes the marks of the
/// title is meant as a part of it.
fn is_quoted(paragraph: &Paragraph<'_>, at: Stretch) -> bool {
    let (text, end) = (paragraph.text(), at.start as usize);
    let before = &text[floor(text, end.saturating_sub(LONGEST_TITLE))..end];
    let opened = before.rfind('《').is_some_and(|open| before.rfind('》').is_none_or(|close| close < open));
    opened && !paragraph.folded(at).contains(['《', '》'])
}

/// Whether a place belongs to the title or to the heading of a section: other rules compare them with the official ones.
fn is_official(report: ReportFrame<'_>, at: usize) -> bool {
    report.title.is_some_and(|title| title.range.contains(&at))
        || report.sections.iter().any(|section| section.heading.range.contains(&at))
}

fn is_heading(text: &str) -> bool {
    !text.contains(['。', ';', ':']) && text.chars().count() <= LONGEST_HEADING
}
