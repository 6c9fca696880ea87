//! Why a file cannot be read.

use super::kind::FileKind;
use super::limits;
use crate::text::encoding::EncodingError;

impl FileFault {
    /// Whether the file is sound, and none that is read: of another kind, or a text in no encoding that is.
    pub fn is_unread(&self) -> bool {
        matches!(self, FileFault::Unread(_) | FileFault::NoConverter(_) | FileFault::NoText | FileFault::Encoding(_))
    }
}

/// Why a file cannot be read, in one line of Chinese that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is a text in no known encoding, or no text at all.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    /// Files of its kind are not read.
    #[error("不能直接读 {name}；{advice}", name = .0.name(), advice = .0.advice())]
    Unread(FileKind),
    /// Files of its kind are converted, and the program for that is not there.
    #[error("没有找到 LibreOffice（soffice），不能转换 {name}；{advice}", name = .0.name(), advice = .0.advice())]
    NoConverter(FileKind),
    /// Only the program reads files of this kind.
    #[error("网页中不能读 {}；请打开排版前的 Word 文档，或者复制其中的文字，粘贴到网页中", .0.name())]
    NotHere(FileKind),
    /// The program that converts files of its kind did not convert it.
    #[error("LibreOffice 未能转换这个 {name} 文件；{advice}", name = .0.name(), advice = .0.advice())]
    NotConverted(FileKind),
    /// It can only be opened with a password.
    #[error("设有打开密码，无法读取；请在 Word 或 WPS 中取消密码后再检查")]
    Encrypted,
    /// Its name promises another kind of file than it is.
    #[error("内容不是 {promised}，而是 {kind}；{advice}", promised = .promised.name(), kind = .kind.name(), advice = .kind.advice())]
    Misnamed {
        /// What the name promises.
        promised: FileKind,
        /// What it is.
        kind: FileKind,
    },
    /// It is broken.
    #[error("文件已损坏，无法读取（{0}）；请在 Word 或 WPS 中打开并修复，另存后再检查")]
    Damaged(String),
    /// It would say something else once something was written into it.
    #[error("写入后读出的内容与原文不同，没有写；请报告这个问题")]
    NotKept,
    /// It defines entities, with which a short text can become an endless one.
    #[error("文件中有 DTD 实体定义，正常的文档没有；不读取")]
    Entities,
    /// It is longer than is read.
    #[error("文件超过 {} MB，不读取", limits::FILE_BYTES >> 20)]
    FileTooLong,
    /// One of its parts is longer than is read.
    #[error("解压后的内容过大（超过 {} MB，或压缩比超过 {} 倍），不读取", limits::PART_BYTES >> 20, limits::PACKING_RATIO)]
    PartTooLong,
    /// It has more parts than are read.
    #[error("压缩包中的文件超过 {} 个，不读取", limits::PARTS)]
    TooManyParts,
    /// It has more elements than are read.
    #[error("内容过多（超过 {} 万个 XML 节点），不读取；请分成几个文件", limits::NODES / 10_000)]
    TooManyNodes,
    /// It has more cells than are read.
    #[error("表格过大（超过 {} 万个单元格），不读取；请分成几个文件", limits::CELLS / 10_000)]
    TooManyCells,
    /// It is nested deeper than is read.
    #[error("内容嵌套过深（超过 {} 层），不读取", limits::DEPTH)]
    TooDeep,
    /// It has more pages than are read.
    #[error("PDF 超过 {} 页，不读取；请分成几个文件", limits::PAGES)]
    TooManyPages,
    /// Its pages take more operations to draw than are read.
    #[error("PDF 的页面内容过多（超过 {} 万个绘图指令），不读取", limits::OPERATIONS / 10_000)]
    TooManyOperations,
    /// There is no text on its pages.
    #[error("PDF 中没有可以读出的文字（多半是扫描件），无法检查；请检查排版前的文档，或先识别文字")]
    NoText,
    /// An element has more attributes, or knows more namespaces, than are read.
    #[error("XML 元素的属性或命名空间过多（超过 {} 个），不读取", limits::ATTRIBUTES)]
    TooManyAttributes,
}
