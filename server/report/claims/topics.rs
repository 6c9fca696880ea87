//! What a sentence has named so far.

use crate::edition::phrases::Topic;

/// The topics that a sentence has named so far, or those of the sentence before where it names none.
#[derive(Debug, Default, Clone, Copy)]
pub struct Topics {
    /// When each was named last, by its number; 0 where it was not.
    named: [u8; Topics::COUNT],
    /// Which were named in words that leave no doubt.
    firm: [bool; Topics::COUNT],
    /// How often one was named.
    count: u8,
}

impl Topics {
    /// How many there are.
    const COUNT: usize = Topic::Procurement as usize + 1;

    /// Whether a topic was named.
    pub fn has(&self, topic: Topic) -> bool {
        self.named[topic as usize] > 0
    }

    /// Whether a topic was named in words that leave no doubt.
    pub fn has_firm(&self, topic: Topic) -> bool {
        self.firm[topic as usize]
    }

    /// Notes a topic.
    pub fn note(&mut self, topic: Topic, firm: bool) {
        self.count = self.count.saturating_add(1);
        self.named[topic as usize] = self.count;
        self.firm[topic as usize] |= firm;
    }

    /// Whether none was named.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// When a topic was named last; `None` where it was not.
    pub fn last_named(&self, topic: Topic) -> Option<u8> {
        Some(self.named[topic as usize]).filter(|when| *when > 0)
    }
}
