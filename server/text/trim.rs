//! Removes from a change what the two texts have in common at its ends.

use super::buffer::Buffer;
use super::change::Change;

impl Change {
    /// The same change without what the two texts have in common at its ends, so that a client that sends the whole
    /// text for each keystroke causes no more work than one that sends the keystroke.
    pub fn trimmed(self, old: &Buffer, new: &Buffer) -> Self {
        let before = old.slice(self.start..self.old_end);
        let after = new.slice(self.start..self.new_end);
        let most = before.len_bytes().min(after.len_bytes());
        let mut prefix = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
        // Whole characters only.
        while prefix < most && !is_start(before.byte(prefix)) {
            prefix -= 1;
        }
        let (one, other) = (before.bytes_at(before.len_bytes()), after.bytes_at(after.len_bytes()));
        let mut common = one.reversed().zip(other.reversed()).take(most - prefix);
        let mut suffix = 0;
        let mut length = 0;
        while let Some((one, other)) = common.next()
            && one == other
        {
            length += 1;
            if is_start(one) {
                suffix = length;
            }
        }
        Change { start: self.start + prefix, old_end: self.old_end - suffix, new_end: self.new_end - suffix }
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edit;
    use proptest::prelude::*;

    fn edited(text: &str, edits: &[(usize, usize, String)]) -> (Buffer, Change) {
        let mut buffer = Buffer::new(text, 0);
        let mut change = Change { start: 0, old_end: 0, new_end: 0 };
        for (at, (from, length, new)) in edits.iter().enumerate() {
            let start = buffer.floor(*from);
            let next = buffer.edit(&Edit::new(start..start + length, new.clone()));
            change = if at == 0 { next } else { change.then(next) };
        }
        (buffer, change)
    }

    proptest! {
        #[test]
        fn outside_a_change_nothing_changes(
            text in "[一a二\r\n]{0,30}",
            edits in proptest::collection::vec((0usize..60, 0usize..20, "[一a三\n]{0,6}"), 1..6),
        ) {
            let old = Buffer::new(&text, 0);
            let (new, change) = edited(&text, &edits);
            for change in [change, change.trimmed(&old, &new)] {
                prop_assert_eq!(old.slice(0..change.start), new.slice(0..change.start));
                prop_assert_eq!(old.slice(change.old_end..old.len()), new.slice(change.new_end..new.len()));
                prop_assert_eq!(change.moved(old.len()), new.len());
                prop_assert_eq!(new.floor(change.new_end), change.new_end);
                prop_assert_eq!(old.floor(change.start), change.start);
            }
        }
    }

    #[test]
    fn a_whole_text_sent_for_one_character_is_a_change_of_one_character() {
        let (old, new) = (Buffer::new("总计一二三", 0), Buffer::new("总计一三三", 0));
        let whole = Change { start: 0, old_end: old.len(), new_end: new.len() };
        assert_eq!(whole.trimmed(&old, &new), Change { start: 9, old_end: 12, new_end: 12 });
        let same = Change { start: 0, old_end: old.len(), new_end: old.len() };
        assert_eq!(same.trimmed(&old, &old.clone()), Change { start: 15, old_end: 15, new_end: 15 });
    }
}
