//! When a report was published, as the page around it tells: 发布日期：2025-01-16 above its sections, or the metadata of the
//! page.

use super::prose::calendar::{self, Calendar};
use crate::edition::phrases::phrases;
use crate::syntax::{Block, html};
use crate::text::WordTable;
use std::ops::Range;
use std::sync::LazyLock;

/// The name of the metadata that hold the date (政府网站发展指引, 国办发〔2017〕47号).
const META: &str = "PubDate";

static WORDS: LazyLock<WordTable<()>> =
    LazyLock::new(|| WordTable::new(phrases().publication.words.iter().map(|word| (word.as_str(), ()))));

/// The day on which a report was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The day; year, month and day are known.
    pub day: Calendar,
    /// Its bytes.
    pub range: Range<usize>,
}

/// When a report was published, by what stands above its first section, in these blocks, each with the byte at which it
/// begins; `None` if nothing there tells.
pub fn published(blocks: &[(usize, &Block)], above: &Range<usize>) -> Option<Published> {
    let printed = blocks.iter().find_map(|(start, block)| in_cells(*start, block, above));
    printed.or_else(|| blocks.iter().find_map(|(start, block)| in_metadata(*start, block, above)))
}

/// The date behind a word for it, in its cell or in the next.
fn in_cells(start: usize, block: &Block, above: &Range<usize>) -> Option<Published> {
    let words = &phrases().publication.words;
    let cells = block.cells()[block.touching(start, above)].iter();
    let mut cells = cells.take_while(|cell| start + cell.range().start < above.end).peekable();
    while let Some(cell) = cells.next() {
        // Most cells hold none of the words, which is cheaper seen in what is folded already.
        if WORDS.next(block.folded(cell), 0).is_none() {
            continue;
        }
        let text = block.printed(cell.range());
        let Some(rest) = words.iter().find_map(|word| Some(text.split_once(word.as_str())?.1)) else { continue };
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        let (text, cell) = match cells.peek() {
            Some(next) if rest.is_empty() => (block.printed(next.range()).into_owned(), *next),
            _ => (rest.to_owned(), cell),
        };
        if let Some(day) = day(&text) {
            let range = cell.range();
            return Some(Published { day, range: start + range.start..start + range.end });
        }
    }
    None
}

/// The date in the metadata of a page.
fn in_metadata(start: usize, block: &Block, above: &Range<usize>) -> Option<Published> {
    let text = block.text().get(above.start.saturating_sub(start)..(above.end - start).min(block.text().len()))?;
    if !text.contains(META) {
        return None;
    }
    let start = start.max(above.start);
    let is_date = |tag: &html::Tag<'_>| {
        tag.opens("meta") && tag.attribute("name").is_some_and(|(name, _)| name.eq_ignore_ascii_case(META))
    };
    html::tags(text).filter(is_date).find_map(|tag| {
        let (content, range) = tag.attribute("content")?;
        Some(Published { day: day(content)?, range: start + range.start..start + range.end })
    })
}

/// The day with which a text begins.
fn day(text: &str) -> Option<Calendar> {
    let text = text.trim_start();
    let (day, _) = text.starts_with(|c: char| c.is_ascii_digit()).then(|| calendar::read(text, 0)).flatten()?;
    (day.year.is_some() && day.month.is_some() && day.day.is_some() && day.fault.is_none()).then_some(day)
}
