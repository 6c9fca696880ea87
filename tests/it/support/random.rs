//! Random edits, the same in every run. Knows nothing of how they are counted or made.

use serde_json::{Value, json};

/// A linear congruential generator.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// A number from 0, below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.below(among.len())]
    }

    /// A change to a text of about as many lines as `draft` has, now and then of the whole text to the draft again.
    /// Positions lie inside characters, behind the ends of lines and of the text too, and ranges are backwards too.
    pub fn change(&mut self, draft: &str) -> Value {
        if self.below(60) == 0 {
            let whole = [draft, &draft.replace('\n', "\r\n"), &draft.replace('\n', "\r"), ""];
            return json!({"text": self.pick(&whole)});
        }
        let line = self.below(draft.lines().count() + 2);
        let character = self.below(60);
        let (other_line, other_character) = match self.below(8) {
            0 => (line + self.below(3), self.below(60)),
            1 => (line.saturating_sub(1), 999_999),
            _ => (line, character + self.below(5)),
        };
        let here = json!({"line": line, "character": character});
        let there = json!({"line": other_line, "character": other_character});
        let (start, end) = if self.below(9) == 0 { (there, here) } else { (here, there) };
        let text =
            self.pick(&["", "", "\r", "\n", "\r\n", "𠮷", "😀", "1", "| 0 |", "总计", "\n二、", "a\rb\nc\r\n𠮷"]);
        json!({"range": {"start": start, "end": end}, "text": text})
    }
}
