//! What the sheets of a workbook share: their names and order, texts, formats.

use super::number_format::NumberFormat;
use crate::files::FileFault;
use crate::files::part::{PackagePart, relationships, resolved};
use crate::files::xml::{Element, attribute, elements, parse};
use crate::files::zip::Package;
use rustc_hash::FxHashMap;

/// A workbook without its sheets.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// The sheets that are seen, by name and part, in order.
    pub sheets: Vec<(String, String)>,
    /// How many sheets are hidden.
    pub hidden: usize,
    /// The texts that cells name by number.
    pub texts: Vec<String>,
    /// The formats that cells name by number.
    pub formats: Vec<NumberFormat>,
    /// Whether days count from 1904.
    pub is_1904: bool,
}

impl Book {
    /// Reads what the sheets share.
    ///
    /// # Errors
    /// If the package is no workbook, or a part is broken or exceeds a limit.
    pub fn read(package: &Package<'_>) -> Result<Self, FileFault> {
        let main = relationships(package, "")?.into_iter().find(|it| it.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |it| resolved("", &it.target));
        let part = PackagePart::read(package, &main)?.ok_or_else(|| FileFault::Damaged("没有工作簿".to_owned()))?;
        let related = relationships(package, &main)?;
        let mut book = Book::default();
        let workbook = parse(&part.name, &part.text)?;
        for element in elements(workbook.root_element()) {
            match element.tag_name().name() {
                "workbookPr" => book.is_1904 = attribute(element, "date1904").is_some_and(is_on),
                "sheets" => {
                    for sheet in elements(element) {
                        let id = attribute(sheet, "id").unwrap_or_default();
                        // Sheets of charts and macros are other parts.
                        let part = related.iter().find(|it| it.id == id && it.kind == "worksheet");
                        match (attribute(sheet, "state"), part) {
                            (Some("hidden" | "veryHidden"), _) => book.hidden += 1,
                            (_, Some(part)) => {
                                let name = attribute(sheet, "name").unwrap_or_default();
                                book.sheets.push((name.to_owned(), resolved(&main, &part.target)));
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        let read = |kind: &str| {
            let part = related.iter().find(|it| it.kind == kind);
            part.map_or(Ok(None), |it| PackagePart::read(package, &resolved(&main, &it.target)))
        };
        if let Some(part) = read("sharedStrings")? {
            let texts = parse(&part.name, &part.text)?;
            book.texts = elements(texts.root_element()).map(text).collect();
        }
        if let Some(part) = read("styles")? {
            book.formats = formats(parse(&part.name, &part.text)?.root_element());
        }
        Ok(book)
    }
}

/// Whether an attribute switches something on.
pub(super) fn is_on(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// The text of a shared or inline string, without how it is pronounced.
pub(super) fn text(string: Element<'_>) -> String {
    let mut text = String::new();
    for element in elements(string) {
        match element.tag_name().name() {
            "t" => text.extend(element.text()),
            "r" => elements(element).filter(|it| it.tag_name().name() == "t").for_each(|it| text.extend(it.text())),
            _ => {}
        }
    }
    // What XML has no way to write.
    if text.contains("_x000D_") { text.replace("_x000D_", "") } else { text }
}

/// The format of each style of cells.
fn formats(styles: Element<'_>) -> Vec<NumberFormat> {
    let mut codes: FxHashMap<&str, &str> = FxHashMap::default();
    let mut formats = Vec::new();
    for element in elements(styles) {
        match element.tag_name().name() {
            "numFmts" => codes.extend(
                elements(element).filter_map(|it| Some((attribute(it, "numFmtId")?, attribute(it, "formatCode")?))),
            ),
            "cellXfs" => {
                let ids = elements(element).map(|it| attribute(it, "numFmtId").unwrap_or("0"));
                formats = ids
                    .map(|id| match codes.get(id) {
                        Some(code) => NumberFormat::new(code),
                        None => NumberFormat::built_in(id.parse().unwrap_or(0)),
                    })
                    .collect();
            }
            _ => {}
        }
    }
    formats
}
