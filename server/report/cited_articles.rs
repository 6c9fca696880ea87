//! The articles of a document that are cited behind its name, and the words that say what for: 《条例》第五十条规定，编制年度报告.

use super::prose::Stretch;
use crate::edition::law::law;
use crate::text::WordTable;
use crate::text::number;
use std::sync::LazyLock;

/// Articles of a document, as cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedArticles {
    /// Their numbers with the bytes of each: 第五十条.
    pub articles: Vec<(u32, Stretch)>,
    /// Whether items or paragraphs of them are named: 第（三）项.
    pub itemized: bool,
    /// The bytes of the words behind them, up to the next mark.
    pub purpose: Stretch,
}

/// What may stand between articles and the words that say what for: 规定, 的要求.
static LINKS: LazyLock<WordTable<()>> =
    LazyLock::new(|| WordTable::new(law().behind.words.iter().map(|word| (word.as_str(), ()))));

/// The articles cited behind the name of a document that ends at this byte of a folded text; `None` if there are none.
pub fn behind(text: &str, at: usize) -> Option<CitedArticles> {
    let rest = &text[at..];
    let mut rest = rest.strip_prefix(')').unwrap_or(rest);
    if let Some(bracket) = rest.strip_prefix('(')
        && let Some((_, after)) = bracket.split_once(')')
    {
        rest = after;
    }
    let mut articles = Vec::new();
    let mut itemized = false;
    let place = |rest: &str| text.len() - rest.len();
    while let Some((number, after)) = article(rest) {
        articles.push((number, Stretch::new(place(rest)..place(after))));
        rest = after;
        while let Some(after) = item(rest) {
            itemized = true;
            rest = after;
        }
        let next = rest.strip_prefix([',', '和', '及', '与', '或']).filter(|next| article(next).is_some());
        rest = next.unwrap_or(rest);
    }
    if articles.is_empty() {
        return None;
    }
    if let Some((length, ())) = LINKS.at_beginning(rest) {
        rest = &rest[length..];
    }
    rest = rest.strip_prefix(',').unwrap_or(rest);
    let end = rest.find([',', '。', ';', ':', '《', '(']).unwrap_or(rest.len());
    Some(CitedArticles { articles, itemized, purpose: Stretch::new(place(rest)..place(rest) + end) })
}

/// 第五十条 at the start of a text, and the text behind it.
fn article(text: &str) -> Option<(u32, &str)> {
    let after = text.strip_prefix('第')?;
    let (number, length) = number::ordinal(after)?;
    Some((number, after[length..].strip_prefix('条')?))
}

/// The text behind 第（三）项 or 第二款 at the start of a text.
fn item(text: &str) -> Option<&str> {
    let after = text.strip_prefix([',', '和', '及']).unwrap_or(text);
    let after = after.strip_prefix('第').unwrap_or(after);
    let after = after.strip_prefix('(').unwrap_or(after);
    let (_, length) = number::ordinal(after)?;
    let after = after[length..].strip_prefix(')').unwrap_or(&after[length..]);
    after.strip_prefix(['款', '项'])
}

/// The number of an article as the law prints it: 第五十条.
pub fn number_of(printed: &str) -> Option<u32> {
    article(printed).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Vec<u32>, &str)> {
        let cited = behind(text, 0)?;
        Some((cited.articles.iter().map(|(number, _)| *number).collect(), &text[cited.purpose.range()]))
    }

    #[test]
    fn articles_and_what_they_are_cited_for() {
        for (text, expected) in [
            ("第五十条规定,编制年度报告。", Some((vec![50], "编制年度报告"))),
            ("(国务院令第711号)第四十九条,第五十条的要求,编制", Some((vec![49, 50], "编制"))),
            (")第五十条", Some((vec![50], ""))),
            ("第36条第(三)项不予公开,其他", Some((vec![36], "不予公开"))),
            ("第三十六条第一项,第(二)项和第三十七条区分处理", Some((vec![36, 37], "区分处理"))),
            ("第二十条", Some((vec![20], ""))),
            ("要求", None),
            ("第三章", None),
            ("(以下简称", None),
            ("", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
