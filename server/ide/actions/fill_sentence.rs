//! Fills the figures of a sentence in as the tables have them.
//!
//! ```text
//! 本年度新收政府信息公开申请0件，上年结转0件，办结0件。
//! 本年度新收政府信息公开申请7件，上年结转1件，办结8件。   ← 按表格填写本句的数字
//! ```
//!
//! Only figures change that are about a cell for certain and say something else. Whether the table or the sentence is wrong
//! only the author knows: never safe.

use super::action::ActionKind;
use super::offer::Offer;
use crate::check::View;
use crate::report::{Paragraph, Report};
use crate::rules::claims;
use crate::text::Edit;
use std::ops::Range;

/// What ends a sentence.
const ENDS: [char; 3] = ['。', '！', '？'];

/// Offers to fill in the sentences of a range.
pub fn offer<'a>(view: &'a View, range: &Range<usize>, kind: ActionKind) -> Option<Offer<'a>> {
    let report = view.report_at(range.start)?;
    let paragraphs = view.checked.prose.within(range.clone()).filter(Paragraph::is_running);
    let edits: Vec<Edit> = paragraphs
        .filter(|paragraph| !report.is_in_table(paragraph.range().start))
        .flat_map(|paragraph| edits(view, report, &paragraph, range))
        .collect();
    let sentences = view.text.get(range.clone())?.trim_end_matches(ENDS).matches(ENDS).count() + 1;
    let title = if sentences == 1 { "按表格填写本句的数字" } else { "按表格填写这几句的数字" };
    let is_needed = !edits.is_empty();
    is_needed.then(|| Offer::new(title.to_owned(), kind, false, move || Some(edits.clone())))
}

/// The edits of those sentences of a paragraph that a range touches.
fn edits(view: &View, report: &Report, paragraph: &Paragraph<'_>, range: &Range<usize>) -> Vec<Edit> {
    let own = paragraph.range();
    let from = range.start.clamp(own.start, own.end);
    let to = range.end.clamp(from, own.end);
    let text = |range: Range<usize>| view.text.get(range).unwrap_or_default();
    let start = text(own.start..from).char_indices().rfind(|(_, c)| ENDS.contains(c));
    let start = start.map_or(own.start, |(at, c)| own.start + at + c.len_utf8());
    let end = text(to..own.end).find(ENDS).map_or(own.end, |at| to + at);
    let claims = paragraph.facts.claims.iter().filter(|claim| {
        let at = paragraph.source(claim.at);
        start <= at.start && at.end <= end
    });
    let edit = |claim| {
        let figure = claims::of_tables(report, paragraph, claim)?;
        Some(Edit::new(paragraph.source(claim.at), figure.to_string()))
    };
    claims.filter_map(edit).collect()
}
