//! Parses `didOpen` and `didChange` leniently: even a malformed one tells which document has lost synchronisation.

use super::encoding::{PositionEncoding, offset};
use crate::check::Language;
use crate::text::{Buffer, Edit};
use lsp_types::{
    DidChangeTextDocumentParams, TextDocumentContentChangeEvent, TextDocumentItem, Url, VersionedTextDocumentIdentifier,
};
use serde::{Deserialize, Deserializer};

/// The parameters of `textDocument/didOpen`, or why they are malformed.
#[derive(Debug, Deserialize)]
#[serde(from = "Attempt<Open>")]
pub struct DidOpen(pub Result<TextDocumentItem, Malformed>);

/// The parameters of `textDocument/didChange`, or why they are malformed.
#[derive(Debug, Deserialize)]
#[serde(from = "Attempt<Change>")]
pub struct DidChange(pub Result<DidChangeTextDocumentParams, Malformed>);

/// What is known of a notification with malformed parameters.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The document, if that could be parsed.
    pub url: Option<Url>,
    /// The reason, for the log.
    pub reason: String,
}

/// A value, or why it is malformed. Parsing continues behind it, which requires a deserializer that has the whole
/// message; nothing is parsed twice.
#[derive(Debug)]
struct Attempt<T>(Result<T, String>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Attempt<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Attempt(T::deserialize(deserializer).map_err(|error| error.to_string())))
    }
}

impl<T> Default for Attempt<T> {
    fn default() -> Self {
        Attempt(Err("missing".to_owned()))
    }
}

impl<T> Attempt<T> {
    /// The value of the field `name` in a notification about a document.
    fn of(self, url: Option<&Url>, name: &str) -> Result<T, Malformed> {
        self.0.map_err(|reason| Malformed { url: url.cloned(), reason: format!("{name}: {reason}") })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    #[serde(default)]
    text_document: Attempt<OpenDocument>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OpenDocument {
    #[serde(default)]
    uri: Attempt<Url>,
    #[serde(default)]
    language_id: Attempt<String>,
    #[serde(default)]
    version: Attempt<i32>,
    #[serde(default)]
    text: Attempt<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    #[serde(default)]
    text_document: Attempt<ChangedDocument>,
    #[serde(default)]
    content_changes: Attempt<Vec<TextDocumentContentChangeEvent>>,
}

#[derive(Deserialize)]
struct ChangedDocument {
    #[serde(default)]
    uri: Attempt<Url>,
    #[serde(default)]
    version: Attempt<i32>,
}

impl From<Attempt<Open>> for DidOpen {
    fn from(open: Attempt<Open>) -> Self {
        let read = || {
            let document = open.of(None, "params")?.text_document.of(None, "textDocument")?;
            let uri = document.uri.of(None, "uri")?;
            let language_id = document.language_id.of(Some(&uri), "languageId")?;
            let version = document.version.of(Some(&uri), "version")?;
            let text = document.text.of(Some(&uri), "text")?;
            Ok(TextDocumentItem { uri, language_id, version, text })
        };
        DidOpen(read())
    }
}

impl From<Attempt<Change>> for DidChange {
    fn from(change: Attempt<Change>) -> Self {
        let read = || {
            let Change { text_document, content_changes } = change.of(None, "params")?;
            let document = text_document.of(None, "textDocument")?;
            let uri = document.uri.of(None, "uri")?;
            let version = document.version.of(Some(&uri), "version")?;
            let content_changes = content_changes.of(Some(&uri), "contentChanges")?;
            let text_document = VersionedTextDocumentIdentifier { uri, version };
            Ok(DidChangeTextDocumentParams { text_document, content_changes })
        };
        DidChange(read())
    }
}

/// Converts a client's change to an edit of this text. A change without a range replaces the whole text; the ends of a
/// range may come in either order.
pub fn edit(buffer: &Buffer, change: TextDocumentContentChangeEvent, encoding: PositionEncoding) -> Edit {
    let Some(range) = change.range else { return Edit::new(0..buffer.len(), change.text) };
    let (one, other) = (offset(buffer, range.start, encoding), offset(buffer, range.end, encoding));
    Edit::new(one.min(other)..one.max(other), change.text)
}

/// The language of a document: by the editor's identifier, or else by its file name.
pub fn language(document: &TextDocumentItem) -> Language {
    match Language::named(&document.language_id) {
        Language::Plain => Language::named(document.uri.path().rsplit('.').next().unwrap_or("")),
        language => language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::Position;
    use serde_json::{Value, json};

    fn changed(params: Value) -> Result<DidChangeTextDocumentParams, Malformed> {
        serde_json::from_value::<DidChange>(params).unwrap().0
    }

    #[test]
    fn what_can_be_read_is_read_and_what_cannot_is_said() {
        let document = json!({"uri": "file:///a.md", "version": 2});
        let range = |line| json!({"start": {"line": line, "character": 0}, "end": {"line": 0, "character": 1}});
        let good = json!({"textDocument": document, "contentChanges": [{"range": range(0), "text": "一"}]});
        assert_eq!(changed(good.clone()), Ok(serde_json::from_value(good).unwrap()));

        for changes in [
            json!([{"range": range(-1), "text": "一"}]),
            json!([{"range": {"start": {"line": 0, "character": 0}}, "text": "一"}]),
            json!([{"range": range(0), "text": null}]),
            json!([{"text": "全"}, 7]),
            json!({"text": "全"}),
            json!(null),
        ] {
            let params = json!({"contentChanges": changes, "textDocument": document});
            let malformed = changed(params).unwrap_err();
            assert_eq!(malformed.url.as_ref().map(Url::as_str), Some("file:///a.md"), "{changes}");
            assert!(malformed.reason.starts_with("contentChanges: "), "{malformed:?}");
        }
        let version = json!({"textDocument": {"uri": "file:///a.md"}, "contentChanges": []});
        let malformed = changed(version).unwrap_err();
        assert_eq!((malformed.url.is_some(), malformed.reason.as_str()), (true, "version: missing"));
        for params in [json!(null), json!([]), json!({"textDocument": 1}), json!({"textDocument": {"uri": "a"}})] {
            assert_eq!(changed(params.clone()).unwrap_err().url, None, "{params}");
        }
    }

    #[test]
    fn a_document_that_is_opened_is_named_even_if_its_text_is_none() {
        let opened = |text: Value| {
            let document = json!({"uri": "file:///a.md", "languageId": "markdown", "version": 1, "text": text});
            serde_json::from_value::<DidOpen>(json!({"textDocument": document})).unwrap().0
        };
        assert_eq!(opened(json!("一")).unwrap().text, "一");
        let malformed = opened(json!(["一"])).unwrap_err();
        assert_eq!(malformed.url.as_ref().map(Url::as_str), Some("file:///a.md"));
        assert!(malformed.reason.starts_with("text: "), "{malformed:?}");
    }

    #[test]
    fn a_range_may_be_written_backwards() {
        let buffer = Buffer::new("一二三", 1);
        let range = Some(lsp_types::Range::new(Position::new(0, 2), Position::new(0, 1)));
        let change = TextDocumentContentChangeEvent { range, range_length: None, text: "中".into() };
        assert_eq!(edit(&buffer, change, PositionEncoding::Utf16), Edit::new(3..6, "中"));
        let whole = TextDocumentContentChangeEvent { range: None, range_length: None, text: "全".into() };
        assert_eq!(edit(&buffer, whole, PositionEncoding::Utf16), Edit::new(0..9, "全"));
    }
}
