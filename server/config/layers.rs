//! Merges the keys of all sources.
//!
//! The command line overrides `nianbao.toml`, which overrides the editor: what a project has agreed on holds for
//! everybody who opens it, and an editor shows the same as the command line and CI. The user's own file is the weakest.
//! Every key is resolved separately, so an editor's setting applies where the project sets nothing. `exclude` alone is
//! inherited: what a `nianbao.toml` further up excludes stays excluded.

use super::Settings;
use super::globs::Globs;
use super::keys::{Except, Keys, Layer};
use super::project::Project;
use super::projects::Projects;
use crate::rules::RULES;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All sources of settings.
#[derive(Debug, Default)]
pub struct Layers {
    /// The settings of the command line.
    pub command_line: Layer,
    /// The settings of projects, and the user's own.
    pub projects: Projects,
    /// The editor's settings, for each of its folders.
    pub editor: Vec<Layer>,
    /// The editor's settings for files outside its folders.
    pub elsewhere: Layer,
}

/// The source of a setting.
#[derive(Debug, Clone)]
pub enum Origin {
    /// The built-in default.
    Default,
    /// The command line.
    CommandLine,
    /// A file of settings: a `nianbao.toml`, one on which it builds, or the user's own.
    Project(PathBuf, Option<usize>),
    /// The editor.
    Editor,
}

/// The sources that apply to one file, the strongest first.
#[derive(Debug)]
pub struct Stack<'a> {
    path: Option<&'a Path>,
    command_line: &'a Layer,
    project: Option<Arc<Project>>,
    /// The projects further up, of which only `exclude` counts.
    above: Vec<Arc<Project>>,
    editor: &'a Layer,
    user: Option<Arc<Project>>,
}

impl Layers {
    /// The settings of a file, whose path is absolute; `None` stands for a text without a file.
    pub fn settings(&self, path: Option<&Path>) -> Settings {
        self.stack(path).settings()
    }

    /// The sources that apply to a file.
    pub fn stack<'a>(&'a self, path: Option<&'a Path>) -> Stack<'a> {
        let mut above = match (&self.projects, path) {
            (Projects::Fixed(project), _) => vec![project.clone()],
            (projects, Some(path)) => projects.above(path).collect(),
            (_, None) => Vec::new(),
        };
        let project = if above.is_empty() { None } else { Some(above.remove(0)) };
        let user = self.projects.user();
        Stack { path, command_line: &self.command_line, project, above, editor: self.editor(path), user }
    }

    /// The settings of the innermost of the editor's folders that contains a file.
    fn editor(&self, path: Option<&Path>) -> &Layer {
        let holds = |layer: &&Layer| path.is_some_and(|path| path.starts_with(&layer.base));
        let inside = self.editor.iter().filter(holds).max_by_key(|layer| layer.base.components().count());
        inside.unwrap_or(&self.elsewhere)
    }
}

impl Stack<'_> {
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        let layers = |project| files(project).map(|file| &file.layer);
        let project = layers(self.project.as_deref());
        std::iter::once(self.command_line).chain(project).chain([self.editor]).chain(layers(self.user.as_deref()))
    }

    /// The value from the strongest source that sets a key, and that source.
    fn first<T>(&self, key: impl Fn(&Keys) -> Option<T>) -> Option<(T, &Layer)> {
        self.layers().find_map(|layer| Some((key(&layer.keys)?, layer)))
    }

    /// The entries of a key to which every source adds, those of the strongest first.
    pub fn all<T: 'static>(&self, key: impl Fn(&Keys) -> &Vec<T>) -> impl Iterator<Item = &T> {
        self.layers().flat_map(move |layer| key(&layer.keys))
    }

    /// The source of a key, by its name; that of a rule is `rules.<name>`.
    pub fn origin(&self, key: &str) -> Origin {
        self.origin_of(key, |layer| layer.keys.places.contains_key(key))
    }

    /// The strongest source that says something, with the line on which a key stands there.
    fn origin_of(&self, key: &str, says: impl Fn(&Layer) -> bool) -> Origin {
        let file = |project| files(project).find(|file| says(&file.layer));
        let in_file = |file: &Project| Origin::Project(file.path.clone(), file.line_of(key));
        let project = || file(self.project.as_deref()).map(in_file);
        let editor = || says(self.editor).then_some(Origin::Editor);
        let user = || file(self.user.as_deref()).map(in_file);
        if says(self.command_line) {
            return Origin::CommandLine;
        }
        project().or_else(editor).or_else(user).unwrap_or(Origin::Default)
    }

    /// The files further up that exclude something, with their patterns.
    pub fn excluding_above(&self) -> Vec<(&Path, Vec<String>)> {
        let mut all = Vec::new();
        for project in &self.above {
            if let Some(globs) = project.chain().find_map(|file| file.keys().exclude.as_ref()) {
                all.push((&*project.path, globs.patterns().to_vec()));
            }
        }
        all
    }

    /// The patterns of included files, or of excluded ones.
    pub fn patterns(&self, key: impl Fn(&Keys) -> Option<&Globs>) -> Vec<String> {
        self.layers().find_map(|layer| key(&layer.keys)).map_or_else(Vec::new, |globs| globs.patterns().to_vec())
    }

    /// Whether a file, or everything in a folder, is excluded.
    pub fn is_excluded(&self, path: &Path, is_folder: bool) -> bool {
        let is_included = || matched(self.layers(), |keys| keys.include.as_ref(), path, false);
        // A folder that is not included may contain files that are.
        self.excludes(path, is_folder) || (!is_folder && is_included() == Some(false))
    }

    /// Whether a file, or everything in a folder, matches an `exclude`: the strongest, that of a file further up, or what the
    /// command line adds.
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        let above = |project: &Arc<Project>| {
            let layers = project.chain().map(|file| &file.layer);
            matched(layers, |keys| keys.exclude.as_ref(), path, is_folder) == Some(true)
        };
        let also = |globs: &Globs| {
            // Elsewhere than below the current folder only patterns without a place can mean the file.
            let base = Some(&*self.command_line.base).filter(|base| path.starts_with(base));
            globs.match_path(base.unwrap_or(Path::new("")), path, is_folder)
        };
        matched(self.layers(), |keys| keys.exclude.as_ref(), path, is_folder) == Some(true)
            || self.above.iter().any(above)
            || self.command_line.keys.also_exclude.as_ref().is_some_and(also)
    }

    /// Whether some source sets `include`, which replaces the default extensions.
    pub fn has_include(&self) -> bool {
        self.layers().any(|layer| layer.keys.include.is_some())
    }

    /// The settings resolved from all sources.
    pub fn settings(&self) -> Settings {
        let default = Settings::default();
        let mut settings = Settings {
            edition: self.first(|keys| keys.edition).and_then(|(edition, _)| edition),
            body: self.first(|keys| keys.body).and_then(|(body, _)| body),
            profile: self.first(|keys| keys.profile).map_or(default.profile, |(profile, _)| profile),
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
        self.all(|keys| &keys.renamed).for_each(|it| settings.succession.rename(&it.from, &it.to));
        self.all(|keys| &keys.merged).for_each(|it| settings.succession.merge(&it.into, it.year));
        settings
    }

    /// The rules from which a source excepts the file.
    fn excepted(&self, layer: &Layer) -> Vec<&'static str> {
        let here = |except: &&Except| self.path.is_some_and(|path| except.files.match_path(&layer.base, path, false));
        let all = || RULES.iter().map(|rule| rule.name).collect();
        layer.keys.except.iter().filter(here).flat_map(|except| except.rules.clone().unwrap_or_else(all)).collect()
    }

    /// The source of a rule's level, and whether an exception of files sets it.
    pub fn level_origin(&self, rule: &'static str) -> (Origin, bool) {
        let excepts = |layer: &Layer| self.excepted(layer).contains(&rule);
        match self.origin_of("except", excepts) {
            Origin::Default => (self.origin(&format!("rules.{rule}")), false),
            excepting => (excepting, true),
        }
    }
}

/// Whether a file or folder matches the patterns of the strongest of these layers that has some; `None` if none has.
fn matched<'l>(
    mut layers: impl Iterator<Item = &'l Layer>,
    key: fn(&Keys) -> Option<&Globs>,
    path: &Path,
    is_folder: bool,
) -> Option<bool> {
    let (globs, base) = layers.find_map(|layer| Some((key(&layer.keys)?, &layer.base)))?;
    Some(globs.match_path(base, path, is_folder))
}

/// A file of settings and those on which it builds, the strongest first.
fn files(project: Option<&Project>) -> impl Iterator<Item = &Project> {
    project.into_iter().flat_map(Project::chain)
}
