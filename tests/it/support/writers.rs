//! More ways in which other programs and people write a table: those that only have to be read.

use super::generate::tables::{cells, covering, each_line, flat};
use nianbao::syntax::Layout;
use nianbao::syntax::table::{Grid, GridCell};

/// A way to write a table.
pub type Writer = fn(&Grid) -> String;

/// The ways to write a table whose rows stand on lines of their own, or whose cells do so in an orderly way.
pub const WRITERS: &[(&str, Writer)] = &[
    ("markdown", |grid| grid.write(Layout::Markdown)),
    ("html", |grid| grid.write(Layout::Html)),
    ("tabs", |grid| grid.write(Layout::Tabs)),
    ("lines", |grid| grid.write(Layout::Lines)),
    ("markdown without outer pipes", |grid| spread(grid, |row| row.join(" | "))),
    ("markdown without the delimiter row", |grid| spread(grid, |row| piped(row))),
    ("markdown, merged labels repeated", |grid| {
        let (header, rows) = repeated(grid, |row| format!("|{}|\n", row.join("|")));
        format!("{header}|{}\n{rows}", ":-:|".repeat(grid.width))
    }),
    ("markdown, compact and indented", |grid| spread(grid, |row| format!("  |{}|  ", row.join("|")))),
    ("markdown, bold", |grid| {
        let bold = |text: &&str| if text.is_empty() { String::new() } else { format!("**{text}**") };
        spread(grid, |row| piped(&row.iter().map(bold).collect::<Vec<_>>()))
    }),
    ("markdown, line breaks as tags", |grid| {
        spread(grid, |row| piped(row)).replace('、', "、<br>").replace("公开", "公<br/>开")
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
        let row = |row: &[&str]| {
            let cells: String = row.iter().map(|text| format!("<td>{text}</td>")).collect();
            format!("<tr>{cells}</tr>")
        };
        format!("<table border=1><tbody>\n{}</tbody></table>\n", spread(grid, row))
    }),
    ("tabs, merged labels repeated", |grid| {
        let (header, rows) = repeated(grid, |row| row.join("\t") + "\n");
        header + &rows
    }),
    ("tabs, leading tabs lost", |grid| each_line(&grid.write(Layout::Tabs), str::trim_start)),
    ("tabs, all tabs at the ends lost", |grid| each_line(&grid.write(Layout::Tabs), str::trim)),
    ("tabs, only between the cells there are", |grid| cells(grid, "\t")),
    ("tabs, quoted cells of several lines", |grid| {
        let quoted = |text: &&str| match text.char_indices().nth(4).filter(|_| !text.starts_with(['-', '1', '2'])) {
            Some((at, _)) => format!("\"{}\n{}\"", &text[..at], &text[at..]),
            None => (*text).to_owned(),
        };
        spread(grid, |row| row.iter().map(quoted).collect::<Vec<_>>().join("\t"))
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
        let cell = |cell: &GridCell| match cell.columns {
            1 => format!("{} |\n", cell.text),
            columns => format!("{} |\n{}\n", cell.text, "|".repeat(columns - 1)),
        };
        grid.rows.iter().flatten().map(cell).collect()
    }),
    ("lines with a pipe alone between", |grid| grid.write(Layout::Lines).replace('\n', "\n|\n")),
    ("rows on a line, with pipes", |grid| cells(grid, " | ")),
    ("rows on a line, with blanks", |grid| cells(grid, "  ")),
    ("lines with pipes, broken anywhere", |grid| {
        let cells: Vec<&str> = grid.rows.iter().flatten().map(|cell| cell.text.as_str()).collect();
        let mut rest = cells.as_slice();
        let mut text = String::new();
        for length in [3, 1, 5, 2, 4].into_iter().cycle() {
            let (row, behind) = rest.split_at(length.min(rest.len()));
            if row.is_empty() {
                break;
            }
            rest = behind;
            text += &format!("{} |\n", row.join(" | "));
        }
        text
    }),
    ("flat", |grid| flat(grid, false)),
    ("flat, groups before the labels", |grid| flat(grid, true)),
];

/// A line a row, with an empty text where a merged cell goes on.
fn spread(grid: &Grid, line: impl Fn(&[&str]) -> String) -> String {
    (0..grid.rows.len()).map(|row| line(&grid.spread(row)) + "\n").collect()
}

/// A row of a pipe table.
fn piped<T: AsRef<str>>(row: &[T]) -> String {
    let cells: Vec<&str> = row.iter().map(AsRef::as_ref).collect();
    format!("| {} |", cells.join(" | "))
}

/// The first row and the others, with a merged cell's text in all places that it covers.
fn repeated(grid: &Grid, line: impl Fn(&[&str]) -> String) -> (String, String) {
    let places = covering(grid);
    let mut lines = places.iter().map(|row| {
        let texts: Vec<&str> = row.iter().map(|cell| cell.map_or("", |cell| cell.text.as_str())).collect();
        line(&texts)
    });
    (lines.next().unwrap_or_default(), lines.collect())
}

fn html(grid: &Grid, tag: &str, close_cell: &str, close_row: &str, write: impl Fn(&str) -> String) -> String {
    let row = |row: &Vec<GridCell>| {
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
