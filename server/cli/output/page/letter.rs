//! What is sent to the body whose report it is: its findings as a letter in plain text.

use super::finding::{PageFinding, word};
use crate::text::number::chinese;
use std::fmt::Write;

/// The letter to a body about its report, which has this name.
pub fn letter(body: Option<&str>, name: &str, findings: &[PageFinding]) -> String {
    // Writing to a string cannot fail.
    let mut letter = format!("关于《{name}》的检查意见\n\n");
    if let Some(body) = body {
        let _ = writeln!(letter, "{body}：\n");
    }
    if findings.is_empty() {
        letter.push_str("经检查，没有发现问题。\n");
        return letter;
    }
    let kinds: Vec<String> = groups(findings)
        .map(|group| format!("{}{}处", group.first().map_or("", |it| word(it.severity)), group.len()))
        .collect();
    let _ = writeln!(letter, "经检查，{}。", kinds.join("，"));
    for group in groups(findings) {
        let _ = writeln!(letter, "\n【{}】", group.first().map_or("", |it| word(it.severity)));
        for PageFinding { number, place, what, why, remedy, excerpt, .. } in group {
            let number = chinese(u32::try_from(*number).unwrap_or(u32::MAX));
            let _ = writeln!(letter, "{number}、{place}：{}", ended(what));
            if let Some(excerpt) = excerpt {
                let _ = writeln!(letter, "　　原文：{}{}{}", excerpt.before, excerpt.marked, excerpt.after);
            }
            for why in why {
                let _ = writeln!(letter, "　　依据：{}", ended(why));
            }
            let _ = writeln!(letter, "　　改法：{}", ended(remedy));
        }
    }
    letter.push_str("\n请逐条核对；需要修改的，修改后重新报送。\n");
    letter
}

/// The findings by what people call their severity; they are in that order already.
fn groups(findings: &[PageFinding]) -> impl Iterator<Item = &[PageFinding]> {
    findings.chunk_by(|one, other| word(one.severity) == word(other.severity))
}

/// A sentence with its full stop.
fn ended(sentence: &str) -> String {
    let sentence = sentence.trim_end();
    if sentence.ends_with(['。', '；', '：', '！', '？', '…']) {
        sentence.to_owned()
    } else {
        format!("{sentence}。")
    }
}
