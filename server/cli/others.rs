//! The reports in files that are looked up by others.

use super::files::{FileError, Source};
use super::ordered::Workers;
use crate::check::corpus::contributions;
use crate::config::Layers;
use crate::report::neighbours::{Contributions, Key, Neighbour, Neighbours, ReportSource};
use std::collections::HashMap;
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
        let said = contributions(&source.read()?.text, &source.settings(layers));
        Ok((Arc::new(source.document()), said))
    };
    let mut all = Vec::with_capacity(sources.len());
    Workers::new(jobs)?.in_order(sources, work, |source, result| {
        match result {
            Some(Ok(read)) => all.push(read),
            Some(Err(error)) if source.is_passed_over(&error) => {}
            Some(Err(error)) => fail(error.to_string()),
            None => fail(source.fault()),
        }
        Ok(())
    })?;
    Ok(all)
}

/// The reports that have been read so far in a run.
#[derive(Debug, Default)]
pub struct Known {
    reports: HashMap<Key, Vec<Neighbour>>,
}

impl Known {
    /// Adds what the reports of a file contribute.
    pub fn add(&mut self, document: &Arc<ReportSource>, said: &Contributions) {
        for said in said.all() {
            let report = Neighbour { document: document.clone(), said: said.clone() };
            self.reports.entry(said.key.clone()).or_default().push(report);
        }
    }

    /// How many reports those of a file look up.
    pub fn count(&self, said: &Contributions) -> usize {
        looked_up_by(said).filter_map(|key| self.reports.get(key)).map(Vec::len).sum()
    }

    /// The reports that those of a file look up, as seen from it.
    pub fn beside(&self, document: &Arc<ReportSource>, said: &Contributions) -> Neighbours {
        let mut keys: Vec<&Key> = looked_up_by(said).collect();
        keys.sort_unstable();
        keys.dedup();
        let reports = keys.into_iter().filter_map(|key| self.reports.get(key)).flatten().cloned().collect();
        Neighbours::of_reports(reports).beside(document.clone())
    }
}

fn looked_up_by(said: &Contributions) -> impl Iterator<Item = &Key> {
    said.all().iter().flat_map(|it| &it.before)
}
