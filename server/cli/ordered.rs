//! Processes many items in parallel and returns the results in order.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

/// How many items per thread may be started before the first of them is taken. It bounds the results that wait for a
/// slow file, and so the memory of a run of any length.
const AHEAD: usize = 32;
/// At most so many items are processed one behind the other before their results are handed over, which wakes the thread
/// that waits for them.
const TOGETHER: usize = 8;
/// How many turns each thread has at least, if there are as many items: they may take very different times.
const TURNS: usize = 4;

/// Threads that process items.
pub struct Workers(ThreadPool);

impl Workers {
    /// So many threads; 0 for all cores.
    ///
    /// # Errors
    /// If they cannot be started.
    pub fn new(jobs: usize) -> io::Result<Self> {
        ThreadPoolBuilder::new().num_threads(jobs).build().map(Workers).map_err(io::Error::other)
    }

    /// How many threads they are.
    pub fn threads(&self) -> usize {
        self.0.current_num_threads()
    }

    /// Does `work` on every item and passes the results to `take` in the order of the items as soon as possible. `None`
    /// stands for work that panicked.
    ///
    /// # Errors
    /// The first error of `take`, which ends the run.
    pub fn in_order<'i, T: Sync, R: Send>(
        &self,
        items: &'i [T],
        work: impl Fn(&'i T) -> R + Sync,
        mut take: impl FnMut(&'i T, Option<R>) -> io::Result<()>,
    ) -> io::Result<()> {
        let together = (items.len() / (TURNS * self.threads())).clamp(1, TOGETHER);
        let groups: Vec<&'i [T]> = items.chunks(together).collect();
        let ahead = AHEAD * self.threads() / together;
        let (send, receive) = mpsc::channel();
        self.0.in_place_scope_fifo(|scope| {
            let work = &work;
            let mut begun = 0;
            let mut done = 0;
            let mut waiting = BTreeMap::new();
            while done < groups.len() {
                while begun < groups.len().min(done + ahead) {
                    let (index, group, send) = (begun, groups[begun], send.clone());
                    scope.spawn_fifo(move |_| {
                        let result = |item| catch_unwind(AssertUnwindSafe(|| work(item))).ok();
                        let results: Vec<Option<R>> = group.iter().map(result).collect();
                        // The receiver is gone once `take` has failed.
                        let _ = send.send((index, results));
                    });
                    begun += 1;
                }
                let (index, results) = receive.recv().map_err(io::Error::other)?;
                waiting.insert(index, results);
                while let Some(results) = waiting.remove(&done) {
                    groups[done].iter().zip(results).try_for_each(|(item, result)| take(item, result))?;
                    done += 1;
                }
            }
            Ok(())
        })
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
                if item.is_multiple_of(7) {
                    std::thread::sleep(std::time::Duration::from_micros(200));
                }
                item * 2
            };
            Workers::new(jobs)
                .unwrap()
                .in_order(&items, work, |item, result| {
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
        Workers::new(2)
            .unwrap()
            .in_order(&[1, 2, 3], work, |_, result| {
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
        let result = Workers::new(2).unwrap().in_order(
            &items,
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
        Workers::new(0).unwrap().in_order(&[] as &[u8], |_| (), |_, _| Ok(())).unwrap();
    }
}
