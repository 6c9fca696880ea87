//! See [`RULE`].

use crate::report::Paragraph;
use crate::report::dates::Date;
use crate::report::prose::Stretch;
use crate::report::prose::calendar::DateFault;
use crate::rules::{TextCheck, Finding, Subject, quoted};
use crate::text::Edit;

rule! {
    /// 日期写坏了：漏了“年”“日”，数字连在一起，或者没有这一天。
    ///
    /// # 为什么
    ///
    /// 从网页或者表格里复制、改年份时删多删少，日期就会成为“20241月1日”“12月31止”。统计期限写坏的，读者不知道数据是哪一
    /// 段时间的。电话号码、索引号、金额不算。
    ///
    /// # 怎么办
    ///
    /// 补上漏掉的字；没有这一天的，核对后改正。补一个“年”或者“日”就能确定的，可以自动改。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 本报告所列数据的统计期限自20241月1日起至202412月31日止。
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
    /// 本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息186条，3月5、6日举办培训2次。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "date-malformed", "日期有误", Warning, Safe, since "0.1.0", sees Text
}

const YEAR_DIGITS: u32 = 4;

fn check(check: &mut TextCheck<'_>) {
    let year = check.report.title.map(|title| title.year);
    for paragraph in check.prose() {
        for date in paragraph.facts.dates.iter() {
            let Some(fault) = date.calendar.fault else { continue };
            if !is_none(&paragraph, date) && !is_broken(check, &paragraph, date) {
                check.push(finding(&paragraph, date, fault, year));
            }
        }
    }
}

/// Whether it is something else: a number of months (连续24月), which has neither year nor day, or a newspaper (20241231日报).
fn is_none(paragraph: &Paragraph<'_>, date: &Date) -> bool {
    let (before, behind) = paragraph.text().split_at(date.at.start as usize);
    if behind.get(date.at.range().len()..).is_some_and(|behind| behind.starts_with('报')) {
        return true;
    }
    let is_month = date.calendar.year.is_none() && date.calendar.day.is_none();
    is_month && date.calendar.fault == Some(DateFault::Impossible) && before.ends_with(['续', '近', '满', '计', '第', '期', '前', '后'])
}

/// Whether the line ends inside the date, and 日 begins the next.
fn is_broken(check: &TextCheck<'_>, paragraph: &Paragraph<'_>, date: &Date) -> bool {
    let is_last = date.calendar.fault == Some(DateFault::NoDay) && date.at.end as usize == paragraph.text().len();
    is_last && {
        let end = paragraph.range().end;
        let next = check.paragraphs(end..check.report.range.end).find(|next| next.range().start >= end);
        next.is_some_and(|next| next.text().starts_with(['日', '号']))
    }
}

fn finding(paragraph: &Paragraph<'_>, date: &Date, fault: DateFault, year: Option<u16>) -> Finding {
    let printed = paragraph.folded(date.at);
    let shown = quoted(printed);
    let why = match fault {
        DateFault::RunTogether => "数字连在一起，漏了“年”",
        DateFault::NoDay => "漏了“日”",
        DateFault::Digits => "年份多了一位",
        DateFault::Impossible => "没有这个日期",
    };
    let finding = Finding::new(&RULE, Subject::Date, paragraph.source(date.at), format!("日期{shown}有误：{why}"));
    let start = date.at.start;
    let insert = |at: u32, what: &str| Edit::new(paragraph.source(Stretch { start: at, end: at }), what);
    match fault {
        // 20241月1日: the month behind four digits of the year leaves no doubt.
        DateFault::RunTogether if printed.contains('月') => {
            finding.safe_fix("补上“年”", insert(start + YEAR_DIGITS, "年"))
        }
        DateFault::RunTogether => match (date.calendar.year, date.calendar.month, date.calendar.day) {
            (Some(year), Some(month), Some(day)) => {
                let right = format!("{year}年{month}月{day}日");
                finding.unsafe_fix(format!("改为{right}"), Edit::new(paragraph.source(date.at), right))
            }
            _ => finding,
        },
        DateFault::NoDay => {
            let end = paragraph.source(date.at).end;
            finding.safe_fix("补上“日”", Edit::new(end..end, "日"))
        }
        DateFault::Digits => match year {
            Some(year) => {
                let digits = Stretch { start, end: start + YEAR_DIGITS + 1 };
                finding.unsafe_fix(format!("改为{year}年"), Edit::new(paragraph.source(digits), year.to_string()))
            }
            None => finding,
        },
        DateFault::Impossible => finding,
    }
}
