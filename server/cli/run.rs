//! Checks all files of a command, in which each report sees all others, in any order.
//!
//! Files are read a batch at a time and judged beside all reports that are known by then; their output is kept until all
//! have been read. Where a later file has a report of the year before, the file is checked again: names and folders by
//! year make that rare. So is the file whose report is to be the sum of the others, and one whose output would be too
//! large to keep: memory does not grow with the findings of a run.

use super::files::{FileError, Source};
use super::ordered::Workers;
use super::others::{Known, contributed};
use super::screen::Screen;
use super::tally::Tally;
use crate::check::ReadText;
use crate::config::{Layers, Settings};
use crate::files::FileText;
use crate::report::neighbours::{Below, Contribution, Contributions, Key, Neighbours, ReportSource};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// The most output, in bytes, that is kept while other files are read.
const KEPT: usize = 8 << 20;

/// How many files are read for each thread before the first of them is judged: as many as stay in the caches of its core.
const BATCH: usize = 16;

/// A file whose reports have been read.
pub struct ReadFile<'a> {
    /// The file.
    pub source: &'a Source,
    /// What was read from it.
    pub file: FileText,
    /// Its settings.
    pub settings: Settings,
    /// Its reports.
    pub read: ReadText,
}

/// Judges a file beside some neighbours.
pub type JudgeOne<'a, T> = dyn Fn(ReadFile<'_>, &Neighbours) -> (T, Tally) + Sync + 'a;

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
    /// Judges one of the files: what is printed about it, and its counts.
    pub judge: &'a JudgeOne<'a, T>,
    /// The files that are checked.
    pub sources: &'a [Source],
    /// The files that are only searched for reports of the year before.
    pub previous: &'a [Source],
    /// The file among those checked whose first report is to be the sum of all others of its year.
    pub parent: Option<&'a Source>,
    /// The settings of all files.
    pub layers: &'a Layers,
    /// The number of threads; 0 for all cores.
    pub jobs: usize,
}

/// A file that was checked before all others were known.
struct Checked<T> {
    /// What its reports contribute.
    said: Contributions,
    /// The key of its first report.
    first: Option<Key>,
    /// How many reports it has looked up.
    looked_up: usize,
    /// Its output and counts; `None` if it is to be checked again.
    outcome: Option<(T, Tally)>,
}

impl<T: Printout> CheckRun<'_, T> {
    /// Checks all files, takes the output in their order, and counts.
    ///
    /// # Errors
    /// If standard output cannot be written, or no thread be started.
    pub fn check_all(
        &self,
        screen: &mut Screen,
        tally: &mut Tally,
        mut take: impl FnMut(&mut Screen, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        let workers = Workers::new(self.jobs)?;
        let mut known = Known::default();
        for (document, said) in self.read_previous(screen, tally)? {
            known.add(&document, &said);
        }
        let first = self.check_first(&workers, &mut known, screen, &mut tally.unread)?;
        let below = self.below(&first).unwrap_or_else(|message| {
            screen.complain(message);
            tally.add(Tally::failed(1));
            None
        });
        let again = |(source, checked): &(&Source, &Option<Checked<T>>)| {
            let Some(checked) = checked else { return None };
            let below = below.clone().filter(|_| self.parent == Some(*source));
            if checked.outcome.is_some() && known.count(&checked.said) == checked.looked_up && below.is_none() {
                return None;
            }
            let neighbours = known.beside(&Arc::new(source.document()), &checked.said);
            let neighbours = below.map_or(neighbours.clone(), |below| neighbours.with_below(below));
            Some(self.read(source).map(|file| (self.judge)(file, &neighbours)))
        };
        let files: Vec<(&Source, &Option<Checked<T>>)> = self.sources.iter().zip(&first).collect();
        workers.in_order(&files, again, |(source, checked), result| {
            let kept = checked.as_ref().and_then(|checked| checked.outcome.as_ref());
            match (result, kept) {
                (Some(Some(Ok((output, counted)))), _) => {
                    tally.add(counted);
                    return take(screen, &output);
                }
                (Some(None), Some((output, counted))) => {
                    tally.add(counted.clone());
                    return take(screen, output);
                }
                (Some(None), None) if tally.unread.contains(source) => return Ok(()),
                // Its failure was reported when it was first checked.
                (Some(None), None) => {}
                (Some(Some(Err(error))), _) => screen.complain(error),
                (None, _) => screen.complain(source.fault()),
            }
            tally.add(Tally::failed(1));
            Ok(())
        })
    }

    fn read<'s>(&self, source: &'s Source) -> Result<ReadFile<'s>, FileError> {
        let (file, settings) = (source.read()?, source.settings(self.layers));
        let read = ReadText::new(&file.text, &settings);
        Ok(ReadFile { source, file, settings, read })
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

    /// Checks every file beside those that are known by then; `None` stands for one that failed and was reported on the
    /// screen.
    fn check_first(
        &self,
        workers: &Workers,
        known: &mut Known,
        screen: &mut Screen,
        unread: &mut Vec<Source>,
    ) -> io::Result<Vec<Option<Checked<T>>>> {
        let mut all = Vec::with_capacity(self.sources.len());
        let mut kept = 0;
        for batch in self.sources.chunks(BATCH * workers.threads()) {
            let mut files = Vec::with_capacity(batch.len());
            workers.in_order(
                batch,
                |source| self.read(source),
                |source, result| {
                    let file = match result {
                        Some(Ok(file)) => Some(file),
                        Some(Err(error)) if source.is_passed_over(&error) => {
                            unread.push(source.clone());
                            None
                        }
                        Some(Err(error)) => {
                            screen.complain(error);
                            None
                        }
                        None => {
                            screen.complain(source.fault());
                            None
                        }
                    };
                    let document = Arc::new(source.document());
                    file.iter().for_each(|file| known.add(&document, file.read.contributions()));
                    // The work on a file gets the file itself.
                    files.push((source, document, Mutex::new(file)));
                    Ok(())
                },
            )?;
            let known = &*known;
            let judge = |(_, document, file): &(&Source, Arc<ReportSource>, Mutex<Option<ReadFile<'_>>>)| {
                let file = file.lock().unwrap_or_else(PoisonError::into_inner).take()?;
                let (said, first) = (file.read.contributions().clone(), file.read.first_key());
                let outcome = (self.judge)(file, &known.beside(document, &said));
                Some(Checked { looked_up: known.count(&said), said, first, outcome: Some(outcome) })
            };
            workers.in_order(&files, judge, |(source, ..), result| {
                if result.is_none() {
                    screen.complain(source.fault());
                }
                all.push(result.flatten().map(|mut checked| {
                    let length = checked.outcome.as_ref().map_or(0, |(output, _)| output.bytes());
                    checked.outcome = checked.outcome.filter(|_| kept + length <= KEPT || self.sources.len() == 1);
                    kept += if checked.outcome.is_some() { length } else { 0 };
                    checked
                }));
                screen.advance();
                Ok(())
            })?;
        }
        Ok(all)
    }

    /// Reads the files that are only searched.
    fn read_previous(
        &self,
        screen: &mut Screen,
        tally: &mut Tally,
    ) -> io::Result<Vec<(Arc<ReportSource>, Contributions)>> {
        let previous: Vec<&Source> = self.previous.iter().collect();
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
    use crate::config::files::WalkOptions;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_is_too_much_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.md", "b.md", "c.md", "d.md"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let layers = Arc::default();
        let sources = files::find(&[folder.path().to_path_buf()], None, &layers, WalkOptions::default()).sources;
        let checks = AtomicUsize::new(0);
        let judge = |_: ReadFile<'_>, _: &Neighbours| {
            checks.fetch_add(1, Ordering::Relaxed);
            (" ".repeat(KEPT / 2), Tally::of(1, &[]))
        };
        let run = CheckRun { judge: &judge, sources: &sources, previous: &[], parent: None, layers: &layers, jobs: 1 };
        let mut screen = Screen::new(Framing::Lines, sources.len(), true);
        let first =
            run.check_first(&Workers::new(1).unwrap(), &mut Known::default(), &mut screen, &mut Vec::new()).unwrap();
        let kept = first.iter().flatten().filter(|checked| checked.outcome.is_some()).count();
        assert_eq!((first.len(), kept), (4, 2));
        assert_eq!(checks.into_inner(), 4);
    }
}
