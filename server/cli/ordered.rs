//! Work on many files at once, results one after the other. Knows nothing of what the work is.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How many items, for every thread, may be begun before the first of them is taken. It bounds the results that wait
/// for a slow file, and with them the memory of a run, whatever its length.
const AHEAD: usize = 32;

/// A run that takes longer than this shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does `work` on every item, on `jobs` threads (0 for all cores), and hands the results to `take` in the order of the
/// items as soon as they are there. Where the work panicked the result is `None`.
///
/// # Errors
/// The first error of `take` ends the run; so does a thread pool that cannot be had.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    progress: bool,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, Option<R>) -> io::Result<()>,
) -> io::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().map_err(io::Error::other)?;
    let ahead = AHEAD * pool.current_num_threads();
    let mut progress = Progress::new(items.len(), progress);
    let (send, receive) = mpsc::channel();
    pool.in_place_scope_fifo(|scope| {
        let work = &work;
        let mut begun = 0;
        let mut done = 0;
        let mut waiting = BTreeMap::new();
        while done < items.len() {
            while begun < items.len().min(done + ahead) {
                let (index, send) = (begun, send.clone());
                scope.spawn_fifo(move |_| {
                    let result = catch_unwind(AssertUnwindSafe(|| work(&items[index]))).ok();
                    // Nobody listens any more once `take` has failed.
                    let _ = send.send((index, result));
                });
                begun += 1;
            }
            let (index, result) = receive.recv().map_err(io::Error::other)?;
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&done) {
                progress.suspend(|| take(&items[done], result))?;
                done += 1;
            }
            progress.reached(done);
        }
        Ok(())
    })
}

/// A progress bar on a terminal, once the run has proved long.
struct Progress {
    bar: ProgressBar,
    since: Instant,
    allowed: bool,
}

impl Progress {
    fn new(length: usize, wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::hidden());
        Progress { bar, since: Instant::now(), allowed: wanted && io::stderr().is_terminal() }
    }

    fn reached(&mut self, done: usize) {
        if self.allowed && self.bar.is_hidden() && self.since.elapsed() > PATIENCE {
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} 个文件，剩余约 {eta}") {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(done as u64);
    }

    /// Takes the bar away while something else is written to the terminal.
    fn suspend<R>(&self, write: impl FnOnce() -> R) -> R {
        if self.bar.is_hidden() { write() } else { self.bar.suspend(write) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..500).collect();
        for jobs in [1, 4] {
            let mut taken = Vec::new();
            let work = |item: &usize| {
                if item % 7 == 0 {
                    std::thread::sleep(Duration::from_micros(200));
                }
                item * 2
            };
            in_order(&items, jobs, false, work, |item, result| {
                taken.push((*item, result));
                Ok(())
            })
            .unwrap();
            let expected: Vec<_> = items.iter().map(|item| (*item, Some(item * 2))).collect();
            assert_eq!(taken, expected);
        }
    }

    #[test]
    fn a_panic_costs_one_result() {
        let mut taken = Vec::new();
        let work = |item: &i32| if *item == 2 { panic!("a fault in a rule") } else { *item };
        in_order(&[1, 2, 3], 2, false, work, |_, result| {
            taken.push(result);
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, [Some(1), None, Some(3)]);
    }

    #[test]
    fn an_error_ends_the_run_early() {
        let items: Vec<usize> = (0..100_000).collect();
        let mut taken = 0;
        let result = in_order(
            &items,
            2,
            false,
            |item| *item,
            |_, _| {
                taken += 1;
                if taken == 3 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
            },
        );
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(taken, 3);
    }

    #[test]
    fn nothing_to_do_is_done() {
        in_order(&[] as &[u8], 0, false, |_| (), |_, _| Ok(())).unwrap();
    }
}
