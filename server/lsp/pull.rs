//! Answers a client that pulls diagnostics: of a document, or of all drafts in the folders.
//!
//! A result id is a digest of the text, its settings, and what its reports look up in others: while all that is
//! unchanged, so are the diagnostics, and nothing is checked again.
//!
//! Some clients ask about all drafts again and again. As long as nothing has changed, the last answer stands
//! ([`Revision`]), and not even the files are looked at.

use super::diagnostics::diagnostics;
use super::drafts::{Drafts, from_disk};
use super::library::{Library, Rejudged};
use super::panics::survive;
use super::progress::Reporter;
use super::queue::Queue;
use super::reload::Reload;
use super::workspace::{Workspace, project_file};
use crate::check::Draft;
use crate::config::project::Signature;
use crate::config::{Layers, Settings, project};
use crate::files::FileKind;
use crate::ide::Total;
use crate::protocol::NegotiatedCapabilities;
use crate::report::neighbours::{Contributions, LastYear};
use crate::text::stop;
use dashmap::DashMap;
use lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, PreviousResultId,
    UnchangedDocumentDiagnosticReport, Url, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How many files are checked between two progress reports.
const PIECE: usize = 16;

/// The result id of a draft.
fn result_id(draft: &Draft) -> String {
    let mut digest = DefaultHasher::new();
    let (text, looked_up) = (draft.buffer().to_string(), draft.snapshot().looked_up());
    // A client may keep ids across versions of the server.
    (env!("CARGO_PKG_VERSION"), text, draft.settings(), looked_up).hash(&mut digest);
    format!("{:016x}", digest.finish())
}

/// The diagnostics of a document, or a note that those of the `previous` result are still valid.
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

/// What is known of all drafts that are ours.
type Whole = Arc<Vec<(PathBuf, Found)>>;

/// The cache of what was answered about all drafts.
#[derive(Debug, Default)]
pub struct Cache {
    /// The files that are not open.
    files: DashMap<PathBuf, Known>,
    /// The last answer about all drafts, as far as they are ours.
    whole: Mutex<Option<(Revision, Whole)>>,
}

/// A state of everything on which the diagnostics of all drafts rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Revision {
    settings: u64,
    drafts: u64,
    files: u64,
}

/// The cached result of a file.
#[derive(Debug)]
struct Known {
    signature: Signature,
    /// The settings, and the revision of all settings in which they were found.
    settings: Settings,
    revision: u64,
    /// What its reports contribute, and what they looked up.
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
    /// Whether it is a draft or a settings file: other documents are not reported.
    is_ours: bool,
    total: Total,
}

impl Cache {
    /// The last answer, if nothing has changed since.
    fn whole(&self, revision: Revision) -> Option<Whole> {
        let whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        whole.as_ref().filter(|(of, _)| *of == revision).map(|(_, whole)| whole.clone())
    }

    fn keep(&self, revision: Revision, ours: Vec<(PathBuf, Found)>) {
        *self.whole.lock().unwrap_or_else(PoisonError::into_inner) = Some((revision, Arc::new(ours)));
    }
}

/// A request for the diagnostics of all drafts.
#[derive(Debug)]
pub struct Question {
    /// The folders and their settings.
    workspace: Arc<Workspace>,
    /// The open drafts, whose texts take precedence over their files.
    drafts: Arc<Drafts>,
    /// The reports known in the session.
    library: Arc<Library>,
    /// The cache of the other files.
    cache: Arc<Cache>,
    /// The queue of events for the client.
    events: Queue,
    /// The negotiated capabilities.
    agreed: NegotiatedCapabilities,
    /// The results that the client has already.
    previous: Vec<PreviousResultId>,
}

impl Question {
    /// A request. Whoever stops its work ends it between two pieces.
    pub fn new(
        reload: &Reload,
        cache: &Arc<Cache>,
        agreed: NegotiatedCapabilities,
        previous: Vec<PreviousResultId>,
    ) -> Self {
        let Reload { workspace, drafts, library, events, .. } = reload.clone();
        Question { workspace, drafts, library, cache: cache.clone(), events, agreed, previous }
    }

    /// Checks all drafts; returns the reports that the client does not accept in parts.
    pub fn answer_to(&self, mut reporter: Reporter) -> WorkspaceDiagnosticReportResult {
        let mut items = Vec::new();
        self.answer(|reports, done, all| {
            items.extend(reporter.hand_on(reports));
            reporter.done(done, all);
        });
        WorkspaceDiagnosticReport { items }.into()
    }

    /// Checks all drafts and counts the findings.
    pub fn count(&self, mut reporter: Reporter) -> Total {
        let layers = self.settings();
        let mut total = Total::default();
        self.every(&layers, |_, found, done, all| {
            let drafts = found.iter().filter(|(path, _)| !project::is_project_file(path));
            drafts.for_each(|(_, found)| total.add(found.total));
            reporter.done(done, all);
        });
        total
    }

    /// The settings, and a revision of them that is not newer.
    fn settings(&self) -> (u64, Arc<Layers>) {
        let revision = self.workspace.revision();
        (revision, self.workspace.layers())
    }

    /// Checks all drafts, and hands on the reports piece by piece, with how many of how many files are done.
    fn answer(&self, mut hand_on: impl FnMut(Vec<WorkspaceDocumentDiagnosticReport>, usize, usize)) {
        let layers = self.settings();
        let mut previous: HashMap<PathBuf, &PreviousResultId> =
            self.previous.iter().filter_map(|previous| Some((previous.uri.to_file_path().ok()?, previous))).collect();
        let open = self.every(&layers, |open, found, done, all| {
            let reports = found.iter().filter_map(|(path, found)| {
                let previous = previous.remove(path);
                let url = open.get(path).or(previous.map(|it| &it.uri)).cloned();
                let url = url.or_else(|| Url::from_file_path(path).ok())?;
                report(url, previous.map(|it| it.value.as_str()), found)
            });
            hand_on(reports.collect(), done, all);
        });
        // Files that are gone or excluded now are cleared. Open documents are pulled separately.
        let gone = previous.into_iter().filter(|(path, _)| !open.contains_key(path));
        let gone = gone.map(|(_, previous)| report(previous.uri.clone(), Some(&previous.value), &Found::default()));
        hand_on(gone.flatten().collect(), 1, 1);
    }

    /// Checks all files piece by piece and hands on the results, with the open drafts by their files, and how many of how
    /// many files are done. Returns those open drafts.
    fn every(
        &self,
        (settings, layers): &(u64, Arc<Layers>),
        mut hand_on: impl FnMut(&HashMap<PathBuf, Url>, &[(PathBuf, Found)], usize, usize),
    ) -> HashMap<PathBuf, Url> {
        // All reports must be known before the first of them is checked. All files are covered here; open drafts are
        // pulled separately.
        let news = self.library.refresh(self.agreed);
        self.events.tell(Rejudged { others: false, ..news });
        let (mut files, revision) = self.library.files();
        let revision = Revision { settings: *settings, drafts: self.drafts.revision(), files: revision };
        let open: HashMap<PathBuf, Url> =
            self.drafts.urls().into_iter().filter_map(|url| Some((url.to_file_path().ok()?, url))).collect();
        if let Some(whole) = self.cache.whole(revision) {
            hand_on(&open, &whole, whole.len(), whole.len());
            return open;
        }
        // Editors have no lines in documents of Word. Settings files were found on the way.
        files.retain(|(path, _)| FileKind::promised(path).is_none());
        let projects = layers.projects.all().into_iter().filter(|it| project::signature(&it.path).is_some());
        files.extend(projects.map(|it| (it.path.clone(), project::signature(&it.path))));
        files.sort_unstable();
        files.dedup();
        let (mut done, mut ours) = (0, Vec::new());
        for piece in files.chunks(PIECE) {
            stop::here();
            let found = piece.par_iter().filter_map(|(path, signature)| {
                let found = || self.found(path, *signature, open.get(path), (layers, *settings));
                Some((path.clone(), survive(found).ok()?))
            });
            let found: Vec<(PathBuf, Found)> = found.collect();
            done += piece.len();
            hand_on(&open, &found, done, files.len());
            ours.extend(found.into_iter().filter(|(_, found)| found.is_ours));
        }
        self.cache.keep(revision, ours);
        open
    }

    fn found(
        &self,
        path: &Path,
        signature: Signature,
        open: Option<&Url>,
        (layers, revision): (&Layers, u64),
    ) -> Found {
        if let Some((url, draft)) = open.and_then(|url| Some((url, self.drafts.now(url)?))) {
            let version = Some(i64::from(draft.buffer().version()));
            return Found { version, ..self.check(&draft, url) };
        }
        let Ok(url) = Url::from_file_path(path) else { return Found::default() };
        let neighbours = self.library.beside(&url);
        let has_settings = |known: &Known| known.revision == revision || known.settings == layers.settings(Some(path));
        if let Some(known) = self.cache.files.get(path)
            && known.signature == signature
            && has_settings(&known)
            && known.looked_up == neighbours.with_own(known.reports.clone()).looked_up()
        {
            return known.result.clone();
        }
        let settings = layers.settings(Some(path));
        let draft = from_disk(path, settings.clone(), neighbours);
        let (snapshot, result) = (draft.snapshot(), self.check(&draft, &url));
        let (reports, looked_up) = (snapshot.contributions().clone(), snapshot.looked_up());
        let known = Known { signature, settings, revision, reports, looked_up, result: result.clone() };
        self.cache.files.insert(path.to_path_buf(), known);
        result
    }

    fn check(&self, draft: &Draft, url: &Url) -> Found {
        let items: Arc<[Diagnostic]> = diagnostics(draft, url, self.agreed).into();
        let total = Total::of(&draft.snapshot());
        let is_ours = if project_file(url).is_some() { !items.is_empty() } else { total.reports > 0 };
        Found { result_id: result_id(draft), version: None, items, is_ours, total }
    }
}

/// The report about a document, if the client needs it: for other documents only if they had one before.
fn report(url: Url, previous: Option<&str>, found: &Found) -> Option<WorkspaceDocumentDiagnosticReport> {
    let Found { result_id, version, items, is_ours, .. } = found.clone();
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
