//! What is wrong where a text is no TOML, in words for those who write reports and not programs.
//!
//! The parser says where, and in English what. What people get wrong most are characters of Chinese input methods, and these
//! are seen in the text itself.

use crate::config::problem::Problem;
use crate::text::lines::{line_range, lines_of};
use std::ops::Range;
use toml::de::Error;

/// What a section begins with, or is meant to.
const BRACKETS: [char; 3] = ['[', '［', '【'];

/// What is said first of everything that is no TOML.
const HEAD: &str = "TOML 语法有误：";

/// Characters that are typed for others, and those that are meant.
const LOOKALIKES: [(&[char], &str); 12] = [
    (&['“', '”', '„', '＂', '「', '」', '『', '』', '《', '》'], "\""),
    (&['‘', '’', '＇'], "'"),
    (&['＝', '：', '﹦'], "="),
    (&['，', '、', '；', '﹐'], ","),
    (&['【', '［', '〔', '〖'], "["),
    (&['】', '］', '〕', '〗'], "]"),
    (&['｛'], "{"),
    (&['｝'], "}"),
    (&['＃'], "#"),
    (&['．', '。'], "."),
    (&['－', '—', '–', '−'], "-"),
    (&['\u{3000}', '\u{a0}', '\u{2003}', '\u{200b}', '\u{feff}'], " "),
];

/// What the parser says, from its beginning, and what is said instead: what is wrong, and what to do.
const WORDS: [(&str, &str); 47] = [
    ("key with no value", "键后面缺少“=”和值，请写作 键 = 值；注释以 # 开头"),
    ("missing value for key", "键后面缺少“=”和值，请写作 键 = 值"),
    ("missing value", "“=”后面缺少值，请补上"),
    ("extra `=`", "多了一个“=”，请删去"),
    ("unquoted keys cannot be empty", "这里缺少键，请写作 键 = 值"),
    ("invalid unquoted key", "没有引号的键只能有字母、数字、“-”和“_”，请改正；注释以 # 开头"),
    ("invalid key-value pair", "这里应为 键 = 值，请改正"),
    ("unexpected key or value", "值后面多了内容，请删去，或移到下一行：一行只写一项设置，几个值写在方括号里"),
    ("string values must be quoted", "文字要写在引号里，如 \"markdown\"，请加上引号"),
    ("invalid boolean", "应为小写的 true 或 false，不加引号"),
    ("missing escaped value", "双引号里的“\\”另有含义，请改用“/”，或把双引号改为单引号"),
    ("too few unicode value digits", "双引号里的“\\”另有含义，请改用“/”，或把双引号改为单引号"),
    ("invalid unicode", "双引号里的“\\”另有含义，请改用“/”，或把双引号改为单引号"),
    ("invalid multi-line", "三个引号开头的文字没有结束，请在末尾补上同样的三个引号"),
    ("unclosed array table", "节的名称没有结束，请在末尾补上“]]”"),
    ("unclosed array", "方括号没有结束，请补上“]”"),
    ("unclosed table", "节的名称没有结束，请在末尾补上“]”"),
    ("unclosed inline table", "花括号没有结束，请补上“}”"),
    ("missing comma between array elements", "方括号里的值之间缺少逗号，请补上"),
    ("extra comma", "多了一个逗号，请删去"),
    ("unexpected `=` in array", "方括号里只写值，不写 键 = 值，请改正"),
    ("missing array opening", "“]”前面缺少“[”，请补上"),
    ("missing inline table opening", "“}”前面缺少“{”，请补上"),
    ("missing comma between key-value pairs", "花括号里的设置之间缺少逗号，请补上"),
    ("missing assignment between key-value pairs", "键和值之间缺少“=”，请写作 键 = 值"),
    ("extra assignment between key-value pairs", "多了一个“=”，请删去"),
    ("missing key for inline table element", "这里缺少键，请写作 键 = 值"),
    ("invalid inline table element", "花括号里应为 键 = 值，请改正"),
    ("duplicate key", "这个名称前面已经写过，请合为一处"),
    ("cannot extend", "这个键前面已经有值，不能再在它下面添设置，请合为一处"),
    ("unexpected leading zero", "数字不能以 0 开头，请删去前面的 0"),
    ("`_` may only go between digits", "数字里多了“_”，请删去"),
    ("unexpected sign", NUMBER),
    ("redundant", NUMBER),
    ("radix must be lowercase", NUMBER),
    ("integers with a radix", NUMBER),
    ("invalid comment character", "注释里有看不见的控制字符，请删去"),
    ("invalid value", BACKSLASH),
    ("invalid", NUMBER),
    ("carriage return must be followed by newline", "这里有单独的回车符，请改为换行"),
    ("keys cannot be multi-line", "键不能写在三个引号里，请改用一个引号"),
    ("cannot recurse further", "括号一层层套得太多，请减少"),
    ("recursion limit", "名称一层层套得太多，请减少"),
    ("unexpected content", "这里多了内容，请删去"),
    ("missing table open", "这里缺少“[”，请补上"),
    ("missing comment start", "注释以 # 开头，请补上"),
    ("missing opening quote", "这里缺少开头的引号，请补上"),
];

const NUMBER: &str = "数字写得不对，只写数字，如 2021；文字要写在引号里";

/// Where a text is no TOML.
pub struct Faults {
    /// What is said of it, in the order of the text: of each line the first fault, from which the others mostly follow.
    pub problems: Vec<Problem>,
    /// Lines of which the parser guesses what they say, in order, each with the furthest end of all up to it: those with a
    /// fault, and what belongs to a section whose name is none.
    guessed: Vec<Range<usize>>,
}

impl Faults {
    /// Those that a parser has found in a text.
    pub fn new(text: &str, errors: Vec<Error>) -> Self {
        let mut errors: Vec<Fault> = errors.into_iter().map(|error| Fault::new(text, &error)).collect();
        // What is not closed ends with the text, and so may something more exact.
        errors.sort_by_key(|fault| (fault.range.start, fault.is_unclosed()));
        let unclosed = errors.last().filter(|fault| fault.is_unclosed()).map(|fault| fault.words.clone());
        let mut faults = Faults { problems: Vec::new(), guessed: Vec::new() };
        let mut errors = errors.into_iter().peekable();
        while let Some(first) = errors.next() {
            let line = line_range(text, first.range.start);
            let mut on_line = vec![first];
            while let Some(next) = errors.next_if(|next| next.range.start <= line.end) {
                on_line.push(next);
            }
            let start = line.start + blanks(&text[line.clone()]);
            match &unclosed {
                // A new setting begins inside of the last one: there it should have ended.
                Some(words) if begins_setting(&text[start..line.end], start, &on_line) => {
                    let (bracket, what) = if words.contains("table") { ("}", "花括号") } else { ("]", "方括号") };
                    faults.add(start..start, format!("上一项设置的{what}没有结束，请在这一行之前补上“{bracket}”"));
                    faults.guess(line.start..text.len());
                    break;
                }
                _ => {
                    let fault = &on_line[0];
                    faults.add(fault.range.clone(), fault.said(text, &line));
                    let begins_section = text[start..line.end].starts_with(BRACKETS);
                    let end = if begins_section { end_of_section(text, line.end) } else { line.end };
                    faults.guess(line.start..end);
                }
            }
        }
        faults
    }

    fn add(&mut self, range: Range<usize>, said: String) {
        self.problems.push(Problem { range, key: String::new(), message: format!("{HEAD}{said}"), meant: None });
    }

    fn guess(&mut self, lines: Range<usize>) {
        let end = self.guessed.last().map_or(0, |before| before.end);
        self.guessed.push(lines.start..lines.end.max(end));
    }

    /// Whether a piece of the text is, or touches, what is guessed.
    pub fn reach(&self, range: &Range<usize>) -> bool {
        let before = self.guessed.partition_point(|lines| lines.start <= range.end);
        before.checked_sub(1).is_some_and(|last| range.start <= self.guessed[last].end)
    }
}

/// A fault as the parser tells of it.
struct Fault {
    range: Range<usize>,
    words: String,
}

impl Fault {
    fn new(text: &str, error: &Error) -> Self {
        let range = error.span().filter(|range| text.get(range.clone()).is_some()).unwrap_or(0..0);
        Fault { range, words: error.message().to_owned() }
    }

    fn is(&self, words: &str) -> bool {
        self.words.starts_with(words)
    }

    fn is_unclosed(&self) -> bool {
        self.is("unclosed array,") || self.is("unclosed inline table")
    }

    /// What is wrong, and what to do.
    fn said(&self, text: &str, line: &Range<usize>) -> String {
        let written = &text[self.range.clone()];
        let behind = text[self.range.start..line.end.max(self.range.start)].trim();
        let before = text[line.start.min(self.range.start)..self.range.start].trim();
        let is_text = self.is("invalid basic string") || self.is("invalid literal string");
        if is_text && behind.is_empty() {
            return match before.chars().next_back().and_then(meant) {
                Some((typed, quote @ ("\"" | "'"))) => lookalike(typed, quote),
                _ if self.is("invalid basic") && before.contains('\\') => BACKSLASH.to_owned(),
                _ => "引号没有结束，请在这段文字末尾补上同样的引号".to_owned(),
            };
        }
        let stretch = if written.is_empty() { behind } else { written };
        let ends = stretch.chars().next().into_iter().chain(written.chars().next_back());
        let found = ends.filter_map(meant).next();
        let is_value = self.is("string values must be quoted");
        match (found, stretch.chars().next()) {
            (Some((typed, ",")), _) if is_value || self.is("unexpected key or value") => {
                format!("值后面不用“{typed}”，请删去：一行只写一项设置，几个值写在方括号里")
            }
            (Some((typed, meant)), _) => lookalike(typed, meant),
            (_, None) if is_value => "“=”后面缺少值，请补上".to_owned(),
            (_, Some('0'..='9')) if is_value => "数字后面多了内容，请删去；注释以 # 开头，文字要写在引号里".to_owned(),
            _ if is_value && SWITCHES.contains(&stretch) => {
                "文字要写在引号里，请加上引号；要是开关，写作 true 或 false，不加引号".to_owned()
            }
            (_, Some(':')) if self.is("invalid unquoted key") || self.is("key with no value") => {
                "键和值之间应为“=”，不是“:”，请改正".to_owned()
            }
            (_, Some(odd @ ('{' | '}' | '[' | ']'))) if self.is("invalid key-value pair") => {
                format!("这里不能有“{odd}”，请删去：每行写作 键 = 值")
            }
            (_, Some(odd @ (',' | ';' | ']' | '}'))) if self.is("unexpected key or value") => {
                format!("值后面多了“{odd}”，请删去：一行只写一项设置，几个值写在方括号里")
            }
            (_, Some(']')) if self.is("unquoted keys cannot be empty") => {
                "方括号里缺少节的名称，请补上，如 [rules]".to_owned()
            }
            (_, Some('.')) if self.is("unquoted keys cannot be empty") => DOTS.to_owned(),
            _ if self.is("unquoted keys cannot be empty") && before.ends_with('.') => DOTS.to_owned(),
            _ if is_text && stretch.starts_with(char::is_control) => "引号里有看不见的控制字符，请删去".to_owned(),
            _ if is_text => "这里的写法不对，花括号里写作 键 = 值，如 { label = \"off\" }".to_owned(),
            _ => WORDS.iter().find(|(words, _)| self.is(words)).map_or(OTHER, |(_, said)| said).to_owned(),
        }
    }
}

/// Words that people write for a switch.
const SWITCHES: [&str; 8] = ["yes", "no", "on", "是", "否", "开", "关", "真"];
const BACKSLASH: &str = "双引号里的“\\”另有含义，请改用“/”，或把双引号改为单引号";
const DOTS: &str = "名称里“.”的前后都要有字，请改正";
const OTHER: &str = "这里不合 TOML 的写法，每行写作 键 = 值，请改正";

/// What a character is typed for.
fn meant(typed: char) -> Option<(char, &'static str)> {
    LOOKALIKES.iter().find(|(typed_for, _)| typed_for.contains(&typed)).map(|(_, meant)| (typed, *meant))
}

fn lookalike(typed: char, meant: &str) -> String {
    match meant {
        " " => "这里有全角或看不见的空格，请删去，或改为半角空格".to_owned(),
        _ => format!("这里的 {typed} 不是半角符号，请改为半角的 {meant}"),
    }
}

/// Whether a setting, or a section, begins with a line on which there are faults because something is not closed.
fn begins_setting(line: &str, start: usize, faults: &[Fault]) -> bool {
    let is_first = faults[0].range.start <= start;
    let assigns = || faults.iter().any(|fault| fault.is("unexpected `=` in array"));
    let parted = || faults[0].is("missing comma between key-value pairs");
    line.starts_with('[') || (is_first && (assigns() || parted()))
}

/// Where the section ends that goes on at a place: before the next line that begins one.
fn end_of_section(text: &str, at: usize) -> usize {
    let below = lines_of(&text[at..]).find(|(_, line)| line.trim_start().starts_with(BRACKETS));
    below.map_or(text.len(), |(start, _)| (at + start).saturating_sub(1))
}

/// How many bytes of blanks a line begins with.
fn blanks(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
