//! Whole drafts, made of an edition's forms, and the ways in which other programs write a table.

use nianbao::edition::{Edition, Form, Kind, grid::grid};
use nianbao::syntax::Layout;
use nianbao::syntax::table::Grid;

/// A way to write a table.
pub type Writer = fn(&Grid) -> String;

/// A number for each cell, different from that of every other cell of the report.
pub fn distinct(form: &Form, row: usize, column: usize) -> String {
    let form_number: usize = form.id.bytes().map(usize::from).sum::<usize>() % 7;
    let number = 10_000 + form_number * 1000 + row * 20 + column;
    match form.columns[column].kind() {
        Kind::Count => number.to_string(),
        Kind::Signed => format!("-{number}"),
        Kind::Amount => format!("{number}.25"),
    }
}

/// A report of a year with these tables, one for each list of forms, in the sections to which they belong.
pub fn report(edition: &Edition, tables: &[(&str, String)]) -> String {
    let year = edition.first_report_year;
    let mut text = format!("云溪县教育局{year}年政府信息公开工作年度报告\n\n");
    for section in &edition.sections {
        text.push_str(&format!("{}、{}\n\n", section.ordinal, section.title));
        let mut empty = true;
        for (_, table) in tables.iter().filter(|(id, _)| *id == section.id) {
            text.push_str(table);
            text.push('\n');
            empty = false;
        }
        if empty {
            text.push_str("本部分没有需要另行说明的内容。\n\n");
        }
    }
    text
}

/// All tables of an edition, the parts of table two in one.
pub fn whole(edition: &Edition, value: impl Fn(&Form, usize, usize) -> String, write: Writer) -> String {
    let table = |section: &str| {
        let forms: Vec<&Form> = edition.forms.iter().filter(|form| form.section == section).collect();
        write(&grid(&forms, &value))
    };
    let sections = ["disclosure", "applications", "proceedings"];
    report(edition, &sections.map(|section| (section, table(section))))
}

/// The text of every place of a grid; with `repeat`, a merged cell's text in all of its places.
pub fn matrix(grid: &Grid, repeat: bool) -> Vec<Vec<String>> {
    let mut texts = vec![vec![String::new(); grid.width]; grid.rows.len()];
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells {
            let places =
                (row..row + cell.rows).flat_map(|r| (cell.column..cell.column + cell.columns).map(move |c| (r, c)));
            for (r, c) in places.take(if repeat { usize::MAX } else { 1 }) {
                texts[r][c].clone_from(&cell.text);
            }
        }
    }
    texts
}

fn lines(rows: impl IntoIterator<Item = String>) -> String {
    rows.into_iter().map(|row| row + "\n").collect()
}

fn first_row_of_values(grid: &Grid) -> usize {
    let is_value = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'.');
    grid.rows.iter().position(|row| row.iter().any(|cell| is_value(&cell.text))).unwrap_or(0)
}

/// The ways to write a table whose rows stand on lines of their own, or whose cells do so in an orderly way.
pub const WRITERS: &[(&str, Writer)] = &[
    ("markdown", |grid| grid.write(Layout::Markdown)),
    ("html", |grid| grid.write(Layout::Html)),
    ("tabs", |grid| grid.write(Layout::Tabs)),
    ("lines", |grid| grid.write(Layout::Lines)),
    ("markdown without outer pipes", |grid| lines(matrix(grid, false).into_iter().map(|row| row.join(" | ")))),
    ("markdown without the delimiter row", |grid| {
        lines(matrix(grid, false).into_iter().map(|row| format!("| {} |", row.join(" | "))))
    }),
    ("markdown, merged labels repeated", |grid| {
        let mut rows: Vec<String> = matrix(grid, true).into_iter().map(|row| format!("|{}|", row.join("|"))).collect();
        rows.insert(1, format!("|{}", ":-:|".repeat(grid.width)));
        lines(rows)
    }),
    ("markdown, compact and indented", |grid| {
        lines(matrix(grid, false).into_iter().map(|row| format!("  |{}|  ", row.join("|"))))
    }),
    ("markdown, bold", |grid| {
        let bold = |text: &String| if text.is_empty() { String::new() } else { format!("**{text}**") };
        lines(
            matrix(grid, false)
                .iter()
                .map(|row| format!("| {} |", row.iter().map(bold).collect::<Vec<_>>().join(" | "))),
        )
    }),
    ("markdown, line breaks as tags", |grid| {
        let broken = |text: &String| text.replace('、', "、<br>").replace("公开", "公<br/>开");
        lines(
            matrix(grid, false)
                .iter()
                .map(|row| format!("| {} |", row.iter().map(broken).collect::<Vec<_>>().join(" | "))),
        )
    }),
    ("html, tags inside", |grid| {
        let cell = |text: &str| {
            let pieces: String = text
                .chars()
                .map(|c| format!("<span lang=\"EN-US\" style='x:y'><font>{c}</font></span><o:p></o:p>"))
                .collect();
            format!("<p class=\"MsoNormal\" align=\"center\"><b>{pieces}</b></p>")
        };
        html(grid, "td", "</td>", "</tr>", cell)
    }),
    ("html, unclosed and in capitals", |grid| html(grid, "TD", "", "", str::to_owned)),
    ("html, one line", |grid| html(grid, "th", "</th>", "</tr>", str::to_owned).replace('\n', "")),
    ("html, entities and breaks", |grid| {
        html(grid, "td", "</td>", "</tr>", |text| {
            format!(
                "&nbsp;{}<br>&nbsp;",
                text.replace('（', "&#65288;").replace('“', "&ldquo;").replace('、', "、<br/>\n")
            )
        })
    }),
    ("html, one cell a line", |grid| {
        html(grid, "td", "</td>", "</tr>", |text| format!("\n   <p>\n {text}\n   </p>\n")).replace("<td", "\n  <td")
    }),
    ("html, empty cells instead of spans", |grid| {
        let row = |row: Vec<String>| {
            let cells: String = row.iter().map(|text| format!("<td>{text}</td>")).collect();
            format!("<tr>{cells}</tr>")
        };
        format!("<table border=1><tbody>\n{}</tbody></table>\n", lines(matrix(grid, false).into_iter().map(row)))
    }),
    ("tabs, merged labels repeated", |grid| lines(matrix(grid, true).into_iter().map(|row| row.join("\t")))),
    ("tabs, leading tabs lost", |grid| {
        lines(matrix(grid, false).into_iter().map(|row| row.join("\t").trim_start().to_owned()))
    }),
    ("tabs, all tabs at the ends lost", |grid| {
        lines(matrix(grid, false).into_iter().map(|row| row.join("\t").trim().to_owned()))
    }),
    ("tabs, only between the cells there are", |grid| {
        lines(grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t")))
    }),
    ("tabs, quoted cells of several lines", |grid| {
        let quoted = |text: String| match text.char_indices().nth(4).filter(|_| !text.starts_with(['-', '1', '2'])) {
            Some((at, _)) => format!("\"{}\n{}\"", &text[..at], &text[at..]),
            None => text,
        };
        lines(matrix(grid, false).into_iter().map(|row| row.into_iter().map(quoted).collect::<Vec<_>>().join("\t")))
    }),
    ("lines with blank lines between", |grid| grid.write(Layout::Lines).replace('\n', "\n\n")),
    ("lines indented by wide blanks", |grid| {
        format!("\u{3000}\u{3000}{}", grid.write(Layout::Lines).replace('\n', "\n\u{3000}\u{3000}"))
    }),
    ("lines with pipes behind", |grid| grid.write(Layout::Lines).replace('\n', " |\n")),
    ("lines with pipes behind and before", |grid| {
        format!("| {}", grid.write(Layout::Lines).trim_end().replace('\n', " |\n| ")) + " |\n"
    }),
    ("lines with filler pipes", |grid| {
        let cell = |cell: &nianbao::syntax::table::GridCell| match cell.columns {
            1 => format!("{} |\n", cell.text),
            columns => format!("{} |\n{}\n", cell.text, "|".repeat(columns - 1)),
        };
        grid.rows.iter().flatten().map(cell).collect()
    }),
    ("lines with a pipe alone between", |grid| grid.write(Layout::Lines).replace('\n', "\n|\n")),
    ("rows on a line, with pipes", |grid| {
        lines(grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")))
    }),
    ("rows on a line, with blanks", |grid| {
        lines(grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("  ")))
    }),
    ("lines with pipes, broken anywhere", |grid| {
        let cells: Vec<&str> = grid.rows.iter().flatten().map(|cell| cell.text.as_str()).collect();
        let length = |at: &usize| [3, 1, 5, 2, 4][at % 5];
        let mut rest = cells.as_slice();
        let rows = (0..cells.len()).map_while(|at| {
            let (row, behind) = rest.split_at(length(&at).min(rest.len()));
            rest = behind;
            (!row.is_empty()).then(|| format!("{} |", row.join(" | ")))
        });
        lines(rows)
    }),
    ("flat", |grid| flat(grid, false)),
    ("flat, groups before the labels", |grid| flat(grid, true)),
];

/// A pipe table with one label column: one header row, then one row a label.
fn flat(grid: &Grid, groups: bool) -> String {
    let mut result: Vec<String> = Vec::new();
    let first = first_row_of_values(grid);
    let full = matrix(grid, true);
    let values = grid.rows[first]
        .iter()
        .filter(|cell| cell.rows == 1)
        .rev()
        .take_while(|cell| cell.text.bytes().all(|b| !b.is_ascii_alphabetic() && b < 128));
    let label_width = values.map(|cell| cell.column).min().unwrap_or(0);
    if label_width < 2 {
        return lines(matrix(grid, false).into_iter().map(|row| format!("| {} |", row.join(" | "))));
    }
    for (row, texts) in full.iter().enumerate().skip(first - 1) {
        let mut labels = texts[..label_width].to_vec();
        labels.dedup();
        let label = if groups { labels.concat() } else { labels.last().cloned().unwrap_or_default() };
        result.push(format!("| {} | {} |", label, texts[label_width..].join(" | ")));
        if row == first - 1 {
            result.push(format!("|{}", " --- |".repeat(grid.width - label_width + 1)));
        }
    }
    lines(result)
}

fn html(grid: &Grid, tag: &str, close_cell: &str, close_row: &str, write: impl Fn(&str) -> String) -> String {
    let row = |row: &Vec<nianbao::syntax::table::GridCell>| {
        let cells: String = row
            .iter()
            .map(|cell| {
                format!(
                    "<{tag} width=97 rowspan={} colspan='{}' style=\"border:solid\">{}{close_cell}",
                    cell.rows,
                    cell.columns,
                    write(&cell.text)
                )
            })
            .collect();
        format!("<tr style=\"mso-yfti-irow:0\">{cells}{close_row}\n")
    };
    format!(
        "<div class=\"con\">\n<table border=\"1\"><tbody>\n{}</tbody></table>\n</div>\n",
        grid.rows.iter().map(row).collect::<String>()
    )
}
