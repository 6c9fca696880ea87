//! See [`RULE`].

use crate::edition::CellAt;
use crate::edition::keywords::KeywordKind;
use crate::edition::law::law;
use crate::edition::phrases::Quantity;
use crate::report::claims::claim::{Amount, Claim, ClaimRole};
use crate::report::claims::resolve;
use crate::report::prose::Stretch;
use crate::report::{Filled, Paragraph, Report};
use crate::rules::{Check, Finding, Subject};
use crate::text::fold::fold;
use rust_decimal::Decimal;
use std::ops::Range;

rule! {
    /// 信息处理费的说明前后矛盾，或者与表格不符。
    ///
    /// # 为什么
    ///
    /// 信息处理费属于行政事业性收费，实际收取的金额不会超过表格第二十条第（八）项的收费金额（单位：万元）；没有发出过收费通知，
    /// 就没有“申请人逾期未按收费通知要求缴纳费用”的申请；同一份报告不能既说收取了若干元，又说没有收取。
    ///
    /// 发出了收费通知而没有收到钱，并不矛盾。不足50元的差额在以万元为单位的表格里看不出来，不算。
    ///
    /// # 怎么办
    ///
    /// 核对收费通知的件数和金额、实际收取的金额，以及表格中的两处数据。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局未收取信息处理费。
    ///
    /// 六、其他需要报告的事项
    ///
    /// 2024年，我局收取信息处理费400元。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收取信息处理费400元。
    ///
    /// 六、其他需要报告的事项
    ///
    /// 2024年，我局收取信息处理费400元。
    /// ```
    "fee-conflict", "信息处理费前后矛盾", Warning, None, since "0.1.0"
}

/// A difference that the table may hide, in yuan.
const LEAST: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
/// The keyword for notices that were not sent.
const NO_NOTICE: &str = "no-notice";

fn check(check: &mut Check<'_>) {
    let report = check.report;
    let mut received: Option<(Paragraph<'_>, &Claim, Decimal)> = None;
    let mut nothing: Option<(Paragraph<'_>, Stretch)> = None;
    let mut no_notice: Option<(Paragraph<'_>, Stretch)> = None;
    let mut notices = false;
    for stated in check.prose() {
        no_notice = no_notice.or(no_notice_in(&stated).map(|at| (stated, at)));
        let fees = stated.facts.claims.iter().filter(|claim| is_about_fees(claim));
        for claim in fees.filter(|claim| is_firm(report, &stated, claim)) {
            match (claim.quantity, claim.amount) {
                (Some(Quantity::ProcessingFee), Amount::Nothing) => nothing = nothing.or(Some((stated, claim.at))),
                (Some(Quantity::ProcessingFee), Amount::Figure(..)) => {
                    let Some(yuan) = in_yuan(claim).filter(|yuan| *yuan > Decimal::ZERO) else { continue };
                    if is_received(&stated, claim) && received.is_none_or(|(.., most)| most < yuan) {
                        received = Some((stated, claim, yuan));
                    }
                }
                (Some(Quantity::ProcessingFeeNotices), Amount::Figure(number, _)) => {
                    notices |= !number.is_zero();
                    if number.is_zero() {
                        no_notice = no_notice.or(Some((stated, claim.at)));
                    }
                }
                _ => {}
            }
        }
    }
    if let Some((stated, claim, yuan)) = received {
        check.extend(above_table(report, &stated, claim, yuan));
        if let Some((other, words)) = nothing {
            let message = format!("既说收取信息处理费{yuan}元，又说没有收取");
            let finding = Finding::new(&RULE, Subject::Text, stated.source(claim.at), message);
            check.push(finding.note(other.source(words), "这里说没有收取"));
        }
    }
    if let Some((stated, words)) = no_notice.filter(|_| !notices) {
        check.extend(unpaid(report, &stated, words));
    }
}

/// Whether a claim is about the information processing fee or its notices.
fn is_about_fees(claim: &Claim) -> bool {
    matches!(claim.quantity, Some(Quantity::ProcessingFee | Quantity::ProcessingFeeNotices))
}

/// The marks between clauses.
const MARKS: [char; 4] = [',', '。', ';', ':'];

/// Whether a claim is the body's own, of the report year, and a figure by itself.
fn is_firm(report: &Report, stated: &Paragraph<'_>, claim: &Claim) -> bool {
    let is_firm = claim.firm && claim.role == ClaimRole::Whole && claim.is_of(report.year);
    is_firm && resolve::is_own(report, claim) && !names_another(report, stated, claim)
}

/// Whether the clause before a claim names a body that may not be the report's own: 县教育局收取.
fn names_another(report: &Report, stated: &Paragraph<'_>, claim: &Claim) -> bool {
    const ENDS: &str = "局委办厅院校乡镇县区市";
    let before = &stated.text()[..claim.at.start as usize];
    let mut clause = before.rsplit(MARKS).next().unwrap_or(before).to_owned();
    if let Some(organ) = report.title.as_ref().and_then(|title| title.organ.as_deref()) {
        clause = clause.replace(&fold(organ), "");
    }
    let mut last = ' ';
    clause.chars().any(|c| {
        let is_own = "我本全".contains(std::mem::replace(&mut last, c));
        ENDS.contains(c) && !is_own
    })
}

/// The amount of a claim in yuan; `None` where it is only approximate.
fn in_yuan(claim: &Claim) -> Option<Decimal> {
    claim.exact()?.checked_mul(Decimal::from(claim.unit()?.money?)).map(|yuan| yuan.normalize())
}

/// The place where a paragraph says that no notice was sent.
fn no_notice_in(stated: &Paragraph<'_>) -> Option<Stretch> {
    let mut words = stated.facts.keywords.of_kind(KeywordKind::Fee);
    words.find(|word| word.keyword().id == NO_NOTICE).map(|word| word.at)
}

/// Whether the clause says before its figure that the money was received: neither demanded nor a price.
fn is_received(stated: &Paragraph<'_>, claim: &Claim) -> bool {
    let text = stated.text();
    let (before, behind) = (&text[..claim.at.start as usize], &text[claim.at.end as usize..]);
    let before = before.rsplit(MARKS).next().unwrap_or(before);
    let behind = behind.split(MARKS).next().unwrap_or(behind);
    let fee = &law().fee;
    fee.received.is_in(before) && !fee.unreceived.is_in(before) && ![before, behind].iter().any(|it| fee.rate.is_in(it))
}

/// The finding about an amount above that of the table.
fn above_table(report: &Report, stated: &Paragraph<'_>, claim: &Claim, yuan: Decimal) -> Option<Finding> {
    let (filled, cell) = cell(report, "article-20-8", "fees", "amount")?;
    let printed = filled.number(cell)?;
    let in_table = printed.checked_mul(Decimal::from(10_000))?;
    if yuan.checked_sub(in_table)? < LEAST {
        return None;
    }
    let message = format!("正文说收取信息处理费{yuan}元，但{}的{}为{printed}万元", filled.form.name, filled.words(cell.0, cell.1));
    Some(with_cell(stated.source(claim.at), filled, cell, message))
}

/// The finding about applications that were given up for a fee of which no notice was sent.
fn unpaid(report: &Report, stated: &Paragraph<'_>, words: Stretch) -> Option<Finding> {
    let (filled, cell) = cell(report, "applications", "other-unpaid", "total")?;
    let printed = filled.number(cell).filter(|printed| *printed > Decimal::ZERO)?;
    let message = format!("正文说没有发出收费通知，但{}的{}为{printed}", filled.form.name, filled.words(cell.0, cell.1));
    Some(with_cell(stated.source(words), filled, cell, message))
}

fn with_cell(range: Range<usize>, filled: &Filled, cell: CellAt, message: String) -> Finding {
    let finding = Finding::new(&RULE, Subject::Claim(filled.form.id.as_str(), vec![cell]), range, message);
    match filled.value(cell.0, cell.1) {
        Some(value) => finding.note(value.range(), format!("表格中为{}", value.text())),
        None => finding,
    }
}

/// A cell of a report by the ids of its form, row and column.
fn cell<'a>(report: &'a Report, form: &str, row: &str, column: &str) -> Option<(&'a Filled, CellAt)> {
    let filled = report.form(form)?;
    Some((filled, (filled.form.row(row)?, filled.form.column(column)?)))
}
