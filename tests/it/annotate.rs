//! Documents of Word with comments: what is put where, what stays, and what the command says.

use crate::support::desk::Desk;
use crate::support::docx::{Docx, STRICT, TRANSITIONAL, cell, paragraph, root, run, scrambled, table_of};
use crate::support::generate::Random;
use crate::support::program::{Run, program};
use crate::support::whole::Whole;
use nianbao::check::ReadText;
use nianbao::config::Settings;
use nianbao::edition::editions;
use nianbao::files::zip::Package;
use nianbao::files::{Annotated, Annotator, CommentAuthor, FileFault, WordComment, read, xml};
use nianbao::report::neighbours::Neighbours;
use nianbao::syntax::Layout;
use nianbao::text::Edit;
use rawzip::ZipArchive;
use std::collections::BTreeMap;
use std::fs;

const DOCUMENT: &str = "word/document.xml";

fn author() -> CommentAuthor {
    CommentAuthor { name: "nianbao".to_owned(), initials: "nb".to_owned(), date: "2026-11-29T08:00:00Z".to_owned() }
}

/// A document with a comment on each of these words, which says the word.
fn annotated(bytes: &[u8], words: &[&str]) -> Annotated {
    let annotator = Annotator::open(bytes).expect("a document");
    let comment = |word: &&str| {
        let start = annotator.text().find(word).unwrap_or_else(|| panic!("{word} in {}", annotator.text()));
        WordComment {
            range: start..start + word.len(), lines: vec![format!("“{word}”<&>"), "为什么".to_owned()]
        }
    };
    annotator.commented(&words.iter().map(comment).collect::<Vec<_>>(), &author()).expect("comments")
}

fn part(bytes: &[u8], name: &str) -> String {
    let bytes = Package::open(bytes).expect("an archive").bytes(name).expect("a sound part").expect("the part");
    xml::decoded(name, bytes).expect("a text")
}

/// The parts of an archive as they are packed.
fn packed(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let archive = ZipArchive::from_slice(bytes).expect("an archive");
    let mut parts = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().expect("an entry") {
        let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        let data = archive.get_entry(entry.wayfinder()).expect("a part").data().to_vec();
        assert!(parts.insert(name, data).is_none(), "no name stands twice");
    }
    parts
}

/// A main part without the comments from a number on.
fn without_comments(document: &str, from: i64) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut drops_end = false;
    let pieces = document.split('<').skip(1);
    for piece in pieces {
        let (tag, _) = piece.split_once('>').expect("a tag");
        let name = tag.split([' ', '/']).find(|it| !it.is_empty()).unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        let number = |tag: &str| -> i64 {
            let at = tag.find("id=\"").expect("a number") + 4;
            tag[at..].split('"').next().and_then(|it| it.parse().ok()).expect("a number")
        };
        match local {
            "commentRangeStart" | "commentRangeEnd" if number(tag) >= from => {}
            "commentReference" if number(tag) >= from => {
                kept.pop();
                drops_end = true;
            }
            _ if std::mem::take(&mut drops_end) => assert!(piece.starts_with('/'), "{piece}"),
            _ => kept.push(piece),
        }
    }
    let text: String = kept.iter().map(|piece| format!("<{piece}")).collect();
    // Empty paragraphs are opened.
    text.replace("<w:p></w:p>", "<w:p/>").replace("<p></p>", "<p/>").replace("<ns0:p></ns0:p>", "<ns0:p/>")
}

/// Checks everything that holds of every document with comments; `from` is the number of the first new one.
fn assert_kept(before: &[u8], after: &[u8], from: i64) {
    let (old, new) = (read("甲.docx", before.to_vec()), read("甲.docx", after.to_vec()));
    assert_eq!(old.expect("a document").text, new.expect("a document").text);
    let (old, new) = (part(before, DOCUMENT), part(after, DOCUMENT));
    assert_eq!(without_comments(&new, from), without_comments(&old, from));
    let document = roxmltree::Document::parse(&new).expect("XML");
    let comments = part(after, "word/comments.xml");
    let comments = roxmltree::Document::parse(&comments).expect("XML");
    let namespace = document.root_element().tag_name().namespace().expect("a namespace");
    let id = |node: roxmltree::Node<'_, '_>| node.attribute((namespace, "id")).map(str::to_owned);
    let mut depth = 0;
    let mut marks: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for node in document.descendants().filter(|node| {
        let is_in_box = node.ancestors().any(|it| it.tag_name().name() == "txbxContent");
        node.is_element() && !is_in_box
    }) {
        match node.tag_name().name() {
            "fldChar" => match node.attribute((namespace, "fldCharType")) {
                Some("begin") => depth += 1,
                Some("end") => depth -= 1,
                _ => {}
            },
            name @ ("commentRangeStart" | "commentRangeEnd" | "commentReference") => {
                assert_eq!(depth, 0, "{name} in a field: {new}");
                let parent = node.parent_element().expect("a parent").tag_name().name();
                assert_eq!(parent, if name == "commentReference" { "r" } else { "p" });
                marks.entry(id(node).expect("a number")).or_default().push(name);
            }
            _ => {}
        }
    }
    let all = comments.root_element().children().filter(|it| it.tag_name().name() == "comment");
    let ids: Vec<String> = all.map(|it| id(it).expect("a number")).collect();
    assert_eq!(ids.len(), marks.len());
    for id in ids {
        assert_eq!(marks[&id], ["commentRangeStart", "commentRangeEnd", "commentReference"], "{id}");
    }
    let types = part(after, "[Content_Types].xml");
    assert_eq!(types.to_ascii_lowercase().matches("\"/word/comments.xml\"").count(), 1, "{types}");
    assert_eq!(part(after, "word/_rels/document.xml.rels").matches("relationships/comments\"").count(), 1);
    let may_change = ["[Content_Types].xml", "word/_rels/document.xml.rels", DOCUMENT, "word/comments.xml"];
    let (old, new) = (packed(before), packed(after));
    for (name, bytes) in &old {
        assert!(may_change.contains(&name.as_str()) || new[name] == *bytes, "{name} was packed anew");
    }
    assert!(new.keys().all(|name| old.contains_key(name) || may_change.contains(&name.as_str())));
}

/// What stands between the borders of the first comment on words of a body.
fn marked(docx: &Docx, word: &str) -> String {
    let bytes = docx.bytes();
    let after = annotated(&bytes, &[word]);
    assert_eq!((after.added, after.present), (1, 0));
    assert_kept(&bytes, &after.bytes, 0);
    let document = part(&after.bytes, DOCUMENT);
    let (_, behind) = document.split_once("commentRangeStart w:id=\"0\"/>").expect("a beginning");
    let (between, _) = behind.split_once("<w:commentRangeEnd").expect("an end");
    between.to_owned()
}

fn field(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

#[test]
fn a_comment_covers_the_runs_of_its_words() {
    let body = [run("本年新收"), run("1"), run("14"), run("件，办结"), run("99件。")].concat();
    assert_eq!(marked(&Docx::new(&format!("<w:p><w:pPr/>{body}</w:p>")), "114"), [run("1"), run("14")].concat());
    let list = "<w:p><w:pPr><w:jc/></w:pPr><w:r><w:t>甲&amp;乙</w:t></w:r></w:p>";
    assert_eq!(marked(&Docx::new(list), "甲"), "<w:r><w:t>甲&amp;乙</w:t></w:r>");
    let lines = "<w:p><w:r><w:t> 甲</w:t><w:br/></w:r><w:r><w:t xml:space=\"preserve\"> 乙|丙</w:t></w:r></w:p>";
    assert!(marked(&Docx::new(lines), "丙").ends_with("乙|丙</w:t></w:r>"));
}

#[test]
fn what_surrounds_runs_stays_whole() {
    let around = |name: &str, inside: &str| format!("<w:{name} w:id=\"9\">{inside}</w:{name}>");
    let control = |inside: &str| format!("<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>");
    for element in [
        around("ins", &run("82")),
        around("moveTo", &run("82")),
        around("hyperlink", &run("82")),
        control(&run("82")),
        around("ins", &control(&run("82"))),
    ] {
        let deleted = around("del", "<w:r><w:delText>28</w:delText></w:r>");
        let body = format!("<w:p>{}{deleted}{element}{deleted}{}</w:p>", run("办结"), run("件"));
        assert_eq!(marked(&Docx::new(&body), "82"), element);
    }
    let sum = [field("begin"), run("=SUM("), field("separate"), run("114"), field("end")].concat();
    assert_eq!(marked(&Docx::new(&format!("<w:p>{}{sum}{}</w:p>", run("共"), run("件"))), "114"), sum);
    let words = [run("共"), sum.clone(), run("件")].concat();
    assert_eq!(marked(&Docx::new(&format!("<w:p>{words}</w:p>")), "共114件"), words);
    // A field over several paragraphs, in which one is empty.
    let first = format!("<w:p>{}{}{}</w:p>", field("begin"), field("separate"), run("甲"));
    let last = format!("<w:p>{}{}{}</w:p>", run("丙"), field("end"), run("丁"));
    let over = Docx::new(&format!("{first}<w:p>{}</w:p><w:p/>{last}", run("乙")));
    assert!(marked(&over, "乙").contains("甲") && marked(&over, "丙").contains("乙"));
    assert_eq!(marked(&over, "丁"), run("丁"));
}

#[test]
fn empty_cells_take_comments_too() {
    for empty in
        ["<w:p/>", "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr></w:p>", "<w:p></w:p>", "<w:p w:rsidR=\"1\" />"]
    {
        let row = [cell("", "甲"), format!("<w:tc><w:tcPr/>{empty}</w:tc>"), cell("", "乙")];
        let docx = Docx::new(&table_of(&[&row]));
        let bytes = docx.bytes();
        let annotator = Annotator::open(&bytes).expect("a document");
        let at = annotator.text().find("<td></td>").expect("an empty cell") + "<td>".len();
        let comment = |line: &str| WordComment { range: at..at, lines: vec![line.to_owned()] };
        let after = annotator.commented(&[comment("一"), comment("二")], &author()).expect("comments");
        let document = part(&after.bytes, DOCUMENT);
        let (_, behind) = document.split_once("<w:tcPr/><w:p").expect("the cell");
        let (inside, _) = behind.split_once("</w:p>").expect("its end");
        assert_eq!(inside.matches("commentReference").count(), 2, "{inside}");
        let before = part(&bytes, DOCUMENT);
        let plain =
            |text: &str| without_comments(text, 0).replace("<w:p w:rsidR=\"1\" ></w:p>", "<w:p w:rsidR=\"1\" />");
        assert_eq!(plain(&document), plain(&before));
    }
    // A cell that lacks its paragraph: the comment goes to the one before it.
    let docx = Docx::new(&table_of(&[&[cell("", "甲"), "<w:tc><w:tcPr/></w:tc>".to_owned()]]));
    let bytes = docx.bytes();
    let annotator = Annotator::open(&bytes).expect("a document");
    let at = annotator.text().find("<td></td>").expect("an empty cell") + "<td>".len();
    let after = annotator.commented(&[WordComment { range: at..at, lines: vec!["空".to_owned()] }], &author());
    assert_kept(&bytes, &after.expect("a comment").bytes, 0);
}

#[test]
fn boxes_and_notes_get_theirs_in_the_text() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("框中"));
    let shape = format!("<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>");
    let note = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    let notes = root("footnotes", &format!("<w:footnote w:id=\"2\">{}</w:footnote>", paragraph("注中")));
    let body = format!("<w:p>{}{shape}{note}{}</w:p>", run("前"), run("后"));
    let docx = Docx::new(&body).part("word/footnotes.xml", notes);
    assert_eq!(marked(&docx, "框中"), shape);
    assert_eq!(marked(&docx, "注中"), note);
    assert_eq!(marked(&docx, "前"), run("前"));
}

#[test]
fn comments_are_written_as_the_document_is() {
    let body = [paragraph("总体情况"), table_of(&[&["<w:tc><w:p/></w:tc>".to_owned(), cell("", "12")]])].concat();
    let document = Docx::new(&body).document().to_owned();
    let plain = document.replace("xmlns:w=", "xmlns=").replace("w:", "");
    for part in [
        document.clone(),
        plain,
        document.replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0="),
        document.replace(TRANSITIONAL, STRICT),
        format!("\u{feff}{document}"),
    ] {
        let bytes = Docx::with_document(&part).bytes();
        let after = annotated(&bytes, &["总体情况", "12"]);
        assert_kept(&bytes, &after.bytes, 0);
        let is_strict = part.contains(STRICT);
        let named = self::part(&after.bytes, "word/_rels/document.xml.rels");
        assert_eq!(named.contains("http://purl.oclc.org/ooxml/officeDocument/relationships/comments"), is_strict);
        assert!(self::part(&after.bytes, "word/comments.xml").contains(if is_strict { STRICT } else { TRANSITIONAL }));
    }
    for bytes in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let marked = format!("\u{feff}{}", document.replace("?>", " encoding=\"UTF-16\"?>"));
        let units: Vec<u8> = marked.encode_utf16().flat_map(bytes).collect();
        let before = Docx::new("").part(DOCUMENT, &units).bytes();
        let after = annotated(&before, &["总体情况"]);
        assert_kept(&before, &after.bytes, 0);
        let written = Package::open(&after.bytes).expect("an archive").bytes(DOCUMENT).expect("a part").expect("it");
        assert_eq!(written[..2], units[..2]);
    }
}

#[test]
fn comments_that_are_there_stay() {
    let comments = "<w:comment w:id=\"7\" w:author=\"审核员\"><w:p><w:r><w:t>原有</w:t></w:r></w:p></w:comment>";
    let relationships = "<r:Relationships xmlns:r=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <r:Relationship Id=\"rIdNianbao1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" \
        Target=\"comments.xml\"/></r:Relationships>";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
        PartName=\"/word/comments.xml\" ContentType=\"a\"/></Types>";
    let first = "<w:commentRangeStart w:id=\"7\"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r>\
        <w:commentReference w:id=\"7\"/></w:r>";
    let before = Docx::new(&format!("<w:p>{first}{}</w:p>", run("乙")))
        .part("word/comments.xml", root("comments", comments))
        .part("word/_rels/document.xml.rels", relationships)
        .part("[Content_Types].xml", types)
        .bytes();
    let after = annotated(&before, &["甲", "乙", "甲乙"]);
    assert_kept(&before, &after.bytes, 8);
    let written = part(&after.bytes, "word/comments.xml");
    assert!(written.starts_with(root("comments", comments).trim_end_matches("</w:comments>")));
    assert!(written.contains("w:id=\"8\" w:author=\"nianbao\" w:date=\"2026-11-29T08:00:00Z\" w:initials=\"nb\""));
    assert!(written.contains("“甲”&lt;&amp;&gt;</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">为什么"));
    for name in ["word/_rels/document.xml.rels", "[Content_Types].xml"] {
        assert_eq!(packed(&before)[name], packed(&after.bytes)[name]);
    }
    // Once more: nothing is said twice, and what is new comes behind.
    let again = annotated(&after.bytes, &["甲", "乙", "甲乙"]);
    assert_eq!((again.added, again.present, &again.bytes), (0, 3, &after.bytes));
    assert_eq!(annotated(&after.bytes, &["甲", "甲"]).added, 1);
    // A part that is named and empty, and one that has the name and is not named.
    let empty = root("comments", "").replace("></w:comments>", "/>");
    let bare = Docx::new(&paragraph("甲")).part("word/_rels/document.xml.rels", relationships);
    let bytes = bare.part("word/comments.xml", empty).part("[Content_Types].xml", types).bytes();
    assert_kept(&bytes, &annotated(&bytes, &["甲"]).bytes, 0);
    let bytes = Docx::new(&paragraph("甲")).part("word/comments.xml", "<other/>").bytes();
    let beside = annotated(&bytes, &["甲"]).bytes;
    assert_eq!(part(&beside, "word/comments.xml"), "<other/>");
    assert!(part(&beside, "word/comments2.xml").contains("“甲”"));
}

#[test]
fn tracked_changes_cut_the_run() {
    let text = "<w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:tab/><w:t>依第（六）项 办</w:t><w:tab/><w:t>完</w:t></w:r>";
    let bytes = Docx::new(&format!("<w:p>{text}{}</w:p>", run("&"))).bytes();
    let annotator = Annotator::open(&bytes).expect("a document");
    let edit = |old: &str, new: &str| {
        let start = annotator.text().find(old).expect("the text");
        Edit::new(start..start + old.len(), new)
    };
    let edits = [edit("六", "五"), edit("项", ""), edit("完", "结")];
    assert!(edits.iter().all(|it| annotator.can_change(it)));
    for wrong in [edit("办\t完", "办完"), edit("&amp;", "和"), edit("六", "<b>"), edit("六", "五\n"), edit("六", "六")]
    {
        assert!(!annotator.can_change(&wrong), "{wrong:?}");
    }
    let changed = annotator.changed(&edits, &author()).expect("changes");
    assert_eq!(read("甲.docx", changed.clone()).expect("a document").text.trim_end(), "依第（五） 办\t结&amp;");
    let document = part(&changed, DOCUMENT);
    roxmltree::Document::parse(&document).expect("XML");
    let by = "w:author=\"nianbao\" w:date=\"2026-11-29T08:00:00Z\"";
    let rest = "<w:rPr><w:b/></w:rPr>";
    assert!(document.contains(&format!(
        "<w:r w:rsidR=\"1\">{rest}<w:tab/><w:t xml:space=\"preserve\">依第（</w:t></w:r><w:del w:id=\"0\" {by}><w:r>{rest}\
         <w:delText xml:space=\"preserve\">六</w:delText></w:r></w:del><w:ins w:id=\"1\" {by}><w:r>{rest}\
         <w:t xml:space=\"preserve\">五</w:t></w:r></w:ins><w:r>{rest}<w:t xml:space=\"preserve\">）</w:t></w:r><w:del"
    )), "{document}");
    // Neither in a tracked change nor in a field.
    let inside = [
        format!("<w:ins w:id=\"3\">{}</w:ins>", run("甲")),
        [field("begin"), field("separate"), run("甲"), field("end")].concat(),
    ];
    for inside in inside {
        let bytes = Docx::new(&format!("<w:p>{inside}</w:p>")).bytes();
        let annotator = Annotator::open(&bytes).expect("a document");
        assert!(!annotator.can_change(&Edit::new(0..3, "乙")));
        assert_eq!(annotator.changed(&[Edit::new(0..3, "乙")], &author()).err(), Some(FileFault::NotKept));
    }
}

#[test]
fn wrong_figures_are_marked_in_every_table() {
    for (seed, edition) in (0..).zip(editions().iter().chain(editions())) {
        for form in &edition.forms {
            let (row, column) = (form.rows.last().expect("a row"), form.columns.last().expect("a column"));
            let whole = Whole::new(edition.year, seed).layout(Layout::Html);
            let bytes = Docx::of_draft(&whole.with(&form.id, &row.id, &column.id, 987_654).text()).bytes();
            let annotator = Annotator::open(&bytes).expect("a document");
            let settings = Settings::default();
            let checked = ReadText::new(annotator.text(), &settings).judged(&settings, &Neighbours::default());
            let comments: Vec<WordComment> = checked
                .findings
                .iter()
                .map(|it| WordComment { range: it.range.clone(), lines: vec![it.message.clone()] })
                .collect();
            if comments.is_empty() {
                continue;
            }
            let after = annotator.commented(&comments, &author()).expect("comments");
            assert_kept(&bytes, &after.bytes, 0);
            let document = part(&after.bytes, DOCUMENT);
            for (id, finding) in checked.findings.iter().enumerate() {
                let (_, behind) = document.split_once(&format!("commentRangeStart w:id=\"{id}\"/>")).expect("a border");
                let (between, _) = behind.split_once("<w:commentRangeEnd").expect("a border");
                let words = annotator.text()[finding.range.clone()].split('<').next().unwrap_or_default();
                assert!(between.contains(words), "{words} in {between}");
            }
        }
    }
}

/// `NIANBAO_ANNOTATE=100000` tries more.
#[test]
fn no_document_is_too_odd_for_comments() {
    let tries = std::env::var("NIANBAO_ANNOTATE").ok().and_then(|it| it.parse().ok()).unwrap_or(400);
    let mut random = Random::new(17);
    let body = [
        paragraph("甲"),
        format!("<w:p><w:pPr/>{}{}{}{}</w:p>", field("begin"), field("separate"), run("12"), field("end")),
        table_of(&[&["<w:tc><w:p/></w:tc>".to_owned(), cell("", "1"), "<w:tc/>".to_owned()]]),
        format!("<w:p><w:ins w:id=\"1\">{}</w:ins><w:del w:id=\"2\"/>{}</w:p>", run("乙"), run("丙")),
        format!("<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>", paragraph("框")),
    ];
    let document = Docx::new(&body.concat()).document().to_owned();
    let mut done = 0;
    for _ in 0..tries {
        let bytes = Docx::with_document(&scrambled(&document, [3, 2], 3, &mut random)).bytes();
        let Ok(annotator) = Annotator::open(&bytes) else { continue };
        let text = annotator.text();
        let borders: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let comment = |random: &mut Random| {
            let start = borders[random.below(borders.len())];
            let end = borders[random.below(borders.len())].max(start);
            WordComment { range: start..end, lines: vec!["注".to_owned()] }
        };
        let comments: Vec<WordComment> = (0..=random.below(3)).map(|_| comment(&mut random)).collect();
        match annotator.commented(&comments, &author()) {
            Ok(after) => {
                let (old, new) = (part(&bytes, DOCUMENT), part(&after.bytes, DOCUMENT));
                assert_eq!(without_comments(&new, 0), without_comments(&old, 0));
                assert_eq!(after.added, comments.len());
                done += 1;
            }
            Err(error) => assert!(text.is_empty() || !old_has_paragraphs(&bytes), "{error} {}", part(&bytes, DOCUMENT)),
        }
        let edits = [Edit::new(borders[0]..borders[borders.len() / 2], "改")];
        if annotator.can_change(&edits[0]) {
            annotator.changed(&edits, &author()).expect("a change");
        }
    }
    assert!(done * 4 > tries, "{done} of {tries}");
}

/// `NIANBAO_ANNOTATE=100000` tries more.
#[test]
fn no_archive_is_too_odd_for_comments() {
    let tries = std::env::var("NIANBAO_ANNOTATE").ok().and_then(|it| it.parse().ok()).unwrap_or(1000);
    let mut random = Random::new(19);
    let whole = annotated(&Docx::new(&paragraph("甲")).bytes(), &["甲"]).bytes;
    for _ in 0..tries {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }
        let Ok(annotator) = Annotator::open(&bytes) else { continue };
        let comment = WordComment { range: 0..annotator.text().len(), lines: vec!["注".to_owned()] };
        if let Ok(after) = annotator.commented(&[comment], &author()) {
            assert_eq!(read("甲.docx", after.bytes).expect("a document").text, annotator.text());
        }
    }
}

fn old_has_paragraphs(bytes: &[u8]) -> bool {
    part(bytes, DOCUMENT).contains("<w:p>")
}

fn run_in(desk: &Desk, arguments: &[&str]) -> Run {
    let mut command = program(&desk.path(""), arguments);
    command.env("SOURCE_DATE_EPOCH", "1764403200").output().expect("the program ends").into()
}

fn sound() -> Whole {
    Whole::new(2021, 3).layout(Layout::Html)
}

/// A report with a wrong figure, an empty cell, a wrong article heading, a wrong heading, and without a section.
fn wrong() -> Vec<u8> {
    let text = sound()
        .plus("applications", "granted", "person", 1)
        .with("proceedings", "cases", "direct-upheld", "")
        .text()
        .replace("五、存在的主要问题及改进情况", "五、问题和改进")
        .replacen("第二十条第（五）项", "第二十条第（六）项", 1);
    let end = text.find("六、其他需要报告的事项").expect("a section");
    Docx::of_draft(&text[..end]).bytes()
}

fn findings(desk: &Desk, name: &str) -> Vec<(String, String, String)> {
    let found = run_in(desk, &["check", "--format", "json", name]).out;
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    let word = |it: &serde_json::Value, key: &str| it[key].as_str().expect("a text").to_owned();
    let all = found.as_array().expect("an array").iter();
    all.map(|it| (word(it, "rule"), word(it, "message"), word(it, "place"))).collect()
}

#[test]
fn every_finding_is_a_comment_on_its_place() {
    let desk = Desk::new();
    let bytes = wrong();
    desk.write("年报.docx", &bytes);
    let run = run_in(&desk, &["annotate", "年报.docx"]);
    let found = findings(&desk, "年报.docx");
    assert_eq!(run.status, 1, "{}", run.err);
    assert_eq!(run.out, format!("年报（意见）.docx：{} 条批注\n", found.len()));
    assert!(run.err.starts_with("检查了 1 个文件、1 份报告："), "{}", run.err);
    assert_eq!(fs::read(desk.path("年报.docx")).expect("the file"), bytes);
    let after = fs::read(desk.path("年报（意见）.docx")).expect("the copy");
    assert_kept(&bytes, &after, 0);
    assert_eq!(findings(&desk, "年报（意见）.docx"), found);
    let comments = part(&after, "word/comments.xml");
    let document = roxmltree::Document::parse(&comments).expect("XML");
    let said: Vec<String> = document
        .root_element()
        .children()
        .map(|comment| {
            let line = |paragraph: roxmltree::Node<'_, '_>| -> String {
                paragraph.descendants().filter_map(|it| it.text().filter(|_| it.is_text())).collect()
            };
            comment.children().map(line).collect::<Vec<_>>().join("\n")
        })
        .collect();
    insta::assert_snapshot!(said.join("\n\n"));
    assert!(comments.contains("w:date=\"2025-11-29T08:00:00Z\""), "{comments}");
    let document = part(&after, DOCUMENT);
    let at = |id: usize| {
        let (_, behind) = document.split_once(&format!("commentRangeStart w:id=\"{id}\"/>")).expect("a beginning");
        let (between, _) = behind.split_once("<w:commentRangeEnd").expect("an end");
        let texts = between.split("xml:space=\"preserve\">").skip(1).filter_map(|it| it.split("</w:t>").next());
        texts.collect::<String>()
    };
    let at: Vec<(&str, String)> = found.iter().enumerate().map(|(id, (rule, ..))| (rule.as_str(), at(id))).collect();
    for expected in [("wrong-cell", "10"), ("missing-value", ""), ("section-heading", "五、问题和改进")] {
        assert!(at.iter().any(|(rule, text)| (*rule, text.as_str()) == expected), "{at:?}");
    }
    // Once more over the copy: it says all of it already.
    let again = run_in(&desk, &["annotate", "年报（意见）.docx", "-o", "再.docx"]);
    assert_eq!(again.out, format!("再.docx：0 条批注，{} 条批注原来已有\n", found.len()));
    assert_eq!(fs::read(desk.path("再.docx")).expect("the copy"), after);
}

#[test]
fn safe_repairs_become_tracked_changes() {
    let desk = Desk::new();
    desk.write("年报.docx", wrong());
    let found = findings(&desk, "年报.docx");
    let run = run_in(&desk, &["annotate", "--fix", "年报.docx"]);
    assert_eq!(run.out, format!("年报（意见）.docx：{} 条批注，1 处修订\n", found.len() - 1), "{}", run.err);
    let after = fs::read(desk.path("年报（意见）.docx")).expect("the copy");
    let document = part(&after, DOCUMENT);
    assert!(document.contains("<w:del w:id=\"0\" w:author=\"nianbao\""), "{document}");
    let left = findings(&desk, "年报（意见）.docx");
    let rest: Vec<_> = found.iter().filter(|(rule, ..)| rule != "article-heading").collect();
    assert_eq!(left.iter().collect::<Vec<_>>(), rest);
    desk.write("好.docx", Docx::of_draft(&sound().text()).bytes());
    let clean = run_in(&desk, &["annotate", "--fix", "好.docx"]);
    assert_eq!((clean.status, clean.out.as_str()), (0, ""));
    assert!(!desk.path("好（意见）.docx").exists());
}

#[test]
fn no_comment_shows_a_private_number() {
    let desk = Desk::new();
    let text = sound().text().replace("本年度公开的渠道还不够多样", "本年度公开的渠道还不够多样，联系电话13912345678");
    desk.write("年报.docx", Docx::of_draft(&text).bytes());
    assert_eq!(run_in(&desk, &["annotate", "年报.docx"]).out, "年报（意见）.docx：1 条批注\n");
    let after = fs::read(desk.path("年报（意见）.docx")).expect("the copy");
    let said = part(&after, "word/comments.xml");
    assert!(said.contains("139******78") && !said.contains("13912345678"), "{said}");
}

#[test]
fn copies_go_where_they_are_told() {
    let desk = Desk::new();
    desk.write("汇编/甲.docx", wrong());
    desk.write("汇编/乙.docx", Docx::of_draft(&sound().text()).bytes());
    desk.write("汇编/丙.md", sound().text());
    desk.write("汇编/丁.ofd", b"OFD");
    let run = run_in(&desk, &["annotate", "汇编", "-o", "意见/一"]);
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.out.starts_with("意见/一/甲（意见）.docx：") && run.out.lines().count() == 1, "{}", run.out);
    assert!(run.err.contains("检查了 2 个文件") && run.err.contains("汇编/丁.ofd"), "{}", run.err);
    let beside = run_in(&desk, &["annotate", "-q", "--fail-on", "never", "汇编"]);
    assert_eq!((beside.status, beside.out.as_str(), beside.err.as_str()), (0, "", ""));
    // What an earlier run has written is none of the folder's reports.
    let again = run_in(&desk, &["annotate", "汇编"]);
    assert_eq!(again.status, 2);
    let line = "nianbao: 汇编/甲.docx：汇编/甲（意见）.docx：已有这个文件，没有写入；要覆盖请加 --force\n";
    assert!(again.err.starts_with(line) && again.err.contains("检查了 2 个文件"), "{}", again.err);
    assert_eq!(run_in(&desk, &["annotate", "--force", "汇编"]).status, 1);
    let only = run_in(&desk, &["annotate", "--select", "missing-value", "汇编/甲.docx", "-o", "只有.docx"]);
    assert_eq!((only.status, only.out.as_str()), (0, "只有.docx：1 条批注\n"), "{}", only.err);
    for (arguments, line) in [
        (["汇编/甲.docx", "-o", "汇编/甲.docx"].as_slice(), "汇编/甲.docx是要检查的文件"),
        (&["汇编/甲.docx", "汇编/乙.docx", "-o", "一.docx"], "-o 须是文件夹"),
        (&["汇编/丙.md"], "汇编/丙.md：批注只能写进 .docx，这是文本"),
        (&["没有.docx"], "没有这个文件"),
        (&["--date", "昨天", "汇编/甲.docx"], "不是日期"),
    ] {
        let run = run_in(&desk, &[&["annotate"], arguments].concat());
        assert_eq!(run.status, 2, "{}", run.err);
        assert!(run.err.contains(line), "{}", run.err);
    }
}
