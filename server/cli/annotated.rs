//! A document of Word with what was found in it, as comments and tracked changes.

use super::baseline::Baseline;
use super::files::{FileError, Source};
use super::options::RuleSelection;
use super::output::page::{PageFinding, word};
use super::output::{File, of_finding};
use super::run::ReadFile;
use super::tally::Tally;
use crate::check::{Checked, ReadText};
use crate::config::Settings;
use crate::files::{self, Annotator, CommentAuthor, FileFault, FileKind, FileText, Story, WordComment};
use crate::fix::{FixFilter, name_repairs, offered};
use crate::report::Report;
use crate::report::neighbours::Neighbours;
use crate::rules::{Finding, Severity};
use crate::text::{Edit, Places, edit};

/// How documents are annotated.
pub struct Annotating<'a> {
    /// The rules that count.
    pub rules: &'a RuleSelection,
    /// The findings that were accepted.
    pub accepted: &'a Baseline,
    /// Whether safe repairs become tracked changes.
    pub fixes: bool,
    /// In whose name.
    pub author: CommentAuthor,
}

/// A document with what was written into it.
#[derive(Debug, Clone, Default)]
pub struct AnnotatedFile {
    /// The file; empty where nothing was found.
    pub bytes: Vec<u8>,
    /// How many comments were written.
    pub comments: usize,
    /// How many comments were there already.
    pub present: usize,
    /// How many repairs became tracked changes.
    pub repairs: usize,
}

/// Why a file gets no comments.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AnnotateError {
    /// It is no document of Word.
    #[error("批注只能写进 .docx，这是{}", .0.name())]
    NoDocument(FileKind),
    /// It cannot be read, or written into.
    #[error(transparent)]
    Fault(#[from] FileFault),
    /// It cannot be read from the disk.
    #[error("{0}")]
    Unread(String),
    /// It has changed since it was read.
    #[error("文件在此期间被其他程序改动，没有写批注")]
    Changed,
}

impl AnnotateError {
    /// What is said of a file.
    pub fn line(&self, file: &str) -> String {
        match self {
            // It names the file itself.
            AnnotateError::Unread(line) => line.clone(),
            error => format!("{file}：{error}"),
        }
    }
}

impl From<FileError> for AnnotateError {
    fn from(error: FileError) -> Self {
        AnnotateError::Unread(error.to_string())
    }
}

impl Annotating<'_> {
    /// Writes what is found in a file into a copy of it, and counts.
    ///
    /// # Errors
    /// If it is no document, or nothing can be written into it.
    pub fn annotate(
        &self,
        file: ReadFile<'_>,
        neighbours: &Neighbours,
    ) -> Result<(AnnotatedFile, Tally), AnnotateError> {
        let ReadFile { source, mut file, mut settings, read } = file;
        if file.kind != FileKind::Docx {
            return Err(AnnotateError::NoDocument(file.kind));
        }
        self.rules.apply(&mut settings);
        let mut bytes = source.bytes()?;
        let mut checked = read.judged(&settings, neighbours);
        let mut annotated = AnnotatedFile::default();
        if self.fixes && !checked.findings.is_empty() {
            let fixed = self.fixed(source, &file.text, &bytes, &settings, neighbours)?;
            if let Some((new, repairs)) = fixed {
                file = files::read(&source.name, new.clone())?;
                checked = ReadText::new(&file.text, &settings).judged(&settings, neighbours);
                (bytes, annotated.repairs) = (new, repairs);
            }
        }
        name_repairs(&file.text, &checked.reports, &mut checked.findings);
        let masks = checked.masks();
        let text = masks.cover(&file.text);
        let count = self.accepted.filter(source, &text, &checked.reports, &mut checked.findings);
        let mut tally = Tally::of(checked.reports.len(), &checked.findings);
        tally.accepted = count;
        if checked.findings.is_empty() && annotated.repairs == 0 {
            return Ok((annotated, tally));
        }
        let comments = comments(source, &text, &file, &checked);
        let annotator = Annotator::open(&bytes)?;
        if annotator.text() != file.text {
            return Err(AnnotateError::Changed);
        }
        let written = annotator.commented(&comments, &self.author)?;
        (annotated.bytes, annotated.comments, annotated.present) = (written.bytes, written.added, written.present);
        Ok((annotated, tally))
    }

    /// The document with its safe repairs as tracked changes, and how many they are; `None` if there are none that can be.
    fn fixed(
        &self,
        source: &Source,
        text: &str,
        bytes: &[u8],
        settings: &Settings,
        neighbours: &Neighbours,
    ) -> Result<Option<(Vec<u8>, usize)>, AnnotateError> {
        let annotator = Annotator::open(bytes)?;
        if annotator.text() != text {
            return Err(AnnotateError::Changed);
        }
        let view = source.view(text, settings.clone(), neighbours.clone());
        // Naming a rule includes its hints.
        let filter = FixFilter { numbers: false, hints: self.rules.are_named() };
        let mut edits: Vec<Edit> = Vec::new();
        let mut repairs = 0;
        for finding in offered(&view).0.iter().filter(|finding| filter.wants(finding)) {
            let is_free = |edit: &Edit| {
                let meets = |it: &Edit| it.range.start <= edit.range.end && edit.range.start <= it.range.end;
                annotator.can_change(edit) && !edits.iter().any(meets)
            };
            let fix = finding.fixes.iter().find(|fix| fix.safe && fix.edits.iter().all(is_free));
            if let Some(fix) = fix.filter(|fix| !fix.edits.is_empty()) {
                edits.extend(fix.edits.iter().cloned());
                repairs += 1;
            }
        }
        edits.sort_by_key(|edit| edit.range.start);
        let Some(after) = edit::apply(text, &edits).ok().filter(|_| repairs > 0) else { return Ok(None) };
        // Each of them passes its gate; all together they leave less to say, too.
        let after = &view.with_text(&after).checked.findings;
        let before = &view.checked.findings;
        let errors = |findings: &[Finding]| findings.iter().filter(|it| it.severity == Severity::Error).count();
        if after.len() >= before.len() || errors(after) > errors(before) {
            return Ok(None);
        }
        Ok(Some((annotator.changed(&edits, &self.author)?, repairs)))
    }
}

/// A comment for each finding, on its cell or its sentence.
fn comments(source: &Source, text: &str, file: &FileText, checked: &Checked) -> Vec<WordComment> {
    let Checked { reports, findings, .. } = checked;
    let file = File { name: &source.name, text, places: &file.places, certainty: file.certainty, reports, findings };
    let places = Places::new(text);
    let of_report = |finding: &Finding| Some(comment(finding, reports.get(finding.report)?, &file, checked, &places));
    findings.iter().filter_map(of_report).collect()
}

fn comment(finding: &Finding, report: &Report, file: &File<'_>, checked: &Checked, places: &Places<'_>) -> WordComment {
    let told = PageFinding::new((0, finding), report, file, checked, places);
    let place = of_finding(file, finding).map(|at| at.place);
    let mut lines = vec![format!("{}：{}", word(told.severity), told.what)];
    if place.is_some_and(|place| place.story != Story::Body) {
        // Word takes no comments there: it stands where the box or the note is.
        lines.push(format!("位置：{}", told.place));
    }
    lines.extend(told.why.into_iter().map(|why| format!("依据：{why}")));
    if !told.remedy.is_empty() {
        lines.push(format!("建议：{}", told.remedy));
    }
    let range = finding.range.clone();
    let range = match place.map(|place| &place.text) {
        Some(cell) if range.end < cell.start || cell.end < range.start => cell.clone(),
        _ => range,
    };
    WordComment { range, lines }
}
