//! Which part of a .docx holds what: the parts name each other by relationships.

use super::names::{attribute, elements};
use crate::files::FileFault;
use crate::files::xml::{decoded, parse};
use crate::files::zip::Package;

/// The parts of a .docx that are read, decoded.
#[derive(Debug, Default)]
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
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Its name in the archive.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What one part says of another.
struct Relationship {
    /// The last word of its type.
    kind: String,
    target: String,
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
    fn read(package: &Package<'_>, name: &str) -> Result<Option<Self>, FileFault> {
        let Some(bytes) = package.bytes(name)? else { return Ok(None) };
        Ok(Some(Part { name: name.to_owned(), text: decoded(name, bytes)? }))
    }
}

/// What a part says of others; the archive itself for an empty name.
fn relationships(package: &Package<'_>, of: &str) -> Result<Vec<Relationship>, FileFault> {
    let (folder, file) = of.rsplit_once('/').map_or(("", of), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    let name = format!("{folder}{slash}_rels/{file}.rels");
    let Some(part) = Part::read(package, &name)? else { return Ok(Vec::new()) };
    let document = parse(&name, &part.text)?;
    let all = elements(document.root_element()).filter_map(|element| {
        let kind = attribute(element, "Type")?.rsplit('/').next()?.to_owned();
        let is_inside = attribute(element, "TargetMode") != Some("External");
        Some(Relationship { kind, target: attribute(element, "Target")?.to_owned() }).filter(|_| is_inside)
    });
    Ok(all.collect())
}

/// The name of a part that another one names.
fn resolved(from: &str, target: &str) -> String {
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
