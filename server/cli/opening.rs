//! How the commands begin that work on files: the files are found, what is missing is reported, and the settings are
//! read.

use super::files::{self, Listing, Source, passed_over};
use super::identity::FileIdentity;
use super::selection::FileSelection;
use super::settings::{self, shown};
use super::stdout::{complain, tell};
use crate::config::Layers;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the arguments of a command name.
#[derive(Debug)]
pub struct Named<'a> {
    /// The files and folders to work on.
    pub paths: &'a [PathBuf],
    /// Which of the files in them.
    pub files: &'a FileSelection,
    /// The name of standard input.
    pub stdin_name: Option<&'a str>,
    /// The files and folders that are only searched for reports of the year before.
    pub previous: &'a [PathBuf],
    /// The file whose first report is to be the sum of the others.
    pub parent: Option<&'a Path>,
    /// Whether the command writes files again, for which only texts are taken from folders.
    pub only_texts: bool,
    /// Whether files of kinds that are not read are converted.
    pub converts: bool,
}

/// What a command works on.
#[derive(Debug)]
pub struct Opening {
    /// All sources of settings.
    pub layers: Arc<Layers>,
    /// The files to work on, in order.
    pub sources: Vec<Source>,
    /// The files that are only searched.
    pub previous: Vec<Source>,
    /// The file among `sources` whose first report is to be the sum of the others.
    pub parent: Option<Source>,
    /// The files in folders that may hold reports and are of kinds that the command does not read or write.
    pub unread: Vec<Source>,
    /// The links in folders that are not followed.
    pub links: Vec<Source>,
    /// How many arguments name nothing that can be read; they were reported.
    pub failed: usize,
}

impl<'a> Named<'a> {
    /// These paths, read as they are.
    pub fn new(paths: &'a [PathBuf], files: &'a FileSelection) -> Self {
        Named { paths, files, stdin_name: None, previous: &[], parent: None, only_texts: false, converts: false }
    }

    /// Finds what is named, and reads its settings. `None` if the options or the settings are not sound, which was reported:
    /// nothing is to be done then.
    pub fn open(&self, settings: &settings::Arguments) -> Option<Opening> {
        let said = |reason: String| complain(reason);
        let paths = self.files.paths(self.paths).map_err(said).ok()?;
        let places: Vec<&Path> = paths.iter().chain(self.previous).map(PathBuf::as_path).chain(self.parent).collect();
        let layers = settings.layers(&places, &self.files.exclude).map_err(said).ok()?;
        let mut listing = files::find(&paths, self.stdin_name, &layers, self.files.walk());
        if self.files.force_exclude {
            listing.force_exclude(&layers);
        }
        if self.only_texts {
            listing.only_texts();
        }
        let mut previous = files::find(self.previous, None, &layers, self.files.walk());
        if self.converts {
            listing.convert();
            previous.convert();
        }
        let Listing { mut sources, mut errors, mut unread, mut links, also_named } = listing;
        errors.extend(previous.errors);
        unread.extend(previous.unread);
        links.extend(previous.links);
        let parent = self.parent.and_then(|file| files::named(file).map_err(|error| errors.push(error)).ok());
        let parent = parent.map(|parent| files::included(parent, &mut sources));
        errors.iter().for_each(complain);
        let are_sound = settings::are_sound(&layers, sources.iter().chain(&previous.sources));
        if self.files.verbose {
            layers
                .projects
                .all()
                .iter()
                .for_each(|file| tell(format_args!("设置文件：{}", shown(&file.path).display())));
            also_named
                .iter()
                .for_each(|(name, file)| tell(format_args!("{}：就是 {}，只读一次", name.name, file.name)));
            links.iter().for_each(|link| tell(format_args!("{}：链接，未跟随", link.name)));
            unread.iter().for_each(|file| tell(format_args!("{}：不读取", file.name)));
        }
        if !previous.sources.is_empty() {
            // Files that are worked on are known anyway.
            let worked_on: HashSet<FileIdentity> = sources.iter().filter_map(Source::identity).collect();
            previous.sources.retain(|source| source.identity().is_none_or(|it| !worked_on.contains(&it)));
        }
        let (previous, failed) = (previous.sources, errors.len());
        are_sound.then_some(Opening { layers, sources, previous, parent, unread, links, failed })
    }
}

impl Opening {
    /// What is said of what was passed over in folders, with the files that turned out to be none that are read.
    pub fn passed_over(&self, more: &[Source]) -> Vec<String> {
        passed_over(&[&self.unread[..], more].concat(), &self.links)
    }
}
