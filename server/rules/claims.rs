//! Claims that the tables contradict, and what to do about them: which of the two is wrong, only the author knows.

use super::claim_words::{WHICH, change};
pub use super::claim_words::{behind, printed, said, unit};
use super::finding::Finding;
use super::rule::Rule;
use super::subject::Subject;
use super::words::{listed, quoted};
use crate::edition::CellAt;
use crate::edition::phrases::{Quantity, QuantityCells, phrases};
use crate::report::claims::resolve::{self, Reference};
use crate::report::claims::{Amount, Claim, ClaimRole, ClaimScope};
use crate::report::prose::Stretch;
use crate::report::prose::figure::Exactness;
use crate::report::solve::failing;
use crate::report::{Filled, Paragraph, Report};
use crate::text::Edit;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// What the tables say against a claim.
#[derive(Debug, Clone, Copy)]
pub struct Contradiction {
    /// Of what.
    pub quantity: Quantity,
    /// The figure of the tables.
    pub printed: Decimal,
    /// How they differ.
    pub kind: ContradictionKind,
}

/// How a claim and the tables differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContradictionKind {
    /// One of them says that there was none.
    Nothing,
    /// By the unit of the money.
    Unit,
    /// In any other way.
    Figure,
}

/// What the tables say against a claim; `None` where they do not, where the words leave a doubt of what is meant, or
/// where they say it of the whole of which it is a part.
pub fn contradiction(report: &Report, stated: &Paragraph<'_>, claim: &Claim) -> Option<Contradiction> {
    let found = of_itself(report, stated, claim)?;
    let whole = match claim.role {
        ClaimRole::Part { of, .. } => stated.facts.claims.get(usize::from(of)),
        _ => None,
    };
    whole.is_none_or(|whole| of_itself(report, stated, whole).is_none()).then_some(found)
}

fn of_itself(report: &Report, stated: &Paragraph<'_>, claim: &Claim) -> Option<Contradiction> {
    let quantity = claim.quantity.filter(|_| claim.firm && claim.is_of(report.year))?;
    let found = |printed, kind| Some(Contradiction { quantity, printed, kind });
    if !is_of_all(report, &stated.facts.claims, claim, quantity) {
        return None;
    }
    let printed = resolve::stated(report, quantity)?;
    let accepted = resolve::accepted(report, quantity);
    let said = match claim.amount {
        // Words for nothing are zero for every sum that a figure may name.
        Amount::Nothing if printed > Decimal::ZERO && is_watched(quantity) && !is_culprit(report, quantity) => {
            return found(printed, ContradictionKind::Nothing);
        }
        Amount::Figure(said, _) => said,
        Amount::Nothing | Amount::Everything => return None,
    };
    if accepted.iter().any(|figure| agrees(claim, quantity, *figure) != Some(false))
        || is_disclaimed(stated, claim, quantity)
        || is_culprit(report, quantity)
    {
        return None;
    }
    if is_watched(quantity) && claim.role == ClaimRole::Whole {
        let none = if said.is_zero() {
            accepted.iter().all(|figure| *figure > Decimal::ZERO)
        } else {
            accepted.iter().all(Decimal::is_zero)
        };
        if none {
            return found(printed, ContradictionKind::Nothing);
        }
    }
    if accepted.iter().any(|figure| said <= *figure) && counts_a_year(stated, claim, quantity) {
        return None;
    }
    let is_off = |factor| {
        let shifted = said.checked_mul(factor).map(|value| scaled(claim, value));
        shifted.is_some_and(|claim| agrees(&claim, quantity, printed) == Some(true))
    };
    let money = known(quantity).and_then(|known| known.money).is_some() && !said.is_zero() && !printed.is_zero();
    let unit = money && [Decimal::from(10_000), Decimal::new(1, 4)].into_iter().any(is_off);
    found(printed, if unit { ContradictionKind::Unit } else { ContradictionKind::Figure })
}

/// The same claim with another figure.
fn scaled(claim: &Claim, value: Decimal) -> Claim {
    let exactness = match claim.amount {
        Amount::Figure(_, exactness) => exactness,
        _ => Exactness::Exact,
    };
    Claim { amount: Amount::Figure(value, exactness), ..claim.clone() }
}

fn known(quantity: Quantity) -> Option<&'static QuantityCells> {
    phrases().quantities.iter().find(|known| known.id == quantity)
}

/// Whether claims about this quantity contradict a table where one of them says that there was none.
fn is_watched(quantity: Quantity) -> bool {
    use Quantity::{DirectLawsuits, LaterLawsuits, Lawsuits, NormativeIssued, Proceedings, Received, Reconsiderations};
    [Received, Reconsiderations, Lawsuits, DirectLawsuits, LaterLawsuits, Proceedings, NormativeIssued]
        .contains(&quantity)
}

/// Whether the table itself shows that a cell of this quantity is wrong.
fn is_culprit(report: &Report, quantity: Quantity) -> bool {
    cells(report, quantity).is_some_and(|(filled, cells)| cells.iter().any(|cell| filled.right(*cell).is_some()))
}

/// Whether a claim is about all that the report's tables count, and not about a part of it.
fn is_of_all(report: &Report, claims: &[Claim], claim: &Claim, quantity: Quantity) -> bool {
    // If a whole county has issued nothing, neither has any of its bodies.
    let none = claim.exact().is_some_and(|said| said.is_zero());
    let whole = quantity == Quantity::NormativeIssued && none && claim.scope != ClaimScope::Part;
    if !whole && !resolve::is_own(report, claim) {
        return false;
    }
    match claim.role {
        ClaimRole::Whole => !is_kind(quantity) || is_kind_of_all(claims, claim),
        ClaimRole::Part { of, .. } => claims.get(usize::from(of)).is_some_and(|whole| {
            let of = whole.quantity.filter(|_| whole.firm && whole.is_of(report.year));
            of.is_some_and(|of| divides(quantity, of) && is_of_all(report, claims, whole, of))
        }),
        ClaimRole::Share { .. } | ClaimRole::Change { .. } => false,
    }
}

/// Whether the figures of this quantity divide those of another.
fn divides(part: Quantity, whole: Quantity) -> bool {
    use Quantity::{
        CarriedIn, CarriedOut, Denied, DirectLawsuits, Handled, HandledOtherwise, LaterLawsuits, Lawsuits,
        LawsuitsCorrected, LawsuitsOther, LawsuitsPending, LawsuitsUpheld, Proceedings, Processed, Received,
        Reconsiderations, ReconsiderationsCorrected, ReconsiderationsOther, ReconsiderationsPending,
        ReconsiderationsUpheld, Unable, Unprocessed,
    };
    match whole {
        Received | Handled | Processed => is_kind(part) || matches!(part, CarriedIn | CarriedOut),
        Denied | Unable | Unprocessed | HandledOtherwise => matches!(part, Quantity::Result(_)),
        Reconsiderations => matches!(
            part,
            ReconsiderationsUpheld | ReconsiderationsCorrected | ReconsiderationsOther | ReconsiderationsPending
        ),
        Lawsuits => matches!(
            part,
            LawsuitsUpheld | LawsuitsCorrected | LawsuitsOther | LawsuitsPending | DirectLawsuits | LaterLawsuits
        ),
        Proceedings => matches!(part, Reconsiderations | Lawsuits),
        _ => false,
    }
}

/// Whether this quantity is a kind of applications: by who applied, or by what came of it.
fn is_kind(quantity: Quantity) -> bool {
    use Quantity::{
        Denied, FromOrganisations, FromPersons, Granted, HandledOtherwise, PartlyGranted, Result, Unable, Unprocessed,
    };
    match quantity {
        Result(_) => true,
        _ => [FromPersons, FromOrganisations, Granted, PartlyGranted, Denied, Unable, Unprocessed, HandledOtherwise]
            .contains(&quantity),
    }
}

/// Whether a kind of applications is one of all of them: a sentence about those carried over speaks of no others.
fn is_kind_of_all(claims: &[Claim], claim: &Claim) -> bool {
    use Quantity::{CarriedIn, CarriedOut, Handled, Processed, Received};
    let end = claims.partition_point(|it| it.at.start < claim.at.start);
    let before = claims[..end].iter().rev().take_while(|it| it.sentence == claim.sentence);
    let mut carried = false;
    for quantity in before.filter_map(|it| it.quantity) {
        match quantity {
            Received | Handled | Processed => return true,
            CarriedIn | CarriedOut => carried = true,
            _ => {}
        }
    }
    !carried
}

/// Whether the text goes on to say that what was received was no application for information.
fn is_disclaimed(stated: &Paragraph<'_>, claim: &Claim, quantity: Quantity) -> bool {
    use Quantity::{Handled, Processed, Received};
    let behind = || {
        let rest = stated.text().get(claim.at.end as usize..).unwrap_or_default();
        rest.char_indices().nth(FARTHEST_DISCLAIMER).map_or(rest, |(end, _)| &rest[..end])
    };
    [Received, Handled, Processed].contains(&quantity)
        && matches!(claim.amount, Amount::Figure(..))
        && phrases().disclaimers.words.iter().any(|word| behind().contains(word.as_str()))
}

/// Whether a claim about cases counts those of the year only, where the form has older ones, too.
fn counts_a_year(stated: &Paragraph<'_>, claim: &Claim, quantity: Quantity) -> bool {
    use Quantity::{DirectLawsuits, LaterLawsuits, Lawsuits, Proceedings, Reconsiderations};
    let said = || sentence_before(stated, claim);
    [Reconsiderations, Lawsuits, DirectLawsuits, LaterLawsuits, Proceedings].contains(&quantity)
        && phrases().incidents.words.iter().any(|word| said().contains(word.as_str()))
}

/// A sentence begins no farther before a claim, in characters.
const FARTHEST_BEGINNING: usize = 10_000;

/// What the sentence of a claim says before it, folded.
pub fn sentence_before<'a>(stated: &Paragraph<'a>, claim: &Claim) -> &'a str {
    let before = stated.text().get(..claim.at.start as usize).unwrap_or_default();
    let near = before.char_indices().rev().nth(FARTHEST_BEGINNING).map_or(0, |(at, _)| at);
    before[near..].rsplit(['。', '!', '?']).next().unwrap_or_default()
}

/// Whether a claim agrees with a figure of the tables, as far as its own digits and those of the table tell; `None` where
/// it is too rough to tell.
fn agrees(claim: &Claim, quantity: Quantity, printed: Decimal) -> Option<bool> {
    let Amount::Figure(said, exactness) = claim.amount else { return None };
    let worth = worth(claim, quantity)?;
    let step = match exactness {
        Exactness::Exact if worth.is_none() => return Some(said == printed),
        Exactness::Exact => Decimal::new(1, said.scale()),
        Exactness::Rounded(step) => step,
        Exactness::Rough => return None,
    };
    let (said, step) = match worth {
        None => (said, step),
        Some((own, cells)) => {
            let in_cells = |value: Decimal| value.checked_mul(own)?.checked_div(cells);
            (in_cells(said)?, in_cells(step)?.max(Decimal::new(1, printed.scale())))
        }
    };
    Some(is_within(printed, said, step))
}

/// Whether a number that is printed in steps of this is the right one, rounded or cut off.
fn is_within(right: Decimal, said: Decimal, step: Decimal) -> bool {
    let Some(apart) = right.checked_sub(said) else { return false };
    apart.abs() <= step / Decimal::TWO || (apart > Decimal::ZERO && apart < step)
}

/// Whether a printed number is the right one, rounded or cut off at its own digits.
pub fn is_rounded(said: Decimal, right: Decimal) -> bool {
    is_within(right, said, Decimal::new(1, said.scale()))
}

/// What one of a claim's units and one of the cells' numbers are worth in 元, where they are money; `None` if only one of
/// them is.
fn worth(claim: &Claim, quantity: Quantity) -> Option<Option<(Decimal, Decimal)>> {
    let cells = known(quantity).and_then(|known| known.money);
    match (claim.unit().and_then(|unit| unit.money), cells) {
        (Some(own), Some(cells)) => Some(Some((own.into(), cells.into()))),
        (None, None) => Some(None),
        _ => None,
    }
}

/// What is said of a figure stands no farther behind it, in characters.
const FARTHEST_DISCLAIMER: usize = 100;
/// The cells of which a claim about a quantity speaks.
pub fn cells(report: &Report, quantity: Quantity) -> Option<(&Filled, Vec<CellAt>)> {
    let references: Vec<Reference> = match quantity {
        Quantity::Proceedings => [Quantity::Reconsiderations, Quantity::Lawsuits]
            .into_iter()
            .filter_map(|part| resolve::cells(report, part))
            .collect(),
        _ => resolve::cells(report, quantity).into_iter().collect(),
    };
    let form = references.first()?.form;
    let cells = references.into_iter().filter(|it| it.form == form).flat_map(|it| it.cells).collect();
    Some((report.forms.get(form)?, cells))
}

/// The finding that the tables contradict a claim, with the two ways to settle it: the figure of the tables in the prose,
/// and that of the prose in the cell, where only one cell is meant.
pub fn finding(
    rule: &'static Rule,
    report: &Report,
    (stated, claim): (&Paragraph<'_>, &Claim),
    contradiction: Contradiction,
) -> Option<Finding> {
    let Contradiction { quantity, printed, kind } = contradiction;
    let (filled, cells) = cells(report, quantity)?;
    let words = listed(cells.iter().map(|cell| filled.form.words(*cell)));
    let together = if cells.len() > 1 { "共" } else { "" };
    let money = known(quantity).and_then(|known| known.money);
    let unit = phrases().units.iter().find(|unit| money.is_some() && unit.money == money);
    let unit = unit.and_then(|unit| unit.words.first()).map_or("", String::as_str);
    let printed = printed.normalize();
    let why = if kind == ContradictionKind::Unit { "，相差一万倍，疑为计量单位写错" } else { "" };
    let said = said(stated, claim);
    let message = format!("正文{said}，但{}的{words}{together}为{printed}{unit}{why}，{WHICH}", filled.form.name);
    let range = stated.source(claim.at);
    let subject = Subject::Claim(filled.form.id.as_str(), cells.clone());
    let finding = Finding::new(rule, subject, range.clone(), message);
    let value = |cell: &CellAt| filled.value(cell.0, cell.1);
    let mut finding = cells
        .iter()
        .filter_map(value)
        .fold(finding, |finding, value| finding.note(value.range(), format!("表格中为{}", value.text())));
    if kind == ContradictionKind::Unit {
        let figure = format!("{printed}{unit}");
        let end = claim.at.end as usize + self::unit(stated, claim).len();
        let whole = stated.source(Stretch::new(claim.at.start as usize..end));
        let title = format!("把{}改为{figure}（{}）", self::printed(stated, claim), filled.form.name);
        finding = finding.unsafe_fix(title, Edit::new(whole, figure));
    } else if let Some(figure) = in_prose(stated, claim, quantity, printed) {
        finding = finding.unsafe_fix(
            format!("{}（{}）", change(stated, claim, figure), filled.form.name),
            Edit::new(range, figure.to_string()),
        );
    }
    match (cells.as_slice(), claim.amount) {
        ([cell], Amount::Figure(said, Exactness::Exact)) if money.is_none() && said.is_integer() => {
            let value = value(cell)?;
            let said = said.normalize();
            // The equations of the table tell for which of the two it is.
            let now = failing(filled, &HashMap::new());
            let breaks = failing(filled, &HashMap::from([(*cell, said)])) > now;
            let warned = if breaks { "（表内勾稽关系将不成立）" } else { "" };
            let present = value.number().map_or_else(String::new, |number| format!("由{}", number.normalize()));
            let words = quoted(filled.form.words(*cell));
            let title = format!("把{}{words}{present}改为{said}{warned}", filled.form.name);
            Some(finding.unsafe_fix(title, Edit::new(value.figure(), said.to_string())))
        }
        _ => Some(finding),
    }
}

/// The number that a claim must have to say what the tables say, where it contradicts them.
pub fn of_tables(report: &Report, stated: &Paragraph<'_>, claim: &Claim) -> Option<Decimal> {
    let Contradiction { quantity, printed, kind } = of_itself(report, stated, claim)?;
    in_prose(stated, claim, quantity, printed).filter(|_| kind != ContradictionKind::Unit)
}

/// The number that a claim's figure must have to say what the tables say, in its own unit and magnitude.
fn in_prose(stated: &Paragraph<'_>, claim: &Claim, quantity: Quantity, printed: Decimal) -> Option<Decimal> {
    let Amount::Figure(said, _) = claim.amount else { return None };
    let in_unit = match worth(claim, quantity)? {
        None => printed,
        Some((own, cells)) => printed.checked_mul(cells)?.checked_div(own)?,
    };
    let number: Option<Decimal> = stated.folded(claim.at).replace(',', "").parse().ok();
    let magnitude = number.and_then(|number| said.checked_div(number)).unwrap_or(Decimal::ONE);
    let figure = in_unit.checked_div(magnitude)?;
    // As exact as it was.
    let scale = number.map_or(0, |number| number.scale());
    let figure = if magnitude == Decimal::ONE { figure } else { figure.round_dp(scale) };
    Some(figure.normalize())
}
