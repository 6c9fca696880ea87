//! What a command would change, as `diff -u` prints it.

use similar::TextDiff;

/// The differences as `diff -u` prints them; nothing where there are none. `done` says in a word what was done to the
/// text after.
pub fn diff(name: &str, done: &str, (before, after): (&str, &str), colour: bool) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    let text = diff.unified_diff().header(name, &format!("{name}（{done}）")).to_string();
    if colour { text.split_inclusive('\n').map(coloured).collect() } else { text }
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
