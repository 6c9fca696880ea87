//! The options that select settings, shared by all commands that read drafts.

use super::files::Source;
use super::stdout::complain;
use crate::config::{self, Layer, Layers, Project, Projects};
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

    /// 不使用任何 nianbao.toml
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
    fn projects(&self) -> Projects {
        match &self.config {
            Some(file) => {
                let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
                Projects::Fixed(Arc::new(Project::read(&file)))
            }
            None if self.no_config => Projects::None,
            None => Projects::nearest(),
        }
    }

    /// The files of settings, without anything from the command line. Only a file named by an option is read here.
    pub fn layers(&self) -> Layers {
        Layers { projects: self.projects(), ..Layers::default() }
    }
}

impl Arguments {
    /// All sources of settings that these options allow. Only a file named by an option is read here.
    pub fn layers(&self) -> Arc<Layers> {
        let projects = self.files.projects();
        let mut keys = config::Keys::default();
        if let Some(Edition(edition)) = self.edition {
            keys.edition = Some(edition);
            keys.places.insert("edition".to_owned(), 0..0);
        }
        if let Some(profile) = self.profile {
            keys.profile = Some(profile);
            keys.places.insert("profile".to_owned(), 0..0);
        }
        let command_line = Layer { base: PathBuf::new(), keys };
        Arc::new(Layers { command_line, projects, ..Layers::default() })
    }
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
