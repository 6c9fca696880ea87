//! The style of inserted text, so that it matches the text around it.
//!
//! Completion and actions both ask here. The draft's own tables and headings decide first, then the setting, then the
//! document's language.

use super::template::{HeadingStyle, WriteStyle};
use crate::check::{Checked, Language, StyleHints, View};
use crate::report::Report;
use crate::syntax::{BlockKind, Layout};
use crate::text::lines::line_range;
use std::ops::Range;

/// The level of section headings in a Markdown draft that has none yet: below the title, which is the first.
const LEVEL: usize = 2;
const DEEPEST_LEVEL: usize = 6;

/// The default layout of tables, if neither the draft nor a setting decides: figures are filled in between pipes, and
/// plain text is exchanged with spreadsheets and word processors.
fn usual_layout(language: Language) -> Layout {
    match language {
        Language::Plain => Layout::Tabs,
        Language::Markdown => Layout::Markdown,
        Language::Html => Layout::Html,
    }
}

impl WriteStyle {
    /// The style of a text that has nothing yet, with tables in a layout.
    pub fn with_tables(layout: Layout) -> Self {
        let headings = match layout {
            Layout::Markdown => HeadingStyle::Markdown(LEVEL),
            Layout::Html => HeadingStyle::Html,
            Layout::Tabs | Layout::Lines => HeadingStyle::Plain,
        };
        WriteStyle { layout, headings }
    }

    /// The same with tables in another layout. Where tables have no markup, neither have headings.
    pub fn with_layout(self, layout: Layout) -> Self {
        match WriteStyle::with_tables(layout) {
            plain @ WriteStyle { headings: HeadingStyle::Plain, .. } => plain,
            _ => WriteStyle { layout, ..self },
        }
    }

    /// The default style of a text in a language.
    fn usual(language: Language) -> Self {
        WriteStyle::with_tables(usual_layout(language))
    }
}

/// The style of text to be inserted at an offset, into a report if there is one: like the nearest table and the
/// headings, else as the settings say, else the default of the document's language.
pub fn write_style(text: &str, checked: &Checked, hints: StyleHints, report: Option<&Report>, at: usize) -> WriteStyle {
    let (headings, language) = marked(text, checked, hints.language, report);
    let distance = |range: &Range<usize>| range.start.saturating_sub(at).max(at.saturating_sub(range.end));
    let own = report.into_iter().flat_map(|report| &report.forms);
    let nearest = own.min_by_key(|filled| distance(&filled.range));
    let any = checked.reports.iter().flat_map(|report| &report.forms).next();
    let layout = nearest.or(any).map(|filled| filled.layout).or(hints.layout).unwrap_or(usual_layout(language));
    WriteStyle { layout, headings }
}

impl View {
    /// The style of text to be inserted at an offset in a report.
    pub fn write_style(&self, report: Option<&Report>, at: usize) -> WriteStyle {
        write_style(&self.text, &self.checked, self.hints, report, at)
    }
}

/// The markup of headings, and the language it implies: a plain text file with Markdown headings is Markdown.
fn marked(text: &str, checked: &Checked, language: Language, report: Option<&Report>) -> (HeadingStyle, Language) {
    let sections = report.map_or(&[][..], |report| &report.sections);
    let headings = sections.iter().map(|section| line_range(text, section.heading.range.start));
    let own = || headings.clone().map(|line| markup(text, checked, line));
    let markup = match own().find(|markup| *markup != HeadingStyle::Plain) {
        Some(markup) => markup,
        None if !sections.is_empty() => HeadingStyle::Plain,
        None => {
            match report.and_then(|report| report.title.as_ref()).map(|title| line_range(text, title.range.start)) {
                Some(title) => match markup(text, checked, title) {
                    // The title is one level above its sections.
                    HeadingStyle::Markdown(level) => HeadingStyle::Markdown((level + 1).min(DEEPEST_LEVEL)),
                    HeadingStyle::Html => HeadingStyle::Html,
                    HeadingStyle::Plain => WriteStyle::usual(language).headings,
                },
                None => WriteStyle::usual(language).headings,
            }
        }
    };
    let is_bold =
        |line: Range<usize>| ["**", "__"].iter().any(|mark| text[line.clone()].trim_start().starts_with(mark));
    let shown = match markup {
        HeadingStyle::Markdown(_) => Language::Markdown,
        HeadingStyle::Html => Language::Html,
        HeadingStyle::Plain if headings.clone().any(is_bold) => Language::Markdown,
        HeadingStyle::Plain => language,
    };
    (markup, if language == Language::Plain { shown } else { language })
}

/// The markup of the heading on a line.
fn markup(text: &str, checked: &Checked, line: Range<usize>) -> HeadingStyle {
    let start = line.start;
    let line = text[line].trim_start();
    match line.bytes().take_while(|byte| *byte == b'#').count() {
        0 if line.starts_with('<') || in_html(checked, start) => HeadingStyle::Html,
        0 => HeadingStyle::Plain,
        level => HeadingStyle::Markdown(level.min(DEEPEST_LEVEL)),
    }
}

/// Whether a line that begins at this offset is inside a piece of HTML.
fn in_html(checked: &Checked, start: usize) -> bool {
    let mut blocks = checked.syntax.placed();
    let own = blocks.find(|(at, block)| (*at..at + block.text().len()).contains(&start));
    own.is_some_and(|(_, block)| block.kind() == BlockKind::Table(Layout::Html))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;

    fn style(text: &str, language: Language, layout: Option<Layout>) -> (Layout, HeadingStyle) {
        let checked = check(text);
        let style =
            super::write_style(text, &checked, StyleHints { language, layout }, checked.reports.first(), text.len());
        (style.layout, style.headings)
    }

    #[test]
    fn what_the_draft_does_comes_first() {
        let table = "| 信息内容 | 本年处理决定数量 |\n| --- | --- |\n| 行政许可 | 12 |\n";
        let draft = format!(
            "云溪县教育局2024年政府信息公开工作年度报告\n\n### 一、总体情况\n\n### 二、主动公开政府信息情况\n\n{table}"
        );
        let found = style(&draft, Language::Plain, Some(Layout::Lines));
        assert_eq!(found, (Layout::Markdown, HeadingStyle::Markdown(3)));
        let plain = draft.replace("### ", "");
        assert_eq!(style(&plain, Language::Markdown, None), (Layout::Markdown, HeadingStyle::Plain));
    }

    #[test]
    fn then_the_wish_and_then_the_language() {
        assert_eq!(style("", Language::Markdown, None), (Layout::Markdown, HeadingStyle::Markdown(2)));
        assert_eq!(style("", Language::Markdown, Some(Layout::Html)), (Layout::Html, HeadingStyle::Markdown(2)));
        assert_eq!(style("", Language::Plain, None), (Layout::Tabs, HeadingStyle::Plain));
        assert_eq!(style("", Language::Html, None), (Layout::Html, HeadingStyle::Html));
    }

    #[test]
    fn marked_headings_show_the_language_of_a_plain_text() {
        let titled = "## 云溪县教育局2024年政府信息公开工作年度报告\n";
        assert_eq!(style(titled, Language::Plain, None), (Layout::Markdown, HeadingStyle::Markdown(3)));
        let bold = "云溪县教育局2024年政府信息公开工作年度报告\n\n**一、总体情况**\n\n无\n";
        assert_eq!(style(bold, Language::Plain, None), (Layout::Markdown, HeadingStyle::Plain));
        assert_eq!(style(&bold.replace("**", ""), Language::Plain, None), (Layout::Tabs, HeadingStyle::Plain));
        let page = "<h1>云溪县教育局2024年政府信息公开工作年度报告</h1>\n<h2\n>\n一、总体情况\n</h2>\n";
        assert_eq!(style(page, Language::Plain, None), (Layout::Html, HeadingStyle::Html));
    }
}
