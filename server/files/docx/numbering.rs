//! The numbers that Word writes before paragraphs: 一、 and （一） stand in no text of the document.

use super::names::{Element, Name, attribute, child, elements, name, number, switch, value};
use super::numerals::written;
use super::styles::Styles;
use rustc_hash::{FxHashMap, FxHashSet};

/// The levels of a list.
const LEVELS: usize = 9;

/// The longest text of a level that is written out. Those of real lists have some characters.
const LONGEST_TEXT: usize = 100;

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The lists by their ids.
    lists: FxHashMap<String, List>,
    /// What several lists have in common.
    templates: FxHashMap<String, Template>,
    /// How far the lists of each template have been counted.
    counts: FxHashMap<String, [Option<u32>; LEVELS]>,
    /// The lists of which a paragraph has been seen.
    begun: FxHashSet<String>,
}

#[derive(Debug, Default)]
struct List {
    template: String,
    /// Where levels begin anew with this list.
    starts: [Option<u32>; LEVELS],
    /// Levels that are written differently in this list.
    levels: FxHashMap<usize, Level>,
}

#[derive(Debug, Default)]
struct Template {
    levels: FxHashMap<usize, Level>,
    /// The style whose list has the levels instead.
    by_style: Option<String>,
}

#[derive(Debug, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// With %1 for the number of the first level.
    text: String,
    /// Begins anew only behind a level before this one, counted from 1; never with 0.
    restart: Option<usize>,
    /// Whether all numbers in it are written in digits.
    is_decimal: bool,
    /// The style of paragraphs that belong to this level.
    style: Option<String>,
}

impl Numbering {
    /// The lists in the root of their part.
    pub fn new(root: Element<'_>) -> Self {
        let mut numbering = Numbering::default();
        for element in elements(root) {
            match name(element) {
                Name::Word("abstractNum") => {
                    let Some(id) = attribute(element, "abstractNumId") else { continue };
                    let by_style = value(element, "numStyleLink").map(str::to_owned);
                    numbering.templates.insert(id.to_owned(), Template { levels: levels(element), by_style });
                }
                Name::Word("num") => {
                    let Some(id) = attribute(element, "numId") else { continue };
                    numbering.lists.insert(id.to_owned(), List::new(element));
                }
                _ => {}
            }
        }
        numbering
    }

    /// The list and the level of a paragraph.
    fn place<'s>(&self, properties: Option<Element<'s>>, styles: &'s Styles) -> Option<(&'s str, usize)> {
        let own = properties.and_then(|it| child(it, "numPr"));
        let by_style = styles.list(styles.of_paragraph(properties));
        let own_list = own.and_then(|it| value(it, "numId"));
        let list = own_list.or(by_style.list).filter(|list| *list != "0")?;
        let level = own.and_then(|it| number(it, "ilvl"));
        let level = level.or_else(|| by_style.level.filter(|_| own_list.is_none()));
        // A style may be named by its level instead of naming it.
        let linked = || {
            let (_, template) = self.template(list, styles)?;
            let is_linked = |level: &Level| level.style.is_some() && level.style.as_deref() == by_style.style;
            template.levels.iter().find(|(_, level)| is_linked(level)).map(|(index, _)| *index)
        };
        Some((list, level.or_else(linked).unwrap_or(0)))
    }

    /// The levels of a list, and the id under which they are counted.
    fn template<'n>(&'n self, list: &str, styles: &Styles) -> Option<(&'n str, &'n Template)> {
        let mut id = &self.lists.get(list)?.template;
        let mut template = self.templates.get(id)?;
        if let Some(style) = &template.by_style
            && let Some(linked) = styles.own_list(style).and_then(|list| self.lists.get(list))
        {
            id = &linked.template;
            template = self.templates.get(id)?;
        }
        Some((id, template))
    }

    /// Counts a paragraph, and returns the number that is written before it; empty if there is none.
    pub fn next(&mut self, properties: Option<Element<'_>>, styles: &Styles) -> String {
        self.count(properties, styles).unwrap_or_default()
    }

    fn count(&mut self, properties: Option<Element<'_>>, styles: &Styles) -> Option<String> {
        let (list, at) = self.place(properties, styles).filter(|(_, level)| *level < LEVELS)?;
        let (template, levels) = self.template(list, styles)?;
        let own = self.lists.get(list)?;
        let level = |index: usize| own.levels.get(&index).or_else(|| levels.levels.get(&index));
        let start = |index: usize| {
            let start = level(index).and_then(|level| level.start);
            own.starts.get(index).copied().flatten().or(start).unwrap_or(0)
        };
        let mut counts = self.counts.get(template).copied().unwrap_or_default();
        if !self.begun.contains(list) {
            // A list goes on where another with the same levels ended, unless it says where it begins.
            for (count, start) in counts.iter_mut().zip(own.starts) {
                *count = if start.is_some() { None } else { *count };
            }
        }
        let mut number = 0;
        for (index, count) in counts.iter_mut().enumerate().skip(at) {
            if index == at {
                number = count.map_or_else(|| start(index), |count| count.saturating_add(1));
                *count = Some(number);
            } else if level(index).and_then(|level| level.restart).is_none_or(|restart| at < restart) {
                *count = None;
            }
        }
        let current = level(at)?;
        let shown = |index: usize| match counts.get(index).copied().flatten() {
            _ if index == at => number,
            Some(count) => count,
            None => start(index),
        };
        let format = |index: usize| match level(index) {
            _ if current.is_decimal => "decimal",
            Some(level) => level.format.as_str(),
            None => "decimal",
        };
        let text = filled(&current.text, |index| written(format(index), shown(index)));
        let is_bullet = current.format == "bullet";
        let template = template.to_owned();
        self.counts.insert(template, counts);
        self.begun.insert(list.to_owned());
        Some(if is_bullet { String::new() } else { text })
    }
}

impl List {
    fn new(element: Element<'_>) -> Self {
        let template = value(element, "abstractNumId").unwrap_or_default().to_owned();
        let mut list = List { template, ..List::default() };
        for change in elements(element).filter(|it| name(*it) == Name::Word("lvlOverride")) {
            let index = attribute(change, "ilvl").and_then(|it| it.parse::<usize>().ok());
            let Some(index) = index.filter(|index| *index < LEVELS) else { continue };
            if let (Some(start), Some(number)) = (list.starts.get_mut(index), number(change, "startOverride")) {
                *start = Some(number);
            }
            list.levels.extend(child(change, "lvl").map(|level| (index, Level::new(level))));
        }
        list
    }
}

impl Level {
    fn new(element: Element<'_>) -> Self {
        let is_hidden = child(element, "rPr").and_then(|it| switch(it, "vanish")) == Some(true);
        let text = value(element, "lvlText").filter(|text| text.len() <= LONGEST_TEXT && !is_hidden);
        Level {
            start: number(element, "start"),
            format: number_format(element).to_owned(),
            text: text.unwrap_or_default().to_owned(),
            restart: number(element, "lvlRestart"),
            is_decimal: switch(element, "isLgl") == Some(true),
            style: value(element, "pStyle").map(str::to_owned),
        }
    }
}

/// The format of a level's numbers. One that older programs do not know stands beside one that they do.
fn number_format<'a>(level: Element<'a>) -> &'a str {
    let alternatives = elements(level).find(|it| name(*it) == Name::Alternatives);
    let fallback = || elements(alternatives?).find(|it| it.tag_name().name() == "Fallback");
    value(level, "numFmt").or_else(|| value(fallback()?, "numFmt")).unwrap_or("decimal")
}

fn levels(element: Element<'_>) -> FxHashMap<usize, Level> {
    let levels = elements(element).filter(|it| name(*it) == Name::Word("lvl"));
    let index = |level: Element<'_>| attribute(level, "ilvl")?.parse().ok();
    levels.filter_map(|level| Some((index(level).filter(|index| *index < LEVELS)?, Level::new(level)))).collect()
}

/// The text of a level with the numbers in it; `number` gives that of a level, which counts from 0.
fn filled(text: &str, number: impl Fn(usize) -> String) -> String {
    let mut filled = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let index = characters.peek().filter(|_| character == '%').and_then(|digit| digit.to_digit(10));
        match index.and_then(|index| index.checked_sub(1)) {
            Some(index) => {
                characters.next();
                filled.push_str(&number(index as usize));
            }
            None => filled.push(character),
        }
    }
    filled
}
