//! A short page for users, rendered as Markdown or plain text.

/// A short page, as in a hover.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Title(String),
    Text(String),
    Items(Vec<String>),
    Docs(String),
    Rule,
}

impl Markup {
    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a heading.
    pub(super) fn title(&mut self, text: impl Into<String>) {
        self.0.push(Part::Title(text.into()));
    }

    /// Adds a paragraph; an empty one is ignored. Its line breaks are kept.
    pub(super) fn text(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Part::Text(text));
        }
    }

    /// Adds a list; an empty one is ignored. The line breaks of an item are kept.
    pub(super) fn items(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.0.push(Part::Items(items));
        }
    }

    /// Adds Markdown text, a paragraph per line.
    pub(super) fn docs(&mut self, text: String) {
        if !text.is_empty() {
            self.0.push(Part::Docs(text));
        }
    }

    /// Adds a separator, unless the page is empty.
    pub(super) fn rule(&mut self) {
        if !self.is_empty() {
            self.0.push(Part::Rule);
        }
    }

    /// All its texts.
    pub(super) fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.0.iter_mut().flat_map(|part| match part {
            Part::Title(text) | Part::Text(text) | Part::Docs(text) => std::slice::from_mut(text),
            Part::Items(items) => items.as_mut_slice(),
            Part::Rule => &mut [],
        })
    }

    /// The page as Markdown. Text from the draft is shown literally.
    pub fn markdown(&self) -> String {
        let lines = |text: &str, indent: &str| escaped(text).replace('\n', &format!("  \n{indent}"));
        self.joined(|part| match part {
            Part::Title(text) => format!("**{}**", escaped(text)),
            Part::Text(text) => lines(text, ""),
            Part::Items(items) => {
                items.iter().map(|item| format!("- {}", lines(item, "  "))).collect::<Vec<_>>().join("\n")
            }
            Part::Docs(text) => text.replace('\n', "\n\n"),
            Part::Rule => "---".to_owned(),
        })
    }

    /// The page as plain text.
    pub fn plain(&self) -> String {
        self.joined(|part| match part {
            Part::Title(text) | Part::Text(text) | Part::Docs(text) => text.clone(),
            Part::Items(items) => items.iter().map(|item| item.replace('\n', "\n  ")).collect::<Vec<_>>().join("\n"),
            Part::Rule => "────".to_owned(),
        })
    }

    fn joined(&self, part: impl Fn(&Part) -> String) -> String {
        self.0.iter().map(part).collect::<Vec<_>>().join("\n\n")
    }
}

/// A text with its Markdown marks escaped: emphasis, links, tags, lists.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut number_before = false;
    let mut begins = true;
    for c in text.chars() {
        let ends_number = number_before && matches!(c, '.' | ')');
        let starts_block = begins && matches!(c, '-' | '+' | '=');
        if ends_number
            || starts_block
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&')
        {
            escaped.push('\\');
        }
        escaped.push(c);
        number_before = (begins || number_before) && c.is_ascii_digit();
        begins = c == '\n' || (begins && c == ' ');
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_markdown_or_plain_text() {
        let mut page = Markup::default();
        page.rule();
        page.title("表三 · *其他*");
        page.text("");
        page.text("1.现为 <无>\n- 12 + 3");
        page.items(vec!["✓ 一\n1＝1".into(), "✗ 二\n1≠2".into()]);
        page.rule();
        page.text("末");
        insta::assert_snapshot!(page.markdown(), @r"
        **表三 · \*其他\***

        1\.现为 \<无\>  
        \- 12 + 3

        - ✓ 一  
          1＝1
        - ✗ 二  
          1≠2

        ---

        末
        ");
        insta::assert_snapshot!(page.plain(), @r"
        表三 · *其他*

        1.现为 <无>
        - 12 + 3

        ✓ 一
          1＝1
        ✗ 二
          1≠2

        ────

        末
        ");
    }
}
