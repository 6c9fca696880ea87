//! Short notation for spellings: 问题{及|和}改进 stands for 问题及改进 and 问题和改进.
//!
//! Braces hold alternatives, one of which may be empty; they do not nest.

use serde::de::{Deserialize, Deserializer, Error};

/// Deserializes a list of patterns as the list of all spellings they stand for.
pub(super) fn expanded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let patterns = Vec::<String>::deserialize(deserializer)?;
    let mut spellings = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        if pattern.contains(MARKS) {
            spell(&mut String::new(), &pattern, &mut spellings).map_err(D::Error::custom)?;
        } else {
            spellings.push(pattern);
        }
    }
    Ok(spellings)
}

const MARKS: [char; 3] = ['{', '|', '}'];

/// Adds every spelling of a prefix and the pattern behind it; the last braces vary fastest.
fn spell(start: &mut String, pattern: &str, spellings: &mut Vec<String>) -> Result<(), String> {
    let wrong = || Err(format!("`{pattern}` is no pattern"));
    let begun = start.len();
    if let Some((words, rest)) = pattern.split_once('{') {
        let Some((inside, rest)) = rest.split_once('}') else { return wrong() };
        if words.contains(MARKS) || inside.contains('{') || !inside.contains('|') {
            return wrong();
        }
        start.push_str(words);
        let end = start.len();
        for alternative in inside.split('|') {
            start.truncate(end);
            start.push_str(alternative);
            spell(start, rest, spellings)?;
        }
    } else if pattern.contains(MARKS) {
        return wrong();
    } else {
        spellings.push([start, pattern].concat());
    }
    start.truncate(begun);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;

    fn spelled(pattern: &str) -> Result<Vec<String>, String> {
        let mut spellings = Vec::new();
        spell(&mut String::new(), pattern, &mut spellings).map(|()| spellings)
    }

    #[test]
    fn alternatives_are_spelled_out() {
        assert_eq!(
            spelled("问题{及|和}改进{的|}情况").unwrap(),
            ["问题及改进的情况", "问题及改进情况", "问题和改进的情况", "问题和改进情况"]
        );
        assert_eq!(
            spelled("{被|}申请{、|和|}").unwrap(),
            ["被申请、", "被申请和", "被申请", "申请、", "申请和", "申请"]
        );
        assert_eq!(spelled("申请").unwrap(), ["申请"]);
    }

    #[test]
    fn a_list_holds_patterns_and_spellings() {
        #[derive(serde::Deserialize)]
        struct List {
            #[serde(deserialize_with = "expanded")]
            list: Vec<String>,
        }
        let read = |list: &str| toml::from_str::<List>(&format!("list = {list}")).map(|it| it.list);
        assert_eq!(read("['概况', '{本|}年', '总述']").unwrap(), ["概况", "本年", "年", "总述"]);
        assert!(read("['概况', '{本年']").unwrap_err().to_string().contains("`{本年` is no pattern"));
    }

    #[test]
    fn braces_are_paired_and_hold_alternatives() {
        for pattern in ["{的|", "的}", "的|", "{的}", "{}", "{的|{和|}", "{{的|}}", "{的|}}", "{的|}和|", "}{的|}"]
        {
            assert!(spelled(pattern).is_err(), "{pattern}");
        }
    }

    /// The spellings the lists held before patterns were introduced.
    #[test]
    fn the_lists_are_as_long_as_what_they_stand_for() {
        for edition in edition::editions() {
            assert_eq!((edition.title.hinted.len(), edition.title.wrong.len()), (21, 66));
            let lengths = edition.sections.iter().map(|it| [it.accepted.len(), it.hinted.len(), it.wrong.len()]);
            let expected = [[0, 16, 12], [2, 8, 14], [2, 27, 26], [6, 59, 35], [1, 75, 71], [0, 37, 18]];
            assert!(lengths.eq(expected), "{}", edition.year);
            let short = |form: &str, row: &str| {
                let form = edition.form(form).unwrap();
                form.row(row).map(|row| form.rows[row].short.len())
            };
            assert_eq!(short("applications", "received"), Some(14));
            assert_eq!(short("applications", "carried-in"), Some(15));
            assert_eq!(short("applications", "denied-security"), Some(10));
            assert_eq!(short("applications", "carried-out"), Some(14));
        }
    }

    #[test]
    fn a_spelling_is_found_in_its_list() {
        let edition = edition::newest();
        let section = |id: &str| &edition.sections[edition.section(id).unwrap()];
        let has = |list: &[String], spelling: &str| assert!(list.iter().any(|it| it == spelling), "{spelling}");
        has(&edition.title.hinted, "政府信息公开工作的年度报告");
        has(&edition.title.wrong, "政务信息公开工作总结报告");
        has(&section("disclosure").accepted, "行政机关主动公开政府信息情况");
        has(&section("applications").hinted, "行政机关收到、处理政府信息公开申请的情况");
        has(&section("proceedings").accepted, "因政府信息公开工作被申请行政复议提起行政诉讼的情况");
        has(&section("proceedings").hinted, "因政府信息公开被申请行政复议及提起行政诉讼情况");
        has(&section("problems").hinted, "政府信息公开工作存在问题和改进措施");
        has(&section("problems").wrong, "存在问题及下一步工作安排");
        has(&section("other").hinted, "其它需要说明和报告的事项");
        has(&section("other").wrong, "需要说明的事项与附表");
    }
}
