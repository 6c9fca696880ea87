//! Wording about figures in prose: whose they are, and what to change them to.

use super::words::quoted;
use crate::report::Paragraph;
use crate::report::claims::{Amount, Claim};
use crate::report::prose::Stretch;
use std::cmp::Reverse;
use std::fmt::Display;

/// The most characters of a clause that are repeated.
const LONGEST: usize = 20;

/// What a finding asks of an author who alone knows which of two figures is right.
pub const WHICH: &str = "请核对哪一个正确";

/// What the clause of a figure says before it, in quotation marks: “我局收到政府信息公开申请”; `None` if it begins with
/// the figure.
fn named(stated: &Paragraph<'_>, claim: &Claim) -> Option<String> {
    let at = claim.at.start as usize;
    let before = stated.text().get(..at).unwrap_or_default();
    let clause = before.rsplit(|c: char| "。,;:!?()、".contains(c)).next().unwrap_or_default().trim_start();
    let kept = clause.char_indices().rev().nth(LONGEST - 1).map_or(0, |(start, _)| start);
    let words = stated.printed(Stretch::new(at - clause.len() + kept..at));
    let words = words.trim();
    (!words.is_empty()).then(|| quoted(words))
}

/// The title of a repair that gives a figure in prose another number: 把“我局收到申请”由13件改为12件.
pub fn change(stated: &Paragraph<'_>, claim: &Claim, right: impl Display) -> String {
    let end = claim.at.end as usize;
    let unit = stated.printed(Stretch::new(end..end + unit(stated, claim).len()));
    let said = printed(stated, claim);
    match named(stated, claim) {
        Some(words) => format!("把{words}由{said}改为{right}{unit}"),
        None => format!("把{said}改为{right}{unit}"),
    }
}

/// A claim in words: 为3件, 称“未收到申请”.
pub fn said(stated: &Paragraph<'_>, claim: &Claim) -> String {
    match claim.amount {
        Amount::Figure(..) => format!("为{}", printed(stated, claim)),
        _ => format!("称{}", quoted(&stated.printed(claim.at))),
    }
}

/// A figure as it is printed, with its unit.
pub fn printed(stated: &Paragraph<'_>, claim: &Claim) -> String {
    let end = claim.at.end as usize + unit(stated, claim).len();
    stated.printed(Stretch::new(claim.at.start as usize..end)).into_owned()
}

/// No unit ends farther behind its number, in characters.
const FARTHEST_UNIT: usize = 12;

/// What stands between a figure's number and the end of its unit: 件, 万件, 余件.
pub fn unit<'a>(stated: &Paragraph<'a>, claim: &Claim) -> &'a str {
    let behind = stated.text().get(claim.at.end as usize..).unwrap_or_default();
    let near = behind.char_indices().nth(FARTHEST_UNIT).map_or(behind, |(end, _)| &behind[..end]);
    let words = claim.unit().into_iter().flat_map(|unit| &unit.words);
    let found = words.filter_map(|word| Some((near.find(word.as_str())?, Reverse(word.len()))));
    found.min().map_or("", |(start, Reverse(length))| &near[..start + length])
}

/// What follows a figure and its unit, folded.
pub fn behind<'a>(stated: &Paragraph<'a>, claim: &Claim) -> &'a str {
    let end = claim.at.end as usize + unit(stated, claim).len();
    stated.text().get(end..).unwrap_or_default()
}
