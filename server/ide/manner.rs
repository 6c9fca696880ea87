//! In which manner a draft is written: what is inserted looks like what stands there. Knows nothing of forms.
//!
//! The one place that decides it, for what is completed and for what an action inserts: the draft's own tables and
//! headings first, then the setting, then the document's language.

use super::Checked;
use super::template::{Manner, Markup};
use crate::report::Report;
use crate::syntax::{Kind, Layout};
use std::ops::Range;

/// What kind of document a draft is, as far as an editor or a file's name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Plain text, or something nobody knows.
    #[default]
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

impl Language {
    /// The language that an editor calls by this name, or of files whose names end in this.
    pub fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "markdown" | "md" | "mdx" | "rmd" | "quarto" | "qmd" => Language::Markdown,
            "html" | "htm" | "xhtml" => Language::Html,
            _ => Language::Plain,
        }
    }

    /// What the names of files in it end in.
    pub fn ending(self) -> &'static str {
        match self {
            Language::Plain => "txt",
            Language::Markdown => "md",
            Language::Html => "html",
        }
    }

    /// What editors call it.
    pub fn name(self) -> &'static str {
        match self {
            Language::Plain => "plaintext",
            Language::Markdown => "markdown",
            Language::Html => "html",
        }
    }

    /// How tables are written where neither the draft nor a setting says so: merged cells need HTML, and plain text
    /// goes from and to spreadsheets and word processors.
    fn layout(self) -> Layout {
        match self {
            Language::Plain => Layout::Tabs,
            Language::Markdown | Language::Html => Layout::Html,
        }
    }

    fn markup(self) -> Markup {
        match self {
            Language::Plain => Markup::Plain,
            Language::Markdown => Markup::Markdown(LEVEL),
            Language::Html => Markup::Html,
        }
    }
}

/// What is known of how a draft is written before anybody looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habits {
    /// The kind of document.
    pub language: Language,
    /// The layout that is wanted where what is looked at has no table yet: that of another table of the draft, or else
    /// the one the settings name.
    pub layout: Option<Layout>,
}

/// The level of section headings in a Markdown draft that has none yet: the title is the first.
const LEVEL: usize = 2;
const DEEPEST_LEVEL: usize = 6;

/// In which manner something is written that is inserted at a place of a text, into a report if there is one: as the
/// table next to the place and the headings are, else as is wished, else as is usual in the document's language.
pub fn manner(text: &str, checked: &Checked, habits: Habits, report: Option<&Report>, at: usize) -> Manner {
    let (markup, language) = marked(text, checked, habits.language, report);
    let distance = |range: &Range<usize>| range.start.saturating_sub(at).max(at.saturating_sub(range.end));
    let own = report.into_iter().flat_map(|report| &report.forms);
    let nearest = own.min_by_key(|filled| distance(&filled.range));
    let any = checked.reports.iter().flat_map(|report| &report.forms).next();
    let layout = nearest.or(any).map(|filled| filled.layout).or(habits.layout).unwrap_or(language.layout());
    Manner { layout, markup }
}

/// How headings are marked, and the language this shows: a draft in a plain text file whose headings are marked as in
/// Markdown is Markdown.
fn marked(text: &str, checked: &Checked, language: Language, report: Option<&Report>) -> (Markup, Language) {
    let sections = report.map_or(&[][..], |report| &report.sections);
    let headings = sections.iter().map(|section| line(text, section.heading.range.start));
    let own = || headings.clone().map(|line| markup(text, checked, line));
    let markup = match own().find(|markup| *markup != Markup::Plain) {
        Some(markup) => markup,
        None if !sections.is_empty() => Markup::Plain,
        None => match report.and_then(|report| report.title.as_ref()).map(|title| line(text, title.range.start)) {
            Some(title) => match markup(text, checked, title) {
                // The title is one level above its sections.
                Markup::Markdown(level) => Markup::Markdown((level + 1).min(DEEPEST_LEVEL)),
                Markup::Html => Markup::Html,
                Markup::Plain => language.markup(),
            },
            None => language.markup(),
        },
    };
    let is_bold =
        |line: Range<usize>| ["**", "__"].iter().any(|mark| text[line.clone()].trim_start().starts_with(mark));
    let shown = match markup {
        Markup::Markdown(_) => Language::Markdown,
        Markup::Html => Language::Html,
        Markup::Plain if headings.clone().any(is_bold) => Language::Markdown,
        Markup::Plain => language,
    };
    (markup, if language == Language::Plain { shown } else { language })
}

/// The bytes of the line around a place.
fn line(text: &str, at: usize) -> Range<usize> {
    let is_break = |c: char| c == '\n' || c == '\r';
    let start = text[..at].rfind(is_break).map_or(0, |found| found + 1);
    start..text[at..].find(is_break).map_or(text.len(), |found| at + found)
}

/// How the heading is marked that stands on a line.
fn markup(text: &str, checked: &Checked, line: Range<usize>) -> Markup {
    let start = line.start;
    let line = text[line].trim_start();
    match line.bytes().take_while(|byte| *byte == b'#').count() {
        0 if line.starts_with('<') || in_html(checked, start) => Markup::Html,
        0 => Markup::Plain,
        level => Markup::Markdown(level.min(DEEPEST_LEVEL)),
    }
}

/// Whether a line that begins here stands in a piece of HTML.
fn in_html(checked: &Checked, start: usize) -> bool {
    let mut blocks = checked.syntax.placed();
    let own = blocks.find(|(at, block)| (*at..at + block.text().len()).contains(&start));
    own.is_some_and(|(_, block)| block.kind() == Kind::Table(Layout::Html))
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn manner(text: &str, language: Language, layout: Option<Layout>) -> (Layout, Markup) {
        let checked = check(text);
        let manner = super::manner(text, &checked, Habits { language, layout }, checked.reports.first(), text.len());
        (manner.layout, manner.markup)
    }

    #[test]
    fn what_the_draft_does_comes_first() {
        let table = "| 信息内容 | 本年处理决定数量 |\n| --- | --- |\n| 行政许可 | 12 |\n";
        let draft = format!(
            "云溪县教育局2024年政府信息公开工作年度报告\n\n### 一、总体情况\n\n### 二、主动公开政府信息情况\n\n{table}"
        );
        let found = manner(&draft, Language::Plain, Some(Layout::Lines));
        assert_eq!(found, (Layout::Markdown, Markup::Markdown(3)));
        let plain = draft.replace("### ", "");
        assert_eq!(manner(&plain, Language::Markdown, None), (Layout::Markdown, Markup::Plain));
    }

    #[test]
    fn then_the_wish_and_then_the_language() {
        assert_eq!(manner("", Language::Markdown, None), (Layout::Html, Markup::Markdown(2)));
        assert_eq!(manner("", Language::Markdown, Some(Layout::Markdown)), (Layout::Markdown, Markup::Markdown(2)));
        assert_eq!(manner("", Language::Plain, None), (Layout::Tabs, Markup::Plain));
        assert_eq!(manner("", Language::Html, None), (Layout::Html, Markup::Html));
    }

    #[test]
    fn marked_headings_show_the_language_of_a_plain_text() {
        let titled = "## 云溪县教育局2024年政府信息公开工作年度报告\n";
        assert_eq!(manner(titled, Language::Plain, None), (Layout::Html, Markup::Markdown(3)));
        let bold = "云溪县教育局2024年政府信息公开工作年度报告\n\n**一、总体情况**\n\n无\n";
        assert_eq!(manner(bold, Language::Plain, None), (Layout::Html, Markup::Plain));
        assert_eq!(manner(&bold.replace("**", ""), Language::Plain, None), (Layout::Tabs, Markup::Plain));
        let page = "<h1>云溪县教育局2024年政府信息公开工作年度报告</h1>\n<h2\n>\n一、总体情况\n</h2>\n";
        assert_eq!(manner(page, Language::Plain, None), (Layout::Html, Markup::Html));
    }
}
