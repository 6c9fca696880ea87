//! The comments of a document: the part that holds them, and the parts in which it is named.

use super::names::{Element, Name, attribute, elements, name};
use super::parts::{Part, folder, relationships, relationships_of, resolved};
use super::splices::{Spelling, appended, prefix, tag_name};
use crate::files::FileFault;
use crate::files::xml::{escaped, parse};
use crate::files::zip::Package;
use crate::text::encoding;
use rustc_hash::{FxHashMap, FxHashSet};

/// The strict namespaces begin with this.
const STRICT: &str = "http://purl.oclc.org/";
/// What the types of relationships begin with, of the strict form and of the transitional one.
const TYPES: [&str; 2] = [
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
];
/// The namespace of the parts in which a part names others.
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// What kind of part holds comments.
const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
/// What kind of part names others.
const RELATIONSHIPS_KIND: &str = "application/vnd.openxmlformats-package.relationships+xml";
/// The name of the part that says of which kind the others are.
const CONTENT_TYPES: &str = "[Content_Types].xml";
/// What a part of XML begins with.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Who writes comments and changes into a document.
#[derive(Debug, Clone)]
pub struct CommentAuthor {
    /// The name.
    pub name: String,
    /// The name in short, which Word shows in the margin.
    pub initials: String,
    /// When, as `2026-11-29T16:00:00Z`. Word takes it for local time.
    pub date: String,
}

impl CommentAuthor {
    /// The attributes that say so.
    pub(super) fn attributes(&self, spelling: &Spelling) -> String {
        let w = &spelling.prefix;
        format!("{w}author=\"{}\" {w}date=\"{}\"", escaped(&self.name), escaped(&self.date))
    }
}

/// Numbers that nothing else has.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: FxHashSet<i64>,
    last: i64,
}

impl Ids {
    /// The highest number after which more are counted on; Word takes none beyond 2³¹.
    const HIGHEST: i64 = 1 << 30;

    /// Besides these.
    pub fn new<'a>(taken: impl IntoIterator<Item = Element<'a>>) -> Self {
        let mut ids = Ids { taken: FxHashSet::default(), last: -1 };
        ids.take(taken);
        ids
    }

    /// Counts the numbers of some elements as taken.
    pub fn take<'a>(&mut self, elements: impl IntoIterator<Item = Element<'a>>) {
        let numbers = elements.into_iter().filter_map(|it| attribute(it, "id")?.trim().parse::<i64>().ok());
        for number in numbers {
            self.taken.insert(number);
            self.last = if number < Self::HIGHEST { self.last.max(number) } else { self.last };
        }
    }

    /// One more.
    pub fn fresh(&mut self) -> i64 {
        self.last += 1;
        while self.taken.contains(&self.last) {
            self.last += 1;
        }
        self.last
    }
}

/// The comments that a document has.
#[derive(Debug)]
pub(super) struct Comments {
    /// The name of their part; `None` if the document names none.
    name: Option<String>,
    part: Option<Part>,
    /// Their numbers.
    pub ids: Ids,
    /// How often each text was written by the same author.
    present: FxHashMap<String, usize>,
}

impl Comments {
    /// The comments of the document of which this is the main part.
    pub fn read(package: &Package<'_>, main: &Part, author: &CommentAuthor) -> Result<Self, FileFault> {
        let named = relationships(package, &main.name)?.into_iter().find(|it| it.kind == "comments");
        let name = named.map(|it| resolved(&main.name, &it.target));
        let part = name.as_ref().map_or(Ok(None), |name| Part::read(package, name))?;
        let (mut ids, mut present) = (Ids::new([]), FxHashMap::default());
        if let Some(part) = &part {
            let document = parse(&part.name, &part.text)?;
            let all = elements(document.root_element()).filter(|it| self::name(*it) == Name::Word("comment"));
            for comment in all {
                ids.take([comment]);
                if attribute(comment, "author") == Some(author.name.as_str()) {
                    *present.entry(text(comment)).or_insert(0) += 1;
                }
            }
        }
        Ok(Comments { name, part, ids, present })
    }

    /// Whether the same author has written these lines; each comment is counted once.
    pub fn has(&mut self, lines: &[String]) -> bool {
        let count = self.present.get_mut(&lines.join("\n")).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    }

    /// The parts that change by new comments, each with its number and its lines.
    pub fn written(
        &self,
        package: &Package<'_>,
        (main, namespace): (&Part, &str),
        new: &[(i64, Vec<String>)],
        author: &CommentAuthor,
    ) -> Result<Vec<(String, Vec<u8>)>, FileFault> {
        if let Some(part) = &self.part {
            let document = parse(&part.name, &part.text)?;
            let root = document.root_element();
            let spelling = Spelling::of(
                tag_name(&part.text, root.range().start),
                root.tag_name().namespace().unwrap_or(namespace),
            );
            let text = appended(&part.text, &root.range(), &comments(new, author, &spelling));
            return Ok(vec![(part.name.clone(), encoded(part, &text)?)]);
        }
        let spelling = Spelling { prefix: "w:".to_owned(), declaration: String::new() };
        let inside = comments(new, author, &spelling);
        let text = format!("{DECLARATION}<w:comments xmlns:w=\"{namespace}\">{inside}</w:comments>");
        let mut changed = Vec::new();
        let name = self.name.clone().unwrap_or_else(|| free_name(package, &main.name));
        let mut needs_kind = false;
        if self.name.is_none() {
            let (part, is_new) = with_relationship(package, main, &name, namespace)?;
            changed.push(part);
            needs_kind = is_new;
        }
        changed.push(with_kinds(package, &name, needs_kind)?);
        changed.push((name, text.into_bytes()));
        Ok(changed)
    }
}

/// The bytes of a part with another text, in its own encoding.
pub(super) fn encoded(part: &Part, text: &str) -> Result<Vec<u8>, FileFault> {
    let bytes = encoding::encoded(text, part.encoding);
    let bytes = bytes.ok_or_else(|| FileFault::Damaged(format!("{} 的编码", part.name)))?;
    Ok([part.encoding.mark(), &bytes].concat())
}

/// The text of a comment, paragraph by paragraph.
fn text(comment: Element<'_>) -> String {
    let paragraphs = elements(comment).filter(|it| name(*it) == Name::Word("p"));
    let line = |paragraph: Element<'_>| -> String {
        let texts = paragraph.descendants().filter(|it| it.is_element() && name(*it) == Name::Word("t"));
        texts.filter_map(|it| it.text()).collect()
    };
    paragraphs.map(line).collect::<Vec<_>>().join("\n")
}

/// New comments as they are written.
fn comments(new: &[(i64, Vec<String>)], author: &CommentAuthor, spelling: &Spelling) -> String {
    let Spelling { prefix: w, declaration } = spelling;
    let (by, initials) = (author.attributes(spelling), escaped(&author.initials));
    let comment = |(id, lines): &(i64, Vec<String>)| {
        let paragraphs: String = (0..)
            .zip(lines)
            .map(|(at, line)| {
                let mark = if at == 0 { format!("<{w}r><{w}annotationRef/></{w}r>") } else { String::new() };
                let text = escaped(line);
                format!("<{w}p>{mark}<{w}r><{w}t xml:space=\"preserve\">{text}</{w}t></{w}r></{w}p>")
            })
            .collect();
        format!("<{w}comment{declaration} {w}id=\"{id}\" {by} {w}initials=\"{initials}\">{paragraphs}</{w}comment>")
    };
    new.iter().map(comment).collect()
}

/// A name that no part has yet, beside the main part.
fn free_name(package: &Package<'_>, main: &str) -> String {
    let name = |number: usize| match number {
        1 => format!("{}comments.xml", folder(main)),
        number => format!("{}comments{number}.xml", folder(main)),
    };
    (1..).map(name).find(|name| !package.has(name)).unwrap_or_default()
}

/// The part in which the main part names others, with the comments named; and whether it is a new one.
fn with_relationship(
    package: &Package<'_>,
    main: &Part,
    comments: &str,
    namespace: &str,
) -> Result<((String, Vec<u8>), bool), FileFault> {
    let name = relationships_of(&main.name);
    let taken: FxHashSet<String> = relationships(package, &main.name)?.into_iter().map(|it| it.id).collect();
    let part = Part::read(package, &name)?;
    let all_taken = part.as_ref().map(|it| it.text.as_str()).unwrap_or_default();
    // Those that lead out of the file count, too.
    let is_free = |id: &String| !taken.contains(id) && !all_taken.contains(&format!("\"{id}\""));
    let id = (1..).map(|number| format!("rIdNianbao{number}")).find(is_free).unwrap_or_default();
    let kind = if namespace.starts_with(STRICT) { TYPES[0] } else { TYPES[1] };
    let target = escaped(comments.strip_prefix(folder(&main.name)).unwrap_or(comments));
    let element =
        |prefix: &str| format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}/comments\" Target=\"{target}\"/>");
    let Some(part) = part else {
        let text = format!("{DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS}\">{}</Relationships>", element(""));
        return Ok(((name, text.into_bytes()), true));
    };
    let document = parse(&name, &part.text)?;
    let root = document.root_element().range();
    let text = appended(&part.text, &root, &element(prefix(tag_name(&part.text, root.start))));
    Ok(((name, encoded(&part, &text)?), false))
}

/// The part that says of which kind the others are, with the comments in it; `names_others` if there is a first part in
/// which others are named.
fn with_kinds(package: &Package<'_>, comments: &str, names_others: bool) -> Result<(String, Vec<u8>), FileFault> {
    let part = Part::read(package, CONTENT_TYPES)?;
    let part = part.ok_or_else(|| FileFault::Damaged(format!("缺少 {CONTENT_TYPES}")))?;
    let document = parse(&part.name, &part.text)?;
    let root = document.root_element();
    let has = |local: &str, value: &str| {
        let is_it = |it: &Element<'_>| attribute(*it, local).is_some_and(|it| it.eq_ignore_ascii_case(value));
        elements(root).any(|it| is_it(&it))
    };
    let prefix = prefix(tag_name(&part.text, root.range().start));
    let mut inside = String::new();
    if names_others && !has("Extension", "rels") {
        inside.push_str(&format!("<{prefix}Default Extension=\"rels\" ContentType=\"{RELATIONSHIPS_KIND}\"/>"));
    }
    let path = format!("/{comments}");
    if !has("PartName", &path) {
        inside.push_str(&format!("<{prefix}Override PartName=\"{}\" ContentType=\"{KIND}\"/>", escaped(&path)));
    }
    let text = appended(&part.text, &root.range(), &inside);
    Ok((part.name.clone(), encoded(&part, &text)?))
}
