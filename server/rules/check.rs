//! The context in which a rule runs.

use super::finding::{Finding, Finds, Found};
use super::frame::ReportFrame;
use crate::edition;
use crate::edition::body::BodyLevel;
use crate::edition::keywords::{Keyword, KeywordKind};
use crate::report::body;
use crate::report::facts::is_attachment;
use crate::report::keywords::KeywordUse;
use crate::report::neighbours::{LastYear, LookedUp};
use crate::report::ordinals::{Ordinal, OrdinalStyle, is_heading};
use crate::report::private_numbers::PrivateNumber;
use crate::report::prose::Stretch;
use crate::report::published::{Published, published};
use crate::report::wording::Wording;
use crate::report::{Paragraph, Prose, Report, Section};
use crate::syntax::{Block, Cell, Syntax};
use crate::text::script::is_han;
use crate::text::stop;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

/// The inputs of a check besides the report.
#[derive(Debug, Clone, Copy)]
pub struct Premises<'a> {
    /// The blocks around the report.
    pub syntax: &'a Syntax,
    /// The byte at which the first of them begins.
    pub start: usize,
    /// The facts that the prose of the text states.
    pub prose: &'a Prose,
    /// The other reports that the report depends on.
    pub looked_up: &'a LookedUp,
    /// The level of the bodies, where the settings tell it.
    pub body: Option<BodyLevel>,
}

/// A report being checked, with everything that a rule may look at, and the findings so far. `R` is what a rule sees of
/// the report itself.
#[derive(Debug)]
pub struct Check<'a, R = &'a Report> {
    /// The report.
    pub report: R,
    /// The body's known reports for the year before.
    pub last_year: &'a LastYear,
    whole: &'a Report,
    premises: Premises<'a>,
    /// The texts of its sections, by their bodies, once a rule has asked for them.
    texts: RefCell<Vec<GatheredText<'a>>>,
    /// The cells of its running text, once a rule has asked for them.
    running: OnceCell<Rc<[Paragraph<'a>]>>,
    /// The cells of its prose that state facts, once a rule has asked for them.
    stating: OnceCell<Rc<[Paragraph<'a>]>>,
    /// The level of the body, once a rule has asked for it.
    body: OnceCell<Option<BodyLevel>>,
    found: Found,
}

/// A report being checked, without the figures in its tables.
pub type TextCheck<'a> = Check<'a, ReportFrame<'a>>;

impl<'a> TextCheck<'a> {
    /// A check without findings yet.
    pub(super) fn new(report: &'a Report, premises: Premises<'a>) -> Self {
        Check {
            report: ReportFrame::new(report),
            last_year: &premises.looked_up.last_year,
            whole: report,
            premises,
            texts: RefCell::default(),
            running: OnceCell::new(),
            stating: OnceCell::new(),
            body: OnceCell::new(),
            found: Found::default(),
        }
    }

    /// The check with the figures.
    pub(super) fn with_figures(self) -> Check<'a> {
        let Check { whole, last_year, premises, texts, running, stating, body, found, .. } = self;
        Check { report: whole, whole, last_year, premises, texts, running, stating, body, found }
    }
}

impl<'a, R> Check<'a, R> {
    /// The cells of the report's prose that state facts, in order, without those between the rows of a table.
    pub fn prose(&self) -> impl Iterator<Item = Paragraph<'a>> + use<'a, R> {
        let cells = self.stating.get_or_init(|| {
            let cells = self.premises.prose.within(self.whole.range.clone()).filter(Paragraph::is_running);
            cells.filter(|it| !self.whole.is_in_table(it.range().start)).collect()
        });
        let cells = cells.clone();
        (0..cells.len()).filter_map(move |at| cells.get(at).copied()).inspect(|_| stop::step())
    }

    /// All cells of the report's running text that touch a range, in order, without those between the rows of a table.
    pub fn paragraphs(&self, range: Range<usize>) -> impl Iterator<Item = Paragraph<'a>> + use<'a, R> {
        let cells = self.running.get_or_init(|| {
            let Premises { syntax, start, prose, .. } = self.premises;
            let mut cells = prose.paragraphs((syntax, start), &self.whole.range);
            cells.retain(|it| !self.whole.is_in_table(it.range().start));
            cells.into()
        });
        let first = cells.partition_point(|it| it.range().end <= range.start);
        let cells = cells.clone();
        let behind = (first..cells.len()).filter_map(move |at| cells.get(at).copied());
        behind.take_while(move |it| it.range().start < range.end).inspect(|_| stop::step())
    }

    /// The keywords of a kind in the report's prose, in order.
    pub fn keywords(&self, kind: KeywordKind) -> impl Iterator<Item = (Paragraph<'a>, KeywordUse)> + use<'a, R> {
        self.prose().flat_map(move |paragraph| {
            let uses = paragraph.facts.keywords.of_kind(kind);
            uses.map(move |it| (paragraph, *it))
        })
    }

    /// The level of the body, by the settings or by its name; `None` where neither tells.
    pub fn body(&self) -> Option<BodyLevel> {
        *self.body.get_or_init(|| self.premises.body.or_else(|| body::of(self.whole)))
    }

    /// The blocks that touch a range, each with the byte at which it begins.
    fn blocks_in(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &'a Block)> + use<'a, R> {
        let Premises { syntax, start, .. } = self.premises;
        let placed = syntax.placed().map(move |(at, block)| (start + at, block));
        let touched = placed.take_while(move |(at, _)| *at < range.end);
        touched.inspect(|_| stop::step()).filter(move |(at, block)| range.start < at + block.text().len())
    }

    /// The cells that touch a range, each with its block and the byte at which that begins.
    fn cells_in(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &'a Block, &'a Cell)> + use<'a, R> {
        self.blocks_in(range.clone()).flat_map(move |(start, block)| {
            block.cells()[block.touching(start, &range)].iter().map(move |cell| (start, block, cell))
        })
    }

    /// The running text of a section without pictures, up to its attachments. It is gathered once for all rules.
    pub fn text_of(&self, section: &Section) -> Rc<[SectionText<'a>]> {
        if let Some((_, text)) = self.texts.borrow().iter().find(|(body, _)| *body == section.body) {
            return text.clone();
        }
        let text: Rc<[SectionText<'a>]> = self.gathered(section.body.clone()).into();
        self.texts.borrow_mut().push((section.body.clone(), text.clone()));
        text
    }

    fn gathered(&self, body: Range<usize>) -> Vec<SectionText<'a>> {
        let paragraphs = self.paragraphs(body.clone()).take_while(|it| !is_attachment(it.text()));
        // Of the next heading only its `##` belongs to the section, which is cheaper seen as it is written.
        let text = paragraphs
            .filter(|it| !it.is_picture() && it.written_in(&body).contains(is_alphanumeric))
            .map(|paragraph| SectionText { at: paragraph.stretch_in(&body), paragraph });
        text.filter(|it| it.text().contains(is_alphanumeric)).collect()
    }

    /// The sections that the format wants in words, not as tables.
    pub fn written_sections(&self) -> impl Iterator<Item = &'a Section> + use<'a, R> {
        let report = self.whole;
        let is_written = move |section: &&Section| {
            let official = report.edition.sections.get(section.index);
            official.is_some_and(|official| report.edition.forms.iter().all(|form| form.section != official.id))
        };
        report.sections.iter().filter(is_written)
    }

    /// Whether a table that is none of the forms stands in a range.
    pub fn has_other_table(&self, range: &Range<usize>) -> bool {
        let is_inside = |at: usize| range.contains(&at) && !self.whole.is_in_table(at);
        let mut cells = self.cells_in(range.clone()).filter(|(_, _, cell)| cell.place.is_some() && !cell.is_blank());
        cells.any(|(start, _, cell)| is_inside(start + cell.range().start))
    }

    /// Whether the report is of a year before the uniform format of 2019, of which no rule about sections and tables
    /// speaks: its title says so, or where that says nothing its words, and it has none of the forms.
    pub fn is_legacy(&self) -> bool {
        let Some(first) = edition::editions().first().map(|edition| edition.first_report_year) else { return false };
        if !self.whole.forms.is_empty() || self.whole.required.is_some() || self.cites_since(first) {
            return false;
        }
        match &self.whole.title {
            Some(title) => title.year < first,
            None => {
                let mut markers: Vec<&str> =
                    self.keywords(KeywordKind::Legacy).map(|(_, it)| it.keyword().id.as_str()).collect();
                markers.sort_unstable();
                markers.dedup();
                markers.len() > 1
            }
        }
    }

    /// Whether the text cites, by its number, a document that has been in force only since a year.
    fn cites_since(&self, year: u16) -> bool {
        self.prose().flat_map(|it| it.facts.citations.iter()).any(|citation| {
            citation.number.is_some() && citation.document().is_some_and(|document| document.from >= year)
        })
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Adds a finding, if there is one.
    pub fn extend(&mut self, finding: Option<Finding>) {
        finding.into_iter().for_each(|finding| self.found.push(finding));
    }

    /// The findings.
    pub fn into_findings(self) -> Vec<Finding> {
        self.found.into_list()
    }
}

impl<'a> Check<'a> {
    /// How the report words what is written anew every year.
    pub fn wording(&self) -> Wording {
        Wording::of(self.report, &self.blocks().collect::<Vec<_>>())
    }

    /// When the report was published, if the page around it tells.
    pub fn published(&self) -> Option<Published> {
        let above = self.report.range.start..self.report.sections.first()?.heading.range.start;
        published(&self.blocks_in(above.clone()).collect::<Vec<_>>(), &above)
    }

    /// The numbers in the report that may be private.
    pub fn private_numbers(&self) -> impl Iterator<Item = (Paragraph<'a>, PrivateNumber)> + use<'a> {
        self.premises.prose.private_numbers(self.report)
    }

    /// The blocks of the report, each with the byte at which it begins.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        self.blocks_in(self.report.range.clone())
    }

    /// The first of something in the cells of those blocks that may hold it: how it is written, and its bytes.
    pub fn first_in_cells(
        &self,
        may_hold: impl Fn(&Block) -> bool,
        find: impl Fn(&str) -> Option<Range<usize>>,
    ) -> Option<(&'a str, Range<usize>)> {
        let mut cells = self.cells_in(self.report.range.clone()).filter(|(_, block, _)| may_hold(block));
        cells.find_map(|(start, block, cell)| {
            let (start, text) = (start + cell.range().start, &block.text()[cell.range()]);
            let range = find(text)?;
            Some((&text[range.clone()], start + range.start..start + range.end))
        })
    }

    /// The last printed character in a range.
    pub fn last_printed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let (start, text) = self.printed(range).max_by_key(|(start, text)| start + text.len())?;
        let end = start + text.len();
        Some(end - text.chars().next_back()?.len_utf8()..end)
    }

    /// The first printed character in a range.
    pub fn first_printed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let (start, text) = self.printed(range).min_by_key(|(start, _)| *start)?;
        Some(start..start + text.chars().next()?.len_utf8())
    }

    /// What cells print in a range, as they are written there, each with the byte at which it begins. The marks of a
    /// heading whose words stand behind the range are nothing printed.
    fn printed(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        self.cells_in(range.clone()).filter_map(move |(start, block, cell)| {
            let cell = start + cell.range().start..start + cell.range().end;
            let (from, to) = (cell.start.max(range.start), cell.end.min(range.end));
            let text = block.text().get(from.checked_sub(start)?..to.checked_sub(start)?)?;
            let begins = text.len() - text.trim_start().len();
            let whole = (from..to) == cell;
            let text = text.trim();
            (!text.is_empty() && (whole || text.contains(is_alphanumeric))).then_some((from + begins, text))
        })
    }
}

impl<R> Finds for Check<'_, R> {
    fn found(&mut self) -> &mut Found {
        &mut self.found
    }
}

/// Whether a character is a letter or a digit. Chinese ones are the common case.
fn is_alphanumeric(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

/// The body of a section, and its text.
type GatheredText<'a> = (Range<usize>, Rc<[SectionText<'a>]>);

/// A paragraph of a section, or as much of it as belongs to the section.
#[derive(Debug, Clone, Copy)]
pub struct SectionText<'a> {
    /// The paragraph.
    pub paragraph: Paragraph<'a>,
    /// The stretch of its folded text that belongs to the section.
    pub at: Stretch,
}

impl<'a> SectionText<'a> {
    /// Its folded text.
    pub fn text(&self) -> &'a str {
        self.paragraph.folded(self.at)
    }

    /// The ordinal with which it begins, unless it is spoken.
    pub fn opening(&self) -> Option<&'a Ordinal> {
        self.ordinals().next().filter(|ordinal| ordinal.opens && ordinal.style != OrdinalStyle::Spoken)
    }

    /// Its folded text behind that ordinal.
    pub fn title(&self) -> &'a str {
        let start = self.opening().map_or(self.at.start, |ordinal| ordinal.at.end);
        self.paragraph.folded(Stretch { start, ..self.at })
    }

    /// Whether it is only a sub-heading.
    pub fn is_heading(&self) -> bool {
        is_heading(self.title())
    }

    /// The ordinals in it, in order.
    pub fn ordinals(&self) -> impl Iterator<Item = &'a Ordinal> + use<'a> {
        let at = self.at;
        self.paragraph.facts.ordinals.iter().filter(move |it| at.start <= it.at.start && it.at.end <= at.end)
    }

    /// The keywords of a kind in it.
    pub fn keywords(&self, kind: KeywordKind) -> impl Iterator<Item = &'static Keyword> + use<'a> {
        let at = self.at;
        let uses = self.paragraph.facts.keywords.of_kind(kind);
        uses.filter(move |it| at.start <= it.at.start && it.at.end <= at.end).map(|it| it.keyword())
    }
}
