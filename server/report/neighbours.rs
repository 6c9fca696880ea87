//! The reports beside the one that is judged: what each of them says to others, by whose it is and for which year.
//!
//! What a report says to others is a small value without places, a [`Contribution`], so most edits of a report leave it as
//! it is. [`Neighbours`] is an immutable index of those that are known. A report is judged by what it looks up there, its
//! [`LastYear`], and has to be judged again only where that value changes.

use super::carry_over::Carried;
use super::content::Report;
use crate::text::fold::fold;
use std::sync::{Arc, LazyLock};

/// Whose report it is, and for which year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The body's name in its one spelling.
    pub organ: String,
    /// The report year.
    pub year: u16,
}

impl Key {
    /// The key of the report of a body for a year.
    pub fn new(organ: &str, year: u16) -> Self {
        Key { organ: fold(organ), year }
    }

    /// That of a report that says both.
    pub fn of(report: &Report) -> Option<Self> {
        Some(Key::new(report.title.as_ref()?.organ.as_deref()?, report.year?))
    }

    /// That of the same body's report for the year before.
    #[must_use]
    pub fn before(self) -> Self {
        Key { year: self.year.saturating_sub(1), ..self }
    }

    /// That of the same body's report for the year after.
    #[must_use]
    pub fn after(self) -> Self {
        Key { year: self.year.saturating_add(1), ..self }
    }
}

/// What a report says to the reports of other years.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contribution {
    /// Whose report it is, and for which year.
    pub key: Key,
    /// What is left to the year after.
    pub carried_out: Carried,
}

impl Contribution {
    /// That of a report that says whose it is and for which year.
    pub fn of(report: &Report) -> Option<Self> {
        Some(Contribution { key: Key::of(report)?, carried_out: Carried::out_of(report) })
    }

    /// The same after an edit that has left the title and the year of the report as they were.
    pub fn refreshed(self: &Arc<Self>, report: &Report) -> Arc<Self> {
        let carried_out = Carried::out_of(report);
        if carried_out == self.carried_out {
            return self.clone();
        }
        Arc::new(Contribution { key: self.key.clone(), carried_out })
    }
}

/// What the reports of one text say, in the order of their keys; those with the same key in the order of the text. A clone
/// is cheap.
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
    /// Those of some reports.
    pub fn of(reports: &[Report]) -> Self {
        reports.iter().filter_map(Contribution::of).map(Arc::new).collect()
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<Contribution>] {
        &self.0
    }

    /// Those of the reports with a key.
    fn with(&self, key: &Key) -> &[Arc<Contribution>] {
        with_key(&self.0, key, |it| &it.key)
    }

    /// Whether these are not only equal but the very same.
    pub fn are(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The items with a key, of many in the order of their keys.
fn with_key<'a, T>(items: &'a [T], key: &Key, of: impl Fn(&T) -> &Key) -> &'a [T] {
    let start = items.partition_point(|item| of(item) < key);
    let count = items[start..].partition_point(|item| of(item) == key);
    &items[start..start + count]
}

/// Where reports stand: a file, or a document that is open.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ReportSource {
    /// What tells it from all others: its URL, or its path.
    pub address: String,
    /// What people call it.
    pub name: String,
}

/// The document that is judged itself, as its own reports see it.
static ITSELF: LazyLock<Arc<ReportSource>> =
    LazyLock::new(|| Arc::new(ReportSource { address: String::new(), name: "本文件".to_owned() }));

/// A report of another document, or another report of the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Neighbour {
    /// Where it stands.
    pub document: Arc<ReportSource>,
    /// What it says.
    pub said: Arc<Contribution>,
}

/// The reports that are known beside a text. A clone is cheap.
#[derive(Debug, Clone)]
pub struct Neighbours {
    /// The document that is judged: what stands in it counts as it is there now, and not as others know it.
    itself: Option<Arc<ReportSource>>,
    /// The reports in the text itself.
    own: Contributions,
    /// Those in documents that are open, which count instead of their files.
    open: Arc<[(Arc<ReportSource>, Contributions)]>,
    /// Those in files, in the order of their keys.
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
    /// Those in some files.
    pub fn of_files(files: impl IntoIterator<Item = (Arc<ReportSource>, Contributions)>) -> Self {
        let of_file = |(document, reports): (Arc<ReportSource>, Contributions)| {
            let reports: Vec<Arc<Contribution>> = reports.all().to_vec();
            reports.into_iter().map(move |said| Neighbour { document: document.clone(), said })
        };
        let mut files: Vec<Neighbour> = files.into_iter().flat_map(of_file).collect();
        files.sort_by(|one, other| one.said.key.cmp(&other.said.key));
        Neighbours { files: files.into(), ..Neighbours::default() }
    }

    /// The same files, and these open documents.
    #[must_use]
    pub fn with_open(&self, open: Vec<(Arc<ReportSource>, Contributions)>) -> Self {
        Neighbours { open: open.into(), ..self.clone() }
    }

    /// The same as they are known beside a document.
    #[must_use]
    pub fn beside(&self, itself: Arc<ReportSource>) -> Self {
        Neighbours { itself: Some(itself), ..self.clone() }
    }

    /// The same, and in the text itself these and no others.
    #[must_use]
    pub fn with_own(&self, own: Contributions) -> Self {
        Neighbours { own, ..self.clone() }
    }

    /// The reports in the text itself.
    pub fn own(&self) -> &Contributions {
        &self.own
    }

    /// The open documents.
    pub fn open(&self) -> &[(Arc<ReportSource>, Contributions)] {
        &self.open
    }

    /// The same, and these other files.
    #[must_use]
    pub fn with_files_of(&self, other: &Self) -> Self {
        let mut files: Vec<Neighbour> = self.files.iter().chain(other.files.iter()).cloned().collect();
        files.sort_by(|one, other| one.said.key.cmp(&other.said.key));
        Neighbours { files: files.into(), ..self.clone() }
    }

    /// What the reports in the text itself look up, each in its turn.
    pub fn looked_up(&self) -> Vec<LastYear> {
        self.own.all().iter().map(|it| self.last_year(&it.key)).collect()
    }

    /// Whether the other documents say the same.
    pub fn say_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.files, &other.files) && self.open == other.open
    }

    /// Whether a report in a file may look up something else here than there.
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

    /// Whether the other documents are the very same.
    pub fn are_beside(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.open, &other.open) && Arc::ptr_eq(&self.files, &other.files) && self.itself == other.itself
    }

    /// The reports with a key: those in the text itself, those in open documents, those in files.
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

    /// What is known of the year before the report with a key.
    pub fn last_year(&self, key: &Key) -> LastYear {
        if self.own.all().len() < 2 && self.open.is_empty() && self.files.is_empty() {
            return LastYear::default();
        }
        let has_figures = |it: &Neighbour| it.said.carried_out.has_figures();
        LastYear(self.reports(&key.clone().before()).filter(has_figures).collect())
    }
}

/// The body's reports for the year before, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LastYear(Vec<Neighbour>);

/// What all known reports of a body for a year say together about what was carried out.
#[derive(Debug)]
pub enum Said<'a> {
    /// There is none, or none with figures.
    Nothing,
    /// All say the same: the first of them.
    One(&'a Neighbour),
    /// They do not agree.
    Several(&'a [Neighbour]),
}

impl LastYear {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reports.
    pub fn reports(&self) -> &[Neighbour] {
        &self.0
    }

    /// What they say together.
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
