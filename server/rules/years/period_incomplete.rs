//! See [`RULE`].

use crate::edition::keywords::KeywordKind;
use crate::report::Paragraph;
use crate::report::dates::Period;
use crate::report::prose::calendar::{Calendar, DateFault};
use crate::rules::{TextCheck, Finding, Fix, Subject};
use crate::text::Edit;

rule! {
    /// 统计期限不是一个完整的年度。
    ///
    /// # 为什么
    ///
    /// 《政府信息公开条例》第四十九条规定每年1月31日前公布上一年度的报告，统计期限是当年1月1日至12月31日。少写一个月、
    /// 跨了两年，多半是沿用旧稿或者提前起草时没有改。
    ///
    /// 只写“截至12月31日”的、当年成立或者撤销的机关、《条例》开始施行的2008年，不算；日期本身写坏的由 `date-malformed` 报告。
    ///
    /// # 怎么办
    ///
    /// 核对数据统计到哪一天，把期限写完整。机关在年中成立、合并或者撤销的，在同一段里说明。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告所列数据的统计期限自2024年1月1日起至2024年11月30日止。
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息186条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告所列数据的统计期限自2024年1月1日起至12月31日止。
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息186条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "period-incomplete", "统计期限不是完整年度", Warning, Unsafe, since "0.1.0", sees Text
}

/// The year in which the Regulations came into force, on May 1.
const FIRST_YEAR: u16 = 2008;

/// The first day of a year, and the last.
const FIRST: (u8, u8) = (1, 1);
const LAST: (u8, u8) = (12, 31);

fn check(check: &mut TextCheck<'_>) {
    let year = check.report.title.map(|title| title.year);
    let first = check.report.sections.first().map_or(usize::MAX, |section| section.heading.range.start);
    for paragraph in check.prose() {
        let is_own = |period: &Period| is_named(&paragraph, period, paragraph.range().start < first);
        let mut periods = paragraph.facts.periods.iter().filter(|period| is_incomplete(period) && is_own(period));
        let Some(period) = periods.next() else { continue };
        // A body that was founded or dissolved says so beside its period.
        if paragraph.facts.keywords.of_kind(KeywordKind::Founding).next().is_some() {
            continue;
        }
        let shown = format!("{}至{}", words(&period.from), words(&period.to));
        let message = format!("统计期限为{shown}，不是1月1日至12月31日的一个完整年度，请核对");
        let mut finding = Finding::new(&RULE, Subject::Date, paragraph.source(period.at), message);
        if let Some(year) = year {
            let edits = edits(&paragraph, period, year);
            finding.fixes.extend((!edits.is_empty()).then(|| Fix {
                title: format!("改为{year}年1月1日至12月31日"),
                edits,
                safe: false,
            }));
        }
        check.push(finding);
    }
}

/// Whether the words right before a period call it the one of the report; in the sections, the sentence has to name the
/// report.
fn is_named(paragraph: &Paragraph<'_>, period: &Period, in_front: bool) -> bool {
    /// 自, 为自, and a mark, in bytes.
    const BETWEEN: u32 = 9;
    let words = paragraph.facts.keywords.of_kind(KeywordKind::Period);
    let mut before = words.filter(|word| word.at.end <= period.at.start && period.at.start - word.at.end <= BETWEEN);
    let sentence = &paragraph.text()[..period.at.start as usize];
    let sentence = sentence.rsplit('。').next().unwrap_or(sentence);
    before.next().is_some() && (in_front || sentence.contains("报告"))
}

/// Whether a period is certainly not one year.
fn is_incomplete(period: &Period) -> bool {
    let Period { from, to, .. } = period;
    let is_damaged = |date: &Calendar| date.fault.is_some_and(|fault| fault != DateFault::NoDay);
    let is = |date: &Calendar, (month, day)| date.month == Some(month) && date.day.is_none_or(|it| it == day);
    let years = from.year.zip(to.year);
    let is_whole = is(from, FIRST) && is(to, LAST) && years.is_none_or(|(from, to)| from == to);
    let is_first = from.year == Some(FIRST_YEAR) && is(to, LAST) && years.is_none_or(|(from, to)| from == to);
    !is_whole && !is_first && !is_damaged(from) && !is_damaged(to)
}

/// The dates of a period that are not the first or the last day of the year, written as they are.
fn edits(paragraph: &Paragraph<'_>, period: &Period, year: u16) -> Vec<Edit> {
    let inside = paragraph.facts.dates.iter().filter(|date| period.at.start <= date.at.start);
    let inside = inside.filter(|date| date.at.end <= period.at.end && date.calendar.fault.is_none());
    let ends = inside.zip([FIRST, LAST]).map(|(date, (month, day))| {
        let named = date.calendar.year.map(|_| format!("{year}年")).unwrap_or_default();
        let right = format!("{named}{month}月{day}日");
        (paragraph.folded(date.at) != right).then(|| Edit::new(paragraph.source(date.at), right))
    });
    ends.flatten().collect()
}

fn words(date: &Calendar) -> String {
    let part = |part: Option<u16>, unit: &str| part.map(|part| format!("{part}{unit}")).unwrap_or_default();
    part(date.year, "年") + &part(date.month.map(u16::from), "月") + &part(date.day.map(u16::from), "日")
}
