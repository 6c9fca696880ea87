//! Work that nobody may want any more: whoever asked for it has left.
//!
//! The work itself says where it can end ([`here`]), at the boundaries of what it does again and again. It then unwinds, as
//! a panic does, without a message; so nothing between has to pass the news on.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether some work is unwanted; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

/// What unwinds.
struct Stopped;

thread_local! {
    /// The work of this thread.
    static CURRENT: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

impl Stop {
    /// Says that the work is unwanted.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work is unwanted.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Does work on this thread; `None` if it was stopped before its end.
    pub fn watch<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let before = CURRENT.replace(Some(self.clone()));
        let done = catch_unwind(AssertUnwindSafe(work));
        CURRENT.set(before);
        match done {
            Ok(done) => Some(done),
            Err(unwound) if unwound.is::<Stopped>() => None,
            Err(panic) => resume_unwind(panic),
        }
    }
}

/// Ends the work of this thread if it is unwanted. Call it where nothing is half done that others see.
pub fn here() {
    let is_stopped = CURRENT.with_borrow(|current| current.as_ref().is_some_and(Stop::is_stopped));
    if is_stopped {
        resume_unwind(Box::new(Stopped));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_where_it_says() {
        let stop = Stop::default();
        let mut done = 0;
        let mut work = |all: usize| {
            stop.watch(|| {
                (0..all).for_each(|at| {
                    here();
                    done += 1;
                    if at == 2 {
                        stop.stop();
                    }
                });
                done
            })
        };
        assert_eq!((work(2), work(10), work(1)), (Some(2), None, None));
        assert_eq!(done, 5);
        here();
        let panic = catch_unwind(AssertUnwindSafe(|| Stop::default().watch(|| -> u8 { panic!("a fault") })));
        assert!(panic.is_err());
    }
}
