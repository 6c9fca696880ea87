//! What the READMEs show is what the program prints.

use std::process::Command;

const OPENING: &str = "<!-- output of: nianbao check tests/drafts/broken.md -->\n```text\n";
const CLOSING: &str = "```\n<!-- end of output -->";

/// `UPDATE=1 cargo test` writes the output into the READMEs.
#[test]
fn the_output_shown_is_the_output() {
    let root = env!("CARGO_MANIFEST_DIR");
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(["check", "tests/drafts/broken.md"])
        .current_dir(root)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "the draft has errors");
    let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    for name in ["README.md", "README.zh-CN.md"] {
        let path = format!("{root}/{name}");
        let text = std::fs::read_to_string(&path).unwrap();
        let start = text.find(OPENING).unwrap() + OPENING.len();
        let end = start + text[start..].find(CLOSING).unwrap();
        let fresh = format!("{}{printed}{}", &text[..start], &text[end..]);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        } else {
            assert_eq!(text, fresh, "{name} is stale: run UPDATE=1 cargo test readme::");
        }
    }
}
