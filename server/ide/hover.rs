//! What a place of a draft says, in words. [`Markup`] is rendered as the client likes it.

use super::crossing;
use super::markup::Markup;
use super::semantic_at::Semantic;
use crate::check::View;
use crate::edition::{Edition, Form, Header};
use crate::report::sums::CellAt;
use crate::report::{Banner, Filled, Report, RowState, Section, Title, Value};
use crate::rules::docs;
use crate::rules::equation;
use crate::rules::{Finding, Severity};
use crate::text::visible;
use rust_decimal::Decimal;
use std::ops::Range;

/// What to show about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The place that it is about.
    pub range: Range<usize>,
    /// What it says.
    pub markup: Markup,
}

impl View {
    /// What there is to say about a place: what it means in the form, what last year's report says where this one takes
    /// over from it, and what was found about it.
    pub fn hover(&self, offset: usize) -> Option<Hover> {
        let report = self.report_at(offset)?;
        let spot = self.semantic_at(report, offset);
        let mut markup = Markup::default();
        if let Some(spot) = &spot {
            self.describe(report, spot, &mut markup);
            match spot {
                Semantic::Value(filled, value) => {
                    let (last_year, cell) = (self.last_year(report), value.cell());
                    crossing::describe(&last_year, report, (filled, cell.0, Some(cell.1)), &mut markup);
                    crossing::describe_relations(&last_year, filled, cell, &mut markup);
                }
                Semantic::Row(filled, row, _) => {
                    crossing::describe(&self.last_year(report), report, (filled, *row, None), &mut markup)
                }
                _ => {}
            }
        }
        let findings = self.findings_about(report, spot.as_ref(), offset);
        describe_findings(&findings, offset, &mut markup);
        let smallest = || findings.iter().map(|finding| finding.range.clone()).min_by_key(Range::len);
        let range = spot.as_ref().map(Semantic::range).or_else(smallest)?;
        let masks = self.checked.masks();
        for text in markup.texts_mut() {
            masks.apply(text);
            visible::make(text);
        }
        Some(Hover { range, markup })
    }

    fn describe(&self, report: &Report, spot: &Semantic<'_>, markup: &mut Markup) {
        match spot {
            Semantic::Value(filled, value) => describe_value(filled, value, markup),
            Semantic::Row(filled, row, _) => describe_row(filled, *row, markup),
            Semantic::Column(filled, column, _) => describe_column(filled, *column, markup),
            Semantic::Banner(banner) => describe_banner(report.edition, banner, markup),
            Semantic::Heading(section) => describe_section(report, section, markup),
            Semantic::Title(title) => self.describe_report(report, title, markup),
            Semantic::Mention(mention) => {
                let filled = &report.forms[mention.of.form];
                markup.title(&filled.form.name);
                let value = |&(row, column): &CellAt| {
                    let value = filled.value(row, column)?;
                    Some(format!("{}：{}", filled.words(row, column), present(filled, value)))
                };
                markup.items(mention.of.cells.iter().filter_map(value).collect());
                if mention.of.cells.len() > 1 {
                    let numbers = mention.of.cells.iter().filter_map(|&cell| filled.number(cell));
                    markup.text(format!("合计 {}", numbers.sum::<Decimal>().normalize()));
                }
            }
        }
    }

    fn describe_report(&self, report: &Report, title: &Title, markup: &mut Markup) {
        let edition = report.edition;
        markup.title(&title.text);
        let organ = title.organ.as_ref().map(|organ| format!("{organ} · ")).unwrap_or_default();
        markup.text(format!("{organ}{}年度\n表格为{}年格式（{}）", title.year, edition.year, edition.notice));
        let severity = |severity| {
            let mine = |finding: &Finding| finding.severity == severity && report.range.contains(&finding.range.start);
            self.checked.findings.iter().filter(|finding| mine(finding)).count()
        };
        markup.items(vec![
            format!("部分 {}/{}", report.sections.len(), edition.sections.len()),
            format!("表 {}/{}", report.forms.len(), edition.forms.len()),
            tally(&report.forms.iter().collect::<Vec<_>>()).unwrap_or_else(|| "勾稽：没有可核对的数".to_owned()),
            format!("错误 {}，警告 {}", severity(Severity::Error), severity(Severity::Warning)),
        ]);
    }
}

/// 勾稽 39/39 over some forms.
fn tally(forms: &[&Filled]) -> Option<String> {
    let tallies: Vec<(usize, usize)> = forms.iter().filter_map(|filled| equation::tally(filled)).collect();
    let (hold, all) = tallies.iter().fold((0, 0), |(hold, all), it| (hold + it.0, all + it.1));
    (all > 0).then(|| format!("勾稽 {hold}/{all}"))
}

fn describe_value(filled: &Filled, value: &Value, markup: &mut Markup) {
    let (row, column) = (&filled.form.rows[value.row()], &filled.form.columns[value.column()]);
    // A row without a label has columns that say everything.
    let row_words = if row.path.is_empty() { String::new() } else { format!(" · {}", row.words()) };
    markup.title(format!("{}{row_words} · {}", filled.form.name, column.words()));
    markup.text(group(row));
    markup.text(format!("现为 {}", present(filled, value)));
    let equations = filled.sums.of_cell(value.cell());
    markup.items(equations.map(|sum| equation::lines(filled, sum)).collect());
    markup.text(row.law.as_deref().unwrap_or_default());
}

/// The groups in which a row stands, outermost first; nothing where it stands in none.
fn group(row: &Header) -> String {
    if row.path.len() < 2 { String::new() } else { row.path.join(" › ") }
}

/// What stands in a cell, with its unit.
fn present(filled: &Filled, value: &Value) -> String {
    let unit = filled.form.columns[value.column()].unit.as_deref().unwrap_or_default();
    match value.number() {
        Some(number) => format!("{} {unit}", number.normalize()).trim_end().to_owned(),
        None if value.is_blank() => "空白".to_owned(),
        None => format!("“{}”，不是数", value.text().trim()),
    }
}

fn describe_row(filled: &Filled, row: usize, markup: &mut Markup) {
    let header = &filled.form.rows[row];
    markup.title(format!("{} · {}", filled.form.name, header.words()));
    markup.text(group(header));
    let columns = filled.form.columns.len();
    match filled.rows[row].state {
        RowState::Unclear(found) => {
            markup.text(format!("这一行有 {found} 个数，应有 {columns} 个，分不清各属哪一栏"));
        }
        RowState::Glued(digits) => {
            markup.text(format!("这一行的 {columns} 个数连写成 {digits} 位数字，分不清各格是多少"));
        }
        RowState::Scattered(found) => {
            markup.text(format!("表格的 {found} 个数分不清各属哪一行、哪一列"));
        }
        RowState::Missing | RowState::Read => {}
    }
    let across = filled.sums.all.iter().filter(|sum| sum.cells().all(|cell| cell.0 == row));
    markup.items(across.map(|sum| equation::lines(filled, sum)).collect());
    markup.text(header.law.as_deref().unwrap_or_default());
}

fn describe_column(filled: &Filled, column: usize, markup: &mut Markup) {
    let header = &filled.form.columns[column];
    markup.title(format!("{} · {}", filled.form.name, header.words()));
    markup.text(header.unit.as_ref().map(|unit| format!("单位：{unit}")).unwrap_or_default());
    let down = filled.sums.all.iter().filter(|sum| sum.cells().all(|cell| cell.1 == column));
    markup.items(down.map(|sum| equation::lines(filled, sum)).collect());
}

/// What the item of an article is about: the rows that stand under it.
fn describe_banner(edition: &Edition, banner: &Banner, markup: &mut Markup) {
    let own = |form: &&Form| form.banner.as_ref().is_some_and(|it| banner.article == 20 && it.item == banner.item);
    let Some(form) = edition.forms.iter().find(own) else { return };
    markup.title(&form.name);
    let row = |row: &Header| format!("{}\n{}", row.words(), row.law.as_deref().unwrap_or_default());
    markup.items(form.rows.iter().map(row).collect());
}

fn describe_section(report: &Report, section: &Section, markup: &mut Markup) {
    let Some(official) = report.edition.sections.get(section.index) else { return };
    markup.title(format!("{}、{}", official.ordinal, official.title));
    markup.text(&official.asks);
    let forms: Vec<&Filled> = report.forms.iter().filter(|filled| filled.form.section == official.id).collect();
    markup.text(tally(&forms).unwrap_or_default());
}

/// What the rules of the findings say, each once. An editor shows the message of a finding where it is marked, so it is
/// said at the other places that the finding is about only.
fn describe_findings(findings: &[&Finding], offset: usize, markup: &mut Markup) {
    for (index, finding) in findings.iter().enumerate() {
        let is_shown = finding.range.start <= offset && offset <= finding.range.end;
        let is_last = findings[index + 1..].iter().all(|later| later.rule.name != finding.rule.name);
        if !is_shown || is_last {
            markup.rule();
        }
        if !is_shown {
            markup.title(format!("{}：{}", finding.severity.word(), finding.message));
        }
        if is_last {
            let title = finding.rule.title;
            if is_shown {
                markup.title(title)
            } else {
                markup.text(format!("规则：{title}"))
            }
            markup.docs(docs::in_short(finding.rule.docs));
        }
    }
}
