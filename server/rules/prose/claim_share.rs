//! See [`RULE`].

use crate::edition::phrases::{Opener, Quantity, phrases};
use crate::report::claims::{Claim, ClaimRole, resolve};
use crate::report::{Paragraph, Report};
use crate::rules::claim_words::change;
use crate::rules::claims;
use crate::rules::{Check, Finding, Subject};
use crate::text::Edit;
use rust_decimal::{Decimal, RoundingStrategy};

rule! {
    /// 占比与件数不符。
    ///
    /// # 为什么
    ///
    /// “予以公开258件，占33.9%”这样的占比，等于这一项除以总数。按写出的位数四舍五入或者截断都算一致。总数取同一句话或者上一句话
    /// 里同一单位的合计；合于其中一个即可，可能的总数不止一个而都不合的，只在这一项明写为某一总数的分项时报告。
    ///
    /// # 怎么办
    ///
    /// 重新计算，改占比或者改件数。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局办结政府信息公开申请805件，其中予以公开258件，占33.9%。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局办结政府信息公开申请805件，其中予以公开258件，占32.0%。
    /// ```
    "claim-share", "占比与件数不符", Warning, Unsafe, since "0.1.0"
}

/// The figures before a share that may be its total, at most.
const MOST_TOTALS: usize = 32;

fn check(check: &mut Check<'_>) {
    let report = check.report;
    for stated in check.prose() {
        for (at, claim) in stated.facts.claims.iter().enumerate() {
            if let ClaimRole::Share { of: Some(of) } = claim.role {
                check.extend(finding(report, &stated, at, usize::from(of)));
            }
        }
    }
}

fn finding(report: &Report, stated: &Paragraph<'_>, at: usize, of: usize) -> Option<Finding> {
    let claims = &stated.facts.claims;
    let (share, part) = (&claims[at], claims.get(of)?);
    let (said, number) = (share.exact()?, part.exact()?);
    let before = stated.text().get(..share.at.start as usize)?;
    let behind = stated.text().get(share.at.end as usize..)?;
    // A share of a time before, or of something that is not said here: 由60%提高到67%, 占全市的12%.
    let is_plain = behind.starts_with('%') && !before.ends_with(['由', '从', '自']) && share.scope == part.scope;
    // 甲类5件、乙类10件，分别占33.3%、66.7%.
    let between = before.get(part.at.end as usize..)?;
    let mut openers = phrases().openers.iter().filter(|it| it.kind == Opener::Respectively).flat_map(|it| &it.words);
    if openers.any(|word| between.contains(word.as_str())) {
        return None;
    }
    if !is_plain || share.sentence != part.sentence || said > Decimal::ONE_HUNDRED {
        return None;
    }
    let totals: Vec<&Claim> = totals(claims, of).collect();
    let of_total = |total: &Claim| percent(number, total.figure()?);
    let together = totals.iter().filter_map(|total| total.figure()).try_fold(Decimal::ZERO, Decimal::checked_add);
    let tables = [Quantity::Received, Quantity::Handled].map(|quantity| resolve::accepted(report, quantity));
    let others = tables.into_iter().flatten().chain(together).filter_map(|total| percent(number, total));
    if totals.iter().filter_map(|total| of_total(total)).chain(others).any(|right| claims::is_rounded(said, right)) {
        return None;
    }
    let whole = match part.role {
        ClaimRole::Part { of, .. } => claims.get(usize::from(of)).filter(|whole| whole.unit == part.unit)?,
        _ => match totals.as_slice() {
            [one] => one,
            _ => return None,
        },
    };
    whole.exact()?;
    if [whole, part].iter().any(|claim| claims::contradiction(report, stated, claim).is_some()) {
        return None;
    }
    let right = of_total(whole)?.round_dp_with_strategy(said.scale(), RoundingStrategy::MidpointAwayFromZero);
    let printed = |claim: &Claim| claims::printed(stated, claim);
    let message = format!("{}占{}的{right}%，正文写为{said}%", printed(part), printed(whole));
    let range = stated.source(share.at);
    let finding = Finding::new(&RULE, Subject::Text, range.clone(), message);
    let finding = finding.note(stated.source(whole.at), format!("总数为{}", printed(whole)));
    let finding = finding.unsafe_fix(change(stated, share, right), Edit::new(range, right.to_string()));
    // The count that has this share.
    let count = whole.figure()?.checked_mul(said)?.checked_div(Decimal::ONE_HUNDRED)?.round();
    Some(match percent(count, whole.figure()?).is_some_and(|right| claims::is_rounded(said, right)) {
        true => finding.unsafe_fix(
            change(stated, part, count),
            Edit::new(stated.source(part.at), count.to_string()),
        ),
        false => finding,
    })
}

/// The figures before a part, in its sentence and the one before, that may be what it is a share of.
fn totals(claims: &[Claim], of: usize) -> impl Iterator<Item = &Claim> {
    let part = &claims[of];
    let before = claims[..of].iter().rev().take(MOST_TOTALS).take_while(|it| it.sentence.saturating_add(1) >= part.sentence);
    before.filter(|it| {
        it.unit == part.unit
            && matches!(it.role, ClaimRole::Whole | ClaimRole::Part { .. })
            && it.figure().is_some_and(|total| part.figure().is_some_and(|part| part <= total && !total.is_zero()))
    })
}

fn percent(part: Decimal, total: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total)
}
