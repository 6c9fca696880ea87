//! What styles say about their paragraphs and runs: numbering, and whether the text is hidden.

use super::names::{Element, Name, attribute, child, elements, name, number, switch, value};
use rustc_hash::FxHashMap;

/// The longest chain of styles that are based on each other.
const LONGEST_CHAIN: usize = 32;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: FxHashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    is_hidden: Option<bool>,
}

/// The list to which a style adds its paragraphs.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct StyleList<'s> {
    /// The id of the list.
    pub list: Option<&'s str>,
    /// The level.
    pub level: Option<usize>,
    /// The style that names the list.
    pub style: Option<&'s str>,
}

impl Styles {
    /// The styles in the root of their part.
    pub fn new(root: Element<'_>) -> Self {
        let mut styles = Styles::default();
        for element in elements(root).filter(|it| name(*it) == Name::Word("style")) {
            let Some(id) = attribute(element, "styleId") else { continue };
            let properties = child(element, "pPr").and_then(|it| child(it, "numPr"));
            let style = Style {
                based_on: value(element, "basedOn").map(str::to_owned),
                list: properties.and_then(|it| value(it, "numId")).map(str::to_owned),
                level: properties.and_then(|it| number(it, "ilvl")),
                is_hidden: child(element, "rPr").and_then(|it| switch(it, "vanish")),
            };
            let is_default = matches!(attribute(element, "default"), Some("1" | "true" | "on"));
            if is_default && attribute(element, "type") == Some("paragraph") {
                styles.default = Some(id.to_owned());
            }
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// The style of a paragraph: the one that it names, or the default.
    pub fn of_paragraph<'s>(&'s self, properties: Option<Element<'s>>) -> Option<&'s str> {
        properties.and_then(|it| value(it, "pStyle")).or(self.default.as_deref())
    }

    /// The list to which a style adds its paragraphs.
    pub fn list<'s>(&'s self, style: Option<&'s str>) -> StyleList<'s> {
        let mut found = StyleList::default();
        for (id, style) in self.chain(style) {
            if found.list.is_none() && style.list.is_some() {
                found.list = style.list.as_deref();
                found.style = Some(id);
            }
            found.level = found.level.or(style.level);
        }
        found
    }

    /// Whether a style hides its text.
    pub fn is_hidden(&self, style: Option<&str>) -> bool {
        self.chain(style).find_map(|(_, style)| style.is_hidden).unwrap_or(false)
    }

    /// The id of the list of one style alone.
    pub fn own_list(&self, style: &str) -> Option<&str> {
        self.styles.get(style)?.list.as_deref()
    }

    /// A style and those it is based on.
    fn chain<'s>(&'s self, style: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let known = |id: &'s str| self.styles.get(id).map(|style| (id, style));
        let next = move |(_, style): &(&'s str, &'s Style)| known(style.based_on.as_deref()?);
        std::iter::successors(style.and_then(known), next).take(LONGEST_CHAIN)
    }
}
