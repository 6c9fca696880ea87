//! Groups of rules, and profiles: what is reported where nothing else is set.

use super::rule::{Rule, Severity};
use super::{GROUPS, RULES};

/// The rules of a folder. Its name is valid wherever that of a rule is.
#[derive(Debug)]
pub struct Group {
    /// The name, that of the folder.
    pub name: &'static str,
    /// What its rules are about, in a few Chinese words.
    pub title: &'static str,
    /// Its rules.
    pub rules: &'static [&'static Rule],
}

impl Group {
    /// The group to which a rule belongs.
    pub fn of(rule: &Rule) -> Option<&'static Group> {
        GROUPS.iter().find(|group| group.rules.contains(&rule))
    }
}

/// The rules that a name means: the rule of that name, or those of the group; none where there is neither.
pub fn named(name: &str) -> &'static [&'static Rule] {
    let rule = RULES.iter().position(|rule| rule.name == name).map(|at| std::slice::from_ref(&RULES[at]));
    let group = || GROUPS.iter().find(|group| group.name == name).map(|group| group.rules);
    rule.or_else(group).unwrap_or_default()
}

/// The names of all rules and groups.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name).chain(GROUPS.iter().map(|group| group.name))
}

/// Which findings are reported, and how severe they are, where no setting names their rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Hints and information count as warnings.
    Strict,
    /// Every finding with its own severity.
    #[default]
    Standard,
    /// Errors and warnings only.
    Quiet,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 3] = [Profile::Strict, Profile::Standard, Profile::Quiet];

    /// The name used in settings and options.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Strict => "strict",
            Profile::Standard => "standard",
            Profile::Quiet => "quiet",
        }
    }

    /// The severity of a finding in this profile; `None` if it is not reported.
    pub fn weigh(self, severity: Severity) -> Option<Severity> {
        match self {
            Profile::Strict => Some(severity.max(Severity::Warning)),
            Profile::Standard => Some(severity),
            Profile::Quiet => Some(severity).filter(|severity| *severity >= Severity::Warning),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_a_rule_or_a_group() {
        for rule in RULES {
            assert_eq!(named(rule.name), [*rule]);
            assert!(Group::of(rule).is_some_and(|group| named(group.name).contains(rule)), "{}", rule.name);
        }
        assert!(named("none").is_empty());
        let mut all: Vec<&str> = names().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!((all.len(), count), (RULES.len() + GROUPS.len(), RULES.len() + GROUPS.len()));
    }
}
