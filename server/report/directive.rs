//! Directives: comments in a draft that are meant for nianbao, as far as their own text tells.
//!
//! A comment stands in one block: the scanner keeps one that begins a line together, over blank lines too. One that begins
//! behind a paragraph's text and is closed in another block is none.

use crate::syntax::{Block, BlockKind};
use memchr::memmem;
use std::ops::Range;
use std::sync::Arc;

/// A comment that is meant for nianbao.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Its bytes, from `<!--` to `-->`.
    pub range: Range<usize>,
    /// What it says.
    pub kind: DirectiveKind,
    /// The bytes of the word that says so.
    pub word_range: Range<usize>,
    /// That word as it is written.
    pub written: String,
    /// The names behind it, with their bytes. Whether a rule is called so is not known here.
    pub names: Vec<(Range<usize>, String)>,
}

/// What a directive says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectiveKind {
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

impl DirectiveKind {
    /// The words there are.
    pub const WORDS: [(&str, DirectiveKind); 4] = [
        ("ignore", DirectiveKind::Ignore),
        ("ignore-file", DirectiveKind::IgnoreFile),
        ("off", DirectiveKind::Off),
        ("on", DirectiveKind::On),
    ];
}

/// The directives of a block, with their bytes in it; most blocks have none. A clone is cheap.
pub type BlockDirectives = Option<Arc<[Directive]>>;

/// The directives of a block. What stands in a fenced block is an example.
pub fn of_block(block: &Block) -> BlockDirectives {
    if !block.has_comment() || block.kind() == BlockKind::Fence {
        return None;
    }
    let mut directives = Vec::new();
    let mut from = 0;
    let text = block.text();
    while let Some(opening) = memmem::find(&text.as_bytes()[from..], b"<!--").map(|at| from + at) {
        let Some(length) = memmem::find(&text.as_bytes()[opening + 4..], b"-->") else { break };
        let inside = opening + 4..opening + 4 + length;
        from = inside.end + 3;
        directives.extend(directive(&text[inside.clone()], inside.start));
    }
    (!directives.is_empty()).then(|| directives.into())
}

/// Reads what stands between the marks of a comment; `None` where it is meant for somebody else.
fn directive(inside: &str, at: usize) -> Option<Directive> {
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
    let known = DirectiveKind::WORDS.iter().find(|(word, _)| *word == written);
    let kind = known.map_or(DirectiveKind::Unknown, |(_, kind)| *kind);
    let range = at - "<!--".len()..at + inside.len() + "-->".len();
    Some(Directive { range, kind, word_range, written, names: parts.collect() })
}

impl Directive {
    /// The same behind so many bytes.
    fn moved(&self, by: usize) -> Directive {
        let moved = |range: &Range<usize>| by + range.start..by + range.end;
        Directive {
            range: moved(&self.range),
            word_range: moved(&self.word_range),
            names: self.names.iter().map(|(range, name)| (moved(range), name.clone())).collect(),
            ..self.clone()
        }
    }
}

/// The directives of a text. A clone is cheap: nearly all texts have none.
#[derive(Debug, Clone, Default)]
pub struct Directives {
    /// Those of a block, with the byte at which it begins.
    blocks: Vec<(usize, Arc<[Directive]>)>,
}

impl Directives {
    /// Those of blocks that follow each other from the beginning of a text.
    pub fn new<'a>(blocks: impl IntoIterator<Item = (&'a Arc<Block>, &'a BlockDirectives)>) -> Self {
        let mut start = 0;
        let mut directed = Vec::new();
        for (block, directives) in blocks {
            directed.extend(directives.iter().map(|directives| (start, directives.clone())));
            start += block.text().len();
        }
        Directives { blocks: directed }
    }

    /// Adds those of a part of the text that begins at a byte.
    pub fn extend(&mut self, start: usize, other: Directives) {
        self.blocks.extend(other.blocks.into_iter().map(|(at, directives)| (start + at, directives)));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// All in order, with their bytes in the text.
    pub fn iter(&self) -> impl Iterator<Item = Directive> {
        self.blocks.iter().flat_map(|(start, directives)| directives.iter().map(|it| it.moved(*start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Syntax;

    fn read(text: &str) -> Vec<(DirectiveKind, Vec<String>)> {
        let blocks = Syntax::parse(text).blocks;
        let of_blocks: Vec<BlockDirectives> = blocks.iter().map(|block| of_block(block)).collect();
        let directives = Directives::new(blocks.iter().zip(&of_blocks));
        assert_eq!(directives.is_empty(), directives.iter().next().is_none());
        let said = directives.iter().map(|directive| {
            assert_eq!(&text[directive.word_range.clone()], directive.written);
            assert!(text[directive.range.clone()].starts_with("<!--") && text[directive.range].ends_with("-->"));
            directive.names.iter().for_each(|(range, name)| assert_eq!(&text[range.clone()], name));
            (directive.kind, directive.names.into_iter().map(|(_, name)| name).collect())
        });
        said.collect()
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
                (DirectiveKind::Ignore, names(&["row-total"])),
                (DirectiveKind::Off, names(&["a", "b", "c", "d"])),
                (DirectiveKind::On, names(&["label"])),
                (DirectiveKind::IgnoreFile, names(&[])),
                (DirectiveKind::Unknown, names(&[])),
                (DirectiveKind::Ignore, names(&["label"])),
                (DirectiveKind::Unknown, names(&[])),
            ]
        );
        assert_eq!(read("<!-- nianbao: off"), []);
    }

    #[test]
    fn a_comment_is_read_where_one_block_holds_it() {
        assert_eq!(read("短句<!-- nianbao:\n\noff -->\n"), [(DirectiveKind::Off, vec![])]);
        let paragraph = "本机关全面落实政府信息公开的各项要求。".repeat(12);
        assert_eq!(read(&format!("{paragraph}<!-- nianbao: off -->\n")), [(DirectiveKind::Off, vec![])]);
        assert_eq!(read(&format!("{paragraph}<!-- nianbao:\noff -->\n")), []);
    }
}
