//! Reports in one format written in another: what they say, there and back.

use crate::support::desk::Desk;
use crate::support::docx::{Docx, cell, paragraph, run, table_of};
use crate::support::generate::{Plan, STYLES};
use crate::support::program::program;
use crate::support::said::said;
use crate::support::whole::Whole;
use nianbao::check::Language;
use nianbao::compose::document::{DocumentBlock, DraftDocument, docx, of_text, written};
use nianbao::compose::template::{HeadingStyle, WriteStyle};
use nianbao::config::Settings;
use nianbao::edition::editions;
use nianbao::files::zip::Package;
use nianbao::files::{FileKind, read};
use nianbao::syntax::Layout;
use std::fmt::Debug;
use std::fs;
use std::process::Output;

/// The formats, by the endings of their files.
const FORMATS: [(&str, Option<(HeadingStyle, Layout)>); 6] = [
    ("md", Some((HeadingStyle::Markdown(2), Layout::Markdown))),
    ("md", Some((HeadingStyle::Markdown(2), Layout::Html))),
    ("html", Some((HeadingStyle::Html, Layout::Html))),
    ("tsv", Some((HeadingStyle::Plain, Layout::Tabs))),
    ("txt", Some((HeadingStyle::Plain, Layout::Lines))),
    ("docx", None),
];

fn document(text: &str, ending: &str) -> DraftDocument {
    of_text(text, Language::named(ending), Settings::default())
}

/// A document written in a format, and the text that is read of that file.
fn through(document: &DraftDocument, (ending, style): (&str, Option<(HeadingStyle, Layout)>)) -> String {
    let bytes = match style {
        Some((headings, layout)) => written(document, WriteStyle { layout, headings }).into_bytes(),
        None => docx(document),
    };
    let file = read(&format!("年报.{ending}"), bytes).expect("a file");
    assert_eq!(file.kind, if style.is_none() { FileKind::Docx } else { FileKind::Text });
    file.text
}

#[test]
fn every_edition_in_every_style_comes_back_from_every_format() {
    let mut lost = Vec::new();
    for (seed, edition) in editions().iter().enumerate() {
        for style in &STYLES {
            let draft = Plan::new(edition, seed as u64 + 7).write(style).text;
            let (said_before, before) = (said(&draft), document(&draft, "md"));
            for format in FORMATS {
                let text = through(&before, format);
                let name = format!("{} {} as {format:?}", edition.year, style.name);
                lost.extend(first_difference(&said_before, &said(&text)).map(|it| format!("{name}: {it}")));
                let blocks = first_difference(&before.blocks, &document(&text, format.0).blocks);
                lost.extend(blocks.map(|it| format!("{name}: {it}")));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// Where two lists first differ.
fn first_difference<T: PartialEq + Debug>(before: &[T], after: &[T]) -> Option<String> {
    let at = (0..before.len().max(after.len())).find(|at| before.get(*at) != after.get(*at))?;
    let shown = |list: &[T]| format!("{:?}", list.get(at)).chars().take(200).collect::<String>();
    Some(format!("{at} {} → {}", shown(before), shown(after)))
}

#[test]
fn what_is_wrong_stays_wrong() {
    let mut lost = Vec::new();
    for layout in Layout::ALL {
        for edition in editions() {
            let whole = Whole::new(edition.year, 3).layout(layout);
            let deviating = whole.text().replace("予以公开", "准予公开");
            let moved = exchanged(&whole.text(), "7.属于行政执法案卷", "8.属于行政查询事项");
            for draft in [
                whole.clone().plus("applications", "granted", "person", 1).text(),
                whole.clone().with("proceedings", "cases", "reconsideration-total", "1件").text(),
                whole.clone().with("applications", "granted", "person", "").text(),
                whole.clone().without_row("applications", "denied-secret").text(),
                whole.text().replace("第二十条第（五）项", "第二十条第（六）项"),
                whole.text().replace("五、存在的主要问题及改进情况", "五、问题和改进"),
                deviating,
                moved,
                whole.text().replace("第二十条第（六）项", "行政处罚和行政强制"),
            ] {
                let (said_before, before) = (said(&draft), document(&draft, "md"));
                for format in FORMATS {
                    let difference = first_difference(&said_before, &said(&through(&before, format)));
                    lost.extend(difference.map(|it| format!("{} {layout:?} as {format:?}: {it}", edition.year)));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// A text with two of its lines exchanged.
fn exchanged(text: &str, one: &str, other: &str) -> String {
    let line = |part: &str| text.lines().find(|line| line.contains(part)).expect("a line");
    let (first, second) = (line(one), line(other));
    text.replace(first, "\u{e000}").replace(second, first).replace('\u{e000}', second)
}

#[test]
fn several_reports_stay_in_their_order() {
    let volume: String = editions().iter().map(|edition| Whole::new(edition.year, 5).text()).collect();
    let before = document(&volume, "md");
    for format in FORMATS {
        assert_eq!(said(&through(&before, format)), said(&volume), "{format:?}");
    }
}

#[test]
fn what_means_something_to_a_format_stays_text() {
    let body = [
        paragraph("甲 & 乙 <b>粗</b> &lt; 1 | 2"),
        paragraph("# 不是标题"),
        paragraph("> 不是引文"),
        paragraph("```"),
        paragraph("~~~ 不是例子"),
        "<w:p><w:r><w:t>联系人：</w:t><w:tab/><w:t>张某</w:t></w:r></w:p>".to_owned(),
        table_of(&[
            &[cell("<w:gridSpan w:val=\"2\"/>", "甲 & <乙> | 丙"), cell("<w:vMerge w:val=\"restart\"/>", "丁")],
            &[format!("<w:tc>{}{}</w:tc>", paragraph("一"), paragraph("二")), cell("", ""), cell("<w:vMerge/>", "")],
        ]),
        table_of(&[&[cell("", &"长".repeat(300)), cell("", "短")]]),
        paragraph("完"),
    ];
    let file = read("年报.docx", Docx::new(&body.concat()).bytes()).expect("a document");
    let before = document(&file.text, "md");
    let lines = ["甲 & 乙 <b>粗</b> &lt; 1 | 2", "# 不是标题", "> 不是引文", "```", "~~~ 不是例子", "联系人：\t张某"];
    for (line, block) in lines.iter().zip(&before.blocks) {
        assert_eq!(block, &DocumentBlock::Paragraph((*line).to_owned()));
    }
    let DocumentBlock::Table(table) = &before.blocks[6] else { panic!("{:?}", before.blocks) };
    let cells: Vec<_> =
        table.grid.rows.iter().flatten().map(|it| (it.text.as_str(), it.column, it.columns, it.rows)).collect();
    assert_eq!(cells, [("甲 & <乙> | 丙", 0, 2, 1), ("丁", 2, 1, 2), ("一\n二", 0, 1, 1), ("", 1, 1, 1)]);
    for format in [FORMATS[1], FORMATS[2], FORMATS[5]] {
        assert_eq!(document(&through(&before, format), format.0), before, "{format:?}");
    }
    // Without merged cells the table has its texts in the same places.
    let text = through(&before, FORMATS[0]);
    assert!(text.contains("| 甲 & <乙> \\| 丙 | | 丁 |"), "{text}");
    assert_eq!(document(&text, "md").blocks[..6], before.blocks[..6]);
}

#[test]
fn marks_of_markdown_become_what_they_mean() {
    let draft = "# 附件\n\n### （一）**主动**公开\n\n二是**加强**管理，**完\n第二行\n\n<!-- 备注 -->\n\n![图](a.png)\n\n```\n例子\n```\n";
    let before = document(draft, "md");
    let paragraph = |text: &str| DocumentBlock::Paragraph(text.to_owned());
    assert_eq!(
        before.blocks,
        [
            DocumentBlock::Heading(1, "附件".to_owned()),
            DocumentBlock::Heading(2, "（一）主动公开".to_owned()),
            paragraph("二是**加强**管理，**完"),
            paragraph("第二行"),
            DocumentBlock::Comment("<!-- 备注 -->".to_owned()),
            paragraph("![图](a.png)"),
            DocumentBlock::Example("```\n例子\n```".to_owned()),
        ]
    );
    let markdown = written(&before, WriteStyle::with_tables(Layout::Markdown));
    assert_eq!(document(&markdown, "md"), before);
    let bold = document("一是**加强**管理。\n", "md");
    assert!(written(&bold, WriteStyle::with_tables(Layout::Html)).contains("<p>一是<strong>加强</strong>管理。</p>"));
    assert_eq!(written(&bold, WriteStyle::with_tables(Layout::Tabs)), "一是加强管理。\n");
    let bytes = docx(&bold);
    assert!(
        part(&bytes, "word/document.xml")
            .contains("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">加强</w:t></w:r>")
    );
}

/// A part of an office file.
fn part(bytes: &[u8], name: &str) -> String {
    let bytes = Package::open(bytes).expect("an archive").bytes(name).expect("a part").expect("a part");
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_document_of_word_is_in_the_style_of_official_documents() {
    let draft = Whole::new(2021, 3).text();
    let before = document(&draft, "md");
    let bytes = docx(&before);
    assert_eq!(bytes, docx(&before), "byte for byte");
    let package = Package::open(&bytes).expect("an archive");
    for name in package.names().map(str::to_owned).collect::<Vec<_>>() {
        roxmltree::Document::parse(&part(&bytes, &name)).expect("well-formed XML");
    }
    let main = part(&bytes, "word/document.xml");
    assert!(main.contains("<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""));
    assert!(main.contains("<w:pStyle w:val=\"Title\"/>") && main.contains("一、总体情况"));
    let parsed = roxmltree::Document::parse(&main).expect("XML");
    let named = |node: roxmltree::Node<'_, '_>, name: &str| node.tag_name().name() == name;
    for table in parsed.descendants().filter(|it| named(*it, "tbl")) {
        let grid = table.children().find(|it| named(*it, "tblGrid")).expect("a grid");
        let number = |node: roxmltree::Node<'_, '_>, at: &str| {
            node.attributes()
                .find(|it| it.name() == at)
                .and_then(|it| it.value().parse::<usize>().ok())
                .expect("a number")
        };
        let widths: Vec<usize> = grid.children().map(|column| number(column, "w")).collect();
        assert_eq!(widths.iter().sum::<usize>(), 8844, "as wide as the text");
        assert!(widths.iter().all(|width| *width >= 450), "{widths:?}");
        // Every row fills the grid.
        for row in table.children().filter(|it| named(*it, "tr")) {
            let spans = row
                .children()
                .filter(|it| named(*it, "tc"))
                .map(|cell| cell.descendants().find(|it| named(*it, "gridSpan")).map_or(1, |span| number(span, "val")));
            assert_eq!(spans.sum::<usize>(), widths.len());
        }
    }
    assert_eq!(main.matches("<w:tblHeader/>").count(), 3 + 3, "the headers of the tables of one form");
    let styles = part(&bytes, "word/styles.xml");
    for font in ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"] {
        assert!(styles.contains(&format!("w:eastAsia=\"{font}\"")), "{font}");
    }
    assert!(part(&bytes, "word/footer1.xml").contains("— "));
}

fn convert(desk: &Desk, arguments: &[&str]) -> Output {
    program(&desk.path(""), &[&["convert"], arguments].concat()).output().expect("the program runs")
}

fn error(output: &Output) -> (i32, String) {
    (output.status.code().expect("an exit code"), String::from_utf8(output.stderr.clone()).expect("UTF-8"))
}

#[test]
fn files_are_written_whole_and_none_is_overwritten() {
    let draft = Whole::new(2021, 3).text();
    let desk = Desk::new().with("年报.md", &draft).with("占.md", "别人的");
    assert_eq!(error(&convert(&desk, &["年报.md", "-o", "年报.docx"])), (0, String::new()));
    assert_eq!(
        read("年报.docx", fs::read(desk.path("年报.docx")).expect("a file")).expect("a document").kind,
        FileKind::Docx
    );
    let printed = convert(&desk, &["年报.docx"]);
    let text = String::from_utf8(printed.stdout.clone()).expect("UTF-8");
    assert_eq!((error(&printed), said(&text)), ((0, String::new()), said(&draft)));
    assert_eq!(
        error(&convert(&desk, &["年报.docx", "-o", "占.md"])),
        (2, "nianbao: 占.md：已有这个文件，没有写入；要覆盖请加 --force\n".to_owned())
    );
    assert_eq!(fs::read_to_string(desk.path("占.md")).expect("a file"), "别人的");
    assert_eq!(error(&convert(&desk, &["年报.docx", "-o", "占.md", "--force"])).0, 0);
    assert_eq!(fs::read_to_string(desk.path("占.md")).expect("a file"), text);
    assert_eq!(
        error(&convert(&desk, &["年报.docx", "-o", "年报.docx", "--force"])),
        (2, "nianbao: 年报.docx：这是要转换的文件，请用 -o 写到另一个文件\n".to_owned())
    );
    assert_eq!(error(&convert(&desk, &["年报.docx", "-o", "年报.pdf"])).0, 2);
    assert_eq!(error(&convert(&desk, &["没有.md"])), (2, "nianbao: 没有.md：没有这个文件或文件夹\n".to_owned()));
}

#[test]
fn what_is_not_converted_is_said() {
    let desk = Desk::new().with("年报.md", "<!-- 备注 -->\n\n一段文字。\n");
    let picture = format!("<w:p>{}<w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>", run("图："));
    fs::write(desk.path("图.docx"), Docx::new(&picture).bytes()).expect("a file");
    let printed = convert(&desk, &["图.docx"]);
    let remarks = read("图.docx", Docx::new(&picture).bytes()).expect("a document").remarks;
    assert_eq!(error(&printed), (0, format!("图.docx：没有转换 {}\n", remarks.join("、"))));
    assert!(!remarks.is_empty());
    let said = error(&convert(&desk, &["年报.md", "-o", "年报.docx"]));
    assert_eq!(said, (0, "年报.md：没有转换 1 条 HTML 注释\n".to_owned()));
}
