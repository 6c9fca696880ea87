//! The outline: reports, sections, tables, rows.

use crate::check::View;
use crate::report::{Filled, Report, Section, Value};
use crate::rules::equation;
use crate::text::fold::fold;
use std::ops::Range;

/// The kind of an outline entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A report.
    Report,
    /// A section.
    Section,
    /// A statutory table.
    Table,
    /// A row of a table.
    Row,
}

/// An outline entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name; never empty.
    pub name: String,
    /// Additional detail; may be empty.
    pub detail: String,
    /// The kind of entry.
    pub kind: SymbolKind,
    /// Its bytes.
    pub range: Range<usize>,
    /// The bytes of its name, inside its range.
    pub named: Range<usize>,
    /// The entries inside it.
    pub children: Vec<Symbol>,
}

/// What somebody looks for among outline entries.
#[derive(Debug)]
pub struct SymbolQuery(String);

impl SymbolQuery {
    /// A query as it was typed.
    pub fn new(query: &str) -> Self {
        SymbolQuery(fold(query).to_lowercase())
    }

    /// Whether an entry is one of those.
    pub fn finds(&self, kind: SymbolKind, name: &str) -> bool {
        match self.0.is_empty() {
            true => matches!(kind, SymbolKind::Report | SymbolKind::Section),
            false => fold(name).to_lowercase().contains(&self.0),
        }
    }
}

impl View {
    /// The outline of the draft.
    pub fn symbols(&self) -> Vec<Symbol> {
        self.checked.reports.iter().map(|report| self.report_symbol(report)).collect()
    }

    /// The outline as a flat list of entries without children, each with the name of its parent.
    pub fn flat_symbols(&self) -> Vec<(Symbol, Option<String>)> {
        let mut list = Vec::new();
        flatten(self.symbols(), None, &mut list);
        list
    }

    /// The flat entries whose names contain the query in any spelling. Without a query only reports and sections: rows
    /// have the same names in every draft.
    pub fn find_symbols(&self, query: &str) -> Vec<(Symbol, Option<String>)> {
        let query = SymbolQuery::new(query);
        let mut found = self.flat_symbols();
        found.retain(|(symbol, _)| query.finds(symbol.kind, &symbol.name));
        found
    }

    fn report_symbol(&self, report: &Report) -> Symbol {
        let whole = report.range.start.max(report.first_line.start)..report.range.end;
        let whole = whole.start..whole.start + self.text[whole.clone()].trim_end().len();
        let named = report.title.as_ref().map_or(report.first_line.clone(), |title| title.range.clone());
        let title = report.title.as_ref().map_or("", |title| title.text.trim());
        let mut children: Vec<Symbol> =
            report.sections.iter().map(|section| self.section_symbol(report, section)).collect();
        let mut loose: Vec<Symbol> =
            report.forms.iter().filter(|it| section_of(report, it).is_none()).map(table).collect();
        children.append(&mut loose);
        children.sort_by_key(|child| child.range.start);
        symbol(
            if title.is_empty() { "（没有标题）" } else { title },
            String::new(),
            SymbolKind::Report,
            whole,
            named,
            children,
        )
    }

    fn section_symbol(&self, report: &Report, section: &Section) -> Symbol {
        let heading = &section.heading.range;
        let whole = self.section_range(section);
        let mine = |filled: &&Filled| section_of(report, filled).is_some_and(|it| std::ptr::eq(it, section));
        let children = report.forms.iter().filter(mine).map(table).collect();
        symbol(section.heading.text.trim(), String::new(), SymbolKind::Section, whole, heading.clone(), children)
    }
}

/// The section that contains the beginning of a table.
fn section_of<'a>(report: &'a Report, filled: &Filled) -> Option<&'a Section> {
    report.sections.iter().find(|section| section.body.contains(&filled.range.start))
}

fn table(filled: &Filled) -> Symbol {
    let detail = equation::tally(filled).map(|(hold, all)| format!("勾稽 {hold}/{all}")).unwrap_or_default();
    let rows = (0..filled.rows.len()).filter_map(|row| self::row(filled, row)).collect();
    let named = filled.range.start..filled.range.start;
    symbol(&filled.form.name, detail, SymbolKind::Table, filled.range.clone(), named, rows)
}

fn row(filled: &Filled, row: usize) -> Option<Symbol> {
    let label = filled.rows[row].label.as_ref()?;
    let values = filled.values.iter().filter(|value| value.row() == row);
    let text = |value: &Value| if value.is_blank() { "□".to_owned() } else { value.text().trim().to_owned() };
    let texts: Vec<String> = values.map(text).collect();
    let name = filled.form.rows[row].words();
    Some(symbol(name, texts.join(" "), SymbolKind::Row, filled.row_range(row)?, label.range.clone(), Vec::new()))
}

/// An entry whose ranges are nested as clients require: the name inside the entry, its children inside it.
fn symbol(
    name: &str,
    detail: String,
    kind: SymbolKind,
    range: Range<usize>,
    named: Range<usize>,
    children: Vec<Symbol>,
) -> Symbol {
    let name = if name.is_empty() { "—" } else { name };
    let around = |whole: Range<usize>, part: &Range<usize>| whole.start.min(part.start)..whole.end.max(part.end);
    let range = children.iter().map(|child| &child.range).fold(around(range, &named), around);
    Symbol { name: name.to_owned(), detail, kind, range, named, children }
}

fn flatten(symbols: Vec<Symbol>, container: Option<&str>, list: &mut Vec<(Symbol, Option<String>)>) {
    for mut symbol in symbols {
        let children = std::mem::take(&mut symbol.children);
        let name = symbol.name.clone();
        list.push((symbol, container.map(str::to_owned)));
        flatten(children, Some(&name), list);
    }
}

impl Filled {
    /// The bytes of a row from its label to its last value; `None` if it was not found.
    pub(super) fn row_range(&self, row: usize) -> Option<Range<usize>> {
        let label = self.rows.get(row)?.label.as_ref()?.range.clone();
        let values = self.values.iter().filter(|value| value.row() == row).map(|value| value.range());
        Some(values.fold(label, |whole, part| whole.start.min(part.start)..whole.end.max(part.end)))
    }
}
