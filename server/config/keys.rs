//! The keys of one source of settings, all optional.

use super::globs::Globs;
use crate::edition::body::BodyLevel;
use crate::rules::Profile;
use crate::syntax::Layout;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

/// The keys that a `nianbao.toml` or an editor sets. An unset key is left to the next source.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// `extends`: the file of settings on which these build, as written.
    pub extends: Option<String>,
    /// `edition`; `Some(None)` is `"auto"`.
    pub edition: Option<Option<u16>>,
    /// `body`; `Some(None)` is `"auto"`.
    pub body: Option<Option<BodyLevel>>,
    /// `layout`; `Some(None)` is `"auto"`.
    pub layout: Option<Option<Layout>>,
    /// `profile`.
    pub profile: Option<Profile>,
    /// `wide-quotes`.
    pub wide_quotes: Option<bool>,
    /// `inlay-hints`.
    pub inlay_hints: Option<bool>,
    /// `include`.
    pub include: Option<Globs>,
    /// `exclude`.
    pub exclude: Option<Globs>,
    /// What is excluded besides what `exclude` says: an option of the command line.
    pub also_exclude: Option<Globs>,
    /// `[rules]`, with the rules of the groups that are named in it.
    pub rules: BTreeMap<&'static str, Level>,
    /// `[[renamed]]`.
    pub renamed: Vec<Renaming>,
    /// `[[merged]]`.
    pub merged: Vec<Merger>,
    /// `[[except]]`.
    pub except: Vec<Except>,
    /// The bytes of each key, by name; that of a rule is `rules.<name>`, and may be the name of its group.
    pub places: BTreeMap<String, Range<usize>>,
}

impl Keys {
    /// These keys, and those of a weaker source where these set nothing. The patterns of both are relative to the same folder.
    #[must_use]
    pub fn or(self, weaker: &Keys) -> Keys {
        fn list<T: Clone>(own: Vec<T>, weaker: &[T]) -> Vec<T> {
            if own.is_empty() { weaker.to_vec() } else { own }
        }
        let (mut rules, mut places) = (weaker.rules.clone(), weaker.places.clone());
        rules.extend(self.rules);
        places.extend(self.places);
        Keys {
            extends: self.extends.or_else(|| weaker.extends.clone()),
            also_exclude: self.also_exclude.or_else(|| weaker.also_exclude.clone()),
            edition: self.edition.or(weaker.edition),
            body: self.body.or(weaker.body),
            layout: self.layout.or(weaker.layout),
            profile: self.profile.or(weaker.profile),
            wide_quotes: self.wide_quotes.or(weaker.wide_quotes),
            inlay_hints: self.inlay_hints.or(weaker.inlay_hints),
            include: self.include.or_else(|| weaker.include.clone()),
            exclude: self.exclude.or_else(|| weaker.exclude.clone()),
            rules,
            renamed: list(self.renamed, &weaker.renamed),
            merged: list(self.merged, &weaker.merged),
            except: list(self.except, &weaker.except),
            places,
        }
    }
}

/// The keys of one source, and the folder to which its patterns are relative; an empty one is the root of the file system.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// The folder.
    pub base: PathBuf,
    /// The keys.
    pub keys: Keys,
}

/// A `[[renamed]]`: a body was given another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// Its former name.
    pub from: String,
    /// The name that it has had since.
    pub to: String,
}

/// A `[[merged]]`: a body is the result of a merger, so that its figures do not go on from the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merger {
    /// The body.
    pub into: String,
    /// The year of its first report after that.
    pub year: u16,
}

/// A `[[except]]`: these files are excepted from these rules.
#[derive(Debug, Clone)]
pub struct Except {
    /// The files.
    pub files: Globs,
    /// The rules; `None` for all.
    pub rules: Option<Vec<&'static str>>,
}

/// The severity set for a rule, or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(description = "规则的级别：它的结果有多严重，或者不检查。")]
pub enum Level {
    /// 不检查
    Off,
    /// 提示
    Hint,
    /// 信息
    Info,
    /// 警告
    Warning,
    /// 错误
    Error,
}

impl Level {
    /// Every level.
    pub const ALL: [Level; 5] = [Level::Off, Level::Hint, Level::Info, Level::Warning, Level::Error];

    /// The name used in settings.
    pub fn name(self) -> &'static str {
        self.severity().map_or("off", crate::rules::Severity::name)
    }
}
