//! The command line over office files: places as people find them, what is refused, what is left over.

use crate::support::desk::Desk;
use crate::support::docx::{Docx, paragraph};
use crate::support::program::{self, Run, program, with_input};
use crate::support::whole::Whole;
use nianbao::syntax::Layout;
use serde_json::Value;
use std::fs;

fn run_with_input(desk: &Desk, arguments: &[&str], input: &[u8]) -> Run {
    with_input(program(&desk.path(""), arguments), input).into()
}

fn run(desk: &Desk, arguments: &[&str]) -> Run {
    program::run(&desk.path(""), arguments)
}

fn draft() -> Whole {
    Whole::new(2021, 3).layout(Layout::Html)
}

/// A report with a wrong figure, an empty cell, a wrong heading and a wrong year in a sentence.
fn wrong() -> Vec<u8> {
    let text =
        draft().plus("applications", "granted", "person", 1).with("proceedings", "cases", "direct-upheld", "").text();
    let text = text.replace("五、存在的主要问题及改进情况", "五、问题和改进");
    let text = text.replace(
        "本年度公开的渠道还不够多样",
        "第一句没有问题。\n\n本年度公开的渠道“&”还不够多样，联系电话13912345678",
    );
    Docx::of_draft(&text).bytes()
}

#[test]
fn a_finding_is_where_people_find_it() {
    let desk = Desk::new();
    desk.write("年报.docx", wrong());
    let full = run(&desk, &["check", "年报.docx"]);
    assert_eq!(
        (full.status, full.err.as_str()),
        (
            1,
            "检查了 1 个文件、1 份报告：1 个错误，2 个警告，1 条提示\n把意见写成 Word 批注：nianbao annotate 年报.docx\n"
        )
    );
    insta::assert_snapshot!(full.out, @r#"
    error[wrong-cell]: “（一）予以公开·自然人”应为9，现为10：改为9后所在的勾稽关系都成立
     --> 年报.docx：表三“（一）予以公开·自然人”
      |
      | 10
      | ^^
      |
      = note: “（一）予以公开”：各项之和为56（自然人10＋商业企业6＋科研机构5＋社会公益组织18＋法律服务机构14＋其他3），总计为55，相差1（表三“（一）予以公开·总计”）
      = note: “自然人”列：各项之和为335，办理结果总计为334，相差1（表三“（七）总计·自然人”）
      = help: 把“（一）予以公开·自然人”由10改为9（需人工确认）

    warning[missing-value]: “未经复议直接起诉·结果维持”为空，按勾稽关系应为16
     --> 年报.docx：表四“未经复议直接起诉·结果维持”
      |
      | （空）
      |
      = note: 勾稽关系：未经复议直接起诉：结果维持＋结果纠正＋其他结果＋尚未审结＝总计

    warning[section-heading]: 第五部分的标题应为“存在的主要问题及改进情况”
     --> 年报.docx：第五部分标题
      |
      | 五、问题和改进
      | ^^^^^^^^^^^^^^
      |
      = help: 改为“五、存在的主要问题及改进情况”（需人工确认）

    info[mobile-number]: “139******78”是手机号码，请确认是有意对外公布的；联系方式宜用办公电话
     --> 年报.docx：第五部分第2段
      |
      | 本年度公开的渠道“&”还不够多样，联系电话139******78，已经增设公开栏。
      |                                        ^^^^^^^^^^^
    "#);
    let concise = run(&desk, &["check", "--format", "concise", "年报.docx"]);
    insta::assert_snapshot!(concise.out, @r#"
    年报.docx：表三“（一）予以公开·自然人”： error[wrong-cell] “（一）予以公开·自然人”应为9，现为10：改为9后所在的勾稽关系都成立
    年报.docx：表四“未经复议直接起诉·结果维持”： warning[missing-value] “未经复议直接起诉·结果维持”为空，按勾稽关系应为16
    年报.docx：第五部分标题： warning[section-heading] 第五部分的标题应为“存在的主要问题及改进情况”
    年报.docx：第五部分第2段： info[mobile-number] “139******78”是手机号码，请确认是有意对外公布的；联系方式宜用办公电话
    "#);
}

#[test]
fn programs_get_the_place_too() {
    let desk = Desk::new();
    desk.write("年报.docx", wrong());
    let found: Value =
        serde_json::from_str(&run(&desk, &["check", "--format", "json", "年报.docx"]).out).expect("JSON");
    let found = found.as_array().expect("an array");
    let by_rule = |rule: &str| found.iter().find(|it| it["rule"] == rule).expect("a finding");
    let cell = by_rule("wrong-cell");
    assert_eq!(cell["place"], "表三“（一）予以公开·自然人”");
    assert_eq!((cell["table"].as_u64(), cell["row"].as_u64(), cell["cell"].as_u64()), (Some(2), Some(6), Some(3)));
    // An empty cell is its own place, and none beside it.
    let empty = by_rule("missing-value");
    assert_eq!((empty["table"].as_u64(), empty["row"].as_u64(), empty["cell"].as_u64()), (Some(3), Some(4), Some(6)));
    let heading = by_rule("section-heading");
    assert_eq!((&heading["place"], &heading["table"]), (&Value::from("第五部分标题"), &Value::Null));
    assert!(heading["paragraph"].as_u64() > empty["paragraph"].as_u64());
    // Edits of the text that was read are none of the file.
    assert!(
        found
            .iter()
            .flat_map(|it| it["fixes"].as_array().expect("repairs"))
            .all(|fix| fix["edits"] == Value::Array(Vec::new()))
    );
    desk.write("年报.md", draft().text());
    let in_text = run(&desk, &["check", "--format", "json", "--select", "hint", "年报.md"]).out;
    assert!(!in_text.contains("\"paragraph\""), "{in_text}");
}

#[test]
fn every_command_that_reads_reads_word() {
    let desk = Desk::new();
    let sound = Docx::of_draft(&draft().text()).bytes();
    desk.write("2024/年报.docx", &sound);
    desk.write("2024/~$年报.docx", b"lock");
    let extracted = |name: &str| -> Value { serde_json::from_str(&run(&desk, &["extract", name]).out).expect("JSON") };
    desk.write("年报.md", draft().text());
    let forms = |value: Value| -> Vec<(String, String, String)> {
        let of_form = |form: &Value| {
            let id = form["form"].to_string();
            let cell = |it: &Value| (id.clone(), format!("{} {}", it["row"], it["column"]), it["number"].to_string());
            form["values"].as_array().expect("values").iter().map(cell).collect::<Vec<_>>()
        };
        value[0]["forms"].as_array().expect("forms").iter().flat_map(of_form).collect()
    };
    let figures = forms(extracted("2024/年报.docx"));
    assert_eq!(figures.len(), 200);
    assert_eq!(figures, forms(extracted("年报.md")));
    let folder = run(&desk, &["check", "2024"]);
    assert_eq!((folder.status, folder.err.as_str()), (0, "检查了 1 个文件、1 份报告：没有发现问题\n"));
    let piped = run_with_input(&desk, &["check", "-", "--stdin-filename", "年报.docx"], &sound);
    assert_eq!((piped.status, piped.err.as_str()), (0, "检查了 1 个文件、1 份报告：没有发现问题\n"));
    assert!(run(&desk, &["summary", "2024"]).out.contains("2024/年报.docx"));
    let template = run(&desk, &["template", "--last-year", "2024/年报.docx"]);
    assert!(template.status == 0 && template.out.contains("临沅市教育局2025年"), "{}", template.err);
}

#[test]
fn last_years_report_is_found_in_word() {
    let desk = Desk::new();
    let last = draft().year(2023);
    desk.write("往年/2023.docx", Docx::of_draft(&last.text()).bytes());
    desk.write("2024.md", draft().plus("applications", "carried-in", "person", 100).text());
    let found =
        run(&desk, &["check", "--select", "carry-over", "--format", "concise", "--previous", "往年", "2024.md"]);
    assert!(
        found.out.contains("2024.md:33:21: warning[carry-over]") && found.out.contains("往年/2023.docx"),
        "{}",
        found.out
    );
    // What is repaired knows it too.
    let fixed = run(&desk, &["fix", "--unsafe", "."]);
    assert!(fixed.err.contains("修复 1 个文件中的"), "{}", fixed.err);
    let found = run(&desk, &["check", "--select", "carry-over", "--previous", "往年", "2024.md"]);
    assert_eq!(found.status, 0, "{}", found.out);
}

#[test]
fn office_files_are_not_rewritten() {
    let desk = Desk::new();
    let sound = Docx::of_draft(&draft().text()).bytes();
    desk.write("甲.docx", &sound);
    desk.write("乙.md", draft().text());
    for command in ["fix", "format"] {
        let named = run(&desk, &[command, "甲.docx"]);
        assert_eq!(named.status, 2);
        assert!(named.err.contains("甲.docx：不改写 .docx 文件") && named.err.contains("annotate"), "{}", named.err);
        let folder = run(&desk, &[command, "."]);
        assert_eq!(folder.status, 0, "{}", folder.err);
        assert!(folder.err.contains("1 个 Word 文件没有改动") && folder.err.contains("convert"), "{}", folder.err);
    }
    assert_eq!(fs::read(desk.path("甲.docx")).expect("the file"), sound);
}

#[test]
fn files_that_are_not_read_are_named() {
    let desk = Desk::new();
    desk.write("甲.md", draft().text());
    for name in ["乙.ofd", "丙/丁.DOC", "戊.wps", "己.png", ".庚.ofd"] {
        desk.write(name, b"OFD");
    }
    let folder = run(&desk, &["check"]);
    let advice = "用 Word 或 WPS 打开，另存为 .docx 后就能检查（装有 LibreOffice 时可用 --convert）";
    let left = format!("未检查 3 个文件：丙/丁.DOC、乙.ofd、戊.wps；{advice}\n");
    assert_eq!((folder.status, folder.err), (0, format!("检查了 1 个文件、1 份报告：没有发现问题\n{left}")));
    assert_eq!(run(&desk, &["check", "--fail-on-unread", "-q"]).status, 2);
    assert_eq!(run(&desk, &["check", "--fail-on-unread", "甲.md"]).status, 0);
    assert!(run(&desk, &["summary", "."]).err.ends_with(&left));
    let named = run(&desk, &["check", "乙.ofd"]);
    assert_eq!(named.status, 2);
    assert!(named.err.starts_with("nianbao: 乙.ofd：不能直接读 OFD；"), "{}", named.err);
    desk.write("nianbao.toml", "exclude = [\"*.ofd\", \"*.wps\", \"丙/\"]\n");
    assert_eq!(run(&desk, &["check"]).err, "检查了 1 个文件、1 份报告：没有发现问题\n");
}

#[test]
fn what_stands_in_a_file_besides_text_is_said_once() {
    let desk = Desk::new();
    let text = draft().text();
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    let docx = Docx::of_draft(&text);
    let document = docx.document().replacen("</w:p>", &format!("</w:p>{picture}"), 1);
    desk.write("甲.docx", Docx::with_document(&document).bytes());
    assert!(run(&desk, &["check"]).err.ends_with("甲.docx：1 幅图片没有读，不在检查之列\n"));
    desk.write("乙.docx", Docx::with_document(&document).bytes());
    desk.write("丙.docx", Docx::new(&paragraph("买菜")).bytes());
    assert!(run(&desk, &["check"]).err.ends_with("\n2 个文件中的图片、公式等没有读，不在检查之列\n"));
}

/// LibreOffice is played by a script that has the document ready.
#[cfg(unix)]
#[test]
fn other_kinds_are_converted_where_that_is_allowed() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("年报.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0");
    desk.write("ready.bin", wrong());
    let script = "#!/bin/sh\ntouch \"$PLAYED\"\ncase \"$*\" in *--headless*--convert-to\\ docx*in.doc) ;; *) exit 1 ;; esac\n\
        while [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=$2; shift; done\ncp \"$READY\" \"$out/in.docx\"\n";
    desk.write("bin/soffice", script);
    fs::set_permissions(desk.path("bin/soffice"), fs::Permissions::from_mode(0o755)).expect("a program");
    let run = |arguments: &[&str]| {
        let mut command = program(&desk.path(""), &[&["check"], arguments].concat());
        command.env("READY", desk.path("ready.bin")).env("PLAYED", desk.path("played"));
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", desk.path("bin").display()));
        let Run { status, out, err } = command.output().expect("a run").into();
        (Some(status), out, err)
    };
    let (status, out, err) = run(&["年报.wps"]);
    assert!(status == Some(2) && out.is_empty() && err.contains("不能直接读 .doc；"), "{err}");
    assert!(!desk.path("played").exists());
    for arguments in [["--convert", "年报.wps"], ["--convert", "."]] {
        let (status, out, err) = run(&arguments);
        assert_eq!(status, Some(1), "{err}");
        assert!(out.contains("--> 年报.wps：表三“（一）予以公开·自然人”"), "{out}");
    }
}
