//! How much of a file is read at most. Beyond these limits reading ends with a [`FileFault`](super::FileFault) that names
//! the limit, so that no file, however it was made, takes more than some seconds or some hundred megabytes.

/// The longest file, in bytes. Photographs make some reports large; a whole county's volume has some tens of megabytes.
pub const FILE_BYTES: usize = 256 << 20;

/// The longest unpacked part of an office file, in bytes. The text of a report takes less than one megabyte.
pub const PART_BYTES: usize = 96 << 20;

/// A part may be as long as this, however well it was packed.
pub const PART_BYTES_AT_ANY_RATIO: usize = 8 << 20;

/// How many times longer than its packed bytes a longer part may be. Word packs tables about thirty times.
pub const PACKING_RATIO: usize = 200;

/// The most parts of an office file.
pub const PARTS: usize = 65_536;

/// The most nodes of a part: elements and texts.
pub const NODES: u32 = 4_000_000;

/// How deep elements may be nested. A table in a text box in a table is about thirty deep.
pub const DEPTH: usize = 256;

/// The most attributes of an element. Word writes about forty at the root.
pub const ATTRIBUTES: usize = 256;

/// The most namespaces that are declared around an element, itself included.
pub const NAMESPACES: usize = 256;

/// The most declarations of namespaces in a part.
pub const DECLARATIONS: usize = 20_000;

/// The most cells in the tables of a file.
pub const CELLS: usize = 400_000;

/// How much the streams of a PDF without its pictures unpack to at most, in bytes. Fonts of Chinese have some tens of megabytes.
pub const PDF_BYTES: usize = 256 << 20;

/// The most pages of a PDF that are read.
pub const PAGES: usize = 5_000;

/// The most operations in the pages of a PDF. A page of text has some thousand.
pub const OPERATIONS: usize = 5_000_000;

/// How deep forms are drawn in forms of a PDF.
pub const FORMS: usize = 12;

/// The most lines that are drawn on a page of a PDF. A table of a report has some hundred.
pub const RULES: usize = 20_000;
