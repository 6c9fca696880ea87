//! Families of texts that grow by repeating something: what a report may have many of, and what no report has. Each is a
//! function from a size to a text of about so many bytes, the same in every run.

const MARKDOWN: &str = include_str!("../../drafts/markdown-2021.md");
const BROKEN: &str = include_str!("../../drafts/broken.md");
const HTML: &str = include_str!("../../drafts/html-2021.html");
const LINES: &str = include_str!("../../drafts/lines-2021.txt");
const TABS: &str = include_str!("../../drafts/tabs-2021.txt");
const ONE_LINE: &str = include_str!("../../drafts/one-line.txt");

const TITLE: &str = "云溪县教育局2024年政府信息公开工作年度报告";
const HEADINGS: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

/// A family.
pub struct Family {
    pub name: &'static str,
    /// What its files are called behind the dot.
    pub ending: &'static str,
    pub text: Box<dyn Fn(usize) -> String>,
}

/// Something again and again, so many bytes of it.
fn again(unit: &str, bytes: usize) -> String {
    unit.repeat((bytes / unit.len()).max(1))
}

/// Puts something into a draft behind the first line that has these words.
fn behind(draft: &str, words: &str, inserted: &str) -> String {
    let at = draft.find(words).map_or(0, |at| at + draft[at..].find('\n').map_or(0, |end| end + 1));
    [&draft[..at], inserted, &draft[at..]].concat()
}

/// Puts something into a draft in front of some words.
fn before(draft: &str, words: &str, inserted: &str) -> String {
    let at = draft.find(words).unwrap_or(0);
    [&draft[..at], inserted, &draft[at..]].concat()
}

pub fn all() -> Vec<Family> {
    let mut all: Vec<Family> = Vec::new();
    let mut add = |name, ending, text: Box<dyn Fn(usize) -> String>| all.push(Family { name, ending, text });

    // Texts of nothing else.
    for (name, ending, unit) in [
        ("reports, Markdown", "md", BROKEN.to_owned()),
        ("reports, HTML", "html", HTML.to_owned()),
        ("reports, lines", "txt", format!("{LINES}\n")),
        ("reports, tabs", "txt", format!("{TABS}\n")),
        ("reports in one line", "txt", ONE_LINE.replace('\n', " ")),
        ("reports in one line, Markdown", "md", BROKEN.replace('\n', " ")),
        ("reports in one line, HTML", "html", HTML.replace('\n', "")),
        ("titles, a line each", "md", format!("{TITLE}\n")),
        ("titles in one line", "md", TITLE.to_owned()),
        ("titles as <h1> in one line", "html", format!("<h1>{TITLE}</h1>")),
        ("titles and headings", "md", format!("{TITLE}\n{}\n", HEADINGS.join("\n"))),
        ("titles, headings, a row", "md", format!("{TITLE}\n\n{}\n\n{}\n\n| 总计 | 1 |\n\n", HEADINGS[0], HEADINGS[2])),
        ("pipes in one line", "md", "|".to_owned()),
        ("a pipe a line", "md", "|\n".to_owned()),
        ("tabs in one line", "txt", "1\t".to_owned()),
        ("a digit a line", "txt", "1\n".to_owned()),
        ("blank lines", "txt", "\n".to_owned()),
        ("<table> not closed", "html", "<table><tr><td>".to_owned()),
        ("<div> not closed", "html", "<div>".to_owned()),
        ("<h1> not closed", "html", "<h1>".to_owned()),
        ("comments not closed", "html", "<!--".to_owned()),
        ("<", "html", "<".to_owned()),
        ("letters of a report", "txt", "政府信息公开工作年度报告".to_owned()),
    ] {
        add(name, ending, Box::new(move |bytes| again(&unit, bytes)));
    }
    add(
        "headings behind one title",
        "md",
        Box::new(|bytes| format!("{TITLE}\n{}", again(&(HEADINGS.join("\n") + "\n"), bytes))),
    );
    add("headings in one line", "md", Box::new(|bytes| format!("{TITLE}{}", again(&HEADINGS.concat(), bytes))));
    add(
        "<table>s in each other",
        "html",
        Box::new(|bytes| {
            let depth = bytes / 37;
            format!("<h1>{TITLE}</h1>{}1{}", "<table><tr><td>".repeat(depth), "</td></tr></table>".repeat(depth))
        }),
    );
    add(
        "<div>s in each other",
        "html",
        Box::new(|bytes| {
            let depth = bytes / 11;
            format!("{}{HTML}{}", "<div>".repeat(depth), "</div>".repeat(depth))
        }),
    );
    add(
        "attributes",
        "html",
        Box::new(|bytes| HTML.replacen("<table", &format!("<table {}", again("a=1 ", bytes)), 1)),
    );

    // In the prose of a report.
    for (name, unit) in [
        ("a heading again", format!("{}\n\n", HEADINGS[4])),
        ("headings in one paragraph", HEADINGS.concat()),
        ("bold headings", format!("**{}**\n\n", HEADINGS[0])),
        ("stars", "**a".to_owned()),
        ("paragraphs", "本机关认真做好政府信息公开工作。\n\n".to_owned()),
        ("letters", "政府信息公开".to_owned()),
        ("digits", "1234567890".to_owned()),
        ("claims in one paragraph", "共收到政府信息公开申请12件，主动公开政府信息1234条。".to_owned()),
        ("claims, a paragraph each", "共收到政府信息公开申请12件。\n\n".to_owned()),
        ("growth of claims", "受理申请12件，同比增长20%，".to_owned()),
        ("dates in one paragraph", "2024年1月1日起至12月31日止，".to_owned()),
        ("dates, a paragraph each", "2023年12月31日。\n\n".to_owned()),
        ("citations", "根据《政府信息公开条例》第二十条第（一）项，".to_owned()),
        (
            "documents",
            "按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号），".to_owned(),
        ),
        ("article headings", "第二十条第（一）项\n".to_owned()),
        ("points", "（一）加强领导。".to_owned()),
        ("points, a line each", "（一）加强领导。\n\n".to_owned()),
        ("blanks for figures", "共收到申请  件，".to_owned()),
        ("telephone numbers", "13900139000，".to_owned()),
        ("misspelt words", "布署，".to_owned()),
        ("Traditional characters", "政府資訊公開".to_owned()),
        ("pinyin", "zǒngjì ".to_owned()),
        ("marks that combine", "\u{301}".to_owned()),
        ("letters that unfold", "\u{fdfa}".to_owned()),
        ("quoted blanks", "\u{3000}".to_owned()),
        ("pipes in prose", "|".to_owned()),
        ("rows of pipes in prose", "| 行政许可 | 1 | 2 |\n".to_owned()),
        ("rows of tabs in prose", "行政许可\t1\t2\n".to_owned()),
        ("labels in prose", "行政许可\n1\n".to_owned()),
        ("tables of a cell", "<table><tr><td>1</td></tr></table>\n".to_owned()),
        ("comments", "<!-- a -->".to_owned()),
        ("comments for nianbao", "<!-- nianbao: ignore row-total -->\n\n年\n\n".to_owned()),
        ("comments for nianbao, off and on", "<!-- nianbao: off -->\n<!-- nianbao: on -->\n".to_owned()),
        ("<b> not closed", "<b>字".to_owned()),
        ("fences", "```\n".to_owned()),
        ("links", "[a](b)".to_owned()),
    ] {
        add(
            name,
            "md",
            Box::new(move |bytes| behind(MARKDOWN, HEADINGS[0], &format!("\n{}\n\n", again(&unit, bytes)))),
        );
    }

    // In a table of pipes.
    for (name, unit) in [
        ("pipes before a cell", "|"),
        ("escaped pipes in a cell", "\\|"),
        ("blanks in a cell", " "),
        ("digits in a cell", "7"),
        ("groups of digits in a cell", "1,"),
        ("letters in a cell", "许可"),
        ("backslashes in a cell", "\\"),
    ] {
        add(name, "md", Box::new(move |bytes| before(MARKDOWN, "行政许可", &again(unit, bytes))));
    }
    for (name, unit) in [
        ("rows again", "| 行政许可 | 1 |\n"),
        ("rows that are unknown", "| 其他 | 1 | 2 | 3 |\n"),
        ("rows without a number", "| 行政许可 | 约十件 |\n"),
        ("rows below zero", "| 行政许可 | -1 |\n"),
        ("rows with remarks", "| 行政许可 | 1（注：含1件） |\n"),
        ("rows of dashes", "| --- | --- |\n"),
        ("totals", "| 总计 | 1 | 2 |\n"),
    ] {
        add(name, "md", Box::new(move |bytes| behind(MARKDOWN, "行政许可", &again(unit, bytes))));
    }
    // Half of it one cell, half of it rows that would be padded to it.
    add(
        "a wide cell and many rows",
        "md",
        Box::new(|bytes| {
            let wide = format!("| 行政许可 | {} |\n", "7".repeat(bytes / 2));
            behind(MARKDOWN, "行政许可", &(wide + &again("| 行政许可 | 1 |\n", bytes / 2)))
        }),
    );

    // In a table of HTML.
    for (name, unit) in [
        ("<br>", "<br>"),
        ("entities", "&amp;"),
        ("numbered entities", "&#48;"),
        ("ampersands", "&"),
        ("<span> not closed", "<span>"),
        ("</span>", "</span>"),
        ("<p></p>", "<p></p>"),
        ("comments in a cell", "<!-- a -->"),
    ] {
        add(
            name,
            "html",
            Box::new(move |bytes| {
                let at = HTML.find("<td").map_or(0, |at| at + HTML[at..].find('>').map_or(0, |end| end + 1));
                [&HTML[..at], &again(unit, bytes), &HTML[at..]].concat()
            }),
        );
    }
    for (name, unit) in [
        ("<td>", "<td>1"),
        ("<tr>", "<tr>"),
        ("<tr><td>", "<tr><td>行政许可</td><td>1</td></tr>"),
        ("colspan=1000", "<td colspan=1000>1</td>"),
        ("colspan=1000000000", "<tr><td colspan=1000000000>1</td><td>2</td></tr>"),
        ("rowspan=65534", "<tr><td rowspan=65534>1</td><td>2</td></tr>"),
        ("colspan and rowspan", "<tr><td colspan=1000 rowspan=65534>1</td></tr>"),
    ] {
        add(
            name,
            "html",
            Box::new(move |bytes| {
                let at = HTML.find("</tr>").map_or(0, |at| at + "</tr>".len());
                [&HTML[..at], &again(unit, bytes), &HTML[at..]].concat()
            }),
        );
    }
    all
}

/// A `nianbao.toml` of so many bytes with keys that are none.
pub fn settings(bytes: usize) -> String {
    (0..bytes / 14).map(|at| format!("k{at:08} = 1\n")).collect()
}
