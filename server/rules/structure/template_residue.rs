//! See [`RULE`].

use crate::edition::keywords::KeywordKind;
use crate::report::Paragraph;
use crate::report::keywords::KeywordUse;
use crate::report::prose::Stretch;
use crate::rules::{TextCheck, Finding, Severity, Subject, quoted};
use crate::text::script::is_han;
use std::ops::Range;

rule! {
    /// 模板里的填写提示没有删掉，或者模板里的空没有填。
    ///
    /// # 为什么
    ///
    /// “该部分以表格形式报告。表格如下：”、“【此处填写……】”、“{单位名称}”是写给填报人看的，不是报告的内容，公布出去会被指为照抄模板。
    /// “请与××机关联系”“公开政府信息××条”“20××年”也是没有填的空。nianbao 自己的模板用“××机关”和“……”留空，有几处没有填，合并作一条信息。
    ///
    /// 隐去姓名的“王××”、号码中的星号和叉、句子中间的省略号都不算。
    ///
    /// # 怎么办
    ///
    /// 删去提示，填上内容。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息【填写数字】条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息186条，办结了王××等人的申请。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "template-residue", "模板文字没有删改", Warning, None, since "0.1.0", sees Text
}

/// The longest guidance in brackets or braces, in characters.
const LONGEST: usize = 60;

fn check(check: &mut TextCheck<'_>) {
    guidance(check);
    blanks(check);
    placeholders(check);
}

/// Guidance that was left in: one finding for what stands together.
fn guidance(check: &mut TextCheck<'_>) {
    let mut found: Vec<(Paragraph<'_>, Stretch)> = Vec::new();
    for (paragraph, it) in check.keywords(KeywordKind::Residue) {
        let Some(at) = residue(paragraph.text(), it) else { continue };
        match found.last_mut() {
            Some((last, before)) if last.range() == paragraph.range() && is_beside(paragraph.text(), *before, at) => {
                before.end = before.end.max(at.end);
            }
            _ => found.push((paragraph, at)),
        }
    }
    for (paragraph, at) in found {
        let message = format!("模板的填写提示没有删改：{}", quoted(&paragraph.printed(at)));
        check.push(Finding::new(&RULE, Subject::Text, paragraph.source(at), message));
    }
}

/// Blanks that other people's templates leave: one finding for those of one paragraph.
fn blanks(check: &mut TextCheck<'_>) {
    let mut found: Vec<(Paragraph<'_>, Stretch, usize)> = Vec::new();
    for (paragraph, it) in check.keywords(KeywordKind::Blank) {
        match found.last_mut() {
            Some((last, _, count)) if last.range() == paragraph.range() => *count += 1,
            _ => found.push((paragraph, it.at, 1)),
        }
    }
    for (paragraph, at, count) in found {
        let more = if count > 1 { format!("等{count}处") } else { String::new() };
        let message = format!("模板中的空没有填写：{}{more}", quoted(&paragraph.printed(at)));
        check.push(Finding::new(&RULE, Subject::Text, paragraph.source(at), message));
    }
}

/// The bytes of guidance that begins with a keyword; `None` if the words are no guidance there.
fn residue(text: &str, it: KeywordUse) -> Option<Stretch> {
    let Range { start, end } = it.at.range();
    let (before, behind) = (&text[..start], &text[end..]);
    let closing = match text[start..].chars().next()? {
        '{' => '}',
        '(' => ')',
        _ => {
            let begins = before.is_empty() || before.ends_with(['。', ';', '(', ')', '!', '?', '#', '>']);
            return begins.then_some(it.at);
        }
    };
    if text[start..end].ends_with(closing) {
        return Some(it.at);
    }
    let length = behind.find(closing)?;
    let inside = &behind[..length];
    let is_word = closing == ')'
        || inside.contains(is_han)
        || (before.ends_with(is_han) || behind[length..].trim_start_matches(closing).starts_with(is_han));
    // Style sheets and scripts of a saved page have braces too.
    let is_code = closing == '}' && inside.contains([';', ':', '=', '<', '(']);
    let is_short = (1..=LONGEST).contains(&inside.chars().count());
    (is_word && is_short && !is_code).then(|| Stretch::new(start..end + length + closing.len_utf8()))
}

/// Whether nothing but marks stands between two stretches, or one reaches into the other.
fn is_beside(text: &str, before: Stretch, behind: Stretch) -> bool {
    let between = text.get(before.end as usize..behind.start as usize);
    between.is_none_or(|between| !between.contains(char::is_alphanumeric))
}

/// What nianbao's own templates leave to be filled in: one finding for all places.
fn placeholders(check: &mut TextCheck<'_>) {
    let title = check.report.title.map(|title| title.range.clone()).unwrap_or_default();
    let mut places: Vec<Range<usize>> = Vec::new();
    for (paragraph, it) in check.keywords(KeywordKind::Placeholder) {
        let text = paragraph.text();
        let (before, behind) = (&text[..it.at.start as usize], &text[it.at.end as usize..]);
        let range = paragraph.source(it.at);
        // The body before the year of the title, or a sentence that ends in what is to be written.
        let is_body = title.contains(&range.start) && before.chars().all(|c| !c.is_alphanumeric());
        let is_open = it.keyword().words.iter().any(|word| word.starts_with('：')) && matches!(behind, "" | "。");
        if is_body {
            places.push(range);
        } else if is_open {
            // The colon stays: what is written stands in the place of the dots.
            let colon = text[it.at.range()].chars().next().map_or(0, char::len_utf8);
            places.push(paragraph.source(Stretch::new(it.at.range().start + colon..it.at.range().end)));
        }
    }
    let Some((first, others)) = places.split_first() else { return };
    let message = format!("模板中有{}处没有填写，请改写", places.len());
    let finding = Finding::new(&RULE, Subject::Text, first.clone(), message).severity(Severity::Info);
    let finding = others.iter().fold(finding, |finding, place| finding.note(place.clone(), "这里也没有填写"));
    check.push(finding);
}
