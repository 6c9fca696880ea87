//! Characters that control a terminal or turn the direction of writing never come out as they are: not from a draft, the name of
//! a file, a key of settings or an argument, in no format, message, log, page or hover.

use crate::support::client::Client;
use crate::support::desk::{DRAFT, Desk};
use crate::support::program::{Run, program, run};
use serde_json::{Value, json};

/// What must not come out: escape, bell, backspace, delete, the C1 form of an escape, an override and an isolate, a mark.
const HARMFUL: [char; 10] =
    ['\u{1b}', '\u{7}', '\u{8}', '\u{7f}', '\u{9b}', '\u{9d}', '\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}'];

/// All of them, as they do harm.
fn harm() -> String {
    format!("\u{1b}[2J\u{1b}]0;标题\u{7}{}", HARMFUL.iter().collect::<String>())
}

fn assert_none(shown: &str, of: &str) {
    let is_harmful = |c: char| HARMFUL.contains(&c) || (c.is_control() && !"\n\r\t".contains(c));
    if let Some(at) = shown.find(is_harmful) {
        let c = shown[at..].chars().next();
        let before: String = shown[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{of}: {c:?} behind {before:?}");
    }
}

/// A draft with them wherever findings quote a draft.
fn draft() -> String {
    let harm = harm();
    DRAFT
        .replace("云溪县教育局", &format!("云溪{harm}县教育局"))
        .replace("一、总体情况", &format!("一、总体{harm}情形"))
        .replace("政府信息公开条例》。", &format!("政府信息公开条例》。{harm}收到申请4{harm}件，布署{harm}2023年。"))
        .replace("| 自然人 |", &format!("| 自{harm}人 |"))
        .replace("| 0 | 0 | 9 |", &format!("| x{harm} | 0 | 9 |"))
        + &format!("| 行政{harm}罚 | 1 |\n\n<!-- nianbao-disable no{harm}rule -->\n\n## 九、{harm}\n")
}

fn assert_clean(Run { out, err, .. }: &Run, of: &str) {
    assert_none(out, of);
    assert_none(err, of);
}

#[cfg(unix)]
#[test]
fn nothing_that_the_program_prints_has_them() {
    let name = format!("年{}.md", harm().replace('/', ""));
    let desk = Desk::new().with(&name, &draft()).with("office.docx", "no archive");
    for format in ["full", "concise", "json", "json-lines", "html", "github", "gitlab", "sarif", "junit", "rdjson"] {
        let mut command = program(&desk.path(""), &["check", "--color", "never", "--format", format, "."]);
        let run = Run::from(command.env("NIANBAO_LOG", "trace").output().expect("the program runs"));
        assert!(run.out.contains("not-a-number") || format == "html", "{format}: {}", run.out);
        assert_clean(&run, format);
    }
    for arguments in [
        &["check", "-v", "--statistics", "."][..],
        &["check", &name, "--previous", &name],
        &["fix", "--diff", "--unsafe", "."],
        &["format", "--diff", "."],
        &["format", "."],
        &["extract", "."],
        &["summary", "."],
        &["summary", "--format", "csv", "."],
        &["summary", "--format", "json", "."],
        &["convert", &name, "-o", "a.exe"],
        &["annotate", &name],
        &["config", &name],
        &["check", &harm()],
        &["check", &format!("--{}", harm())],
        &["check", "--select", &harm()],
        &["check", "--files-from", &harm()],
        &["explain", &harm()],
        &["init", &harm()],
        &[&harm()],
    ] {
        let run = run(&desk.path(""), arguments);
        assert!(!run.out.is_empty() || !run.err.is_empty(), "{arguments:?}");
        assert_clean(&run, &format!("{arguments:?}"));
    }
}

#[test]
fn what_is_wrong_with_settings_is_told_without_them() {
    let escaped: String = harm().chars().map(|c| format!("\\u{:04X}", u32::from(c))).collect();
    let settings =
        format!("\"a{escaped}\" = 1\nexclude = ['[z-a]', \"../{escaped}\"]\n[rules]\n\"{escaped}\" = \"off\"\n");
    let desk = Desk::new().with("nianbao.toml", &settings).with("甲.md", DRAFT);
    for arguments in [&["check", "."][..], &["config", "甲.md"], &["fix", "."]] {
        let run = run(&desk.path(""), arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.err);
        assert_clean(&run, &format!("{arguments:?}"));
    }
    let raw = Desk::new().with("nianbao.toml", &format!("'a{}' = 1\n", harm())).with("甲.md", DRAFT);
    assert_clean(&run(&raw.path(""), &["check", "."]), "settings that are no TOML");
}

#[test]
fn what_an_editor_shows_has_none() {
    let (mut client, _) = Client::session(json!({}));
    let text = draft();
    client.open("file:///r.md", 1, &text);
    let published = client.diagnostics("file:///r.md", 1);
    let mut shown = Vec::new();
    strings(&published["diagnostics"], &mut shown);
    assert!(shown.len() > 12, "{published}");
    for line in 0..text.lines().count() {
        for character in [0, 4, 8, 12] {
            let place =
                json!({"textDocument": {"uri": "file:///r.md"}, "position": {"line": line, "character": character}});
            strings(&client.request("textDocument/hover", place)["result"], &mut shown);
        }
    }
    shown.iter().for_each(|text| assert_none(text, "a diagnostic or a hover"));
    let document = json!({"textDocument": {"uri": "file:///r.md"}});
    let mut names = Vec::new();
    strings(&client.request("textDocument/documentSymbol", document)["result"], &mut names);
    assert!(!names.is_empty());
    names.iter().for_each(|name| assert_none(name, "a symbol"));
    assert_eq!(client.end(), Some(0));
}

/// All strings in a value.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Object(values) => values.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

/// What other programs read is left as it is, but a terminal only gets the colours.
#[cfg(unix)]
#[test]
fn a_terminal_gets_colours_and_nothing_else() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::fs::{File, OpenOptions};
    use std::io::Read;
    use std::os::unix::ffi::OsStrExt;
    let name = format!("年{}.md", harm().replace('/', ""));
    let desk = Desk::new().with(&name, &draft());
    for arguments in [&["check", "--list-files", "."][..], &["convert", &name], &["check", "--color", "always", "."]] {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("a terminal");
        let path = ptsname(&ours, Vec::new()).expect("its name");
        let theirs = std::ffi::OsStr::from_bytes(path.to_bytes());
        let theirs = OpenOptions::new().read(true).write(true).open(theirs).expect("its other end");
        let mut child = program(&desk.path(""), arguments).stdout(theirs).spawn().expect("the program");
        let reader = std::thread::spawn(move || {
            let (mut ours, mut shown, mut piece) = (File::from(ours), Vec::new(), [0; 4096]);
            // It ends with an error when nobody has the other end any more.
            while let Ok(length @ 1..) = ours.read(&mut piece) {
                shown.extend_from_slice(&piece[..length]);
            }
            shown
        });
        child.wait().expect("its end");
        let shown = String::from_utf8(reader.join().expect("what it shows")).expect("UTF-8");
        assert!(shown.contains("年报") || shown.contains('�'), "{arguments:?}: {shown}");
        let mut plain = String::new();
        for (index, piece) in shown.split("\u{1b}[").enumerate() {
            let codes =
                piece.find(|c: char| !c.is_ascii_digit() && c != ';').filter(|at| piece[*at..].starts_with('m'));
            match codes {
                Some(at) if index > 0 => plain.push_str(&piece[at + 1..]),
                _ if index > 0 => panic!("{arguments:?}: {piece:?}"),
                _ => plain.push_str(piece),
            }
        }
        assert_none(&plain, &format!("{arguments:?}"));
    }
}
