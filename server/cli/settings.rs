//! The options that select settings, shared by all commands that read drafts.

use super::assignment::{Assignment, assigned, assignment};
use super::files::Source;
use super::stdout::complain;
use crate::config::globs::Globs;
use crate::config::{Layer, Layers, Project, Projects};
use crate::edition;
use crate::rules::Profile;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The options that select files of settings.
#[derive(Debug, Default, clap::Args)]
pub struct SettingsFiles {
    /// 使用这个设置文件，不查找 nianbao.toml
    #[arg(long, value_name = "文件", conflicts_with = "no_config")]
    config: Option<PathBuf>,

    /// 不使用任何 nianbao.toml，包括用户自己的
    #[arg(long)]
    no_config: bool,
}

/// The options about settings.
#[derive(Debug, Default, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    files: SettingsFiles,

    /// 格式版本：auto（按报告年度和表格判断）、2019、2021；优先于设置文件
    #[arg(long, value_name = "版本", value_parser = edition)]
    edition: Option<Edition>,

    /// 没有另行设置级别的规则怎样报告：strict（提示和信息也作警告）、standard（缺省）、quiet（只报错误和警告）
    #[arg(long, value_name = "配置", value_parser = profile)]
    profile: Option<Profile>,

    /// 设置一个键，优先于设置文件，可写多次；键和值的写法同 nianbao.toml，如 --set rules.prose=off
    #[arg(long = "set", value_name = "键=值", value_parser = assignment)]
    set: Vec<Assignment>,
}

fn profile(text: &str) -> Result<Profile, String> {
    let found = Profile::ALL.into_iter().find(|profile| profile.name() == text);
    found.ok_or_else(|| format!("应为 {}", Profile::ALL.map(Profile::name).join("、")))
}

/// An edition on the command line; `None` is `auto`. A newtype, because clap would take an alias of `Option` for an
/// optional argument.
#[derive(Debug, Clone, Copy)]
struct Edition(Option<u16>);

fn edition(text: &str) -> Result<Edition, String> {
    if text == "auto" {
        return Ok(Edition(None));
    }
    let years = || edition::editions().iter().map(|edition| edition.year);
    let found = years().find(|year| year.to_string() == text).map(|year| Edition(Some(year)));
    found.ok_or_else(|| {
        let years: Vec<String> = years().map(|year| year.to_string()).collect();
        format!("应为 auto、{}", years.join("、"))
    })
}

impl SettingsFiles {
    /// The files of settings for what the arguments of a command name.
    fn projects(&self, paths: &[&Path]) -> Projects {
        match &self.config {
            Some(file) => {
                let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
                Projects::Fixed(Arc::new(Project::read(&file)))
            }
            None if self.no_config => Projects::None,
            None => Projects::within(workspace(paths)),
        }
    }

    /// The files of settings, without anything from the command line. Only a file named by an option is read here.
    pub fn layers(&self, paths: &[&Path]) -> Layers {
        Layers { projects: self.projects(paths), ..Layers::default() }
    }
}

/// The folders in which a command works: the current one, and those that are named or hold what is named.
fn workspace(paths: &[&Path]) -> Vec<PathBuf> {
    let folder = |path: &&Path| {
        let path = std::path::absolute(path).ok()?;
        if path.is_dir() { Some(path) } else { path.parent().map(Path::to_path_buf) }
    };
    let mut folders: Vec<PathBuf> = std::env::current_dir().ok().into_iter().collect();
    folders.extend(paths.iter().filter_map(folder));
    folders.sort_unstable();
    folders.dedup();
    folders
}

impl Arguments {
    /// All sources of settings that these options allow, for what the arguments of a command name; `exclude` are patterns
    /// relative to the current folder. Only a file named by an option is read here.
    ///
    /// # Errors
    /// What is wrong with the options, in Chinese.
    pub fn layers(&self, paths: &[&Path], exclude: &[String]) -> Result<Arc<Layers>, String> {
        let mut keys = assigned(&self.set)?;
        if let Some(Edition(edition)) = self.edition {
            keys.edition = Some(edition);
            keys.places.insert("edition".to_owned(), 0..0);
        }
        if let Some(profile) = self.profile {
            keys.profile = Some(profile);
            keys.places.insert("profile".to_owned(), 0..0);
        }
        if !exclude.is_empty() {
            keys.also_exclude = Some(globs(exclude)?);
        }
        let base = std::env::current_dir().unwrap_or_default();
        let command_line = Layer { base, keys };
        Ok(Arc::new(Layers { command_line, projects: self.files.projects(paths), ..Layers::default() }))
    }
}

fn globs(patterns: &[String]) -> Result<Globs, String> {
    Globs::new(patterns.to_vec()).map_err(|(index, error)| {
        let pattern = patterns.get(index).map_or("", String::as_str);
        format!("--exclude：“{pattern}”：{error}")
    })
}

/// Reads the settings of all sources and reports what is wrong with them; returns whether they are sound. Partly valid
/// settings would give partly valid results, unnoticed by scripts.
pub fn are_sound<'a>(layers: &Layers, sources: impl IntoIterator<Item = &'a Source>) -> bool {
    for source in sources {
        source.settings(layers);
    }
    let errors: Vec<_> =
        layers.projects.all().iter().flat_map(|project| project.errors(shown(&project.path))).collect();
    errors.iter().for_each(complain);
    errors.is_empty()
}

/// A path as shown to the user: relative to the current folder if it is below.
pub fn shown(path: &Path) -> &Path {
    std::env::current_dir().ok().and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path)
}
