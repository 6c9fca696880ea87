//! Inserts an exception into a `nianbao.toml`. The existing text is left as it is, including comments.

use super::read;
use crate::text::Edit;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The pattern that matches exactly this file; `path` is relative to the folder of the `nianbao.toml`, with `/` as
/// separator.
pub fn pattern(path: &str) -> String {
    let mut pattern = String::from("/");
    for c in path.chars() {
        match c {
            '*' | '?' => pattern.extend(['[', c, ']']),
            // A blank at the end would be dropped, the others have special meanings.
            '\\' | '[' | ']' | '{' | '}' | ' ' => pattern.extend(['\\', c]),
            _ => pattern.push(c),
        }
    }
    pattern
}

/// The edit that excepts the files of a pattern from a rule. `None` if the text is invalid TOML, or has a different
/// structure, in which the effect of an insertion is uncertain.
pub fn except(text: &str, pattern: &str, rule: &str) -> Option<Edit> {
    let table = DeTable::parse(text).ok()?;
    let (pattern_text, rule_text) = (quoted(pattern), quoted(rule));
    let edit = match table.get_ref().get("except").map(Spanned::get_ref) {
        None => appended(text, &pattern_text, &rule_text),
        Some(DeValue::Array(items)) => {
            let same = items.iter().find_map(|item| rules_of(item.get_ref(), pattern));
            match (same, items.last()) {
                (Some(rules), _) => into_list(text, rules, &rule_text)?,
                (None, Some(last)) if !text[last.span()].starts_with('{') => appended(text, &pattern_text, &rule_text),
                // `except = [ … ]` rules out `[[except]]`.
                _ => {
                    let inline = format!("{{ files = [{pattern_text}], rules = [{rule_text}] }}");
                    into_list(text, table.get_ref().get("except")?, &inline)?
                }
            }
        }
        Some(_) => return None,
    };
    // The result is verified by parsing it.
    let after = crate::text::edit::apply(text, std::slice::from_ref(&edit)).ok()?;
    let (keys, problems) = read::toml(&after);
    let is_there = keys.except.iter().any(|except| {
        let names = |rules: &Vec<&str>| rules.contains(&rule);
        except.files.patterns() == [pattern] && except.rules.as_ref().is_some_and(names)
    });
    (is_there && problems.len() == read::toml(text).1.len()).then_some(edit)
}

/// The list of rules of an exception for exactly this pattern.
fn rules_of<'a, 'i>(item: &'a DeValue<'i>, pattern: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    let table = item.as_table()?;
    let files = table.get("files")?.get_ref().as_array()?;
    let is_same = files.len() == 1 && files.iter().all(|file| file.get_ref().as_str() == Some(pattern));
    table.get("rules").filter(|_| is_same)
}

/// Inserts an item behind the last one of a list, or as the first.
fn into_list(text: &str, list: &Spanned<DeValue<'_>>, item: &str) -> Option<Edit> {
    match list.get_ref().as_array()?.iter().last() {
        Some(last) => Some(Edit::new(last.span().end..last.span().end, format!(", {item}"))),
        None => {
            let start = list.span().start + 1;
            text[list.span()].starts_with('[').then(|| Edit::new(start..start, item))
        }
    }
}

/// Appends an exception, with an empty line before it.
fn appended(text: &str, pattern: &str, rule: &str) -> Edit {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = match text {
        "" => String::new(),
        _ if text.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    let exception = format!("{before}[[except]]{end}files = [{pattern}]{end}rules = [{rule}]{end}");
    Edit::new(text.len()..text.len(), exception)
}

/// A TOML string literal; JSON's escapes are valid in TOML too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excepted(text: &str) -> Option<String> {
        let edit = except(text, "/甲.txt", "label")?;
        Some(crate::text::edit::apply(text, &[edit]).unwrap())
    }

    #[test]
    fn an_exception_is_added_and_the_rest_stays() {
        let new = "[[except]]\nfiles = [\"/甲.txt\"]\nrules = [\"label\"]\n";
        assert_eq!(excepted("").unwrap(), new);
        assert_eq!(excepted("# 说明\nedition = 2021 # 定").unwrap(), format!("# 说明\nedition = 2021 # 定\n\n{new}"));
        let other = "[[except]]\nfiles = [\"/乙.txt\"]\nrules = [\"label\"]\n";
        assert_eq!(excepted(other).unwrap(), format!("{other}\n{new}"));
        assert_eq!(
            excepted("edition = 2021\r\n").unwrap(),
            format!("edition = 2021\r\n\n{new}").replace("\r\n", "\n").replace('\n', "\r\n")
        );
    }

    #[test]
    fn the_file_s_own_exception_gets_one_rule_more() {
        let same =
            |rules: &str| format!("[[except]]\nrules = {rules}\nfiles = ['/甲.txt'] # 旧\n[rules]\nlabel = 'off'\n");
        assert_eq!(excepted(&same("['balance']")).unwrap(), same("['balance', \"label\"]"));
        assert_eq!(excepted(&same("[\n  'balance', # 一\n]")).unwrap(), same("[\n  'balance', \"label\", # 一\n]"));
        assert_eq!(excepted(&same("[]")).unwrap(), same("[\"label\"]"));
        let inline = |rest: &str| format!("except = [{{ files = ['/乙.txt'] }}{rest}]\n");
        assert_eq!(excepted(&inline("")).unwrap(), inline(", { files = [\"/甲.txt\"], rules = [\"label\"] }"));
        assert_eq!(excepted("except = []").unwrap(), "except = [{ files = [\"/甲.txt\"], rules = [\"label\"] }]");
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        for text in ["edition = ", "except = 1", "[except]\nfiles = []"] {
            assert_eq!(excepted(text), None, "{text}");
        }
    }

    #[test]
    fn a_pattern_means_one_file() {
        for name in ["甲 乙.txt", "a[1]*.txt", "{甲}?.txt", "#a.txt", "!a.txt", "甲.txt ", "局\\a.txt", "某局/甲.txt"]
        {
            let globs = super::super::globs::Globs::new(vec![pattern(name)]).unwrap();
            let base = std::path::Path::new("/年报");
            assert!(globs.match_path(base, &base.join(name), false), "{name}");
            assert!(!globs.match_path(base, &base.join("x").join(name), false), "{name}");
            assert!(!globs.match_path(base, &base.join("a1.txt"), false), "{name}");
        }
    }
}
