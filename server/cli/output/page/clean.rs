//! Texts of drafts and names of files as they may stand in the page.

/// What stands for a character that is not shown.
const REPLACEMENT: char = '\u{fffd}';

/// A text without control characters and without those that reverse the direction of writing: what a draft holds must
/// neither change how the page around it reads nor be invisible in it.
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(shown).collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn shown(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2065}'..='\u{206f}' => {
            REPLACEMENT
        }
        '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => REPLACEMENT,
        c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => REPLACEMENT,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_is_not_seen_does_not_get_through() {
        assert_eq!(clean("a\tb\r\nc\u{2028}d"), "a b  c d");
        assert_eq!(clean("一\u{202e}二\u{2066}三\u{1b}[31m\0\u{200b}四\u{feff}"), "一�二�三�[31m�四");
        assert_eq!(clean("<script>&\"'𠮷"), "<script>&\"'𠮷");
    }
}
