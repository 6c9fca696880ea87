//! Lays the keys of all sources over each other.
//!
//! The command line is above `nianbao.toml`, and that is above the editor: what a project has agreed on holds for
//! everybody who opens it, and an editor shows what the command line and CI show. Every key is looked up on its own, so
//! an editor's setting counts where the project says nothing.

use super::Settings;
use super::globs::Globs;
use super::keys::{Except, Keys, Layer};
use super::project::{Project, Projects};
use crate::rules::RULES;
use std::path::Path;
use std::sync::Arc;

/// Every source of settings.
#[derive(Debug, Default)]
pub struct Layers {
    /// What the command line says.
    pub command_line: Layer,
    /// What the projects say.
    pub projects: Projects,
    /// What the editor says, for each of its folders.
    pub editor: Vec<Layer>,
    /// What the editor says for files that stand in none of its folders.
    pub elsewhere: Layer,
}

/// Which source a setting comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// Nobody says anything.
    Default,
    /// The command line.
    CommandLine,
    /// A `nianbao.toml`.
    Project(Arc<Project>),
    /// The editor.
    Editor,
}

/// The sources that count for one file, the strongest first.
#[derive(Debug)]
pub struct Stack<'a> {
    path: Option<&'a Path>,
    command_line: &'a Layer,
    project: Option<Arc<Project>>,
    editor: &'a Layer,
}

impl Layers {
    /// The settings of a file, whose path is absolute; `None` for a text that has no file.
    pub fn settings(&self, path: Option<&Path>) -> Settings {
        self.stack(path).settings()
    }

    /// The sources that count for a file.
    pub fn stack<'a>(&'a self, path: Option<&'a Path>) -> Stack<'a> {
        let project = match (&self.projects, path) {
            (Projects::Fixed(project), _) => Some(project.clone()),
            (projects, Some(path)) => projects.of(path),
            (_, None) => None,
        };
        Stack { path, command_line: &self.command_line, project, editor: self.editor(path) }
    }

    /// The innermost of the editor's folders that a file stands in.
    fn editor(&self, path: Option<&Path>) -> &Layer {
        let holds = |layer: &&Layer| path.is_some_and(|path| path.starts_with(&layer.base));
        let inside = self.editor.iter().filter(holds).max_by_key(|layer| layer.base.components().count());
        inside.unwrap_or(&self.elsewhere)
    }
}

impl Stack<'_> {
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        let project = self.project.as_deref().map(|project| &project.layer);
        std::iter::once(self.command_line).chain(project).chain([self.editor])
    }

    /// What the strongest source says that says anything, and that source.
    fn first<T>(&self, key: impl Fn(&Keys) -> Option<T>) -> Option<(T, &Layer)> {
        self.layers().find_map(|layer| Some((key(&layer.keys)?, layer)))
    }

    /// Which source a key comes from, by its name; that of a rule is `rules.<name>`.
    pub fn origin(&self, key: &str) -> Origin {
        let says = |layer: &Layer| layer.keys.places.contains_key(key);
        match &self.project {
            _ if says(self.command_line) => Origin::CommandLine,
            Some(project) if says(&project.layer) => Origin::Project(project.clone()),
            _ if says(self.editor) => Origin::Editor,
            _ => Origin::Default,
        }
    }

    /// The patterns of the files that count, or of those left out.
    pub fn patterns(&self, key: impl Fn(&Keys) -> Option<&Globs>) -> Vec<String> {
        self.layers().find_map(|layer| key(&layer.keys)).map_or_else(Vec::new, |globs| globs.patterns().to_vec())
    }

    /// Whether a file, or everything in a folder, is left out.
    pub fn is_excluded(&self, path: &Path, is_folder: bool) -> bool {
        let matches = |(globs, layer): (Globs, &Layer)| globs.match_path(&layer.base, path, is_folder);
        let excluded = self.first(|keys| keys.exclude.clone()).is_some_and(matches);
        let included = || self.first(|keys| keys.include.clone()).is_none_or(matches);
        // A folder that is not included may hold files that are.
        excluded || (!is_folder && !included())
    }

    /// Whether some source says which files count: then the usual endings do not.
    pub fn has_include(&self) -> bool {
        self.layers().any(|layer| layer.keys.include.is_some())
    }

    /// What all sources say together.
    pub fn settings(&self) -> Settings {
        let default = Settings::default();
        let mut settings = Settings {
            edition: self.first(|keys| keys.edition).and_then(|(edition, _)| edition),
            layout: self.first(|keys| keys.layout).and_then(|(layout, _)| layout),
            wide_quotes: self.first(|keys| keys.wide_quotes).map_or(default.wide_quotes, |(wide, _)| wide),
            inlay_hints: self.first(|keys| keys.inlay_hints).map_or(default.inlay_hints, |(shown, _)| shown),
            excluded: self.path.is_some_and(|path| self.is_excluded(path, false)),
            ..default
        };
        for layer in self.layers() {
            for (rule, level) in &layer.keys.rules {
                settings.levels.entry(rule).or_insert(*level);
            }
            settings.excepted.extend(self.excepted(layer));
        }
        settings
    }

    /// The rules from which a source excepts the file.
    fn excepted(&self, layer: &Layer) -> Vec<&'static str> {
        let here = |except: &&Except| self.path.is_some_and(|path| except.files.match_path(&layer.base, path, false));
        let all = || RULES.iter().map(|rule| rule.name).collect();
        layer.keys.except.iter().filter(here).flat_map(|except| except.rules.clone().unwrap_or_else(all)).collect()
    }

    /// Where the level of a rule comes from, and whether an exception of files sets it.
    pub fn level_origin(&self, rule: &'static str) -> (Origin, bool) {
        let excepts = |layer: &Layer| self.excepted(layer).contains(&rule);
        match &self.project {
            _ if excepts(self.command_line) => (Origin::CommandLine, true),
            Some(project) if excepts(&project.layer) => (Origin::Project(project.clone()), true),
            _ if excepts(self.editor) => (Origin::Editor, true),
            _ => (self.origin(&format!("rules.{rule}")), false),
        }
    }
}
