//! The reports beside the one being checked: what each of them contributes to others, keyed by body and year.
//!
//! A [`Contribution`] is a small value without offsets, so most edits of a report leave it unchanged. [`Neighbours`] is
//! an immutable index of those that are known. A check of a report depends on what it looks up there, a [`LookedUp`],
//! and is repeated only when that value changes.

pub use super::contribution::{Contribution, Contributions};
pub use super::key::Key;
pub use super::looked_up::{Below, LastYear, LookedUp, Neighbour, ReportSource, Said};
pub use super::succession::Succession;

use super::content::Report;
use super::contribution::with_key;
use std::sync::{Arc, LazyLock};

/// The document being checked, as its own reports see it.
static ITSELF: LazyLock<Arc<ReportSource>> =
    LazyLock::new(|| Arc::new(ReportSource { address: String::new(), name: "本文件".to_owned() }));

/// The reports known beside a text. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Neighbours {
    /// The document being checked: its own current reports replace what the index has of it.
    itself: Option<Arc<ReportSource>>,
    /// The reports in the text itself.
    own: Contributions,
    /// The reports in open documents, which replace those of their files.
    open: Arc<[(Arc<ReportSource>, Contributions)]>,
    /// The reports in files, ordered by key.
    files: Arc<[Neighbour]>,
    /// The keys that these look up under other names of their bodies, in order.
    renamed: Arc<[Key]>,
    /// The reports that one of the text is to be the sum of.
    below: Option<Arc<Below>>,
}

impl Default for Neighbours {
    fn default() -> Self {
        static NOBODY: LazyLock<Neighbours> = LazyLock::new(|| Neighbours {
            itself: None,
            own: Contributions::default(),
            open: Arc::new([]),
            files: Arc::new([]),
            renamed: Arc::new([]),
            below: None,
        });
        NOBODY.clone()
    }
}

impl Neighbours {
    /// The neighbours from some files.
    pub fn of_files(files: impl IntoIterator<Item = (Arc<ReportSource>, Contributions)>) -> Self {
        let of_file = |(document, reports): (Arc<ReportSource>, Contributions)| {
            let reports: Vec<Arc<Contribution>> = reports.all().to_vec();
            reports.into_iter().map(move |said| Neighbour { document: document.clone(), said })
        };
        Neighbours::of_reports(files.into_iter().flat_map(of_file).collect())
    }

    /// The neighbours that these reports in files are.
    pub fn of_reports(reports: Vec<Neighbour>) -> Self {
        Neighbours::default().with_files(reports)
    }

    fn with_files(&self, mut files: Vec<Neighbour>) -> Self {
        files.sort_by(|one, other| one.said.key.cmp(&other.said.key));
        let under_other_names = |it: &Neighbour| {
            let said = it.said.clone();
            said.before.clone().into_iter().filter(move |key| key.organ != said.key.organ)
        };
        let mut renamed: Vec<Key> = files.iter().flat_map(under_other_names).collect();
        renamed.sort_unstable();
        Neighbours { files: files.into(), renamed: renamed.into(), ..self.clone() }
    }

    /// The same files with these open documents.
    #[must_use]
    pub fn with_open(&self, open: Vec<(Arc<ReportSource>, Contributions)>) -> Self {
        Neighbours { open: open.into(), ..self.clone() }
    }

    /// The same neighbours as seen from a document.
    #[must_use]
    pub fn beside(&self, itself: Arc<ReportSource>) -> Self {
        Neighbours { itself: Some(itself), ..self.clone() }
    }

    /// The same neighbours, with these as the reports of the text itself.
    #[must_use]
    pub fn with_own(&self, own: Contributions) -> Self {
        Neighbours { own, ..self.clone() }
    }

    /// The same neighbours, with these more as reports of the text itself.
    #[must_use]
    pub fn with_more(&self, own: impl IntoIterator<Item = Arc<Contribution>>) -> Self {
        self.with_own(self.own.all().iter().cloned().chain(own).collect())
    }

    /// The same neighbours, with reports that one in the text is to be the sum of.
    #[must_use]
    pub fn with_below(&self, below: Below) -> Self {
        Neighbours { below: Some(Arc::new(below)), ..self.clone() }
    }

    /// The reports in the text itself.
    pub fn own(&self) -> &Contributions {
        &self.own
    }

    /// The open documents and their contributions.
    pub fn open(&self) -> &[(Arc<ReportSource>, Contributions)] {
        &self.open
    }

    /// The same open documents with these files.
    #[must_use]
    pub fn with_files_of(&self, other: &Self) -> Self {
        self.with_files(self.files.iter().chain(other.files.iter()).cloned().collect())
    }

    /// What each report in the text itself looks up, in order.
    pub fn looked_up(&self) -> Vec<LastYear> {
        self.own.all().iter().map(|it| self.last_year(&it.before)).collect()
    }

    /// Whether the other documents contribute the same.
    pub fn say_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.files, &other.files) && self.open == other.open
    }

    /// Whether a report in a file may look up something else here than in `before`.
    pub fn may_concern_files(&self, before: &Self) -> bool {
        self.tells_files_what_is_not_in(before) || before.tells_files_what_is_not_in(self)
    }

    fn tells_files_what_is_not_in(&self, other: &Self) -> bool {
        let looks_up = |files: &[Neighbour], key: &Key| !with_key(files, key, |it| &it.said.key).is_empty();
        let is_looked_up = |said: &Contribution| {
            let key = said.key.clone().after();
            let under_other_name = |it: &Self| it.renamed.binary_search(&said.key).is_ok();
            looks_up(&self.files, &key)
                || looks_up(&other.files, &key)
                || under_other_name(self)
                || under_other_name(other)
        };
        let is_new = |it: &&Neighbour| !with_key(&other.files, &it.said.key, |it| &it.said.key).contains(it);
        let in_files = !Arc::ptr_eq(&self.files, &other.files)
            && self.files.iter().filter(is_new).any(|it| is_looked_up(&it.said));
        let known = |address: &str| other.open.iter().find(|(it, _)| it.address == address).map(|(_, reports)| reports);
        let in_document = |(document, reports): &(Arc<ReportSource>, Contributions)| {
            let known = known(&document.address);
            let is_new = |it: &&Arc<Contribution>| known.is_none_or(|known| !known.with(&it.key).contains(it));
            reports.all().iter().filter(is_new).any(|it| is_looked_up(it))
        };
        in_files || self.open.iter().any(in_document)
    }

    /// Whether the other documents are the same allocations.
    pub fn are_beside(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.open, &other.open) && Arc::ptr_eq(&self.files, &other.files) && self.itself == other.itself
    }

    /// The reports with a key: first in the text itself, then in open documents, then in files.
    pub fn reports(&self, key: &Key) -> impl Iterator<Item = Neighbour> {
        let is_other = |document: &ReportSource| self.itself.as_ref().is_none_or(|it| it.address != document.address);
        let is_closed = |document: &ReportSource| !self.open.iter().any(|(open, _)| open.address == document.address);
        let neighbour = |document: &Arc<ReportSource>, said: &Arc<Contribution>| Neighbour {
            document: document.clone(),
            said: said.clone(),
        };
        let own = self.own.with(key).iter().map(move |said| neighbour(&ITSELF, said));
        let open = self.open.iter().filter(move |(document, _)| is_other(document));
        let open = open
            .flat_map(move |(document, reports)| reports.with(key).iter().map(move |said| neighbour(document, said)));
        let files = with_key(&self.files, key, |it| &it.said.key).iter();
        let files = files.filter(move |it| is_other(&it.document) && is_closed(&it.document)).cloned();
        own.chain(open).chain(files)
    }

    /// The reports with these keys, which are those of the year before a report.
    pub fn last_year(&self, before: &[Key]) -> LastYear {
        if self.own.all().len() < 2 && self.open.is_empty() && self.files.is_empty() {
            return LastYear::default();
        }
        LastYear::new(before.iter().flat_map(|key| self.reports(key)).collect())
    }

    /// All that a report looks up; nothing if it does not state its body and year.
    pub fn looked_up_of(&self, report: &Report, succession: &Succession) -> LookedUp {
        let looked_up = |key: Key| self.looked_up_by(&key, &succession.before(&key));
        Key::of(report).map(looked_up).unwrap_or_default()
    }

    /// All that the report with a key looks up, which goes on from those with the keys `before`.
    pub fn looked_up_by(&self, key: &Key, before: &[Key]) -> LookedUp {
        LookedUp { last_year: self.last_year(before), below: self.below.clone().filter(|below| below.key == *key) }
    }
}
