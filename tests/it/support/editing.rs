//! Random drafts and edits of them, aimed at the borders at which things go wrong.

use super::cursor::floor;
use super::generate::{GLUED, PDF_STYLES, Plan, Random, STYLES};
use nianbao::edition;
use nianbao::text::{Edit, edit};
use rayon::prelude::*;
use std::ops::Range;

/// Tries sessions of so many edits, some at once, each from its seed, and says after every stretch of them how far it is.
/// `variable` of the environment asks for more edits than `usual`: how many, or from the first to the last.
pub fn soak(variable: &str, usual: usize, [each, stretch]: [usize; 2], session: fn(u64) -> Result<(), String>) {
    let edits = asked(variable, usual);
    let sessions = edits.start / each..edits.end.div_ceil(each);
    assert!(!sessions.is_empty(), "no session is tried");
    for from in sessions.clone().step_by(stretch) {
        let tried = from..sessions.end.min(from + stretch);
        let wrong: Vec<String> = tried.clone().into_par_iter().filter_map(|seed| session(seed as u64).err()).collect();
        if let Some(shortest) = wrong.iter().min_by_key(|complaint| complaint.len()) {
            panic!("{} of {} sessions, among them\n{shortest}", wrong.len(), tried.len());
        }
        eprintln!("{} of {} edits", tried.end * each, edits.end);
    }
}

fn asked(variable: &str, usual: usize) -> Range<usize> {
    let Ok(asked) = std::env::var(variable) else { return 0..usual };
    let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{variable}={asked} is no number of edits"));
    asked.split_once("..").map_or_else(|| 0..number(&asked), |(from, to)| number(from)..number(to))
}

/// A small report in some way of writing.
fn report(random: &mut Random) -> String {
    let editions = edition::editions();
    let edition = &editions[random.below(editions.len())];
    let plan = Plan::new(edition, random.below(1000) as u64).size(1000 + random.below(3) * 2000);
    let plan = if random.below(6) == 0 { plan.without_section(random.below(6)) } else { plan };
    let style = random.below(STYLES.len() + GLUED.len() + PDF_STYLES.len());
    plan.write(STYLES.iter().chain(&GLUED).chain(&PDF_STYLES).nth(style).expect("a style")).text
}

/// A draft: mostly a volume of a few reports, now and then something else.
pub fn draft(random: &mut Random) -> String {
    let mut text = String::new();
    if random.below(8) == 0 {
        text.push_str("某县政府信息公开工作年度报告汇编\n\n目录\n\n");
    }
    for _ in 0..random.below(4) {
        text.push_str(&report(random));
        text.push_str(random.pick(&["", "\n", "\n\n", "\r\n", "<hr>\n", "\n# 附\n\n"]));
    }
    if random.below(3) == 0 { text.replace('\n', random.pick(&["\r\n", "\r"])) } else { text }
}

/// Pieces of text with which readers have trouble.
const SNIPPETS: [&str; 43] = [
    "1",
    "0",
    "266",
    "",
    "",
    "",
    "项",
    "总计",
    "。",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\t",
    "|",
    " | ",
    "---",
    "```\n",
    "~~~\n",
    "#",
    "<table>",
    "</table>",
    "<tr><td>",
    "</td></tr>",
    "<p>",
    "</p>\n",
    "<!--",
    "-->",
    "<",
    ">",
    "&nbsp;",
    "**",
    "一、总体情况\n",
    "二、主动公开政府信息情况\n",
    "六、其他需要报告的事项",
    "某县某局2024年政府信息公开工作年度报告\n",
    "2023年",
    "第二十条第（一）项",
    "<!-- nianbao: off row-total -->\n",
    "<!-- nianbao: ignore-file -->",
    "<!-- nianbao: ignore row-total、wrong-cell -->\n",
    "<!-- nianbao: on -->",
    "nianbao: off",
];

/// Pieces of prose of which rules speak: years, claims, documents, telephone numbers, list numbers.
const SAID: [&str; 36] = [
    "2024",
    "2022年",
    "2023年度",
    "年",
    "3件",
    "12",
    "件",
    "零",
    "未收到",
    "没有收到",
    "共收到政府信息公开申请",
    "未收到政府信息公开申请。",
    "2022年，我局新收政府信息公开申请7件，办结6件。",
    "全市共收到申请",
    "较上年增加",
    "上年结转1件",
    "结转下年度继续办理2件",
    "行政复议",
    "未发生行政复议、行政诉讼",
    "行政诉讼2件",
    "制发行政规范性文件",
    "其中：",
    "共120条，其中网站80条、微信40条。",
    "等",
    "余",
    "将",
    "《",
    "》",
    "〔2021〕30号",
    "国办公开办函",
    "根据《政府信息公开条例》",
    "2024年1月1日至12月31日",
    "20241月1日",
    "电话：0571-8888123",
    "（一）",
    "1.",
];

/// What is typed, key by key or at once.
fn piece(random: &mut Random) -> &'static str {
    if random.below(2) == 0 { random.pick(&SNIPPETS) } else { random.pick(&SAID) }
}

/// A place in a text: anywhere, or at one of the borders at which things go wrong.
fn place(text: &str, random: &mut Random) -> usize {
    let anywhere = floor(text, random.below(text.len() + 1));
    let marks: &[char] = match random.below(9) {
        0 => &['\n', '\r'],
        1 => &['<', '>'],
        2 => &['|', '\t'],
        3 => &['一', '年', '第'],
        4 | 5 => &['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
        6 => &['件', '申', '未', '《', '。', '，'],
        _ => return anywhere,
    };
    let near = text[anywhere..].find(marks).map_or(anywhere, |at| anywhere + at);
    // Before it, or behind it.
    if random.below(2) == 0 { near } else { floor(text, near + 1).max(near) }
}

fn edit_of(text: &str, random: &mut Random) -> Edit {
    let at = place(text, random);
    match random.below(40) {
        0 => Edit::new(0..text.len(), draft(random)),
        1 => Edit::new(0..text.len(), ""),
        // A whole text with a small difference, as some clients send every change.
        2 => {
            let small = Edit::new(at..at, piece(random));
            Edit::new(0..text.len(), edit::apply(text, &[small]).expect("fits"))
        }
        3 | 4 => Edit::new(at..at, report(random)),
        5..8 => {
            let end = floor(text, at + random.below(2000));
            Edit::new(at..end, piece(random))
        }
        8..12 => {
            // A line goes, or is doubled.
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
            if random.below(2) == 0 { Edit::new(start..end, "") } else { Edit::new(end..end, &text[start..end]) }
        }
        12..14 => {
            // A row is cut short.
            let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
            Edit::new(at..end, "")
        }
        14..17 => {
            // Something moves from elsewhere.
            let from = place(text, random);
            let end = floor(text, from + random.below(300));
            Edit::new(at..at, &text[from..end])
        }
        _ => {
            let end = floor(text, at + random.below(5)).max(at);
            Edit::new(at..end, piece(random))
        }
    }
}

/// The edits of one step: mostly one; now and then several at once, and as often a piece that is typed key by key, each key
/// a step of its own.
pub fn steps(text: &str, random: &mut Random) -> Vec<Vec<Edit>> {
    match random.below(8) {
        0 => {
            let mut text = text.to_owned();
            let edits = (0..=random.below(3)).map(|_| {
                let edit = edit_of(&text, random);
                text = edit::apply(&text, std::slice::from_ref(&edit)).expect("the edit fits");
                edit
            });
            vec![edits.collect()]
        }
        1 => {
            let at = place(text, random);
            let keys = piece(random).char_indices();
            keys.map(|(typed, key)| vec![Edit::new(at + typed..at + typed, key.to_string())]).collect()
        }
        _ => vec![vec![edit_of(text, random)]],
    }
}
