//! The kinds of files in which reports are written.

use std::path::Path;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// A text: Markdown, HTML, tabs, lines.
    Text,
    /// A document of Word, since 2007.
    Docx,
    /// A workbook of Excel, since 2007.
    Xlsx,
    /// A page description.
    Pdf,
    /// A page description by the Chinese standard GB/T 33190.
    Ofd,
    /// A document of Word before 2007.
    Doc,
    /// A workbook of Excel before 2007.
    Xls,
    /// A document of WPS.
    Wps,
    /// A workbook of WPS.
    Et,
    /// Rich text.
    Rtf,
    /// A document of LibreOffice.
    Odt,
    /// A workbook of LibreOffice.
    Ods,
}

/// The endings of names. Those of texts are any others.
const ENDINGS: [(&str, FileKind); 17] = [
    ("docx", FileKind::Docx),
    ("docm", FileKind::Docx),
    ("dotx", FileKind::Docx),
    ("xlsx", FileKind::Xlsx),
    ("xlsm", FileKind::Xlsx),
    ("pdf", FileKind::Pdf),
    ("ofd", FileKind::Ofd),
    ("doc", FileKind::Doc),
    ("dot", FileKind::Doc),
    ("xls", FileKind::Xls),
    ("wps", FileKind::Wps),
    ("wpt", FileKind::Wps),
    ("et", FileKind::Et),
    ("rtf", FileKind::Rtf),
    ("odt", FileKind::Odt),
    ("ods", FileKind::Ods),
    ("ott", FileKind::Odt),
];

impl FileKind {
    /// The kind that a file's name promises; `None` for an ending that belongs to none but texts.
    pub fn promised(path: &Path) -> Option<FileKind> {
        let ending = path.extension()?.to_str()?;
        ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, kind)| *kind)
    }

    /// Whether [`read`](super::read) reads files of this kind.
    pub fn is_read(self) -> bool {
        matches!(self, FileKind::Text | FileKind::Docx | FileKind::Xlsx | FileKind::Pdf)
    }

    /// The ending of files to which those of this kind are converted; `None` if they are not.
    pub fn converted(self) -> Option<&'static str> {
        match self {
            FileKind::Doc | FileKind::Wps | FileKind::Rtf | FileKind::Odt => Some("docx"),
            FileKind::Xls | FileKind::Et | FileKind::Ods => Some("xlsx"),
            FileKind::Text | FileKind::Docx | FileKind::Xlsx | FileKind::Pdf | FileKind::Ofd => None,
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        ENDINGS.iter().find(|(_, kind)| *kind == self).map_or("txt", |(ending, _)| ending)
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Text => "文本",
            FileKind::Docx => ".docx",
            FileKind::Xlsx => ".xlsx",
            FileKind::Pdf => "PDF",
            FileKind::Ofd => "OFD",
            FileKind::Doc => ".doc",
            FileKind::Xls => ".xls",
            FileKind::Wps => ".wps",
            FileKind::Et => ".et",
            FileKind::Rtf => ".rtf",
            FileKind::Odt => ".odt",
            FileKind::Ods => ".ods",
        }
    }

    /// What to do so that such a file can be checked.
    pub fn advice(self) -> &'static str {
        match self {
            FileKind::Text | FileKind::Docx | FileKind::Xlsx | FileKind::Pdf => "请改用正确的扩展名",
            FileKind::Ofd => "请检查排版前的文档，或用 Word 打开后另存为 .docx",
            FileKind::Xls | FileKind::Et | FileKind::Ods => "请用 Excel 或 WPS 打开，另存为 .xlsx",
            FileKind::Doc | FileKind::Wps | FileKind::Rtf | FileKind::Odt => "请用 Word 或 WPS 打开，另存为 .docx",
        }
    }
}
