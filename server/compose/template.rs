//! Templates of the forms: a row, a table, a section, a whole report, in any layout.
//!
//! Every label comes from the edition's data.

use super::due_year::due_year;
pub use super::fields::Template;
use super::fields::{field, write};
use crate::edition::sentence::{self, SentencePart};
use crate::edition::{Edition, Form, OfficialSection, Sentence, grid};
use crate::syntax::Layout;
use crate::syntax::table::{Grid, GridCell};
use crate::text::calendar;

/// The style in which templates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteStyle {
    /// The layout of tables.
    pub layout: Layout,
    /// The markup of headings and paragraphs.
    pub headings: HeadingStyle,
}

/// The markup of headings and paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingStyle {
    /// None.
    Plain,
    /// Section headings begin with so many `#`.
    Markdown(usize),
    /// `<h2>` and `<p>`.
    Html,
}

/// The figure for a cell: its form, row and column; `None` if it is unknown.
pub type Figures<'a> = &'a dyn Fn(&Form, usize, usize) -> Option<String>;

/// No figure is known.
pub const UNKNOWN: Figures<'static> = &|_, _, _| None;

/// The known facts of a template's report. Unknown ones become fields.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The body that issues the report.
    pub organ: Option<&'a str>,
    /// The report year.
    pub year: Option<u16>,
    /// The figures of its tables.
    pub figures: Figures<'a>,
    /// The preliminary figures of cells, where they are not 0.
    pub stand_ins: Figures<'a>,
}

impl Default for Facts<'_> {
    fn default() -> Self {
        Facts { organ: None, year: None, figures: UNKNOWN, stand_ins: UNKNOWN }
    }
}

impl std::fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts").field("organ", &self.organ).field("year", &self.year).finish_non_exhaustive()
    }
}

/// The placeholder for an unknown figure.
pub const NOTHING: &str = "0";
/// The placeholder for an unknown body.
const SOMEBODY: &str = "××机关";

/// A table: forms one below the other.
pub fn table(forms: &[&Form], layout: Layout, facts: &Facts) -> Template {
    Template::of(&marked_table(forms, layout, facts))
}

/// The content under the article heading of a form.
pub fn under_banner(form: &Form, layout: Layout, facts: &Facts) -> Template {
    let mut grid = marked_grid(&[form], facts);
    grid.rows.drain(..usize::from(form.banner.is_some()));
    Template::of(&write(&grid, layout))
}

/// The rows of a form as they stand in its table, each with the labels of the groups that begin with it.
pub fn rows(form: &Form, layout: Layout, facts: &Facts) -> Vec<Template> {
    let grid = marked_grid(&[form], facts);
    let titles = grid.rows.len().saturating_sub(form.rows.len());
    if layout == Layout::Lines {
        let rows = grid.rows.into_iter().skip(titles);
        return rows.map(|cells| written_row(Grid { width: grid.width, rows: vec![cells] }, layout)).collect();
    }
    let table = write(&grid, layout);
    let lines: Vec<&str> = table.lines().filter(|line| *line != "</table>").collect();
    lines[lines.len().saturating_sub(form.rows.len())..].iter().map(|line| Template::of(&format!("{line}\n"))).collect()
}

/// A row of a form as it stands in its table.
pub fn row(form: &Form, row: usize, layout: Layout, facts: &Facts) -> Option<Template> {
    rows(form, layout, facts).into_iter().nth(row)
}

/// A row of a form for drafts that omit the groups: its own label and its figures, each in one column.
pub fn narrow_row(form: &Form, row: usize, layout: Layout, facts: &Facts) -> Template {
    let label = form.rows.get(row).map_or("", |header| header.label()).to_owned();
    let figures = (0..form.columns.len()).map(|column| marked_figure(form, row, column, facts));
    let texts = std::iter::once(label).chain(figures).enumerate();
    let cells = texts.map(|(column, text)| GridCell { text, column, columns: 1, rows: 1 }).collect();
    written_row(Grid { width: form.columns.len() + 1, rows: vec![cells] }, layout)
}

fn written_row(grid: Grid, layout: Layout) -> Template {
    let written = grid.write(layout);
    let line = match layout {
        Layout::Lines => written,
        // The delimiter row follows, or the table's tags surround it.
        Layout::Markdown | Layout::Tabs => written.lines().take(1).map(|line| format!("{line}\n")).collect(),
        Layout::Html => written.lines().skip(1).take(1).map(|line| format!("{line}\n")).collect(),
    };
    Template::of(&line)
}

/// A section: its heading and its content.
pub fn section(edition: &Edition, section: &OfficialSection, style: WriteStyle, facts: &Facts) -> Template {
    Template::of(&joined(&marked_section(edition, section, style, facts)))
}

/// A section's heading, e.g. `## 一、总体情况`.
pub fn heading(section: &OfficialSection, headings: HeadingStyle) -> String {
    let text = format!("{}、{}", section.ordinal, section.title);
    match headings {
        HeadingStyle::Plain => text,
        HeadingStyle::Markdown(level) => format!("{} {text}", "#".repeat(level)),
        HeadingStyle::Html => format!("<h2>{text}</h2>"),
    }
}

/// A title line.
pub fn title(edition: &Edition, headings: HeadingStyle, facts: &Facts) -> Template {
    Template::of(&joined(&[marked_title(edition, headings, facts)]))
}

/// A whole report.
pub fn report(edition: &Edition, style: WriteStyle, facts: &Facts) -> Template {
    let mut pieces = vec![marked_title(edition, style.headings, facts)];
    pieces.extend(marked_body(edition, style, facts));
    Template::of(&joined(&pieces))
}

/// The content under the title of a report.
pub fn body(edition: &Edition, style: WriteStyle, facts: &Facts) -> Template {
    Template::of(&joined(&marked_body(edition, style, facts)))
}

/// A sentence with the report's own figures.
pub fn sentence(sentence: &Sentence, edition: &Edition, facts: &Facts) -> Template {
    Template::of(&marked_sentence(sentence, edition, facts))
}

/// Joins pieces with a blank line between.
fn joined(pieces: &[String]) -> String {
    let mut text = pieces.iter().map(|piece| piece.trim_end_matches('\n')).collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

fn marked_figure(form: &Form, row: usize, column: usize, facts: &Facts) -> String {
    let figure = (facts.figures)(form, row, column).or_else(|| (facts.stand_ins)(form, row, column));
    field(figure.as_deref().unwrap_or(NOTHING))
}

fn marked_grid(forms: &[&Form], facts: &Facts) -> Grid {
    grid::grid(forms, |form, row, column| marked_figure(form, row, column, facts))
}

fn marked_table(forms: &[&Form], layout: Layout, facts: &Facts) -> String {
    write(&marked_grid(forms, facts), layout)
}

fn marked_title(edition: &Edition, headings: HeadingStyle, facts: &Facts) -> String {
    let organ = facts.organ.map_or_else(|| field(SOMEBODY), str::to_owned);
    let text = format!("{organ}{}年{}", marked_year(edition, facts), edition.title.canonical);
    match headings {
        HeadingStyle::Plain => text,
        HeadingStyle::Markdown(_) => format!("# {text}"),
        HeadingStyle::Html => format!("<h1>{text}</h1>"),
    }
}

/// The report year; by default the one whose report is due, if it belongs to the edition.
fn marked_year(edition: &Edition, facts: &Facts) -> String {
    let guessed = || {
        let last = edition.last_report_year.unwrap_or(u16::MAX);
        field(&due_year(calendar::now()).max(edition.first_report_year).min(last).to_string())
    };
    facts.year.map_or_else(guessed, |year| year.to_string())
}

fn marked_body(edition: &Edition, style: WriteStyle, facts: &Facts) -> Vec<String> {
    let mut pieces = marked_sentences(edition, None, style, facts);
    pieces.extend(edition.sections.iter().flat_map(|section| marked_section(edition, section, style, facts)));
    pieces
}

fn marked_section(edition: &Edition, section: &OfficialSection, style: WriteStyle, facts: &Facts) -> Vec<String> {
    let mut pieces = vec![heading(section, style.headings)];
    pieces.extend(marked_sentences(edition, Some(&section.id), style, facts));
    let forms = edition.forms_of(section);
    if !forms.is_empty() {
        pieces.push(marked_table(&forms, style.layout, facts));
    }
    pieces
}

/// The template sentences of a section, or those before the first.
fn marked_sentences(edition: &Edition, section: Option<&str>, style: WriteStyle, facts: &Facts) -> Vec<String> {
    let wanted =
        edition.sentences.iter().filter(|sentence| sentence.template && sentence.section.as_deref() == section);
    let paragraph = |sentence| {
        let text = marked_sentence(sentence, edition, facts);
        if style.headings == HeadingStyle::Html { format!("<p>{text}</p>") } else { text }
    };
    wanted.map(paragraph).collect()
}

fn marked_sentence(sentence: &Sentence, edition: &Edition, facts: &Facts) -> String {
    let part = |part: &SentencePart| match part {
        SentencePart::Words(words) => words.clone(),
        SentencePart::Organ => facts.organ.map_or_else(|| field(SOMEBODY), str::to_owned),
        SentencePart::Year => marked_year(edition, facts),
        SentencePart::Open(default) => field(default),
        SentencePart::Cells { form, rows, columns } => cells(edition, form, rows, columns, facts.figures)
            .unwrap_or_else(|| {
                let stand_in = |form: &Form, row, column| {
                    (facts.figures)(form, row, column).or_else(|| (facts.stand_ins)(form, row, column))
                };
                field(cells(edition, form, rows, columns, &stand_in).as_deref().unwrap_or(NOTHING))
            }),
    };
    sentence.text.parts().iter().map(part).collect()
}

/// The sum of some cells; `None` if one of them is unknown.
fn cells(edition: &Edition, form: &str, rows: &[String], columns: &[String], figures: Figures<'_>) -> Option<String> {
    let form = edition.form(form)?;
    let named = |names: &[String], id: &str| names.iter().any(|name| sentence::names(name, id));
    let mut sum = rust_decimal::Decimal::ZERO;
    for (row, _) in form.rows.iter().enumerate().filter(|(_, row)| named(rows, &row.id)) {
        for (column, _) in form.columns.iter().enumerate().filter(|(_, column)| named(columns, &column.id)) {
            sum += figures(form, row, column)?.parse::<rust_decimal::Decimal>().ok()?;
        }
    }
    Some(sum.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;

    #[test]
    fn fields_are_where_the_figures_are() {
        let form = edition::newest().form("article-20-1").unwrap();
        let figure = |_: &Form, row: usize, column: usize| (column > 0).then(|| format!("{row}|{column}"));
        let facts = Facts { figures: &figure, ..Facts::default() };
        for layout in Layout::ALL {
            let template = table(&[form], layout, &facts);
            let fields: Vec<String> =
                template.fields.iter().map(|field| template.text[field.clone()].replace('\\', "")).collect();
            assert_eq!(fields, ["0", "0|1", "0|2", "0", "1|1", "1|2"], "{layout:?}");
            let dos = template.clone().with_line_ends("\r\n");
            assert_eq!(dos.text.replace('\r', ""), template.text);
            for (one, other) in dos.fields.iter().zip(&template.fields) {
                assert_eq!(dos.text[one.clone()], template.text[other.clone()]);
            }
        }
    }

    #[test]
    fn a_row_brings_the_groups_that_begin_with_it() {
        let form = edition::newest().form("applications").unwrap();
        let written = |id: &str, layout| row(form, form.row(id).unwrap(), layout, &Facts::default()).unwrap().text;
        assert_eq!(
            written("denied-secret", Layout::Markdown),
            "| | （三）不予公开 | 1.属于国家秘密                            |   0 |   0 |   0 |   0 |   0 |   0 |   0 |\n"
        );
        assert_eq!(written("denied-by-law", Layout::Tabs), "\t\t2.其他法律行政法规禁止公开\t0\t0\t0\t0\t0\t0\t0\n");
        assert!(written("granted", Layout::Html).starts_with("<tr><td rowspan=\"22\">三、本年度办理结果</td>"));
        assert_eq!(written("carried-out", Layout::Lines), "四、结转下年度继续办理\n0\n0\n0\n0\n0\n0\n0\n");
    }

    #[test]
    fn sentences_have_the_figures_that_are_known() {
        let edition = edition::newest();
        let results = edition.sentences.iter().find(|sentence| sentence.id == "results").unwrap();
        let figure = |form: &Form, row: usize, _: usize| {
            (form.rows[row].id != "partial")
                .then(|| if form.rows[row].id.starts_with("denied") { "2" } else { "1" }.into())
        };
        let template = sentence(results, edition, &Facts { figures: &figure, ..Facts::default() });
        assert_eq!(
            template.text,
            "本年度办理结果：予以公开1件，部分公开0件，不予公开16件，无法提供3件，不予处理5件，其他处理3件。"
        );
        assert_eq!(template.fields.len(), 1);
    }
}
