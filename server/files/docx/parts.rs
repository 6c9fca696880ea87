//! Which part of a .docx holds what: the parts name each other by relationships.

use crate::files::FileFault;
pub(super) use crate::files::part::{PackagePart as Part, folder, relationships, relationships_of, resolved};
use crate::files::zip::Package;

/// The parts of a .docx that are read, decoded.
#[derive(Debug)]
pub(super) struct Parts {
    /// The document itself.
    pub document: Part,
    /// Its styles.
    pub styles: Option<Part>,
    /// Its lists.
    pub numbering: Option<Part>,
    /// Its footnotes.
    pub footnotes: Option<Part>,
    /// Its endnotes.
    pub endnotes: Option<Part>,
}

impl Parts {
    /// The parts of a .docx.
    ///
    /// # Errors
    /// If it has no document, or a part is broken or too long.
    pub fn new(package: &Package<'_>) -> Result<Self, FileFault> {
        let main = relationships(package, "")?.into_iter().find(|it| it.kind == "officeDocument");
        let main = main.map_or_else(|| "word/document.xml".to_owned(), |it| resolved("", &it.target));
        let document = Part::read(package, &main)?;
        let document = document.ok_or_else(|| FileFault::Damaged("没有正文".to_owned()))?;
        let related = relationships(package, &main)?;
        let read = |kind: &str| {
            let target = related.iter().find(|it| it.kind == kind);
            target.map_or(Ok(None), |it| Part::read(package, &resolved(&main, &it.target)))
        };
        let (styles, numbering) = (read("styles")?, read("numbering")?);
        let (footnotes, endnotes) = (read("footnotes")?, read("endnotes")?);
        Ok(Parts { document, styles, numbering, footnotes, endnotes })
    }
}
