//! What the READMEs show is what the program prints, what they say in figures stands in `figures.toml`, and both languages say
//! the same.

use crate::support::drafts::root;
use nianbao::rules::{GROUPS, RULES};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use toml::{Table, Value};

const ENGLISH: &str = "README.md";
const CHINESE: &str = "README.zh-CN.md";
/// What has generated pieces: `<!-- generated: NAME -->` … `<!-- end of generated -->`.
const PAGES: [&str; 4] = [ENGLISH, CHINESE, "CONTRIBUTING.md", "packages/README.md"];
const END: &str = "<!-- end of generated -->\n";
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

fn read(page: &str) -> String {
    std::fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

fn language(page: &str) -> &'static str {
    if page == CHINESE { "zh" } else { "en" }
}

/// A text of `figures.toml` in this language, with what Cargo.toml says filled in.
fn worded(value: &Value, language: &str) -> String {
    let of_both = value.as_str();
    let text = of_both.or_else(|| value.get(language)?.as_str()).expect("a text, or one in each language");
    let filled = [
        ("{version}", env!("CARGO_PKG_VERSION")),
        ("{repository}", REPOSITORY),
        ("{slug}", REPOSITORY.strip_prefix("https://github.com/").unwrap_or("OWNER/nianbao")),
        ("{rust}", env!("CARGO_PKG_RUST_VERSION")),
    ];
    let units = [(" min", " 分钟"), (" ms", " 毫秒"), (" s", " 秒")];
    let text = filled.iter().fold(text.to_owned(), |text, (key, value)| text.replace(key, value));
    let units = units.iter().filter(|_| of_both.is_some() && language == "zh");
    units.fold(text, |text, (unit, chinese)| text.replace(unit, chinese))
}

/// A table of `figures.toml` as Markdown.
fn table(table: &Value, language: &str) -> String {
    let row = |cells: &Value| {
        let cells = cells.as_array().expect("cells").iter().map(|cell| worded(cell, language));
        let cells: String =
            cells.map(|cell| if cell.is_empty() { " |".into() } else { format!(" {cell} |") }).collect();
        format!("|{cells}\n")
    };
    let rows: String = table["rows"].as_array().expect("rows").iter().map(row).collect();
    let columns = table["head"].as_array().expect("a head").len();
    format!("{}|{}\n{rows}", row(&table["head"]), "---|".repeat(columns))
}

/// How many rules there are, in each group.
fn rules(language: &str) -> String {
    let (all, mut groups) = (RULES.len(), String::new());
    for group in GROUPS {
        let (title, count) = (if language == "zh" { group.title } else { group.name }, group.rules.len());
        let comma = if groups.is_empty() {
            ""
        } else if language == "zh" {
            "、"
        } else {
            ", "
        };
        let _ = write!(groups, "{comma}{title} {count}");
    }
    if language == "zh" { format!("共 {all} 条规则：{groups}。\n") } else { format!("{all} rules: {groups}.\n") }
}

/// What the program prints about the draft that the first command checks.
fn output() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(["check", "tests/drafts/broken.md"])
        .current_dir(root())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "the draft has errors");
    let printed = [output.stdout, output.stderr].concat();
    format!("```text\n{}```\n", String::from_utf8(printed).expect("UTF-8"))
}

/// What stands under this name, in this language.
fn generated(name: &str, figures: &Table, language: &str) -> String {
    match (name, figures.get(name)) {
        ("output", _) => output(),
        ("rules", _) => rules(language),
        (_, Some(it)) if it.get("rows").is_some() => table(it, language),
        (_, Some(it)) => {
            let state = if REPOSITORY.starts_with("https://example.com/") { "unreleased" } else { "released" };
            worded(it.get(state).unwrap_or(it), language) + "\n"
        }
        (_, None) => panic!("nothing is generated under the name {name}"),
    }
}

/// The pieces of a page: what is written by hand, and behind each but the last the name of what is generated there.
fn pieces(page: &str) -> (Vec<(&str, &str)>, &str) {
    let (mut pieces, mut rest) = (Vec::new(), page);
    while let Some((before, from)) = rest.split_once("<!-- generated: ") {
        let (name, from) = from.split_once(" -->\n").expect("the end of a comment");
        let (_, behind) = from.split_once(END).unwrap_or_else(|| panic!("{name} does not end"));
        pieces.push((before, name));
        rest = behind;
    }
    (pieces, rest)
}

fn figures() -> Table {
    read("tests/figures.toml").parse().expect("TOML")
}

/// `UPDATE=1 cargo test readme::` writes what is generated.
#[test]
fn what_is_generated_is_fresh() {
    let figures = figures();
    for page in PAGES {
        let (text, mut fresh) = (read(page), String::new());
        let (pieces, rest) = pieces(&text);
        for (before, name) in pieces {
            let _ =
                write!(fresh, "{before}<!-- generated: {name} -->\n{}{END}", generated(name, &figures, language(page)));
        }
        fresh.push_str(rest);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(root().join(page), &fresh).expect("the page can be written");
        } else {
            assert_eq!(text, fresh, "{page} is stale: run UPDATE=1 cargo test readme::");
        }
    }
}

/// The numbers of a text in their order of size, without those in links and comments.
fn numbers(text: &str) -> Vec<String> {
    let mut said = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](").into_iter().chain(rest.find("<!--")).min() {
        let end = if rest[at..].starts_with("](") { ")" } else { "-->" };
        said.push_str(&rest[..at]);
        said.push(' ');
        rest = rest[at..].split_once(end).map_or("", |(_, behind)| behind);
    }
    said.push_str(rest);
    let words = said.split(|c: char| !(c.is_ascii_digit() || ".,".contains(c)));
    let mut numbers: Vec<String> =
        words.map(|word| word.trim_matches(['.', ','])).filter(|word| !word.is_empty()).map(Into::into).collect();
    numbers.sort();
    numbers
}

#[test]
fn both_languages_say_the_same_figures() {
    let [english, chinese] = [read(ENGLISH), read(CHINESE)];
    let [english, chinese] = [&english, &chinese].map(|text| text.split("\n## ").collect::<Vec<_>>());
    for (english, chinese) in english.iter().zip(&chinese) {
        let [one, other] = [english, chinese].map(|section| section.lines().next().unwrap_or_default());
        assert_eq!(numbers(english), numbers(chinese), "{one} / {other}");
        let [one, other] =
            [english, chinese].map(|section| pieces(section).0.iter().map(|it| it.1).collect::<Vec<_>>());
        assert_eq!(one, other, "what is generated");
    }
    assert_eq!(english.len(), chinese.len(), "sections");
}

/// Where a link leads in the repository, of those that do.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.filter(|target| !target.contains("://"))
}

/// The heading as it is linked to.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

#[test]
fn links_lead_somewhere() {
    let pages = [&PAGES[..], &["CHANGELOG.md", "SECURITY.md", "editors/README.md"]].concat();
    for page in pages {
        let text = read(page);
        for link in links(&text) {
            let (file, section) = link.split_once('#').unwrap_or((link, ""));
            let path =
                if file.is_empty() { root().join(page) } else { root().join(page).with_file_name("").join(file) };
            assert!(path.exists(), "{page}: {link}");
            if !section.is_empty() {
                let target = std::fs::read_to_string(&path).expect("a page");
                let headings = target.lines().filter_map(|line| line.trim_start_matches('#').strip_prefix(' '));
                assert!(headings.map(anchor).any(|it| it == section), "{page}: {link}");
            }
        }
    }
}

/// One line says where the repository is; what is generated from it is fresh, see above.
#[test]
fn the_repository_is_named_in_one_place() {
    for entry in ignore::WalkBuilder::new(root())
        .hidden(false)
        .require_git(false)
        .filter_entry(|it| it.file_name() != ".git")
        .build()
    {
        let path = entry.expect("an entry").into_path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let by_hand = if PAGES.iter().any(|page| Path::new(page) == path.strip_prefix(root()).expect("below the root"))
        {
            let (pieces, rest) = pieces(&text);
            pieces.iter().map(|it| it.0).chain([rest]).collect()
        } else {
            text
        };
        let named = by_hand.matches(REPOSITORY).count();
        assert_eq!(named, usize::from(path == root().join("Cargo.toml")), "{}", path.display());
    }
}

#[test]
fn the_version_of_rust_is_that_of_cargo() {
    let pages = [&PAGES[..3], &["editors/vscode/README.md", ".ci/run", "tests/run", "tests/editors/lib.sh"]].concat();
    for page in pages {
        assert!(read(page).contains(env!("CARGO_PKG_RUST_VERSION")), "{page} names another Rust");
    }
}

/// Nothing is called released in one of them and not in the other.
#[test]
fn both_changelogs_have_the_same_releases() {
    let [program, extension] = ["CHANGELOG.md", "editors/vscode/CHANGELOG.md"].map(|page| {
        let text = read(page);
        text.lines().filter_map(|line| line.strip_prefix("## ")).map(String::from).collect::<Vec<_>>()
    });
    assert_eq!(program, extension);
}
