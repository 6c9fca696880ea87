//! Writes comments and tracked changes into a document. Nothing that stands in it is written anew: into the main part something
//! is put at some places, and all parts that do not change stay as they are packed.

use super::comments::{CommentAuthor, Comments, Ids, encoded};
use super::fields;
use super::names::{Element, Name, child, name};
use super::parts::Parts;
use super::splices::{Order, Spelling, Splice, is_empty_tag, opened, prefix, spliced, tag_name};
use super::trace::{Anchor, TracedText, Written};
use super::{ReadDocument, read_parts};
use crate::files::repack::repacked;
use crate::files::xml::{escaped, parse};
use crate::files::zip::Package;
use crate::files::{FileFault, FilePlaces};
use crate::text::Edit;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Says that blanks at the ends of a text count.
const KEEP_BLANKS: &str = " xml:space=\"preserve\"";

/// A comment on a document.
#[derive(Debug, Clone)]
pub struct WordComment {
    /// What it is about: bytes of the text that was read. It stands in one paragraph, the one in which this begins.
    pub range: Range<usize>,
    /// What it says, a paragraph each.
    pub lines: Vec<String>,
}

/// A document with comments.
#[derive(Debug, Clone)]
pub struct Annotated {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many comments were added.
    pub added: usize,
    /// How many were there already, from the same author and in the same words.
    pub present: usize,
}

/// A document into which something is written.
#[derive(Debug)]
pub struct Annotator<'b> {
    bytes: &'b [u8],
    package: Package<'b>,
    parts: Parts,
    text: String,
    places: FilePlaces,
    traced: Vec<TracedText>,
}

impl<'b> Annotator<'b> {
    /// Reads a document.
    ///
    /// # Errors
    /// If it is broken, encrypted, or exceeds a limit.
    pub fn open(bytes: &'b [u8]) -> Result<Self, FileFault> {
        let package = Package::open(bytes)?;
        let parts = Parts::new(&package)?;
        let ReadDocument { text, places, traced, .. } = read_parts(&parts, true)?;
        Ok(Annotator { bytes, package, parts, text, places: FilePlaces::new(places), traced })
    }

    /// Its text, as [`read`](crate::files::read) gives it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The document with comments. What the same author has said there already is not said again.
    ///
    /// # Errors
    /// If a part is broken, or the document would say something else afterwards.
    pub fn commented(&self, comments: &[WordComment], author: &CommentAuthor) -> Result<Annotated, FileFault> {
        let main = &self.parts.document;
        let document = parse(&main.name, &main.text)?;
        let root = document.root_element();
        let namespace = root.tag_name().namespace().unwrap_or_default();
        let mut known = Comments::read(&self.package, main, author)?;
        let marks = ["commentRangeStart", "commentRangeEnd", "commentReference"];
        known.ids.take(words(root).filter(|it| marks.iter().any(|mark| name(*it) == Name::Word(mark))));
        let mut borders = Borders::new(&main.text, root);
        let (mut new, mut present) = (Vec::new(), 0);
        for comment in comments {
            if known.has(&comment.lines) {
                present += 1;
                continue;
            }
            let anchors = self.anchors(&comment.range).filter(|(first, last)| {
                [first, last].iter().all(|it| borders.paragraphs.contains_key(&it.paragraph.start))
            });
            let (first, last) = anchors.ok_or_else(|| FileFault::Damaged("没有段落".to_owned()))?;
            let id = known.ids.fresh();
            borders.put(first, last, id, namespace);
            new.push((id, comment.lines.clone()));
        }
        if new.is_empty() {
            return Ok(Annotated { bytes: self.bytes.to_vec(), added: 0, present });
        }
        let mut changed = known.written(&self.package, (main, namespace), &new, author)?;
        changed.push((main.name.clone(), encoded(main, &spliced(&main.text, borders.splices))?));
        let bytes = self.checked(&changed, &self.text)?;
        Ok(Annotated { bytes, added: new.len(), present })
    }

    /// Whether an edit of the text can be written as a tracked change: it lies in the text of one run.
    pub fn can_change(&self, edit: &Edit) -> bool {
        let is_plain = |text: &str| !text.contains(|c: char| c.is_control() || "&<>|`~#\u{fffc}".contains(c));
        let old = self.text.get(edit.range.clone());
        old.is_some_and(|old| is_plain(old) && (old != edit.text))
            && is_plain(&edit.text)
            && self.run_of(edit).is_some()
    }

    /// The document with tracked changes, for edits of the text that do not overlap, each of which [can be
    /// made](Self::can_change).
    ///
    /// # Errors
    /// If a part is broken, or the document would not say what the edits make of it.
    pub fn changed(&self, edits: &[Edit], author: &CommentAuthor) -> Result<Vec<u8>, FileFault> {
        let main = &self.parts.document;
        let document = parse(&main.name, &main.text)?;
        let root = document.root_element();
        let namespace = root.tag_name().namespace().unwrap_or_default();
        let mut ids = Ids::new(words(root));
        let mut splices = Vec::new();
        let mut kept = FxHashSet::default();
        for edit in edits {
            let (written, at) = self.run_of(edit).ok_or(FileFault::NotKept)?;
            let change = Change::new(&main.text, written, namespace, author);
            splices.extend(change.splices(at, edit.range.len(), &edit.text, &mut ids));
            if kept.insert(written.content.start) {
                splices.extend(change.keeping_blanks());
            }
        }
        let expected = crate::text::edit::apply(&self.text, edits).map_err(|_| FileFault::NotKept)?;
        self.checked(&[(main.name.clone(), encoded(main, &spliced(&main.text, splices))?)], &expected)
    }

    /// The file with changed parts, if it says what is expected.
    fn checked(&self, changed: &[(String, Vec<u8>)], expected: &str) -> Result<Vec<u8>, FileFault> {
        let bytes = repacked(self.bytes, changed)?;
        let again = read_parts(&Parts::new(&Package::open(&bytes)?)?, false)?;
        if again.text == expected { Ok(bytes) } else { Err(FileFault::NotKept) }
    }

    /// Where a comment on a range of the text begins and ends.
    fn anchors(&self, range: &Range<usize>) -> Option<(&Anchor, &Anchor)> {
        let place = &self.places.at(range.start).or(self.places.all().first())?.text;
        let (start, end) = (range.start.clamp(place.start, place.end), range.end.clamp(place.start, place.end));
        let index = |at: usize| self.traced.partition_point(|it| it.text.start < at);
        let pieces = self.traced.get(index(place.start)..index(place.end + 1)).unwrap_or_default();
        let is_touched = |it: &&TracedText| match start < end {
            true => it.text.start < end && start < it.text.end,
            false => it.text.start <= start && start <= it.text.end,
        };
        let mut touched = pieces.iter().filter(|it| !it.text.is_empty()).filter(is_touched);
        if let Some(first) = touched.next() {
            return Some((&first.anchor, &touched.next_back().unwrap_or(first).anchor));
        }
        // A cell may lack its paragraph: what stands before it is nearest.
        let nearest = || self.traced.get(..index(place.start)).and_then(<[_]>::last).or(self.traced.first());
        let whole = pieces.iter().find(|it| it.anchor.child.is_none()).or(pieces.first()).or_else(nearest)?;
        Some((&whole.anchor, &whole.anchor))
    }

    /// The run in whose text an edit lies, and at which of its bytes.
    fn run_of(&self, edit: &Edit) -> Option<(&Written, usize)> {
        let behind = self.traced.partition_point(|it| it.text.start <= edit.range.start);
        let before = self.traced.get(..behind).unwrap_or_default().iter().rev().take(4);
        let holds = |it: &&TracedText| !it.text.is_empty() && edit.range.end <= it.text.end;
        let piece = before.into_iter().find(holds)?;
        let written = piece.written.as_ref()?;
        // Where entities or blanks were changed in reading, bytes do not correspond.
        let is_same = self.text.get(piece.text.clone()) == self.parts.document.text.get(written.content.clone());
        is_same.then(|| (written, written.content.start + edit.range.start - piece.text.start))
    }
}

/// The elements of a document's own vocabulary.
fn words(root: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    root.descendants().filter(|it| it.is_element() && matches!(name(*it), Name::Word(_)))
}

/// The borders of comments in the main part.
#[derive(Debug)]
struct Borders<'a> {
    part: &'a str,
    /// The paragraphs by where they begin.
    paragraphs: FxHashMap<usize, Element<'a>>,
    /// What fields take up.
    fields: Vec<Range<usize>>,
    /// The paragraphs that were opened.
    opened: FxHashSet<usize>,
    splices: Vec<Splice>,
}

impl<'a> Borders<'a> {
    fn new(part: &'a str, root: Element<'a>) -> Self {
        let paragraphs = words(root).filter(|it| name(*it) == Name::Word("p"));
        Borders {
            part,
            paragraphs: paragraphs.map(|it| (it.range().start, it)).collect(),
            fields: fields::stretches(root),
            opened: FxHashSet::default(),
            splices: Vec::new(),
        }
    }

    /// Puts the borders of a comment around what stands between two places.
    fn put(&mut self, first: &Anchor, last: &Anchor, id: i64, namespace: &str) {
        let spelling = Spelling::of(tag_name(self.part, first.paragraph.start), namespace);
        let Spelling { prefix: w, declaration: d } = &spelling;
        let begin = format!("<{w}commentRangeStart{d} {w}id=\"{id}\"/>");
        let end =
            format!("<{w}commentRangeEnd{d} {w}id=\"{id}\"/><{w}r{d}><{w}commentReference {w}id=\"{id}\"/></{w}r>");
        let (from, to) = (self.around(first).start, self.around(last).end);
        let from = fields::around(&self.fields, from).map_or(from, |field| field.start);
        let to = fields::around(&self.fields, to).map_or(to, |field| field.end);
        if from < to {
            self.splices.push(Splice::new(from, Order::Start, begin));
            self.splices.push(Splice::new(to, Order::End, end));
        } else {
            self.splices.push(Splice::new(to, Order::Point, begin + &end));
        }
    }

    /// The place between whose borders a comment's borders stand; an empty paragraph is opened for them.
    fn around(&mut self, anchor: &Anchor) -> Range<usize> {
        if let Some(child) = &anchor.child {
            return child.clone();
        }
        let paragraph = &anchor.paragraph;
        let is_in_field = fields::around(&self.fields, paragraph.start).is_some();
        if is_empty_tag(self.part, paragraph) {
            // In a field nothing is put into it.
            if !is_in_field && self.opened.insert(paragraph.start) {
                self.splices.extend(opened(self.part, paragraph).1);
            }
            return paragraph.end..paragraph.end;
        }
        let end = self.part.get(paragraph.clone()).and_then(|it| it.rfind("</")).unwrap_or_default();
        let end = paragraph.start + end;
        let element = self.paragraphs.get(&paragraph.start).copied();
        let properties = element.and_then(|it| child(it, "pPr")).map(|it| it.range().end);
        let first = || element.and_then(|it| it.first_child()).map(|it| it.range().start);
        properties.or_else(first).unwrap_or(end)..end
    }
}

/// A tracked change of the text of a run, which is cut for it.
#[derive(Debug)]
struct Change<'a> {
    part: &'a str,
    written: &'a Written,
    /// The names of the run and of its text, with their prefixes.
    names: [&'a str; 2],
    properties: &'a str,
    spelling: Spelling,
    author: String,
}

impl<'a> Change<'a> {
    fn new(part: &'a str, written: &'a Written, namespace: &str, author: &CommentAuthor) -> Self {
        let names = [tag_name(part, written.run.start), tag_name(part, written.element.start)];
        let properties = written.properties.clone().and_then(|it| part.get(it)).unwrap_or_default();
        let spelling = Spelling::of(names[0], namespace);
        Change { part, written, names, properties, author: author.attributes(&spelling), spelling }
    }

    /// What makes a text at a place another one.
    fn splices(&self, at: usize, length: usize, text: &str, ids: &mut Ids) -> Vec<Splice> {
        let [run, element] = self.names;
        let Spelling { prefix: w, declaration: d } = &self.spelling;
        let (by, properties) = (&self.author, self.properties);
        let deleted = format!("{}delText", prefix(element));
        let (end, again) = (format!("</{element}></{run}>"), format!("<{run}>{properties}<{element}{KEEP_BLANKS}>"));
        let mut tag = |name: &str| format!("<{w}{name}{d} {w}id=\"{}\" {by}>", ids.fresh());
        let mut splices = Vec::new();
        let mut behind = String::new();
        if length > 0 {
            let before = format!("{end}{}<{run}>{properties}<{deleted}{KEEP_BLANKS}>", tag("del"));
            splices.push(Splice::new(at, Order::Start, before));
            behind.push_str(&format!("</{deleted}></{run}></{w}del>"));
        } else {
            behind.push_str(&end);
        }
        if !text.is_empty() {
            behind.push_str(&format!("{}{again}{}{end}</{w}ins>", tag("ins"), escaped(text)));
        }
        let order = if length > 0 { Order::End } else { Order::Point };
        splices.push(Splice::new(at + length, order, behind + &again));
        splices
    }

    /// What makes the blanks count at the end of what is left of the text.
    fn keeping_blanks(&self) -> Option<Splice> {
        let start = self.written.element.start..self.written.content.start;
        let is_kept = self.part.get(start).is_none_or(|tag| tag.contains("xml:space"));
        (!is_kept).then(|| Splice::new(self.written.content.start - 1, Order::Point, KEEP_BLANKS))
    }
}
