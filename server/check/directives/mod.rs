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

mod exceptions;
mod region;

use super::checked::Checked;
use crate::report::directive::{Directive, DirectiveKind};
use crate::rules::exceptions::{unknown_exception, unused_exception};
use crate::rules::{Finding, Rule, group};
use exceptions::{Exceptions, NamedRules, Silence};
pub use region::Region;
use std::collections::HashMap;

/// Leaves out the findings that the text excepts, and adds those about exceptions that are none or of no use.
pub fn apply(checked: &Checked, findings: &mut Vec<Finding>) {
    // Few drafts have any directive, and a text without a report has no findings.
    if checked.reports.is_empty() || checked.directives.is_empty() {
        return;
    }
    let mut own = Vec::new();
    let mut exceptions = read(checked, &mut own);
    let mut places: HashMap<&'static str, (&'static Rule, Vec<usize>)> = HashMap::new();
    for Finding { rule, range, .. } in findings.iter() {
        places.entry(rule.name).or_insert((rule, Vec::new())).1.push(range.start);
    }
    let silences: HashMap<&'static str, Silence> = places
        .into_iter()
        .map(|(name, (rule, mut places))| {
            places.sort_unstable();
            (name, exceptions.silence(rule, &places))
        })
        .collect();
    findings.retain(|Finding { rule, range, .. }| !silences.get(rule.name).is_some_and(|it| it.covers(range.start)));
    own.extend(exceptions.of_no_use());
    let about_exceptions = [&unknown_exception::RULE, &unused_exception::RULE];
    let silences = about_exceptions.map(|rule| (rule, exceptions.silence(rule, &[])));
    own.retain(|finding| !silences.iter().any(|(rule, it)| *rule == finding.rule && it.covers(finding.range.start)));
    let report_of = |at: usize| checked.reports.partition_point(|it| it.range.start <= at).saturating_sub(1);
    findings.extend(own.into_iter().map(|finding| Finding { report: report_of(finding.range.start), ..finding }));
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

/// The exceptions of a text; what is wrong with its directives goes to `own`.
fn read(checked: &Checked, own: &mut Vec<Finding>) -> Exceptions {
    let region = Region::new(&checked.syntax);
    let mut exceptions = Exceptions::default();
    for directive in checked.directives.iter() {
        let named = named_rules(&directive, own);
        let bytes = match directive.kind {
            DirectiveKind::Ignore => region.of_comment(&directive.range),
            DirectiveKind::IgnoreFile => 0..region.end(),
            DirectiveKind::Off => directive.range.end..region.end(),
            DirectiveKind::On => {
                let is_of_no_use = |rules: &NamedRules| !exceptions.switch_on(rules.rules, directive.range.start);
                let of_no_use = named.into_iter().filter(is_of_no_use);
                own.extend(of_no_use.map(|it| unused_exception::nothing_is_off(it.place, &directive.range)));
                continue;
            }
            DirectiveKind::Unknown => {
                own.push(unknown_word(&directive));
                continue;
            }
        };
        for named in named {
            exceptions.add(named, &directive, bytes.clone());
        }
    }
    exceptions
}
