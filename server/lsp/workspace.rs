//! The folders of a session and the settings of the files in them.

use super::drafts::{Drafts, Stamp};
use crate::config::{self, FILE_NAME, Keys, Layer, Layers, Problem, Project, Projects, Settings, amend};
use crate::protocol::{RULE_PAGES, Target};
use crate::text::Buffer;
use lsp_types::{ConfigurationItem, InitializeParams, Url, WorkspaceFolder, WorkspaceFoldersChangeEvent};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// Our section in an editor's settings.
pub const SECTION: &str = "nianbao";

/// The folders, and their settings.
#[derive(Debug, Default)]
pub struct Workspace(RwLock<State>);

#[derive(Debug, Default)]
struct State {
    /// The folders as URLs and as paths.
    folders: Vec<(Url, PathBuf)>,
    /// The settings in the client's `initialize` request.
    initial: Keys,
    /// The problems with them.
    wrong: Vec<Problem>,
    /// The settings in the client's answers: for each folder, and for files outside them.
    asked: Vec<Option<Keys>>,
    elsewhere: Option<Keys>,
    layers: Arc<Layers>,
    /// The files of settings as they are seen from these folders.
    projects: Option<(Vec<PathBuf>, Projects)>,
    revision: u64,
}

impl Workspace {
    /// Takes the folders and settings of the `initialize` request.
    pub fn begin(&self, params: &InitializeParams) {
        // Clients without support for several folders have a root.
        #[allow(deprecated, reason = "old clients have nothing else")]
        let root = || params.root_uri.clone().or_else(|| Url::from_file_path(params.root_path.as_ref()?).ok());
        let folders = match &params.workspace_folders {
            Some(folders) => folders.iter().map(|folder| folder.uri.clone()).collect(),
            None => root().into_iter().collect::<Vec<_>>(),
        };
        let mut options = params.initialization_options.clone().unwrap_or_default();
        // Our own extension says more than settings.
        options.as_object_mut().map(|options| options.remove(RULE_PAGES));
        let (initial, problems) = keys(&options);
        self.change(|state| {
            state.folders = folders.into_iter().filter_map(on_disk).collect();
            state.initial = initial;
            state.wrong = problems;
        });
    }

    /// The problems with the settings of `initialize`, which cannot be reported before the session has begun.
    pub fn wrong_from_the_beginning(&self) -> Vec<Problem> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).wrong.clone()
    }

    /// Adds and removes folders. The settings of new ones have to be requested.
    pub fn change_folders(&self, event: WorkspaceFoldersChangeEvent) {
        self.change(|state| {
            let gone = |url: &Url| event.removed.iter().any(|folder: &WorkspaceFolder| folder.uri == *url);
            let is_new = |url: &Url, state: &State| !state.folders.iter().any(|(known, _)| known == url);
            let mut kept = state.folders.iter().map(|(url, _)| !gone(url)).collect::<Vec<_>>().into_iter();
            let mut kept_too = kept.clone();
            state.asked.retain(|_| kept.next().unwrap_or(false));
            state.folders.retain(|_| kept_too.next().unwrap_or(false));
            for folder in event.added {
                if is_new(&folder.uri, state) {
                    state.folders.extend(on_disk(folder.uri));
                }
            }
        });
    }

    /// The configuration requests: our section, for files outside the folders and for each folder.
    pub fn questions(&self) -> Vec<ConfigurationItem> {
        let question = |scope_uri| ConfigurationItem { scope_uri, section: Some(SECTION.to_owned()) };
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(None).chain(state.folders.iter().map(|(url, _)| Some(url.clone()))).map(question).collect()
    }

    /// Takes the answers to these [questions](Self::questions), in order; returns the problems with them. Where an answer sets
    /// nothing the settings of `initialize` count, as for a folder that was added meanwhile.
    pub fn answer(&self, questions: &[ConfigurationItem], answers: &[Value]) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        let mut read = answers.iter().map(|answer| match answer {
            Value::Null => None,
            answer => {
                let (keys, wrong) = keys(answer);
                let new = wrong.into_iter().filter(|it| !problems.contains(it)).collect::<Vec<_>>();
                problems.extend(new);
                Some(keys)
            }
        });
        let elsewhere = read.next().flatten();
        let folders = questions.iter().filter_map(|question| question.scope_uri.as_ref());
        let said: HashMap<&Url, Option<Keys>> = folders.zip(read).collect();
        self.change(|state| {
            state.elsewhere = elsewhere;
            state.asked = state.folders.iter().map(|(url, _)| said.get(url).cloned().flatten()).collect();
        });
        problems
    }

    /// Sets settings for all folders; returns the problems with them.
    pub fn set_for_all(&self, settings: &Value) -> Vec<Problem> {
        let (keys, problems) = keys(settings);
        self.change(|state| {
            state.asked = vec![Some(keys.clone()); state.folders.len()];
            state.elsewhere = Some(keys);
        });
        problems
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        let said = |asked: Option<&Keys>| asked.cloned().unwrap_or_default().or(&state.initial);
        let asked = |index: usize| state.asked.get(index).and_then(Option::as_ref);
        let folders = state.folders.iter().enumerate();
        let editor = folders.map(|(index, (_, base))| Layer { base: base.clone(), keys: said(asked(index)) }).collect();
        let elsewhere = Layer { base: PathBuf::new(), keys: said(state.elsewhere.as_ref()) };
        state.revision += 1;
        // What is known of the files stays, unless other folders make others of them.
        let roots: Vec<PathBuf> = state.folders.iter().map(|(_, path)| path.clone()).collect();
        let known = state.projects.take().filter(|(of, _)| *of == roots);
        let (roots, projects) = known.unwrap_or_else(|| (roots.clone(), Projects::within(roots)));
        state.projects = Some((roots, projects.clone()));
        state.layers = Arc::new(Layers { command_line: Layer::default(), projects, editor, elsewhere });
    }

    /// All current sources of settings.
    pub fn layers(&self) -> Arc<Layers> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).layers.clone()
    }

    /// Another number after every change of a setting or a folder.
    pub fn revision(&self) -> u64 {
        self.0.read().unwrap_or_else(PoisonError::into_inner).revision
    }

    /// The paths of the folders.
    pub fn folders(&self) -> Vec<PathBuf> {
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        state.folders.iter().map(|(_, path)| path.clone()).collect()
    }

    /// The settings of a document. One without a file is treated as if it were in the first folder. Settings files that
    /// are not known yet are read.
    pub fn settings(&self, url: &Url) -> Settings {
        let place = self.place(url);
        let mut settings = self.layers().settings(place.as_deref());
        settings.excluded &= url.to_file_path().is_ok();
        settings
    }

    /// The same, as far as no file has to be read for it.
    pub fn known_settings(&self, url: &Url) -> Option<Settings> {
        let is_known = self.place(url).is_none_or(|place| self.layers().projects.know(&place));
        is_known.then(|| self.settings(url))
    }

    /// The file that a document is, or as which it counts.
    fn place(&self, url: &Url) -> Option<PathBuf> {
        url.to_file_path().ok().or_else(|| Some(self.folders().first()?.join(SECTION)))
    }

    /// The `nianbao.toml` for exceptions of a draft: the one that applies to it, or a new one in its folder. `None` for
    /// a draft without a file, or if that `nianbao.toml` lies, or would lie, outside the folders or its content is unknown.
    pub fn target(&self, draft: &Url, drafts: &Drafts) -> Option<Target> {
        let path = draft.to_file_path().ok()?;
        let project = self.layers().projects.of(&path);
        if project.as_ref().is_some_and(|project| project.unreadable.is_some() || project.is_outside) {
            return None;
        }
        let folders = self.folders();
        let new = || {
            let own = folders.iter().filter(|folder| path.starts_with(folder));
            let own = own.max_by_key(|folder| folder.components().count()).map(PathBuf::as_path);
            // Without any folder nothing lies outside.
            own.or_else(|| path.parent().filter(|_| folders.is_empty()))
        };
        let file = match &project {
            Some(project) => project.path.clone(),
            None => new()?.join(FILE_NAME),
        };
        let relative: Vec<String> =
            path.strip_prefix(file.parent()?).ok()?.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        // Its open text may differ from the file.
        let is_same = |url: &Url| url.to_file_path().is_ok_and(|path| path == file);
        let open = drafts.urls().into_iter().find(is_same);
        if open.as_ref().is_some_and(|url| drafts.is_stale(url)) {
            return None;
        }
        let open = open.and_then(|url| Some((drafts.now(&url)?, url)));
        let pattern = amend::pattern(&relative.join("/"));
        Some(match open {
            Some((open, url)) => {
                let version = Some(open.buffer().version());
                Target { url, buffer: Some(open.buffer().clone()), version, pattern }
            }
            None => {
                let buffer = project.map(|it| Buffer::new(&it.text, 0));
                Target { url: Url::from_file_path(&file).ok()?, buffer, version: None, pattern }
            }
        })
    }

    /// Applies the current settings to every open draft; returns those whose settings changed, with their new stamps.
    pub fn apply(&self, drafts: &Drafts) -> Vec<(Url, Stamp)> {
        // Settings files in the folders themselves are read even if no draft there is open.
        self.0.write().unwrap_or_else(PoisonError::into_inner).revision += 1;
        let layers = self.layers();
        self.folders().iter().for_each(|folder| drop(layers.projects.of(&folder.join(FILE_NAME))));
        let urls = drafts.urls().into_iter();
        urls.filter_map(|url| {
            let settings = self.settings(&url);
            let stamp = drafts.set(&url, settings)?;
            Some((url, stamp))
        })
        .collect()
    }
}

/// Our keys in what a client sends: the section itself, or an object that contains it.
fn keys(sent: &Value) -> (Keys, Vec<Problem>) {
    config::json(sent.get(SECTION).unwrap_or(sent))
}

fn on_disk(url: Url) -> Option<(Url, PathBuf)> {
    let path = url.to_file_path().ok()?;
    Some((url, path))
}

/// The path of a document that is a `nianbao.toml`.
pub fn project_file(url: &Url) -> Option<PathBuf> {
    url.to_file_path().ok().filter(|path| config::project::is_project_file(path))
}

/// The problems with settings, as a message to the user.
pub fn complaint(problems: &[Problem]) -> Option<String> {
    let first = problems.first()?;
    let more = if problems.len() > 1 { format!("（共 {} 处）", problems.len()) } else { String::new() };
    // The whole section is a key of the editor, too.
    let key = if first.key == SECTION { SECTION.to_owned() } else { format!("{SECTION}.{}", first.key) };
    Some(format!("编辑器设置 {key} 有误：{}{more}", first.message))
}

/// The problems with a project's settings, as a message to the user; the file is named relative to its folder.
pub fn project_complaint(project: &Project, folders: &[PathBuf]) -> Option<String> {
    let shown = |folder: &PathBuf| project.path.strip_prefix(folder.parent()?).ok();
    let shown: &Path = folders.iter().find_map(shown).unwrap_or(&project.path);
    let errors = project.errors(shown);
    let more = if errors.len() > 1 { format!("（共 {} 处）", errors.len()) } else { String::new() };
    Some(format!("{}{more}", errors.first()?))
}
