//! Elements and attributes of a document, whatever prefix and which of the two namespaces they have.

pub(super) use crate::files::xml::{Element, attribute, elements};

/// The namespace of documents, of the transitional and of the strict form.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// The namespace of formulas, of the transitional and of the strict form.
const MATH: [&str; 2] =
    ["http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"];

/// The namespace of what a program reads if it knows more.
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// An element's local name, by its vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name<'a> {
    /// Of a document.
    Word(&'a str),
    /// A formula.
    Math(&'a str),
    /// A choice between ways to say the same.
    Alternatives,
    /// Of anything else.
    Other(&'a str),
}

/// The name of an element.
pub(super) fn name<'a>(element: Element<'a>) -> Name<'a> {
    let (namespace, local) = (element.tag_name().namespace().unwrap_or_default(), element.tag_name().name());
    if WORD.contains(&namespace) {
        Name::Word(local)
    } else if MATH.contains(&namespace) {
        Name::Math(local)
    } else if namespace == COMPATIBILITY && local == "AlternateContent" {
        Name::Alternatives
    } else {
        Name::Other(local)
    }
}

/// The first child of a name of the document's vocabulary.
pub(super) fn child<'a>(element: Element<'a>, local: &str) -> Option<Element<'a>> {
    elements(element).find(|child| name(*child) == Name::Word(local))
}

/// The `val` of a child.
pub(super) fn value<'a>(element: Element<'a>, local: &str) -> Option<&'a str> {
    attribute(child(element, local)?, "val")
}

/// The `val` of a child as a number.
pub(super) fn number<T: std::str::FromStr>(element: Element<'_>, local: &str) -> Option<T> {
    value(element, local)?.trim().parse().ok()
}

/// Whether a child switches something on, or off; `None` if there is no such child.
pub(super) fn switch(element: Element<'_>, local: &str) -> Option<bool> {
    let child = child(element, local)?;
    Some(!matches!(attribute(child, "val"), Some("0" | "false" | "off")))
}

/// Of several ways to say the same the one to read: the first, or the one for programs that know none of them.
pub(super) fn chosen(alternatives: Element<'_>) -> Option<Element<'_>> {
    let is = |local: &'static str| move |child: &Element<'_>| child.tag_name().name() == local;
    elements(alternatives).find(is("Choice")).or_else(|| elements(alternatives).find(is("Fallback")))
}
