//! Reads settings from TOML and from JSON. Whatever is valid is used; everything else is a problem at its place.

use super::globs::Globs;
use super::keys::{Except, Keys, Level};
use super::problem::Problem;
use crate::edition;
use crate::rules::group::{named, names};
use crate::rules::{self, Profile, Rule, nearest};
use crate::syntax::Layout;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The names of all keys.
pub const NAMES: [&str; 9] =
    ["edition", "profile", "layout", "wide-quotes", "inlay-hints", "include", "exclude", "rules", "except"];

/// Reads the text of a `nianbao.toml`: the valid keys, and the problems in the order of the text.
pub fn toml(text: &str) -> (Keys, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let syntax = errors.into_iter().map(|error| Problem {
        range: error.span().unwrap_or(0..0),
        key: String::new(),
        message: format!("TOML 语法有误：{}", error.message().lines().next().unwrap_or_default()),
        meant: None,
    });
    let mut reader = Reader { keys: Keys::default(), problems: syntax.collect() };
    reader.top(from_table(table.get_ref()));
    let Reader { keys, mut problems } = reader;
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
    let Reader { keys, mut problems } = reader;
    problems.retain(|problem| problem.meant.is_some() || NAMES.contains(&problem.key.split('.').next().unwrap_or("")));
    (keys, problems)
}

/// A value with its place.
struct Node {
    range: Range<usize>,
    value: Value,
}

/// A value of TOML or JSON.
enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    Null,
    Other,
}

/// A key with its place, and its value.
struct Entry {
    key: String,
    range: Range<usize>,
    node: Node,
}

fn from_table(table: &DeTable<'_>) -> Vec<Entry> {
    let entry = |(key, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().to_string(),
        range: key.span(),
        node: from_toml(value),
    };
    table.iter().map(entry).collect()
}

fn from_toml(value: &toml::Spanned<DeValue<'_>>) -> Node {
    let read = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Other, Value::Integer)
        }
        DeValue::Boolean(boolean) => Value::Boolean(*boolean),
        DeValue::Array(items) => Value::List(items.iter().map(from_toml).collect()),
        DeValue::Table(table) => Value::Table(from_table(table)),
        DeValue::Float(_) | DeValue::Datetime(_) => Value::Other,
    };
    Node { range: value.span(), value: read }
}

fn from_json(value: &serde_json::Value) -> Node {
    use serde_json::Value as Json;
    let read = match value {
        Json::Null => Value::Null,
        Json::Bool(boolean) => Value::Boolean(*boolean),
        Json::Number(number) => number.as_i64().map_or(Value::Other, Value::Integer),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
        Json::Object(entries) => {
            let entry = |(key, value): (&String, _)| Entry { key: key.clone(), range: 0..0, node: from_json(value) };
            Value::Table(entries.iter().map(entry).collect())
        }
    };
    Node { range: 0..0, value: read }
}

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
                "edition" => self.keys.edition = self.edition(&node),
                "profile" => self.keys.profile = self.profile(&node),
                "layout" => self.keys.layout = self.layout(&node),
                "wide-quotes" => self.keys.wide_quotes = self.boolean(&key, &node),
                "inlay-hints" => self.keys.inlay_hints = self.boolean(&key, &node),
                "include" => self.keys.include = self.globs(&key, node),
                "exclude" => self.keys.exclude = self.globs(&key, node),
                "rules" => self.rules(node),
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

    fn globs(&mut self, key: &str, node: Node) -> Option<Globs> {
        let Value::List(items) = node.value else {
            self.wrong(key, &node.range, "应为一列文件名模式，如 [\"归档/\"]");
            return None;
        };
        let mut patterns = Vec::new();
        for item in items {
            match item.value {
                Value::Text(pattern) if Globs::new(vec![pattern.clone()]).is_ok() => patterns.push(pattern),
                Value::Text(pattern) => self.wrong(key, &item.range, format!("“{pattern}”不是有效的文件名模式")),
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

    fn excepts(&mut self, node: Node) {
        let Value::List(items) = node.value else {
            return self.wrong("except", &node.range, "应为 [[except]]");
        };
        for item in items {
            match item.value {
                Value::Table(entries) => self.except(&item.range, entries),
                _ => self.wrong("except", &item.range, "应为一组键值：files、rules"),
            }
        }
    }

    fn except(&mut self, range: &Range<usize>, entries: Vec<Entry>) {
        let (mut files, mut rules, mut has_files) = (None, None, false);
        for Entry { key, range, node } in entries {
            match key.as_str() {
                "files" => {
                    has_files = true;
                    files = self.globs("except.files", node);
                }
                "rules" => rules = Some(self.excepted_rules(node)),
                _ => self.unknown(&format!("except.{key}"), "设置", &key, &range, &["files", "rules"]),
            }
        }
        if !has_files {
            self.wrong("except", range, "缺少 files");
        }
        if let Some(files) = files {
            self.keys.except.push(Except { files, rules });
        }
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
