//! Which part of a .docx holds what: the parts name each other by relationships.

use super::names::{attribute, elements};
use crate::files::FileFault;
use crate::files::xml::{decoded, encoding_of, parse};
use crate::files::zip::Package;
use crate::text::encoding::Encoding;

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

/// A part.
#[derive(Debug)]
pub(super) struct Part {
    /// Its name in the archive.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its encoding.
    pub encoding: Encoding,
}

/// What one part says of another.
pub(super) struct Relationship {
    /// Its name among those of the part.
    pub id: String,
    /// The last word of its type.
    pub kind: String,
    /// The name of the other part, as seen from the one that names it.
    pub target: String,
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

impl Part {
    /// A part; `None` if there is none of that name.
    pub fn read(package: &Package<'_>, name: &str) -> Result<Option<Self>, FileFault> {
        let Some(bytes) = package.bytes(name)? else { return Ok(None) };
        let encoding = encoding_of(&bytes);
        Ok(Some(Part { name: name.to_owned(), text: decoded(name, bytes)?, encoding }))
    }
}

/// The folder of a part, with a slash at its end.
pub(super) fn folder(name: &str) -> &str {
    name.rfind('/').and_then(|slash| name.get(..=slash)).unwrap_or_default()
}

/// The name of the part in which a part names others; that of the archive itself for an empty name.
pub(super) fn relationships_of(name: &str) -> String {
    let folder = folder(name);
    format!("{folder}_rels/{}.rels", name.strip_prefix(folder).unwrap_or(name))
}

/// What a part says of others; the archive itself for an empty name.
pub(super) fn relationships(package: &Package<'_>, of: &str) -> Result<Vec<Relationship>, FileFault> {
    let name = relationships_of(of);
    let Some(part) = Part::read(package, &name)? else { return Ok(Vec::new()) };
    let document = parse(&name, &part.text)?;
    let all = elements(document.root_element()).filter_map(|element| {
        let id = attribute(element, "Id").unwrap_or_default().to_owned();
        let kind = attribute(element, "Type")?.rsplit('/').next()?.to_owned();
        let is_inside = attribute(element, "TargetMode") != Some("External");
        Some(Relationship { id, kind, target: attribute(element, "Target")?.to_owned() }).filter(|_| is_inside)
    });
    Ok(all.collect())
}

/// The name of a part that another one names.
pub(super) fn resolved(from: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "." | "" => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}
