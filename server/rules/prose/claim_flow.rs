//! See [`RULE`].

use crate::edition::phrases::{Act, Quantity, phrases};
use crate::report::claims::{Claim, resolve};
use crate::report::{Paragraph, Report};
use crate::rules::claim_words::change;
use crate::rules::claims;
use crate::rules::{Check, Finding, Subject};
use crate::text::Edit;
use rust_decimal::Decimal;

rule! {
    /// 同一句话里收到、结转和办结的件数对不上。
    ///
    /// # 为什么
    ///
    /// 本年新收加上年结转，等于办结加结转下年度。一句话里写了收到、办结，又写了结转的，按这个关系核对；“收到”可以只指新收，
    /// 也可以包含上年结转，合于一种即可。只写了一项结转的，另一项视为不小于0；提到结转而没有写件数的，取表三的数。其中一项
    /// 与表格不一致的，由 `claim-mismatch` 报告。
    ///
    /// # 怎么办
    ///
    /// 对照台账核对这几个数字。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到政府信息公开申请222件，上年结转15件，办结226件，结转下年度继续办理1件。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到政府信息公开申请222件，上年结转15件，办结226件，结转下年度继续办理11件。
    /// ```
    "claim-flow", "收到、结转和办结的件数对不上", Warning, Unsafe, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    for stated in check.prose() {
        for sentence in stated.facts.claims.chunk_by(|one, other| one.sentence == other.sentence) {
            let flow = Flow::of(sentence).filter(|flow| flow.has_carried(&stated));
            check.extend(flow.and_then(|flow| flow.finding(report, &stated)));
        }
    }
}

/// The figures of a sentence about what became of the applications.
struct Flow<'a> {
    received: &'a Claim,
    carried_in: Option<&'a Claim>,
    handled: &'a Claim,
    carried_out: Option<&'a Claim>,
}

/// What a sentence says of a figure: the figure, nothing but that there is one, or nothing.
#[derive(Clone, Copy)]
enum Told {
    Figure(Decimal),
    Unknown,
}

impl<'a> Flow<'a> {
    /// The figures, where each of them is said once, of the same body and the same time.
    fn of(sentence: &'a [Claim]) -> Option<Self> {
        use Quantity::{CarriedIn, CarriedOut, Handled, Processed, Received};
        let mut found: [Option<&'a Claim>; 4] = [None; 4];
        for claim in sentence {
            let place = match claim.quantity {
                Some(Received) => 0,
                Some(CarriedIn) => 1,
                Some(Handled | Processed) => 2,
                Some(CarriedOut) => 3,
                _ => continue,
            };
            claim.figure()?;
            if !claim.firm || found[place].replace(claim).is_some() {
                return None;
            }
        }
        let [received, carried_in, handled, carried_out] = found;
        let flow = Flow { received: received?, carried_in, handled: handled?, carried_out };
        let alike = |it: &Claim| it.scope == flow.received.scope && it.time == flow.received.time;
        flow.said().all(|it| alike(it) && it.exact().is_some()).then_some(flow)
    }

    fn said(&self) -> impl Iterator<Item = &'a Claim> + use<'a> {
        [Some(self.received), self.carried_in, Some(self.handled), self.carried_out].into_iter().flatten()
    }

    /// Whether the sentence says that anything was carried over.
    fn has_carried(&self, stated: &Paragraph<'_>) -> bool {
        let named = |act| is_named(stated, self.handled, act);
        self.carried_in.is_some() || self.carried_out.is_some() || named(Act::CarryIn) || named(Act::CarryOut)
    }

    fn finding(&self, report: &Report, stated: &Paragraph<'_>) -> Option<Finding> {
        let received = self.received.exact()?;
        let handled = self.handled.exact()?;
        let told = |claim: Option<&Claim>, quantity, act| match claim.and_then(Claim::exact) {
            Some(number) => Told::Figure(number),
            None if is_named(stated, self.handled, act) && resolve::is_own(report, self.received) => {
                resolve::stated(report, quantity).map_or(Told::Unknown, Told::Figure)
            }
            None => Told::Unknown,
        };
        let carried_in = told(self.carried_in, Quantity::CarriedIn, Act::CarryIn);
        let carried_out = told(self.carried_out, Quantity::CarriedOut, Act::CarryOut);
        let number = |told| match told {
            Told::Figure(number) => number,
            Told::Unknown => Decimal::ZERO,
        };
        let had = received.checked_add(number(carried_in))?;
        let left = handled.checked_add(number(carried_out))?;
        let holds = match (carried_in, carried_out) {
            (Told::Unknown, Told::Unknown) => true,
            // What was carried over may be among what was received.
            (Told::Figure(_), Told::Figure(_)) => left == had || left == received,
            // The other is no less than nothing.
            (Told::Figure(_), Told::Unknown) => left <= had,
            (Told::Unknown, Told::Figure(_)) => had <= left,
        };
        if holds || self.said().any(|claim| claims::contradiction(report, stated, claim).is_some()) {
            return None;
        }
        let term = |claim: Option<&Claim>, told, act| match (claim, told) {
            (Some(claim), _) => format!("＋{}{}", word(act), claims::printed(stated, claim)),
            (None, Told::Figure(number)) => format!("＋{}{}（表三）", word(act), number.normalize()),
            (None, Told::Unknown) => String::new(),
        };
        let of = |claim: &Claim| claims::printed(stated, claim);
        let had_words = format!("收到{}{}", of(self.received), term(self.carried_in, carried_in, Act::CarryIn));
        let left_words = format!("办结{}{}", of(self.handled), term(self.carried_out, carried_out, Act::CarryOut));
        let (had, left) = (had.normalize(), left.normalize());
        let message = format!("{had_words}，共{had}；{left_words}，共{left}，两者应相等");
        let place = stated.source(self.handled.at);
        let finding = Finding::new(&RULE, Subject::Text, place, message);
        // Which of them is wrong only the author knows: what one would have to be with the others.
        let apart = had.checked_sub(left)?;
        let right = |claim: &'a Claim, apart: Decimal| {
            let right = claim.exact()?.checked_add(apart)?.normalize();
            (right >= Decimal::ZERO).then_some((claim, right))
        };
        let before = [Some(self.received), self.carried_in].into_iter().flatten().filter_map(|it| right(it, -apart));
        let behind = [Some(self.handled), self.carried_out].into_iter().flatten().filter_map(|it| right(it, apart));
        Some(before.chain(behind).fold(finding, |finding, (claim, right)| {
            finding.unsafe_fix(change(stated, claim, right), Edit::new(stated.source(claim.at), right.to_string()))
        }))
    }
}

/// Whether the sentence of a claim has words for an act, with or without a figure.
fn is_named(stated: &Paragraph<'_>, claim: &Claim, act: Act) -> bool {
    let behind = stated.text().get(claim.at.end as usize..).unwrap_or_default();
    let behind = behind.split(['。', '!', '?']).next().unwrap_or_default();
    let sentence = [claims::sentence_before(stated, claim), behind];
    let words = phrases().acts.iter().filter(|it| it.id == act).flat_map(|it| &it.words);
    words.into_iter().any(|word| sentence.iter().any(|part| part.contains(word.as_str())))
}

/// The word for an act.
fn word(act: Act) -> &'static str {
    phrases().acts.iter().find(|it| it.id == act).and_then(|it| it.words.first()).map_or("", String::as_str)
}
