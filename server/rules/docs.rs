//! The documentation of a rule, parsed from its doc comment.

use super::rule::Rule;

/// The beginning and the end of an example.
const FENCE: &str = "```";
/// The heading above what to do.
const REMEDY: &str = "# 怎么办";

/// An example in the documentation of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Whether the rule must find nothing in it.
    pub right: bool,
    /// A draft.
    pub text: String,
}

impl Rule {
    /// The documentation as Markdown for users.
    pub fn docs(&self) -> String {
        let mut docs = String::new();
        for line in self.lines() {
            docs.push_str(match line.strip_prefix(FENCE) {
                Some("wrong") => "不符合：\n\n```text",
                Some("right") => "符合：\n\n```text",
                _ => line,
            });
            docs.push('\n');
        }
        docs
    }

    /// The examples of the documentation.
    pub fn examples(&self) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut open: Option<Example> = None;
        for line in self.lines() {
            match (open.as_mut(), line.strip_prefix(FENCE)) {
                (None, Some(kind)) => open = Some(Example { right: kind == "right", text: String::new() }),
                (Some(_), Some(_)) => examples.extend(open.take()),
                (Some(example), None) => example.text.extend([line, "\n"]),
                (None, None) => {}
            }
        }
        examples
    }

    /// What the documentation tells to do about a finding, in plain words.
    pub fn remedy(&self) -> String {
        let below = self.lines().skip_while(|line| *line != REMEDY).skip(1);
        let paragraph = below.skip_while(|line| line.trim().is_empty()).take_while(|line| !line.trim().is_empty());
        paragraph.map(|line| line.trim().replace('`', "")).collect()
    }

    /// The lines of the doc comment without the blank behind the slashes.
    fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line))
    }
}

/// What a documentation says first of why something is wrong, and first of what to do, without its headings, a line each.
pub fn in_short(docs: &str) -> String {
    let first = |heading: &str| {
        let lines = docs.lines().map(str::trim).skip_while(|line| line.strip_prefix("# ") != Some(heading)).skip(1);
        let lines = lines.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
        let mut paragraph = String::new();
        for line in lines {
            let between = line.starts_with(|c: char| c.is_ascii()) && paragraph.ends_with(|c: char| c.is_ascii());
            paragraph.push_str(if between { " " } else { "" });
            paragraph.push_str(line);
        }
        let end = paragraph.find('。').map_or(paragraph.len(), |at| at + '。'.len_utf8());
        paragraph.truncate(end);
        paragraph
    };
    [first("为什么"), first("怎么办")].join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::structure::missing_title::RULE;

    #[test]
    fn every_rule_tells_what_to_do() {
        for rule in crate::rules::RULES {
            let remedy = rule.remedy();
            assert!(remedy.ends_with(['。', '：', '；']) && !remedy.contains(['\n', '`']), "{}: {remedy}", rule.name);
        }
    }

    #[test]
    fn docs_have_no_blank_before_their_lines() {
        let docs = RULE.docs();
        assert!(docs.starts_with("没有找到报告标题，或者标题没有写明机关、年份。\n\n# 为什么\n"), "{docs}");
        assert!(docs.contains("\n不符合：\n\n```text\n一、总体情况\n"), "{docs}");
    }

    #[test]
    fn in_short_it_is_two_sentences() {
        let docs = " 缺标题。\n\n # 为什么\n\n 第一句。\n 第二句。\n\n # 怎么办\n\n 补上\n 标题。再看。\n";
        assert_eq!(super::in_short(docs), "第一句。\n补上标题。");
        assert_eq!(super::in_short(RULE.docs).matches('。').count(), 2);
    }

    #[test]
    fn examples_are_the_texts_between_fences() {
        let examples = RULE.examples();
        assert_eq!(examples.iter().map(|example| example.right).collect::<Vec<_>>(), [false, true]);
        assert!(examples[0].text.starts_with("一、总体情况\n") && examples[0].text.ends_with("。\n"));
    }
}
