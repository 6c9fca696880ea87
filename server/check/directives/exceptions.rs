//! The exceptions of a text, and what they cover.
//!
//! There may be a hundred thousand of them, as many findings, and no two need be alike. So a place is compared with none of
//! them: for each rule that has findings, the stretches where it is not to be heard are put in order once.

use crate::report::directive::{Directive, DirectiveKind};
use crate::rules::exceptions::{unknown_exception, unused_exception};
use crate::rules::{Finding, Rule};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The rules whose findings are about exceptions. An exception covers them only by name: one for all rules would hide
/// that it is of no use.
fn is_about_exceptions(rule: &Rule) -> bool {
    [unknown_exception::RULE.name, unused_exception::RULE.name].contains(&rule.name)
}

/// What a name in a directive means: a rule, the rules of a group, or all.
#[derive(Debug, Clone)]
pub(super) struct NamedRules {
    /// The bytes of the name; of the word before it where all rules are meant.
    pub place: Range<usize>,
    /// The rules; `None` where all are meant.
    pub rules: Option<&'static [&'static Rule]>,
}

/// The exceptions of a text, in its order.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    exceptions: Vec<Exception>,
    /// What was named, each name once.
    named: Vec<Named>,
    /// The indices of those, by the rules that they mean.
    known: HashMap<Option<*const &'static Rule>, usize>,
    off: Off,
}

/// What one directive says about one name.
#[derive(Debug)]
struct Exception {
    place: Range<usize>,
    /// The comment.
    comment: Range<usize>,
    /// The rules; `None` where all are meant.
    rules: Option<&'static [&'static Rule]>,
    /// The bytes it applies to.
    region: Range<usize>,
    /// Whether a rule is to be heard again where it is switched on.
    ends_with_on: bool,
    is_used: bool,
}

/// What directives say about one name.
#[derive(Debug)]
struct Named {
    /// The rules; `None` where all are meant.
    rules: Option<&'static [&'static Rule]>,
    /// The indices of the exceptions.
    exceptions: Vec<usize>,
    /// Where it is switched on.
    on: Vec<usize>,
}

/// The rules that are off at a place of the text.
#[derive(Debug, Default)]
struct Off {
    /// Whether all were switched off at last, and not on.
    all: bool,
    /// The rules that are the other way.
    others: HashSet<&'static str>,
}

/// Where a rule is not to be heard.
#[derive(Debug)]
pub(super) struct Silence {
    /// Where each of its stretches begins, in order, and the last byte of all up to it.
    stretches: Vec<(usize, usize)>,
}

impl Exceptions {
    /// Adds an exception from the next directive of the text.
    pub fn add(&mut self, NamedRules { place, rules }: NamedRules, directive: &Directive, region: Range<usize>) {
        let ends_with_on = directive.kind == DirectiveKind::Off;
        if ends_with_on {
            self.off.switch(rules, true);
        }
        let index = self.exceptions.len();
        self.named(rules).exceptions.push(index);
        let comment = directive.range.clone();
        self.exceptions.push(Exception { place, comment, rules, region, ends_with_on, is_used: false });
    }

    /// Switches rules on from a place behind all that was added; returns whether one of them was off.
    pub fn switch_on(&mut self, rules: Option<&'static [&'static Rule]>, at: usize) -> bool {
        self.named(rules).on.push(at);
        self.off.switch(rules, false)
    }

    fn named(&mut self, rules: Option<&'static [&'static Rule]>) -> &mut Named {
        let index = *self.known.entry(rules.map(<[_]>::as_ptr)).or_insert(self.named.len());
        if index == self.named.len() {
            self.named.push(Named { rules, exceptions: Vec::new(), on: Vec::new() });
        }
        &mut self.named[index]
    }

    /// Where a rule is not to be heard. Exceptions that cover one of the `places` of its findings, which are in order, count
    /// as used.
    pub fn silence(&mut self, rule: &'static Rule, places: &[usize]) -> Silence {
        let mut on: Vec<usize> = Vec::new();
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        let names = |named: &&Named| named.rules.is_none_or(|rules| rules.contains(&rule));
        self.named.iter().filter(names).for_each(|named| on.extend(&named.on));
        on.sort();
        // All rules are those that are not about exceptions.
        let covers = |named: &&Named| names(named) && (named.rules.is_some() || !is_about_exceptions(rule));
        for index in self.named.iter().filter(covers).flat_map(|named| &named.exceptions) {
            let Exception { region, ends_with_on, is_used, .. } = &mut self.exceptions[*index];
            let on_again = || on.get(on.partition_point(|at| *at < region.start)).copied();
            let end = on_again().filter(|_| *ends_with_on).unwrap_or(region.end);
            *is_used |= places.get(places.partition_point(|at| *at < region.start)).is_some_and(|at| *at <= end);
            stretches.push((region.start, end));
        }
        stretches.sort();
        let mut furthest = 0;
        for (_, end) in &mut stretches {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Silence { stretches }
    }

    /// Findings about the exceptions that no finding needed. Those from the rules about exceptions are not judged: whether
    /// they are needed depends on these very findings.
    pub fn of_no_use(&self) -> impl Iterator<Item = Finding> {
        let is_judged = |it: &&Exception| !it.rules.is_some_and(|rules| rules.iter().any(|it| is_about_exceptions(it)));
        let unused = self.exceptions.iter().filter(|it| !it.is_used).filter(is_judged);
        unused.map(|it| unused_exception::of_no_use(it.place.clone(), &it.comment, it.rules))
    }
}

impl Off {
    /// Switches rules off or on; returns whether one of them was the other way.
    fn switch(&mut self, rules: Option<&'static [&'static Rule]>, off: bool) -> bool {
        let Some(rules) = rules else {
            let was = !self.others.is_empty() || self.all != off;
            *self = Off { all: off, others: HashSet::new() };
            return was;
        };
        let mut was = false;
        for rule in rules {
            was |= if self.all == off { self.others.remove(rule.name) } else { self.others.insert(rule.name) };
        }
        was
    }
}

impl Silence {
    /// Whether it covers a place.
    pub fn covers(&self, at: usize) -> bool {
        let behind = self.stretches.partition_point(|(start, _)| *start <= at);
        behind.checked_sub(1).is_some_and(|last| at <= self.stretches[last].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::directive::{BlockDirectives, Directives, of_block};
    use crate::rules::RULES;
    use crate::rules::group::named;
    use crate::syntax::Syntax;

    /// What a directive says: whether it switches on or off, or is for a stretch of so many bytes; and to which name.
    type Said = (u8, usize, usize);

    const NAMES: [&str; 5] = ["", "row-total", "sums", "label", "unused-exception"];

    /// Whether each place of a finding is covered, and which exceptions are used and which `on` are of use, found by comparing
    /// everything with everything.
    fn plainly(said: &[(Directive, Said)], places: &[(&'static Rule, usize)]) -> (Vec<bool>, Vec<bool>, Vec<bool>) {
        let means = |name: usize, rule: &'static Rule| NAMES[name].is_empty() || named(NAMES[name]).contains(&rule);
        let covers = |at: usize, rule: &'static Rule, place: usize| {
            let (directive, (kind, name, length)) = &said[at];
            let means_it = means(*name, rule) && !(NAMES[*name].is_empty() && is_about_exceptions(rule));
            let start = directive.range.end;
            means_it
                && place >= start
                && match kind {
                    0 => place <= start + length,
                    1 => !said[at + 1..]
                        .iter()
                        .any(|(on, (kind, name, _))| *kind == 2 && means(*name, rule) && on.range.start < place),
                    _ => false,
                }
        };
        let covered = places.iter().map(|(rule, place)| (0..said.len()).any(|at| covers(at, rule, *place)));
        let exceptions = (0..said.len()).filter(|at| said[*at].1.0 != 2);
        let used = exceptions.map(|at| places.iter().any(|(rule, place)| covers(at, rule, *place)));
        let is_off = |rule: &'static Rule, at: usize| {
            let last = said[..at].iter().rfind(|(_, (kind, name, _))| *kind != 0 && means(*name, rule));
            last.is_some_and(|(_, (kind, ..))| *kind == 1)
        };
        let on = (0..said.len()).filter(|at| said[*at].1.0 == 2);
        let of_use = on.map(|at| RULES.iter().copied().any(|rule| means(said[at].1.1, rule) && is_off(rule, at)));
        (covered.collect(), used.collect(), of_use.collect())
    }

    fn directive(at: usize) -> Directive {
        let block = Syntax::parse("<!-- nianbao: off -->").blocks;
        let of_blocks: Vec<BlockDirectives> = block.iter().map(|block| of_block(block)).collect();
        let directive = Directives::new(block.iter().zip(&of_blocks)).iter().next().unwrap();
        Directive { range: at..at + 21, ..directive }
    }

    proptest::proptest! {
        #[test]
        fn exceptions_are_what_comparing_everything_says(
            said in proptest::collection::vec((0u8..3, 0..NAMES.len(), 0usize..100), 0..14),
            places in proptest::collection::vec((0..NAMES.len(), 0usize..500), 0..10),
        ) {
            let said: Vec<(Directive, Said)> = said.into_iter().enumerate().map(|(at, it)| (directive(at * 30), it)).collect();
            let rule = |name: usize| *named(NAMES[name]).first().unwrap_or(&named("balance")[0]);
            // Findings lie outside of comments.
            let places: Vec<(&'static Rule, usize)> =
                places.into_iter().map(|(name, at)| (rule(name), at / 30 * 30 + 21 + at % 9)).collect();
            let mut exceptions = Exceptions::default();
            let mut of_use = Vec::new();
            for (directive, (kind, name, length)) in &said {
                let rules = Some(named(NAMES[*name])).filter(|rules| !rules.is_empty());
                let start = directive.range.end;
                match kind {
                    2 => of_use.push(exceptions.switch_on(rules, directive.range.start)),
                    kind => {
                        let kind = [DirectiveKind::Ignore, DirectiveKind::Off][usize::from(*kind)];
                        let end = if kind == DirectiveKind::Off { 1000 } else { start + length };
                        let named = NamedRules { place: start..start, rules };
                        exceptions.add(named, &Directive { kind, ..directive.clone() }, start..end);
                    }
                }
            }
            let mut covered = vec![false; places.len()];
            for rule in RULES.iter().copied() {
                let mut of_rule: Vec<usize> = places.iter().filter(|(it, _)| *it == rule).map(|(_, at)| *at).collect();
                of_rule.sort_unstable();
                let silence = exceptions.silence(rule, &of_rule);
                for (at, (_, place)) in places.iter().enumerate().filter(|(_, (it, _))| *it == rule) {
                    covered[at] = silence.covers(*place);
                }
            }
            let used: Vec<bool> = exceptions.exceptions.iter().map(|it| it.is_used).collect();
            proptest::prop_assert_eq!((covered, used, of_use), plainly(&said, &places));
        }
    }
}
