//! Characters of symbol fonts, which have places of their own in each font.

/// The character that a font of symbols shows at a place; `None` where it is an ornament or nothing known.
pub(super) fn symbol(font: &str, code: u32) -> Option<char> {
    // Word writes the places of symbol fonts in the private use area.
    let place = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let known = match (font, place) {
        ("Wingdings", 0x6f | 0xa8) => '□',
        ("Wingdings", 0xfe) => '☑',
        ("Wingdings", 0xfd) => '☒',
        ("Wingdings", 0xfc) => '√',
        ("Wingdings", 0xfb) => '×',
        ("Wingdings", 0x6c) => '●',
        ("Wingdings", 0x6e) => '■',
        ("Wingdings", 0x81..=0x8a) => char::from_u32('①' as u32 + place - 0x81)?,
        ("Wingdings 2", 0x52) => '☑',
        ("Wingdings 2", 0xa3) => '□',
        ("Wingdings 2", 0x50) => '√',
        ("Wingdings 2" | "Wingdings" | "Wingdings 3" | "Webdings", _) => return None,
        // Digits and signs of these stand where those of ASCII do; its letters are Greek ones.
        ("Symbol", 0x20..=0x3f | 0x5b..=0x5f | 0x7b..=0x7d) => char::from_u32(place)?,
        ("Symbol", 0xb4) => '×',
        ("Symbol", 0xb8) => '÷',
        ("Symbol", 0xb1) => '±',
        ("Symbol", _) => return None,
        (_, 0x20..=0x7e) => char::from_u32(place)?,
        _ => char::from_u32(code)?,
    };
    let is_private = matches!(known, '\u{e000}'..='\u{f8ff}');
    (!is_private && !known.is_control()).then_some(known)
}
