//! Runs `nianbao check` over all its files, in which each report sees all others, in any order.
//!
//! Every file is read and checked once, and its output is kept until all have been read, for only then are its
//! neighbours known. A file with a report of the year before among the others is checked again. So is one whose output
//! would be too large to keep: memory does not grow with the findings of a run.

use super::files::{FileError, Source};
use super::ordered::in_order;
use super::screen::Screen;
use super::tally::Tally;
use crate::check::corpus::contributions;
use crate::config::Layers;
use crate::report::neighbours::{Contribution, Contributions, Key, Neighbours, ReportSource};
use std::collections::HashSet;
use std::io;
use std::sync::Arc;

/// The most output, in bytes, that is kept while other files are read.
const KEPT: usize = 8 << 20;

/// Checks a text beside some neighbours: returns its output, its counts, and what its reports contribute to others.
pub type CheckOne<'a> = dyn Fn(&Source, &str, &Neighbours) -> (String, Tally, Contributions) + Sync + 'a;

/// A run of `nianbao check`.
pub struct CheckRun<'a> {
    /// Checks one of the files.
    pub check: &'a CheckOne<'a>,
    /// The files that are checked.
    pub sources: &'a [Source],
    /// The files that are only searched for reports of the year before.
    pub previous: &'a [Source],
    /// The settings of the latter.
    pub layers: &'a Layers,
    /// The number of threads; 0 for all cores.
    pub jobs: usize,
}

/// A file that was checked before the others were known.
struct Checked {
    /// What its reports contribute.
    said: Contributions,
    /// Its output and counts; `None` if it is to be checked again.
    outcome: Option<(String, Tally)>,
    /// The text, if it cannot be read again.
    text: Option<String>,
}

impl Checked {
    /// Whether its reports look up anything among these.
    fn looks_up(&self, neighbours: &Neighbours) -> bool {
        self.said.all().iter().any(|it| !neighbours.last_year(&it.key).is_empty())
    }
}

impl CheckRun<'_> {
    /// Checks all files, writes the output in their order, and counts.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub fn check_all(&self, screen: &mut Screen, tally: &mut Tally) -> io::Result<()> {
        let previous = self.read_previous(screen, tally)?;
        let first = self.check_apart(screen)?;
        let known = self.known(previous, &first);
        let again = |(source, checked): &(&Source, &Option<Checked>)| {
            let Some(checked) = checked else { return None };
            if checked.outcome.is_some() && !checked.looks_up(&known) {
                return None;
            }
            let neighbours = known.beside(Arc::new(source.document()));
            let text = checked.text.as_ref().map_or_else(|| source.read(), |text| Ok(text.clone()));
            Some(text.map(|text| (self.check)(source, &text, &neighbours)))
        };
        let files: Vec<(&Source, &Option<Checked>)> = self.sources.iter().zip(&first).collect();
        in_order(&files, self.jobs, again, |(source, checked), result| {
            let kept = checked.as_ref().and_then(|checked| checked.outcome.as_ref());
            match (result, kept) {
                (Some(Some(Ok((output, counted, _)))), _) => {
                    tally.add(counted);
                    return screen.write(&output);
                }
                (Some(None), Some((output, counted))) => {
                    tally.add(counted.clone());
                    return screen.write(output);
                }
                // Its failure was reported when it was first checked.
                (Some(None), None) => {}
                (Some(Some(Err(error))), _) => screen.complain(error),
                (None, _) => screen.complain(fault(source)),
            }
            tally.add(Tally::failed(1));
            Ok(())
        })
    }

    /// The reports read that another file could look up; none in most runs, which are about one year.
    fn known(&self, previous: Vec<(Arc<ReportSource>, Contributions)>, first: &[Option<Checked>]) -> Neighbours {
        let keys: HashSet<&Key> = first.iter().flatten().flat_map(|it| it.said.all()).map(|it| &it.key).collect();
        let is_wanted = |it: &&Arc<Contribution>| keys.contains(&it.key.clone().after());
        let own = self.sources.iter().zip(first).filter_map(|(source, checked)| {
            let said: Contributions = checked.as_ref()?.said.all().iter().filter(is_wanted).cloned().collect();
            (!said.all().is_empty()).then(|| (Arc::new(source.document()), said))
        });
        Neighbours::of_files(previous.into_iter().chain(own))
    }

    /// Checks every file separately; `None` stands for one that failed and was reported on the screen.
    fn check_apart(&self, screen: &mut Screen) -> io::Result<Vec<Option<Checked>>> {
        let nobody = Neighbours::default();
        let work = |source: &Source| -> Result<Checked, FileError> {
            let text = source.read()?;
            let (output, tally, said) = (self.check)(source, &text, &nobody);
            let text = source.path().is_none().then_some(text);
            Ok(Checked { said, outcome: Some((output, tally)), text })
        };
        let mut all = Vec::with_capacity(self.sources.len());
        let mut kept = 0;
        in_order(self.sources, self.jobs, work, |source, result| {
            let checked = match result {
                Some(Ok(checked)) => Some(checked),
                Some(Err(error)) => {
                    screen.complain(error);
                    None
                }
                None => {
                    screen.complain(fault(source));
                    None
                }
            };
            all.push(checked.map(|mut checked| {
                let length = checked.outcome.as_ref().map_or(0, |(output, _)| output.len());
                checked.outcome = checked.outcome.filter(|_| kept + length <= KEPT);
                kept += if checked.outcome.is_some() { length } else { 0 };
                checked
            }));
            screen.advance();
            Ok(())
        })?;
        Ok(all)
    }

    /// Reads the files that are only searched.
    fn read_previous(
        &self,
        screen: &mut Screen,
        tally: &mut Tally,
    ) -> io::Result<Vec<(Arc<ReportSource>, Contributions)>> {
        let work = |source: &Source| -> Result<_, FileError> {
            let said = contributions(&source.read()?, &source.settings(self.layers));
            Ok((Arc::new(source.document()), said))
        };
        let mut all = Vec::with_capacity(self.previous.len());
        // Files that are checked are known anyway.
        let previous: Vec<&Source> = self.previous.iter().filter(|it| !self.sources.contains(it)).collect();
        in_order(
            &previous,
            self.jobs,
            |source| work(source),
            |source, result| {
                match result {
                    Some(Ok(read)) => all.push(read),
                    Some(Err(error)) => {
                        screen.complain(error);
                        tally.add(Tally::failed(1));
                    }
                    None => {
                        screen.complain(fault(source));
                        tally.add(Tally::failed(1));
                    }
                }
                Ok(())
            },
        )?;
        Ok(all)
    }
}

fn fault(source: &Source) -> String {
    format!("{}：程序出错，已跳过这个文件；请报告这个问题", source.name)
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::super::stdout::Framing;
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_is_too_much_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.md", "b.md", "c.md", "d.md"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let layers = Arc::default();
        let (sources, _) = files::find(&[folder.path().to_path_buf()], None, &layers);
        let checks = AtomicUsize::new(0);
        let check = |_: &Source, _: &str, _: &Neighbours| {
            checks.fetch_add(1, Ordering::Relaxed);
            (" ".repeat(KEPT / 2), Tally::of(1, &[]), Contributions::default())
        };
        let run = CheckRun { check: &check, sources: &sources, previous: &[], layers: &layers, jobs: 1 };
        let first = run.check_apart(&mut Screen::new(Framing::Lines, sources.len(), true)).unwrap();
        let kept = first.iter().flatten().filter(|checked| checked.outcome.is_some()).count();
        assert_eq!((first.len(), kept), (4, 2));
        assert_eq!(checks.into_inner(), 4);
    }
}
