//! The folders of a session and the settings of the files in them.

use super::drafts::{Drafts, Stamp};
use crate::config::{self, FILE_NAME, Keys, Layer, Layers, Problem, Project, Projects, Settings, amend};
use crate::text::Buffer;
use lsp_types::{ConfigurationItem, InitializeParams, Url, WorkspaceFolder, WorkspaceFoldersChangeEvent};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// The section of an editor's settings that is ours.
pub const SECTION: &str = "nianbao";

/// The folders, and what is set for them.
#[derive(Debug, Default)]
pub struct Workspace(RwLock<State>);

/// The `nianbao.toml` into which an exception goes.
#[derive(Debug)]
pub struct Target {
    /// The file.
    pub url: Url,
    /// Its text; `None` where it has to be created.
    pub buffer: Option<Buffer>,
    /// The version of its text, where it is open.
    pub version: Option<i32>,
    /// The pattern that means the draft.
    pub pattern: String,
}

#[derive(Debug, Default)]
struct State {
    /// The folders, as the client names them and on the disk.
    folders: Vec<(Url, PathBuf)>,
    /// What the client said when the session began.
    initial: Keys,
    /// What was wrong with that.
    wrong: Vec<Problem>,
    /// What it said when it was asked: for each folder, and for what stands elsewhere.
    asked: Vec<Option<Keys>>,
    elsewhere: Option<Keys>,
    layers: Arc<Layers>,
}

impl Workspace {
    /// Takes the folders and the settings with which a session begins.
    pub fn begin(&self, params: &InitializeParams) {
        // The root is what clients have that know nothing of several folders.
        #[allow(deprecated, reason = "old clients have nothing else")]
        let root = || params.root_uri.clone().or_else(|| Url::from_file_path(params.root_path.as_ref()?).ok());
        let folders = match &params.workspace_folders {
            Some(folders) => folders.iter().map(|folder| folder.uri.clone()).collect(),
            None => root().into_iter().collect::<Vec<_>>(),
        };
        let (initial, problems) = params.initialization_options.as_ref().map(keys).unwrap_or_default();
        self.change(|state| {
            state.folders = folders.into_iter().filter_map(on_disk).collect();
            state.initial = initial;
            state.wrong = problems;
        });
    }

    /// What is wrong with the settings with which the session began: nothing can be said before it has.
    pub fn wrong_from_the_beginning(&self) -> Vec<Problem> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).wrong.clone()
    }

    /// Adds and removes folders. What is set for the new ones has to be asked for.
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

    /// What to ask the client for: our section, for what stands elsewhere and for each folder.
    pub fn questions(&self) -> Vec<ConfigurationItem> {
        let question = |scope_uri| ConfigurationItem { scope_uri, section: Some(SECTION.to_owned()) };
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(None).chain(state.folders.iter().map(|(url, _)| Some(url.clone()))).map(question).collect()
    }

    /// Takes the answers to [`Self::questions`], in their order; returns what is wrong with them. An answer that is
    /// missing or `null` leaves what was said in the beginning.
    pub fn answer(&self, answers: &[Value]) -> Vec<Problem> {
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
        let asked: Vec<Option<Keys>> = read.collect();
        self.change(|state| (state.elsewhere, state.asked) = (elsewhere, asked));
        problems
    }

    /// Takes settings that hold for all folders; returns what is wrong with them.
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
        let said = |asked: Option<&Keys>| asked.unwrap_or(&state.initial).clone();
        let asked = |index: usize| state.asked.get(index).and_then(Option::as_ref);
        let folders = state.folders.iter().enumerate();
        let editor = folders.map(|(index, (_, base))| Layer { base: base.clone(), keys: said(asked(index)) }).collect();
        let elsewhere = Layer { base: PathBuf::new(), keys: said(state.elsewhere.as_ref()) };
        state.layers =
            Arc::new(Layers { command_line: Layer::default(), projects: Projects::nearest(), editor, elsewhere });
    }

    /// All sources of settings as they are now.
    pub fn layers(&self) -> Arc<Layers> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).layers.clone()
    }

    /// The folders on the disk.
    pub fn folders(&self) -> Vec<PathBuf> {
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        state.folders.iter().map(|(_, path)| path.clone()).collect()
    }

    /// The settings of a document. One that is in no file is treated as if it stood in the first folder.
    pub fn settings(&self, url: &Url) -> Settings {
        let layers = self.layers();
        match url.to_file_path() {
            Ok(path) => layers.settings(Some(&path)),
            Err(()) => {
                let place = self.folders().first().map(|folder| folder.join(SECTION));
                let mut settings = layers.settings(place.as_deref());
                settings.excluded = false;
                settings
            }
        }
    }

    /// The `nianbao.toml` into which an exception for a draft goes: the one that holds for it, or a new one in its folder.
    /// `None` for a draft that is in no file, and where nobody knows what that `nianbao.toml` says.
    pub fn target(&self, draft: &Url, drafts: &Drafts) -> Option<Target> {
        let path = draft.to_file_path().ok()?;
        let project = self.layers().projects.of(&path);
        if project.as_ref().is_some_and(|project| project.unreadable.is_some()) {
            return None;
        }
        let folders = self.folders().into_iter().filter(|folder| path.starts_with(folder));
        let new = || folders.max_by_key(|folder| folder.components().count()).or(path.parent().map(Path::to_path_buf));
        let file = match &project {
            Some(project) => project.path.clone(),
            None => new()?.join(FILE_NAME),
        };
        let relative: Vec<String> =
            path.strip_prefix(file.parent()?).ok()?.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        // On the screen it may say something else than on the disk.
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

    /// Sets for every open draft what holds for it now; those for which that is something new, with their new stamps.
    pub fn apply(&self, drafts: &Drafts) -> Vec<(Url, Stamp)> {
        // The folders' own files with settings are read even while no draft in them is open.
        let layers = self.layers();
        self.folders().iter().for_each(|folder| drop(layers.projects.of(folder)));
        let urls = drafts.urls().into_iter();
        urls.filter_map(|url| {
            let settings = self.settings(&url);
            let stamp = drafts.set(&url, settings)?;
            Some((url, stamp))
        })
        .collect()
    }
}

/// Our keys in what a client sends: the section itself, or an object that holds it.
fn keys(sent: &Value) -> (Keys, Vec<Problem>) {
    config::json(sent.get(SECTION).unwrap_or(sent))
}

fn on_disk(url: Url) -> Option<(Url, PathBuf)> {
    let path = url.to_file_path().ok()?;
    Some((url, path))
}

/// The file that a document is, if it is a `nianbao.toml`.
pub fn project_file(url: &Url) -> Option<PathBuf> {
    url.to_file_path().ok().filter(|path| config::project::is_project_file(path))
}

/// What is wrong with settings, for a message to the user.
pub fn complaint(problems: &[Problem]) -> Option<String> {
    let first = problems.first()?;
    let more = if problems.len() > 1 { format!("（共 {} 处）", problems.len()) } else { String::new() };
    Some(format!("编辑器设置 nianbao.{} 有误：{}{more}", first.key, first.message))
}

/// What is wrong with a project's settings, for a message to the user; the file is named below its folder.
pub fn project_complaint(project: &Project, folders: &[PathBuf]) -> Option<String> {
    let shown = |folder: &PathBuf| project.path.strip_prefix(folder.parent()?).ok();
    let shown: &Path = folders.iter().find_map(shown).unwrap_or(&project.path);
    let errors = project.errors(shown);
    let more = if errors.len() > 1 { format!("（共 {} 处）", errors.len()) } else { String::new() };
    Some(format!("{}{more}", errors.first()?))
}
