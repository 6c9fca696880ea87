//! The invariants of the code that the compiler does not see.

use nianbao::edition::{self, Edition, Form, Header};
use nianbao::text::fold::fold;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The layers; each uses only those before it. The two shells are one layer.
const LAYERS: [&[&str]; 11] = [
    &["text"],
    &["syntax"],
    &["edition"],
    &["report"],
    &["rules"],
    &["config"],
    &["check"],
    &["compose"],
    &["fix"],
    &["ide"],
    &["lsp", "cli"],
];

/// A source file of the program.
struct Source {
    /// Its path below `server/`.
    path: String,
    text: String,
    /// What of it is compiled into the program: no tests, no comments, no string literals.
    code: String,
    /// The string literals of the program.
    strings: Vec<String>,
}

impl Source {
    /// The module directly below the root to which it belongs.
    fn layer(&self) -> &str {
        self.path.split('/').next().unwrap_or("").trim_end_matches(".rs")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, in order; neither hidden ones nor what cargo builds.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        if name.starts_with('.') || ["target", "node_modules"].contains(&name) {
            continue;
        }
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn sources() -> Vec<Source> {
    let server = root().join("server");
    let rust = files(&server).into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let source = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        let (code, strings) = split(&without_tests(&text));
        let path = path.strip_prefix(&server).expect("below server").to_string_lossy().replace('\\', "/");
        Source { path, text, code, strings }
    };
    let sources: Vec<Source> = rust.map(source).collect();
    assert!(sources.len() > 50, "the sources are somewhere else");
    sources
}

/// Leaves out what stands behind `#[cfg(test)]`, up to the bracket that ends it.
fn without_tests(text: &str) -> String {
    let mut rest = String::new();
    let mut inside = false;
    for line in text.lines() {
        inside |= line == "#[cfg(test)]";
        if !inside {
            rest.push_str(line);
            rest.push('\n');
        }
        inside &= line != "}";
    }
    rest
}

/// Code without comments and with empty string literals, and the contents of those literals.
fn split(text: &str) -> (String, Vec<String>) {
    let (mut code, mut strings) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let comment = rest.starts_with("//").then(|| rest.find('\n').unwrap_or(rest.len()));
        let raw =
            ["r#\"", "r\""].iter().find(|start| rest.starts_with(**start) && !code.ends_with(char::is_alphanumeric));
        let character = ["'\"'", "'\\\"'", "'\\''", "'\\\\'"].iter().find(|it| rest.starts_with(**it));
        let taken = if let Some(length) = comment {
            length
        } else if let Some(start) = raw {
            let end = if start.len() == 3 { "\"#" } else { "\"" };
            let length = rest[start.len()..].find(end).expect("a string ends");
            strings.push(rest[start.len()..start.len() + length].to_owned());
            code.push_str("\"\"");
            start.len() + length + end.len()
        } else if let Some(character) = character {
            code.push_str("' '");
            character.len()
        } else if next == '"' {
            let mut length = 1;
            let mut string = String::new();
            let mut characters = rest[1..].chars();
            while let Some(character) = characters.next().filter(|it| *it != '"') {
                length += character.len_utf8();
                string.push(character);
                if character == '\\' {
                    let escaped = characters.next().expect("something after a backslash");
                    length += escaped.len_utf8();
                    string.push(escaped);
                }
            }
            strings.push(string);
            code.push_str("\"\"");
            length + 1
        } else {
            code.push(next);
            next.len_utf8()
        };
        rest = &rest[taken..];
    }
    (code, strings)
}

#[test]
fn strings_and_comments_are_told_from_code() {
    let text = "fn a() { // \"no\"\n let b = (\"ja\\\"\", '\"', r#\"roh\"\"#); }\n#[cfg(test)]\nmod tests {\n    \"x\"\n}\nfn c() {}\n";
    let (code, strings) = split(&without_tests(text));
    assert_eq!(code, "fn a() { \n let b = (\"\", ' ', \"\"); }\nfn c() {}\n");
    assert_eq!(strings, ["ja\\\"", "roh\""]);
}

#[test]
fn dependencies_point_one_way() {
    let layer = |name: &str| LAYERS.iter().position(|layer| layer.contains(&name));
    for source in sources().iter().filter(|source| source.path.contains('/')) {
        let own = layer(source.layer()).unwrap_or_else(|| panic!("{} belongs to no layer", source.path));
        for part in source.code.split("crate::").skip(1) {
            let used = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
            let of_used = layer(used).unwrap_or_else(|| panic!("{}: crate::{used} is no layer", source.path));
            // The command line starts the server, and nothing else of the shells touches.
            let allowed = of_used < own || used == source.layer() || (used == "lsp" && source.path == "cli/mod.rs");
            assert!(allowed, "{} uses crate::{used}", source.path);
        }
    }
}

#[test]
fn only_the_server_knows_the_protocol() {
    for source in sources().iter().filter(|source| source.layer() != "lsp") {
        for name in ["tower_lsp", "lsp_types", "tokio", "dashmap"] {
            let names = |part: &str| !part.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let found = source.code.split(name).collect::<Vec<_>>();
            assert!(!found[..found.len() - 1].iter().any(|part| names(part)), "{} names {name}", source.path);
        }
    }
}

#[test]
fn a_rule_never_sees_the_layout() {
    for source in sources().iter().filter(|source| source.layer() == "rules") {
        assert!(!source.code.contains("Layout") && !source.code.contains(".layout"), "{}", source.path);
    }
}

#[test]
fn only_the_protocol_counts_in_utf_16() {
    for source in sources().iter().filter(|source| !source.path.starts_with("lsp/convert")) {
        for name in ["len_utf16", "encode_utf16", "utf16_cu"] {
            assert!(!source.code.contains(name), "{} counts in UTF-16", source.path);
        }
    }
}

/// A literal that is a label is one that should be taken from the edition. Shorter words name things in messages, and
/// the name of the document itself is what the whole program is about; a long label may not even be part of a literal.
#[test]
fn official_labels_stand_in_the_editions_only() {
    const SHORTEST: usize = 4;
    const SHORTEST_PART: usize = 8;
    let labels: HashSet<String> = edition::editions().iter().flat_map(labels).map(|label| fold(&label)).collect();
    let labels: Vec<&String> = labels.iter().filter(|label| label.chars().count() >= SHORTEST).collect();
    assert!(labels.len() > 100);
    for source in &sources() {
        for string in &source.strings {
            let folded = fold(string);
            let label = labels.iter().find(|label| {
                folded == ***label || (label.chars().count() >= SHORTEST_PART && folded.contains(label.as_str()))
            });
            assert!(label.is_none(), "{}: {string:?} has the label {label:?}", source.path);
        }
    }
}

/// The titles of the sections and the labels of the forms.
fn labels(edition: &Edition) -> Vec<String> {
    let sections = edition.sections.iter().flat_map(|section| {
        [&section.title].into_iter().chain(&section.accepted).chain(&section.hinted).chain(&section.wrong)
    });
    let header = |header: &Header| -> Vec<String> {
        header.path.iter().chain(&header.short).chain(header.name.as_ref()).cloned().collect()
    };
    let form = |form: &Form| -> Vec<String> {
        let headers = form.rows.iter().chain(&form.columns).flat_map(header);
        let banner = form.banner.as_ref().map(|banner| banner.text.clone());
        let words = form.equations.iter().map(|equation| equation.words.clone());
        headers.chain(banner).chain(words).chain([form.name.clone(), form.corner.clone()]).collect()
    };
    sections.cloned().chain(edition.forms.iter().flat_map(form)).collect()
}

#[test]
fn nothing_panics_on_purpose() {
    // The editions and the phrases are part of the program; a broken one is found by the first test that runs.
    let allowed = ["edition/mod.rs", "edition/law.rs", "edition/phrases/mod.rs", "report/prose/lexicon.rs"]
        .map(|path| (path, ".expect(\"\")"));
    for source in &sources() {
        let mut code = source.code.clone();
        for (_, call) in allowed.iter().filter(|(path, _)| *path == source.path) {
            code = code.replacen(call, "", 1);
        }
        for call in [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "unreachable!", "dbg!"] {
            let names =
                |at: usize| !call.ends_with('!') || !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let found = code.match_indices(call).any(|(at, _)| names(at));
            assert!(!found, "{} has {call}", source.path);
        }
    }
}

#[test]
fn unsafe_code_is_forbidden() {
    let library = std::fs::read_to_string(root().join("server/lib.rs")).expect("the library");
    assert!(library.contains("#![forbid(unsafe_code)]"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    const LONGEST: usize = 400;
    for source in &sources() {
        assert!(source.text.starts_with("//! "), "{} does not say what it is", source.path);
        let lines = without_tests(&source.text).lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", source.path);
    }
}

#[test]
fn nothing_is_left_to_be_done() {
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["X", "XX"].concat()];
    for path in files(&root()) {
        // What is no text has no marks.
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for mark in &marks {
            assert!(!text.contains(mark), "{} has a {mark}", path.display());
        }
    }
}
