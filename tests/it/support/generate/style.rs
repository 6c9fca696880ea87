//! The ways to write a draft: every layout as nianbao writes it, and as other programs and people do.

use super::glued::{run_together, run_together_html, run_together_pipes};
use super::page::Page;
use super::pdf;
use super::tables::{
    cells, each_line, flat, glued, in_one_line, narrow, ragged, repeated_labels, with_pipes, without_outer_pipes, word,
};
use nianbao::syntax::Layout;
use nianbao::syntax::table::Grid;

/// How a draft is written: the layout of its tables and the way to write it.
pub struct Style {
    pub name: &'static str,
    pub layout: Layout,
    pub(super) page: Page,
    pub(super) table: fn(&Grid) -> String,
    pub(super) crlf: bool,
}

impl Style {
    const fn new(name: &'static str, layout: Layout, page: Page, table: fn(&Grid) -> String) -> Self {
        Style { name, layout, page, table, crlf: false }
    }

    const fn crlf(mut self) -> Self {
        self.crlf = true;
        self
    }

    /// Whether this is how nianbao itself writes the layout.
    pub fn is_own(&self) -> bool {
        self.name == self.layout.name()
    }
}

/// Every style. The first of each layout is what nianbao itself writes.
pub static STYLES: [Style; 28] = [
    Style::new("markdown", Layout::Markdown, Page::Markdown, |grid| grid.write(Layout::Markdown)),
    Style::new("markdown-crlf", Layout::Markdown, Page::Markdown, |grid| grid.write(Layout::Markdown)).crlf(),
    Style::new("markdown-repeated", Layout::Markdown, Page::Markdown, repeated_labels),
    Style::new("markdown-flat", Layout::Markdown, Page::Markdown, |grid| flat(grid, false)),
    Style::new("markdown-narrow", Layout::Markdown, Page::Plain, narrow),
    Style::new("markdown-bare", Layout::Markdown, Page::Markdown, |grid| {
        without_outer_pipes(grid.write(Layout::Markdown))
    }),
    Style::new("markdown-flat-bare", Layout::Markdown, Page::Markdown, |grid| without_outer_pipes(flat(grid, false))),
    Style::new("html", Layout::Html, Page::Html, |grid| grid.write(Layout::Html)),
    Style::new("html-in-markdown", Layout::Html, Page::Markdown, |grid| grid.write(Layout::Html)),
    Style::new("html-word", Layout::Html, Page::Html, word),
    Style::new("html-ragged", Layout::Html, Page::Html, ragged).crlf(),
    Style::new("html-site", Layout::Html, Page::Site, word),
    Style::new("html-one-line", Layout::Html, Page::Html, |grid| grid.write(Layout::Html).replace('\n', "")),
    Style::new("tabs", Layout::Tabs, Page::Plain, |grid| grid.write(Layout::Tabs)),
    Style::new("tabs-crlf", Layout::Tabs, Page::Spaced, |grid| grid.write(Layout::Tabs)).crlf(),
    Style::new("tabs-lost", Layout::Tabs, Page::Plain, |grid| each_line(&grid.write(Layout::Tabs), str::trim_start)),
    Style::new("tabs-trimmed", Layout::Tabs, Page::Plain, |grid| each_line(&grid.write(Layout::Tabs), str::trim)),
    Style::new("lines", Layout::Lines, Page::Plain, |grid| grid.write(Layout::Lines)),
    Style::new("lines-spaced", Layout::Lines, Page::Spaced, |grid| grid.write(Layout::Lines).replace('\n', "\n\n"))
        .crlf(),
    Style::new("lines-pipes", Layout::Lines, Page::Plain, |grid| with_pipes(grid, false)),
    Style::new("lines-filler", Layout::Lines, Page::Plain, |grid| with_pipes(grid, true)),
    Style::new("lines-blanks", Layout::Lines, Page::Plain, |grid| cells(grid, "  ")),
    Style::new("run-on-tables", Layout::Lines, Page::Plain, |grid| in_one_line(grid, " ")),
    Style::new("run-on-pipes", Layout::Lines, Page::Markdown, |grid| in_one_line(grid, " | ")),
    Style::new("one-line-blanks", Layout::Lines, Page::Line(" "), |grid| in_one_line(grid, " ")),
    Style::new("one-line-pipes", Layout::Lines, Page::Line(" "), |grid| in_one_line(grid, " | ")),
    Style::new("one-line-glued", Layout::Lines, Page::Line(""), glued),
    Style::new("one-line-paragraph", Layout::Html, Page::Paragraph, |grid| in_one_line(grid, "&nbsp;")),
];

/// The text of a PDF, as programs give it: not for writing, so what nianbao inserts in such a text is not tried.
pub static PDF_STYLES: [Style; 5] = [
    Style::new("pdf-layout", Layout::Lines, Page::Plain, pdf::by_layout),
    Style::new("pdf-cells", Layout::Lines, Page::Plain, pdf::by_cells),
    Style::new("pdf-lines", Layout::Lines, Page::Spaced, |grid| pdf::by_lines(grid).replace('\n', "\n\n")),
    Style::new("pdf-lines-crlf", Layout::Lines, Page::Plain, pdf::by_lines).crlf(),
    Style::new("pdf-html", Layout::Lines, Page::Plain, pdf::by_lines_of_html),
];

/// The ways in which the figures of a row lose what stands between them.
pub static GLUED: [Style; 6] = [
    Style::new("lines-glued", Layout::Lines, Page::Plain, |grid| run_together(grid, "")),
    Style::new("lines-glued-crlf", Layout::Lines, Page::Spaced, |grid| run_together(grid, "\n")).crlf(),
    Style::new("lines-glued-blank", Layout::Lines, Page::Plain, |grid| run_together(grid, "  ")),
    Style::new("tabs-glued", Layout::Tabs, Page::Plain, |grid| run_together(grid, "\t")),
    Style::new("markdown-glued", Layout::Markdown, Page::Markdown, run_together_pipes),
    Style::new("html-glued", Layout::Html, Page::Html, run_together_html),
];
