//! `summary` for spreadsheets: what Excel reads in the CSV and in the workbook.

use crate::support::desk::{DRAFT, Desk};
use crate::support::program::program;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use std::process::Output;

fn run(desk: &Desk, arguments: &[&str]) -> Output {
    program(&desk.path(""), arguments).output().expect("the program runs")
}

/// Reports of two years; one is in a file, and from a body, whose names look like formulas.
fn collected() -> Desk {
    let desk = Desk::new().with("教育局2024.md", DRAFT).with("教育局2022.md", &DRAFT.replace("2024", "2022"));
    desk.write("=1+1.md", DRAFT.replace("云溪县教育局", "@白河市水务局"));
    desk
}

#[test]
fn cells_that_look_like_formulas_are_texts() {
    let csv = run(&collected(), &["summary", "--format", "csv", "=1+1.md"]).stdout;
    let csv = String::from_utf8(csv).expect("UTF-8");
    assert!(csv.starts_with('\u{feff}') && csv.ends_with("\r\n"));
    assert!(csv.contains(",'=1+1.md,"), "{csv}");
    let cells = csv.split([',', '\n']).filter(|cell| cell.starts_with(['=', '+', '-', '@']));
    assert_eq!(cells.count(), 0, "{csv}");
}

#[test]
fn the_workbook_has_a_sheet_for_each_year() {
    let desk = collected();
    let output = run(&desk, &["summary", "--format", "xlsx", "-o", "汇总.xlsx", "."]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b""[..]));
    let bytes = std::fs::read(desk.path("汇总.xlsx")).expect("a workbook");
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["2024年", "2023年", "2022年"]);
    let mut sheet = |name: &str| -> Vec<Vec<Data>> {
        let range = book.worksheet_range(name).expect("a sheet");
        range.rows().map(<[Data]>::to_vec).collect()
    };
    let text = |text: &str| Data::String(text.to_owned());
    let newest = sheet("2024年");
    let heading: Vec<String> = newest[0].iter().map(ToString::to_string).collect();
    assert_eq!(
        heading.concat(),
        "机关格式新收上年转入办结转入下年制发文件有效文件复议诉讼成立的勾稽全部勾稽错误警告信息提示文件备注"
    );
    assert_eq!(newest.len(), 3);
    assert_eq!(newest[1][0], text("@白河市水务局"));
    assert_eq!(newest[2][..3], [text("云溪县教育局"), Data::Float(2021.0), Data::Float(9.0)]);
    assert_eq!(newest[2][12], Data::Float(3.0), "its errors");
    assert!(newest.iter().any(|row| row[16] == text("=1+1.md")), "{newest:?}");
    let missing = sheet("2023年");
    assert_eq!((&missing[1][0], &missing[1][17]), (&text("云溪县教育局"), &text("缺少这一年的报告")));
    // Nothing in it is a formula.
    for name in ["2024年", "2023年", "2022年"] {
        let formulas = book.worksheet_formula(name).expect("a sheet");
        assert_eq!(formulas.cells().filter(|(_, _, formula)| !formula.is_empty()).count(), 0);
    }
    assert_eq!(std::fs::read_dir(desk.path("")).expect("a folder").count(), 4, "nothing is left beside it");
}

#[test]
fn a_workbook_needs_a_file_and_leaves_the_old_one_if_it_cannot_be_written() {
    let desk = collected();
    let output = run(&desk, &["summary", ".", "--format", "xlsx"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "nianbao: --format xlsx 须用 --output-file 写明文件\n");
    let output = run(&desk, &["summary", "--format", "xlsx", "-o", "没有/汇总.xlsx", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("没有/汇总.xlsx：无法写入"));
    let none = Desk::new().with("其他.md", "# 买菜\n");
    assert_eq!(run(&none, &["summary", "--format", "xlsx", "-o", "a.xlsx", "."]).status.code(), Some(0));
    assert!(none.path("a.xlsx").exists());
}
