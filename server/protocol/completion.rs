//! Converts completions: to snippets for clients that support them, else to plain text.

use super::negotiated::{CompletionSupport, NegotiatedCapabilities};
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::compose::template::Template;
use crate::edition;
use crate::ide::completion::{self, Item, ItemKind};
use crate::syntax::cell::is_blank;
use crate::text::lines::line_start;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionOptions, CompletionResponse, CompletionTextEdit,
    Documentation, InsertTextFormat, InsertTextMode, MarkupContent, MarkupKind, Position, TextEdit,
};

/// The completion options of the server.
pub fn options() -> CompletionOptions {
    let characters = completion::trigger_characters().into_iter().map(String::from);
    CompletionOptions { trigger_characters: Some(characters.collect()), ..Default::default() }
}

/// The completion at a position, after this character was `typed` or on request. The list is always incomplete, since
/// the server filters anew with every character.
pub fn completion(
    snapshot: &Snapshot,
    position: Position,
    typed: Option<&str>,
    agreed: NegotiatedCapabilities,
) -> Option<CompletionResponse> {
    let (state, at) = positions::at(snapshot, position, agreed);
    // Whoever indents a line asks for nothing.
    let line = &state.text[line_start(&state.text, at)..at];
    if typed.is_some_and(|typed| typed.chars().all(is_blank)) && line.chars().all(is_blank) {
        return None;
    }
    let found = state.completion(at);
    let place = Positions::of(snapshot, &state, agreed).range(&found.range);
    let items = found.items.into_iter().enumerate();
    let items: Vec<CompletionItem> = items.map(|(at, found)| item(found, at, place, agreed.completion)).collect();
    (!items.is_empty()).then_some(CompletionResponse::List(CompletionList { is_incomplete: true, items }))
}

fn item(found: Item, at: usize, place: lsp_types::Range, support: CompletionSupport) -> CompletionItem {
    // Some clients insert only the first line of a plain text.
    let snippet = support.snippets && (!found.template.fields.is_empty() || found.template.text.contains('\n'));
    let text = if snippet { self::snippet(&found.template) } else { found.template.text.clone() };
    CompletionItem {
        label: found.label,
        kind: Some(kind(found.kind)),
        detail: Some(found.detail),
        documentation: Some(match &found.reason {
            Some(reason) => Documentation::String(reason.clone()),
            None => documentation(&found.template.text, support),
        }),
        // The client keeps this order among items that fit equally well.
        sort_text: Some(format!("{at:03}")),
        filter_text: Some(found.filter),
        preselect: found.preselect.then_some(true),
        insert_text_format: Some(if snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
        insert_text_mode: support.as_is.then_some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(place, text))),
        ..Default::default()
    }
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Piece => CompletionItemKind::SNIPPET,
        ItemKind::Row => CompletionItemKind::FIELD,
        ItemKind::Banner => CompletionItemKind::ENUM_MEMBER,
        ItemKind::Figure => CompletionItemKind::VALUE,
        ItemKind::Sentence => CompletionItemKind::TEXT,
        ItemKind::Citation => CompletionItemKind::REFERENCE,
    }
}

/// The inserted text as it will appear.
fn documentation(text: &str, support: CompletionSupport) -> Documentation {
    let text = text.trim_matches(['\r', '\n']);
    match support.markdown {
        false => Documentation::String(text.to_owned()),
        true => {
            let value = format!("```text\n{text}\n```");
            Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
        }
    }
}

/// A template as a snippet: its fields are tab stops, with their present text as placeholders. The report's year is one
/// tab stop wherever it stands, so that it is typed once.
pub fn snippet(template: &Template) -> String {
    let mut snippet = String::with_capacity(template.text.len() + 8 * template.fields.len());
    let mut done = 0;
    let mut stops: Vec<&str> = Vec::new();
    for field in &template.fields {
        escape(&template.text[done..field.start], &mut snippet);
        let text = &template.text[field.clone()];
        let known = stops.iter().position(|stop| *stop == text).filter(|_| is_year(text));
        let stop = known.unwrap_or(stops.len());
        if known.is_none() {
            stops.push(text);
        }
        snippet.push_str(&format!("${{{}:", stop + 1));
        escape(&template.text[field.clone()], &mut snippet);
        snippet.push('}');
        done = field.end;
    }
    escape(&template.text[done..], &mut snippet);
    snippet.push_str("$0");
    snippet
}

/// Whether a field is a year: a new table holds no figure of four digits twice.
fn is_year(text: &str) -> bool {
    text.parse().is_ok_and(|year: u16| edition::editions().iter().any(|edition| edition.covers(year)))
}

/// Appends a text with the special characters of snippets escaped.
fn escape(text: &str, snippet: &mut String) {
    for c in text.chars() {
        if matches!(c, '$' | '}' | '\\') {
            snippet.push('\\');
        }
        snippet.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_snippet_is_escaped() {
        let template = Template { text: "a$1 \\ {b} 0|}".to_owned(), fields: vec![0..1, 10..13] };
        assert_eq!(snippet(&template), "${1:a}\\$1 \\\\ {b\\} ${2:0|\\}}$0");
    }

    #[test]
    fn the_year_is_typed_once() {
        let template =
            Template { text: "甲2024年0件0件2024年".to_owned(), fields: vec![3..7, 10..11, 14..15, 18..22] };
        assert_eq!(snippet(&template), "甲${1:2024}年${2:0}件${3:0}件${1:2024}年$0");
    }
}
