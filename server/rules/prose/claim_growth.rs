//! See [`RULE`].

use crate::edition::phrases::phrases;
use crate::report::claims::resolve::{self, Reference};
use crate::report::claims::{Claim, ClaimRole, ClaimTime};
use crate::report::neighbours::{Contribution, Said};
use crate::report::{Paragraph, Report};
use crate::rules::claim_words::change;
use crate::rules::claims;
use crate::rules::{Check, Finding, Subject};
use crate::text::Edit;
use rust_decimal::{Decimal, RoundingStrategy};

rule! {
    /// 与上年相比的增减与两年的数字不符。
    ///
    /// # 为什么
    ///
    /// “上年收到100件，今年收到120件，同比增长20%”，增减的件数是两年的数字之差，增减的幅度是差除以上年的数字。按写出的位数四舍
    /// 五入或者截断都算一致。同一句话里写出了两年的数字，或者既写了增减的件数又写了幅度的，才核对；表格里有的数字，找得到本机关上年的
    /// 报告时按上年表格中的数核对。百分点不核对。
    ///
    /// # 怎么办
    ///
    /// 重新计算，改增减的数字或者改件数。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息120条，较上年的100条增加20条，增长25%。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息120条，较上年的100条增加20条，增长20%。
    /// ```
    "claim-growth", "增减与两年的数字不符", Warning, Unsafe, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    for stated in check.prose() {
        let claims = &stated.facts.claims;
        for sentence in claims.chunk_by(|one, other| one.sentence == other.sentence) {
            for (at, claim) in sentence.iter().enumerate() {
                if let ClaimRole::Change { of: Some(of), up } = claim.role {
                    let now = claims.get(usize::from(of)).filter(|now| now.sentence == claim.sentence);
                    let change = now.and_then(|now| Change::of(check, &stated, &sentence[..at], (claim, up), now));
                    check.extend(change.and_then(|change| change.finding(report, &stated)));
                }
            }
        }
    }
}

/// The figures of a sentence that may be of the other year, at most.
const MOST_FIGURES: usize = 32;

/// A change that a sentence states, with the figures of both years.
struct Change<'a> {
    claim: &'a Claim,
    up: Option<bool>,
    now: &'a Claim,
    then: Decimal,
    share: bool,
}

impl<'a> Change<'a> {
    /// The change, where the sentence before it has one figure of the year before and no more, or where last year's
    /// report has that figure.
    fn of(
        check: &Check<'_>,
        stated: &Paragraph<'_>,
        before: &'a [Claim],
        (claim, up): (&'a Claim, Option<bool>),
        now: &'a Claim,
    ) -> Option<Self> {
        let report = check.report;
        let share = claims::unit(stated, claim) == "%";
        let text = stated.text().get(..claim.at.start as usize)?;
        // 增加到12件 is no change, but what came of it.
        if text.ends_with(['到', '至', '为', '的']) || !(share || claim.unit == now.unit) {
            return None;
        }
        let alike = |it: &&Claim| it.unit == now.unit && it.exact().is_some();
        let figures = || before.iter().rev().take(MOST_FIGURES).filter(alike);
        // Of a part, only what is said of the part itself: 其中动态30条，较上年的25条增长20%.
        let is_whole = now.role == ClaimRole::Whole;
        let is_same = |of: u16| claim.role == ClaimRole::Change { of: Some(of), up };
        let is_then = |it: &&Claim| match (it.role, it.time) {
            (ClaimRole::Whole, _) if !is_whole => false,
            (ClaimRole::Whole, ClaimTime::LastYear) => true,
            (ClaimRole::Whole, ClaimTime::Year(year)) => report.year.is_some_and(|own| Some(own) == year.checked_add(1)),
            (ClaimRole::Change { of: Some(of), up: None }, _) => is_same(of),
            _ => false,
        };
        let mut then = figures().filter(is_then);
        let now = match is_then(&now) {
            true => figures().find(|it| it.role == ClaimRole::Whole && !is_then(it))?,
            false => now,
        };
        if !now.is_of(report.year) {
            return None;
        }
        let then = match (then.next(), then.next()) {
            (Some(then), None) => then.exact()?,
            // 较上年增加20条，增长20%.
            (None, _) if share => {
                let mut changes = figures().filter(|it| matches!(it.role, ClaimRole::Change { of: Some(of), up: Some(_) } if is_same(of)));
                match (changes.next(), changes.next()) {
                    (Some(change), None) => match change.role {
                        ClaimRole::Change { up: Some(true), .. } => now.exact()?.checked_sub(change.exact()?)?,
                        _ => now.exact()?.checked_add(change.exact()?)?,
                    },
                    (None, _) => last_year(check, stated, now, claim)?,
                    _ => return None,
                }
            }
            (None, _) => last_year(check, stated, now, claim)?,
            _ => return None,
        };
        Some(Change { claim, up, now, then, share })
    }

    fn finding(&self, report: &Report, stated: &Paragraph<'_>) -> Option<Finding> {
        let (said, now) = (self.claim.exact()?, self.now.exact()?);
        let apart = now.checked_sub(self.then)?;
        let right = match self.share {
            true => apart.abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.then)?,
            false => apart.abs(),
        };
        let is_up = apart > Decimal::ZERO;
        let turned = self.up.is_some_and(|up| up != is_up) && !apart.is_zero();
        if (!turned && claims::is_rounded(said, right)) || claims::contradiction(report, stated, self.now).is_some() {
            return None;
        }
        let unit = claims::unit(stated, self.claim);
        let right = right.round_dp_with_strategy(if self.share { said.scale() } else { 0 }, ROUNDED).normalize();
        let direction = |up| if up { "增加" } else { "减少" };
        let then = self.then.normalize();
        let message = format!(
            "由{then}到{}，应为{}{right}{unit}，正文写为{}{}",
            claims::printed(stated, self.now),
            direction(is_up),
            self.up.map_or("", direction),
            claims::printed(stated, self.claim)
        );
        let range = stated.source(self.claim.at);
        let finding = Finding::new(&RULE, Subject::Text, range.clone(), message);
        // The words for the direction would have to change, too.
        Some(match turned {
            true => finding,
            false => finding.unsafe_fix(change(stated, self.claim, right), Edit::new(range, right.to_string())),
        })
    }
}

/// What last year's report says in the cells of which a figure speaks, where the change is one since last year.
fn last_year(check: &Check<'_>, stated: &Paragraph<'_>, now: &Claim, change: &Claim) -> Option<Decimal> {
    let report = check.report;
    let between = stated.text().get(now.at.end as usize..change.at.start as usize)?;
    let words = &phrases().since_last_year.words;
    let is_own = now.firm && now.role == ClaimRole::Whole && resolve::is_own(report, now);
    if check.last_year.is_empty() || !is_own || !words.iter().any(|word| between.contains(word.as_str())) {
        return None;
    }
    let Reference { form, cells } = resolve::cells(report, now.quantity?)?;
    let form = report.forms.get(form)?.form;
    let figure = |of: &Contribution| cells.iter().map(|cell| of.figures.number(form, *cell)).sum::<Option<Decimal>>();
    match check.last_year.said(figure) {
        Said::One(_, then) => Some(then),
        Said::Nothing | Said::Several(_) => None,
    }
}

const ROUNDED: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;
