//! See [`RULE`].

use crate::edition::CellAt;
use crate::edition::phrases::Quantity;
use crate::report::claims::resolve;
use crate::report::claims::{Amount, Claim, ClaimRole};
use crate::report::{Paragraph, Report};
use crate::rules::claim_words::WHICH;
use crate::rules::claims::{self, ContradictionKind};
use crate::rules::{Check, Finding, Subject, listed};
use rust_decimal::Decimal;

rule! {
    /// 正文的数字与表格不一致。
    ///
    /// # 为什么
    ///
    /// 正文和表格说的是同一件事，数字应当一致：收到申请的件数对应表三第一行，可以包含上年结转；办结的件数对应总计；规范性
    /// 文件、行政许可、行政处罚、行政强制和行政事业性收费对应表二；行政复议、行政诉讼对应表四。金额按单位换算，按写出的位数
    /// 四舍五入或者截断都算一致；相差一万倍的，多是“元”与“万元”写混。“均已办结”而表三有结转下年度，“均获维持”而表四有
    /// 其他结果，也在此报告。正文与表格一个为0、一个不为0的，由 `claim-zero` 报告。
    ///
    /// 只比较本机关、本年度的全数；其他范围和年度的数字、计划、约数，按渠道分列的数字，以及不能断定说的是哪一项的数字，都不比较。
    ///
    /// # 怎么办
    ///
    /// 对照台账，改正文或者改表格。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到政府信息公开申请12件，均已办结。
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 一、本年新收政府信息公开申请数量 | 11 | 0 | 0 | 0 | 0 | 0 | 11 |
    /// | 四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到政府信息公开申请11件，结转下年度继续办理1件。
    ///
    /// 三、收到和处理政府信息公开申请情况
    ///
    /// | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
    /// | --- | --- | --- | --- | --- | --- | --- | --- |
    /// | 一、本年新收政府信息公开申请数量 | 11 | 0 | 0 | 0 | 0 | 0 | 11 |
    /// | 四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
    /// ```
    "claim-mismatch", "正文与表格的数字不一致", Warning, Unsafe, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    for stated in check.prose() {
        for (at, claim) in stated.facts.claims.iter().enumerate() {
            if claim.amount == Amount::Everything {
                check.extend(of_everything(report, &stated, at, claim));
                continue;
            }
            let found = claims::contradiction(report, &stated, claim);
            let found = found.filter(|found| found.kind != ContradictionKind::Nothing);
            check.extend(found.and_then(|found| claims::finding(&RULE, report, (&stated, claim), found)));
        }
    }
}

/// The finding that something is left of which a claim says that everything was done.
fn of_everything(report: &Report, stated: &Paragraph<'_>, at: usize, claim: &Claim) -> Option<Finding> {
    use Quantity::{
        CarriedOut, LawsuitsCorrected, LawsuitsOther, LawsuitsPending, ReconsiderationsCorrected, ReconsiderationsOther,
        ReconsiderationsPending,
    };
    let quantity = claim.quantity.filter(|_| claim.is_of(report.year) && resolve::is_own(report, claim))?;
    let others: &[Quantity] = match quantity {
        Quantity::Handled if is_of_all(stated, at, claim) => &[CarriedOut],
        Quantity::ReconsiderationsUpheld => {
            &[ReconsiderationsCorrected, ReconsiderationsOther, ReconsiderationsPending]
        }
        Quantity::LawsuitsUpheld => &[LawsuitsCorrected, LawsuitsOther, LawsuitsPending],
        _ => return None,
    };
    let (filled, cells) = others.iter().filter_map(|other| claims::cells(report, *other)).reduce(|mut all, more| {
        all.1.extend(more.1);
        all
    })?;
    let left = |cell: &CellAt| filled.number(*cell).is_some_and(|number| number > Decimal::ZERO);
    let cells: Vec<CellAt> = cells.into_iter().filter(left).collect();
    let sum = cells.iter().filter_map(|cell| filled.number(*cell)).try_fold(Decimal::ZERO, Decimal::checked_add)?;
    let words = listed(cells.iter().map(|cell| filled.form.words(*cell)));
    let together = if cells.len() > 1 { "共" } else { "" };
    let message = format!(
        "正文{}，但{}的{words}{together}为{}，{WHICH}",
        claims::said(stated, claim),
        filled.form.name,
        sum.normalize()
    );
    let subject = Subject::Claim(filled.form.id.as_str(), cells.clone());
    let values = cells.iter().filter_map(|cell| filled.value(cell.0, cell.1));
    let finding = Finding::new(&RULE, subject, stated.source(claim.at), message);
    let finding = values.fold(finding, |finding, value| {
        finding.note(value.range(), format!("表格中为{}", value.text()))
    });
    (!cells.is_empty()).then_some(finding)
}

/// Whether 均已办结 is said of all applications, and nothing beside it says that some are carried over to next year.
fn is_of_all(stated: &Paragraph<'_>, at: usize, claim: &Claim) -> bool {
    use Quantity::{CarriedIn, CarriedOut, Handled, Processed, Received};
    let (before, behind) = stated.facts.claims.split_at(at);
    let mine = |it: &&Claim| it.sentence == claim.sentence;
    let figures = || before.iter().rev().take_while(mine).filter(|it| matches!(it.amount, Amount::Figure(..)));
    let mut around = figures().chain(behind.iter().take_while(mine));
    if around.any(|it| it.quantity == Some(CarriedOut) && it.exact().is_none_or(|said| said > Decimal::ZERO)) {
        return false;
    }
    // The last figure before it: 上年结转3件均已办结 says nothing of the others.
    let whole = |it: &Claim| it.role == ClaimRole::Whole && matches!(it.quantity, Some(Received | Processed | Handled));
    match figures().next() {
        None => true,
        Some(last) if whole(last) => true,
        Some(last) if last.quantity == Some(CarriedIn) => {
            let behind = last.at.end as usize + claims::unit(stated, last).len();
            let between = stated.text().get(behind..claim.at.start as usize);
            between.is_some_and(|between| !between.is_empty()) && figures().any(whole)
        }
        Some(_) => false,
    }
}
