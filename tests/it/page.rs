//! `check --format html`: the reviewer's page, read by a tokenizer of HTML, and what the terminal says about many files.

use crate::support::desk::{DRAFT, Desk};
use crate::support::generate::{Plan, Random, STYLES};
use crate::support::html::{Element, elements};
use crate::support::program::{self, Run};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use nianbao::edition;
use nianbao::syntax::Layout;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn run(desk: &Desk, arguments: &[&str]) -> Run {
    program::run(&desk.path(""), arguments)
}

/// The page over all drafts of a desk.
fn page(desk: &Desk) -> String {
    run(desk, &["check", "--format", "html", "--fail-on", "never", "."]).out
}

/// Drafts of many bodies in every style, the given part of them with a wrong figure.
fn many(count: usize, wrong: usize) -> Desk {
    let desk = Desk::new();
    for index in 0..count {
        let style = &STYLES[index % STYLES.len()];
        let newest = edition::newest();
        let year = newest.first_report_year + 2 + (index % 2) as u16;
        let draft = Plan::new(newest, index as u64).of(index / 2, year).size(12_000).write(style);
        let mut text = draft.text.clone();
        let mut random = Random::new(index as u64);
        if index % wrong == 0 {
            let form = &newest.forms[newest.forms.len() - 2];
            let cell = draft.cells(&form.id).swap_remove(random.below(20));
            text.replace_range(cell.range, &(cell.number + rust_decimal::Decimal::ONE).to_string());
        }
        if index % 41 != 40 {
            let ending = if style.layout == Layout::Html { "html" } else { "md" };
            desk.write(&format!("{index:03}.{ending}"), &text);
        }
    }
    desk
}

fn find<'a>(elements: &'a [Element], name: &str, class: &str) -> Vec<&'a Element> {
    elements.iter().filter(|it| it.name == name && (class.is_empty() || it.attribute("class") == Some(class))).collect()
}

fn texts(elements: &[Element], name: &str, class: &str) -> Vec<String> {
    find(elements, name, class).into_iter().map(|it| it.text.trim().to_owned()).collect()
}

#[test]
fn the_page_has_a_line_for_each_report_and_opens_to_its_findings() {
    let desk = Desk::new().with("2024/教育局.md", DRAFT);
    desk.write("2022/教育局.md", DRAFT.replace("2024", "2022").replace("| 9 |", "| 8 |"));
    let html = page(&desk);
    let all = elements(&html);
    let lines: Vec<Option<&str>> =
        find(&all, "tbody", "").iter().filter_map(|it| it.attribute("data-state").map(Some)).collect();
    assert_eq!(lines, [Some("error"), Some("missing"), Some("error")]);
    assert_eq!(texts(&all, "span", "name"), ["云溪县教育局"; 3]);
    assert!(texts(&all, "title", "")[0].contains("（2份）"));
    let letters = texts(&all, "textarea", "");
    assert_eq!(letters.len(), 2);
    insta::assert_snapshot!(letters[1]);
    // What the letter says is said on the page, each in its place.
    for what in texts(&all, "p", "what").iter().chain(&texts(&all, "p", "remedy")) {
        assert!(letters.iter().any(|letter| letter.contains(what.as_str())), "{what}");
    }
}

#[test]
fn figures_stand_in_official_forms_and_wrong_ones_are_marked() {
    let html = page(&Desk::new().with("年报.md", DRAFT));
    let all = elements(&html);
    let drawn: Vec<&str> = find(&all, "tbody", "").iter().filter_map(|it| it.attribute("data-form")).collect();
    let official: Vec<&str> =
        edition::editions().iter().flat_map(|edition| edition.forms.iter().map(|form| form.id.as_str())).collect();
    assert_eq!(drawn, official);
    let data = all.iter().find(|it| it.attribute("type") == Some("application/json")).expect("figures");
    let data: Value = serde_json::from_str(&data.text).expect("JSON");
    let form = &data["forms"][0];
    let known =
        edition::named("2021").and_then(|it| it.form(form["form"].as_str().unwrap()).ok_or(String::new())).unwrap();
    let cells: Vec<&str> = form["cells"].as_str().unwrap().split('\t').collect();
    assert_eq!(cells.len(), known.rows.len() * known.columns.len());
    assert_eq!(cells[..7], ["7", "1", "0", "0", "0", "0", "9"]);
    let marks: Vec<u64> = form["marks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|mark| mark[2] == "error")
        .map(|mark| mark[0].as_u64().unwrap())
        .collect();
    assert!(marks.contains(&6), "{form}");
    // Every mark names a finding of the list.
    let numbers: Vec<u64> =
        find(&all, "li", "").iter().map(|it| it.attribute("value").unwrap().parse().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    assert!(form["marks"].as_array().unwrap().iter().all(|mark| numbers.contains(&mark[1].as_u64().unwrap())));
}

#[test]
fn the_policy_lets_only_the_style_and_the_script_of_the_page_take_effect() {
    let html = page(&Desk::new().with("年报.md", DRAFT));
    let all = elements(&html);
    let policy = all.iter().find(|it| it.attribute("http-equiv") == Some("Content-Security-Policy")).expect("a policy");
    let hash = |it: &Element| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(&it.text)));
    let style = hash(find(&all, "style", "")[0]);
    let scripts: Vec<&Element> =
        find(&all, "script", "").into_iter().filter(|it| it.attribute("type").is_none()).collect();
    assert_eq!(scripts.len(), 1);
    let script = hash(scripts[0]);
    assert_eq!(
        policy.attribute("content"),
        Some(&*format!(
            "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
        ))
    );
    for element in &all {
        for (name, _) in &element.attributes {
            assert!(
                !name.starts_with("on") && !["style", "src", "href"].contains(&name.as_str()),
                "{} has {name}",
                element.name
            );
        }
    }
}

#[test]
fn hostile_drafts_and_names_stay_texts() {
    let evil =
        "<script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}\u{1b}[31m\u{2066}</textarea></template>&lt;!--";
    let draft = DRAFT
        .replace("云溪县教育局2024", "云溪县<b>教育局2024")
        .replace("推进", evil)
        .replace(
            "《中华人民共和国政府信息公开条例》。",
            &format!("2023年收到申请999件。{evil}2023年</script>电话13900139000。"),
        )
        .replace("| 0 | 0 | 0 | 0 | 9 |", "| &lt;/script&gt; | <!-- | 0\u{202e} | 经办人13900139000 | 9 |");
    let sound = elements(&page(&Desk::new().with("a.md", DRAFT)));
    let desk = Desk::new().with("<script>alert(2)<!--\u{202e}'&\u{1}.md", &draft);
    let html = page(&desk);
    let all = elements(&html);
    let count = |all: &[Element], name: &str| find(all, name, "").len();
    for name in ["script", "template", "textarea", "tbody", "style", "table"] {
        assert_eq!(count(&all, name), count(&sound, name), "{name}");
    }
    assert_eq!((count(&all, "img"), count(&all, "b") > 0), (0, true));
    assert!(html.contains("&#60;script&#62;alert(2)"), "the name is shown as a text");
    let is_hidden =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!html.contains(is_hidden), "{:?}", html.chars().find(|c| is_hidden(*c)));
    let private = html.find("13900139000").map(|at| html[..at].chars().rev().take(200).collect::<Vec<_>>());
    assert_eq!(private.map(|shown| shown.into_iter().rev().collect::<String>()), None, "a private number is shown");
    let data: Vec<&Element> = all.iter().filter(|it| it.attribute("type") == Some("application/json")).collect();
    assert!(
        data.iter().all(|it| serde_json::from_str::<Value>(&it.text).is_ok() && !it.text.contains(['<', '>', '&']))
    );
}

/// `NIANBAO_PAGE=FILE` keeps the page.
#[test]
fn three_hundred_reports_are_a_small_page() {
    let desk = many(307, 4);
    let start = std::time::Instant::now();
    let run = run(&desk, &["check", "--format", "html", "-o", "页.html", "--fail-on", "never", "."]);
    let took = start.elapsed();
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    assert!(run.err.starts_with("检查了 300 个文件、300 份报告："), "{}", run.err);
    let html = std::fs::read_to_string(desk.path("页.html")).expect("the page");
    let lines = elements(&html).iter().filter(|it| it.attribute("data-state").is_some() && it.name == "tbody").count();
    assert!(lines >= 300 && html.len() < 10_000_000, "{lines} lines, {} bytes", html.len());
    if let Some(kept) = std::env::var_os("NIANBAO_PAGE") {
        std::fs::write(kept, &html).expect("the page is kept");
        eprintln!("{} bytes, {took:?}", html.len());
    }
}

#[test]
fn a_page_goes_to_standard_output_or_into_a_file() {
    let desk = Desk::new().with("年报.md", DRAFT);
    let printed = run(&desk, &["check", "--format", "html", "年报.md"]);
    let saved = run(&desk, &["check", "--format", "html", "--output-file", "意见.html", "年报.md"]);
    assert_eq!((printed.status, printed.err.as_str(), saved.status, saved.out.as_str()), (1, "", 1, ""));
    assert_eq!(std::fs::read_to_string(desk.path("意见.html")).expect("a file"), printed.out);
    for (arguments, message) in [
        (&["--format", "html", "--statistics"][..], "--statistics 只与 full、concise、json、json-lines 格式一起使用"),
        (&["--format", "html", "--write-baseline", "a"], "--write-baseline 不与 --format html 一起使用"),
        (&["--format", "html", "-o", "没有/a.html"], "没有/a.html：无法写入"),
    ] {
        let run = run(&desk, &[&["check", "年报.md"], arguments].concat());
        assert!(run.status == 2 && run.err.contains(message), "{arguments:?}: {}", run.err);
    }
    // A folder without a report is a page too.
    let none = page(&Desk::new().with("其他.md", "# 买菜\n"));
    assert!(elements(&none).iter().any(|it| it.name == "h1") && none.contains("0份报告"));
}

#[test]
fn the_terminal_groups_by_file_and_ends_with_a_table() {
    let sound = Plan::new(edition::newest(), 7).of(3, 2024).write(&STYLES[0]).text;
    let desk = Desk::new().with("教育局.md", DRAFT).with("水利局.md", &sound);
    let full = run(&desk, &["check", "."]);
    assert!(full.out.starts_with("教育局.md：") && !full.out.contains("水利局.md"), "{}", full.out);
    let told = |run: &Run| run.err.lines().map(str::to_owned).collect::<Vec<_>>();
    let lines = told(&full);
    assert!(lines[0].starts_with("机关") && lines[1].starts_with("云溪县教育局  2024"), "{lines:?}");
    assert_eq!(lines[2], "另有 1 份报告没有发现问题");
    assert!(lines.last().is_some_and(|last| last.starts_with("检查了 2 个文件、2 份报告：")), "{lines:?}");
    let verbose = run(&desk, &["check", "-v", "."]);
    assert!(verbose.out.contains("水利局.md：没有发现问题\n"), "{}", verbose.out);
    assert_eq!(told(&verbose).len(), lines.len(), "both reports are in the table");
    assert!(!verbose.err.contains("另有"));
    // One report needs no table, and neither programs nor the quiet get one.
    for arguments in [&["check", "教育局.md"][..], &["check", "-q", "."], &["check", "--format", "json", "."]] {
        let run = run(&desk, arguments);
        assert!(!run.err.contains("机关  ") && !run.out.contains("教育局.md：4"), "{arguments:?}: {}", run.err);
    }
    assert!(!run(&desk, &["check", "教育局.md"]).out.starts_with("教育局.md："));
}
