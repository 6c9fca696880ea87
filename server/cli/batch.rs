//! Runs a command's work on every file.

use super::files::Source;
use super::ordered::Workers;
use super::screen::Screen;
use crate::files::FileText;
use std::io;

/// Reads every file and does `work` on it and its text. The output of `work` is written in the order of the files, and
/// its result goes to `count`: `None` for a file that failed and was reported on the screen. What was found in a folder and
/// is none that is read goes to `unread`.
///
/// # Errors
/// If standard output cannot be written.
pub fn every<R: Send>(
    sources: &[Source],
    jobs: usize,
    screen: &mut Screen,
    work: impl Fn(&Source, &FileText) -> (String, R) + Sync,
    mut count: impl FnMut(Option<R>),
    unread: &mut Vec<Source>,
) -> io::Result<()> {
    let work = |source: &Source| source.read().map(|text| work(source, &text));
    Workers::new(jobs)?.in_order(sources, work, |source, result| {
        match result {
            Some(Ok((output, counted))) => {
                screen.write(&output)?;
                count(Some(counted));
            }
            Some(Err(error)) if source.is_passed_over(&error) => unread.push(source.clone()),
            Some(Err(error)) => {
                screen.complain(error);
                count(None);
            }
            None => {
                screen.complain(source.fault());
                count(None);
            }
        }
        screen.advance();
        Ok(())
    })
}
