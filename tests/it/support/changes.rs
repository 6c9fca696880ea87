//! Changes to texts as clients send them.

use super::generate::Random;
use serde_json::{Value, json};

/// A change to a text of about as many lines as `draft` has, now and then of the whole text to the draft again.
/// Positions lie inside characters, behind the ends of lines and of the text too, and ranges are backwards too.
pub fn change(random: &mut Random, draft: &str) -> Value {
    if random.below(60) == 0 {
        let whole = [draft, &draft.replace('\n', "\r\n"), &draft.replace('\n', "\r"), ""];
        return json!({"text": random.pick(&whole)});
    }
    let line = random.below(draft.lines().count() + 2);
    let character = random.below(60);
    let (other_line, other_character) = match random.below(8) {
        0 => (line + random.below(3), random.below(60)),
        1 => (line.saturating_sub(1), 999_999),
        _ => (line, character + random.below(5)),
    };
    let here = json!({"line": line, "character": character});
    let there = json!({"line": other_line, "character": other_character});
    let (start, end) = if random.below(9) == 0 { (there, here) } else { (here, there) };
    let text = random.pick(&["", "", "\r", "\n", "\r\n", "𠮷", "😀", "1", "| 0 |", "总计", "\n二、", "a\rb\nc\r\n𠮷"]);
    json!({"range": {"start": start, "end": end}, "text": text})
}
