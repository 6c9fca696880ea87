//! The changes of a command in the format of `diff -u`.

use crate::text::visible;
use similar::TextDiff;

/// The differences in the format of `diff -u`; empty if there are none. `done` is a word for what was done to the new
/// text.
pub fn diff(name: &str, done: &str, (before, after): (&str, &str), colour: bool) -> String {
    if before == after {
        return String::new();
    }
    let name = visible::line(name);
    let diff = TextDiff::from_lines(before, after);
    let text = diff.unified_diff().header(&name, &format!("{name}（{done}）")).to_string();
    let text = visible::lines(&text);
    if colour { text.split_inclusive('\n').map(coloured).collect() } else { text.into_owned() }
}

fn coloured(line: &str) -> String {
    let code = match line.as_bytes().first() {
        _ if line.starts_with("---") || line.starts_with("+++") => "1",
        Some(b'-') => "31",
        Some(b'+') => "32",
        Some(b'@') => "36",
        _ => return line.to_owned(),
    };
    let content = line.trim_end_matches(['\r', '\n']);
    format!("\u{1b}[{code}m{content}\u{1b}[0m{}", &line[content.len()..])
}
