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

mod region;

use super::checked::Checked;
use crate::report::directive::{Directive, DirectiveKind};
use crate::rules::exceptions::{unknown_exception, unused_exception};
use crate::rules::{Finding, Rule, group};
pub use region::Region;
use std::collections::HashMap;
use std::ops::Range;

/// The rules whose findings are about exceptions. An exception covers them only by name: one for all rules would hide
/// that it is of no use.
fn is_about_exceptions(rule: &Rule) -> bool {
    [unknown_exception::RULE.name, unused_exception::RULE.name].contains(&rule.name)
}

/// What a name in a directive means: a rule, the rules of a group, or all.
#[derive(Debug, Clone)]
struct NamedRules {
    /// The bytes of the name.
    place: Range<usize>,
    /// The rules; `None` where all are meant.
    rules: Option<&'static [&'static Rule]>,
}

/// What one directive says about one name.
#[derive(Debug, Clone)]
struct Exception {
    /// The bytes of the name; of the word before it where all rules are meant.
    place: Range<usize>,
    /// The comment.
    comment: Range<usize>,
    /// The rules; `None` where all are meant.
    rules: Option<&'static [&'static Rule]>,
    /// The bytes it applies to.
    region: Range<usize>,
    /// Rules that were switched on again before the end, and where.
    on_again: Vec<(&'static str, usize)>,
    used: bool,
}

impl Exception {
    fn covers(&self, finding: &Finding) -> bool {
        let at = finding.range.start;
        let named = match self.rules {
            Some(rules) => rules.contains(&finding.rule),
            None => !is_about_exceptions(finding.rule),
        };
        named
            && (self.region.start..=self.region.end).contains(&at)
            && !self.on_again.iter().any(|(rule, from)| *rule == finding.rule.name && at >= *from)
    }
}

/// Leaves out the findings that the text excepts, and adds those about exceptions that are none or of no use.
pub fn apply(checked: &Checked, findings: &mut Vec<Finding>) {
    // Few drafts have any directive, and a text without a report has no findings.
    if checked.reports.is_empty() || checked.directives.is_empty() {
        return;
    }
    let mut own = Vec::new();
    let (mut exceptions, groups) = alike(read(checked, &mut own));
    findings.retain(|finding| {
        let mut is_excepted = false;
        for exception in exceptions.iter_mut().filter(|exception| exception.covers(finding)) {
            exception.used = true;
            is_excepted = true;
        }
        !is_excepted
    });
    let of_no_use = |(exception, group): &(Exception, usize)| of_no_use(exception, exceptions.get(*group)?.used);
    own.extend(groups.iter().filter_map(of_no_use));
    // Few exceptions name one of the rules about them, and only those cover what these say.
    let names_own =
        |exception: &&Exception| exception.rules.is_some_and(|rules| rules.iter().any(|it| is_about_exceptions(it)));
    let about_exceptions: Vec<&Exception> = exceptions.iter().filter(names_own).collect();
    own.retain(|finding| !about_exceptions.iter().any(|exception| exception.covers(finding)));
    let report_of =
        |finding: &Finding| checked.reports.iter().rposition(|it| it.range.start <= finding.range.start).unwrap_or(0);
    findings.extend(own.into_iter().map(|finding| Finding { report: report_of(&finding), ..finding }));
}

/// The exceptions without repetitions, and all of them with the index of the one that covers the same. A comment may be
/// copied a hundred thousand times.
fn alike(exceptions: Vec<Exception>) -> (Vec<Exception>, Vec<(Exception, usize)>) {
    let mut distinct: Vec<Exception> = Vec::new();
    let mut known: HashMap<(Option<*const &Rule>, Range<usize>), usize> = HashMap::new();
    let of = |exception: Exception| {
        let group = match exception.on_again.is_empty() {
            true => *known
                .entry((exception.rules.map(|rules| rules.as_ptr()), exception.region.clone()))
                .or_insert(distinct.len()),
            false => distinct.len(),
        };
        if group == distinct.len() {
            distinct.push(exception.clone());
        }
        (exception, group)
    };
    let all = exceptions.into_iter().map(of).collect();
    (distinct, all)
}

/// An exception that no finding needed. Those from the rules about exceptions are not judged: whether they are needed
/// depends on this very finding.
fn of_no_use(exception: &Exception, is_used: bool) -> Option<Finding> {
    if is_used || exception.rules.is_some_and(|rules| rules.iter().any(|rule| is_about_exceptions(rule))) {
        return None;
    }
    Some(unused_exception::of_no_use(exception.place.clone(), &exception.comment, exception.rules))
}

/// The rules that a directive names. One all of whose names are wrong is about none; without names it is about all.
fn named_rules(directive: &Directive, own: &mut Vec<Finding>) -> Vec<NamedRules> {
    if directive.kind == DirectiveKind::Unknown {
        return Vec::new();
    }
    if directive.names.is_empty() {
        return vec![NamedRules { place: directive.word_range.clone(), rules: None }];
    }
    let mut named = Vec::new();
    for (place, name) in &directive.names {
        match group::named(name) {
            [] => own.push(unknown_exception::name(place.clone(), name, group::names())),
            rules => named.push(NamedRules { place: place.clone(), rules: Some(rules) }),
        }
    }
    named
}

fn unknown_word(directive: &Directive) -> Finding {
    let place = if directive.written.is_empty() { &directive.range } else { &directive.word_range };
    unknown_exception::word(place.clone(), &directive.written, &DirectiveKind::WORDS.map(|(word, _)| word))
}

/// The exceptions in the order of the text; what is wrong with the directives goes to `own`.
fn read(checked: &Checked, own: &mut Vec<Finding>) -> Vec<Exception> {
    let region = Region::new(&checked.syntax);
    let mut exceptions: Vec<Exception> = Vec::new();
    // Those of `off` that no `on` has ended.
    let mut open: Vec<usize> = Vec::new();
    for directive in checked.directives.iter() {
        let rules = named_rules(&directive, own);
        let bytes = match directive.kind {
            DirectiveKind::Ignore => region.of_comment(&directive.range),
            DirectiveKind::IgnoreFile => 0..region.end(),
            DirectiveKind::Off => directive.range.end..region.end(),
            DirectiveKind::On => {
                switch_on(&directive, &rules, &mut exceptions, &mut open, own);
                continue;
            }
            DirectiveKind::Unknown => {
                own.push(unknown_word(&directive));
                continue;
            }
        };
        for NamedRules { place, rules } in rules {
            if directive.kind == DirectiveKind::Off {
                open.push(exceptions.len());
            }
            let (comment, region) = (directive.range.clone(), bytes.clone());
            exceptions.push(Exception { place, comment, rules, region, on_again: Vec::new(), used: false });
        }
    }
    exceptions
}

/// Ends what is off.
fn switch_on(
    directive: &Directive,
    named: &[NamedRules],
    exceptions: &mut [Exception],
    open: &mut Vec<usize>,
    own: &mut Vec<Finding>,
) {
    for NamedRules { place, rules } in named {
        let mut is_of_use = false;
        open.retain(|&index| {
            let exception = &mut exceptions[index];
            let is_off = |rule: &&Rule| exception.rules.is_none_or(|off| off.contains(rule));
            let on: Option<Vec<&Rule>> = rules.map(|on| on.iter().copied().filter(is_off).collect());
            is_of_use |= on.as_ref().is_none_or(|on| !on.is_empty());
            match (on, exception.rules) {
                (Some(on), off) if off.is_none_or(|off| on.len() < off.len()) => {
                    exception.on_again.extend(on.iter().map(|rule| (rule.name, directive.range.end)));
                    true
                }
                _ => {
                    exception.region.end = directive.range.start;
                    false
                }
            }
        });
        if !is_of_use {
            own.push(unused_exception::nothing_is_off(place.clone(), &directive.range));
        }
    }
}
