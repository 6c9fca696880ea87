//! Writes runs of text.

use crate::files::xml::push_escaped;

/// Writes a run. What XML cannot hold is left out.
pub(super) fn push_run(into: &mut String, properties: &str, text: &str) {
    into.push_str("<w:r>");
    if !properties.is_empty() {
        into.extend(["<w:rPr>", properties, "</w:rPr>"]);
    }
    into.push_str("<w:t xml:space=\"preserve\">");
    for character in text.chars() {
        match character {
            '\n' => into.push_str("</w:t><w:br/><w:t xml:space=\"preserve\">"),
            '\t' => into.push_str("</w:t><w:tab/><w:t xml:space=\"preserve\">"),
            '"' => into.push(character),
            character => push_escaped(into, character),
        }
    }
    into.push_str("</w:t></w:r>");
}
