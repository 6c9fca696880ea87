//! Characters that look alike, as data: what text recognition and a hasty eye take for each other.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::sync::LazyLock;

/// The contents of `lookalike.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookAlikes {
    /// Characters that look like each other, those of a group without anything between them.
    groups: Vec<String>,
}

/// All pairs, in both orders.
static PAIRS: LazyLock<FxHashSet<(char, char)>> = LazyLock::new(|| {
    let data: LookAlikes =
        toml::from_str(include_str!("lookalike.toml")).expect("the look-alikes are part of the program and tested");
    let pairs = |group: &String| {
        let characters: Vec<char> = group.chars().collect();
        let others = characters.clone();
        characters.into_iter().flat_map(move |one| others.clone().into_iter().map(move |other| (one, other)))
    };
    data.groups.iter().flat_map(pairs).filter(|(one, other)| one != other).collect()
});

/// Whether two different characters are easily taken for each other: 己 and 已, 末 and 未.
pub fn look_alike(one: char, other: char) -> bool {
    PAIRS.contains(&(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn look_alikes_are_mutual_and_written_as_folding_leaves_them() {
        for (one, other) in [('己', '已'), ('末', '未'), ('曰', '日'), ('入', '人'), ('干', '千')] {
            assert!(look_alike(one, other) && look_alike(other, one), "{one}{other}");
        }
        assert!(!look_alike('章', '章') && !look_alike('许', '罚'));
        for (one, _) in PAIRS.iter() {
            assert_eq!(fold(&one.to_string()), one.to_string(), "{one}");
        }
    }
}
