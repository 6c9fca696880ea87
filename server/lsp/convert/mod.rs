//! Between the protocol's types and ours, in both directions. Knows nothing of when it is asked.
//!
//! This is the only place that knows how a client counts characters. Everywhere else a place is a byte offset. The
//! rope's own indices do the counting, so a conversion costs the same at the end of a long text as at its beginning.

mod actions;
pub mod commands;
pub mod completion;
mod ignore;
mod places;
pub mod seeing;
mod settings;

pub use actions::{actions, kinds as action_kinds, missed_last_year};
pub use ignore::{Target, ignores};
use places::Places;
pub use settings::{project, settings};

use crate::check::Language;
use crate::check::{Draft, Snapshot};
use crate::rules::{Finding, Severity};
use crate::text::{Buffer, Edit};
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, FoldingRange, InitializeParams, Location, MarkupKind,
    NumberOrString, Position, PositionEncodingKind, TextDocumentContentChangeEvent, TextDocumentItem, Url,
};
use std::ops::Range;

/// What client and server agree on when a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreed {
    /// How positions are counted.
    pub encoding: Encoding,
    /// Whether the client shows the related information of a diagnostic.
    pub related_information: bool,
    /// Whether the client shows Markdown in hovers.
    pub markdown_hover: bool,
    /// Whether the client draws the outline as a tree.
    pub hierarchical_symbols: bool,
    /// How the client takes code actions.
    pub actions: actions::Actions,
    /// Whether the client asks for diagnostics. Then none are sent to it unasked: it would show them twice.
    pub pulls: bool,
    /// Whether the client asks again when it is told to.
    pub refreshes: bool,
    /// Whether the client asks for hints again when it is told to.
    pub refreshes_hints: bool,
    /// Whether the client says what is set when it is asked.
    pub answers_settings: bool,
    /// Whether the client can be asked to tell of changed settings.
    pub watches_settings: bool,
    /// Whether the client can be asked to tell of changed files.
    pub watches_files: bool,
    /// What the client can do with completions.
    pub completion: completion::Abilities,
}

impl Agreed {
    /// What a client with these capabilities and options is served.
    pub fn on(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let workspace = capabilities.workspace.as_ref();
        let refreshes = workspace.and_then(|workspace| workspace.diagnostic.as_ref()?.refresh_support);
        let refreshes_hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support);
        let watches_files =
            workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration);
        let watches_settings =
            workspace.and_then(|workspace| workspace.did_change_configuration.as_ref()?.dynamic_registration);
        let document = capabilities.text_document.as_ref();
        let diagnostics = document.and_then(|document| document.publish_diagnostics.as_ref());
        let hover = document.and_then(|document| document.hover.as_ref()?.content_format.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        Agreed {
            encoding: Encoding::chosen(offered.unwrap_or_default()),
            related_information: diagnostics.and_then(|it| it.related_information).unwrap_or(false),
            markdown_hover: hover.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            hierarchical_symbols: symbols.and_then(|it| it.hierarchical_document_symbol_support).unwrap_or(false),
            actions: actions::Actions::on(capabilities),
            pulls: capabilities.text_document.as_ref().is_some_and(|document| document.diagnostic.is_some()),
            refreshes: refreshes.unwrap_or(false),
            refreshes_hints: refreshes_hints.unwrap_or(false),
            answers_settings: workspace.and_then(|workspace| workspace.configuration).unwrap_or(false),
            watches_settings: watches_settings.unwrap_or(false),
            watches_files: watches_files.unwrap_or(false),
            completion: completion::Abilities::of(document.and_then(|document| document.completion.as_ref())),
        }
    }
}

/// What a `character` of a position counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16, of which a character beyond the basic plane has two.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The first of a client's offers that is known, or UTF-16, which every client has to know.
    fn chosen(offered: &[PositionEncodingKind]) -> Self {
        let known = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];
        offered.iter().find_map(|offer| known.into_iter().find(|it| it.kind() == *offer)).unwrap_or_default()
    }

    /// The protocol's name for it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// The byte at a position. A line past the last is the end of the text, a character past the end of its line is that
/// end, before the line break; inside a character it is the character's start.
pub fn offset(buffer: &Buffer, position: Position, encoding: Encoding) -> usize {
    let line = buffer.line_range(position.line as usize);
    let text = buffer.slice(line.clone());
    let character = position.character as usize;
    let offset = match encoding {
        Encoding::Utf8 => character.min(text.len_bytes()),
        Encoding::Utf16 => text.char_to_byte(text.utf16_cu_to_char(character.min(text.len_utf16_cu()))),
        Encoding::Utf32 => text.char_to_byte(character.min(text.len_chars())),
    };
    buffer.floor(line.start + offset)
}

fn saturated(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The edit that a client's change of this text is. A change without a range replaces the whole text; the ends of a
/// range may come in either order.
pub fn edit(buffer: &Buffer, change: TextDocumentContentChangeEvent, encoding: Encoding) -> Edit {
    let Some(range) = change.range else { return Edit::new(0..buffer.len(), change.text) };
    let (one, other) = (offset(buffer, range.start, encoding), offset(buffer, range.end, encoding));
    Edit::new(one.min(other)..one.max(other), change.text)
}

/// The diagnostics of a document: what is found in a draft, or what is wrong with a `nianbao.toml`.
pub fn document(draft: &Draft, url: &Url, agreed: Agreed) -> Vec<Diagnostic> {
    match super::workspace::project_file(url) {
        Some(_) => settings(draft.buffer(), agreed),
        None => diagnostics(&draft.snapshot(), url, agreed),
    }
}

/// The language of a document: what the editor calls it, or else what its file name says.
pub fn language(document: &TextDocumentItem) -> Language {
    match Language::named(&document.language_id) {
        Language::Plain => Language::named(document.uri.path().rsplit('.').next().unwrap_or("")),
        language => language,
    }
}

/// The findings of a snapshot, in their order.
fn diagnostics(snapshot: &Snapshot, url: &Url, agreed: Agreed) -> Vec<Diagnostic> {
    let mut places = Places::new(snapshot.buffer(), agreed.encoding);
    snapshot.findings().map(|(start, finding)| diagnostic(&mut places, start, finding, url, agreed)).collect()
}

/// What can be folded, by lines.
pub fn folding(snapshot: &Snapshot) -> Vec<FoldingRange> {
    let line = |offset| saturated(snapshot.buffer().line_at(offset));
    let ranges = snapshot.folding().into_iter();
    ranges
        .map(|range| FoldingRange { start_line: line(range.start), end_line: line(range.end), ..Default::default() })
        .collect()
}

/// A finding whose places are counted from `start`. Where the client has no place for the notes, they follow the message,
/// each on a line.
fn diagnostic(places: &mut Places<'_>, start: usize, finding: &Finding, url: &Url, agreed: Agreed) -> Diagnostic {
    let mut range = |bytes: &Range<usize>| places.range(&(start + bytes.start..start + bytes.end));
    let mut message = finding.message.clone();
    let mut related = None;
    if !agreed.related_information {
        for note in &finding.notes {
            message.push('\n');
            message.push_str(&note.message);
        }
    } else if !finding.notes.is_empty() {
        let notes = finding.notes.iter().map(|note| DiagnosticRelatedInformation {
            location: Location::new(url.clone(), range(&note.range)),
            message: note.message.clone(),
        });
        related = Some(notes.collect());
    }
    Diagnostic {
        range: range(&finding.range),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.name.to_owned())),
        source: Some("nianbao".to_owned()),
        message,
        related_information: related,
        ..Default::default()
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Hint => DiagnosticSeverity::HINT,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn position(buffer: &Buffer, offset: usize, encoding: Encoding) -> Position {
        Places::new(buffer, encoding).position(offset)
    }

    #[test]
    fn characters_count_as_agreed() {
        let buffer = Buffer::new("题\r\n𠮷a总计\n", 1);
        let total = buffer.to_string().find('总').unwrap();
        for (encoding, character) in ENCODINGS.into_iter().zip([5, 3, 2]) {
            assert_eq!(position(&buffer, total, encoding), Position::new(1, character));
            assert_eq!(offset(&buffer, Position::new(1, character), encoding), total);
        }
    }

    #[test]
    fn wrong_positions_are_moved_to_the_nearest_right_one() {
        let buffer = Buffer::new("一\r\n𠮷二\n三", 1);
        for encoding in ENCODINGS {
            assert_eq!(offset(&buffer, Position::new(0, 99), encoding), 3, "before the line break");
            assert_eq!(offset(&buffer, Position::new(9, 0), encoding), buffer.len());
            assert_eq!(offset(&buffer, Position::new(u32::MAX, u32::MAX), encoding), buffer.len());
            assert_eq!(position(&buffer, 4, encoding), position(&buffer, 3, encoding), "inside the line break");
            assert_eq!(position(&buffer, 6, encoding), Position::new(1, 0), "inside 𠮷");
        }
        assert_eq!(offset(&buffer, Position::new(1, 1), Encoding::Utf16), 5, "between the surrogates");
        assert_eq!(offset(&buffer, Position::new(1, 3), Encoding::Utf8), 5, "inside the bytes");
    }

    #[test]
    fn a_range_may_be_written_backwards() {
        let buffer = Buffer::new("一二三", 1);
        let range = Some(lsp_types::Range::new(Position::new(0, 2), Position::new(0, 1)));
        let change = TextDocumentContentChangeEvent { range, range_length: None, text: "中".into() };
        assert_eq!(edit(&buffer, change, Encoding::Utf16), Edit::new(3..6, "中"));
        let whole = TextDocumentContentChangeEvent { range: None, range_length: None, text: "全".into() };
        assert_eq!(edit(&buffer, whole, Encoding::Utf16), Edit::new(0..9, "全"));
    }

    #[test]
    fn the_first_known_offer_is_taken() {
        let offer = |names: &[&'static str]| {
            Encoding::chosen(&names.iter().map(|name| PositionEncodingKind::new(name)).collect::<Vec<_>>())
        };
        assert_eq!(offer(&["utf-7", "utf-32", "utf-8"]), Encoding::Utf32);
        assert_eq!(offer(&["utf-7"]), Encoding::Utf16);
        assert_eq!(offer(&[]), Encoding::Utf16);
    }

    proptest! {
        #[test]
        fn every_character_has_its_position(text in "[一a𠮷😀\r\n]{0,40}") {
            let buffer = Buffer::new(&text, 1);
            for encoding in ENCODINGS {
                let (mut line, mut character) = (0, 0);
                let mut chars = text.char_indices().peekable();
                while let Some((at, char)) = chars.next() {
                    let here = Position::new(line, character);
                    prop_assert_eq!(position(&buffer, at, encoding), here);
                    prop_assert_eq!(offset(&buffer, here, encoding), at);
                    let crlf = char == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some();
                    if crlf || char == '\r' || char == '\n' {
                        (line, character) = (line + 1, 0);
                    } else {
                        character += match encoding {
                            Encoding::Utf8 => char.len_utf8() as u32,
                            Encoding::Utf16 => char.len_utf16() as u32,
                            Encoding::Utf32 => 1,
                        };
                    }
                }
                prop_assert_eq!(position(&buffer, text.len(), encoding), Position::new(line, character));
            }
        }
    }
}
