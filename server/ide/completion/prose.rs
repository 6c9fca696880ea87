//! Completes standard sentences and citations, with this report's own figures.

use super::{Completion, ItemKind, Offer, Place, Typed};
use crate::compose::template;
use crate::edition::Sentence;
use crate::edition::sentence::SentencePart;

/// The shortest words that are matched; shorter ones begin too many others.
const SHORTEST: usize = 2;
/// The longest words that are matched; longer ones mean that the author knows what to write.
const LONGEST: usize = 20;
/// Words of a sentence at least this long, in characters, are evidence that the sentence is present.
const TELLING: usize = 4;

/// Whether a sentence or a clause begins behind this character.
fn ends_clause(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '。' | '；' | '：' | '，' | '、' | '！' | '？' | '）' | '》' | '”' | ';' | '<' | '>')
}

impl Place<'_> {
    /// Offers sentences where one may begin, and citations behind letters or 《.
    pub fn prose(&self) -> Completion {
        let none = Completion::default();
        let before = self.before();
        // Tables contain no sentences, and nothing is offered inside a word.
        let in_table = before.contains(['|', '\t']) || before.contains("<td") || self.is_in_form();
        let next = self.after().chars().next().filter(|c| *c != '》');
        if self.report.is_none() || in_table || next.is_some_and(|c| !ends_clause(c)) {
            return none;
        }
        let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let (word, quoted) = if letters > 0 {
            (&before[before.len() - letters..], false)
        } else if let Some(at) = before.rfind('《').filter(|at| !before[*at..].contains('》')) {
            (&before[at..], true)
        } else {
            (
                &before[before
                    .rfind(ends_clause)
                    .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))..],
                false,
            )
        };
        let typed = Typed::new(word);
        if (typed.len() < SHORTEST && !quoted) || typed.len() > LONGEST {
            return none;
        }
        let mut offers = if quoted { Vec::new() } else { self.sentence_offers() };
        offers.extend(self.citation_offers());
        let end = if quoted && self.after().starts_with('》') { self.offset + '》'.len_utf8() } else { self.offset };
        self.completion(self.offset - word.len(), end, &typed, offers)
    }

    /// Offers the sentences of the section at the cursor that it does not contain yet.
    pub fn sentence_offers(&self) -> Vec<Offer> {
        let edition = self.edition();
        let section = self.section();
        let id = section.map(|section| edition.sections[section.index].id.as_str());
        let own = edition.sentences.iter().filter(|sentence| !sentence.citation && sentence.section.as_deref() == id);
        own.filter(|sentence| !self.has(sentence)).map(|sentence| self.offer(sentence, ItemKind::Sentence)).collect()
    }

    fn citation_offers(&self) -> Vec<Offer> {
        let citations = self.edition().sentences.iter().filter(|sentence| sentence.citation);
        citations.map(|sentence| self.offer(sentence, ItemKind::Citation)).collect()
    }

    fn offer(&self, sentence: &Sentence, kind: ItemKind) -> Offer {
        let template = self.with_facts(|facts| template::sentence(sentence, self.edition(), facts));
        Offer {
            label: sentence.name.clone(),
            detail: template.text.clone(),
            kind,
            keys: vec![template.text.clone(), sentence.name.clone()],
            handles: vec![sentence.id.clone()],
            template,
            needed: false,
        }
    }

    /// Whether the section at the cursor contains a sentence, with any figures; the cursor's own line does not count,
    /// since it is still being written.
    fn has(&self, sentence: &Sentence) -> bool {
        let Some(report) = self.report else { return false };
        let first = report.sections.first().map_or(report.range.end, |section| section.heading.range.start);
        let body = self.section().map_or(report.range.start..first, |section| section.body.clone());
        let line = self.line_range();
        let texts = [
            &self.text()[body.start..line.start.clamp(body.start, body.end)],
            &self.text()[line.end.clamp(body.start, body.end)..body.end],
        ];
        let mut telling = sentence.text.parts().iter().filter_map(|part| match part {
            SentencePart::Words(words) if words.chars().count() >= TELLING => Some(words.as_str()),
            _ => None,
        });
        telling.next().is_some_and(|words| texts.iter().any(|text| text.contains(words)))
    }
}
