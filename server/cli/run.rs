//! Checks all files of a command, in which each report sees all others, in any order.
//!
//! Every file is read and checked once, and its output is kept until all have been read, for only then are its
//! neighbours known. A file with a report of the year before among the others is checked again. So is the one whose
//! report is to be the sum of the others, and one whose output would be too large to keep: memory does not grow with the
//! findings of a run.

use super::files::{FileError, Source};
use super::ordered::in_order;
use super::others::contributed;
use super::screen::Screen;
use super::tally::Tally;
use crate::config::Layers;
use crate::report::neighbours::{Below, Contribution, Contributions, Key, Neighbours, ReportSource};
use std::collections::HashSet;
use std::io;
use std::sync::Arc;

/// The most output, in bytes, that is kept while other files are read.
const KEPT: usize = 8 << 20;

/// Checks a text beside some neighbours.
pub type CheckOne<'a, T> = dyn Fn(&Source, &str, &Neighbours) -> CheckedFile<T> + Sync + 'a;

/// A file that was checked beside some neighbours.
pub struct CheckedFile<T> {
    /// What is printed about it.
    pub output: T,
    /// Its counts.
    pub tally: Tally,
    /// What its reports contribute to others.
    pub said: Contributions,
    /// The key of its first report; `None` if that does not state its body and year.
    pub first: Option<Key>,
}

/// What is printed about a file.
pub trait Printout: Send + Sync {
    /// About how many bytes of memory it takes.
    fn bytes(&self) -> usize;
}

impl Printout for String {
    fn bytes(&self) -> usize {
        self.len()
    }
}

/// A run over all files of a command.
pub struct CheckRun<'a, T> {
    /// Checks one of the files.
    pub check: &'a CheckOne<'a, T>,
    /// The files that are checked.
    pub sources: &'a [Source],
    /// The files that are only searched for reports of the year before.
    pub previous: &'a [Source],
    /// The file among those checked whose first report is to be the sum of all others of its year.
    pub parent: Option<&'a Source>,
    /// The settings of the files that are only searched.
    pub layers: &'a Layers,
    /// The number of threads; 0 for all cores.
    pub jobs: usize,
}

/// A file that was checked before the others were known.
struct Checked<T> {
    /// What its reports contribute.
    said: Contributions,
    /// The key of its first report.
    first: Option<Key>,
    /// Its output and counts; `None` if it is to be checked again.
    outcome: Option<(T, Tally)>,
}

impl<T> Checked<T> {
    /// Whether its reports look up anything among these.
    fn looks_up(&self, neighbours: &Neighbours) -> bool {
        self.said.all().iter().any(|it| !neighbours.last_year(&it.before).is_empty())
    }
}

impl<T: Printout> CheckRun<'_, T> {
    /// Checks all files, takes the output in their order, and counts.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub fn check_all(
        &self,
        screen: &mut Screen,
        tally: &mut Tally,
        mut take: impl FnMut(&mut Screen, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        let previous = self.read_previous(screen, tally)?;
        let first = self.check_apart(screen)?;
        let known = self.known(previous, &first);
        let below = self.below(&first).unwrap_or_else(|message| {
            screen.complain(message);
            tally.add(Tally::failed(1));
            None
        });
        let again = |(source, checked): &(&Source, &Option<Checked<T>>)| {
            let Some(checked) = checked else { return None };
            let below = below.clone().filter(|_| self.parent == Some(*source));
            if checked.outcome.is_some() && !checked.looks_up(&known) && below.is_none() {
                return None;
            }
            let neighbours = known.beside(Arc::new(source.document()));
            let neighbours = below.map_or(neighbours.clone(), |below| neighbours.with_below(below));
            Some(source.read().map(|text| (self.check)(source, &text, &neighbours)))
        };
        let files: Vec<(&Source, &Option<Checked<T>>)> = self.sources.iter().zip(&first).collect();
        in_order(&files, self.jobs, again, |(source, checked), result| {
            let kept = checked.as_ref().and_then(|checked| checked.outcome.as_ref());
            match (result, kept) {
                (Some(Some(Ok(file))), _) => {
                    tally.add(file.tally);
                    return take(screen, &file.output);
                }
                (Some(None), Some((output, counted))) => {
                    tally.add(counted.clone());
                    return take(screen, output);
                }
                // Its failure was reported when it was first checked.
                (Some(None), None) => {}
                (Some(Some(Err(error))), _) => screen.complain(error),
                (None, _) => screen.complain(source.fault()),
            }
            tally.add(Tally::failed(1));
            Ok(())
        })
    }

    /// The reports read that another file could look up; none in most runs, which are about one year.
    fn known(&self, previous: Vec<(Arc<ReportSource>, Contributions)>, first: &[Option<Checked<T>>]) -> Neighbours {
        let keys: HashSet<&Key> =
            first.iter().flatten().flat_map(|it| it.said.all()).flat_map(|it| &it.before).collect();
        let is_wanted = |it: &&Arc<Contribution>| keys.contains(&it.key);
        let own = self.sources.iter().zip(first).filter_map(|(source, checked)| {
            let said: Contributions = checked.as_ref()?.said.all().iter().filter(is_wanted).cloned().collect();
            (!said.all().is_empty()).then(|| (Arc::new(source.document()), said))
        });
        Neighbours::of_files(previous.into_iter().chain(own))
    }

    /// The sums of the reports that the parent's is to be the sum of; `None` if no parent was named.
    ///
    /// # Errors
    /// If they cannot be told or not be added, in Chinese.
    fn below(&self, first: &[Option<Checked<T>>]) -> Result<Option<Below>, String> {
        let Some(parent) = self.parent else { return Ok(None) };
        let at = self.sources.iter().position(|source| source == parent);
        // A file that cannot be read was reported already.
        let Some(Some(file)) = at.and_then(|at| first.get(at)) else { return Ok(None) };
        let name = &parent.name;
        let key = file
            .first
            .clone()
            .ok_or_else(|| format!("{name}：没有读到写明机关和年度的年度报告，无法与下级报告核对"))?;
        let all = first.iter().flatten().flat_map(|file| file.said.all());
        let mut children: Vec<&Arc<Contribution>> = all.filter(|it| it.key.year == key.year && it.key != key).collect();
        children.sort_by(|one, other| one.key.cmp(&other.key));
        // The same report may be there in two formats.
        children.dedup_by(|one, other| one.key == other.key && one.figures == other.figures);
        let twice = children.windows(2).find(|pair| matches!(pair, [one, other] if one.key == other.key));
        if let Some([one, ..]) = twice {
            return Err(format!("{}{}年的报告有几份且数字不同，无法与{name}核对", one.key.organ, key.year));
        }
        let Some((head, others)) = children.split_first() else {
            return Err(format!("没有{}年的下级报告，无法与{name}核对", key.year));
        };
        let sums = others.iter().try_fold(head.figures.clone(), |sums, it| sums.plus(&it.figures));
        let sums = sums.ok_or_else(|| format!("下级报告用了不同版本的表格，无法与{name}核对"))?;
        Ok(Some(Below { key, count: children.len(), sums }))
    }

    /// Checks every file separately; `None` stands for one that failed and was reported on the screen.
    fn check_apart(&self, screen: &mut Screen) -> io::Result<Vec<Option<Checked<T>>>> {
        let nobody = Neighbours::default();
        let work = |source: &Source| -> Result<Checked<T>, FileError> {
            let text = source.read()?;
            let CheckedFile { output, tally, said, first } = (self.check)(source, &text, &nobody);
            Ok(Checked { said, first, outcome: Some((output, tally)) })
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
                    screen.complain(source.fault());
                    None
                }
            };
            all.push(checked.map(|mut checked| {
                let length = checked.outcome.as_ref().map_or(0, |(output, _)| output.bytes());
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
        // Files that are checked are known anyway.
        let previous: Vec<&Source> = self.previous.iter().filter(|it| !self.sources.contains(it)).collect();
        contributed(&previous, self.layers, self.jobs, |message| {
            screen.complain(message);
            tally.add(Tally::failed(1));
        })
    }
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
            let (output, tally) = (" ".repeat(KEPT / 2), Tally::of(1, &[]));
            CheckedFile { output, tally, said: Contributions::default(), first: None }
        };
        let run = CheckRun { check: &check, sources: &sources, previous: &[], parent: None, layers: &layers, jobs: 1 };
        let first = run.check_apart(&mut Screen::new(Framing::Lines, sources.len(), true)).unwrap();
        let kept = first.iter().flatten().filter(|checked| checked.outcome.is_some()).count();
        assert_eq!((first.len(), kept), (4, 2));
        assert_eq!(checks.into_inner(), 4);
    }
}
