//! Reads the comments that are meant for nianbao.

use crate::rules::exceptions::unknown_exception;
use crate::rules::{self, Finding, RULES, Rule};
use crate::syntax::{BlockKind, Syntax};
use memchr::memmem;
use std::ops::Range;

/// A comment that is meant for nianbao.
#[derive(Debug)]
pub struct Comment {
    /// Its bytes, from `<!--` to `-->`.
    pub range: Range<usize>,
    /// What it says.
    pub word: Word,
    /// The bytes of that word.
    pub word_range: Range<usize>,
    /// That word as it is written.
    pub written: String,
    /// The names behind it, with their bytes.
    names: Vec<(Range<usize>, String)>,
}

/// What a comment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Not in the next block.
    Ignore,
    /// Not in the whole file.
    IgnoreFile,
    /// Not from here.
    Off,
    /// From here on again.
    On,
    /// Nothing that is known.
    Unknown,
}

/// The words there are.
pub const WORDS: [(&str, Word); 4] =
    [("ignore", Word::Ignore), ("ignore-file", Word::IgnoreFile), ("off", Word::Off), ("on", Word::On)];

/// A rule that a comment names, or all.
#[derive(Debug, Clone)]
pub struct NamedRule {
    /// The bytes that name it.
    pub place: Range<usize>,
    /// The rule; `None` where all are meant.
    pub rule: Option<&'static Rule>,
}

impl Comment {
    /// The rules it names. A comment all of whose names are wrong is about none; without names it is about all.
    pub fn rules(&self, own: &mut Vec<Finding>) -> Vec<NamedRule> {
        if self.word == Word::Unknown {
            return Vec::new();
        }
        if self.names.is_empty() {
            return vec![NamedRule { place: self.word_range.clone(), rule: None }];
        }
        let mut rules = Vec::new();
        for (place, name) in &self.names {
            match rules::rule(name) {
                Some(rule) => rules.push(NamedRule { place: place.clone(), rule: Some(rule) }),
                None => own.push(unknown_exception::name(place.clone(), name, RULES.iter().map(|rule| rule.name))),
            }
        }
        rules
    }
}

/// The comments of a text. What stands in a fenced block is an example.
pub fn comments(syntax: &Syntax) -> Vec<Comment> {
    let mut comments = Vec::new();
    for (start, block) in syntax.placed().filter(|(_, block)| block.has_comment() && block.kind() != BlockKind::Fence) {
        let mut from = 0;
        let text = block.text();
        while let Some(opening) = memmem::find(&text.as_bytes()[from..], b"<!--").map(|at| from + at) {
            let Some(length) = memmem::find(&text.as_bytes()[opening + 4..], b"-->") else { break };
            let inside = opening + 4..opening + 4 + length;
            from = inside.end + 3;
            comments.extend(comment(&text[inside.clone()], start + inside.start));
        }
    }
    comments
}

/// Reads what stands between the marks of a comment; `None` where it is meant for somebody else.
fn comment(inside: &str, at: usize) -> Option<Comment> {
    let rest = inside.trim_start().strip_prefix("nianbao")?.trim_start();
    let rest = rest.strip_prefix([':', '：'])?;
    let offset = at + (inside.len() - rest.len());
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
    let mut parts = Vec::new();
    let mut end = 0;
    while let Some(start) = rest[end..].find(|c: char| !is_gap(c)).map(|start| end + start) {
        end = rest[start..].find(is_gap).map_or(rest.len(), |length| start + length);
        // Rules have plain names: where Chinese begins, somebody says why.
        if !rest[start..end].is_ascii() {
            break;
        }
        parts.push((offset + start..offset + end, rest[start..end].to_owned()));
    }
    let mut parts = parts.into_iter();
    let (word_range, written) = parts.next().unwrap_or((offset..offset, String::new()));
    let word = WORDS.iter().find(|(word, _)| *word == written).map_or(Word::Unknown, |(_, word)| *word);
    let range = at - "<!--".len()..at + inside.len() + "-->".len();
    Some(Comment { range, word, word_range, written, names: parts.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Word, Vec<String>)> {
        let comments = comments(&Syntax::parse(text)).into_iter();
        comments
            .map(|comment| {
                assert_eq!(&text[comment.word_range.clone()], comment.written);
                assert!(text[comment.range.clone()].starts_with("<!--") && text[comment.range].ends_with("-->"));
                comment.names.iter().for_each(|(range, name)| assert_eq!(&text[range.clone()], name));
                (comment.word, comment.names.into_iter().map(|(_, name)| name).collect())
            })
            .collect()
    }

    #[test]
    fn comments_are_read_wherever_they_stand() {
        let text = "\
<!-- nianbao: ignore row-total -->
一段<!--nianbao:off a,b、c d-->话
<!-- nianbao：on label 上级要求如此，见通知 -->
<table><tr><td>1<!-- nianbao: ignore-file --></td></tr></table>
<!-- nianbao: ignroe -->
<!-- nianbao:
  ignore
  label
-->
```
<!-- nianbao: off -->
```
<!-- nianbao is a checker --><!-- other --> <!-- nianbao: -->
";
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read(text),
            [
                (Word::Ignore, names(&["row-total"])),
                (Word::Off, names(&["a", "b", "c", "d"])),
                (Word::On, names(&["label"])),
                (Word::IgnoreFile, names(&[])),
                (Word::Unknown, names(&[])),
                (Word::Ignore, names(&["label"])),
                (Word::Unknown, names(&[])),
            ]
        );
        assert_eq!(read("<!-- nianbao: off"), []);
    }
}
