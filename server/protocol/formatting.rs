//! Converts the edits of formatting.

use super::actions::text_edit;
use super::negotiated::NegotiatedCapabilities;
use super::positions::{self, Positions};
use crate::check::Snapshot;
use crate::compose::format::{FormatStyle, Formatted};
use crate::text::Edit;
use lsp_types::TextEdit;

/// The edits that format a draft, or the lines that a range touches: one for a line, or for lines that are joined anew; and
/// the lines, counted from 1, at which tables begin that are left alone.
pub fn formatting(
    snapshot: &Snapshot,
    within: Option<lsp_types::Range>,
    style: FormatStyle,
    agreed: NegotiatedCapabilities,
) -> (Vec<TextEdit>, Vec<u32>) {
    let whole = || (snapshot.whole(), None);
    let (state, within) = within.map_or_else(whole, |within| {
        let (state, within) = positions::around(snapshot, within, agreed);
        (state, Some(within))
    });
    let mut places = Positions::of(snapshot, &state, agreed);
    let Formatted { edits, left } = state.format(within, style);
    let left = left.into_iter().map(|at| places.range(&(state.start + at..state.start + at)).start.line + 1).collect();
    (by_lines(&state.text, edits).into_iter().map(|edit| text_edit(&mut places, edit)).collect(), left)
}

/// Joins the edits of a text that have no line break between them. Clients take long for many edits, and some keep the
/// cursor only over few.
fn by_lines(text: &str, edits: Vec<Edit>) -> Vec<Edit> {
    let mut joined: Vec<Edit> = Vec::new();
    for edit in edits {
        match joined.last_mut() {
            Some(last) if !text[last.range.end..edit.range.start].contains(['\n', '\r']) => {
                last.text.push_str(&text[last.range.end..edit.range.start]);
                last.text.push_str(&edit.text);
                last.range.end = edit.range.end;
            }
            _ => joined.push(edit),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_one_edit() {
        let text = "| a | b |\n| c | d |\n";
        let edits = [(1..1, "x"), (4..5, ""), (7..8, "yz"), (12..13, "C"), (18..18, " ")];
        let edits: Vec<Edit> = edits.map(|(range, new)| Edit::new(range, new)).to_vec();
        let joined = by_lines(text, edits.clone());
        assert_eq!(joined, [Edit::new(1..8, "x a  byz"), Edit::new(12..18, "C | d  ")]);
        assert_eq!(crate::text::edit::apply(text, &joined), crate::text::edit::apply(text, &edits));
        assert_eq!(by_lines(text, Vec::new()), []);
    }
}
