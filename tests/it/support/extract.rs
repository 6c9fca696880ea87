//! What the program itself reads in a text.

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// The reports that `nianbao extract` prints.
pub fn extract(text: &str) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("the program reads");
    let output = child.wait_with_output().expect("the program ends");
    serde_json::from_slice(&output.stdout).expect("JSON")
}
