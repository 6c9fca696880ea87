//! The reports in files that are looked up by others.

use super::files::{FileError, Source};
use super::ordered::in_order;
use crate::check::corpus::contributions;
use crate::config::Layers;
use crate::report::neighbours::{Contributions, ReportSource};
use std::io;
use std::sync::Arc;

/// What the reports in files contribute to others. What is to be said of a file that cannot be read goes to `fail`.
///
/// # Errors
/// If the threads cannot be started.
pub fn contributed(
    sources: &[&Source],
    layers: &Layers,
    jobs: usize,
    mut fail: impl FnMut(String),
) -> io::Result<Vec<(Arc<ReportSource>, Contributions)>> {
    let work = |source: &&Source| -> Result<_, FileError> {
        let said = contributions(&source.read()?, &source.settings(layers));
        Ok((Arc::new(source.document()), said))
    };
    let mut all = Vec::with_capacity(sources.len());
    in_order(sources, jobs, work, |source, result| {
        match result {
            Some(Ok(read)) => all.push(read),
            Some(Err(error)) => fail(error.to_string()),
            None => fail(source.fault()),
        }
        Ok(())
    })?;
    Ok(all)
}
