//! Settings: how they are read, which of them hold for a file, and what the command line does with them.

use crate::support::desk::{DRAFT, Desk};
use crate::support::program::{program, run};
use nianbao::config::{self, Layer, Layers, Level, Project, Projects, Settings};
use nianbao::edition::body::BodyLevel;
use nianbao::rules;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;

impl Desk {
    fn run(&self, arguments: &[&str]) -> Output {
        program(&self.path(""), arguments).output().unwrap()
    }

    /// The rules that a run of `check` reports, with their severities, by file.
    fn check(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(&[&["check", "--format", "json", "--quiet"], arguments].concat());
        assert_eq!(String::from_utf8_lossy(&run.stderr), "");
        let found: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let line = |it: &serde_json::Value| {
            let text = |name: &str| it[name].as_str().unwrap().replace('\\', "/");
            format!("{} {} {}", text("file"), text("rule"), text("severity"))
        };
        let mut lines: Vec<String> = found.as_array().unwrap().iter().map(line).collect();
        lines.dedup();
        lines
    }
}

fn problems(text: &str) -> Vec<String> {
    let (_, problems) = config::toml(text);
    let show =
        |problem: &config::Problem| problem.in_file("n.toml".into(), &nianbao::text::Places::new(text)).to_string();
    problems.iter().map(show).collect()
}

#[test]
fn every_key_is_read() {
    let (keys, problems) = config::toml(
        r#"
        edition = 2019
        body = "乡镇"
        layout = "html"
        wide-quotes = false
        inlay-hints = false
        include = ["*.md"]
        exclude = ["归档/"]
        rules = { row-total = "off", balance = "info" }
        renamed = [{ from = "石桥县水务局", to = "石桥县水利局" }]
        merged = [{ into = "石桥县文化和旅游局", year = "2024" }]
        [[except]]
        files = ["甲.md"]
        rules = ["label"]
        [[except]]
        files = ["乙.md"]
        "#,
    );
    assert_eq!(problems, []);
    assert_eq!(keys.edition, Some(Some(2019)));
    assert_eq!(keys.body, Some(Some(BodyLevel::Township)));
    assert_eq!(keys.layout.flatten().map(nianbao::syntax::Layout::name), Some("html"));
    assert_eq!((keys.wide_quotes, keys.inlay_hints), (Some(false), Some(false)));
    assert_eq!(keys.include.unwrap().patterns(), ["*.md"]);
    assert_eq!(keys.exclude.unwrap().patterns(), ["归档/"]);
    assert_eq!(keys.rules.into_iter().collect::<Vec<_>>(), [("balance", Level::Info), ("row-total", Level::Off)]);
    assert_eq!((&*keys.renamed[0].from, &*keys.renamed[0].to), ("石桥县水务局", "石桥县水利局"));
    assert_eq!((&*keys.merged[0].into, keys.merged[0].year), ("石桥县文化和旅游局", 2024));
    assert_eq!(keys.except[0].rules, Some(vec!["label"]));
    assert_eq!(keys.except[1].rules, None);
}

#[test]
fn what_is_wrong_is_reported_at_its_place_with_the_nearest_name() {
    let text = "\
wide-qoutes = true
edition = 2020
body = \"镇\"
layout = \"Markdown\"
inlay-hints = \"yes\"
exclude = \"归档\"
include = [1]
[rules]
row-totl = \"off\"
balance = \"eror\"
\"label\" = 3
[[except]]
rules = [\"xyz\", \"colum-total\", 1]
[[except]]
files = [\"一.md\"]
rule = []
[[renamed]]
form = \"石桥县水务局\"
to = \" \"
[[renamed]]
from = \"石桥縣水利局\"
to = \"石桥县水利局\"
[[merged]]
into = 1
year = 24
";
    insta::assert_snapshot!(problems(text).join("\n"), @r#"
    n.toml:1:1：wide-qoutes：没有名为“wide-qoutes”的设置，是不是“wide-quotes”？
    n.toml:2:11：edition：应为 "auto"、2019、2021
    n.toml:3:8：body：没有名为“镇”的机关层级，应为 "auto"、"部门"、"乡镇"、"街道"、"县"、"市"、"省"、"国务院部门"、"公共企事业单位"、"其他"
    n.toml:4:10：layout：没有名为“Markdown”的版式，应为 "auto"、"markdown"、"html"、"tabs"、"lines"
    n.toml:5:15：inlay-hints：应为 true 或 false
    n.toml:6:11：exclude：应为一列文件名模式，如 ["归档/"]
    n.toml:7:12：include：文件名模式应为字符串
    n.toml:9:1：rules.row-totl：没有名为“row-totl”的规则，是不是“row-total”？
    n.toml:10:11：rules.balance：没有名为“eror”的级别，应为 "off"、"hint"、"info"、"warning"、"error"
    n.toml:11:11：rules.label：应为字符串："off"、"hint"、"info"、"warning"、"error"
    n.toml:12:1：except：缺少 files
    n.toml:13:10：except.rules：没有名为“xyz”的规则
    n.toml:13:17：except.rules：没有名为“colum-total”的规则，是不是“column-total”？
    n.toml:13:32：except.rules：规则名应为字符串
    n.toml:16:1：except.rule：没有名为“rule”的设置，是不是“rules”？
    n.toml:17:1：renamed：缺少 from
    n.toml:18:1：renamed.form：没有名为“form”的设置，是不是“from”？
    n.toml:19:6：renamed.to：应为报告标题中的机关名称，如 "云溪县水务局"
    n.toml:20:1：renamed：from 和 to 是同一个名称“石桥县水利局”
    n.toml:24:8：merged.into：应为报告标题中的机关名称，如 "云溪县水务局"
    n.toml:25:8：merged.year：应为四位数的报告年度，如 2024
    "#);
}

#[test]
fn broken_toml_is_reported_and_what_is_right_is_used() {
    let (keys, problems) = config::toml("edition = 2019\n汉 = = 1\n");
    assert_eq!(keys.edition, Some(Some(2019)));
    assert!(problems.iter().any(|problem| problem.key.is_empty() && problem.message.contains("TOML 语法有误")));
    // Any text gives keys and problems inside it.
    for text in ["", "[", "\"", "rules = [", "[rules", "except = [[]]", "a.b.c = 1\n[a]", "\u{0}", "edition = '''"] {
        let (_, problems) = config::toml(text);
        assert!(problems.iter().all(|problem| text.get(problem.range.clone()).is_some()), "{text:?}: {problems:?}");
    }
}

/// What people write who know Chinese input methods, JSON, YAML or INI better than TOML.
const NO_TOML: [&str; 74] = [
    "edition = 2019 年",
    "edition = 2021年",
    "edition 2021",
    "edition：2021",
    "edition: 2021",
    "edition ＝ 2021",
    "edition =",
    "edition = # 版本",
    "= 2021",
    "edition == 2021",
    "edition",
    "edition = 2021，",
    "edition = 2021;",
    "edition = 2021,",
    "edition = 2021, layout = 'html'",
    "edition = 2021 layout = 'html'",
    "edition = 2021 // 说明",
    "edition = 2021\u{3000}",
    "\u{3000}edition = 2021",
    "edition = 02021",
    "edition = 2_021_",
    "edition = 2021.",
    "edition = +-1",
    "edition = 0X7e5",
    "edition = 2024-13-01",
    "edition = 2024-1-1",
    "edition = 2019\nedition = 2021",
    "layout = markdown",
    "layout = “markdown”",
    "layout = 'markdown",
    "layout = \"markdown",
    "layout = \"markdown”",
    "layout = 'markdown’",
    "layout = 'tabs' 'html'",
    "layout = '''tabs",
    "“layout” = 'tabs'",
    "版式 = 'tabs'",
    "inlay-hints = True",
    "inlay-hints = yes",
    "inlay-hints = 是",
    "exclude = [\"归档/\"",
    "exclude = [\"归档/\"\nlayout = 'html'",
    "exclude = [\n  \"归档/\",\n\n[rules]\nlabel = 'off'",
    "exclude = [\"归档/\" \"草稿/\"]",
    "exclude = [\"归档/\"，\"草稿/\"]",
    "exclude = [\"归档/\"、\n\"草稿/\"]",
    "exclude = 【\"归档/\"】",
    "exclude = [归档/]",
    "exclude = [,]",
    "exclude = [\"归档/\",, \"草稿/\"]",
    "exclude = \"归档/\", \"草稿/\"",
    "exclude = \"归档/\"]",
    "exclude = ]",
    "exclude = [\"归档/\"]]",
    "exclude = [\"D:\\归档\"]",
    "exclude = [\"归档\\\"]",
    "exclude = [\"归档\\u12\"]",
    "exclude = [归档 = 1]",
    "[rules\nlabel = 'off'",
    "[rules]]",
    "[[except]\nfiles = ['甲.md']",
    "[]",
    "［rules］",
    "[规则]",
    "[rules] label = 'off'",
    "[rules]\nlabel = 'off'\n[rules]\nbalance = 'off'",
    "rules = { label = 'off'",
    "rules = { label = 'off'\nlayout = 'html'",
    "rules = { label = 'off' balance = 'off' }",
    "rules = { label 'off' }",
    "rules = { 'off' }",
    "layout = 'tabs'\nlayout.wide = true",
    "rules..label = 'off'",
    "{\n  \"edition\": 2021\n}",
];

#[test]
fn what_is_no_toml_is_told_in_chinese_with_its_place() {
    let said = NO_TOML
        .map(|text| format!("{}\n    {}\n", text.replace('\n', "⏎"), problems(&format!("{text}\n")).join("\n    ")));
    insta::assert_snapshot!(said.concat());
    // One cause is told once, in words that are ours.
    for text in NO_TOML {
        let (_, problems) = config::toml(text);
        assert!(
            problems.iter().all(|it| it.key.is_empty() && it.message.starts_with("TOML 语法有误：")),
            "{text}: {problems:?}"
        );
        let (_, crlf) = config::toml(&text.replace('\n', "\r\n"));
        let messages = |problems: Vec<config::Problem>| problems.into_iter().map(|it| it.message).collect::<Vec<_>>();
        assert_eq!(messages(crlf), messages(problems), "{text}");
    }
    assert_eq!(problems("// 说明\nedition = 2021\n; 说明\n<<<<<<< HEAD\n").len(), 3);
}

/// Whatever is typed into a file of settings, or lost from it, there are words for it.
#[test]
fn there_are_words_for_everything_that_is_no_toml() {
    let typed = [
        "",
        "=",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "'''",
        ",",
        ".",
        ":",
        "#",
        "\\",
        "\\q",
        "-",
        "+",
        "_",
        "0",
        "1e",
        "0x",
        "年",
        "“",
        "，",
        "：",
        "\u{3000}",
        "\u{1}",
        "\r",
        "\n",
        "true",
        "True",
        "nan",
        "2024-02-30",
        "25:00:00",
        "x = 1",
        "<<<",
    ];
    let text = "edition = 2021\nlayout = \"html\"\nexclude = [\"归档/\", '草稿/']\nwide-quotes = true\n[rules]\nlabel = \"off\"\n\
                a = { b = 1, c = 'x' }\n[[except]]\nfiles = ['甲.md'] # 说明\n";
    let places = || (0..=text.len()).filter(|at| text.is_char_boundary(*at));
    let mut said = std::collections::BTreeSet::new();
    for at in places() {
        for typed in typed {
            for behind in places().filter(|behind| *behind >= at).take(3) {
                let text = format!("{}{typed}{}", &text[..at], &text[behind..]);
                for problem in config::toml(&text).1.into_iter().filter(|it| it.key.is_empty()) {
                    assert!(text.get(problem.range.clone()).is_some(), "{text}");
                    said.insert(problem.message);
                }
            }
        }
    }
    assert!(said.iter().all(|said| !said.contains("这里不合 TOML 的写法")), "{said:#?}");
    assert!(said.len() > 40, "{said:#?}");
}

#[test]
fn an_editor_may_keep_keys_of_its_own_and_send_null() {
    let sent =
        json!({"path": null, "trace": {"server": "off"}, "edition": null, "layout": "tabs", "rules": {"label": null}});
    let (keys, problems) = config::json(&sent);
    assert_eq!(problems, []);
    assert_eq!((keys.edition, keys.layout.flatten().is_some()), (None, true));
    let (_, problems) = config::json(&json!({"edition": "2021", "inlayhints": true, "rules": {"lable": "off"}}));
    let keys: Vec<&str> = problems.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["inlayhints", "rules.lable"]);
    assert_eq!(config::json(&json!([])).1.len(), 1);
    assert_eq!(config::json(&json!(null)).1, []);
}

#[test]
fn the_nearest_file_counts_alone() {
    let desk = Desk::new()
        .with("nianbao.toml", "edition = 2019\ninlay-hints = false\n")
        .with("某局/nianbao.toml", "edition = 2021\n")
        .with("某局/科室/报告.md", "");
    let layers = Layers { projects: Projects::nearest(), ..Layers::default() };
    let at = |name: &str| layers.settings(Some(&desk.path(name)));
    assert_eq!((at("报告.md").edition, at("报告.md").inlay_hints), (Some(2019), false));
    assert_eq!((at("某局/科室/报告.md").edition, at("某局/科室/报告.md").inlay_hints), (Some(2021), true));
    assert_eq!(layers.settings(None), Settings::default());
}

#[test]
fn changes_on_the_disk_are_seen_when_asked_for() {
    let desk = Desk::new();
    let layers = Layers { projects: Projects::nearest(), ..Layers::default() };
    let file = desk.path("某局/报告.md");
    let edition = || layers.settings(Some(&file)).edition;
    assert_eq!(edition(), None);
    assert!(!layers.projects.refresh(|_| true));
    let desk = desk.with("nianbao.toml", "edition = 2019");
    assert!(layers.projects.refresh(|_| true));
    assert_eq!(edition(), Some(2019));
    let desk = desk.with("某局/nianbao.toml", "edition = 'auto'");
    assert!(layers.projects.refresh(|_| true));
    assert_eq!(edition(), None);
    fs::remove_file(desk.path("某局/nianbao.toml")).unwrap();
    assert!(layers.projects.refresh(|_| true));
    assert_eq!(edition(), Some(2019));
}

#[test]
fn the_command_line_is_above_the_project_and_that_above_the_editor() {
    let layer = |base: &Path, text: &str| Layer { base: base.to_path_buf(), keys: config::toml(text).0 };
    let desk = Desk::new().with("甲/nianbao.toml", "layout = 'html'\n[rules]\nlabel = 'off'\nbalance = 'hint'\n");
    let editor = |text| layer(&desk.path(""), text);
    let layers = Layers {
        command_line: layer(Path::new(""), "edition = 2021"),
        projects: Projects::nearest(),
        editor: vec![editor(
            "edition = 2019\nlayout = 'tabs'\nwide-quotes = false\nrules = { label = 'error', fraction = 'info' }",
        )],
        elsewhere: Layer::default(),
    };
    let settings = layers.settings(Some(&desk.path("甲/报告.md")));
    assert_eq!(settings.edition, Some(2021));
    assert_eq!(settings.layout.map(nianbao::syntax::Layout::name), Some("html"));
    assert!(!settings.wide_quotes, "what the project leaves open is the editor's");
    let level = |name: &str| settings.level(rules::rule(name).unwrap());
    assert_eq!(level("label"), Some(Level::Off));
    assert_eq!(level("balance"), Some(Level::Hint));
    assert_eq!(level("fraction"), Some(Level::Info));
    assert_eq!(level("row-total"), None);
    let elsewhere = layers.settings(Some(Path::new("/别处/报告.md")));
    assert!(elsewhere.wide_quotes);
}

#[test]
fn a_file_may_build_on_another_one() {
    let desk = Desk::new()
        .with(
            "共用/县.toml",
            "extends = '全省.toml'\nedition = 2019\nexclude = ['归档/']\n[rules]\nlabel = 'off'\nbalance = 'hint'\n",
        )
        .with(
            "共用/全省.toml",
            "edition = 2021\nlayout = 'tabs'\n[[except]]\nfiles = ['乙.md']\nrules = ['row-total']\n",
        )
        .with("某局/nianbao.toml", "extends = \"../共用/县.toml\"\n[rules]\nlabel = 'error'\n");
    let layers = Layers { projects: Projects::nearest(), ..Layers::default() };
    let settings = |name: &str| layers.settings(Some(&desk.path(name)));
    let level = |settings: &Settings, name: &str| settings.level(rules::rule(name).unwrap());
    let of_draft = settings("某局/甲.md");
    assert_eq!((of_draft.edition, of_draft.layout.map(nianbao::syntax::Layout::name)), (Some(2019), Some("tabs")));
    assert_eq!((level(&of_draft, "label"), level(&of_draft, "balance")), (Some(Level::Error), Some(Level::Hint)));
    // Patterns are those of the file that builds on the others.
    assert!(settings("某局/归档/甲.md").excluded && !of_draft.excluded);
    assert_eq!(level(&settings("某局/乙.md"), "row-total"), Some(Level::Off));
    assert_eq!(settings("共用/甲.md"), Settings::default(), "only a nianbao.toml is looked for");
    let paths: Vec<PathBuf> = layers.projects.all().iter().map(|it| it.path.clone()).collect();
    assert_eq!(paths.len(), 3);
    // A change of any of them is seen.
    assert!(!layers.projects.refresh(|_| true));
    desk.write("共用/全省.toml", "layout = 'html'\n");
    assert!(layers.projects.refresh(|_| true));
    assert_eq!(settings("某局/甲.md").layout.map(nianbao::syntax::Layout::name), Some("html"));
    let shown = run(&desk.path(""), &["config", "某局/甲.md"]).out;
    for from in ["# 共用/县.toml:2", "# 共用/全省.toml:1", "# 某局/nianbao.toml:3", "# 共用/县.toml:6"] {
        assert!(shown.contains(from), "{from}: {shown}");
    }
}

#[test]
fn files_that_build_on_each_other_without_end_are_told() {
    let desk = Desk::new().with("nianbao.toml", "extends = 'b.toml'\n").with("b.toml", "extends = 'nianbao.toml'\n");
    let said = |desk: &Desk| {
        let run = run(&desk.path(""), &["check", "."]);
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        run.err
    };
    desk.write("甲.md", DRAFT);
    let circle = said(&desk);
    assert!(circle.starts_with("nianbao: b.toml:1:1：extends：“") && circle.contains("成了循环"), "{circle}");
    for (extends, why) in [("没有.toml", "没有这个文件或文件夹"), ("夹", "不是普通文件"), ("", "应为另一个设置文件")]
    {
        fs::create_dir_all(desk.path("夹")).unwrap();
        desk.write("nianbao.toml", format!("\nextends = '{extends}'\n"));
        let missing = said(&desk);
        assert!(missing.contains("nianbao.toml:2:") && missing.contains(why), "{missing}");
    }
    for number in 0..20 {
        desk.write(&format!("{number}.toml"), format!("extends = '{}.toml'\n", number + 1));
    }
    desk.write("nianbao.toml", "extends = '0.toml'\n");
    let deep = said(&desk);
    assert!(deep.contains("超过 8 层"), "{deep}");
    // Once the missing one is there, it counts.
    desk.write("nianbao.toml", "extends = '基础.toml'\n");
    let layers = Layers { projects: Projects::nearest(), ..Layers::default() };
    let edition = || layers.settings(Some(&desk.path("甲.md"))).edition;
    assert_eq!(edition(), None);
    desk.write("基础.toml", "edition = 2019\n");
    assert!(layers.projects.refresh(|_| true));
    assert_eq!(edition(), Some(2019));
}

#[test]
fn of_a_file_outside_the_workspace_no_content_is_told() {
    let desk =
        Desk::new().with("外/密.toml", "edition = 'geheim'\npasswort = 1\n[rules]\nlabel = 'geheim'\n= geheim\n");
    desk.write("内/nianbao.toml", "extends = '../外/密.toml'\n");
    desk.write("内/甲.md", DRAFT);
    let told = run(&desk.path("内"), &["check", "."]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains("密.toml:1:11：edition：") && !told.err.contains("geheim"), "{}", told.err);
    // A nianbao.toml above counts, and is told of in the same way.
    desk.write("nianbao.toml", "exclude = ['geheim\\x', '内/']\n");
    desk.write("内/nianbao.toml", "");
    let told = run(&desk.path("内"), &["check", "."]);
    assert!(told.err.contains("nianbao.toml:1:12：exclude：“…”：") && !told.err.contains("geheim"), "{}", told.err);
    desk.write("nianbao.toml", "exclude = ['内/']\n");
    assert_eq!(run(&desk.path("内"), &["check", "."]).err, "没有找到年度报告\n");
    let projects = Projects::within(vec![desk.path("内")]);
    let all: Vec<bool> = projects.above(&desk.path("内/甲.md")).map(|project| project.is_outside).collect();
    assert_eq!(all[..2], [false, true]);
}

#[test]
fn the_users_own_settings_are_the_weakest() {
    let desk = Desk::new().with("甲.md", DRAFT).with("归档/乙.md", DRAFT).with("丙/丁.md", DRAFT);
    desk.write(".config/nianbao/nianbao.toml", "edition = 2019\nlayout = 'tabs'\nexclude = ['归档/']\n");
    desk.write("丙/nianbao.toml", "edition = 2021\nexclude = []\n");
    let shown = |arguments: &[&str]| run(&desk.path(""), &[&["config"], arguments].concat()).out;
    assert!(
        shown(&["甲.md"]).contains("edition = 2019") && shown(&["甲.md"]).contains(".config/nianbao/nianbao.toml:1")
    );
    let nearer = shown(&["丙/丁.md"]);
    assert!(nearer.contains("edition = 2021") && nearer.contains("layout = \"tabs\""), "{nearer}");
    assert!(shown(&["--no-config", "甲.md"]).contains("edition = \"auto\""));
    assert!(shown(&["--config", "丙/nianbao.toml", "甲.md"]).contains("layout = \"auto\""));
    assert_eq!(desk.check(&["--select", "row-total"]), ["丙/丁.md row-total error", "甲.md row-total error"]);
    desk.write(".config/nianbao/nianbao.toml", "edition = 'alt'\n");
    let wrong = run(&desk.path(""), &["check", "."]);
    assert!(wrong.status == 2 && wrong.err.contains("nianbao.toml:1:11：edition"), "{}", wrong.err);
}

#[test]
fn single_keys_can_be_set_on_the_command_line() {
    let desk =
        Desk::new().with("甲.md", DRAFT).with("乙.md", DRAFT).with("nianbao.toml", "[rules]\nrow-total = 'off'\n");
    assert_eq!(
        desk.check(&["--select", "missing-section", "--set", "exclude=['乙.md']"]),
        ["甲.md missing-section error"]
    );
    assert_eq!(
        desk.check(&[
            "--set",
            "rules.row-total=hint",
            "--set",
            "rules.missing-section=off",
            "--set",
            "rules.missing-row=off",
            "--set",
            "profile=quiet",
            "甲.md"
        ]),
        ["甲.md row-total hint"]
    );
    let shown = run(&desk.path(""), &["config", "--set", "layout=html", "--set", "layout=tabs", "甲.md"]).out;
    assert!(shown.lines().any(|line| line.starts_with("layout = \"tabs\"") && line.ends_with("# 命令行")), "{shown}");
    for (wrong, why) in [
        ("edition=2020", "--set edition：应为"),
        ("layuot=html", "是不是“layout”"),
        ("layout", "不是 键=值"),
        ("extends=x.toml", "只能写在设置文件中"),
    ] {
        let refused = run(&desk.path(""), &["check", "--set", wrong]);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""));
        assert!(refused.err.contains(why), "{}", refused.err);
    }
}

#[test]
fn an_exception_of_files_cannot_be_enabled_but_a_level_can() {
    let keys = config::toml("rules = { label = 'off' }\nexcept = [{ files = ['甲.md'], rules = ['balance'] }]").0;
    let layers = Layers { editor: vec![Layer { base: "/年报".into(), keys }], ..Layers::default() };
    let mut settings = layers.settings(Some(Path::new("/年报/甲.md")));
    let rule = |name: &str| rules::rule(name).unwrap();
    assert!(settings.is_off(rule("label")) && settings.is_off(rule("balance")));
    settings.enable(rule("label"));
    settings.enable(rule("balance"));
    assert!(!settings.is_off(rule("label")) && settings.is_off(rule("balance")));
    assert!(!layers.settings(Some(Path::new("/年报/乙.md"))).is_off(rule("balance")));
}

#[test]
fn the_schema_is_fresh_and_has_the_keys_that_are_read() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/nianbao.schema.json");
    let schema = config::schema::schema();
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &schema).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == schema, "editors/nianbao.schema.json is stale: run UPDATE=1 cargo test config::");

    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let mut in_schema: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut read = config::NAMES.to_vec();
    in_schema.sort_unstable();
    read.sort_unstable();
    assert_eq!(in_schema, read);
    let rules_in_schema = schema["properties"]["rules"]["properties"].as_object().unwrap();
    assert!(rules::RULES.iter().all(|rule| rules_in_schema.contains_key(rule.name)));
    // The defaults that the schema shows are those that hold.
    let (keys, problems) = config::json(&serde_json::Value::Object(
        schema["properties"]
            .as_object()
            .unwrap()
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), value.get("default")?.clone())))
            .collect(),
    ));
    assert_eq!(problems, []);
    let layers = Layers { elsewhere: Layer { base: PathBuf::new(), keys }, ..Layers::default() };
    assert_eq!(layers.settings(None), Settings::default());
}

#[test]
fn the_file_to_begin_with_shows_every_key_with_its_default() {
    assert_eq!(config::toml(config::TEMPLATE).1, []);
    // Lines of prose have Chinese behind the mark, examples the beginning of a key or a table.
    let example = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase() || c == '[');
    let bare: Vec<&str> = config::TEMPLATE.lines().filter_map(|line| line.strip_prefix("# ")).filter(example).collect();
    let bare = bare.into_iter().filter(|line| !line.starts_with("nianbao")).collect::<Vec<_>>().join("\n");
    let (keys, problems) = config::toml(&bare);
    assert_eq!(problems, []);
    assert!(config::NAMES.iter().all(|name| keys.places.contains_key(*name)), "{bare}");
    let default = Settings::default();
    assert_eq!((keys.edition, keys.layout), (Some(default.edition), Some(default.layout)));
    assert_eq!(keys.body, Some(default.body));
    assert_eq!((keys.wide_quotes, keys.inlay_hints), (Some(default.wide_quotes), Some(default.inlay_hints)));
    let endings = config::EXTENSIONS.map(|ending| format!("*.{ending}"));
    assert_eq!(keys.include.unwrap().patterns(), endings);
}

#[test]
fn the_manual_names_every_key() {
    let manual = include_str!("../../server/config/README.md");
    for name in config::NAMES {
        assert!(manual.contains(&format!("`{name}`")) || manual.contains(&format!("`[[{name}]]`")), "{name}");
    }
}

#[test]
fn check_follows_the_project() {
    let desk = Desk::new().with("甲.md", DRAFT).with("归档/乙.md", DRAFT).with("丙.text", DRAFT);
    let rules = ["missing-section", "row-total"];
    let everything = desk.check(&["--select", &rules.join(",")]);
    assert_eq!(
        everything,
        [
            "归档/乙.md missing-section error",
            "归档/乙.md row-total error",
            "甲.md missing-section error",
            "甲.md row-total error"
        ]
        .map(str::to_owned)
        .into_iter()
        .collect::<Vec<_>>()
    );
    let desk = desk.with(
        "nianbao.toml",
        "include = ['*.md', '*.text']\nexclude = ['归档/']\n[rules]\nrow-total = 'off'\nmissing-section = 'hint'\n\
         [[except]]\nfiles = ['丙.text']\nrules = ['missing-section']\n",
    );
    let only = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().filter(|line| rules.iter().any(|rule| line.contains(rule))).collect()
    };
    assert_eq!(only(desk.check(&[])), ["甲.md missing-section hint"]);
    // A file that is named is checked, a rule that is named is heard.
    assert_eq!(only(desk.check(&["归档/乙.md", "--select", "row-total"])), ["归档/乙.md row-total error"]);
    assert_eq!(desk.check(&["--no-config", "--select", "missing-section"]).len(), 2);
}

#[test]
fn the_level_of_a_body_can_be_set() {
    let desk = Desk::new().with(
        "甲.md",
        "石桥县水利局2024年政府信息公开工作年度报告\n\n发布日期：2025-02-14\n\n一、总体情况\n\n2024年，我们主动公开政府信息186条。\n",
    );
    let late = ["甲.md deadline info"];
    assert_eq!(desk.check(&["--select", "deadline"]), late);
    for (body, expected) in [("部门", &late[..]), ("县", &[]), ("公共企事业单位", &[])] {
        desk.write("nianbao.toml", format!("body = '{body}'\n"));
        assert_eq!(desk.check(&["--select", "deadline"]), expected, "{body}");
    }
}

#[test]
fn an_option_may_name_the_settings() {
    let desk = Desk::new()
        .with("甲.md", DRAFT)
        .with("nianbao.toml", "[rules]\nrow-total = 'off'\n")
        .with("设置/ci.toml", "[rules]\nrow-total = 'warning'\n");
    let row_total = |arguments: &[&str]| -> Vec<String> {
        desk.check(arguments).into_iter().filter(|line| line.contains("row-total")).collect()
    };
    assert_eq!(row_total(&[]), Vec::<String>::new());
    assert_eq!(row_total(&["--config", "设置/ci.toml"]), ["甲.md row-total warning"]);
    assert_eq!(row_total(&["--no-config"]), ["甲.md row-total error"]);
    let missing = desk.run(&["check", "--config", "没有.toml"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).starts_with("nianbao: 没有.toml：无法读取设置："));
    assert_eq!(desk.run(&["check", "--no-config", "--config", "设置/ci.toml"]).status.code(), Some(2));
}

#[test]
fn the_edition_can_be_required() {
    let desk = Desk::new().with("甲.md", DRAFT).with("nianbao.toml", "edition = 2019\n");
    let forms = |arguments: &[&str]| {
        let run = desk.run(&[&["extract", "甲.md"], arguments].concat());
        let read: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        read[0]["edition"].as_u64()
    };
    assert_eq!(forms(&[]), Some(2019));
    assert_eq!(forms(&["--edition", "2021"]), Some(2021));
    assert_eq!(forms(&["--edition", "auto"]), Some(2021));
    assert_eq!(desk.run(&["check", "--edition", "2020"]).status.code(), Some(2));
}

#[test]
fn wrong_settings_fail_with_file_line_and_key_and_nothing_is_checked() {
    let desk = Desk::new().with("某局/甲.md", DRAFT).with("某局/nianbao.toml", "\n[rules]\nrow-totl = 'off'\n");
    for command in ["check", "extract"] {
        let run = desk.run(&[command, "."]);
        assert_eq!((run.status.code(), run.stdout.len()), (Some(2), 0));
        let said = String::from_utf8_lossy(&run.stderr).replace('\\', "/");
        assert_eq!(
            said,
            "nianbao: 某局/nianbao.toml:3:1：rules.row-totl：没有名为“row-totl”的规则，是不是“row-total”？\n"
        );
    }
    assert_eq!(desk.run(&["check", "--no-config"]).status.code(), Some(1));
}

#[test]
fn init_writes_once() {
    let desk = Desk::new().with("甲.md", DRAFT);
    assert_eq!(desk.run(&["init"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(desk.path("nianbao.toml")).unwrap(), config::TEMPLATE);
    assert_eq!(desk.run(&["check"]).status.code(), Some(1));
    let desk = desk.with("nianbao.toml", "edition = 2019");
    assert_eq!(desk.run(&["init"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(desk.path("nianbao.toml")).unwrap(), "edition = 2019");
    assert_eq!(desk.run(&["init", "没有"]).status.code(), Some(2));
}

#[test]
fn config_shows_what_holds_and_why_in_a_form_that_can_be_read_again() {
    let desk = Desk::new().with(
        "nianbao.toml",
        "edition = 2019\nexclude = ['归档/']\n[rules]\nlabel = 'off'\n[[except]]\nfiles = ['甲.md']\nrules = ['balance']\n\
         [[renamed]]\nfrom = '甲局'\nto = '乙局'\n[[merged]]\ninto = '丙局'\nyear = 2024\n",
    );
    let run = desk.run(&["config", "甲.md", "--edition", "2021"]);
    assert_eq!(run.status.code(), Some(0));
    let shown = String::from_utf8(run.stdout).unwrap();
    let line = |start: &str| {
        let line = shown.lines().find(|line| line.starts_with(start)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("edition"), "edition = 2021 # 命令行");
    assert_eq!(line("exclude"), "exclude = [\"归档/\"] # nianbao.toml:2");
    assert_eq!(line("label "), "label = \"off\" # nianbao.toml:4");
    assert_eq!(line("balance"), "balance = \"off\" # nianbao.toml:5 [[except]]");
    assert_eq!(line("row-total"), "row-total = \"error\" # 缺省");
    assert!(
        shown.ends_with("\n[[renamed]]\nfrom = \"甲局\"\nto = \"乙局\"\n\n[[merged]]\ninto = \"丙局\"\nyear = 2024\n")
    );
    assert_eq!(config::toml(&shown).1, []);
    let excluded = desk.run(&["config", "归档/甲.md"]);
    assert!(String::from_utf8(excluded.stdout).unwrap().starts_with("# 检查文件夹时略过这个文件"));
    let schema = desk.run(&["config", "--schema"]);
    assert_eq!(String::from_utf8(schema.stdout).unwrap(), config::schema::schema());
}

#[test]
fn one_file_can_hold_for_all() {
    let desk = Desk::new().with("ci.toml", "edition = 2019");
    let project = Arc::new(Project::read(&desk.path("ci.toml")));
    let layers = Layers { projects: Projects::Fixed(project), ..Layers::default() };
    assert_eq!(layers.settings(None).edition, Some(2019));
    assert_eq!(layers.settings(Some(Path::new("/别处/甲.md"))).edition, Some(2019));
}
