//! Where work ends before its end: whoever asked for it has left, or it takes more steps than it was given.
//!
//! The work itself says where it can end ([`here`], [`step`]), at the boundaries of what it does again and again. It then
//! unwinds, as a panic does, without a message; so nothing between has to pass the news on. Steps are counted, not timed: the
//! same work ends at the same place on every machine.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether some work is unwanted; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

/// What unwinds unwanted work.
struct Stopped;

/// What unwinds work that has no steps left.
struct OutOfSteps;

/// Why work came to no end of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It has taken all the steps that it was given.
    OutOfSteps,
    /// It panicked.
    Panicked,
}

/// After so many steps, unwanted work is noticed.
const LOOK: u64 = 1024;

thread_local! {
    /// The work of this thread.
    static CURRENT: RefCell<Option<Stop>> = const { RefCell::new(None) };
    /// How many steps it has left.
    static LEFT: Cell<u64> = const { Cell::new(u64::MAX) };
}

#[cfg(test)]
thread_local! {
    /// How many it has taken in all.
    static TAKEN: Cell<u64> = const { Cell::new(0) };
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

/// Does work on this thread that goes on to its end even if whoever asked for it has left: its result is kept for others.
pub fn regardless<T>(work: impl FnOnce() -> T) -> T {
    let before = CURRENT.take();
    let done = catch_unwind(AssertUnwindSafe(work));
    CURRENT.set(before);
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Does work that may take so many steps, and may panic without taking down what is around it. Unwanted work ends as ever.
///
/// # Errors
/// Why it came to no end of its own.
pub fn within<T>(steps: u64, work: impl FnOnce() -> T) -> Result<T, Cut> {
    let before = LEFT.replace(steps);
    let done = catch_unwind(AssertUnwindSafe(work));
    LEFT.set(before);
    done.map_err(|unwound: Box<dyn Any + Send>| match unwound {
        it if it.is::<Stopped>() => resume_unwind(it),
        it if it.is::<OutOfSteps>() => Cut::OutOfSteps,
        _ => Cut::Panicked,
    })
}

/// Ends the work of this thread if it is unwanted. Call it where nothing is half done that others see.
pub fn here() {
    let is_stopped = CURRENT.with_borrow(|current| current.as_ref().is_some_and(Stop::is_stopped));
    if is_stopped {
        resume_unwind(Box::new(Stopped));
    }
}

/// Takes a step: looks at one more of something, as a paragraph. Ends the work of this thread if it has none left, or now
/// and then if it is unwanted.
#[inline]
pub fn step() {
    steps(1);
}

/// Takes so many steps at once.
#[inline]
pub fn steps(count: u64) {
    #[cfg(test)]
    TAKEN.set(TAKEN.get() + count);
    let before = LEFT.get();
    let Some(left) = before.checked_sub(count) else { resume_unwind(Box::new(OutOfSteps)) };
    LEFT.set(left);
    if left / LOOK < before / LOOK {
        here();
    }
}

/// How many steps work takes on this thread, whatever it was given.
#[cfg(test)]
pub fn taken(work: impl FnOnce()) -> u64 {
    let before = TAKEN.get();
    work();
    TAKEN.get() - before
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

    #[test]
    fn what_others_rely_on_goes_on_to_its_end() {
        let stop = Stop::default();
        let done = Cell::new(false);
        let left = stop.watch(|| {
            stop.stop();
            regardless(|| {
                (0..2 * LOOK).for_each(|_| step());
                here();
                done.set(true);
            });
            here();
        });
        assert_eq!((left, done.get()), (None, true));
    }

    #[test]
    fn steps_are_counted() {
        let taken = Cell::new(0);
        let work = |all: u64| {
            move || {
                (0..all).for_each(|_| step());
                all
            }
        };
        assert_eq!(within(10, work(10)), Ok(10));
        assert_eq!(within(10, work(11)), Err(Cut::OutOfSteps));
        // Steps of work inside other work are its own.
        let nested = || {
            let inner = within(5, work(6));
            (0..10).for_each(|_| {
                step();
                taken.set(taken.get() + 1);
            });
            inner
        };
        assert_eq!(within(10, nested), Ok(Err(Cut::OutOfSteps)));
        assert_eq!(taken.get(), 10);
        assert_eq!(within(10, || -> u8 { panic!("a fault") }), Err(Cut::Panicked));
        // Unwanted work is not work that was cut, and ends within some steps.
        let stop = Stop::default();
        let unwanted = stop.watch(|| {
            stop.stop();
            within(100 * LOOK, || (0..10 * LOOK).for_each(|_| step()))
        });
        assert_eq!(unwanted, None);
        (0..10).for_each(|_| step());
    }
}
