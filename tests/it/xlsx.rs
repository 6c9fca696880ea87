//! Workbooks: what is read in them, and where it is.

use crate::support::desk::Desk;
use crate::support::generate::Random;
use crate::support::program;
use crate::support::said::{checked, said};
use crate::support::whole::Whole;
use crate::support::workbook::{raw_workbook, workbook};
use nianbao::files::{FileFault, FileKind, FileText, read};
use nianbao::syntax::Layout;

fn file(bytes: Vec<u8>) -> FileText {
    read("年报.xlsx", bytes).expect("a workbook")
}

fn whole() -> Whole {
    Whole::new(2021, 3).layout(Layout::Html)
}

#[test]
fn a_report_says_the_same_in_a_workbook() {
    for draft in [whole().text(), whole().plus("applications", "granted", "person", 1).text()] {
        for apart in [false, true] {
            let read = file(workbook(&draft, apart));
            assert_eq!(read.kind, FileKind::Xlsx);
            assert_eq!(said(&read.text), said(&draft.replace('#', "")), "{}", read.text);
        }
    }
}

#[test]
fn a_cell_is_told_by_its_name() {
    let desk = Desk::new();
    let draft = whole().plus("applications", "granted", "person", 1).text();
    std::fs::write(desk.path("年报.xlsx"), workbook(&draft, true)).expect("a file");
    let check = |format: &str| program::run(&desk.path(""), &["check", ".", "--format", format]).out;
    let full = check("full");
    let place = full.lines().find_map(|line| line.trim().strip_prefix("--> ")).expect("a place");
    assert!(place.starts_with("年报.xlsx：工作表“表") && place.contains('”'), "{full}");
    let json: serde_json::Value = serde_json::from_str(&check("json")).expect("JSON");
    let (row, column) = (json[0]["row"].as_u64().expect("a row"), json[0]["cell"].as_u64().expect("a cell"));
    let name = format!("{}{row}", char::from(b'A' + u8::try_from(column).expect("a column") - 1));
    assert!(place.ends_with(&name), "{place} {name}");
    assert!(json[0]["sheet"].as_str().is_some_and(|sheet| place.contains(sheet)));
}

#[test]
fn cells_are_read_as_they_are_seen() {
    let sheet = "<sheetViews><sheetView showZeros=\"0\"/></sheetViews>\
        <cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>某某县</t></r><r><t>&lt;年报&gt;</t></r><rPh><t>x</t></rPh></is></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"str\"><f>B1</f><v>甲</v></c><c r=\"B3\"><f>1+1</f><v>2</v></c><c r=\"C3\" s=\"1\"><v>0.256</v></c><c r=\"D3\"><v>9</v></c></row>\
        <row r=\"4\" hidden=\"1\"><c r=\"A4\"><v>8</v></c></row>\
        <row r=\"5\"><c r=\"A5\" t=\"str\"><v>乙</v></c><c r=\"B5\"><v>0</v></c><c r=\"C5\" s=\"2\"><v>45658</v></c></row>\
        <row r=\"6\"><c r=\"A6\" t=\"str\"><v>丙</v></c><c r=\"C6\" t=\"b\"><v>1</v></c></row>\
        </sheetData><mergeCells><mergeCell ref=\"A5:A6\"/></mergeCells><drawing/>";
    let styles = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"170\"/></cellXfs>";
    let read = file(raw_workbook(sheet, styles));
    assert_eq!(
        read.text,
        "某某县&lt;年报&gt;\n\n<table>\n<tr><td>甲</td><td>2</td><td>26%</td></tr>\n\
         <tr><td rowspan=\"2\">乙</td><td></td><td>2025年1月</td></tr>\n<tr><td></td><td>TRUE</td></tr>\n</table>\n\n"
    );
    assert_eq!(read.remarks, ["1 个隐藏的工作表", "2 个隐藏的行或列", "1 个工作表中的图片或图表"]);
    let at = read.places.at(read.text.find("2025").expect("the date")).expect("a place");
    assert_eq!((at.table.expect("a cell").name(), at.sheet.as_deref()), ("C5".to_owned(), Some("甲")));
}

#[test]
fn workbooks_made_to_take_long_are_refused() {
    let far = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    assert_eq!(file(raw_workbook(far, "")).text, "1\n\n1\n\n");
    let merged = format!("{far}<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>");
    assert_eq!(read("a.xlsx", raw_workbook(&merged, "")).err(), Some(FileFault::TooManyCells));
    let wide: String = (1..100)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c><c r=\"XFD{row}\"><v>1</v></c></row>"))
        .collect();
    let wide = format!("<sheetData>{wide}</sheetData>");
    assert_eq!(read("a.xlsx", raw_workbook(&wide, "")).err(), Some(FileFault::TooManyCells));
    assert!(matches!(read("a.xlsx", b"PK\x03\x04".to_vec()), Err(FileFault::Damaged(_))));
}

/// `NIANBAO_XLSX=1000000` tries more.
#[test]
fn no_workbook_is_too_odd() {
    let tries = std::env::var("NIANBAO_XLSX").ok().and_then(|it| it.parse().ok()).unwrap_or(1500);
    let mut random = Random::new(17);
    let sheet = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"2\"><c r=\"A2\" s=\"1\"><v>45658.5</v></c>\
        <c r=\"D2\" t=\"s\"><v>0</v></c></row><row><c><v>-1.5</v></c><c t=\"b\"><v>1</v></c></row></sheetData>\
        <mergeCells><mergeCell ref=\"A2:C3\"/></mergeCells>";
    let styles = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"#,##0.0#%;[Red]\\-0;yyyy\"/></numFmts><cellXfs><xf/><xf numFmtId=\"170\"/></cellXfs>";
    for _ in 0..tries {
        let mutate = |source: &str, random: &mut Random| {
            let mut characters: Vec<char> = source.chars().collect();
            for _ in 0..=random.below(5) {
                let at = random.below(characters.len());
                match random.below(3) {
                    0 => {
                        characters[at] =
                            random.pick(&['9', '<', '"', 'A', ';', '0', 'y', '-', ':', 'Z', '#', '%', '[', 'e'])
                    }
                    1 => drop(characters.remove(at)),
                    _ => characters.insert(at, random.pick(&['9', '1', '.', ',', '/', 'm', '_', '*', '@'])),
                }
            }
            characters.into_iter().collect::<String>()
        };
        let bytes = raw_workbook(&mutate(sheet, &mut random), &mutate(styles, &mut random));
        if let Ok(read) = read("年报.xlsx", bytes) {
            assert!(read.places.all().iter().all(|place| read.text.get(place.text.clone()).is_some()));
            checked(&read.text);
        }
    }
}
