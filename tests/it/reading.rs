//! Whole drafts are read: those in every layout, and those that do what published reports do to a reader.
//!
//! The figures of all drafts are the same ones, some times over, so that a test says only in what a draft differs.

use crate::support::drafts::root;
use nianbao::edition::{self, Form};
use nianbao::report::{self, Filled, Report, RowState, Spelling, Style, TitleQuality};
use nianbao::syntax::{Layout, Syntax};
use nianbao::text::fold::fold;

/// A draft that was read.
struct Draft {
    text: String,
    reports: Vec<Report>,
}

/// Reads a draft and checks what holds for every draft.
fn draft(name: &str) -> Draft {
    let path = root().join("tests/drafts").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let syntax = Syntax::parse(&text);
    let joined: String = syntax.blocks.iter().map(|block| block.text()).collect();
    assert_eq!(joined, text, "{name}: the blocks joined are the text");
    let reports = report::read(&syntax);
    for report in &reports {
        for section in &report.sections {
            assert_eq!(fold(&text[section.heading.range.clone()]), fold(&section.heading.text), "{name}");
        }
        for filled in &report.forms {
            check_values(name, &text, filled);
        }
    }
    Draft { text, reports }
}

/// Every value and label stands where its range says.
fn check_values(name: &str, text: &str, filled: &Filled) {
    for value in &filled.values {
        let printed = &text[value.range()];
        if !printed.contains(['<', '&']) {
            assert_eq!(printed, value.text(), "{name}");
        }
        assert!(
            filled.range.start <= value.range().start && value.range().end <= filled.range.end,
            "{name}: {value:?}"
        );
        if let Some(number) = value.number() {
            let figure = &text[value.figure()];
            if !figure.contains('<') {
                let figure = fold(figure).replace([',', '+'], "");
                assert!(figure == number.to_string() || format!("-{figure}") == number.to_string(), "{name}: {figure}");
            }
        }
    }
    for label in filled.rows.iter().filter_map(|row| row.label.as_ref()).filter(|label| !label.text.is_empty()) {
        let printed = &text[label.range.clone()];
        if !printed.contains(['<', '&', '|', '\t']) {
            assert_eq!(fold(printed), label.folded(), "{name}");
        }
    }
}

impl Draft {
    /// The one report of the draft.
    fn report(&self) -> &Report {
        assert_eq!(self.reports.len(), 1);
        &self.reports[0]
    }
}

/// The figures by kind of applicant, for the rows of 2021; the totals are computed.
const APPLICATIONS: [(&str, [u32; 6]); 24] = [
    ("received", [41, 6, 2, 3, 1, 4]),
    ("carried-in", [5, 1, 0, 0, 0, 0]),
    ("granted", [12, 2, 1, 1, 0, 1]),
    ("partial", [4, 1, 0, 1, 0, 0]),
    ("denied-secret", [1, 0, 0, 0, 0, 0]),
    ("denied-by-law", [2, 0, 0, 0, 0, 0]),
    ("denied-security", [0, 0, 0, 0, 0, 0]),
    ("denied-third-party", [3, 1, 0, 0, 0, 0]),
    ("denied-internal", [1, 0, 1, 0, 0, 0]),
    ("denied-process", [2, 0, 0, 0, 0, 0]),
    ("denied-enforcement", [2, 0, 0, 0, 1, 0]),
    ("denied-query", [1, 0, 0, 0, 0, 0]),
    ("unable-not-held", [5, 1, 0, 1, 0, 1]),
    ("unable-needs-creation", [2, 0, 0, 0, 0, 0]),
    ("unable-unclear", [1, 0, 0, 0, 0, 0]),
    ("unprocessed-petition", [2, 0, 0, 0, 0, 0]),
    ("unprocessed-repeated", [1, 1, 0, 0, 0, 0]),
    ("unprocessed-publication", [1, 0, 0, 0, 0, 0]),
    ("unprocessed-excessive", [0, 0, 0, 0, 0, 1]),
    ("unprocessed-reconfirmation", [1, 0, 0, 0, 0, 0]),
    ("other-uncorrected", [1, 0, 0, 0, 0, 0]),
    ("other-unpaid", [0, 0, 0, 0, 0, 0]),
    ("other", [0, 0, 0, 0, 0, 0]),
    ("carried-out", [4, 1, 0, 0, 0, 1]),
];

/// The number in a cell of the drafts' tables, `times` over where the table is one of applications or proceedings.
fn expected(edition: u16, form: &Form, row: usize, column: usize, times: u32) -> String {
    let plain = |figures: &[&[&str]]| figures[row][column].to_owned();
    match (form.id.as_str(), edition) {
        ("article-20-1", 2021) => plain(&[&["0", "0", "0"], &["4", "1", "23"]]),
        ("article-20-5", 2021) => plain(&[&["1286"]]),
        ("article-20-6", 2021) => plain(&[&["12"], &["3"]]),
        ("article-20-8", 2021) => plain(&[&["113.96"]]),
        ("article-20-1", _) => plain(&[&["0", "0", "0"], &["4", "4", "23"]]),
        ("article-20-5", _) => plain(&[&["36", "2", "1286"], &["18", "-1", "205"]]),
        ("article-20-6", _) => plain(&[&["64", "5", "12"], &["9", "0", "3"]]),
        ("article-20-8", _) => plain(&[&["2", "1"]]),
        ("article-20-9", _) => plain(&[&["7", "251000"]]),
        ("proceedings", _) => {
            let figures = [3, 1, 0, 1, 5, 2, 1, 0, 0, 3, 1, 0, 1, 1, 3];
            (figures[column] * times).to_string()
        }
        _ => {
            let id = form.rows[row].id.as_str();
            let handled = |id: &str| !["received", "carried-in", "carried-out"].contains(&id);
            let counted = |other: &str| match id {
                "handled" => handled(other),
                "other" if edition == 2019 => other.starts_with("other"),
                _ => other == id,
            };
            let rows = APPLICATIONS.iter().filter(|(other, _)| counted(other));
            let columns = if column == 6 { 0..6 } else { column..column + 1 };
            (rows.flat_map(|(_, figures)| &figures[columns.clone()]).sum::<u32>() * times).to_string()
        }
    }
}

/// The number in a cell; empty where there is none, `?` where the cell could not be told from the others.
fn number(filled: &Filled, row: usize, column: usize) -> String {
    match filled.value(row, column) {
        Some(value) => value.number().map(|number| number.to_string()).unwrap_or_default(),
        None => "?".to_owned(),
    }
}

/// Fails unless a report has all sections, and all forms of its edition with the drafts' figures, `except` for some
/// cells: form, row, column, number.
fn assert_figures(report: &Report, edition: u16, times: u32, except: &[(&str, &str, &str, &str)]) {
    assert_eq!(report.edition.year, edition);
    let sections: Vec<usize> = report.sections.iter().map(|section| section.index).collect();
    assert_eq!(sections, [0, 1, 2, 3, 4, 5]);
    assert!(report.sections.iter().all(|section| section.has_text));
    assert_eq!(report.duplicate_headings, []);
    assert_eq!(report.forms.len(), report.edition.forms.len());
    for filled in &report.forms {
        assert_form(filled, times, except);
    }
}

fn assert_form(filled: &Filled, times: u32, except: &[(&str, &str, &str, &str)]) {
    for (row, row_header) in filled.form.rows.iter().enumerate() {
        for (column, column_header) in filled.form.columns.iter().enumerate() {
            let here = |(form, row, column, _): &&(&str, &str, &str, &str)| {
                filled.form.id == *form
                    && (*row == row_header.id || *row == "*")
                    && (*column == column_header.id || *column == "*")
            };
            let other = except.iter().find(here).map(|(_, _, _, number)| (*number).to_owned());
            let expected = other.unwrap_or_else(|| expected(filled.edition.year, filled.form, row, column, times));
            let at = format!("{} {} {}", filled.form.id, row_header.id, column_header.id);
            assert_eq!(number(filled, row, column), expected, "{at}");
        }
    }
}

fn assert_title(report: &Report, organ: &str, year: u16) {
    let title = report.title.as_ref().expect("a title");
    assert_eq!(title.organ.as_deref(), Some(organ));
    assert_eq!((title.year, report.year), (year, Some(year)));
}

/// The labels of all rows, as far as they are not the official ones.
fn deviating(report: &Report) -> Vec<&str> {
    let labels = report.forms.iter().flat_map(|filled| &filled.rows).filter_map(|row| row.label.as_ref());
    labels.filter(|label| label.spelling == Spelling::Deviating).map(|label| label.text.as_str()).collect()
}

#[test]
fn every_layout() {
    for (name, organ, year, edition, times, layout) in [
        ("markdown-2021.md", "云溪县教育局", 2024, 2021, 1, Layout::Markdown),
        ("markdown-2019.md", "青石镇人民政府", 2020, 2019, 1, Layout::Markdown),
        ("html-2021.html", "南屏区人民政府", 2023, 2021, 2, Layout::Html),
        ("html-2019.html", "白河市水务局", 2019, 2019, 3, Layout::Html),
        ("tabs-2021.txt", "白河市水务局", 2022, 2021, 2, Layout::Tabs),
        ("tabs-2019.txt", "云溪县教育局", 2019, 2019, 1, Layout::Tabs),
        ("lines-2021.txt", "云溪县教育局", 2023, 2021, 3, Layout::Lines),
        ("lines-2019.txt", "南屏区人民政府", 2020, 2019, 1, Layout::Lines),
        ("crlf.md", "云溪县教育局", 2024, 2021, 1, Layout::Markdown),
    ] {
        let draft = draft(name);
        let report = draft.report();
        assert_title(report, organ, year);
        assert_figures(report, edition, times, &[]);
        assert_eq!(deviating(report), [""; 0], "{name}");
        assert!(report.unknown_rows.is_empty(), "{name}");
        assert!(report.forms.iter().all(|filled| filled.layout == layout), "{name}");
        assert!(report.forms.iter().all(|filled| filled.sums.all.iter().all(|s| s.sides.0 == s.sides.1)), "{name}");
        for section in &report.sections {
            assert_eq!((section.heading.quality, section.heading.style), (TitleQuality::Official, Style::Official));
            assert!(!section.heading.glued);
            let form = &report.edition.sections[section.index];
            assert_eq!(section.heading.text, format!("{}、{}", form.ordinal, form.title));
        }
        for banner in &report.banners {
            assert!(banner.official, "{name}");
        }
        for pair in report.forms.windows(2) {
            assert!(pair[0].range.end <= pair[1].range.start, "{name}: {} overlaps the next", pair[0].form.id);
        }
    }
}

#[test]
fn page_numbers_are_no_values() {
    let draft = draft("page-numbers.txt");
    assert_figures(draft.report(), 2021, 3, &[]);
    let filled = draft.report().form("applications").expect("the table");
    let row = filled.form.row("unable-needs-creation").expect("the row");
    let value = filled.value(row, 6).expect("the value");
    assert_eq!((value.text().as_str(), &draft.text[value.figure()]), ("6- 6 -", "6"));
}

#[test]
fn a_pipe_alone_is_a_cell_or_only_separates() {
    let draft = draft("lone-pipes.txt");
    let blank = [("article-20-1", "rules", "*", ""), ("article-20-5", "licensing", "decisions", "")];
    assert_figures(draft.report(), 2021, 1, &blank);
}

#[test]
fn blank_cells_leave_their_lines() {
    let draft = draft("blank-cells.txt");
    let blank = [
        ("applications", "granted", "legal", ""),
        ("applications", "partial", "research", ""),
        ("applications", "partial", "welfare", ""),
        ("applications", "denied-security", "*", ""),
    ];
    assert_figures(draft.report(), 2021, 1, &blank);
}

#[test]
fn blank_cells_without_a_trace_make_a_row_unclear() {
    let draft = draft("blank-cells-lost.txt");
    let rows = ["denied-secret", "denied-by-law", "denied-process", "unable-unclear"];
    assert_figures(draft.report(), 2021, 1, &rows.map(|row| ("applications", row, "*", "?")));
    let filled = draft.report().form("applications").expect("the table");
    for row in rows {
        assert_eq!(filled.rows[filled.form.row(row).expect("the row")].state, RowState::Unclear(1));
    }
}

#[test]
fn dropped_lines_leave_rows_unclear_and_no_wrong_figure() {
    let draft = draft("repeated-lines-dropped.txt");
    let report = draft.report();
    for filled in &report.forms {
        for value in &filled.values {
            let right = expected(2021, filled.form, value.row(), value.column(), 3);
            assert_eq!(value.number().map(|number| number.to_string()), Some(right));
        }
    }
    let unclear = |id: &str| {
        let filled = report.form(id).expect("the table");
        filled.rows.iter().filter(|row| matches!(row.state, RowState::Unclear(_))).count()
    };
    assert_eq!((unclear("applications"), unclear("proceedings")), (25, 1));
    assert!(report.form("applications").is_some_and(|filled| filled.values.is_empty() && filled.sums.all.is_empty()));
}

#[test]
fn each_table_is_of_the_edition_it_fits() {
    let draft = draft("mixed-editions.html");
    let report = draft.report();
    assert_title(report, "南屏区人民政府", 2024);
    assert_eq!(report.edition.year, 2021);
    let editions: Vec<(&str, u16)> =
        report.forms.iter().map(|filled| (filled.form.id.as_str(), filled.edition.year)).collect();
    assert_eq!(
        editions,
        [
            ("article-20-1", 2019),
            ("article-20-5", 2021),
            ("article-20-6", 2021),
            ("article-20-8", 2021),
            ("applications", 2019),
            ("proceedings", 2021),
        ]
    );
    report.forms.iter().for_each(|filled| assert_form(filled, 2, &[]));
}

#[test]
fn the_tables_tell_the_edition_before_the_year_does() {
    let draft = draft("old-edition.txt");
    assert_title(draft.report(), "青石镇人民政府", 2021);
    assert_figures(draft.report(), 2019, 1, &[]);
}

#[test]
fn article_headings_in_every_spelling() {
    let draft = draft("banner-spellings.md");
    assert_figures(draft.report(), 2021, 1, &[]);
    let banners: Vec<(u32, u32, Option<char>, bool)> =
        draft.report().banners.iter().map(|b| (b.article, b.item, b.unit, b.official)).collect();
    let unit = Some('项');
    assert_eq!(banners, [(20, 1, unit, false), (20, 5, unit, true), (20, 6, unit, true), (20, 8, unit, false)]);
    for filled in &draft.report().forms[..4] {
        let at = filled.rows[0].banner.expect("a heading over the part");
        assert_eq!(Some(draft.report().banners[at].item), filled.form.banner.as_ref().map(|banner| banner.item));
    }
}

#[test]
fn mangled_headings_are_found_by_their_titles() {
    let draft = draft("headings-mangled.txt");
    let report = draft.report();
    assert_figures(report, 2021, 1, &[]);
    let headings: Vec<(&str, TitleQuality, bool)> =
        report.sections.iter().map(|s| (s.heading.text.as_str(), s.heading.quality, s.heading.glued)).collect();
    let official = TitleQuality::Official;
    assert_eq!(
        headings,
        [
            ("一、概述", TitleQuality::Wrong, false),
            ("主动公开政府信息情况", official, false),
            ("三、收到和处理政府信息公开申请情况", official, false),
            ("四、政府信息公开行政复议、行政诉讼情况", official, true),
            ("五、存在的主要问题及改进情况", official, false),
            ("六、其他需要报告的事项", official, true),
        ]
    );
}

#[test]
fn headings_may_be_cells_of_the_table_below() {
    let draft = draft("headings-in-tables.md");
    assert_figures(draft.report(), 2021, 1, &[]);
}

#[test]
fn points_of_a_section_are_no_sections() {
    let draft = draft("headings-numbered-twice.txt");
    assert_figures(draft.report(), 2021, 1, &[]);
    let ordinals: Vec<Option<u32>> = draft.report().sections.iter().map(|section| section.heading.ordinal).collect();
    assert_eq!(ordinals, [Some(1), Some(1), Some(2), Some(3), Some(4), Some(5)]);
}

#[test]
fn remarks_stand_beside_the_figure() {
    let draft = draft("remarks.md");
    let expected = [
        ("article-20-1", "rules", "*", ""),
        ("article-20-1", "normative-documents", "made", "22"),
        ("article-20-1", "normative-documents", "published", "12"),
        ("article-20-1", "normative-documents", "public-total", "1024"),
        ("article-20-5", "licensing", "change", "1558"),
        ("article-20-5", "other-services", "change", "-38"),
        ("article-20-6", "penalty", "change", "21"),
        ("article-20-6", "coercion", "change", "-2"),
        ("article-20-6", "coercion", "decisions", ""),
        ("article-20-8", "fees", "change", "1"),
        ("article-20-9", "procurement", "amount", "478822"),
        ("proceedings", "cases", "reconsideration-upheld", "-1"),
    ];
    assert_figures(draft.report(), 2019, 1, &expected);
    let texts = |form: &str, column: usize| -> Vec<(String, bool, bool)> {
        let filled = draft.report().form(form).expect("the table");
        let values = filled.values.iter().filter(|value| value.column() == column);
        values.map(|value| (value.text().to_string(), value.is_bare(), value.has_unit())).collect()
    };
    assert_eq!(texts("article-20-1", 0), [("/".into(), true, false), ("22（其中修订16件）".into(), false, false)]);
    assert_eq!(texts("article-20-5", 1), [("增1558".into(), false, false), ("减38".into(), false, false)]);
    assert_eq!(texts("article-20-6", 2), [("12".into(), true, false), (String::new(), true, false)]);
    assert_eq!(texts("article-20-9", 1), [("478822元".into(), false, true)]);

    let draft = self::draft("remarks.html");
    assert_figures(draft.report(), 2021, 1, &[]);
}

#[test]
fn cut_and_broken_labels() {
    let draft = draft("cut-headers.md");
    assert_figures(draft.report(), 2019, 1, &[]);
    let draft = self::draft("broken-labels.txt");
    assert_figures(draft.report(), 2021, 1, &[]);
    assert_eq!(deviating(draft.report()), [""; 0]);
}

#[test]
fn blank_totals_are_missing_values() {
    let draft = draft("totals-blank.md");
    let mut blank: Vec<(&str, &str, &str, &str)> =
        APPLICATIONS.iter().map(|(row, _)| ("applications", *row, "total", "")).collect();
    blank.retain(|(_, row, _, _)| *row != "handled");
    assert_figures(draft.report(), 2021, 2, &blank);
}

#[test]
fn text_from_a_pdf() {
    // All labels of a group first, then their figures.
    let draft = draft("from-pdf.txt");
    assert_figures(draft.report(), 2021, 3, &[]);
    // One table cut into nine, the header repeated, a label going on behind the page break.
    let draft = self::draft("cut-pages.md");
    assert_figures(draft.report(), 2021, 3, &[]);
    assert_eq!(deviating(draft.report()), [""; 0]);
    assert!(draft.report().unknown_rows.is_empty());
    // Lines laid out as they are printed: figures beside the middle of their labels, pieces of groups' labels between.
    let draft = self::draft("pdf-layout.txt");
    assert_figures(draft.report(), 2021, 2, &[]);
    assert!(draft.report().unknown_rows.is_empty());
}

#[test]
fn html_from_a_word_processor() {
    let draft = draft("word-html.html");
    assert_title(draft.report(), "南屏区人民政府", 2024);
    assert_figures(draft.report(), 2021, 2, &[]);
    assert_eq!(deviating(draft.report()), [""; 0]);
}

#[test]
fn traditional_script_and_glosses() {
    let draft = draft("traditional-glosses.txt");
    let report = draft.report();
    assert_title(report, "云溪縣教育局", 2024);
    assert_figures(report, 2021, 1, &[]);
    assert_eq!(deviating(report), [""; 0]);
    assert_eq!(report.sections[1].heading.text, "二、主動公開政府信息情況");

    let draft = self::draft("traditional.txt");
    assert_title(draft.report(), "青石鎮人民政府", 2020);
    assert_figures(draft.report(), 2019, 1, &[]);
    assert_eq!(deviating(draft.report()), ["規範性檔案"]);
}

#[test]
fn damaged_dates_are_no_years() {
    let draft = draft("damaged-dates.txt");
    assert!(draft.report().title.is_none());
    assert_eq!(draft.report().year, Some(2020));
    assert_figures(draft.report(), 2019, 1, &[]);
}

#[test]
fn rows_that_the_form_does_not_have() {
    let draft = draft("extra-rows.md");
    assert_figures(draft.report(), 2021, 1, &[]);
    assert_eq!(deviating(draft.report()), ["行政规范性文件（不含2019年以前制发的）", "行政处罚（含简易程序1件）"]);
    let unknown: Vec<&str> = draft.report().unknown_rows.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(unknown, ["其他主动公开文件"]);
}

#[test]
fn filler_pipes_and_one_long_line() {
    for name in ["filler-pipes.txt", "one-line.txt"] {
        let draft = draft(name);
        assert_title(draft.report(), "云溪县教育局", 2024);
        assert_figures(draft.report(), 2021, 1, &[]);
        assert_eq!(deviating(draft.report()), [""; 0], "{name}");
    }
}

#[test]
fn tables_that_are_pictures() {
    for name in ["images-only.md", "images-only.html"] {
        let draft = draft(name);
        let report = draft.report();
        assert_eq!(report.sections.len(), 6, "{name}");
        assert!(report.forms.is_empty(), "{name}");
        let images: Vec<bool> = report.sections.iter().map(|section| section.has_image).collect();
        assert_eq!(images, [false, true, true, true, false, false], "{name}");
    }
}

#[test]
fn guidance_of_the_form_is_no_heading_and_no_table() {
    let draft = draft("guidance-left.md");
    assert_figures(draft.report(), 2021, 1, &[]);
    assert!(draft.report().unknown_rows.is_empty());
}

#[test]
fn a_township_with_rules_of_its_own() {
    let draft = draft("township.md");
    let rules = [("article-20-1", "rules", "issued", "2"), ("article-20-1", "rules", "in-force", "6")];
    assert_figures(draft.report(), 2021, 1, &rules);
}

#[test]
fn a_page_saved_from_a_browser() {
    let draft = draft("saved-page.html");
    assert_title(draft.report(), "云溪县教育局", 2024);
    assert_figures(draft.report(), 2021, 1, &[]);
    assert!(draft.report().unknown_rows.is_empty());
}

#[test]
fn several_reports_in_a_file() {
    let draft = draft("two-reports.md");
    assert_eq!(draft.reports.len(), 2);
    assert_title(&draft.reports[0], "云溪县教育局", 2024);
    assert_figures(&draft.reports[0], 2021, 1, &[]);
    assert_title(&draft.reports[1], "青石镇人民政府", 2020);
    assert_figures(&draft.reports[1], 2019, 1, &[]);
    assert_eq!(draft.reports[0].range.end, draft.reports[1].range.start);

    let draft = self::draft("compilation.txt");
    assert_eq!(draft.reports.len(), 2);
    assert_title(&draft.reports[0], "白河市水务局", 2023);
    assert_title(&draft.reports[1], "云溪县教育局", 2023);
    draft.reports.iter().for_each(|report| assert_figures(report, 2021, 2, &[]));
}

#[test]
fn titles_of_several_lines_and_with_the_year_last() {
    for (name, title, printed) in [
        (
            "title-lines.txt",
            "云溪县教育局2024年政府信息公开工作年度报告",
            "云溪县教育局\n2024年政府信息公开工作\n年度报告",
        ),
        (
            "title-year-last.txt",
            "云溪县教育局政府信息公开工作年度报告（2024年度）",
            "云溪县教育局政府信息公开工作年度报告\n（2024年度）",
        ),
    ] {
        let draft = draft(name);
        assert_title(draft.report(), "云溪县教育局", 2024);
        assert_figures(draft.report(), 2021, 1, &[]);
        let found = draft.report().title.as_ref().expect("a title");
        assert_eq!((found.text.as_str(), &draft.text[found.range.clone()]), (title, printed));
        assert!(found.alone && found.name == report::title::Name::Canonical, "{name}");
    }
}

#[test]
fn placeholders_hold_their_place() {
    for name in ["placeholders.md", "placeholders.txt"] {
        let draft = draft(name);
        let none = [
            ("article-20-1", "rules", "*", ""),
            ("applications", "denied-security", "*", ""),
            ("proceedings", "cases", "reconsideration-upheld", ""),
            ("proceedings", "cases", "reconsideration-other", ""),
            ("proceedings", "cases", "direct-other", ""),
        ];
        assert_figures(draft.report(), 2021, 1, &none);
    }
}

#[test]
fn a_page_laid_out_with_tables_and_a_grid_table() {
    for name in ["layout-table.html", "grid-table.md"] {
        let draft = draft(name);
        assert_title(draft.report(), "云溪县教育局", 2024);
        assert_figures(draft.report(), 2021, 1, &[]);
        assert_eq!(deviating(draft.report()), [""; 0], "{name}");
        assert!(draft.report().sections.iter().all(|section| !section.heading.glued), "{name}");
    }
}

#[test]
fn navigation_that_names_sections_and_other_reports() {
    let draft = draft("sidebar.txt");
    assert_title(draft.report(), "云溪县教育局", 2024);
    assert_figures(draft.report(), 2021, 1, &[]);
    assert!(draft.text[..draft.report().range.start].ends_with("主动公开政府信息情况\n"));
}

#[test]
fn a_list_of_contents_is_no_report() {
    let draft = draft("contents-first.md");
    assert_figures(draft.report(), 2021, 1, &[]);
    assert!(draft.report().sections[0].heading.range.start > draft.text.find("本报告所列数据").expect("the preamble"));
}

#[test]
fn a_report_that_is_being_begun() {
    let draft = draft("title-only.md");
    assert_title(draft.report(), "云溪县教育局", 2024);
    assert!(draft.report().sections.is_empty() && draft.report().forms.is_empty());
    assert_eq!(draft.report().edition.year, edition::newest().year);
}

#[test]
fn other_documents_are_no_reports() {
    let folder = root().join("tests/drafts");
    let names = std::fs::read_dir(&folder).expect("the folder of drafts").flatten().map(|entry| entry.file_name());
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    assert!(names.iter().filter(|name| name.starts_with("no-report")).count() >= 5);
    for name in names.iter().filter(|name| name.starts_with("no-report")) {
        assert_eq!(draft(name).reports.len(), 0, "{name}");
    }
}

/// What becomes of one cell of the proceedings row, written in this way, in two layouts.
#[test]
fn cells_as_clerks_write_them() {
    let head = "云溪县教育局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n";
    for (cell, expected) in [
        ("266", Some("266")),
        ("１２", Some("12")),
        ("1,024", Some("1024")),
        ("1，024", Some("1024")),
        ("-1", Some("-1")),
        ("－1", Some("-1")),
        ("**12**", Some("12")),
        ("12件", Some("12")),
        ("478822元", Some("478822")),
        ("1(增加)", Some("1")),
        ("增1558", Some("1558")),
        ("减38", Some("-38")),
        ("22（其中修订16件）", Some("22")),
        ("12①", None),
        ("12²", None),
        ("-", None),
        ("/", None),
        ("无", None),
        ("0/0", None),
    ] {
        for table in [
            format!("| 行政处罚 | {cell} |\n| --- | --- |\n| 行政强制 | 3 |\n"),
            format!("<table><tr><td>行政处罚</td><td><p>{cell}</p></td></tr><tr><td>行政强制<td>3</table>\n"),
            format!("行政处罚\t{cell}\n行政强制\t3\n"),
            format!("行政处罚\n{cell}\n行政强制\n3\n"),
            format!("行政处罚 |\n{cell} |\n行政强制 |\n3 |\n"),
        ] {
            let text = format!("{head}第二十条第（六）项\n\n{table}");
            let reports = report::read(&Syntax::parse(&text));
            let filled = reports[0].form("article-20-6").unwrap_or_else(|| panic!("no table in {text}"));
            let numbers: Vec<Option<String>> =
                filled.values.iter().map(|value| value.number().map(|number| number.to_string())).collect();
            assert_eq!(numbers, [expected.map(str::to_owned), Some("3".to_owned())], "{text}");
        }
    }
}

#[test]
fn a_cell_of_two_lines_with_two_numbers_has_none() {
    let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n第二十条第（五）项\n<table><tr><td>行政许可</td>\
                <td><p>1</p><p>2</p></td></tr></table>\n";
    let reports = report::read(&Syntax::parse(text));
    assert_eq!(reports[0].form("article-20-5").map(|filled| filled.values[0].number()), Some(None));
}

#[test]
fn a_row_of_marks_on_one_line_is_a_row() {
    let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n第二十条第（一）项\n规章 / / /\n行政规范性文件 - 1 23\n";
    let reports = report::read(&Syntax::parse(text));
    let filled = reports[0].form("article-20-1").expect("the table");
    let texts: Vec<_> = filled.values.iter().map(|value| value.text()).collect();
    assert_eq!(texts, ["/", "/", "/", "-", "1", "23"]);
}

#[test]
fn titles_at_the_top_of_each_page_are_no_labels() {
    let draft = draft("page-headers.txt");
    assert_figures(draft.report(), 2021, 1, &[]);
    assert!(draft.report().unknown_rows.is_empty());
}

#[test]
fn a_table_that_stands_twice_is_read_once() {
    let draft = draft("table-twice.md");
    assert_figures(draft.report(), 2021, 1, &[]);
    assert!(draft.report().unknown_rows.is_empty());
}

#[test]
fn tables_behind_the_sections() {
    let draft = draft("appendix.txt");
    assert_figures(draft.report(), 2021, 1, &[]);
    assert!(draft.report().unknown_rows.is_empty());
}
