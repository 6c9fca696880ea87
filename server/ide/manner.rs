//! In which manner a draft is written: what is inserted looks like what stands there. Knows nothing of forms.

use super::State;
use super::template::{Manner, Markup};
use crate::report::Report;
use crate::syntax::Layout;
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

/// The level of section headings in a Markdown draft that has none yet: the title is the first.
const LEVEL: usize = 2;
const DEEPEST_LEVEL: usize = 6;

impl State {
    /// In which manner something is written that is inserted at a place, into a report if there is one: as the table
    /// next to the place and the headings are, else as is wished, else as is usual in the document's language.
    pub fn manner(&self, report: Option<&Report>, at: usize, wish: Option<Layout>) -> Manner {
        let distance = |range: &Range<usize>| range.start.saturating_sub(at).max(at.saturating_sub(range.end));
        let own = report.into_iter().flat_map(|report| &report.forms);
        let nearest = own.min_by_key(|filled| distance(&filled.range));
        let any = self.checked.reports.iter().flat_map(|report| &report.forms).next();
        let layout = nearest.or(any).map(|filled| filled.layout).or(wish).unwrap_or(self.language.layout());
        let headings = report.map_or(&[][..], |report| &report.sections);
        let markup = headings.iter().map(|section| self.markup_at(section.heading.range.start)).next();
        let title = report.and_then(|report| report.title.as_ref()).map(|title| self.markup_at(title.range.start));
        let markup = markup.unwrap_or(match (title, self.language) {
            // The title is one level above its sections.
            (Some(Markup::Markdown(level)), _) => Markup::Markdown((level + 1).min(DEEPEST_LEVEL)),
            (Some(markup @ Markup::Html), _) => markup,
            (Some(Markup::Plain) | None, language) => language.markup(),
        });
        Manner { layout, markup }
    }

    /// How the heading is marked that stands at a place.
    fn markup_at(&self, at: usize) -> Markup {
        let line = self.buffer.line_range(self.buffer.line_at(at));
        let line = self.text[line].trim_start();
        match line.bytes().take_while(|byte| *byte == b'#').count() {
            0 if line.starts_with('<') => Markup::Html,
            0 => Markup::Plain,
            level => Markup::Markdown(level.min(DEEPEST_LEVEL)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Draft;
    use super::*;

    fn manner(text: &str, language: Language, wish: Option<Layout>) -> (Layout, Markup) {
        let snapshot = Draft::new(text, 1).with_language(language).snapshot();
        let manner = snapshot.manner(snapshot.checked.reports.first(), text.len(), wish);
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
        let titled = "## 云溪县教育局2024年政府信息公开工作年度报告\n";
        assert_eq!(manner(titled, Language::Plain, None), (Layout::Tabs, Markup::Markdown(3)));
    }
}
