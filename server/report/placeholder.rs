//! Placeholders that drafts write in a value cell instead of a number.

/// The meaning of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// Nothing, or not applicable: `/`, 无.
    Nothing,
    /// The digit 0, typed as a letter or as a Chinese character. The number is known.
    Zero,
}

/// The placeholder that a folded text is, if any.
pub fn placeholder(folded: &str) -> Option<Placeholder> {
    match folded {
        "/" | "//" | "-" | "--" | "---" | "\\" | "无" | "空" | "N/A" => Some(Placeholder::Nothing),
        "O" | "o" | "〇" | "○" | "零" => Some(Placeholder::Zero),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn a_zero_in_disguise_is_no_blank() {
        for (text, expected) in [
            ("／", Some(Placeholder::Nothing)),
            ("——", Some(Placeholder::Nothing)),
            ("无", Some(Placeholder::Nothing)),
            ("Ｏ", Some(Placeholder::Zero)),
            ("〇", Some(Placeholder::Zero)),
            ("零", Some(Placeholder::Zero)),
            ("0", None),
            ("无此情况", None),
            ("", None),
        ] {
            assert_eq!(placeholder(&fold(text)), expected, "{text}");
        }
    }
}
