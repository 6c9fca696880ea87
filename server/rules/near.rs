//! The words near a number that may be private, which tell whose it is.

use super::check::Check;
use crate::edition::keywords::KeywordKind;
use crate::report::Paragraph;
use crate::report::keywords::{KeywordRoom, keywords_in};
use crate::report::private_numbers::PrivateNumber;
use crate::text::floor;

/// How far in front of a number a word may name it, in bytes.
const NEAR: usize = 60;
/// How far in front of a number a word may stand that it belongs to, in bytes.
const ADJACENT: usize = 12;

/// How much of a sentence counts on either side of a number, in bytes: longer ones are lists.
const SENTENCE: usize = 4096;

/// What the words near a number say.
#[derive(Debug, Clone, Copy, Default)]
pub struct Near {
    /// It is given so that somebody can be reached.
    pub contact: bool,
    /// It stands in front of the sections, where a report says whom to ask.
    pub preamble: bool,
    /// It is about somebody whose data are private.
    pub person: bool,
    /// It is the number of a citizen.
    pub identity: bool,
    /// It is the number of a bank card or an account.
    pub account: bool,
    /// It is the number of a body, a document or a case.
    pub code: bool,
}

impl Near {
    /// The words near a number.
    pub fn new(check: &Check<'_>, paragraph: &Paragraph<'_>, number: PrivateNumber) -> Self {
        let first = check.report.sections.first().map(|section| section.heading.range.start);
        let preamble = first.is_some_and(|first| paragraph.source(number.at).start < first);
        let mut near = Near { preamble, ..Near::default() };
        let (text, at) = (paragraph.text(), number.at.range());
        let far = floor(text, at.start.saturating_sub(SENTENCE));
        let start = text[far..at.start].rfind('。').map_or(far, |stop| far + stop + '。'.len_utf8());
        let far = floor(text, at.end + SENTENCE);
        let end = text[at.end..far].find('。').map_or(far, |stop| at.end + stop);
        let room = &mut KeywordRoom::default();
        for word in keywords_in(&text[start..end], room) {
            let distance = at.start.checked_sub(start + word.at.end as usize);
            near.add(word.kind(), distance.unwrap_or(usize::MAX));
        }
        if at.start == 0 {
            paragraph.labels().flat_map(|label| keywords_in(label, room)).for_each(|word| near.add(word.kind(), 0));
        }
        near
    }

    /// Adds a word that ends so many bytes in front of the number.
    fn add(&mut self, kind: KeywordKind, distance: usize) {
        match kind {
            KeywordKind::Contact => self.contact = true,
            KeywordKind::Person => self.person = true,
            KeywordKind::Identity => self.identity |= distance <= NEAR,
            KeywordKind::Account => self.account |= distance <= NEAR,
            KeywordKind::Code => self.code |= distance <= ADJACENT,
            _ => {}
        }
    }
}
