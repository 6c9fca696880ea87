//! How the commands begin that work on files: the files are found, what is missing is reported, and the settings are
//! read.

use super::files::{self, Listing, Source};
use super::settings;
use super::stdout::complain;
use crate::config::Layers;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the arguments of a command name.
#[derive(Debug, Default)]
pub struct Named<'a> {
    /// The files and folders to work on.
    pub paths: &'a [PathBuf],
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
    /// How many arguments name nothing that can be read; they were reported.
    pub failed: usize,
}

impl Named<'_> {
    /// Finds what is named, and reads its settings. `None` if these are not sound, which was reported: nothing is to be
    /// done then.
    pub fn open(&self, settings: &settings::Arguments) -> Option<Opening> {
        let layers = settings.layers();
        let mut listing = files::find(self.paths, self.stdin_name, &layers);
        if self.only_texts {
            listing.only_texts(self.paths);
        }
        let mut previous = files::find(self.previous, None, &layers);
        if self.converts {
            listing.convert();
            previous.convert();
        }
        let Listing { mut sources, mut errors, mut unread } = listing;
        let Listing { sources: previous, errors: more, unread: also_unread } = previous;
        errors.extend(more);
        unread.extend(also_unread);
        let parent = self.parent.and_then(|file| files::named(file).map_err(|error| errors.push(error)).ok());
        let parent = parent.map(|parent| files::included(parent, &mut sources));
        errors.iter().for_each(complain);
        let are_sound = settings::are_sound(&layers, sources.iter().chain(&previous));
        are_sound.then_some(Opening { layers, sources, previous, parent, unread, failed: errors.len() })
    }
}
