//! The invariants of the code that the compiler does not see.

use nianbao::edition::{self, Edition, Form, Header};
use nianbao::rules::RULES;
use nianbao::text::fold::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The layers; each uses only those before it. The three shells are one layer.
const LAYERS: [&[&str]; 13] = [
    &["text"],
    &["files"],
    &["edition"],
    &["syntax"],
    &["report"],
    &["rules"],
    &["config"],
    &["check"],
    &["compose"],
    &["fix"],
    &["ide"],
    &["protocol"],
    &["lsp", "cli", "page"],
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

/// All files below a folder, in order; neither hidden ones nor those that git leaves out, as what is built.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = ignore::WalkBuilder::new(folder).require_git(false).build();
    let paths = entries.map(|it| it.expect("an entry").into_path());
    let mut files: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
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
fn only_the_shells_that_speak_the_protocol_know_it() {
    let sources = sources();
    let knows = |source: &Source, name: &str| match name {
        "lsp_types" => ["protocol", "lsp", "page"].contains(&source.layer()),
        _ => source.layer() == "lsp",
    };
    for name in ["tower_lsp", "lsp_types", "tokio", "dashmap"] {
        for source in sources.iter().filter(|source| !knows(source, name)) {
            let names = |part: &str| !part.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let found = source.code.split(name).collect::<Vec<_>>();
            assert!(!found[..found.len() - 1].iter().any(|part| names(part)), "{} names {name}", source.path);
        }
    }
}

/// tower-lsp panics at the response to a request whose sender was dropped; `lsp/client.rs` drops none.
#[test]
fn one_file_sends_requests_to_the_client() {
    for source in sources().iter().filter(|source| source.path != "lsp/client.rs") {
        let names = |part: &str| part.split(|c: char| !is_of_name(c)).any(|name| name == "Client");
        let imported = source.code.split("tower_lsp::").skip(1).filter_map(|part| part.split([';', '(', ')']).next());
        assert!(!imported.into_iter().any(names), "{} knows tower_lsp::Client", source.path);
        assert!(!source.code.contains("send_request"), "{} sends a request", source.path);
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
    for source in sources().iter().filter(|source| source.layer() != "protocol") {
        for name in ["len_utf16", "encode_utf16", "utf16_cu"] {
            assert!(!source.code.contains(name), "{} counts in UTF-16", source.path);
        }
    }
}

/// Repairs, highlights and hovers are found by what a finding is about: whoever asks for a rule by its name guesses.
#[test]
fn rules_are_named_by_themselves_and_by_settings_only() {
    let is_named = |string: &str, name: &str| {
        let mut words = string.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        string == name || (name.contains('-') && words.any(|word| word == name))
    };
    // What the help of a command shows as an example.
    let allowed = ["cli/mod.rs", "cli/check.rs", "cli/fix.rs", "cli/explain.rs"].map(|path| (path, "row-total"));
    for source in sources().iter().filter(|source| !["rules", "config"].contains(&source.layer())) {
        let named = source.strings.iter().find_map(|string| RULES.iter().find(|rule| is_named(string, rule.name)));
        let named = named.filter(|rule| !allowed.contains(&(source.path.as_str(), rule.name)));
        assert!(named.is_none(), "{} names the rule {named:?}", source.path);
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
    // The form, the law and the words are part of the program; a broken one is found by the first test that runs.
    let data = [
        "edition/mod.rs",
        "edition/body.rs",
        "edition/keywords/mod.rs",
        "edition/law.rs",
        "edition/lookalike.rs",
        "edition/phrases/mod.rs",
    ];
    let allowed = data.map(|path| (path, ".expect(\"\")"));
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

/// Whoever serves a package, it is the one that was locked: each has its digest, and comes from the one registry.
#[test]
fn every_locked_package_has_a_digest_and_a_known_source() {
    let ours = ["nianbao", "nianbao-fuzz", "nianbao-page", "instructions"];
    for file in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let lock = std::fs::read_to_string(root().join(file)).expect("a lock file");
        let packages: Vec<&str> = lock.split("[[package]]\n").skip(1).collect();
        assert!(packages.len() > 50, "{file}");
        for package in packages {
            let value = |key: &str| {
                let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
                line.map(|value| value.trim_end_matches('"'))
            };
            let name = value("name").expect("a name");
            let is_from_registry = value("source") == Some("registry+https://github.com/rust-lang/crates.io-index");
            let has_digest = value("checksum").is_some_and(|digest| digest.len() == 64);
            assert!(ours.contains(&name) || (is_from_registry && has_digest), "{file}: {name}");
        }
    }
    for file in ["editors/vscode/package-lock.json", "editors/page/package-lock.json"] {
        let lock = std::fs::read_to_string(root().join(file)).expect("a lock file");
        let lock: serde_json::Value = serde_json::from_str(&lock).expect("JSON");
        let packages = lock["packages"].as_object().expect("packages");
        assert!(packages.len() > 10, "{file}");
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            // Without an address it comes from the registry that is set.
            let is_from_registry =
                package["resolved"].as_str().is_none_or(|from| from.starts_with("https://registry.npmjs.org/"));
            let has_digest = package["integrity"].as_str().is_some_and(|digest| digest.starts_with("sha512-"));
            assert!(is_from_registry && has_digest, "{file}: {name}");
        }
    }
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

#[test]
fn no_public_type_name_stands_twice() {
    let sources = sources();
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in &sources {
        for kind in ["struct", "enum", "union", "trait", "type"] {
            for part in source.code.split(&format!("pub {kind} ")).skip(1) {
                let name = part.split(|c: char| !is_of_name(c)).next().unwrap_or("");
                places.entry(name).or_default().push(&source.path);
            }
        }
    }
    assert!(places.len() > 100, "types are declared in another way");
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "one name, several types: {places:#?}");
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A module, by the names on the way to it from the root.
type ModulePath = Vec<String>;

/// What the modules of the program import from each other.
struct Imports {
    modules: HashMap<ModulePath, Module>,
}

/// A module that is a file.
struct Module {
    /// Its file below `server/`.
    file: String,
    code: String,
    /// What its `use` declarations make of a name.
    names: HashMap<String, ModulePath>,
    /// The modules from which it takes every name.
    globs: Vec<ModulePath>,
    /// The paths that it names, in imports and elsewhere, and whether they are only handed on by a `pub use`.
    paths: Vec<(ModulePath, bool)>,
}

impl Imports {
    fn of(sources: &[Source]) -> Self {
        let files = sources.iter().filter(|source| source.path != "main.rs");
        let known: HashSet<ModulePath> = files.clone().map(|source| module(&source.path)).collect();
        let modules = files.map(|source| {
            let path = module(&source.path);
            let read = Module::read(&path, source, &known);
            (path, read)
        });
        Imports { modules: modules.collect() }
    }

    /// The module in whose file an item is defined; `None` for a module itself.
    fn definition(&self, path: &[String], hops: usize) -> Option<&ModulePath> {
        let depth = (0..=path.len()).rev().find(|depth| self.modules.contains_key(&path[..*depth]))?;
        let (module, at) = self.modules.get_key_value(&path[..depth])?;
        let item = path.get(depth)?;
        if hops > 0 {
            if let Some(named) = at.names.get(item) {
                let full: ModulePath = named.iter().chain(&path[depth + 1..]).cloned().collect();
                return self.definition(&full, hops - 1);
            }
            let defines = |glob: &&ModulePath| self.modules.get(*glob).is_some_and(|module| module.defines(item));
            if let Some((glob, _)) = at.globs.iter().find(defines).and_then(|it| self.modules.get_key_value(it)) {
                return Some(glob);
            }
        }
        Some(module)
    }

    /// Which files each file imports from.
    fn graph(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let edges = self.modules.iter().map(|(own, module)| {
            let imported = module.paths.iter().filter(|(_, handed_on)| !handed_on);
            let imported = imported.filter_map(|(path, _)| self.definition(path, 8)).filter(|it| *it != own);
            (module.file.as_str(), imported.map(|it| self.modules[it].file.as_str()).collect())
        });
        edges.collect()
    }
}

impl Module {
    fn read(path: &ModulePath, source: &Source, known: &HashSet<ModulePath>) -> Self {
        let code = &source.code;
        let inline = inline_modules(code);
        let level = |at: usize| inline.iter().filter(|range| range.contains(&at)).count();
        let is_child = |name: &str| known.contains(&[path.as_slice(), &[name.to_owned()]].concat());
        let mut module = Module {
            file: source.path.clone(),
            code: code.clone(),
            names: HashMap::new(),
            globs: Vec::new(),
            paths: Vec::new(),
        };
        let mut declarations = Vec::new();
        for (at, _) in code.match_indices("use ") {
            let line = &code[code[..at].rfind('\n').map_or(0, |end| end + 1)..at];
            if !(line.trim().is_empty() || line.trim() == "pub" || line.trim().starts_with("pub(")) {
                continue;
            }
            let end = at + code[at..].find(';').expect("a declaration ends");
            declarations.push(at..end);
            for (used, name) in leaves(&code[at + "use ".len()..end]) {
                let Some(used) = absolute(path, &used, level(at), is_child, &HashMap::new()) else { continue };
                module.paths.push((used.clone(), line.trim() == "pub"));
                match name.as_str() {
                    "*" => module.globs.push(used),
                    _ if level(at) == 0 => drop(module.names.insert(name, used)),
                    _ => {}
                }
            }
        }
        for (at, named) in paths(code) {
            if !declarations.iter().any(|range| range.contains(&at)) {
                let named = absolute(path, &named, level(at), is_child, &module.names);
                module.paths.extend(named.map(|named| (named, false)));
            }
        }
        module
    }

    fn defines(&self, item: &str) -> bool {
        let keywords = ["fn", "struct", "enum", "union", "trait", "type", "const", "static", "macro_rules!"];
        keywords.iter().any(|keyword| {
            let definition = format!("{keyword} {item}");
            let found = self.code.split(&definition).skip(1);
            found.map(|rest| rest.chars().next()).any(|next| !next.is_some_and(is_of_name))
        })
    }
}

/// The module that a file below `server/` is.
fn module(file: &str) -> ModulePath {
    let path = file.trim_end_matches(".rs");
    let path = if path == "lib" { "" } else { path.trim_end_matches("/mod") };
    path.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// A path as it is written in a module, from the root; `None` for one that leads out of the crate or stays in the file.
fn absolute(
    module: &ModulePath,
    written: &[String],
    level: usize,
    is_child: impl Fn(&str) -> bool,
    names: &HashMap<String, ModulePath>,
) -> Option<ModulePath> {
    let up = written.iter().take_while(|name| *name == "super").count();
    let (base, rest) = match written.first()?.as_str() {
        "crate" => (Vec::new(), &written[1..]),
        "super" if up <= level => return None,
        "super" => (module[..module.len() - (up - level)].to_vec(), &written[up..]),
        "self" => (module.clone(), &written[1..]),
        name if level == 0 && is_child(name) => (module.clone(), written),
        name => (names.get(name)?.clone(), &written[1..]),
    };
    Some(base.iter().chain(rest).cloned().collect())
}

/// The paths in the tree of a `use` declaration, each with the name it gets.
fn leaves(tree: &str) -> Vec<(ModulePath, String)> {
    let tree = tree.trim();
    if let Some(open) = tree.find('{') {
        let start: ModulePath =
            tree[..open].split("::").map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
        let inside = &tree[open + 1..tree.rfind('}').expect("a bracket closes")];
        let (mut depth, mut last, mut items) = (0, 0, Vec::new());
        for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    items.push(&inside[last..at]);
                    last = at + 1;
                }
                _ => {}
            }
        }
        let items = items.into_iter().filter(|item| !item.trim().is_empty()).flat_map(leaves);
        return items
            .map(|(path, name)| {
                // `a::{self}` is `a`.
                let itself = path == ["self"];
                let own = if itself { Vec::new() } else { path };
                let name = if itself && name == "self" { start.last().cloned().unwrap_or_default() } else { name };
                (start.iter().cloned().chain(own).collect(), name)
            })
            .collect();
    }
    let (path, name) =
        tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name.trim().to_owned())));
    let mut path: ModulePath = path.split("::").map(|it| it.trim().to_owned()).collect();
    let name = name.unwrap_or_else(|| path.last().cloned().unwrap_or_default());
    if path.last().is_some_and(|last| last == "*") {
        path.pop();
    }
    vec![(path, name)]
}

/// The paths of more than one name in code, with where they begin.
fn paths(code: &str) -> Vec<(usize, ModulePath)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = code[at..].find(is_of_name).map(|start| at + start) {
        let mut path: ModulePath = Vec::new();
        at = start;
        loop {
            let end = code[at..].find(|c| !is_of_name(c)).map_or(code.len(), |end| at + end);
            path.push(code[at..end].to_owned());
            at = end;
            let follows = code[end..].strip_prefix("::").is_some_and(|rest| rest.starts_with(is_of_name));
            if !follows {
                break;
            }
            at = end + 2;
        }
        let is_rest = code[..start].ends_with("::") || code[..start].ends_with('.');
        if path.len() > 1 && !is_rest {
            found.push((start, path));
        }
    }
    found
}

/// The bodies of the modules that are written inside a file.
fn inline_modules(code: &str) -> Vec<std::ops::Range<usize>> {
    let starts = code.match_indices("mod ").filter(|(at, _)| !code[..*at].ends_with(is_of_name));
    let bodies = starts.filter_map(|(at, _)| {
        let open = at + code[at..].find(['{', ';']).filter(|end| code[at + end..].starts_with('{'))?;
        let mut depth = 0;
        let close = code[open..].char_indices().find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        });
        Some(open..close.map_or(code.len(), |(length, _)| open + length))
    });
    bodies.collect()
}

/// The shortest circle through each file that is on one, each circle once.
fn circles<'a>(graph: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<Vec<&'a str>> {
    let mut circles = BTreeSet::new();
    for &start in graph.keys() {
        let mut ways: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        let mut next = vec![vec![start]];
        while let Some(way) = (!next.is_empty()).then(|| next.remove(0)) {
            let imported = way.last().and_then(|last| graph.get(last)).into_iter().flatten();
            for &file in imported.filter(|file| graph.contains_key(*file)) {
                let longer = [way.as_slice(), &[file]].concat();
                if ways.insert(file, longer.clone()).is_none() {
                    next.push(longer);
                }
            }
            if let Some(circle) = ways.get(start) {
                // From its first file in the alphabet on it is the same whoever finds it.
                let mut circle = circle[1..].to_vec();
                let first = circle.iter().enumerate().min_by_key(|(_, file)| **file).map_or(0, |(first, _)| first);
                circle.rotate_left(first);
                circles.insert(circle);
                break;
            }
        }
    }
    circles
}

#[test]
fn files_do_not_import_each_other_in_circles() {
    let sources = sources();
    let imports = Imports::of(&sources);
    let graph = imports.graph();
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 500, "imports are written in another way");
    let circles = circles(&graph);
    let shown: Vec<String> = circles.iter().map(|circle| format!("{} → {}", circle.join(" → "), circle[0])).collect();
    assert!(shown.is_empty(), "circles of imports:\n{}", shown.join("\n"));
}

#[test]
fn circles_are_found_however_files_import() {
    let source = |(path, code): (&str, &str)| Source {
        path: path.to_owned(),
        text: String::new(),
        code: code.to_owned(),
        strings: Vec::new(),
    };
    let shown = |files: &[(&str, &str)]| -> Vec<String> {
        let sources: Vec<Source> = files.iter().copied().map(source).collect();
        circles(&Imports::of(&sources).graph()).iter().map(|circle| circle.join(" ")).collect()
    };
    // Handing on is no import, and what is handed on is imported from where it is defined.
    let b = ("a/b.rs", "use super::Two;\npub struct One;");
    let c = ("a/c.rs", "pub struct Two;\nmod inside { use super::Two; }");
    assert_eq!(shown(&[("a/mod.rs", "mod b;\nmod c;\npub use b::One;\npub use c::*;"), b, c]), [""; 0]);
    // A parent's own item, by a declaration and by a path.
    let parent = "mod b;\nmod c;\npub struct Two;\nfn f() { b::g() }";
    assert_eq!(shown(&[("a/mod.rs", parent), b]), ["a/b.rs a/mod.rs"]);
    // Around three files, through another name of a module and nested braces.
    let three = [
        ("a.rs", "use crate::{b as other, d::{self, E}};\nfn f() { other::g(); }"),
        ("b.rs", "pub fn g() { crate::c::h() }"),
        ("c.rs", "use super::a;\npub fn h() { a::f() }"),
        ("d.rs", "pub struct E;"),
    ];
    assert_eq!(shown(&three), ["a.rs b.rs c.rs"]);
}

/// A rule that panics is survived, and a text of which nothing more is wanted is left, only where a panic unwinds.
#[test]
fn panics_unwind_in_every_build() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    assert!(!manifest.lines().any(|line| line.trim_start().starts_with("panic")), "a profile that aborts");
}
