//! Files that no client watches: they are looked at once a second, a bounded number at a time.

use std::path::PathBuf;
use std::time::Duration;

/// How often some of them are looked at.
pub const LOOK: Duration = Duration::from_secs(1);

/// How many are looked at each time. Where there are more, it takes a round of several times until all have been.
const AT_A_TIME: usize = 64;

/// What is left of a round.
#[derive(Debug, Default)]
pub struct Rounds {
    left: Vec<PathBuf>,
}

impl Rounds {
    /// What is looked at now. `all` says of what a new round consists; it is asked where the last one has come to its end.
    pub fn next(&mut self, all: impl FnOnce() -> Vec<PathBuf>) -> Vec<PathBuf> {
        if self.left.is_empty() {
            self.left = all();
        }
        self.left.split_off(self.left.len().saturating_sub(AT_A_TIME))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn few_are_looked_at_each_time_and_many_in_turn() {
        for count in [0, 1, AT_A_TIME, AT_A_TIME + 1, 2_000] {
            let all: Vec<PathBuf> = (0..count).map(|at| PathBuf::from(at.to_string())).collect();
            let (mut rounds, mut asked) = (Rounds::default(), 0);
            let mut looked: BTreeMap<PathBuf, usize> = BTreeMap::new();
            // Two rounds.
            for _ in 0..2 * count.div_ceil(AT_A_TIME).max(1) {
                let some = rounds.next(|| {
                    asked += 1;
                    all.clone()
                });
                assert!(some.len() <= AT_A_TIME, "{count}");
                some.into_iter().for_each(|file| *looked.entry(file).or_default() += 1);
            }
            assert_eq!((asked, looked.len()), (2, count));
            assert!(looked.values().all(|times| *times == 2), "{count}: {looked:?}");
        }
    }
}
