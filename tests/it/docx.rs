//! Documents of Word: what is read in them, and what is said of them.

use crate::support::docx::{Docx, STRICT, TRANSITIONAL, cell, paragraph, root, run, scrambled, table_of};
use crate::support::generate::{Plan, Random, STYLES};
use crate::support::said::{checked, said};
use crate::support::whole::Whole;
use nianbao::edition::editions;
use nianbao::files::{FileFault, FileKind, FileText, Story, limits, read};
use nianbao::syntax::Layout;

fn file(docx: &Docx) -> FileText {
    read("年报.docx", docx.bytes()).expect("a document")
}

fn fault(docx: &Docx) -> FileFault {
    read("年报.docx", docx.bytes()).expect_err("a fault")
}

/// What is read of a body, with the lines of its tables joined.
fn text(body: &str) -> String {
    shown(&Docx::new(body))
}

fn shown(docx: &Docx) -> String {
    file(docx).text.trim_end().replace("\n\n", "\n")
}

#[test]
fn a_report_says_the_same_in_word() {
    let style = STYLES.iter().find(|style| style.name == "html-in-markdown").expect("the style");
    for (seed, edition) in editions().iter().enumerate() {
        let draft = Plan::new(edition, seed as u64).write(style).text;
        let document = file(&Docx::of_draft(&draft));
        assert_eq!(said(&document.text), said(&draft.replace("# ", "").replace('#', "")), "{}", edition.year);
        assert_eq!((document.kind, document.remarks.len()), (FileKind::Docx, 0));
    }
}

#[test]
fn what_is_wrong_is_found_in_word() {
    let whole = Whole::new(2021, 3).layout(Layout::Html);
    for wrong in [
        whole.clone().plus("applications", "granted", "person", 1),
        whole.clone().with("applications", "granted", "business", ""),
        whole.clone().with("proceedings", "cases", "reconsideration-total", "1件"),
        whole.clone().without_row("applications", "denied-secret"),
        whole.with_short_row("applications", "received"),
    ] {
        let draft = wrong.text();
        assert!(!checked(&draft).findings.is_empty());
        assert_eq!(said(&file(&Docx::of_draft(&draft)).text), said(&draft));
    }
}

#[test]
fn paragraphs_are_lines_and_tables_are_html() {
    let body = [
        paragraph("一、总体情况 <&>"),
        "<w:p/>".to_owned(),
        table_of(&[&[cell("", "甲 & 乙"), cell("", "1 < 2")], &[cell("", ""), "<w:tc><w:p/><w:p/></w:tc>".to_owned()]]),
        paragraph("完"),
    ];
    let read = file(&Docx::new(&body.concat()));
    assert_eq!(
        read.text,
        "一、总体情况 &lt;&amp;>\n\n<table>\n<tr><td>甲 &amp; 乙</td><td>1 &lt; 2</td></tr>\n\
         <tr><td></td><td><br></td></tr>\n</table>\n\n完\n\n"
            .replace("&amp;>", "&amp;&gt;")
    );
    let places = read.places.all();
    let paragraphs: Vec<u32> = places.iter().map(|place| place.paragraph).collect();
    assert_eq!(paragraphs, [1, 3, 4, 5, 6, 7, 8]);
    let document = Docx::new(&body.concat());
    for place in places {
        let source = &document.document()[place.source.clone()];
        assert!(source.starts_with("<w:p>") && source.ends_with("</w:p>") || source == "<w:p/>", "{source}");
        assert_eq!(read.places.at(place.text.start), Some(place));
    }
    let empty = read.places.at(read.text.find("<td></td>").expect("an empty cell")).expect("a place");
    assert_eq!(empty.table.map(|it| (it.table, it.row, it.cell)), Some((1, 2, 1)));
    assert_eq!(read.places.within(&(0..read.text.len())).len(), 7);
}

#[test]
fn any_prefix_any_namespace_any_encoding() {
    let document = Docx::new(&paragraph("总体情况")).document().to_owned();
    let plain = document.replace("xmlns:w=", "xmlns=").replace("w:", "");
    let units = |bytes: fn(u16) -> [u8; 2]| {
        let marked = format!("\u{feff}{}", document.replace("?>", " encoding=\"UTF-16\"?>"));
        marked.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    for part in [
        plain.into_bytes(),
        document.replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=").into_bytes(),
        document.replace(TRANSITIONAL, STRICT).into_bytes(),
        format!("\u{feff}{document}").into_bytes(),
        units(u16::to_le_bytes),
        units(u16::to_be_bytes),
    ] {
        assert_eq!(shown(&Docx::new("").part("word/document.xml", part)), "总体情况");
    }
}

#[test]
fn parts_are_found_by_their_relationships() {
    let elsewhere = Docx::new("")
        .part("docs/main.xml", Docx::new(&paragraph("在别处")).document())
        .part(
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
             Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"/Docs\\Main.xml\"/></Relationships>",
        );
    assert_eq!(shown(&elsewhere), "在别处");
}

#[test]
fn changes_are_read_as_accepted() {
    let change = |name: &str, inside: &str| format!("<w:{name} w:id=\"1\">{inside}</w:{name}>");
    let deleted = "<w:r><w:delText>28</w:delText></w:r>";
    let body = [
        format!("<w:p>{}{}{}</w:p>", run("办结"), change("del", deleted), change("ins", &run("82"))),
        format!("<w:p>{}{}</w:p>", change("moveFrom", &run("去")), change("moveTo", &run("来"))),
        // The end of a paragraph is deleted, then a whole paragraph.
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>", run("前半")),
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>", change("del", deleted)),
        paragraph("后半"),
        table_of(&[&[cell("", "留"), cell("<w:cellDel/>", "删")]])
            .replace("</w:tbl>", &format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>", cell("", "删行"))),
        table_of(&[&[cell("", "全删")]]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"),
        table_of(&[&[cell("", "新行")]]).replace("<w:tr>", "<w:tr><w:trPr><w:ins/></w:trPr>"),
    ];
    assert_eq!(
        text(&body.concat()),
        "办结82\n来\n前半后半\n<table>\n<tr><td>留</td></tr>\n</table>\n<table>\n<tr><td>新行</td></tr>\n</table>"
    );
}

#[test]
fn fields_show_what_they_gave() {
    let part = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instruction = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let nested = [part("begin"), run("不见"), part("separate"), run("也不见"), part("end")].concat();
    let sum = [part("begin"), instruction("=SUM("), nested, part("separate"), run("114"), part("end"), run("件")];
    assert_eq!(text(&format!("<w:p>{}</w:p>", sum.concat())), "114件");
    let over = [
        format!("<w:p>{}{}{}{}</w:p>", part("begin"), instruction("TOC"), part("separate"), run("一、总体情况")),
        format!("<w:p>{}{}</w:p>", run("二、主动公开"), part("end")),
        format!("<w:p><w:fldSimple w:instr=\"DATE\">{}</w:fldSimple></w:p>", run("2024年")),
        // A field that never ends hides no more than its paragraph.
        format!("<w:p>{}{}</w:p>", part("begin"), instruction("PAGE")),
        paragraph("正文"),
    ];
    assert_eq!(text(&over.concat()), "一、总体情况\n二、主动公开\n2024年\n正文");
}

#[test]
fn what_surrounds_text_is_looked_through() {
    let inside = |name: &str, content: &str| format!("<w:{name}>{content}</w:{name}>");
    let control = |content: &str| format!("<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>");
    let body = [
        inside("p", &[inside("hyperlink", &run("链")), inside("smartTag", &run("标")), control(&run("控"))].concat()),
        control(&paragraph("控件中的段落")),
        inside("customXml", &paragraph("自定义")),
        inside("tbl", &control(&inside("tr", &[control(&cell("", "格")), cell("", "另一格")].concat()))),
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>nián</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>年</w:t></w:r></w:rubyBase></w:ruby>\
         <w:t>报</w:t></w:r></w:p>"
            .to_owned(),
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丙</w:t><w:br/><w:t>丁</w:t>\
         <w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:sym w:font=\"Symbol\" w:char=\"F031\"/>\
         <w:sym w:font=\"Wingdings\" w:char=\"F04A\"/></w:r></w:p>"
            .to_owned(),
        "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>批</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r>\
         <w:commentReference w:id=\"0\"/></w:r></w:p>"
            .to_owned(),
    ];
    assert_eq!(
        text(&body.concat()),
        "链标控\n控件中的段落\n自定义\n<table>\n<tr><td>格</td><td>另一格</td></tr>\n</table>\n年报\n甲\t乙-丙\n丁☑1\n批"
    );
}

#[test]
fn hidden_text_is_left_out() {
    let hidden = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = [
        format!("<w:p>{}{}</w:p>", hidden("<w:vanish/>", "藏"), hidden("<w:vanish w:val=\"0\"/>", "见")),
        format!("<w:p>{}{}</w:p>", hidden("<w:rStyle w:val=\"更隐\"/>", "藏"), run("字")),
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"隐段\"/></w:pPr>{}{}</w:p>",
            run("藏"),
            hidden("<w:rStyle w:val=\"隐\"/>", "又见")
        ),
        format!("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{}</w:p>", hidden("<w:vanish/>", "整段")),
        table_of(&[&[cell("", "藏行")], &[cell("", "行")]]).replacen("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1),
    ];
    let docx = Docx::new(&body.concat()).styles(
        "<w:style w:type=\"character\" w:styleId=\"隐\"><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"更隐\"><w:basedOn w:val=\"隐\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"隐段\"><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"环\"><w:basedOn w:val=\"环\"/></w:style>",
    );
    assert_eq!(shown(&docx), "见\n字\n又见\n<table>\n<tr><td>行</td></tr>\n</table>");
}

#[test]
fn merged_cells_are_merged() {
    let span = |columns: usize| format!("<w:gridSpan w:val=\"{columns}\"/>");
    let (begins, goes_on) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let tall = table_of(&[
        &[cell(begins, "高"), cell(&span(2), "宽")],
        &[cell(goes_on, ""), cell("", "1"), cell("", "2")],
        &[cell(&format!("{}{begins}", span(2)), "块"), cell("", "3")],
        &[cell(&format!("{}{goes_on}", span(2)), ""), cell("", "4")],
        // Where nothing goes on, a cell stands for itself.
        &[cell("", "5"), cell(goes_on, "6"), cell("", "7")],
    ]);
    assert_eq!(
        text(&tall),
        "<table>\n<tr><td rowspan=\"2\">高</td><td colspan=\"2\">宽</td></tr>\n<tr><td>1</td><td>2</td></tr>\n\
         <tr><td rowspan=\"2\" colspan=\"2\">块</td><td>3</td></tr>\n<tr><td>4</td></tr>\n\
         <tr><td>5</td><td>6</td><td>7</td></tr>\n</table>"
    );
    let wide = [cell("<w:hMerge w:val=\"restart\"/>", "横"), cell("<w:hMerge/>", ""), cell("", "末")];
    let indented = "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"2\"/></w:trPr>";
    let rows = table_of(&[&wide]).replace("</w:tbl>", &format!("{indented}{}</w:tr></w:tbl>", cell("", "缩")));
    assert_eq!(
        text(&rows),
        "<table>\n<tr><td colspan=\"2\">横</td><td>末</td></tr>\n<tr><td></td><td>缩</td><td colspan=\"2\"></td></tr>\n</table>"
    );
    let nested = table_of(&[&[format!("<w:tc>{}{}</w:tc>", table_of(&[&[cell("", "内")]]), paragraph("外"))]]);
    let nested = file(&Docx::new(&nested));
    assert_eq!(nested.text, "<table>\n<tr><td><table>\n<tr><td>内</td></tr>\n</table>\n外</td></tr>\n</table>\n\n");
    let at = |text: &str| nested.places.at(nested.text.find(text).expect("the text")).expect("a place").text.clone();
    assert_eq!([at("内"), at("外")].map(|it| &nested.text[it]), ["内", "外"]);
    let tables: Vec<u32> = nested.places.all().iter().filter_map(|it| Some(it.table?.table)).collect();
    assert_eq!(tables, [2, 1]);
}

/// A list with levels, each of which is a format, a text and what else it has.
fn list(id: usize, levels: &[(&str, &str, &str)]) -> String {
    let level = |(index, (format, text, more)): (usize, &(&str, &str, &str))| {
        format!(
            "<w:lvl w:ilvl=\"{index}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let levels: String = levels.iter().enumerate().map(level).collect();
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>")
}

fn num(id: usize, of: usize, more: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{of}\"/>{more}</w:num>")
}

fn numbered(list: usize, level: usize, text: &str) -> String {
    let properties = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", run(text))
}

#[test]
fn numbers_that_word_writes_are_written() {
    let levels = [
        ("chineseCountingThousand", "%1、", ""),
        ("chineseCounting", "（%2）", ""),
        ("decimal", "%1.%2.%3", "<w:isLgl/>"),
    ];
    let lists = [
        list(0, &levels),
        list(1, &[("decimalEnclosedCircle", "%1", ""), ("bullet", "\u{f0b7}", "")]),
        num(1, 0, ""),
        num(2, 0, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>"),
        num(3, 1, ""),
        num(4, 0, ""),
    ];
    let body = [
        numbered(1, 0, "总体情况"),
        numbered(1, 1, "主动公开"),
        numbered(1, 1, "依申请公开"),
        numbered(1, 2, "细目"),
        numbered(1, 0, "主动公开情况"),
        numbered(1, 1, "又从一起"),
        // Another list of the same levels goes on counting; one that says where it begins does not.
        numbered(4, 0, "接着数"),
        numbered(2, 0, "从五起"),
        numbered(2, 0, "六"),
        numbered(3, 0, "圈"),
        numbered(3, 1, "点"),
        numbered(0, 0, "无"),
        numbered(99, 0, "没有这个列表"),
        // Deleted paragraphs are not counted.
        numbered(1, 0, "").replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>"),
        numbered(1, 0, "七"),
    ];
    let docx = Docx::new(&body.concat()).numbering(&lists.concat());
    assert_eq!(
        shown(&docx).lines().collect::<Vec<_>>(),
        [
            "一、总体情况",
            "（一）主动公开",
            "（二）依申请公开",
            "1.2.1 细目",
            "二、主动公开情况",
            "（一）又从一起",
            "三、接着数",
            "五、从五起",
            "六、六",
            "① 圈",
            "点",
            "无",
            "没有这个列表",
            "七、七",
        ]
    );
}

#[test]
fn styles_number_their_paragraphs() {
    let styled =
        |style: &str, text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text));
    let style = |id: &str, based_on: &str, inside: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:basedOn w:val=\"{based_on}\"/><w:pPr>{inside}</w:pPr></w:style>"
        )
    };
    let number = |list: usize| format!("<w:numPr><w:numId w:val=\"{list}\"/></w:numPr>");
    let docx = Docx::new(
        &[
            styled("节", "总体情况"),
            styled("小节", "主动公开"),
            styled("深", "依申请公开"),
            styled("节", "主动公开情况"),
            styled("不编号", "没有号"),
            styled("引", "按样式"),
        ]
        .concat(),
    )
    .styles(
        &[
            style("节", "", &number(1)),
            style("小节", "", &number(1)),
            style("深", "小节", ""),
            style("不编号", "节", &number(0)),
            style("引", "", &number(3)),
            style("列表", "", &number(2)),
        ]
        .concat(),
    )
    .numbering(
        &[
            list(0, &[("japaneseCounting", "%1、", ""), ("japaneseCounting", "（%2）", "<w:pStyle w:val=\"小节\"/>")]),
            list(1, &[("ideographTraditional", "%1．", "")]),
            "<w:abstractNum w:abstractNumId=\"2\"><w:numStyleLink w:val=\"列表\"/></w:abstractNum>".to_owned(),
            num(1, 0, ""),
            num(2, 1, ""),
            num(3, 2, ""),
        ]
        .concat(),
    );
    assert_eq!(shown(&docx), "一、总体情况\n（一）主动公开\n（二）依申请公开\n二、主动公开情况\n没有号\n甲．按样式");
}

#[test]
fn boxes_and_notes_are_read_once_behind_their_paragraph() {
    let shape = |text: &str| {
        let content = format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
        format!(
            "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>\
             </w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>\
             </mc:AlternateContent></w:r>"
        )
    };
    let note = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    let in_table = table_of(&[&[format!("<w:tc><w:p>{}{}</w:p></w:tc>", run("12"), shape("表中的框"))]]);
    let body = [format!("<w:p>{}{}{note}{note}</w:p>", run("正文"), shape("框")), in_table, paragraph("后文")];
    let notes = format!(
        "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\">{}</w:footnote>",
        paragraph("注")
    );
    let docx = Docx::new(&body.concat()).part("word/footnotes.xml", root("footnotes", &notes));
    let read = file(&docx);
    assert_eq!(
        read.text.replace("\n\n", "\n"),
        "正文\n框\n注\n<table>\n<tr><td>12</td></tr>\n</table>\n表中的框\n后文\n"
    );
    let stories: Vec<Story> = read.places.all().iter().map(|place| place.story).collect();
    assert_eq!(stories, [Story::Body, Story::TextBox, Story::Footnote, Story::Body, Story::TextBox, Story::Body]);
}

#[test]
fn what_is_not_read_is_named() {
    let body = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>\
        <w:p><w:r><w:object><v:imagedata/></w:object></w:r></w:p><w:altChunk/>";
    let read = file(&Docx::new(body));
    assert_eq!(read.remarks, ["1 幅图片", "1 个公式", "1 个嵌入的对象（如 Excel 表格）", "1 个插入的外部文档"]);
    assert_eq!(read.text, "<img>\n\n");
}

#[test]
fn a_table_that_is_a_picture_is_found() {
    let whole = Whole::new(2021, 3).layout(Layout::Html).text();
    let docx = Docx::of_draft(&whole);
    let document = docx.document();
    let (start, end) = (document.rfind("<w:tbl>").expect("a table"), document.rfind("</w:tbl>").expect("its end"));
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    let changed = format!("{}{picture}{}", &document[..start], &document[end + "</w:tbl>".len()..]);
    let found = checked(&file(&Docx::with_document(&changed)).text);
    assert_eq!(found.findings.iter().map(|it| it.rule.name).collect::<Vec<_>>(), ["table-as-image"]);
}

#[test]
fn tables_typed_with_tabs_are_read() {
    let draft = Whole::new(2021, 5).layout(Layout::Tabs).text();
    let row = |line: &str| line.split('\t').map(run).collect::<Vec<_>>().join("<w:r><w:tab/></w:r>");
    let body: String = draft.lines().map(|line| format!("<w:p>{}</w:p>", row(line))).collect();
    let figures = |text: &str| -> usize { checked(text).reports[0].forms.iter().map(|form| form.values.len()).sum() };
    assert_eq!(figures(&file(&Docx::new(&body)).text), figures(&draft));
}

#[test]
fn files_that_are_no_sound_document_get_one_line() {
    let faults = [
        (b"no archive".to_vec(), "文件已损坏，无法读取（不是完整的 ZIP 压缩包）"),
        (Docx::new("").bytes()[..300].to_vec(), "文件已损坏"),
        (Docx::new("").part("word/document.xml", "<w:document>").bytes(), "第 1 行第 2 列不是正确的 XML"),
        (Docx::with_document("<a/>").bytes(), "没有正文"),
        (
            [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"]
                .concat(),
            "打开密码",
        ),
        (b"{\\rtf1".to_vec(), "内容不是 .docx，而是 .rtf"),
    ];
    for (bytes, message) in faults {
        let told = read("年报.docx", bytes).expect_err("a fault").to_string();
        assert!(told.contains(message) && !told.contains('\n'), "{told}");
    }
    let mut broken = Docx::new(&paragraph("总体情况")).bytes();
    let name = b"word/document.xml";
    let at = broken.windows(name.len()).position(|it| it == name).expect("its entry") + name.len() + 10;
    broken[at] ^= 1;
    assert!(read("年报.docx", broken).is_err(), "a changed byte is noticed");
}

#[test]
fn files_made_to_take_long_are_refused() {
    let entities =
        Docx::new(&paragraph("&b;")).document().replace("<w:document", "<!DOCTYPE a [<!ENTITY b 'b'>]><w:document");
    assert_eq!(fault(&Docx::with_document(&entities.replace("&amp;", "&"))), FileFault::Entities);
    let deep = "<w:sdt><w:sdtContent>".repeat(limits::DEPTH);
    assert_eq!(fault(&Docx::new(&deep)), FileFault::TooDeep);
    let bomb = " ".repeat(limits::PART_BYTES_AT_ANY_RATIO + 1);
    assert_eq!(fault(&Docx::new(&bomb)), FileFault::PartTooLong);
    // As deep as is read, in every way that goes down: tables, boxes and controls.
    for (open, close, deep) in [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 3),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 2),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 4),
        ("<w:p><w:hyperlink>", "</w:hyperlink></w:p>", 2),
        ("<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>", 2),
    ] {
        let times = (limits::DEPTH - 6) / deep;
        file(&Docx::new(&format!("{}{}{}", open.repeat(times), paragraph("底"), close.repeat(times))));
    }
    // The same note a thousand times is one note.
    let note = "<w:r><w:footnoteReference w:id=\"1\"/></w:r>".repeat(1000);
    let notes = root(
        "footnotes",
        &format!(
            "<w:footnote w:id=\"1\">{}{note}</w:footnote>",
            paragraph("注").replace("</w:p>", &format!("{note}</w:p>"))
        ),
    );
    let docx = Docx::new(&format!("<w:p>{note}</w:p>")).part("word/footnotes.xml", notes);
    assert_eq!(shown(&docx), "注");
}

#[test]
fn a_million_cells_are_refused() {
    let row = format!("<w:tr>{}</w:tr>", "<w:tc/>".repeat(1000));
    let docx = Docx::new(&format!("<w:tbl>{}</w:tbl>", row.repeat(1001)));
    let fault = fault(&docx);
    assert!(matches!(fault, FileFault::TooManyCells | FileFault::TooManyNodes), "{fault:?}");
}

/// `NIANBAO_DOCX=1000000` tries more.
#[test]
fn no_document_is_too_odd() {
    let tries = std::env::var("NIANBAO_DOCX").ok().and_then(|it| it.parse().ok()).unwrap_or(2000);
    let mut random = Random::new(13);
    let lists = [list(0, &[("chineseCounting", "%1、", ""), ("decimal", "%1.%2", "")]), num(1, 0, "")].concat();
    let body = [
        numbered(1, 0, "总体情况"),
        format!("<w:p><w:del>{}</w:del><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{}</w:p>", run("删"), run("12")),
        table_of(&[
            &[cell("<w:vMerge w:val=\"restart\"/>", "高"), cell("<w:gridSpan w:val=\"2\"/>", "宽")],
            &[cell("<w:vMerge/>", ""), cell("<w:hMerge w:val=\"restart\"/>", "1"), cell("<w:hMerge/>", "2")],
        ]),
        "<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict><w:footnoteReference w:id=\"1\"/></w:r></w:p>"
            .to_owned(),
    ];
    let notes = root("footnotes", &format!("<w:footnote w:id=\"1\">{}</w:footnote>", paragraph("注")));
    let whole = Docx::new(&body.concat()).numbering(&lists).part("word/footnotes.xml", notes);
    let document = whole.document().to_owned();
    let packed = whole.bytes();
    for _ in 0..tries {
        let bytes = if random.below(4) == 0 {
            let mut bytes = packed.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }
            bytes.truncate(if random.below(8) == 0 { random.below(bytes.len()) } else { bytes.len() });
            bytes
        } else {
            let document = scrambled(&document, [2, 1], 6, &mut random);
            whole.clone().part("word/document.xml", document).bytes()
        };
        if let Ok(read) = read("年报.docx", bytes) {
            for place in read.places.all() {
                assert!(read.text.get(place.text.clone()).is_some() && place.from <= place.text.start, "{place:?}");
            }
            assert!(read.places.all().is_sorted_by_key(|place| place.from));
            checked(&read.text);
        }
    }
}
