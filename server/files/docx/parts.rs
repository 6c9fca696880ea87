//! Which part of a .docx holds what.

use crate::files::FileFault;
use crate::files::part::{PackagePart, main_part, related};
use crate::files::zip::Package;

/// The parts of a .docx that are read, decoded.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The document itself.
    pub document: PackagePart,
    /// Its styles.
    pub styles: Option<PackagePart>,
    /// Its lists.
    pub numbering: Option<PackagePart>,
    /// Its footnotes.
    pub footnotes: Option<PackagePart>,
    /// Its endnotes.
    pub endnotes: Option<PackagePart>,
}

impl Parts {
    /// The parts of a .docx.
    ///
    /// # Errors
    /// If it has no document, or a part is broken or too long.
    pub fn new(package: &Package<'_>) -> Result<Self, FileFault> {
        let main = main_part(package)?.unwrap_or_else(|| "word/document.xml".to_owned());
        let document = PackagePart::read(package, &main)?;
        let document = document.ok_or_else(|| FileFault::Damaged("没有正文".to_owned()))?;
        let related = related(package, &main)?;
        let read = |kind: &str| {
            let part = related.iter().find(|it| it.kind == kind);
            part.map_or(Ok(None), |it| PackagePart::read(package, &it.name))
        };
        let (styles, numbering) = (read("styles")?, read("numbering")?);
        let (footnotes, endnotes) = (read("footnotes")?, read("endnotes")?);
        Ok(Parts { document, styles, numbering, footnotes, endnotes })
    }
}
