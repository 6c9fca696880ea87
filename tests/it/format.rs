//! Formatting: what it does, and above all what it leaves alone, over every draft of the tests.

use crate::support::client::Client;
use crate::support::document::{Document, Encoding};
use crate::support::drafts;
use crate::support::generate;
use crate::support::whole::Whole;
use insta::assert_snapshot;
use nianbao::check::Draft;
use nianbao::compose::format::{FormatStyle, Formatted, format};
use nianbao::syntax::Layout;
use nianbao::text::{Edit, edit};
use proptest::prelude::*;
use std::fs::File;
use std::process::Command;

fn formatted(text: &str) -> String {
    edit::apply(text, &format(text, FormatStyle::default()).edits).expect("edits that fit")
}

/// What a text says, without the places where it says it.
fn said(text: &str) -> Vec<String> {
    let checked = nianbao::check::check(text);
    let mut said = Vec::new();
    for report in &checked.reports {
        said.push(format!("{:?} {:?} {}", report.title.as_ref().map(|it| &it.text), report.year, report.edition.year));
        said.extend(report.sections.iter().map(|section| section.heading.text.clone()));
        for filled in &report.forms {
            said.push(format!("{} {:?}", filled.form.id, filled.layout));
            let labels = filled.rows.iter().filter_map(|row| row.label.as_ref());
            said.extend(labels.map(|label| label.text.to_string()));
            said.extend(
                filled
                    .values
                    .iter()
                    .map(|it| format!("{} {} {:?} {:?}", it.row(), it.column(), it.text(), it.number())),
            );
        }
    }
    said.extend(checked.findings.iter().map(|it| format!("{} {:?} {}", it.rule.name, it.severity, it.message)));
    said
}

/// An edit may replace blanks by blanks, and dashes under a header by dashes.
fn is_harmless(text: &str, edit: &Edit) -> bool {
    let only = |text: &str, allowed: &[char]| text.chars().all(|c| allowed.contains(&c));
    let old = &text[edit.range.clone()];
    let blanks = only(old, &[' ', '\t']) && only(&edit.text, &[' ', '\t']);
    let dashes = old.contains('-') && only(old, &['-', ':']) && only(&edit.text, &['-', ':']);
    let colons = |text: &str| (text.starts_with(':'), text.ends_with(':'));
    blanks || (dashes && colons(old) == colons(&edit.text))
}

/// Everything formatting promises about a text.
fn check(name: &str, text: &str) {
    let edits = format(text, FormatStyle::default()).edits;
    for edit in &edits {
        assert!(is_harmless(text, edit), "{name}: {:?} by {:?}", &text[edit.range.clone()], edit.text);
        assert_ne!(text[edit.range.clone()], edit.text, "{name}: an edit that changes nothing");
    }
    assert!(edits.is_sorted_by_key(|edit| edit.range.start), "{name}: edits in order");
    let after = formatted(text);
    assert_eq!(said(text), said(&after), "{name}");
    assert_eq!(
        format(&after, FormatStyle::default()),
        Formatted::default(),
        "{name}: formatting twice is formatting once"
    );
    let line_ends = |text: &str| text.chars().filter(|c| matches!(c, '\n' | '\r')).collect::<String>();
    assert_eq!(line_ends(text), line_ends(&after), "{name}");
}

#[test]
fn nothing_is_lost_in_any_draft() {
    for (name, text) in drafts::all() {
        check(&name, &text);
        let server = Draft::new(&text, 1).snapshot().whole().format(None, FormatStyle::default());
        assert_eq!(server, format(&text, FormatStyle::default()), "{name}: the server and the command line agree");
    }
}

#[test]
fn nothing_is_lost_in_any_layout_and_edition() {
    for edition in [2019, 2021] {
        for layout in Layout::ALL {
            let text = Whole::new(edition, 7).layout(layout).text();
            check(&format!("{edition} {layout:?}"), &text);
            check(&format!("{edition} {layout:?} with CRLF"), &text.replace('\n', "\r\n"));
            if layout != Layout::Markdown {
                assert_eq!(formatted(&text), text, "what is inserted in {layout:?} is formatted");
            }
        }
    }
}

#[test]
fn nothing_is_lost_however_a_table_is_written() {
    for edition in nianbao::edition::editions() {
        for (seed, style) in generate::STYLES.iter().enumerate() {
            let draft = generate::Plan::new(edition, seed as u64).write(style);
            check(&format!("{} {}", edition.year, style.name), &draft.text);
        }
    }
}

#[test]
fn the_server_formats_as_the_command_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut texts: Vec<String> = drafts::all().into_iter().map(|(_, text)| text).collect();
    texts.extend(
        generate::STYLES.iter().map(|style| generate::Plan::new(nianbao::edition::newest(), 1).write(style).text),
    );
    let name = |index: usize| folder.path().join(format!("{index}.md"));
    for (index, text) in texts.iter().enumerate() {
        std::fs::write(name(index), text).expect("a file");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    let output = command.args(["format", "--quiet"]).arg(folder.path()).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let (mut client, _) = Client::session(serde_json::json!({}));
    let mut changed = 0;
    for (index, text) in texts.iter().enumerate() {
        let document = Document::new(&format!("file:///{index}.md"), text, Encoding::Utf16);
        client.notify("textDocument/didOpen", document.open());
        let params = serde_json::json!({
            "textDocument": {"uri": document.uri}, "options": {"tabSize": 4, "insertSpaces": true}
        });
        let answer = client.request("textDocument/formatting", params);
        let mut document = document;
        // From the last to the first, as an editor makes them at once.
        let edits = answer["result"].as_array().expect("edits").iter().rev();
        let edits: Vec<_> =
            edits.map(|edit| serde_json::json!({"range": edit["range"], "text": edit["newText"]})).collect();
        changed += usize::from(!edits.is_empty());
        if !edits.is_empty() {
            document.change(edits);
        }
        assert!(std::fs::read_to_string(name(index)).expect("a file") == document.text, "{text}");
    }
    assert!(changed > 20, "only {changed} drafts had anything to format");
}

#[test]
fn other_documents_are_left_alone() {
    let table = "# 会议记录\n\n|a|b|\n|-|-|\n|1|2|\n";
    assert_eq!(format(table, FormatStyle::default()), Formatted::default());
    assert_eq!(format("", FormatStyle::default()), Formatted::default());
}

/// A report around a table.
fn report(table: &str) -> String {
    format!(
        "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n正文  有 两 个 空格 | 也有竖线。\n\n二、主动公开政府信息情况\n\n{table}"
    )
}

/// The table of such a report, formatted.
fn table(table: &str) -> String {
    formatted(&report(table)).strip_prefix(&report("")).expect("the prose is as it was").to_owned()
}

#[test]
fn columns_are_in_line_by_the_width_of_chinese_fonts() {
    assert_snapshot!(table("\
|第二十条第（一）项||||
|:--|--:|:-:|-|
|  信息内容|本年制发件数|本年废止件数   |现行有效件数|  
|规章|0|0|0
|行政规范性文件|12|1|9|
|“双随机”|a\\|b||
"), @r"
    | 第二十条第（一）项 | |     |     |
    | :------------- | --: | :-: | --- |
    | 信息内容       | 本年制发件数 | 本年废止件数 | 现行有效件数 |  
    | 规章           |   0 |  0  |   0
    | 行政规范性文件 |  12 |  1  |   9 |
    | “双随机”     | a\|b |    |
    ");
    assert_snapshot!(table("规章|0|0|0\n行政规范性文件|12|1|9\n"), @r"
    规章           |   0 |   0 |   0
    行政规范性文件 |  12 |   1 |   9
    ");
}

#[test]
fn quotation_marks_may_be_narrow() {
    let text = report("|“一”|0|\n|---|---|\n|行政许可|12|\n");
    let narrow = edit::apply(&text, &format(&text, FormatStyle { wide_quotes: false }).edits).expect("edits that fit");
    assert_snapshot!(narrow.strip_prefix(&report("")).expect("the prose is as it was"), @r"
    | “一”     | 0   |
    | -------- | --- |
    | 行政许可 |  12 |
    ");
}

#[test]
fn pipes_in_prose_and_examples_are_left_alone() {
    let text = report("首页|  政务公开|年报\n\n```\n|a|b|\n|-|-|\n```\n\n第二十条第（五）项\n");
    assert_eq!(formatted(&text), text);
}

#[test]
fn tab_separated_fields_lose_the_blanks_around_them() {
    assert_eq!(
        table(" 第二十条第（一）项\t\t\t\n信息内容 \t 本年制发件数\t本年废止件数\t现行有效件数\n规章\t 0 \t0\t 0\n"),
        "第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n"
    );
}

#[test]
fn html_is_indented_as_most_of_the_table_is() {
    assert_snapshot!(table(r#"
  <table>
   <tr>
      <td colspan="4">第二十条第（一）项</td>
    </tr>
    <tr>
        <td>信息内容</td><td>本年制发件数</td>
      <td>本年废止件数</td>
      <td>现行有效件数</td>
    </tr>
    <!--
  <tr>
    -->
 <tr><td>规章</td><td>0</td><td>0</td>
      <td>
  0
      </td></tr>
</table>
"#), @r#"
    <table>
      <tr>
        <td colspan="4">第二十条第（一）项</td>
      </tr>
      <tr>
        <td>信息内容</td><td>本年制发件数</td>
        <td>本年废止件数</td>
        <td>现行有效件数</td>
      </tr>
      <!--
    <tr>
      -->
      <tr><td>规章</td><td>0</td><td>0</td>
        <td>
    0
        </td></tr>
    </table>
    "#);
}

#[test]
fn a_range_formats_its_lines_only() {
    let text = report("|规章|0|0|0|\n|行政规范性文件|12|1|9|\n");
    let draft = Draft::new(&text, 1).snapshot().whole();
    let line = text.find("规章").expect("the row");
    let after =
        edit::apply(&text, &draft.format(Some(line..line), FormatStyle::default()).edits).expect("edits that fit");
    assert_snapshot!(after.strip_prefix(&report("")).expect("the prose is as it was"), @r"
    | 规章           |   0 |   0 |   0 |
    |行政规范性文件|12|1|9|
    ");
    let whole = edit::apply(&text, &draft.format(None, FormatStyle::default()).edits).expect("edits that fit");
    assert_eq!(whole, formatted(&text));
}

/// A table that aligning would make many times as long as it is.
#[test]
fn a_table_that_would_get_too_long_is_left_alone_and_told() {
    let wide = "0".repeat(20_000);
    let pipes = |rows: usize| {
        let rows = "|规章|0|0|0|\n".repeat(rows);
        report(&format!(
            "|信息内容|本年制发件数|本年废止件数|现行有效件数|\n|---|---|---|---|\n{rows}|行政规范性文件|{wide}|1|9|\n"
        ))
    };
    // Rows that are indented by many blanks, and most of them alike.
    let html = {
        let row = |blanks: usize| format!("{}<tr><td>规章</td><td>0</td></tr>\n", " ".repeat(blanks));
        let rows: String = (0..300).map(row).chain([row(60_000), row(60_000)]).collect();
        report(&format!("<table>\n{rows}</table>\n"))
    };
    // Few rows are padded however long they get.
    let short = pipes(1);
    let after = formatted(&short);
    assert!(after.len() > short.len() + wide.len() / 2 && format(&after, FormatStyle::default()).left.is_empty());
    for (text, table) in [(pipes(1_000), "|信息内容"), (html, "<table>")] {
        let left = format(&text, FormatStyle::default());
        let at = text.find(table).expect("the table");
        assert_eq!(left, Formatted { edits: Vec::new(), left: vec![at] });
        let (code, said, bytes) = run(&["年报.md"], text.as_bytes());
        assert_eq!((code, bytes), (Some(0), text.clone().into_bytes()));
        assert!(said.contains("年报.md:9：这张表没有对齐"), "{said}");
        let (mut client, _) = Client::session(serde_json::json!({}));
        let document = Document::new("file:///a.md", &text, Encoding::Utf16);
        client.notify("textDocument/didOpen", document.open());
        let params = serde_json::json!({
            "textDocument": {"uri": document.uri}, "options": {"tabSize": 4, "insertSpaces": true}
        });
        assert_eq!(client.request("textDocument/formatting", params)["result"], serde_json::json!([]));
        let message = client.next("window/showMessage")["params"]["message"].clone();
        assert!(message.as_str().expect("a message").starts_with("第9行：这张表没有对齐"), "{message}");
        client.settle();
        assert_eq!(client.end(), Some(0));
    }
}

/// The program, run in a folder on a file of these bytes: its exit code, its output, and the bytes afterwards.
fn run(arguments: &[&str], bytes: &[u8]) -> (Option<i32>, String, Vec<u8>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("年报.md");
    std::fs::write(&path, bytes).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.current_dir(folder.path()).arg("format").args(arguments).stdin(File::open(&path).expect("the file"));
    let output = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let said = text(output.stdout) + &text(output.stderr);
    (output.status.code(), said, std::fs::read(&path).expect("the file"))
}

#[test]
fn the_command_formats_files_in_their_encoding() {
    let text = report("|规章|0|0|0|\n|行政规范性文件|12|1|9|\n").replace('\n', "\r\n");
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let marked = |text: &str| ["\u{feff}".as_bytes(), text.as_bytes()].concat();
    for encode in [&gb18030 as &dyn Fn(&str) -> Vec<u8>, &marked, &|text| text.as_bytes().to_vec()] {
        let (status, said, bytes) = run(&["年报.md"], &encode(&text));
        assert_eq!((status, said.as_str()), (Some(0), "年报.md\n1 个文件已排版，0 个文件不必改动\n"));
        assert_eq!(bytes, encode(&formatted(&text)));
        let (status, said, again) = run(&["年报.md", "--check"], &bytes);
        assert_eq!((status, said.as_str()), (Some(0), "0 个文件需要排版，1 个文件不必改动\n"));
        assert_eq!(again, bytes);
    }
}

#[test]
fn the_command_shows_what_it_would_change() {
    let text = report("|规章|0|0|0|\n|行政规范性文件|12|1|9|\n").replace('\n', "\r\n");
    for arguments in [&["--diff", "年报.md"][..], &["--diff", "--color", "never", "."]] {
        let (status, said, bytes) = run(arguments, text.as_bytes());
        assert_eq!((status, bytes.as_slice()), (Some(1), text.as_bytes()), "nothing is written");
        assert!(said.starts_with("--- 年报.md\n+++ 年报.md（排版后）\n@@ "), "{said}");
        assert!(
            said.contains("\n-|规章|0|0|0|\r\n-|行政规范性文件|12|1|9|\r\n+| 规章           |   0 |   0 |   0 |\r\n"),
            "{said}"
        );
        assert!(said.ends_with("1 个文件需要排版，0 个文件不必改动\n"), "{said}");
    }
    assert!(run(&["--diff", "--color", "always", "-"], text.as_bytes()).1.contains("\u{1b}[31m-|规章"));
    let (status, said, _) = run(&["--diff", "--quiet", "-"], formatted(&text).as_bytes());
    assert_eq!((status, said.as_str()), (Some(0), ""));
    assert_eq!(run(&["--diff", "--check", "."], text.as_bytes()).0, Some(2), "one or the other");
}

#[test]
fn the_command_can_only_check_or_write_to_standard_output() {
    let text = report("|规章|0|0|0|\n|行政规范性文件|12|1|9|\n");
    let (status, said, bytes) = run(&["--check", "."], text.as_bytes());
    assert_eq!((status, said.as_str()), (Some(1), "年报.md\n1 个文件需要排版，0 个文件不必改动\n"));
    assert_eq!(bytes, text.as_bytes());
    assert_eq!(run(&["-"], text.as_bytes()).1, formatted(&text));
    assert_eq!(run(&["-"], format!("\u{feff}{text}").as_bytes()).1, format!("\u{feff}{}", formatted(&text)));
    assert_eq!(run(&["-"], "# 别的文档\n".as_bytes()).1, "# 别的文档\n");
    assert_eq!(run(&["missing.md"], b"").0, Some(2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However the blanks of a table are strewn, it is formatted to the same text.
    #[test]
    fn strewn_blanks_do_not_matter(blanks in prop::collection::vec("[ \t]{0,3}", 40..80)) {
        let text = Whole::new(2021, 3).layout(Layout::Markdown).text();
        let mut next = blanks.iter().cycle();
        let strewn: String = text
            .split_inclusive('|')
            .map(|piece| match piece.strip_suffix('|') {
                Some(field) if !field.contains('\n') => format!("{}{}{}|", next.next().unwrap(), field.trim(), next.next().unwrap()),
                _ => piece.to_owned(),
            })
            .collect();
        check("strewn", &strewn);
        prop_assert_eq!(formatted(&strewn), formatted(&text));
    }

    /// Whatever stands in a text, formatting it loses nothing.
    #[test]
    fn no_text_is_too_strange(piece in "[|\t \n<>/tdrable\\\\0-9规章:\\-]{0,60}", at in 0usize..4000) {
        for layout in Layout::ALL {
            let mut text = Whole::new(2021, 5).layout(layout).text();
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, &piece);
            check("strange", &text);
        }
    }
}
