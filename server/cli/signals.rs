//! Signals that end the program: what it has put beside a file is taken away first, and a file that is being written is
//! written to its end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// The files that are to be gone when the program ends.
static PASSING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Held for reading by whoever is in the middle of something; a signal takes it for good.
static UNDISTURBED: RwLock<()> = RwLock::new(());

/// Keeps signals waiting. Whoever has it must not ask for it again: it would wait for a signal that waits for it.
#[derive(Debug)]
pub struct Undisturbed(#[expect(dead_code, reason = "held, not read")] RwLockReadGuard<'static, ()>);

/// Has signals wait until this is dropped.
pub fn undisturbed() -> Undisturbed {
    watch();
    Undisturbed(UNDISTURBED.read().unwrap_or_else(PoisonError::into_inner))
}

/// Has a file removed if a signal ends the program.
pub fn remove_at_end(path: &Path) {
    passing().insert(path.to_path_buf());
}

/// Has a file left alone again.
pub fn keep_at_end(path: &Path) {
    passing().remove(path);
}

fn passing() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PASSING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has the system say that a file is too long for its limits, for which it would otherwise end the program.
#[cfg(unix)]
pub fn outlive_limits() {
    let flag = std::sync::Arc::default();
    if let Err(error) = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag) {
        tracing::warn!("a limit on the size of files ends the program: {error}");
    }
}

/// Elsewhere there is no such signal.
#[cfg(not(unix))]
pub fn outlive_limits() {}

/// Waits for signals on a thread of its own from now on.
#[cfg(unix)]
fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    static WATCHING: std::sync::Once = std::sync::Once::new();
    WATCHING.call_once(|| {
        // What the program was started to ignore, as by nohup, it goes on ignoring.
        let heard = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal));
        match Signals::new(heard) {
            Ok(mut signals) => {
                std::thread::spawn(move || signals.forever().for_each(end));
            }
            Err(error) => tracing::warn!("signals are not heard: {error}"),
        }
    });
}

/// Elsewhere no signal is heard; the next run removes what is left.
#[cfg(not(unix))]
fn watch() {}

/// Removes what is to be gone, and ends the program as the signal would have.
#[cfg(unix)]
fn end(signal: i32) {
    let _for_good = UNDISTURBED.write().unwrap_or_else(PoisonError::into_inner);
    for path in &*passing() {
        // It may have been removed meanwhile.
        let _ = std::fs::remove_file(path);
    }
    // Where even that fails, the exit code says so.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal);
}

/// Whether the program was started to ignore a signal, as far as the system tells.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = told.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}
