//! Reads the keys that are lists of tables: `[[renamed]]`, `[[merged]]`, `[[except]]`.

use super::Reader;
use crate::config::keys::{Except, Merger, Renaming};
use crate::config::node::{Entry, Node, Value};
use crate::text::fold::fold;
use std::ops::Range;

impl Reader {
    pub(super) fn renamed(&mut self, node: Node) {
        for (range, [from, to]) in self.tables("renamed", ["from", "to"], node) {
            let from = self.body_name("renamed.from", &range, from);
            let to = self.body_name("renamed.to", &range, to);
            match from.zip(to) {
                Some((from, to)) if fold(&from) == fold(&to) => {
                    self.wrong("renamed", &range, format!("from 和 to 是同一个名称“{to}”"));
                }
                Some((from, to)) => self.keys.renamed.push(Renaming { from, to }),
                None => {}
            }
        }
    }

    pub(super) fn merged(&mut self, node: Node) {
        for (range, [into, year]) in self.tables("merged", ["into", "year"], node) {
            let into = self.body_name("merged.into", &range, into);
            let year = self.report_year("merged.year", &range, year);
            self.keys.merged.extend(into.zip(year).map(|(into, year)| Merger { into, year }));
        }
    }

    pub(super) fn excepts(&mut self, node: Node) {
        for (range, [files, rules]) in self.tables("except", ["files", "rules"], node) {
            let files = self.required("except.files", &range, files).and_then(|it| self.globs("except.files", it));
            let rules = rules.map(|rules| self.excepted_rules(rules));
            self.keys.except.extend(files.map(|files| Except { files, rules }));
        }
    }

    /// The tables of a list, each with its place and the values of the keys that it may have.
    fn tables<const N: usize>(
        &mut self,
        key: &str,
        names: [&'static str; N],
        node: Node,
    ) -> Vec<(Range<usize>, [Option<Node>; N])> {
        let Value::List(items) = node.value else {
            self.wrong(key, &node.range, format!("应为 [[{key}]]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let Value::Table(entries) = item.value else {
                self.wrong(key, &item.range, format!("应为一组键值：{}", names.join("、")));
                continue;
            };
            let mut values = [const { None }; N];
            for Entry { key: name, range, node } in entries {
                match names.iter().zip(&mut values).find(|(known, _)| **known == name) {
                    Some((_, value)) => *value = Some(node),
                    None => self.unknown(&format!("{key}.{name}"), "设置", &name, &range, &names),
                }
            }
            tables.push((item.range, values));
        }
        tables
    }

    /// The value of a key that a table, whose range is given, has to have.
    fn required(&mut self, key: &str, table: &Range<usize>, value: Option<Node>) -> Option<Node> {
        if let (None, Some((of, name))) = (&value, key.split_once('.')) {
            self.wrong(of, table, format!("缺少 {name}"));
        }
        value
    }

    /// The name of a body.
    fn body_name(&mut self, key: &str, table: &Range<usize>, value: Option<Node>) -> Option<String> {
        let node = self.required(key, table, value)?;
        match node.value {
            Value::Text(name) if !fold(&name).is_empty() => Some(name),
            _ => {
                self.wrong(key, &node.range, "应为报告标题中的机关名称，如 \"云溪县水务局\"");
                None
            }
        }
    }

    /// The year of a report.
    fn report_year(&mut self, key: &str, table: &Range<usize>, value: Option<Node>) -> Option<u16> {
        let node = self.required(key, table, value)?;
        let year = match &node.value {
            Value::Integer(year) => u16::try_from(*year).ok(),
            // Settings forms in editors may only write strings.
            Value::Text(year) => year.parse().ok(),
            _ => None,
        };
        let year = year.filter(|year| (1000..=9999).contains(year));
        if year.is_none() {
            self.wrong(key, &node.range, "应为四位数的报告年度，如 2024");
        }
        year
    }
}
