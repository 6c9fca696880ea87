//! `nianbao summary` and `check --parent`: what is said of many reports at once.

use crate::support::desk::Desk;
use serde_json::Value;
use std::process::{Command, Output};

fn run(desk: &Desk, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.current_dir(desk.path("")).args(arguments).output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A report with the rows of applications that are carried over, and the penalties.
fn report(body: &str, year: u16, [carried_in, carried_out, penalties]: [u32; 3]) -> String {
    let row = |label: &str, number: u32| format!("| {label} | {number} | 0 | 0 | 0 | 0 | 0 | {number} |\n");
    format!(
        "{body}{year}年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n| 第二十条第（六）项 | |\n| --- | --- |\n\
         | 信息内容 | 本年处理决定数量 |\n| 行政处罚 | {penalties} |\n| 行政强制 | 0 |\n\n三、收到和处理政府信息公开申请情况\n\n\
         | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n{}{}",
        row("二、上年结转政府信息公开申请数量", carried_in),
        row("四、结转下年度继续办理", carried_out),
    )
}

fn collected() -> Desk {
    let desk = Desk::new().with("水利局.md", &report("石桥县水利局", 2024, [1, 0, 37]));
    desk.write("往年/水利局2021.md", report("石桥县水利局", 2021, [0, 2, 5]));
    desk.write("往年/水利局2023.md", report("石桥县水利局", 2023, [0, 1, 30]));
    desk.write("教育局.md", report("石桥县教育局", 2024, [0, 0, 20]));
    desk.write("其他.md", "# 买菜\n");
    desk
}

#[test]
fn every_report_has_a_row_and_every_missing_year() {
    let desk = collected();
    let table = run(&desk, &["summary", "."]);
    assert_eq!((table.status.code(), err(&table).as_str()), (Some(0), "4 份报告；缺少 1 份\n"));
    insta::assert_snapshot!(out(&table), @r"
    机关          年度  格式  新收  上年转入  办结  转入下年  制发文件  有效文件  复议  诉讼  勾稽  错误  警告  信息  提示  文件
    石桥县教育局  2024  2021               0               0                                  9/39     5     0     0     0  教育局.md
    石桥县水利局  2021  2021               0               2                                  7/39     5     0     0     0  往年/水利局2021.md
    石桥县水利局  2022                                                                                                      缺少这一年的报告
    石桥县水利局  2023  2021               0               1                                  7/39     5     0     0     0  往年/水利局2023.md
    石桥县水利局  2024  2021               1               0                                  7/39     5     0     0     0  水利局.md
    ");
    let quiet = run(&desk, &["summary", "-q", "教育局.md", "没有.md"]);
    assert_eq!((quiet.status.code(), out(&quiet).lines().count()), (Some(2), 2));
    assert_eq!(err(&quiet), "nianbao: 没有.md：没有这个文件或文件夹\n");
    let none = run(&desk, &["summary", "其他.md"]);
    assert_eq!((none.status.code(), out(&none).as_str(), err(&none).as_str()), (Some(0), "", "没有找到年度报告\n"));
}

#[test]
fn rows_are_told_to_programs_and_spreadsheets() {
    let desk = collected();
    let json = run(&desk, &["summary", "--format", "json", "."]);
    let rows: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let years: Vec<_> = rows.as_array().expect("a list").iter().map(|row| (&row["body"], &row["year"])).collect();
    assert_eq!(years.len(), 5);
    let (whole, missing) = (&rows[4], &rows[2]);
    assert_eq!((&whole["body"], &whole["year"]), (&Value::from("石桥县水利局"), &Value::from(2024)));
    assert_eq!((&whole["figures"]["carried-in"], &whole["figures"]["received"]), (&Value::from("1"), &Value::Null));
    assert_eq!((&missing["year"], &missing["file"]), (&Value::from(2022), &Value::Null));
    let csv = out(&run(&desk, &["summary", "--format", "csv", "."]));
    assert!(csv.starts_with("\u{feff}机关,年度,") && csv.lines().count() == 6, "{csv}");
    assert!(csv.split_inclusive('\n').all(|line| line.ends_with("\r\n")), "{csv}");
    assert!(csv.contains("石桥县水利局,2022,,,,,,,,,,,,,,,,,缺少这一年的报告\r\n"), "{csv}");
}

/// The messages of the rule about sums over bodies, and the exit code.
fn aggregated(desk: &Desk, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let fixed = ["check", "-q", "--select", "aggregation", "--format", "json"];
    let output = run(desk, &[&fixed, arguments].concat());
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let said =
        |it: Value| format!("{}: {}", it["file"].as_str().expect("a file"), it["message"].as_str().expect("one"));
    (findings.into_iter().map(said).collect(), output.status.code())
}

#[test]
fn a_report_is_compared_with_the_sums_of_those_below() {
    let desk = collected();
    desk.write("全县.md", report("石桥县人民政府", 2024, [1, 0, 60]));
    let difference = "全县.md: “行政处罚”为60，2份下级报告之和为57，请核对".to_owned();
    // Only those of the year are below, and the report itself is not, though it is in the folder.
    for paths in [&["."][..], &["教育局.md", "水利局.md"], &["全县.md", "教育局.md", "往年", "水利局.md"]]
    {
        let arguments = [&["--parent", "全县.md"], paths].concat();
        assert_eq!(aggregated(&desk, &arguments), (vec![difference.clone()], Some(0)), "{paths:?}");
    }
    assert_eq!(aggregated(&desk, &["."]), (vec![], Some(0)));
    // The same report in two files counts once; two that differ cannot be added.
    desk.write("水利局 副本.txt", report("石桥县水利局", 2024, [1, 0, 37]));
    assert_eq!(aggregated(&desk, &["--parent", "全县.md", "."]).0, [difference]);
    desk.write("水利局 副本.txt", report("石桥县水利局", 2024, [1, 0, 38]));
    assert_eq!(aggregated(&desk, &["--parent", "全县.md", "."]), (vec![], Some(2)));
    for (parent, path) in [("没有.md", "."), ("其他.md", "."), ("全县.md", "往年"), ("往年", ".")] {
        assert_eq!(aggregated(&desk, &["--parent", parent, path]).1, Some(2), "{parent} {path}");
    }
    let output = run(&desk, &["check", "-q", "--parent", "全县.md", "往年"]);
    assert!(err(&output).contains("没有2024年的下级报告，无法与全县.md核对"), "{}", err(&output));
}
