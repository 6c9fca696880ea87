//! How much a label differs from another one: characters that are lost, doubled, exchanged or wrong. One that looks like the
//! right one counts half.

use crate::edition::look_alike;

/// The cost of a character that is lost, additional or wrong, or of two neighbours that are exchanged. A look-alike costs 1.
pub const EDIT: usize = 2;

/// The highest cost at which a text is still recognisable as a label of so many characters, in that label's place: a third
/// of them may be damaged.
pub fn most(length: usize) -> usize {
    match length {
        0 | 1 => 0,
        2 | 3 => 1,
        _ => EDIT * (length / 3).min(6),
    }
}

/// What it costs to make one text of another; `None` if it is more than `most`.
pub fn cost(text: &[char], label: &[char], most: usize) -> Option<usize> {
    if text.len().abs_diff(label.len()) * EDIT > most {
        return None;
    }
    // The costs for the beginnings of the label: two characters ago, one ago, and now.
    let mut earlier: Vec<usize> = Vec::new();
    let mut before: Vec<usize> = (0..=label.len()).map(|length| length * EDIT).collect();
    for (at, &c) in text.iter().enumerate() {
        let mut now = Vec::with_capacity(label.len() + 1);
        now.push((at + 1) * EDIT);
        for (place, &right) in label.iter().enumerate() {
            let exchange = if c == right {
                0
            } else if look_alike(c, right) {
                1
            } else {
                EDIT
            };
            let mut best = (before[place] + exchange).min(before[place + 1] + EDIT).min(now[place] + EDIT);
            if at > 0 && place > 0 && c == label[place - 1] && text[at - 1] == right {
                best = best.min(earlier[place - 1] + EDIT);
            }
            now.push(best);
        }
        if now.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        earlier = std::mem::replace(&mut before, now);
    }
    before.last().copied().filter(|cost| *cost <= most)
}

/// Whether a text is a label of which characters were only lost, doubled or taken for look-alikes. Nothing in such a text is
/// of another meaning.
pub fn is_plain_slip(text: &[char], label: &[char]) -> bool {
    let is_like = |one: char, other: char| one == other || look_alike(one, other);
    let (mut at, mut place) = (0, 0);
    while let Some(&c) = text.get(at) {
        let repeated = || (1..=4).find(|&count| at >= count && text.get(at..at + count) == text.get(at - count..at));
        let next = label.iter().skip(place).position(|right| is_like(c, *right));
        match (next, repeated()) {
            (Some(0), _) => (at, place) = (at + 1, place + 1),
            (_, Some(count)) => at += count,
            (Some(lost), None) => (at, place) = (at + 1, place + lost + 1),
            (None, None) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn characters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn cost_of(text: &str, label: &str) -> Option<usize> {
        let label = characters(label);
        cost(&characters(text), &label, most(label.len()))
    }

    #[test]
    fn damage_is_counted_and_bounded() {
        for (text, label, expected) in [
            ("属于国家秘密", "属于国家秘密", Some(0)),
            ("属干国家秘密", "属于国家秘密", Some(1)),
            ("属于国秘密", "属于国家秘密", Some(2)),
            ("属于国家家秘密", "属于国家秘密", Some(2)),
            ("属于家国秘密", "属于国家秘密", Some(2)),
            ("属于国甲秘密", "属于国家秘密", Some(2)),
            ("其他法律行政止公开", "其他法律行政法规禁止公开", Some(6)),
            ("行政许叮", "行政许可", Some(1)),
            ("行政检查", "行政强制", None),
            ("总和", "总计", None),
            ("小计", "总计", None),
            ("", "总计", None),
        ] {
            assert_eq!(cost_of(text, label), expected, "{text} {label}");
        }
    }

    #[test]
    fn slips_take_nothing_in() {
        for (text, label) in [
            ("其他法律行政止公开", "其他法律行政法规禁止公开"),
            ("属干国家秘密", "属于国家秘密"),
            ("行行政处罚", "行政处罚"),
            ("行政行政处罚", "行政处罚"),
            ("信访举报投诉类类申请", "信访举报投诉类申请"),
        ] {
            assert!(is_plain_slip(&characters(text), &characters(label)), "{text}");
        }
        for (text, label) in [("行政处分", "行政处罚"), ("行政许可证", "行政许可"), ("处罚行政", "行政处罚")]
        {
            assert!(!is_plain_slip(&characters(text), &characters(label)), "{text}");
        }
    }
}
