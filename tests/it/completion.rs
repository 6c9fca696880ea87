//! What is offered where: drafts with `$0` for the cursor.

use nianbao::check::Draft;
use nianbao::check::Language;
use nianbao::compose::template::{self, Facts, HeadingStyle, WriteStyle};
use nianbao::config::Settings;
use nianbao::edition;
use nianbao::ide::completion::{Completion, Item, ItemKind, trigger_characters};
use nianbao::syntax::Layout;

use crate::support::cursor::at_cursor;

const TITLE: &str = "云溪县教育局2024年政府信息公开工作年度报告\n\n";

/// What is offered in a plain text with the cursor at `$0`.
fn offered(text: &str) -> Completion {
    offered_in(text, Language::Plain, None)
}

fn offered_in(text: &str, language: Language, wish: Option<Layout>) -> Completion {
    let mut settings = Settings::default();
    settings.layout = wish;
    offered_with(text, language, settings)
}

fn offered_with(text: &str, language: Language, settings: Settings) -> Completion {
    let (text, at) = at_cursor(text);
    let mut draft = Draft::new(&text, 1).with_language(language);
    draft.set_settings(settings);
    let completion = draft.snapshot().whole().completion(at);
    if !completion.items.is_empty() {
        let typed = &text[completion.range.start..at];
        assert!(completion.range.start <= at && at <= completion.range.end);
        assert!(!text[completion.range.clone()].contains('\n'), "one line is replaced");
        for item in &completion.items {
            assert!(item.filter.starts_with(typed), "{typed:?} does not begin {:?}", item.filter);
            for field in &item.template.fields {
                assert!(item.template.text.get(field.clone()).is_some(), "{item:?}");
            }
        }
        assert!(completion.items.iter().filter(|item| item.preselect).count() <= 1);
    }
    completion
}

fn labels(completion: &Completion) -> Vec<&str> {
    completion.items.iter().map(|item| item.label.as_str()).collect()
}

/// The labels of one kind, the preselected one with a star.
fn starred(completion: &Completion, kind: ItemKind) -> Vec<String> {
    let items = completion.items.iter().filter(|item| item.kind == kind);
    items.map(|item| format!("{}{}", item.label, if item.preselect { "*" } else { "" })).collect()
}

/// The draft after an item was chosen.
fn accepted(text: &str, completion: &Completion, item: &Item) -> String {
    let mut text = text.replace("$0", "");
    text.replace_range(completion.range.clone(), &item.template.text);
    text
}

/// The draft after the item with this label was chosen.
fn chosen(text: &str, label: &str) -> String {
    let completion = offered(text);
    let item = completion.items.iter().find(|item| item.label == label);
    accepted(text, &completion, item.unwrap_or_else(|| panic!("no {label} in {:?}", labels(&completion))))
}

fn silent(text: &str) {
    assert_eq!(offered(text).items, Vec::<Item>::new(), "{text}");
}

/// The names of all findings of a text, but for what is left to be filled in.
fn findings(text: &str) -> Vec<&'static str> {
    names(&nianbao::check::check(text))
}

fn names(checked: &nianbao::check::Checked) -> Vec<&'static str> {
    let names = checked.findings.iter().map(|finding| finding.rule.name);
    names.filter(|name| *name != "template-residue").collect()
}

/// A report in a style, cut off before the heading of a section; the cursor stands there.
fn until(section: &str, layout: Layout) -> String {
    let edition = edition::newest();
    let facts = Facts { organ: Some("云溪县教育局"), year: Some(2024), ..Facts::default() };
    let style = WriteStyle { layout, headings: HeadingStyle::Plain };
    let report = template::report(edition, style, &facts).text;
    let heading =
        edition.sections.iter().find(|it| it.id == section).map(|it| template::heading(it, HeadingStyle::Plain));
    let end = report.find(&heading.expect("a section")).expect("a heading");
    format!("{}$0", &report[..end])
}

/// A report in which the table of applications has this row, and all above it zeros.
fn with_row(layout: Layout, row: &str) -> String {
    let text = until("proceedings", layout).replace("$0", "");
    let header = edition::newest().form("applications").expect("a form");
    let handled =
        template::row(header, header.row("handled").expect("a row"), layout, &Facts::default()).expect("a row").text;
    assert!(text.contains(&handled));
    text.replace(&handled, row)
}

#[test]
fn an_empty_document_is_offered_the_whole_report() {
    for text in ["$0", "\n$0\n\n", "report$0", "nian$0", "zfxxgkgz$0", "zhengfuxinxi$0", "政府信息$0", "此$0"] {
        let completion = offered(text);
        if text == "此$0" {
            assert_eq!(completion.items, []);
            continue;
        }
        let item = &completion.items[0];
        assert_eq!((item.label.as_str(), item.preselect), ("政府信息公开工作年度报告", true), "{text}");
        assert_eq!(findings(&accepted(text, &completion, item)), [""; 0], "{text}");
    }
    let all = offered("$0");
    assert_eq!(
        labels(&all)[2..],
        [
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项"
        ]
    );
}

#[test]
fn a_title_is_completed_and_then_the_report_under_it() {
    assert_eq!(chosen("云溪县教育局2024年$0", "云溪县教育局2024年政府信息公开工作年度报告"), TITLE.trim_end());
    assert_eq!(
        chosen("# 云溪县教育局2024年度$0", "云溪县教育局2024年度政府信息公开工作年度报告"),
        "# 云溪县教育局2024年度政府信息公开工作年度报告"
    );
    for text in [format!("{TITLE}$0"), format!("{TITLE}zfxxgk$0\n"), format!("{}\n$0", TITLE.trim_end())] {
        let completion = offered(&text);
        let item = &completion.items[0];
        assert!(item.preselect && item.detail == "标题以下的全部内容");
        let report = accepted(&text, &completion, item);
        assert_eq!(findings(&report), [""; 0]);
        assert!(
            report.starts_with(TITLE) && report.matches("云溪县教育局").count() == 1 && report.contains("2024年1月1日")
        );
    }
    silent(&TITLE.replace('\n', "$0"));
}

#[test]
fn the_edition_follows_the_year() {
    let text = "云溪县教育局2020年政府信息公开工作年度报告\n\n$0";
    let completion = offered(text);
    let report = accepted(text, &completion, &completion.items[0]);
    assert_eq!(findings(&report), [""; 0]);
    assert_eq!(nianbao::check::check(&report).reports[0].edition.year, 2019);
}

#[test]
fn the_edition_that_is_set_counts_before_the_year() {
    for (setting, text) in [
        (2019, "$0"),
        (2019, "云溪县教育局2024年政府信息公开工作年度报告\n\n$0"),
        (2021, "云溪县教育局2020年政府信息公开工作年度报告\n\n$0"),
    ] {
        for layout in Layout::ALL {
            let mut settings = Settings::default();
            (settings.edition, settings.layout) = (Some(setting), Some(layout));
            let completion = offered_with(text, Language::Plain, settings.clone());
            let report = accepted(text, &completion, &completion.items[0]);
            let checked = nianbao::check::check_with(&report, &settings);
            assert_eq!(checked.reports[0].edition.year, setting);
            assert_eq!(names(&checked), [""; 0], "{setting} {layout:?}");
        }
    }
    // What belongs to the other edition alone is not offered.
    let mut settings = Settings::default();
    settings.edition = Some(2019);
    let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n$0";
    assert!(labels(&offered_with(text, Language::Plain, settings)).contains(&"第二十条第（九）项"));
    assert!(!labels(&offered(text)).contains(&"第二十条第（九）项"));
}

#[test]
fn other_documents_are_left_alone() {
    for text in [
        "# 购物清单\n\n$0",
        "# 购物清单\n\nreport$0",
        "购物清单\nz$0",
        "# 购物清单\n\n第二十条第$0",
        "总计\t3\n$0",
        "# a\n\nnia$0",
        "# a\n\nsection1$0",
        "# a\n\nthe nianbao$0",
        "《$0",
        "根据《中华$0",
    ] {
        silent(text);
    }
    // Somebody who types the program's name means it.
    assert_eq!(labels(&offered("# 购物清单\n\nnianbao$0\n")), ["政府信息公开工作年度报告"]);
    let example = format!("{TITLE}一、总体情况\n\n```\n$0\n```\n");
    silent(&example);
}

#[test]
fn an_empty_document_is_offered_the_whole_report_by_all_its_names() {
    for language in [Language::Plain, Language::Markdown, Language::Html] {
        for name in ["年报", "年度报告", "整份", "nb", "nianbao", "ndbg", "report", "nian", "整", ""] {
            for around in ["$", "\n\n$\n", "$\r\n"] {
                let completion = offered_in(&around.replace('$', &format!("{name}$0")), language, None);
                let first = completion.items.first().unwrap_or_else(|| panic!("nothing for {name} in {language:?}"));
                assert_eq!(first.label, "政府信息公开工作年度报告", "{name} in {language:?}");
                let ascii = name.is_ascii() && name.len() > 1 && name != "nian";
                assert!(!ascii || first.filter == name, "{name} is whole: {}", first.filter);
                let checked = nianbao::check::check(&first.template.text);
                assert_eq!(checked.reports[0].forms.len(), edition::newest().forms.len());
            }
        }
    }
}

#[test]
fn nothing_is_offered_twice() {
    let drafts = ["$0", "表三$0", "nb$0", "## 三、收到和处理政府信息公开申请情况\n\n表三$0", "表$0", "table$0", "三$0"];
    for draft in drafts {
        for text in [draft.to_owned(), format!("{TITLE}{draft}")] {
            let completion = offered_in(&text, Language::Markdown, None);
            let mut labels = labels(&completion);
            let count = labels.len();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), count, "{text}: {labels:?}");
        }
    }
}

#[test]
fn at_a_line_start_the_next_section_is_offered_first() {
    let text = until("applications", Layout::Tabs);
    let sections = [
        "三、收到和处理政府信息公开申请情况*",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ];
    assert_eq!(starred(&offered(&text), ItemKind::Piece), sections);
    for typed in [
        "三",
        "三、收到",
        "收到",
        "收到和處理",
        "sdhcl",
        "shoudaohechuli",
        "shou'dao'he",
        "applications",
        "section3",
        "申请",
    ] {
        let text = text.replace("$0", &format!("{typed}$0"));
        let completion = offered(&text);
        assert_eq!(completion.items[0].label, "三、收到和处理政府信息公开申请情况", "{typed}");
        assert!(completion.items[0].preselect);
        let whole = accepted(&text, &completion, &completion.items[0]);
        assert_eq!(findings(&whole), ["missing-section"; 3], "{typed}");
        assert!(
            whole.contains("\n\n三、收到和处理政府信息公开申请情况\n\n（本列数据") && !whole.contains("\n\n\n"),
            "{whole}"
        );
    }
    silent(&text.replace("$0", "xyz$0"));
    silent(&text.replace("$0", "三、收到和处理政府信息公开申请情况很多$0"));
}

#[test]
fn a_section_that_was_left_out_is_offered_in_its_place() {
    let whole = until("other", Layout::Tabs).replace("$0", "");
    let (second, fourth) = (whole.find("三、收到和").expect("three"), whole.find("四、政府信息公开").expect("four"));
    let without = format!("{}$0\n{}", &whole[..second], &whole[fourth..]);
    let completion = offered(&without);
    assert_eq!(
        starred(&completion, ItemKind::Piece),
        ["三、收到和处理政府信息公开申请情况*", "六、其他需要报告的事项"]
    );
    let mended = accepted(&without, &completion, &completion.items[0]);
    assert_eq!(findings(&mended), ["missing-section"]);
    // In the middle of a section's text no heading is offered unasked.
    let middle = without.replace("（三）政府信息管理", "$1（三）政府信息管理").replace("$0", "").replace("$1", "$0\n");
    assert_eq!(starred(&offered(&middle), ItemKind::Piece), [""; 0]);
    // At the end the third is offered too, with a word about its place.
    let end = format!("{}$0", without.replace("$0", ""));
    let completion = offered(&end);
    assert_eq!(labels(&completion)[..2], ["六、其他需要报告的事项", "三、收到和处理政府信息公开申请情况"]);
    assert_eq!(completion.items[1].detail, "应在“四、政府信息公开行政复议、行政诉讼情况”之前");
}

#[test]
fn headings_are_marked_as_the_others_are() {
    let text = format!("# {TITLE}### 一、总体情况\n\n公开信息36条。\n\n");
    for typed in ["", "#", "###", "### ", "### 二", "zhudong"] {
        let completion = offered(&format!("{text}{typed}$0"));
        let item = completion.items.iter().find(|item| item.label == "二、主动公开政府信息情况").expect(typed);
        assert!(item.template.text.starts_with("### 二、主动公开政府信息情况\n\n"), "{typed}");
        assert_eq!(completion.range.start, text.len());
    }
    // Nothing but headings begins with a mark of headings.
    assert!(offered(&format!("{text}#$0")).items.iter().all(|item| item.kind == ItemKind::Piece));
    let page =
        "<h1>云溪县教育局2024年政府信息公开工作年度报告</h1>\n<h2>一、总体情况</h2>\n<p>公开信息36条。</p>\n\n<$0";
    let completion = offered_in(page, Language::Html, None);
    assert!(completion.items[0].template.text.starts_with("<h2>二、主动公开政府信息情况</h2>\n\n<table>"));
}

#[test]
fn in_a_section_its_tables_come_first() {
    let text =
        format!("{}\n", until("applications", Layout::Tabs).split("第二十条").next().expect("a heading").trim_end());
    let completion = offered(&format!("{text}\n$0"));
    assert_eq!(
        labels(&completion)[..6],
        [
            "表二主动公开政府信息情况",
            "第二十条第（一）项",
            "第二十条第（五）项",
            "第二十条第（六）项",
            "第二十条第（八）项",
            "三、收到和处理政府信息公开申请情况"
        ]
    );
    assert!(completion.items[0].preselect);
    for typed in ["table2", "b'e", "表二", "第二十条"] {
        let text = format!("{text}\n{typed}$0");
        let completion = offered(&text);
        assert_eq!(completion.items[0].label, "表二主动公开政府信息情况", "{typed}");
        assert!(!findings(&accepted(&text, &completion, &completion.items[0])).contains(&"missing-form"));
    }
    // One item after the other.
    let mut draft = format!("{text}\n$0");
    for (typed, label) in [
        ("table2-1", "第二十条第（一）项"),
        ("规章", ""),
        ("xzxk", "第二十条第（五）项"),
        ("行政处罚", "第二十条第（六）项"),
        ("dest", ""),
    ] {
        let asked = draft.replace("$0", &format!("{typed}$0"));
        let completion = offered(&asked);
        if label.is_empty() {
            assert!(!labels(&completion).contains(&"第二十条第（一）项"), "{typed}");
            continue;
        }
        assert_eq!(completion.items[0].label, label, "{typed}");
        draft = format!("{}$0", accepted(&asked, &completion, &completion.items[0]));
    }
    assert_eq!(labels(&offered(&draft))[0], "第二十条第（八）项");
}

#[test]
fn after_the_article_come_its_items() {
    let text = format!(
        "{TITLE}二、主动公开政府信息情况\n\n| 第二十条第$0（六）项 | | | |\n| --- | --- | --- | --- |\n| 信息内容 | 本年处理决定数量 | | |\n| 行政许可 | 12 | | |\n"
    );
    let completion = offered(&text);
    assert_eq!(
        starred(&completion, ItemKind::Banner),
        ["第二十条第（五）项*", "第二十条第（一）项", "第二十条第（八）项"],
        "what stands there is not offered again"
    );
    assert_eq!(completion.items[0].detail, "行政许可");
    let mended = accepted(&text, &completion, &completion.items[0]);
    assert!(mended.contains("| 第二十条第（五）项 | | | |\n"), "{mended}");
    for (typed, label) in [
        ("第（", "第二十条第（五）项"),
        ("第（八", "第二十条第（八）项"),
        ("第8", "第二十条第（八）项"),
        ("第六", "第二十条第（六）项"),
        ("第(六", "第二十条第（六）项"),
    ] {
        let text = text.replace("第$0（六）项", &format!("{typed}$0"));
        assert_eq!(labels(&offered(&text))[0], label, "{typed}");
    }
    // In Traditional script, and with blanks between.
    for typed in ["第二十條第", "第二十條第（", "第 二十 條 第", "第二十條第五"] {
        let line = text.replace("第二十条第$0（六）项", &format!("{typed}$0"));
        let completion = offered(&line);
        assert_eq!(completion.items[0].label, "第二十条第（五）项", "{typed}");
        let mended = accepted(&line, &completion, &completion.items[0]);
        assert!(mended.contains("\n| 第二十条第（五）项 | | | |\n"), "{mended}");
        let start = format!("{TITLE}二、主动公开政府信息情况\n\n{typed}$0");
        assert!(labels(&offered(&start)).contains(&"第二十条第（五）项"), "{typed} at a line start");
    }
    let whole = text.replace("第二十条第$0（六）项", "第二十條第$0（六）項");
    let completion = offered(&whole);
    assert!(accepted(&whole, &completion, &completion.items[0]).contains("\n| 第二十条第（五）项 | | | |\n"));
    silent(&text.replace("第$0（六）项", "第（六）项$0"));
    silent(&text.replace("第$0（六）项", "第（九$0"));
    // At a line start a missing item comes with its table, any other alone.
    let again = text.replace("| 第二十条第$0（六）项 | | | |\n| --- | --- | --- | --- |\n", "第二十条第$0\n\n");
    let completion = offered(&again);
    assert_eq!(completion.items.len(), 4, "{:?}", labels(&completion));
    let kind = |label: &str| completion.items.iter().find(|item| item.label == label).map(|item| item.kind);
    assert_eq!(kind("第二十条第（五）项"), Some(ItemKind::Banner));
    assert_eq!(kind("第二十条第（六）项"), Some(ItemKind::Piece));
}

#[test]
fn under_an_article_heading_its_table_comes_without_it() {
    for layout in Layout::ALL {
        let edition = edition::newest();
        let text = until("applications", layout).replace("$0", "");
        let start = text.find("第二十条").expect("the table");
        let start = text[..start].rfind("\n\n").expect("a heading") + 2;
        let rest = template::report(
            edition,
            WriteStyle { layout, headings: HeadingStyle::Plain },
            &Facts { organ: Some("云溪县教育局"), year: Some(2024), ..Facts::default() },
        );
        let rest = &rest.text[text.len()..];
        // Block after block: the heading is typed, what stands under it accepted.
        let mut draft = text[..start].to_owned();
        for form in edition.forms.iter().filter_map(|form| form.banner.as_ref().map(|banner| (form, banner))) {
            let (form, banner) = form;
            let asked = format!("{draft}{}\n$0\n\n{rest}", banner.text);
            let mut settings = Settings::default();
            settings.layout = Some(layout);
            let completion = offered_with(&asked, Language::Plain, settings);
            let rows: Vec<&str> = form.rows.iter().map(|row| row.words()).collect();
            let item = completion.items.iter().find(|item| item.label == rows.join("、"));
            let item = item.unwrap_or_else(|| panic!("{layout:?} {:?}", labels(&completion)));
            assert_eq!(item.detail, format!("{}下的表格", banner.text));
            let whole = accepted(&asked, &completion, item);
            draft = whole[..whole.len() - rest.len()].trim_end().to_owned() + "\n\n";
        }
        assert_eq!(findings(&format!("{draft}{rest}")), [""; 0], "{layout:?}\n{draft}");
    }
}

#[test]
fn a_table_is_offered_wherever_a_line_begins() {
    let text = format!("{TITLE}一、总体情况\n\n公开信息36条。\n\n$0");
    for typed in ["table3", "表三", "biaosan", "表三政府信息"] {
        let completion = offered(&text.replace("$0", &format!("{typed}$0")));
        assert_eq!(
            labels(&completion),
            ["三、收到和处理政府信息公开申请情况", "表三政府信息公开申请情况"],
            "{typed}: first what brings its heading"
        );
        assert!(completion.items[0].preselect);
        assert_eq!(completion.items[1].detail, "表格；应在“三、收到和处理政府信息公开申请情况”下");
    }
    // Under its own heading it comes first, and what is there is not offered again.
    let own = format!("{}三、收到和处理政府信息公开申请情况\n\ntable$0", text.replace("$0", ""));
    assert_eq!(labels(&offered(&own))[..2], ["表三政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"]);
    let there = format!("{}table$0", until("proceedings", Layout::Tabs).replace("$0", ""));
    assert_eq!(labels(&offered(&there)), ["四、政府信息公开行政复议、行政诉讼情况", "表四行政复议、行政诉讼情况"]);
    // A single article block too, under whichever heading.
    let block = text.replace("$0", "二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n\ntable2-5$0");
    assert_eq!(labels(&offered(&block)), ["第二十条第（五）项"]);
    // Nothing typed asks for nothing elsewhere.
    assert!(!labels(&offered(&text)).iter().any(|label| label.starts_with('表')));
}

#[test]
fn between_the_rows_of_a_table_only_rows_are_offered() {
    for layout in Layout::ALL {
        let text = until("proceedings", layout).replace("$0", "");
        let form = edition::newest().form("applications").expect("a form");
        let row = |row: &str| {
            template::row(form, form.row(row).expect("a row"), layout, &Facts::default()).expect("a row").text
        };
        let at = text.find(&row("denied-by-law")).expect("a row");
        for typed in ["", "二、", "table4", "四、政府", "section6"] {
            let completion = offered(&format!("{}{typed}$0\n{}", &text[..at], &text[at..]));
            assert!(completion.items.iter().all(|item| item.kind == ItemKind::Row), "{layout:?} {typed}");
        }
    }
}

#[test]
fn inside_ordinary_words_nothing_is_offered() {
    let prose = "全年围绕中心工作，主动公开各类信息186条。其中，政策文件12条，行政许可结果90条；收到申请3件，均按期答复，\
                 没有因政府信息公开被申请行政复议、提起行政诉讼的情况。二是加强培训，三是完善制度，表三中的数据已经核对。\
                 根据工作需要，第二十条所列事项都有专人负责，report和table也有人看。";
    for (language, open, close) in
        [(Language::Plain, "", ""), (Language::Markdown, "", ""), (Language::Html, "<p>", "</p>")]
    {
        let heading = if language == Language::Html { "<h2>一、总体情况</h2>" } else { "一、总体情况" };
        let text = format!("{TITLE}{heading}\n\n{open}{prose}{close}\n");
        let start = text.find(prose).expect("the prose");
        let snapshot = Draft::new(&text, 1).with_language(language).snapshot().whole();
        for (at, c) in prose.char_indices().skip(1) {
            let before = prose[..at].chars().next_back().expect("a character");
            let items = snapshot.completion(start + at).items;
            // Between letters and digits of one word, and between Chinese characters.
            let inside = |c: char| c.is_alphanumeric();
            if inside(before) && inside(c) {
                assert_eq!(items, [], "{}$0{}", &prose[..at], &prose[at..]);
            }
        }
        // Typed character by character: only a sentence or a citation whose beginning this is, and no piece of a report.
        for (at, _) in prose.char_indices().skip(1) {
            let typed = format!("{TITLE}{heading}\n\n{open}{}", &prose[..at]);
            let items = Draft::new(&typed, 1).with_language(language).snapshot().whole().completion(typed.len()).items;
            let pieces: Vec<&str> = items
                .iter()
                .filter(|item| !matches!(item.kind, ItemKind::Sentence | ItemKind::Citation))
                .map(|item| item.label.as_str())
                .collect();
            assert_eq!(pieces, [""; 0], "{}", &prose[..at]);
            let last = prose[..at].rsplit(['，', '。', '；', '、']).next().unwrap_or("");
            let handle = last.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let begins =
                items.iter().all(|item| handle || item.template.text.contains(last) || item.label.contains(last));
            assert!(begins, "{last}: {:?}", items.iter().map(|item| &item.label).collect::<Vec<_>>());
        }
    }
}

#[test]
fn under_a_row_comes_the_next() {
    for layout in Layout::ALL {
        let whole = until("proceedings", layout).replace("$0", "");
        let form = edition::newest().form("applications").expect("a form");
        // Every row but the first is deleted and comes back, one after the other.
        let row = |row: usize| template::row(form, row, layout, &Facts::default()).expect("a row").text;
        let (start, end) = (whole.find(&row(1)).expect("a row"), whole.find(&row(24)).expect("a row") + row(24).len());
        let (mut draft, rest) = (whole[..start].to_owned(), &whole[end..]);
        for next in 1..form.rows.len() {
            let typed = ["", &form.rows[next].id, form.rows[next].label()][next % 3];
            let open = match layout {
                Layout::Markdown => "| ",
                Layout::Html => "<tr><td>",
                Layout::Tabs | Layout::Lines => "",
            };
            let typed = if next % 2 == 0 { format!("{open}{typed}") } else { typed.to_owned() };
            let text = format!("{draft}{typed}$0\n{rest}");
            let completion = offered(&text);
            let item = completion.items.first().unwrap_or_else(|| panic!("nothing after {typed:?} in\n{text}"));
            assert_eq!(
                (item.label.as_str(), item.kind, item.preselect),
                (form.rows[next].label(), ItemKind::Row, true),
                "{layout:?} {typed}"
            );
            assert_eq!(item.template.fields.len(), 7);
            draft.push_str(&item.template.text);
            draft.push('\n');
        }
        assert_eq!(format!("{draft}{rest}"), whole);
    }
}

#[test]
fn under_a_header_comes_the_first_row() {
    let header = "二、主动公开政府信息情况\n\n| 信息内容 | 本年处理决定数量 |\n| --- | --- |\n";
    assert_eq!(
        chosen(&format!("{TITLE}{header}$0"), "行政许可").lines().last(),
        Some("| 行政许可 | 0 |"),
        "as wide as the table is"
    );
    let penalty = format!("{TITLE}{}$0\n", header.replace("| 信息", "第二十条第（六）项\n\n| 信息"));
    assert_eq!(chosen(&penalty, "行政处罚").lines().last(), Some("| 行政处罚 | 0 |"));
    let second = penalty.replace("$0", "| 行政处罚 | 3 |\n| xzqz$0");
    assert_eq!(chosen(&second, "行政强制").lines().last(), Some("| 行政强制 | 0 |"));
    let table = "四、政府信息公开行政复议、行政诉讼情况\n\n| 行政复议 | | | | | 行政诉讼 | | | | | | | | | |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n";
    let text = chosen(&format!("{TITLE}{table}$0"), "件数");
    assert!(
        text.ends_with(&format!("|{}\n", " 0 |".repeat(15))) || text.ends_with(&format!("|{}", " 0 |".repeat(15))),
        "{text}"
    );
}

#[test]
fn a_total_is_computed_from_what_is_there() {
    // The draft up to the total, and behind it.
    let cases = [
        (Layout::Markdown, "| | （七）总计 | | 1 | 2 | 0 | 0 | 0 | 4 | $0 |\n"),
        (Layout::Markdown, "| | （七）总计 | | 1 | 2 | 0 | 0 | 0 | 4 |$0|\n"),
        (Layout::Markdown, "| | （七）总计 | | 1 | 2 | 0 | 0 | 0 | 4 | $0\n"),
        (Layout::Markdown, "| | （七）总计 | | 1 | 2 | 0 | 0 | 0 | 4 | $08 |\n"),
        (Layout::Tabs, "\t（七）总计\t\t1\t2\t0\t0\t0\t4\t$0\n"),
        (Layout::Lines, "（七）总计\n1\n2\n0\n0\n0\n4\n$0\n"),
        (
            Layout::Html,
            "<tr><td colspan=\"2\">（七）总计</td><td>1</td><td>2</td><td>0</td><td>0</td><td>0</td><td>4</td><td>$0</td></tr>\n",
        ),
    ];
    for (layout, row) in cases {
        let text = with_row(layout, row);
        let completion = offered(&text);
        assert_eq!(starred(&completion, ItemKind::Figure), ["7*", "0"], "{layout:?} {row}");
        assert_eq!(completion.items[0].reason.as_deref(), Some("自然人 1＋商业企业 2＋法人或其他组织·其他 4 ＝ 7"));
        assert_eq!(completion.items[1].reason.as_deref(), Some("各项都是 0"));
        let mended = accepted(&text, &completion, &completion.items[0]);
        assert!(!findings(&mended).contains(&"row-total"), "{layout:?} {mended}");
    }
    let row = "| | （七）总计 | | 100 | 200 | 0 | 0 | 0 | 4 | $0 |\n";
    let text = with_row(Layout::Markdown, row);
    assert_eq!(labels(&offered(&text.replace("$0", "3$0")))[0], "304");
    assert_eq!(labels(&offered(&text.replace("$0", "304$0"))), [""; 0], "it stands there already");
    assert_eq!(labels(&offered(&text.replace("$0", "5$0"))), [""; 0], "somebody knows better");
    // A cell that is no total is the author's.
    silent(
        &with_row(Layout::Markdown, "| | （七）总计 | | 1 | 2 | $0 | 0 | 0 | 4 | 7 |\n")
            .replace("| | （七）总计", "| | （一）予以公开"),
    );
    // The columns give totals too: what came in is what was handled.
    let down = with_row(Layout::Tabs, "\t（七）总计\t\t$0\t0\t0\t0\t0\t0\t0\n")
        .replace("新收政府信息公开申请数量\t\t\t0", "新收政府信息公开申请数量\t\t\t5");
    let completion = offered(&down);
    assert_eq!(labels(&completion), ["5", "0"], "the sum of nothing but zeros comes last");
    assert_eq!(completion.items[0].reason.as_deref(), Some("一、本年新收政府信息公开申请数量 5 ＝ 5"));
}

#[test]
fn totals_of_the_proceedings() {
    for (layout, row) in [
        (Layout::Markdown, "| 1 | 0 | 0 | 2 | $0 |"),
        (Layout::Tabs, "1\t0\t0\t2\t$0"),
        (Layout::Lines, "1\n0\n0\n2\n$0"),
        (Layout::Html, "<tr><td>1</td><td>0</td><td>0</td><td>2</td><td>$0</td></tr>"),
    ] {
        let form = edition::newest().form("proceedings").expect("a form");
        let zeros = template::row(form, 0, layout, &Facts::default()).expect("a row").text;
        let text = until("problems", layout).replace("$0", "").replace(&zeros, &format!("{row}\n"));
        let completion = offered(&text);
        assert_eq!(labels(&completion), ["3"], "{layout:?}");
        assert_eq!(completion.items[0].reason.as_deref(), Some("行政复议·结果维持 1＋行政复议·尚未审结 2 ＝ 3"));
    }
}

#[test]
fn sentences_have_this_reports_figures() {
    let row = "\t（七）总计\t\t2\t0\t0\t0\t0\t0\t2\n";
    let text = with_row(Layout::Tabs, row).replace(
        "新收政府信息公开申请数量\t\t\t0\t0\t0\t0\t0\t0\t0",
        "新收政府信息公开申请数量\t\t\t2\t1\t0\t0\t0\t0\t3",
    );
    let heading = text.find("（一）主动公开").expect("the overview");
    let end = text.find("二、主动公开政府信息情况").expect("section two");
    let text = |prose: &str| format!("{}{prose}\n\n{}", &text[..heading], &text[end..]);
    let sentence = "本年度新收政府信息公开申请3件，上年结转0件，办结2件，结转下年度继续办理0件。";
    for (prefix, typed) in
        [("", "received"), ("", "本年度新收"), ("", "bndxs"), ("", "bennianduxinshou"), ("今年，", "本年度")]
    {
        let text = text(&format!("{prefix}{typed}$0"));
        let completion = offered(&text);
        let item = completion.items.iter().find(|item| item.template.text == sentence).expect(typed);
        assert_eq!(item.template.fields, [0..0; 0], "every figure is known");
        assert!(accepted(&text, &completion, item).contains(&format!("\n{prefix}{sentence}\n")), "{typed}");
    }
    let after = text("办理工作平稳有序。本年度新收$0");
    assert!(chosen(&after, "本年度新收申请").contains(&format!("办理工作平稳有序。{sentence}\n")));
    // Inside a sentence nothing is offered, nor in the middle of a word.
    silent(&text("今年我局新收$0"));
    silent(&text("工作平稳，本年$0度新收"));
    silent(&text("工作平稳，本$0"));
    // What stands there is not offered again.
    let standing = text(&format!("{sentence}\n本年度$0"));
    assert!(!labels(&offered(&standing)).contains(&"本年度新收申请"));
}

#[test]
fn the_fee_sentence_belongs_to_the_last_section() {
    let text = format!("{}六、其他需要报告的事项\n\n$0", until("other", Layout::Tabs).replace("$0", ""));
    for typed in ["", "fee", "xxclf", "信息处理费", "本年度，本机关"] {
        let text = text.replace("$0", &format!("{typed}$0"));
        let whole = chosen(&text, "信息处理费收取情况");
        assert!(
            whole.ends_with("\n\n本年度，本机关发出信息处理费收费通知0件，金额0元，实际收取0元。"),
            "{typed}: {whole}"
        );
        assert_eq!(findings(&whole), [""; 0]);
    }
}

#[test]
fn citations_stand_anywhere_in_prose() {
    let text = |prose: &str| format!("{TITLE}一、总体情况\n\n{prose}\n");
    let regulation = "《中华人民共和国政府信息公开条例》（国务院令第711号）";
    for (typed, rest) in
        [("《$0", "，"), ("《$0》", "规定"), ("《中华$0", "。"), ("regulation$0", "，"), ("zfxxgktl$0", "")]
    {
        let whole = chosen(&text(&format!("本机关根据{typed}{rest}")), "政府信息公开条例");
        assert!(whole.contains(&format!("本机关根据{regulation}{rest}\n")), "{whole}");
    }
    assert_eq!(labels(&offered(&text("根据《政府信息公开信息$0"))), ["信息处理费管理办法"]);
    assert_eq!(labels(&offered(&text("按照fee-$0"))), [""; 0], "letters end at a dash");
    assert!(labels(&offered(&text("按照notice$0"))).contains(&"年度报告格式"));
    silent(&text("《政府信息公开条例》$0规定"));
    silent(&text("根据条例$0"));
    silent(&text(&format!("{regulation}$0")));
    // Nor in tables.
    silent(&text("| notice$0 | 3 |"));
    silent(&text("规章\tnotice$0"));
    let page = "<h1>云溪县教育局2024年政府信息公开工作年度报告</h1>\n<h2>一、总体情况</h2>\n<p>本年度新收$0</p>\n";
    assert!(labels(&offered_in(page, Language::Html, None)).contains(&"本年度新收申请"));
}

#[test]
fn what_is_inserted_ends_its_lines_as_the_draft_does() {
    let text = until("applications", Layout::Tabs).replace('\n', "\r\n");
    let completion = offered(&text);
    let whole = accepted(&text, &completion, &completion.items[0]);
    assert!(!whole.replace("\r\n", "").contains(['\n', '\r']));
    assert_eq!(completion.items[0].template.fields.len(), 175);
    for field in &completion.items[0].template.fields {
        assert_eq!(&completion.items[0].template.text[field.clone()], "0");
    }
}

#[test]
fn the_layout_is_the_drafts_then_the_wish_then_the_languages() {
    let first_table = |language, wish| {
        let completion = offered_in(&format!("{TITLE}$0"), language, wish);
        let report =
            nianbao::check::check(&format!("{TITLE}{}", completion.items[0].template.text)).reports.swap_remove(0);
        report.forms[0].layout
    };
    assert_eq!(first_table(Language::Plain, None), Layout::Tabs);
    assert_eq!(first_table(Language::Markdown, None), Layout::Markdown);
    assert_eq!(first_table(Language::Markdown, Some(Layout::Html)), Layout::Html);
    assert_eq!(first_table(Language::Plain, Some(Layout::Lines)), Layout::Lines);
    let text = until("applications", Layout::Markdown);
    let completion = offered_in(&text, Language::Markdown, Some(Layout::Html));
    assert!(completion.items[0].template.text.contains("\n| --- |"));
}

#[test]
fn nothing_panics_wherever_the_cursor_is() {
    for layout in Layout::ALL {
        let text = until("problems", layout).replace("$0", "");
        let snapshot = Draft::new(&text, 1).snapshot().whole();
        for offset in (0..text.len() + 2).step_by(7) {
            snapshot.completion(offset);
        }
        // Nor between the two characters of a line end.
        let text = text.replace('\n', "\r\n");
        let snapshot = Draft::new(&text, 1).snapshot().whole();
        for (at, _) in text.match_indices("\r\n") {
            assert_eq!(snapshot.completion(at + 1), snapshot.completion(at));
        }
    }
}

#[test]
fn lists_appear_while_chinese_is_typed() {
    let triggers = trigger_characters();
    for c in "一二三四五六、第（主动公开本年度新收z#|《動開條處".chars() {
        assert!(triggers.contains(&c), "{c}");
    }
    for c in "。，\n0".chars() {
        assert!(!triggers.contains(&c), "{c}");
    }
}
