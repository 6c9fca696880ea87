//! Exceptions written in a draft: comments that say which rules are not to be heard, and where.
//!
//! ```text
//! <!-- nianbao: ignore row-total -->         the next block: a paragraph, a table, an element of HTML
//! <!-- nianbao: off row-total, balance -->   from here …
//! <!-- nianbao: on -->                       … to here
//! <!-- nianbao: ignore-file label -->        the whole file
//! ```
//!
//! Without names all rules are meant. A comment behind other text on its line applies to that line.

mod comment;
mod region;

use crate::report::Report;
use crate::rules::exceptions::{unknown_exception, unused_exception};
use crate::rules::{Finding, Rule};
use crate::syntax::Syntax;
use comment::{Comment, NamedRule, WORDS, Word};
pub use region::Region;
use std::ops::Range;

/// The rules whose findings are about exceptions. An exception covers them only by name: one for all rules would hide
/// that it is of no use.
fn is_about_exceptions(rule: &Rule) -> bool {
    [unknown_exception::RULE.name, unused_exception::RULE.name].contains(&rule.name)
}

/// What one comment says about one rule.
#[derive(Debug)]
struct Exception {
    /// The bytes that name the rule; of the word before it where all are meant.
    place: Range<usize>,
    /// The comment.
    comment: Range<usize>,
    /// The rule; `None` where all are meant.
    rule: Option<&'static Rule>,
    /// The bytes it applies to.
    region: Range<usize>,
    /// Rules that were switched on again before the end, and where.
    on_again: Vec<(&'static str, usize)>,
    used: bool,
}

impl Exception {
    fn covers(&self, finding: &Finding) -> bool {
        let at = finding.range.start;
        let named = match self.rule {
            Some(rule) => rule.name == finding.rule.name,
            None => !is_about_exceptions(finding.rule),
        };
        named
            && (self.region.start..=self.region.end).contains(&at)
            && !self.on_again.iter().any(|(rule, from)| *rule == finding.rule.name && at >= *from)
    }
}

/// Whether a text has comments that are meant for nianbao.
pub fn has_comments(syntax: &Syntax) -> bool {
    !comment::comments(syntax).is_empty()
}

/// Leaves out the findings that the text excepts, and adds those about exceptions that are none or of no use.
pub fn apply(syntax: &Syntax, reports: &[Report], findings: &mut Vec<Finding>) {
    // Few drafts have any comment of ours, and a text without a report has no findings.
    let comments: Vec<Comment> = if reports.is_empty() { Vec::new() } else { comment::comments(syntax) };
    if comments.is_empty() {
        return;
    }
    let mut own = Vec::new();
    let mut exceptions = read(syntax, comments, &mut own);
    findings.retain(|finding| {
        let mut is_excepted = false;
        for exception in exceptions.iter_mut().filter(|exception| exception.covers(finding)) {
            exception.used = true;
            is_excepted = true;
        }
        !is_excepted
    });
    own.extend(exceptions.iter().filter_map(of_no_use));
    own.retain(|finding| !exceptions.iter().any(|exception| exception.covers(finding)));
    let report_of =
        |finding: &Finding| reports.iter().rposition(|report| report.range.start <= finding.range.start).unwrap_or(0);
    findings.extend(own.into_iter().map(|finding| Finding { report: report_of(&finding), ..finding }));
}

/// An exception that no finding needed. Those from the rules about exceptions are not judged: whether they are needed
/// depends on this very finding.
fn of_no_use(exception: &Exception) -> Option<Finding> {
    if exception.used || exception.rule.is_some_and(is_about_exceptions) {
        return None;
    }
    Some(unused_exception::of_no_use(exception.place.clone(), &exception.comment, exception.rule))
}

fn unknown_word(comment: &Comment) -> Finding {
    let place = if comment.written.is_empty() { &comment.range } else { &comment.word_range };
    unknown_exception::word(place.clone(), &comment.written, &WORDS.map(|(word, _)| word))
}

/// The exceptions in the order of the text; what is wrong with the comments goes to `own`.
fn read(syntax: &Syntax, comments: Vec<Comment>, own: &mut Vec<Finding>) -> Vec<Exception> {
    let region = Region::new(syntax);
    let mut exceptions: Vec<Exception> = Vec::new();
    // Those of `off` that no `on` has ended.
    let mut open: Vec<usize> = Vec::new();
    for comment in comments {
        let rules = comment.rules(own);
        let bytes = match comment.word {
            Word::Ignore => region.of_comment(&comment.range),
            Word::IgnoreFile => 0..region.end(),
            Word::Off => comment.range.end..region.end(),
            Word::On => {
                switch_on(&comment, &rules, &mut exceptions, &mut open, own);
                continue;
            }
            Word::Unknown => {
                own.push(unknown_word(&comment));
                continue;
            }
        };
        for NamedRule { place, rule } in rules {
            if comment.word == Word::Off {
                open.push(exceptions.len());
            }
            let (comment, region) = (comment.range.clone(), bytes.clone());
            exceptions.push(Exception { place, comment, rule, region, on_again: Vec::new(), used: false });
        }
    }
    exceptions
}

/// Ends what is off.
fn switch_on(
    comment: &Comment,
    rules: &[NamedRule],
    exceptions: &mut [Exception],
    open: &mut Vec<usize>,
    own: &mut Vec<Finding>,
) {
    for NamedRule { place, rule } in rules {
        let mut is_of_use = false;
        open.retain(|&index| {
            let exception = &mut exceptions[index];
            match (rule, exception.rule) {
                (Some(on), Some(off)) if on.name != off.name => true,
                (Some(on), None) => {
                    is_of_use = true;
                    exception.on_again.push((on.name, comment.range.end));
                    true
                }
                _ => {
                    is_of_use = true;
                    exception.region.end = comment.range.start;
                    false
                }
            }
        });
        if !is_of_use {
            own.push(unused_exception::nothing_is_off(place.clone(), &comment.range));
        }
    }
}
