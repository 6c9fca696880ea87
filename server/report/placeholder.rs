//! What drafts write in a value cell where a number should stand.

/// What is meant by something that stands in the place of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// That there is nothing, or that the cell does not apply: `/`, 无.
    Nothing,
    /// The digit 0, which somebody has typed as a letter or as a Chinese character. The number is known.
    Zero,
}

/// Which placeholder a folded text is, if any.
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
