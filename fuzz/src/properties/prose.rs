//! What must hold of the facts that prose states.

use super::{holds, text_of, texts};
use nianbao::report::prose::lex;
use nianbao::text::fold::fold;

/// What stands before the prose: without a title nothing is a report.
const HEAD: &str = "青岚县水利局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n";

/// Reads a text as the prose of a report's first section.
///
/// # Panics
/// If a word or a fact is no part of it, or they are out of order.
pub fn prose(data: &[u8]) {
    let said = text_of(data);
    let folded = fold(&said);
    let mut before = 0;
    for lexeme in lex::lexemes(&folded, &mut Vec::new()) {
        holds(&folded, &lexeme.at.range(), "a word");
        assert!(before <= lexeme.at.range().start, "{lexeme:?} is out of order");
        before = lexeme.at.range().start;
    }
    let text = format!("{HEAD}{said}");
    let view = texts::sound(&text);
    for paragraph in view.checked.prose.within(0..usize::MAX) {
        let facts = paragraph.facts;
        let numbers = facts.citations.iter().filter_map(|citation| citation.number_at);
        let places = facts.dates.iter().map(|date| date.at).chain(numbers).chain(facts.blanks.iter().copied());
        for at in places {
            holds(paragraph.text(), &at.range(), "a fact");
            holds(&text, &paragraph.source(at), "a fact's source");
        }
    }
}
