//! Totals that stand behind the list of their parts: 分别为3件、4件，共7件.

use super::claims;
use crate::edition::phrases::phrases;
use crate::report::Paragraph;
use crate::report::claims::{Claim, ClaimRole, ClaimTime};
use rust_decimal::Decimal;

/// The fewest parts of a list.
const FEWEST: usize = 2;
/// Of longer lists the parts are not added and subtracted in every way.
const MOST_TRIED: usize = 7;

/// A total behind its list, by the places of its claims.
#[derive(Debug, PartialEq, Eq)]
pub struct TotalBehind {
    /// The total.
    pub total: usize,
    /// The parts.
    pub parts: Vec<usize>,
    /// Whether words or marks make one list of the parts, so that they are all that is counted.
    pub is_list: bool,
}

/// The totals of a cell that contradict the lists before them. Where its figures add up in any way, nothing is wrong.
pub fn wrong_totals(stated: &Paragraph<'_>) -> Vec<TotalBehind> {
    let claims = &stated.facts.claims;
    (0..claims.len()).filter_map(|total| wrong_total(stated, claims, total)).collect()
}

fn wrong_total(stated: &Paragraph<'_>, claims: &[Claim], total: usize) -> Option<TotalBehind> {
    let mine = claims.get(total)?;
    let said = mine.exact().filter(|_| mine.role == ClaimRole::Whole && mine.unit.is_some())?;
    let before = claims.get(..total)?;
    let previous = before.last()?;
    // Few figures follow a word for a total, which is sooner seen than where the unit before ends.
    let in_front = stated.text().get(..mine.at.start as usize)?;
    let mut words = phrases().totals.words.iter().filter(|word| in_front.ends_with(word.as_str()));
    if !words.any(|word| gap(stated, previous, mine).is_some_and(|gap| is_total_of(gap, word))) {
        return None;
    }
    // Every figure of the clause has to be one that can be added.
    let clause =
        before.iter().enumerate().rev().take_while(|(_, it)| (it.sentence, it.clause) == (mine.sentence, mine.clause));
    let clause: Vec<usize> = clause.map(|(at, _)| at).collect();
    let is_plain = |at: &usize| {
        let it = &claims[*at];
        it.exact().is_some() && matches!(it.role, ClaimRole::Whole | ClaimRole::Part { open: false, .. })
    };
    if !clause.iter().all(is_plain) {
        return None;
    }
    let mut parts: Vec<usize> = clause.into_iter().take_while(|at| claims[*at].unit == mine.unit).collect();
    parts.reverse();
    let number = |at: &usize| claims[*at].exact().unwrap_or_default();
    let numbers: Vec<Decimal> = parts.iter().map(number).collect();
    if numbers.contains(&said) || reaches(&numbers, said)? {
        return None;
    }
    // A whole before its parts is none of them.
    let opener = |at: &usize| matches!(claims[*at].role, ClaimRole::Part { .. });
    let is_opened = parts.iter().any(opener);
    if is_opened {
        parts.retain(opener);
    }
    let alike =
        |it: &Claim| it.time == claims[parts[0]].time && (mine.time == it.time || mine.time == ClaimTime::Unsaid);
    if parts.len() < FEWEST || !parts.iter().all(|at| alike(&claims[*at])) {
        return None;
    }
    let joined = parts
        .windows(2)
        .all(|pair| gap(stated, &claims[pair[0]], &claims[pair[1]]).is_some_and(|gap| gap.starts_with('、')));
    let first = stated.text().get(..claims[parts[0]].at.start as usize)?;
    let named = phrases().openers.iter().flat_map(|it| &it.words).any(|word| first.ends_with(word.as_str()));
    let is_list = is_opened || joined || named;
    let sum = parts.iter().map(number).try_fold(Decimal::ZERO, Decimal::checked_add)?;
    // A total since earlier years is far from that of one year's parts.
    let is_near = said <= sum.checked_mul(Decimal::TWO)? && sum <= said.checked_mul(Decimal::TWO)?;
    (is_near && (is_list || is_slip(sum, said))).then_some(TotalBehind { total, parts, is_list })
}

/// What stands between a figure's unit and the next figure, folded.
fn gap<'a>(stated: &Paragraph<'a>, one: &Claim, next: &Claim) -> Option<&'a str> {
    let start = one.at.end as usize + claims::unit(stated, one).len();
    stated.text().get(start..next.at.start as usize)
}

/// Whether nothing but a comma and this word stands there: 共7件 counts what was listed, 共公开7件 need not.
fn is_total_of(gap: &str, word: &str) -> bool {
    gap.trim_start_matches([',', '、', ')']) == word
}

/// Whether numbers give another when some of them are added and some subtracted; `None` if there are too many to tell.
fn reaches(numbers: &[Decimal], wanted: Decimal) -> Option<bool> {
    if numbers.len() > MOST_TRIED {
        return None;
    }
    let mut sums = vec![Decimal::ZERO];
    for number in numbers {
        let more = sums.iter().flat_map(|sum| [sum.checked_add(*number), sum.checked_sub(*number)]).flatten();
        let more: Vec<Decimal> = more.collect();
        sums.extend(more);
        sums.sort_unstable();
        sums.dedup();
    }
    Some(sums.contains(&wanted))
}

/// Whether one slip of the pen makes one number of another.
fn is_slip(one: Decimal, other: Decimal) -> bool {
    let (one, other) = (one.normalize().to_string(), other.normalize().to_string());
    one.len().max(other.len()) > 1 && strsim::damerau_levenshtein(&one, &other) == 1
}
