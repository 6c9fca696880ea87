//! Answers a client that asks for diagnostics: those of a document, and those of all drafts in the folders.
//!
//! The id of a result is a digest of the text, of what is set for it, and of what its reports look up in others: where all
//! that is what it was, so are the diagnostics, and nothing is checked again.

use super::convert::NegotiatedCapabilities;
use super::diagnostics::diagnostics;
use super::drafts::{Drafts, from_disk};
use super::library::{Library, Rejudged};
use super::panics::survive;
use super::progress::Reporter;
use super::queue::Queue;
use super::reload::Reload;
use super::workspace::{Workspace, project_file};
use crate::check::Draft;
use crate::config::{Layers, Settings, files, project};
use crate::ide::Total;
use crate::report::neighbours::{Contributions, LastYear};
use dashmap::DashMap;
use lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, PreviousResultId,
    UnchangedDocumentDiagnosticReport, Url, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

/// How many files are checked between two signs of life.
const PIECE: usize = 16;

/// The id of the result about a draft.
fn result_id(draft: &Draft) -> String {
    let mut digest = DefaultHasher::new();
    let (text, looked_up) = (draft.buffer().to_string(), draft.snapshot().looked_up());
    // A client may keep ids longer than a server lives.
    (env!("CARGO_PKG_VERSION"), text, draft.settings(), looked_up).hash(&mut digest);
    format!("{:016x}", digest.finish())
}

/// The diagnostics of a document, or that they are those of the `previous` result.
pub fn document(
    draft: &Draft,
    url: &Url,
    previous: Option<&str>,
    agreed: NegotiatedCapabilities,
) -> DocumentDiagnosticReport {
    let result_id = result_id(draft);
    if previous == Some(&result_id) {
        let report = UnchangedDocumentDiagnosticReport { result_id };
        return lsp_types::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: report,
        }
        .into();
    }
    let items = diagnostics(draft, url, agreed);
    lsp_types::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
    }
    .into()
}

/// What is known of the files that are not open.
#[derive(Debug, Default)]
pub struct Cache(DashMap<PathBuf, Known>);

/// A file as it was when it was last checked.
#[derive(Debug)]
struct Known {
    signature: Option<(SystemTime, u64)>,
    settings: Settings,
    /// What its reports say, and what they looked up.
    reports: Contributions,
    looked_up: Vec<LastYear>,
    result: Found,
}

/// The diagnostics of a document.
#[derive(Debug, Clone, Default)]
struct Found {
    result_id: String,
    version: Option<i64>,
    items: Arc<[Diagnostic]>,
    /// Whether there is anything to say: a text that holds no report is none of our business.
    is_ours: bool,
    total: Total,
}

/// A question for the diagnostics of all drafts.
#[derive(Debug)]
pub struct Question {
    /// The folders and their settings.
    workspace: Arc<Workspace>,
    /// The open drafts, whose texts count and not the files.
    drafts: Arc<Drafts>,
    /// The reports that are known.
    library: Arc<Library>,
    /// What is known of the others.
    cache: Arc<Cache>,
    /// The queue of what the client has to be told.
    events: Queue,
    /// What client and server have agreed on.
    agreed: NegotiatedCapabilities,
    /// The results that the client has.
    previous: Vec<PreviousResultId>,
    /// Whether nobody wants the answer any more.
    stopped: Arc<AtomicBool>,
}

/// Says so when it is dropped, because nobody waits for an answer any more: tower-lsp drops the handler of a request that
/// is cancelled.
#[derive(Debug)]
pub struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Question {
    /// A question, and what stops the answer.
    pub fn new(
        reload: &Reload,
        cache: &Arc<Cache>,
        agreed: NegotiatedCapabilities,
        previous: Vec<PreviousResultId>,
    ) -> (Self, Stop) {
        let stopped = Arc::new(AtomicBool::new(false));
        let Reload { workspace, drafts, library, events, .. } = reload.clone();
        let cache = cache.clone();
        let question =
            Question { workspace, drafts, library, cache, events, agreed, previous, stopped: stopped.clone() };
        (question, Stop(stopped))
    }

    /// Checks all drafts; what the client does not take in parts comes at the end.
    pub fn answer_to(&self, mut reporter: Reporter) -> WorkspaceDiagnosticReportResult {
        let mut items = Vec::new();
        self.answer(|reports, done, all| {
            items.extend(reporter.hand_on(reports));
            reporter.done(done, all);
        });
        WorkspaceDiagnosticReport { items }.into()
    }

    /// Checks all drafts and counts what is found.
    pub fn count(&self, mut reporter: Reporter) -> Total {
        let layers = self.workspace.layers();
        let mut total = Total::default();
        let files: Vec<PathBuf> = self.drafts_in_folders(&layers).into_iter().collect();
        self.every(&files, &layers, |_, found, done| {
            found.iter().for_each(|(_, found)| total.add(found.total));
            reporter.done(done, files.len());
        });
        total
    }

    /// Checks all drafts, and hands on the reports piece by piece, with how many of how many files are done.
    fn answer(&self, mut hand_on: impl FnMut(Vec<WorkspaceDocumentDiagnosticReport>, usize, usize)) {
        let layers = self.workspace.layers();
        let mut files = self.drafts_in_folders(&layers);
        // Those with settings were met on the way.
        files.extend(layers.projects.all().iter().map(|project| project.path.clone()));
        let files: Vec<PathBuf> = files.into_iter().collect();
        let mut previous: HashMap<PathBuf, &PreviousResultId> =
            self.previous.iter().filter_map(|previous| Some((previous.uri.to_file_path().ok()?, previous))).collect();
        let open = self.every(&files, &layers, |open, found, done| {
            let reports = found.into_iter().filter_map(|(path, found)| {
                let previous = previous.remove(path);
                let url = open.get(path).or(previous.map(|it| &it.uri)).cloned();
                let url = url.or_else(|| Url::from_file_path(path).ok())?;
                report(url, previous.map(|it| it.value.as_str()), found)
            });
            hand_on(reports.collect(), done, files.len());
        });
        let Some(open) = open else { return };
        // What is gone, or left out now, has nothing wrong with it any more. A document that is open is asked for by
        // itself.
        let gone = previous.into_iter().filter(|(path, _)| !open.contains_key(path));
        let gone = gone.map(|(_, previous)| report(previous.uri.clone(), Some(&previous.value), Found::default()));
        hand_on(gone.flatten().collect(), files.len(), files.len());
    }

    /// Checks files piece by piece and hands on what was found, with the open drafts by their files and how many files
    /// are done. Those open drafts; `None` where nobody wants the answer any more.
    fn every(
        &self,
        files: &[PathBuf],
        layers: &Layers,
        mut hand_on: impl FnMut(&HashMap<PathBuf, Url>, Vec<(&PathBuf, Found)>, usize),
    ) -> Option<HashMap<PathBuf, Url>> {
        let open: HashMap<PathBuf, Url> =
            self.drafts.urls().into_iter().filter_map(|url| Some((url.to_file_path().ok()?, url))).collect();
        // Which reports there are has to be known before the first of them is judged.
        // The files are all looked at here; what is open is asked for by itself.
        let news = self.library.refresh(self.agreed);
        self.events.tell(Rejudged { others: false, ..news });
        let mut done = 0;
        for piece in files.chunks(PIECE) {
            if self.stopped.load(Ordering::Relaxed) {
                return None;
            }
            let found = piece
                .par_iter()
                .filter_map(|path| Some((path, survive(|| self.found(path, open.get(path), layers)).ok()?)))
                .collect();
            done += piece.len();
            hand_on(&open, found, done);
        }
        Some(open)
    }

    /// The drafts in all folders, as the command line finds them.
    fn drafts_in_folders(&self, layers: &Arc<Layers>) -> BTreeSet<PathBuf> {
        let mut files = BTreeSet::new();
        for folder in self.workspace.folders() {
            files::drafts(&folder, layers, |found| {
                // What cannot be looked into has no diagnostics; the command line says so.
                files.extend(found.ok());
                !self.stopped.load(Ordering::Relaxed)
            });
        }
        files
    }

    fn found(&self, path: &Path, open: Option<&Url>, layers: &Layers) -> Found {
        if let Some((url, draft)) = open.and_then(|url| Some((url, self.drafts.now(url)?))) {
            let version = Some(i64::from(draft.buffer().version()));
            return Found { version, ..self.check(&draft, url) };
        }
        let settings = layers.settings(Some(path));
        let signature = project::signature(path);
        let Ok(url) = Url::from_file_path(path) else { return Found::default() };
        let neighbours = self.library.beside(&url);
        if let Some(known) = self.cache.0.get(path)
            && known.signature == signature
            && known.settings == settings
            && known.looked_up == neighbours.with_own(known.reports.clone()).looked_up()
        {
            return known.result.clone();
        }
        let draft = from_disk(path, settings.clone(), neighbours);
        let (snapshot, result) = (draft.snapshot(), self.check(&draft, &url));
        let (reports, looked_up) = (snapshot.contributions().clone(), snapshot.looked_up());
        self.cache
            .0
            .insert(path.to_path_buf(), Known { signature, settings, reports, looked_up, result: result.clone() });
        result
    }

    fn check(&self, draft: &Draft, url: &Url) -> Found {
        let items: Arc<[Diagnostic]> = diagnostics(draft, url, self.agreed).into();
        let total = Total::of(&draft.snapshot());
        let is_ours = if project_file(url).is_some() { !items.is_empty() } else { total.reports > 0 };
        Found { result_id: result_id(draft), version: None, items, is_ours, total }
    }
}

/// The report about a document, if the client has to hear of it: one that is not ours only if it was.
fn report(url: Url, previous: Option<&str>, found: Found) -> Option<WorkspaceDocumentDiagnosticReport> {
    let Found { result_id, version, items, is_ours, .. } = found;
    if previous == Some(&result_id) {
        return Some(WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
            uri: url,
            version,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        }));
    }
    if !is_ours && previous.is_none() {
        return None;
    }
    Some(WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri: url,
        version,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: is_ours.then_some(result_id),
            items: items.to_vec(),
        },
    }))
}
