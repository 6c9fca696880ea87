//! See [`RULE`].

use crate::report::claims::resolve;
use crate::report::dates::{Date, DateRole, Period, Speaker};
use crate::report::prose::Stretch;
use crate::report::Paragraph;
use crate::rules::{ReportFrame, TextCheck, Finding, Fix, Subject};
use crate::text::Edit;

rule! {
    /// 正文讲的是另一年的事，或者统计期限与标题不是同一年。
    ///
    /// # 为什么
    ///
    /// 年度报告每年只写一年的情况。沿用上一年的稿子而忘了改年份，是最常见的错误。
    ///
    /// 只看整句话讲的是哪一年：与往年比较、下一年的计划、上一年存在的问题和结转的申请、预算和规划的名称、引用的文件名称和
    /// 文号中的年份，都不算。标题没有年份、正文也没有写明统计期限时不作判断。
    ///
    /// # 怎么办
    ///
    /// 核对这句话讲的是哪一年，把年份改为报告年度；确是往年情况的，与本年度的情况分开写清楚。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2023年，我局认真贯彻落实《条例》，主动公开政府信息186条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局认真贯彻落实《条例》，主动公开政府信息186条，比2023年增加12条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "year-mismatch", "年份与报告年度不符", Warning, Unsafe, since "0.1.0", sees Text
}

fn check(check: &mut TextCheck<'_>) {
    let report = check.report;
    let cells: Vec<Paragraph<'_>> = check.prose().collect();
    let titled = report.title.map(|title| title.year);
    let mut periods = cells.iter().flat_map(|stated| stated.facts.periods.iter());
    let Some(year) = titled.or_else(|| periods.find_map(of_period)) else { return };
    for stated in &cells {
        for date in stated.facts.dates.iter().filter(|date| is_foreign(report, stated, date, year)) {
            let named = date.calendar.year.unwrap_or_default();
            let message = match date.role {
                DateRole::Announced => format!("报告自称是{named}年的，报告年度为{year}年，请核对"),
                _ => format!("这句话讲的是{named}年，报告年度为{year}年，请核对"),
            };
            check.push(finding(report, stated, date.at, &[date.at], message, year));
        }
        let foreign = |period: &&Period| titled.is_some() && of_period(period).is_some_and(|named| named != year);
        for period in stated.facts.periods.iter().filter(foreign) {
            let named = period.from.year.unwrap_or_default();
            let message = format!("统计期限是{named}年，标题是{year}年，请核对");
            let dates = stated.facts.dates.iter().map(|date| date.at);
            let inside = |at: &Stretch| period.at.start <= at.start && at.end <= period.at.end;
            let years: Vec<Stretch> = dates.filter(inside).collect();
            check.push(finding(report, stated, period.at, &years, message, year));
        }
    }
}

/// The year of a report's period, if the period is exactly one year.
fn of_period(period: &Period) -> Option<u16> {
    let year = period.from.year.filter(|_| period.of_report && period.from.is_day(1, 1) && period.to.is_day(12, 31))?;
    (period.to.year.is_none_or(|to| to == year) && period.from.fault.is_none()).then_some(year)
}

/// Whether a sentence is wrongly about another year than the report's.
fn is_foreign(report: ReportFrame<'_>, stated: &Paragraph<'_>, date: &Date, year: u16) -> bool {
    let Some(named) = date.calendar.year.filter(|named| *named != year) else { return false };
    let speaker = match &date.role {
        DateRole::Announced => return true,
        DateRole::Subject(speaker) => speaker,
        DateRole::Carried | DateRole::Mentioned => return false,
    };
    let own = match speaker {
        Speaker::Nobody => true,
        Speaker::Own(level) => resolve::names_body(report.title, *level),
        Speaker::Named(name) => resolve::begins_with_body(report.title, name),
    };
    let about = date.about;
    // The future, last year's problems, and the beginnings of something are exempt.
    let exempt = match named > year {
        true => about.plan || about.intention || !about.stated,
        false => about.problem || (year - named > 2 && !(about.stated && *speaker == Speaker::Nobody)),
    };
    own && !exempt && !about.named && !is_compared(stated, date, year)
}

/// Whether the same sentence names the report year, or the sentence beside it compares both years.
fn is_compared(stated: &Paragraph<'_>, date: &Date, year: u16) -> bool {
    let others = stated.facts.dates.iter().filter(|other| other.calendar.year == Some(year));
    others.into_iter().any(|other| match other.sentence.abs_diff(date.sentence) {
        0 => true,
        1 => other.about.comparison,
        _ => false,
    })
}

fn finding(
    report: ReportFrame<'_>,
    stated: &Paragraph<'_>,
    at: Stretch,
    years: &[Stretch],
    message: String,
    year: u16,
) -> Finding {
    const DIGITS: usize = 4;
    let mut finding = Finding::new(&RULE, Subject::Date, stated.source(at), message);
    if let Some(title) = report.title {
        finding = finding.note(title.range.clone(), format!("标题是{year}年"));
    }
    let digits = |at: &Stretch| {
        // A date may name no year of its own, or name it in words.
        let is_year = stated.folded(*at).get(..DIGITS)?.bytes().all(|byte| byte.is_ascii_digit());
        let digits = Stretch { end: at.start + DIGITS as u32, ..*at };
        is_year.then(|| Edit::new(stated.source(digits), year.to_string()))
    };
    let edits: Vec<Edit> = years.iter().filter_map(digits).collect();
    if !edits.is_empty() {
        finding.fixes.push(Fix { title: format!("改为{year}年"), edits, safe: false });
    }
    finding
}
