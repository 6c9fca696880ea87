//! Reads settings from TOML and from JSON. Whatever is valid is used; everything else is a problem at its place.

mod syntax;
mod tables;

use super::globs::{self, GlobError, Globs};
use super::keys::{Keys, Level};
use super::node::{Entry, Node, Value, from_json, from_table};
use super::problem::Problem;
use crate::edition;
use crate::edition::body::BodyLevel;
use crate::rules::group::{named, names};
use crate::rules::{self, Profile, Rule, nearest};
use crate::syntax::Layout;
use std::ops::Range;
use syntax::Faults;
use toml::de::DeTable;

/// The names of all keys.
pub const NAMES: [&str; 13] = [
    "extends",
    "edition",
    "body",
    "profile",
    "layout",
    "wide-quotes",
    "inlay-hints",
    "include",
    "exclude",
    "rules",
    "renamed",
    "merged",
    "except",
];

/// Reads the text of a `nianbao.toml`: the valid keys, and the problems in the order of the text.
pub fn toml(text: &str) -> (Keys, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let faults = Faults::new(text, errors);
    let mut reader = Reader { keys: Keys::default(), problems: Vec::new() };
    reader.top(from_table(table.get_ref()));
    let Reader { keys, mut problems } = reader;
    problems.retain(|problem| !faults.reach(&problem.range));
    problems.extend(faults.problems);
    problems.sort_by_key(|problem| problem.range.start);
    (keys, problems)
}

/// Reads the settings that an editor sends. `null` counts as unset. Editors keep keys of their own in the same section,
/// so an unknown key is a problem only if it resembles one of ours.
pub fn json(value: &serde_json::Value) -> (Keys, Vec<Problem>) {
    let mut reader = Reader { keys: Keys::default(), problems: Vec::new() };
    match from_json(value) {
        Node { value: Value::Table(entries), .. } => reader.top(entries),
        Node { value: Value::Null, .. } => {}
        node => {
            reader.wrong("nianbao", &node.range, "应为一组键值");
            return (reader.keys, reader.problems);
        }
    }
    let Reader { mut keys, mut problems } = reader;
    if keys.extends.take().is_some() {
        problems.push(Problem {
            range: 0..0,
            key: "extends".to_owned(),
            message: ONLY_IN_FILES.to_owned(),
            meant: None,
        });
    }
    problems.retain(|problem| problem.meant.is_some() || NAMES.contains(&problem.key.split('.').next().unwrap_or("")));
    (keys, problems)
}

/// What is said of `extends` elsewhere.
pub const ONLY_IN_FILES: &str = "只能写在设置文件中";

/// Collects keys and problems.
struct Reader {
    keys: Keys,
    problems: Vec<Problem>,
}

impl Reader {
    fn wrong(&mut self, key: &str, range: &Range<usize>, message: impl Into<String>) {
        self.problems.push(Problem { range: range.clone(), key: key.to_owned(), message: message.into(), meant: None });
    }

    /// Reports an unknown name, with the closest known one.
    fn unknown(&mut self, key: &str, what: &str, name: &str, range: &Range<usize>, names: &[&'static str]) {
        let meant = nearest(name, names.iter().copied());
        let message = match meant {
            Some(meant) => format!("没有名为“{name}”的{what}，是不是“{meant}”？"),
            None => format!("没有名为“{name}”的{what}"),
        };
        self.problems.push(Problem { range: range.clone(), key: key.to_owned(), message, meant });
    }

    fn top(&mut self, entries: Vec<Entry>) {
        for Entry { key, range, node } in entries {
            if matches!(node.value, Value::Null) {
                continue;
            }
            self.keys.places.insert(key.clone(), range.clone());
            match key.as_str() {
                "extends" => self.keys.extends = self.file(&key, node),
                "edition" => self.keys.edition = self.edition(&node),
                "body" => self.keys.body = self.body(&node),
                "profile" => self.keys.profile = self.profile(&node),
                "layout" => self.keys.layout = self.layout(&node),
                "wide-quotes" => self.keys.wide_quotes = self.boolean(&key, &node),
                "inlay-hints" => self.keys.inlay_hints = self.boolean(&key, &node),
                "include" => self.keys.include = self.globs(&key, node),
                "exclude" => self.keys.exclude = self.globs(&key, node),
                "rules" => self.rules(node),
                "renamed" => self.renamed(node),
                "merged" => self.merged(node),
                "except" => self.excepts(node),
                _ => self.unknown(&key, "设置", &key, &range, &NAMES),
            }
        }
    }

    fn edition(&mut self, node: &Node) -> Option<Option<u16>> {
        let years = || edition::editions().iter().map(|edition| edition.year);
        let chosen = match &node.value {
            Value::Text(text) if text == "auto" => return Some(None),
            Value::Integer(number) => years().find(|year| i64::from(*year) == *number),
            // Settings forms in editors may only write strings.
            Value::Text(text) => years().find(|year| year.to_string() == *text),
            _ => None,
        };
        if chosen.is_none() {
            let years: Vec<String> = years().map(|year| year.to_string()).collect();
            self.wrong("edition", &node.range, format!("应为 \"auto\"、{}", years.join("、")));
        }
        chosen.map(Some)
    }

    fn body(&mut self, node: &Node) -> Option<Option<BodyLevel>> {
        let names: Vec<&'static str> = std::iter::once("auto").chain(BodyLevel::ALL.map(BodyLevel::name)).collect();
        let name = self.word("body", "机关层级", node, &names)?;
        Some(BodyLevel::ALL.into_iter().find(|level| level.name() == name))
    }

    fn profile(&mut self, node: &Node) -> Option<Profile> {
        let name = self.word("profile", "配置", node, &Profile::ALL.map(Profile::name))?;
        Profile::ALL.into_iter().find(|profile| profile.name() == name)
    }

    fn layout(&mut self, node: &Node) -> Option<Option<Layout>> {
        let names: Vec<&'static str> = std::iter::once("auto").chain(Layout::ALL.map(Layout::name)).collect();
        let name = self.word("layout", "版式", node, &names)?;
        Some(Layout::ALL.into_iter().find(|layout| layout.name() == name))
    }

    /// One of a few words.
    fn word(&mut self, key: &str, what: &str, node: &Node, words: &[&'static str]) -> Option<&'static str> {
        let Value::Text(text) = &node.value else {
            self.wrong(key, &node.range, format!("应为字符串：{}", quoted(words)));
            return None;
        };
        let found = words.iter().copied().find(|word| word == text);
        if found.is_none() {
            let meant = nearest(text, words.iter().copied());
            let message = format!("没有名为“{text}”的{what}，应为 {}", quoted(words));
            self.problems.push(Problem { range: node.range.clone(), key: key.to_owned(), message, meant });
        }
        found
    }

    fn boolean(&mut self, key: &str, node: &Node) -> Option<bool> {
        if let Value::Boolean(boolean) = node.value {
            return Some(boolean);
        }
        self.wrong(key, &node.range, "应为 true 或 false");
        None
    }

    /// The name of a file.
    fn file(&mut self, key: &str, node: Node) -> Option<String> {
        match node.value {
            Value::Text(name) if !name.trim().is_empty() => Some(name),
            _ => {
                self.wrong(key, &node.range, "应为另一个设置文件，如 \"../nianbao.toml\"");
                None
            }
        }
    }

    fn globs(&mut self, key: &str, node: Node) -> Option<Globs> {
        let Value::List(items) = node.value else {
            self.wrong(key, &node.range, "应为一列文件名模式，如 [\"归档/\"]");
            return None;
        };
        if items.len() > globs::MOST {
            self.wrong(key, &node.range, GlobError::TooMany.to_string());
            return None;
        }
        let mut patterns = Vec::new();
        for item in items {
            match item.value {
                Value::Text(pattern) => match Globs::new(vec![pattern.clone()]) {
                    Ok(_) => patterns.push(pattern),
                    Err((_, GlobError::TooLong)) => self.wrong(key, &item.range, GlobError::TooLong.to_string()),
                    Err((_, reason)) => self.wrong(key, &item.range, format!("“{pattern}”：{reason}")),
                },
                _ => self.wrong(key, &item.range, "文件名模式应为字符串"),
            }
        }
        Globs::new(patterns).ok()
    }

    fn rules(&mut self, node: Node) {
        let Value::Table(entries) = node.value else {
            return self.wrong("rules", &node.range, "应为一组规则，如 row-total = \"warning\"");
        };
        // What is said of a rule counts more than what is said of its group.
        let (rules, groups): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| rules::rule(&entry.key).is_some());
        for Entry { key: name, range, node } in rules.into_iter().chain(groups) {
            let key = format!("rules.{name}");
            let named = self.named(&key, &name, &range);
            if named.is_empty() || matches!(node.value, Value::Null) {
                continue;
            }
            let Some(word) = self.word(&key, "级别", &node, &Level::ALL.map(Level::name)) else { continue };
            let Some(level) = Level::ALL.into_iter().find(|level| level.name() == word) else { continue };
            for rule in named {
                self.keys.places.entry(format!("rules.{}", rule.name)).or_insert_with(|| range.clone());
                self.keys.rules.entry(rule.name).or_insert(level);
            }
        }
    }

    /// The rules that a name means.
    fn named(&mut self, key: &str, name: &str, range: &Range<usize>) -> &'static [&'static Rule] {
        let named = named(name);
        if named.is_empty() {
            self.unknown(key, "规则", name, range, &names().collect::<Vec<_>>());
        }
        named
    }

    /// A list with an unknown name excepts from the known ones; a value that is not a list excepts from nothing.
    fn excepted_rules(&mut self, node: Node) -> Vec<&'static str> {
        let Value::List(items) = node.value else {
            self.wrong("except.rules", &node.range, "应为一列规则名，如 [\"row-total\"]");
            return Vec::new();
        };
        let mut rules = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(name) => {
                    rules.extend(self.named("except.rules", name, &item.range).iter().map(|rule| rule.name));
                }
                _ => self.wrong("except.rules", &item.range, "规则名应为字符串"),
            }
        }
        rules
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join("、")
}
