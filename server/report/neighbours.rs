//! The reports beside the one being checked: what each of them contributes to others, keyed by body and year.
//!
//! A [`Contribution`] is a small value without offsets, so most edits of a report leave it unchanged. [`Neighbours`] is
//! an immutable index of those that are known. A check of a report depends on what it looks up there, its [`LastYear`],
//! and is repeated only when that value changes.

use super::carry_over::Carried;
use super::content::Report;
use crate::text::fold::fold;
use std::sync::{Arc, LazyLock};

/// The body and the year of a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The body's folded name.
    pub organ: String,
    /// The report year.
    pub year: u16,
}

impl Key {
    /// The key of the report of a body for a year.
    pub fn new(organ: &str, year: u16) -> Self {
        Key { organ: fold(organ), year }
    }

    /// The key of a report; `None` if it does not state both.
    pub fn of(report: &Report) -> Option<Self> {
        Some(Key::new(report.title.as_ref()?.organ.as_deref()?, report.year?))
    }

    /// The key of the same body's report for the year before.
    #[must_use]
    pub fn before(self) -> Self {
        Key { year: self.year.saturating_sub(1), ..self }
    }

    /// The key of the same body's report for the year after.
    #[must_use]
    pub fn after(self) -> Self {
        Key { year: self.year.saturating_add(1), ..self }
    }
}

/// What a report contributes to the reports of other years.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contribution {
    /// The body and the year of the report.
    pub key: Key,
    /// What is carried out to the year after.
    pub carried_out: Carried,
}

impl Contribution {
    /// The contribution of a report; `None` if it does not state its body and year.
    pub fn of(report: &Report) -> Option<Self> {
        Some(Contribution { key: Key::of(report)?, carried_out: Carried::out_of(report) })
    }

    /// The contribution after an edit that left the title and the year of the report unchanged.
    pub fn refreshed(self: &Arc<Self>, report: &Report) -> Arc<Self> {
        let carried_out = Carried::out_of(report);
        if carried_out == self.carried_out {
            return self.clone();
        }
        Arc::new(Contribution { key: self.key.clone(), carried_out })
    }
}

/// The contributions of the reports of one text, ordered by key; those with the same key in the order of the text.
/// Cloning is cheap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributions(Arc<[Arc<Contribution>]>);

impl Default for Contributions {
    fn default() -> Self {
        static NONE: LazyLock<Arc<[Arc<Contribution>]>> = LazyLock::new(|| Arc::new([]));
        Contributions(NONE.clone())
    }
}

impl FromIterator<Arc<Contribution>> for Contributions {
    fn from_iter<I: IntoIterator<Item = Arc<Contribution>>>(reports: I) -> Self {
        let mut reports: Vec<Arc<Contribution>> = reports.into_iter().collect();
        if reports.is_empty() {
            return Contributions::default();
        }
        reports.sort_by(|one, other| one.key.cmp(&other.key));
        Contributions(reports.into())
    }
}

impl Contributions {
    /// The contributions of some reports.
    pub fn of(reports: &[Report]) -> Self {
        reports.iter().filter_map(Contribution::of).map(Arc::new).collect()
    }

    /// All contributions.
    pub fn all(&self) -> &[Arc<Contribution>] {
        &self.0
    }

    /// The contributions with a key.
    fn with(&self, key: &Key) -> &[Arc<Contribution>] {
        with_key(&self.0, key, |it| &it.key)
    }

    /// Whether both are the same allocation: a cheap test that implies equality.
    pub fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The items with a key, from items ordered by key.
fn with_key<'a, T>(items: &'a [T], key: &Key, of: impl Fn(&T) -> &Key) -> &'a [T] {
    let start = items.partition_point(|item| of(item) < key);
    let count = items[start..].partition_point(|item| of(item) == key);
    &items[start..start + count]
}

/// The source of reports: a file, or an open document.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ReportSource {
    /// Its unique address: a URL or a path.
    pub address: String,
    /// Its name for users.
    pub name: String,
}

/// The document being checked, as its own reports see it.
static ITSELF: LazyLock<Arc<ReportSource>> =
    LazyLock::new(|| Arc::new(ReportSource { address: String::new(), name: "本文件".to_owned() }));

/// A report of another document, or another report of the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Neighbour {
    /// Its source.
    pub document: Arc<ReportSource>,
    /// What it contributes.
    pub said: Arc<Contribution>,
}

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
}

impl Default for Neighbours {
    fn default() -> Self {
        static NOBODY: LazyLock<Neighbours> = LazyLock::new(|| Neighbours {
            itself: None,
            own: Contributions::default(),
            open: Arc::new([]),
            files: Arc::new([]),
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
        let mut files: Vec<Neighbour> = files.into_iter().flat_map(of_file).collect();
        files.sort_by(|one, other| one.said.key.cmp(&other.said.key));
        Neighbours { files: files.into(), ..Neighbours::default() }
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
        let mut files: Vec<Neighbour> = self.files.iter().chain(other.files.iter()).cloned().collect();
        files.sort_by(|one, other| one.said.key.cmp(&other.said.key));
        Neighbours { files: files.into(), ..self.clone() }
    }

    /// What each report in the text itself looks up, in order.
    pub fn looked_up(&self) -> Vec<LastYear> {
        self.own.all().iter().map(|it| self.last_year(&it.key)).collect()
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
            looks_up(&self.files, &key) || looks_up(&other.files, &key)
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

    /// The reports of the year before the report with a key.
    pub fn last_year(&self, key: &Key) -> LastYear {
        if self.own.all().len() < 2 && self.open.is_empty() && self.files.is_empty() {
            return LastYear::default();
        }
        let has_figures = |it: &Neighbour| it.said.carried_out.has_figures();
        LastYear(self.reports(&key.clone().before()).filter(has_figures).collect())
    }
}

/// The body's known reports for the year before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LastYear(Vec<Neighbour>);

/// What all known reports of a body and year agree on as carried out.
#[derive(Debug)]
pub enum Said<'a> {
    /// There are none with figures.
    Nothing,
    /// All agree; this is the first of them.
    One(&'a Neighbour),
    /// They disagree.
    Several(&'a [Neighbour]),
}

impl LastYear {
    /// Whether no report is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reports.
    pub fn reports(&self) -> &[Neighbour] {
        &self.0
    }

    /// What they agree on.
    pub fn said(&self) -> Said<'_> {
        match self.0.split_first() {
            None => Said::Nothing,
            Some((first, others)) if others.iter().all(|it| it.said.carried_out == first.said.carried_out) => {
                Said::One(first)
            }
            Some(_) => Said::Several(&self.0),
        }
    }
}
