//! A bit set of lengths: a text whose length no label has need not be looked up.

/// The longest length that fits, in bytes.
const LONGEST: usize = 255;

/// The lengths of labels, in bytes.
#[derive(Default)]
pub struct Lengths([u64; LONGEST / 64 + 1]);

impl Lengths {
    /// Adds a length. Lengths that do not fit are ignored.
    pub fn insert(&mut self, length: usize) {
        if let Some(bits) = self.0.get_mut(length / 64) {
            *bits |= 1 << (length % 64);
        }
    }

    /// Whether a label has this length.
    pub fn contains(&self, length: usize) -> bool {
        self.0.get(length / 64).is_some_and(|bits| bits & (1 << (length % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_kept() {
        let mut lengths = Lengths::default();
        [0, 63, 64, LONGEST, LONGEST + 1].into_iter().for_each(|length| lengths.insert(length));
        let kept: Vec<usize> = (0..1000).filter(|length| lengths.contains(*length)).collect();
        assert_eq!(kept, [0, 63, 64, LONGEST]);
    }
}
