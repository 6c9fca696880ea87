//! See [`RULE`].

use crate::edition::phrases::{Opener, Quantity, phrases};
use crate::report::claims::{Claim, ClaimRole, resolve};
use crate::report::{Paragraph, Report};
use crate::rules::claim_words::change;
use crate::rules::claims;
use crate::rules::total_behind::{TotalBehind, wrong_totals};
use crate::rules::words::MOST;
use crate::rules::{Check, Finding, Severity, Subject};
use crate::text::Edit;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

rule! {
    /// 合计与分项之和不一致。
    ///
    /// # 为什么
    ///
    /// “共公开信息437条，包括人事信息12条……”这样把一个总数分成几项，各项之和应等于总数。以“包括”“分别为”、冒号或者括号引出，
    /// 有三项以上而且到句末为止的，视为列全；列了两项的，句末还有别的话的，以及“其中”各项之和超过总数的，只作提示，因为各项可能
    /// 是按两种办法分的。单独一项就超过总数的，总是写错。
    ///
    /// 没有单位的分项，写明是哪一类申请人、哪一种办理结果的，按总数的单位读：“申请12件，其中自然人7、法人或其他组织5”。
    ///
    /// 合计写在各项之后的也核对：“分别为3件、4件，共8件”。前面的数无论怎样加减都得不出合计，才报告。
    ///
    /// 分项含上年结转，或者等于加上结转以后的总数，按两种办法各分一遍，单位不同，有约数，或者以“等”结尾的，不报告。
    ///
    /// # 怎么办
    ///
    /// 对照台账，改总数或者改分项。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息共计437条，包括：人事信息12条，政务动态240条，公告公示25条，其他类信息227条。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局公开政府信息共计504条，包括：人事信息12条，政务动态240条，公告公示25条，其他类信息227条。
    /// ```
    "claim-sum", "合计与分项之和不一致", Warning, Unsafe, since "0.1.0"
}

/// The figures before a list that may be its total, at most.
const MOST_TOTALS: usize = 32;
/// Longer lists are not written out in a message.
const MOST_PARTS: usize = 8;
/// A list that leaves no doubt that it is complete has at least so many parts.
const FEWEST_PARTS: usize = 3;

fn check(check: &mut Check<'_>) {
    let report = check.report;
    for stated in check.prose() {
        let claims = &stated.facts.claims;
        let mut lists: BTreeMap<(u16, u8), Vec<usize>> = BTreeMap::new();
        for (at, claim) in claims.iter().enumerate() {
            if let ClaimRole::Part { of, opener, .. } = claim.role
                && claim.unit.is_some()
            {
                lists.entry((of, opener as u8)).or_default().push(at);
            }
        }
        for ((of, _), parts) in lists {
            for list in List::of(claims, usize::from(of), parts) {
                check.extend(list.finding(report, &stated));
            }
        }
        for TotalBehind { total, parts, is_list } in wrong_totals(&stated) {
            let severity = if is_list { Severity::Warning } else { Severity::Hint };
            let list = List { claims, total, parts };
            if !list.is_contradicted(report, &stated) {
                check.extend(list.wrong_sum(&stated, severity));
            }
        }
    }
}

/// A total and its parts, by their places among the claims of a cell.
struct List<'a> {
    claims: &'a [Claim],
    total: usize,
    parts: Vec<usize>,
}

/// What follows a list.
enum End {
    /// The end of a sentence, a clause or a bracket.
    Sentence,
    /// Words that name no more parts.
    Words,
    /// Anything else.
    Open,
}

/// What is wrong with a list.
enum Fault {
    /// A part is more than the total.
    Part(usize),
    /// The parts add up to another number.
    Sum(Severity),
}

impl<'a> List<'a> {
    /// The lists of parts of one unit; none where units are mixed and no totals stand for all of them.
    fn of(claims: &'a [Claim], of: usize, mut parts: Vec<usize>) -> Vec<Self> {
        let Some(whole) = claims.get(of) else { return Vec::new() };
        let clause = parts.first().map_or(0, |first| claims[*first].clause);
        let (here, behind): (Vec<usize>, Vec<usize>) = parts.iter().partition(|at| claims[**at].clause == clause);
        // Behind a semicolon something else is counted.
        if here.len() > 1 && behind.iter().all(|at| claims[*at].unit != whole.unit) {
            parts = here;
        }
        let mut units: Vec<Option<u8>> = parts.iter().map(|at| claims[*at].unit).collect();
        units.sort_unstable();
        units.dedup();
        // 25件2950元，其中…1件420元: two sums side by side.
        let beside = claims[..=of].iter().enumerate().rev().take(units.len());
        let beside = beside.filter(|(_, claim)| claim.sentence == whole.sentence && claim.role == whole.role);
        let total = |unit: &Option<u8>| beside.clone().find(|(_, claim)| claim.unit == *unit).map(|(at, _)| at);
        let list = |unit: &Option<u8>| {
            let parts = parts.iter().copied().filter(|at| claims[*at].unit == *unit).collect();
            Some(List { claims, total: total(unit)?, parts })
        };
        units.iter().map(list).collect::<Option<_>>().unwrap_or_default()
    }

    fn number(&self, at: usize) -> Option<Decimal> {
        self.claims[at].exact()
    }

    fn sum(&self, parts: &[usize]) -> Option<Decimal> {
        parts.iter().map(|at| self.number(*at)).try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number?))
    }

    fn finding(&self, report: &Report, stated: &Paragraph<'_>) -> Option<Finding> {
        let total = self.number(self.total)?;
        let sum = self.sum(&self.parts)?;
        let mine = &self.claims[self.total];
        if self.parts.iter().any(|at| self.claims[*at].time != mine.time) {
            return None;
        }
        let fault = self.fault(report, stated, total, sum)?;
        let printed = |at: usize| claims::printed(stated, &self.claims[at]);
        let said = printed(self.total);
        let severity = match fault {
            Fault::Part(part) => {
                let message = format!("其中一项为{}，多于总数{said}", printed(part));
                let at = stated.source(self.claims[part].at);
                let finding = Finding::new(&RULE, Subject::Text, at, message);
                return Some(finding.note(stated.source(mine.at), format!("总数为{said}")));
            }
            // The tables contradict one of them: what is wrong is said already.
            Fault::Sum(_) if self.is_contradicted(report, stated) => return None,
            Fault::Sum(severity) => severity,
        };
        self.wrong_sum(stated, severity)
    }

    /// The finding that the parts add up to another number than the total.
    fn wrong_sum(&self, stated: &Paragraph<'_>, severity: Severity) -> Option<Finding> {
        let (total, sum) = (self.number(self.total)?, self.sum(&self.parts)?);
        let mine = &self.claims[self.total];
        let range = stated.source(mine.at);
        let said = claims::printed(stated, mine);
        let numbers = self.parts.iter().filter_map(|at| self.number(*at));
        let numbers: Vec<String> = numbers.map(|number| number.normalize().to_string()).collect();
        let terms = match numbers.len() {
            ..=MOST_PARTS => numbers.join("＋"),
            count => format!("{count}项"),
        };
        let apart = sum.checked_sub(total)?;
        let (shown, gap) = (sum.normalize(), apart.abs().normalize());
        let message = format!("合计为{said}，分项之和为{shown}（{terms}），相差{gap}");
        let finding = Finding::new(&RULE, Subject::Text, range.clone(), message).severity(severity);
        let finding = finding.unsafe_fix(change(stated, mine, shown), Edit::new(range, shown.to_string()));
        Some(self.slips(apart).fold(finding, |finding, (part, right)| {
            let edit = Edit::new(stated.source(self.claims[part].at), right.to_string());
            finding.unsafe_fix(change(stated, &self.claims[part], right), edit)
        }))
    }

    fn fault(&self, report: &Report, stated: &Paragraph<'_>, total: Decimal, sum: Decimal) -> Option<Fault> {
        let first = *self.parts.first()?;
        let ClaimRole::Part { opener, .. } = self.claims[first].role else { return None };
        let is_carried = |at: &usize| {
            matches!(self.claims[*at].quantity, Some(Quantity::CarriedIn | Quantity::CarriedOut))
        };
        let totals = self.totals(report, first, total);
        let most = totals.iter().max().copied()?;
        let own: Vec<usize> = self.parts.iter().copied().filter(|at| !is_carried(at)).collect();
        let more = own.iter().find(|at| self.number(**at).is_some_and(|part| part > most));
        if let (Some(part), Opener::Among) = (more, opener) {
            return Some(Fault::Part(*part));
        }
        let without = self.sum(&own)?;
        if totals.contains(&sum) || totals.contains(&without) || self.is_divided_twice(total) {
            return None;
        }
        let is_open = self.parts.iter().any(|at| matches!(self.claims[*at].role, ClaimRole::Part { open: true, .. }));
        // Each figure has its own: 收到12件、8件，分别办结11件、7件.
        let is_paired = opener == Opener::Respectively && self.before(first).nth(1).is_some();
        let is_closed = !is_open && opener != Opener::Among;
        match (self.parts.len(), self.end(stated)) {
            _ if self.is_partition() => Some(Fault::Sum(Severity::Warning)),
            _ if is_paired || self.counts_others(stated) => None,
            (FEWEST_PARTS.., End::Sentence) if is_closed => Some(Fault::Sum(Severity::Warning)),
            (FEWEST_PARTS.., End::Words) | (2, End::Sentence) if is_closed => Some(Fault::Sum(Severity::Hint)),
            (2.., _) if without > most => Some(Fault::Sum(Severity::Hint)),
            _ => None,
        }
    }

    /// The figures before the list that count the same, the nearest first.
    fn before(&self, first: usize) -> impl Iterator<Item = &'a Claim> + use<'a> {
        let mine = &self.claims[self.total];
        let before = self.claims[..first].iter().rev().take_while(|it| it.sentence == mine.sentence).take(MOST_TOTALS);
        before.filter(|it| it.unit == mine.unit && matches!(it.role, ClaimRole::Whole | ClaimRole::Part { .. }))
    }

    /// All numbers that the parts may add up to: the total, another figure before the list, several of them together, or
    /// the total with what was carried over.
    fn totals(&self, report: &Report, first: usize, total: Decimal) -> Vec<Decimal> {
        let mut totals = vec![total];
        let mut together = Decimal::ZERO;
        for value in self.before(first).filter_map(Claim::figure) {
            let Some(sum) = together.checked_add(value) else { break };
            together = sum;
            totals.extend([value, sum]);
        }
        if self.claims[self.total].quantity.is_some() {
            let carried = [Quantity::CarriedIn, Quantity::CarriedOut];
            let carried = carried.into_iter().filter_map(|quantity| resolve::stated(report, quantity));
            totals.extend(carried.filter_map(|carried| total.checked_add(carried)));
        }
        totals
    }

    /// Whether the first few parts make up the total, so that the others divide it in another way; or the parts are of
    /// several kinds: 自然人8件、法人或其他组织4件、予以公开12件.
    fn is_divided_twice(&self, total: Decimal) -> bool {
        let mut sum = Decimal::ZERO;
        for (count, number) in self.parts.iter().filter_map(|at| self.number(*at)).enumerate() {
            sum = sum.checked_add(number).unwrap_or(sum);
            if count > 0 && sum == total {
                return true;
            }
        }
        let by_applicant = |quantity| matches!(quantity, Quantity::FromPersons | Quantity::FromOrganisations);
        let kinds = self.parts.iter().map(|at| self.claims[*at].quantity.map(by_applicant));
        let (mut persons, mut others) = (false, false);
        kinds.for_each(|is_applicant| match is_applicant {
            Some(true) => persons = true,
            Some(false) => others = true,
            None => {}
        });
        persons && others
    }

    /// Whether the parts are of something else than the total: 方案1项，包括5项任务、3项措施.
    fn counts_others(&self, stated: &Paragraph<'_>) -> bool {
        let opens = |before: &str| {
            let mut words = phrases().openers.iter().flat_map(|it| &it.words);
            before.ends_with([',', ':', '(', ';']) || words.any(|word| before.ends_with(word.as_str()))
        };
        self.parts.iter().all(|at| {
            let part = &self.claims[*at];
            let before = stated.text().get(..part.at.start as usize).unwrap_or_default();
            opens(before) && !is_end(claims::behind(stated, part)) && !claims::behind(stated, part).starts_with(',')
        })
    }

    fn is_contradicted(&self, report: &Report, stated: &Paragraph<'_>) -> bool {
        let mut all = self.parts.iter().chain([&self.total]);
        all.any(|at| claims::contradiction(report, stated, &self.claims[*at]).is_some())
    }

    /// Whether the parts are by their kinds all that there are: 自然人9件，法人或其他组织2件.
    fn is_partition(&self) -> bool {
        use Quantity::{
            Denied, FromOrganisations, FromPersons, Granted, HandledOtherwise, LawsuitsCorrected, LawsuitsOther,
            LawsuitsPending, LawsuitsUpheld, PartlyGranted, ReconsiderationsCorrected, ReconsiderationsOther,
            ReconsiderationsPending, ReconsiderationsUpheld, Unable, Unprocessed,
        };
        let partitions: [&[Quantity]; 4] = [
            &[FromPersons, FromOrganisations],
            &[Granted, PartlyGranted, Denied, Unable, Unprocessed, HandledOtherwise],
            &[ReconsiderationsUpheld, ReconsiderationsCorrected, ReconsiderationsOther, ReconsiderationsPending],
            &[LawsuitsUpheld, LawsuitsCorrected, LawsuitsOther, LawsuitsPending],
        ];
        let mine = |quantity: &Quantity| self.parts.iter().any(|at| self.claims[*at].quantity == Some(*quantity));
        partitions.iter().any(|all| all.iter().all(mine))
    }

    /// What follows the list.
    fn end(&self, stated: &Paragraph<'_>) -> End {
        let Some(&last) = self.parts.last() else { return End::Open };
        let below = |claim: &Claim| match claim.role {
            ClaimRole::Part { of, .. } => usize::from(of) >= last,
            ClaimRole::Share { of } | ClaimRole::Change { of, .. } => of.is_some_and(|of| usize::from(of) >= last),
            ClaimRole::Whole => false,
        };
        let nested = self.claims[last + 1..].iter().take_while(|claim| below(claim)).last();
        let behind = claims::behind(stated, nested.unwrap_or(&self.claims[last]));
        let behind = nested.and_then(|_| behind.strip_prefix(')')).unwrap_or(behind);
        if is_end(behind) {
            return End::Sentence;
        }
        let rest = behind.split(['。', ';', '!']).next().unwrap_or_default();
        let leaves_open = || phrases().openends.words.iter().any(|word| rest.contains(word.as_str()));
        if rest.starts_with(',') && !leaves_open() { End::Words } else { End::Open }
    }

    /// The parts that one slip of the pen away would make the sum right, with their right numbers.
    fn slips(&self, apart: Decimal) -> impl Iterator<Item = (usize, Decimal)> {
        let slip = move |at: &usize| {
            let number = self.number(*at)?.normalize();
            let right = number.checked_sub(apart)?.normalize();
            let (own, other) = (number.to_string(), right.to_string());
            let is_slip = own.len().max(other.len()) > 1 && strsim::damerau_levenshtein(&own, &other) == 1;
            (is_slip && right > Decimal::ZERO).then_some((*at, right))
        };
        self.parts.iter().filter_map(slip).take(MOST)
    }
}

/// Whether a sentence, a clause or a bracket ends here.
fn is_end(behind: &str) -> bool {
    behind.is_empty() || behind.starts_with(['。', ';', '!', ')'])
}
