//! Settings from `nianbao.toml`, an editor and the command line, for how drafts are checked and shown.
//!
//! [`read`] parses a text into [`Keys`] and [`Problem`]s with their places; [`project`] reads a file of settings with those
//! on which it builds, and [`projects`] finds the `nianbao.toml` nearest to a draft; [`layers`] merges the keys of all sources and resolves the [`Settings`] of one file. `README.md`
//! beside this file describes it for users.

pub mod amend;
pub mod files;
pub mod globs;
mod keys;
pub mod layers;
mod node;
mod problem;
pub mod project;
pub mod projects;
mod read;
mod roots;
pub mod schema;

use crate::edition::body::BodyLevel;
use crate::edition::{self, Edition};
use crate::report::neighbours::Succession;
use crate::rules::{self, Finding, Profile, Rule, Severity, Subject};
use crate::syntax::Layout;
pub use files::EXTENSIONS;
pub use keys::{Except, Keys, Layer, Level, Merger, Renaming};
pub use layers::Layers;
pub use problem::{Problem, SettingsError};
pub use project::{FILE_NAME, Project};
pub use projects::Projects;
pub use read::{NAMES, ONLY_IN_FILES, json, toml};
use std::collections::{BTreeMap, BTreeSet};

/// A commented `nianbao.toml`, as `nianbao init` writes it.
pub const TEMPLATE: &str = include_str!("template.toml");

/// The settings of one file, resolved from all sources.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The edition that drafts must use; `None` to detect it.
    pub edition: Option<u16>,
    /// The level of the bodies whose reports they are; `None` to infer it from their titles.
    pub body: Option<BodyLevel>,
    /// What is reported where nothing is set for a rule.
    pub profile: Profile,
    /// The bodies that were renamed or merged.
    pub succession: Succession,
    /// The layout in which tables are inserted; `None` to follow the draft.
    pub layout: Option<Layout>,
    /// Whether Chinese quotation marks take two columns when tables are aligned.
    pub wide_quotes: bool,
    /// Whether the editor shows what the cells add up to.
    pub inlay_hints: bool,
    /// Whether the file is excluded.
    pub excluded: bool,
    levels: BTreeMap<&'static str, Level>,
    excepted: BTreeSet<&'static str>,
    /// Rules that somebody asks for by name: the profile keeps none of their findings back.
    enabled: BTreeSet<&'static str>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            edition: None,
            body: None,
            profile: Profile::default(),
            succession: Succession::default(),
            layout: None,
            wide_quotes: true,
            inlay_hints: true,
            excluded: false,
            levels: BTreeMap::new(),
            excepted: BTreeSet::new(),
            enabled: BTreeSet::new(),
        }
    }
}

impl Settings {
    /// The edition that drafts must use.
    pub fn required_edition(&self) -> Option<&'static Edition> {
        self.edition.and_then(|year| edition::editions().iter().find(|edition| edition.year == year))
    }

    /// The level set for a rule; `None` for the severities of its findings.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        if self.excepted.contains(rule.name) { Some(Level::Off) } else { self.levels.get(rule.name).copied() }
    }

    /// Whether a rule is off for this file.
    pub fn is_off(&self, rule: &Rule) -> bool {
        self.level(rule) == Some(Level::Off)
    }

    /// A finding with its severity by these settings; `None` if its rule is off.
    pub fn weigh(&self, finding: Finding) -> Option<Finding> {
        match self.level(finding.rule).map(Level::severity) {
            None if self.enabled.contains(finding.rule.name) => Some(finding),
            // A level is that of what a rule finds, not of a rule that does not come to its end.
            Some(Some(_)) if finding.subject == Subject::Rule => Some(finding),
            None => self.profile.weigh(finding.severity).map(|severity| finding.severity(severity)),
            Some(severity) => Some(finding.severity(severity?)),
        }
    }

    /// Switches all rules off except the wanted ones.
    pub fn keep_only(&mut self, wanted: impl Fn(&Rule) -> bool) {
        self.excepted.extend(rules::RULES.iter().filter(|rule| !wanted(rule)).map(|rule| rule.name));
    }

    /// Switches a rule on that was off, except for files excepted from it.
    pub fn enable(&mut self, rule: &Rule) {
        self.enabled.insert(rule.name);
        if self.levels.get(rule.name) == Some(&Level::Off) {
            self.levels.remove(rule.name);
        }
    }
}

impl Level {
    /// The severity of this level; `None` for off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::Hint => Some(Severity::Hint),
            Level::Info => Some(Severity::Info),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }
}
