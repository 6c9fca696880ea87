//! The text of PDFs in drafts: tables in pieces and out of order, page numbers among the figures; what is no such table
//! stays what it was.

use crate::support::generate::{Draft, PDF_STYLES, Plan, STYLES, Style};
use nianbao::check::check;
use nianbao::edition::{self, Edition, Form};
use nianbao::rules::{Finding, Severity};
use rayon::prelude::*;

fn findings(text: &str) -> Vec<Finding> {
    check(text).findings
}

/// The names of the rules that found something, with what they say.
fn said(text: &str) -> Vec<String> {
    findings(text).iter().map(|finding| format!("{}: {}", finding.rule.name, finding.message)).collect()
}

fn all() -> impl ParallelIterator<Item = (&'static Edition, &'static Style)> {
    edition::editions().par_iter().flat_map(|edition| PDF_STYLES.par_iter().map(move |style| (edition, style)))
}

#[test]
fn a_correct_report_is_read_whole_and_left_alone() {
    all().for_each(|(edition, style)| {
        for seed in 0..6 {
            let draft = Plan::new(edition, seed).write(style);
            let what = format!("{} {} {seed} in\n{}", edition.year, style.name, draft.text);
            let checked = check(&draft.text);
            assert_eq!(said(&draft.text), [""; 0], "{what}");
            let [report] = &checked.reports[..] else { panic!("{}: {what}", checked.reports.len()) };
            assert_eq!(report.edition.year, edition.year, "{what}");
            for form in &edition.forms {
                let filled = report.form(&form.id).unwrap_or_else(|| panic!("{}: {what}", form.id));
                for cell in draft.cells(&form.id) {
                    let value = filled.value(cell.row, cell.column);
                    let read = value.map(|value| (value.number(), value.figure()));
                    assert_eq!(read, Some((Some(cell.number), cell.range.clone())), "{} {cell:?} {what}", form.id);
                }
            }
        }
    });
}

#[test]
fn a_wrong_figure_is_one_finding_on_its_cell() {
    all().for_each(|(edition, style)| {
        let draft = Plan::new(edition, 3).write(style);
        for cell in draft.cells("applications").iter().step_by(13) {
            let wrong = format!("{}7", cell.number);
            let text = [&draft.text[..cell.range.start], &wrong, &draft.text[cell.range.end..]].concat();
            let found = findings(&text);
            let what = format!("{} {} {cell:?}: {:?}", edition.year, style.name, said(&text));
            assert_eq!(found.len(), 1, "{what}");
            assert_eq!(found[0].range, cell.range.start..cell.range.start + wrong.len(), "{what}");
        }
    });
}

/// A report with each cell in a line of its own.
fn in_lines(seed: u64) -> String {
    let style = STYLES.iter().find(|style| style.name == "lines").expect("the style");
    Plan::new(edition::newest(), seed).write(style).text
}

/// A text with something else in place of a line, after `behind` more.
fn with_line(text: &str, line: &str, behind: usize, new: &[&str]) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|other| *other == line).expect("the line") + behind;
    lines.splice(at..=at, new.iter().copied());
    lines.join("\n") + "\n"
}

#[test]
fn an_unknown_label_in_a_whole_table_stays_unknown() {
    let text = with_line(&in_lines(1), "6.属于四类过程性信息", 0, &["6.涉及商业秘密的信息"]);
    let said = said(&text);
    assert!(matches!(&said[..], [only] if only.starts_with("unknown-row: ")), "{said:?}");
}

#[test]
fn a_figure_too_many_in_one_row_and_too_few_in_another_are_two_faults() {
    let label = "6.属于四类过程性信息";
    let text = in_lines(1);
    let first = text.lines().skip_while(|line| *line != label).nth(1).expect("a figure").to_owned();
    let text = with_line(&text, label, 0, &[&first, label]);
    let text = with_line(&text, label, 1, &[]);
    let said = said(&text);
    assert_eq!(said.iter().filter(|it| it.starts_with("missing-value: ")).count(), 2, "{said:?}");
}

#[test]
fn page_numbers_among_figures_in_lines_are_none() {
    let text = in_lines(5);
    let paged = ["1.属于国家秘密", "2.重复申请", "（七）总计"].iter().zip(["3", "4", "5"]);
    let paged = paged.fold(text.clone(), |text, (label, page)| with_line(&text, label, 0, &[page, label]));
    assert_eq!(said(&paged), [""; 0]);
    // One alone may be a figure too many, unless a page ends behind it.
    let one = with_line(&text, "2.重复申请", 0, &["4", "2.重复申请"]);
    assert_eq!(said(&one).len(), 1, "{:?}", said(&one));
    let one = with_line(&text, "2.重复申请", 0, &["4", "\u{c}2.重复申请"]);
    assert_eq!(said(&one), [""; 0]);
    let glued = text.replacen("\n（七）总计\n", "- 4 -\n（七）总计\n", 1);
    assert!(said(&glued).iter().all(|it| it.starts_with("cell-remark: ")), "{:?}", said(&glued));
}

#[test]
fn figures_that_no_text_and_no_sum_assigns_to_rows_are_one_finding() {
    let style = PDF_STYLES.iter().find(|style| style.name == "pdf-html").expect("the style");
    let draft = Plan::new(edition::newest(), 2).write(style);
    let cells = draft.cells("applications");
    // The figures of two rows, one from the beginning of this and one from the end of that, and nothing between them.
    let row = |id: &str| edition::newest().form("applications").and_then(|form| form.row(id)).expect("a row");
    let rows = [row("granted"), row("partial")].map(|row| cells.iter().filter(move |cell| cell.row == row));
    let line = |at: usize| draft.text[..at].matches('\n').count();
    let lines: Vec<&str> = draft.text.lines().collect();
    let mixed = rows.clone().map(|cells| cells.map(|cell| line(cell.range.start)).collect::<Vec<_>>());
    let (first, last) = (mixed[0][0], mixed[1][6]);
    let is_figure = |at: &usize| mixed.iter().flatten().any(|other| other == at);
    let words = (first..=last).filter(|at| !is_figure(at));
    let figures = mixed[0].iter().zip(mixed[1].iter().rev()).flat_map(|(one, other)| [*one, *other]);
    let order = (0..first).chain(words).chain(figures).chain(last + 1..lines.len());
    let text: String = order.map(|at| lines[at].to_owned() + "\n").collect();
    let [one, other] = rows.map(|cells| cells.map(|cell| cell.number).collect::<Vec<_>>());
    assert_ne!(one[..4], other[..4], "the rows differ");
    let found = said(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("175个数据分不清"), "{found:?}");
}

#[test]
fn the_table_of_proceedings_may_be_three_tables() {
    let style = STYLES.iter().find(|style| style.name == "markdown").expect("the style");
    let draft = Plan::new(edition::newest(), 4).write(style);
    let cells = draft.cells("proceedings");
    let figures: Vec<String> = cells.iter().map(|cell| cell.number.to_string()).collect();
    let start = draft.text[..cells[0].range.start].rfind("## ").expect("a heading");
    let start = start + draft.text[start..].find("\n\n").expect("a blank line") + 2;
    let end = start + draft.text[start..].find("\n## ").expect("the next heading");
    let names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let groups = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    let table = |(group, figures): (&str, &[String]), between: &str| {
        format!("{group}\n\n{}\n{}\n\n", names.join(between), figures.join(between))
    };
    for between in [" | ", "\t", "\n"] {
        let tables: String = groups.into_iter().zip(figures.chunks(5)).map(|it| table(it, between)).collect();
        let text = [&draft.text[..start], &tables, &draft.text[end..]].concat();
        assert_eq!(said(&text), [""; 0], "{text}");
        let report = &check(&text).reports[0];
        let read: Vec<String> =
            report.form("proceedings").expect("the table").values.iter().map(|it| it.text().to_string()).collect();
        assert_eq!(read, figures, "{text}");
    }
}

/// Table three as one small table a group, the label of the group in a row of its own with blank cells; the columns have
/// their names or only numbers.
#[test]
fn a_table_a_group_is_read_in_its_edition() {
    let style = STYLES.iter().find(|style| style.name == "markdown-flat").expect("the style");
    for edition in edition::editions() {
        let rows = &edition.form("applications").expect("the form").rows;
        let firsts = rows.iter().filter(|row| row.path.len() > 2 && row.label().starts_with("1."));
        let groups: Vec<&str> = firsts.map(|row| row.path[1].as_str()).collect();
        for (seed, is_named, with_tabs) in [(0, true, false), (1, true, true), (2, false, false), (3, false, true)] {
            let draft = Plan::new(edition, seed).write(style);
            let start = draft.text.find("\n## 三、").expect("the section") + 1;
            let end = start + draft.text[start..].find("\n## 四、").expect("the next one");
            let mut groups = groups.iter();
            let mut lines: Vec<String> = Vec::new();
            for line in draft.text[start..end].lines() {
                if line.starts_with("| 1.") {
                    let columns = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
                    let numbered = ["数据1", "数据2", "数据3", "数据4", "数据5", "数据6", "总计"];
                    let columns = if is_named { columns } else { numbered };
                    let blanks = "  |".repeat(columns.len());
                    lines.extend([String::new(), format!("|  | {} |", columns.join(" | "))]);
                    lines.push(format!("|{}", " --- |".repeat(columns.len() + 1)));
                    lines.push(format!("| {} |{blanks}", groups.next().expect("a group")));
                }
                lines.push(line.to_owned());
            }
            if with_tabs {
                lines.retain(|line| !line.contains("---"));
                for line in lines.iter_mut().filter(|line| line.starts_with('|')) {
                    let cells = line.trim_matches('|').split('|').map(str::trim);
                    *line = cells.collect::<Vec<_>>().join("\t");
                }
            }
            let text = [&draft.text[..start], &lines.join("\n"), &draft.text[end..]].concat();
            let checked = check(&text);
            let said: Vec<&str> = checked.findings.iter().map(|it| it.message.as_str()).collect();
            assert_eq!(said, [""; 0], "{} {seed} {text}", edition.year);
            let filled = checked.reports[0].form("applications").expect("the table");
            assert_eq!(filled.edition.year, edition.year, "{text}");
            for cell in draft.cells("applications") {
                assert_eq!(filled.number((cell.row, cell.column)), Some(cell.number), "{cell:?} {text}");
            }
        }
    }
}

/// As programs write the outline of a PDF behind its pages.
#[test]
fn a_list_of_the_sections_behind_a_report_is_no_report() {
    let edition = edition::newest();
    let items = edition.sections.iter().map(|section| format!("{}、{}", section.ordinal, section.title));
    let items: Vec<String> = items.collect();
    for name in ["html", "markdown", "lines"] {
        let style = STYLES.iter().find(|style| style.name == name).expect("the style");
        let report = Plan::new(edition, 2).write(style).text;
        let title = check(&report).reports[0].title.clone().expect("a title").text;
        let list = items.iter().map(|item| format!("<li><a href=\"#2\">{item}</a></li>\n")).collect::<String>();
        let outline = format!("<h1>Outline</h1>\n<ul>\n<li>{title}\n<ul>\n{list}</ul>\n</li>\n</ul>\n");
        let text = format!("{report}\n\n{outline}");
        assert_eq!((check(&text).reports.len(), said(&text)), (1, Vec::new()), "{text}");
        // With something written below a heading it is one that is being begun.
        let [first, others @ ..] = &items[..] else { unreachable!("six sections") };
        let begun = format!("{report}\n\n{title}\n\n{first}\n\n平稳有序。\n\n{}\n", others.join("\n\n"));
        assert_eq!(check(&begun).reports.len(), 2, "{begun}");
        assert!(said(&begun).iter().any(|it| it.starts_with("empty-section: ")), "{begun}");
    }
}

/// The draft with table two as rows, heading and columns one behind another, and table three in tiles: so many rows at a time,
/// and of these so many columns at a time.
fn in_tiles(draft: &Draft, edition: &Edition, bands: &[(usize, &[usize])]) -> String {
    let figure = |form: &Form, row: usize, column: usize| {
        let cells = draft.cells(&form.id);
        cells.iter().find(|cell| (cell.row, cell.column) == (row, column)).expect("a cell").number.to_string()
    };
    let mut two = String::new();
    for form in edition.forms.iter().filter(|form| form.banner.is_some()) {
        let rows: Vec<&str> = form.rows.iter().map(|row| row.label()).collect();
        two += &format!("{}\n{}\n\n{}\n", form.corner, rows.join("\n"), form.banner.as_ref().expect("a heading").text);
        // The first two columns stand beside each other.
        let columns: Vec<usize> = (0..form.columns.len()).collect();
        let (first, rest) = columns.split_at(columns.len().min(2));
        for group in std::iter::once(first).chain(rest.chunks(1)) {
            group.iter().for_each(|column| two += &format!("{}\n", form.columns[*column].label()));
            for row in 0..form.rows.len() {
                group.iter().for_each(|column| two += &format!("{}\n", figure(form, row, *column)));
            }
            two.push('\n');
        }
    }
    let form = edition.form("applications").expect("the form");
    let mut three = form.columns.iter().map(|column| format!("{}\n", column.label())).collect::<String>() + "\n";
    let mut row = 0;
    for (high, widths) in bands.iter().cycle() {
        let high = *high.min(&(form.rows.len() - row));
        let mut column = 0;
        for wide in *widths {
            for (row, column) in
                (row..row + high).flat_map(|row| (column..column + wide).map(move |column| (row, column)))
            {
                three += &format!("{}\n", figure(form, row, column));
            }
            three.push('\n');
            column += wide;
        }
        row += high;
        if row == form.rows.len() {
            break;
        }
    }
    form.rows.iter().for_each(|row| three += &format!("{}\n", row.label()));
    let heading = |section: usize| {
        let title = &edition.sections[section].title;
        let at = draft.text.find(&format!("、{title}\n")).expect("a section");
        draft.text[..at].rfind('\n').expect("a line before") + 1
    };
    let behind = |at: usize| at + draft.text[at..].find('\n').expect("a line end") + 1;
    let [second, third, fourth] = [1, 2, 3].map(heading);
    let (text, second) = (&draft.text, behind(second));
    [&text[..second], &two, &text[third..behind(third)], &three, &text[fourth..]].concat()
}

const BANDS: [(usize, &[usize]); 3] = [(3, &[1, 1, 5]), (1, &[7]), (4, &[1, 2, 1, 1, 1, 1])];

#[test]
fn tables_in_tiles_are_read_where_their_sums_show_how_they_lie() {
    let style = STYLES.iter().find(|style| style.name == "lines").expect("the style");
    for edition in edition::editions() {
        for seed in 0..4 {
            let draft = Plan::new(edition, seed).write(style);
            let text = in_tiles(&draft, edition, &BANDS);
            let checked = check(&text);
            assert_eq!(said(&text), [""; 0], "{} {seed} {text}", edition.year);
            for form in &edition.forms {
                let filled = checked.reports[0].form(&form.id).unwrap_or_else(|| panic!("{}: {text}", form.id));
                for cell in draft.cells(&form.id) {
                    assert_eq!(filled.number((cell.row, cell.column)), Some(cell.number), "{cell:?} {text}");
                }
            }
            // A wrong figure leaves none where it was.
            let total = draft.cells("applications").last().expect("a cell").number.to_string();
            let labels = text.find("\n一、本年新收").expect("the labels") + 1;
            let last = text[..labels].rfind(&format!("\n{total}\n\n")).expect("the last figure") + 1;
            let wrong = [&text[..last], "9", &text[last..]].concat();
            let found = said(&wrong);
            assert!(matches!(&found[..], [only] if only.contains("个数据分不清")), "{found:?} {wrong}");
        }
    }
}

/// The draft with other text in place of a section's table.
fn with_table(draft: &Draft, edition: &Edition, section: usize, table: &str) -> String {
    let heading = |section: usize| {
        let title = format!("、{}\n", edition.sections[section].title);
        draft.text.find(&title).expect("a section") + title.len()
    };
    let (start, next) = (heading(section), heading(section + 1));
    let end = draft.text[..next - 1].rfind('\n').expect("a line before") + 1;
    [&draft.text[..start], table, &draft.text[end..]].concat()
}

/// Table two as labels of rows, and behind them column by column.
fn by_columns(draft: &Draft, edition: &Edition, form_by_form: bool) -> String {
    let forms: Vec<&Form> = edition.forms.iter().filter(|form| form.banner.is_some()).collect();
    let mut table = String::new();
    for form in &forms {
        table += &format!("{}\n{}\n", form.banner.as_ref().expect("a heading").text, form.corner);
        form.rows.iter().for_each(|row| table += &format!("{}\n", row.label()));
    }
    let all = forms.iter().flat_map(|form| (0..form.columns.len()).map(move |column| (*form, column)));
    let mut columns: Vec<(&Form, usize)> = all.collect();
    if !form_by_form {
        columns.sort_by_key(|(_, column)| *column);
    }
    for (form, column) in columns {
        table += &format!("\n{}\n", form.columns[column].label());
        let cells = draft.cells(&form.id).into_iter().filter(|cell| cell.column == column);
        cells.for_each(|cell| table += &format!("{}\n", cell.number));
    }
    table
}

#[test]
fn table_two_column_by_column_is_read() {
    let style = STYLES.iter().find(|style| style.name == "lines").expect("the style");
    for edition in edition::editions() {
        for (seed, form_by_form) in [(0, false), (1, true), (2, false)] {
            let draft = Plan::new(edition, seed).write(style);
            let table = by_columns(&draft, edition, form_by_form);
            let text = with_table(&draft, edition, 1, &table);
            assert_eq!(said(&text), [""; 0], "{} {seed} {text}", edition.year);
            let report = &check(&text).reports[0];
            for form in edition.forms.iter().filter(|form| form.banner.is_some()) {
                let filled = report.form(&form.id).unwrap_or_else(|| panic!("{}: {text}", form.id));
                for cell in draft.cells(&form.id) {
                    assert_eq!(filled.number((cell.row, cell.column)), Some(cell.number), "{cell:?} {text}");
                }
            }
            // With one figure fewer nothing shows whose it was.
            let first = table.find(|c: char| c.is_ascii_digit()).expect("a figure");
            let line = first + table[first..].find('\n').expect("a line end") + 1;
            let text = with_table(&draft, edition, 1, &[&table[..first], &table[line..]].concat());
            let values = check(&text).reports[0].forms.iter().map(|filled| filled.values.len()).collect::<Vec<_>>();
            assert!(values.len() <= 2, "{values:?} {text}");
        }
    }
}

/// Table three with two characters of a label in a line, the labels of a page before its figures, and the first figures missing.
fn in_narrow_columns(draft: &Draft, form: &Form, missing: usize) -> String {
    let cells = draft.cells(&form.id);
    let rows: Vec<usize> = (0..form.rows.len()).collect();
    let lines = rows.chunks(12).flat_map(|page| {
        let labels = page.iter().flat_map(|row| {
            let label: Vec<char> = form.rows[*row].label().chars().collect();
            label.chunks(2).map(|piece| piece.iter().collect()).collect::<Vec<String>>()
        });
        let figures = cells.iter().filter(|cell| page.contains(&cell.row)).map(|cell| cell.number.to_string());
        let skipped = if page.contains(&0) { missing } else { 0 };
        labels.chain(figures.skip(skipped)).collect::<Vec<String>>()
    });
    lines.map(|line| line + "\n").collect()
}

#[test]
fn a_table_in_narrow_columns_that_nothing_puts_together_is_one_warning() {
    let style = STYLES.iter().find(|style| style.name == "lines").expect("the style");
    for edition in edition::editions() {
        let form = edition.form("applications").expect("the form");
        for seed in 0..3 {
            let draft = Plan::new(edition, seed).write(style);
            for missing in [1, 2] {
                let text = with_table(&draft, edition, 2, &in_narrow_columns(&draft, form, missing));
                let found = findings(&text);
                let [only] = &found[..] else { panic!("{:?} {text}", said(&text)) };
                assert_eq!((only.rule.name, only.severity), ("missing-value", Severity::Warning), "{text}");
                let figures = form.rows.len() * form.columns.len() - missing;
                assert!(only.message.contains(&format!("{figures}个数据分不清")), "{} {text}", only.message);
            }
        }
    }
}

#[test]
fn whole_labels_without_some_of_their_figures_are_told_one_by_one() {
    let text = in_lines(3);
    let behind = |text: &str, label: &str| with_line(text, label, 1, &[]);
    let text = ["1.属于国家秘密", "2.重复申请"].iter().fold(text, |text, label| behind(&text, label));
    let said = said(&text);
    assert!(said.len() == 2 && said.iter().all(|it| it.contains("应有7个数据，现有6个")), "{said:?}");
}

#[test]
fn a_figure_too_few_below_an_article_heading_is_no_row() {
    let style = STYLES.iter().find(|style| style.name == "lines").expect("the style");
    let edition = edition::newest();
    let draft = Plan::new(edition, 1).write(style);
    let text = in_tiles(&draft, edition, &BANDS);
    let row = |text: &str, id: &str| {
        let filled =
            check(text).reports[0].form(id).map(|form| form.values.iter().filter(|it| it.number().is_some()).count());
        filled.unwrap_or(0)
    };
    assert_eq!((row(&text, "article-20-1"), row(&text, "article-20-6")), (6, 2));
    let from = text.find("第二十条第（一）项").expect("the heading");
    let figure = from + text[from..].find(|c: char| c.is_ascii_digit()).expect("a figure");
    let line = figure + text[figure..].find('\n').expect("a line end") + 1;
    let fewer = [&text[..figure], &text[line..]].concat();
    assert_eq!((row(&fewer, "article-20-1"), row(&fewer, "article-20-6")), (0, 2), "{fewer}");
}
