//! The values of settings, in TOML and JSON alike, with their places.

use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A value with its place.
pub(super) struct Node {
    /// The bytes of the text; empty for JSON.
    pub range: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A value of TOML or JSON.
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    Null,
    Other,
}

/// A key with its place, and its value.
pub(super) struct Entry {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub range: Range<usize>,
    /// Its value.
    pub node: Node,
}

/// The entries of a table of TOML.
pub(super) fn from_table(table: &DeTable<'_>) -> Vec<Entry> {
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

/// A value of JSON.
pub(super) fn from_json(value: &serde_json::Value) -> Node {
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
