//! A document as its editor sees it: the text, its version, and the diagnostics that a fresh check of that text gives.
//!
//! The protocol's rules for positions are written down here a second time, as slowly and plainly as can be: this
//! shares nothing with the server but the check itself.

use nianbao::rules::Severity;
use serde_json::{Value, json};
use std::ops::Range;

/// What a `character` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// The protocol's name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    /// What a character counts.
    pub fn width(self, char: char) -> usize {
        match self {
            Encoding::Utf8 => char.len_utf8(),
            Encoding::Utf16 => char.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// A document that is open in an editor.
#[derive(Debug, Clone)]
pub struct Document {
    pub uri: String,
    pub version: i64,
    pub text: String,
    pub encoding: Encoding,
    /// Whether the editor shows related information.
    pub related: bool,
}

impl Document {
    pub fn new(uri: &str, text: &str, encoding: Encoding) -> Self {
        Document { uri: uri.into(), version: 1, text: text.into(), encoding, related: true }
    }

    /// What the editor can do, for `initialize`.
    pub fn capabilities(&self) -> Value {
        json!({
            "general": {"positionEncodings": [self.encoding.name()]},
            "textDocument": {"publishDiagnostics": {"relatedInformation": self.related, "versionSupport": true}},
        })
    }

    /// The parameters of `didOpen`.
    pub fn open(&self) -> Value {
        let (uri, version, text) = (&self.uri, self.version, &self.text);
        json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": version, "text": text}})
    }

    /// The parameters of `didClose`.
    pub fn close(&self) -> Value {
        json!({"textDocument": {"uri": self.uri}})
    }

    /// Makes these changes, one after the other, and returns the parameters of `didChange`.
    pub fn change(&mut self, changes: Vec<Value>) -> Value {
        self.version += 1;
        for change in &changes {
            self.apply(change);
        }
        json!({"textDocument": {"uri": self.uri, "version": self.version}, "contentChanges": changes})
    }

    /// The change that replaces these bytes.
    pub fn replacement(&self, bytes: Range<usize>, text: &str) -> Value {
        json!({"range": self.range(&self.lines(), &bytes), "text": text})
    }

    /// The parameters of `publishDiagnostics` for the text as it is.
    pub fn expected(&self) -> Value {
        let findings = nianbao::check::check(&self.text).findings;
        let lines = self.lines();
        let diagnostics: Vec<Value> = findings.iter().map(|finding| self.diagnostic(&lines, finding)).collect();
        json!({"uri": self.uri, "version": self.version, "diagnostics": diagnostics})
    }

    fn diagnostic(&self, lines: &[Range<usize>], finding: &nianbao::rules::Finding) -> Value {
        let severity = match finding.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Info => 3,
            Severity::Hint => 4,
        };
        let mut diagnostic = json!({
            "range": self.range(lines, &finding.range),
            "severity": severity,
            "code": finding.rule.name,
            "source": "nianbao",
            "message": finding.message,
        });
        if self.related && !finding.notes.is_empty() {
            let notes = finding.notes.iter().map(|note| {
                json!({"location": {"uri": self.uri, "range": self.range(lines, &note.range)}, "message": note.message})
            });
            diagnostic["relatedInformation"] = notes.collect();
        } else {
            let notes = finding.notes.iter().map(|note| note.message.as_str());
            let message: Vec<&str> = std::iter::once(finding.message.as_str()).chain(notes).collect();
            diagnostic["message"] = message.join("\n").into();
        }
        diagnostic
    }

    fn apply(&mut self, change: &Value) {
        let text = change["text"].as_str().expect("a text");
        let Some(range) = change.get("range") else {
            self.text = text.to_owned();
            return;
        };
        let (from, to) = (self.offset(&range["start"]), self.offset(&range["end"]));
        self.text.replace_range(from.min(to)..from.max(to), text);
    }

    /// The lines, each without its line break.
    fn lines(&self) -> Vec<Range<usize>> {
        let bytes = self.text.as_bytes();
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'\r' => lines.push(start..at),
                // The second half of a line break that has been counted.
                b'\n' if at > 0 && bytes[at - 1] == b'\r' => {}
                b'\n' => lines.push(start..at),
                _ => continue,
            }
            start = at + 1;
        }
        lines.push(start..bytes.len());
        lines
    }

    /// The byte at a position, which may be wrong.
    fn offset(&self, position: &Value) -> usize {
        let number = |name: &str| usize::try_from(position[name].as_u64().expect("a number")).expect("small");
        let Some(line) = self.lines().get(number("line")).cloned() else { return self.text.len() };
        let mut left = number("character");
        let mut at = line.start;
        for char in self.text[line].chars() {
            if self.encoding.width(char) > left {
                break;
            }
            left -= self.encoding.width(char);
            at += char.len_utf8();
        }
        at
    }

    /// The position of a byte.
    fn position(&self, lines: &[Range<usize>], byte: usize) -> Value {
        let number = lines.iter().rposition(|line| line.start <= byte).expect("the first line starts at 0");
        let line = &lines[number];
        let before = &self.text[line.start..byte.min(line.end)];
        let character: usize = before.chars().map(|char| self.encoding.width(char)).sum();
        json!({"line": number, "character": character})
    }

    fn range(&self, lines: &[Range<usize>], bytes: &Range<usize>) -> Value {
        json!({"start": self.position(lines, bytes.start), "end": self.position(lines, bytes.end)})
    }
}
