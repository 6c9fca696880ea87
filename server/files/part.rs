//! The parts of an office file, which name each other by relationships.

use super::FileFault;
use super::xml::{attribute, decoded, elements, parse};
use super::zip::Package;

/// A part, decoded.
#[derive(Debug, Default)]
pub struct PackagePart {
    /// Its name in the archive.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A part that another one names.
#[derive(Debug)]
pub struct RelatedPart {
    /// The id by which the other one names it.
    pub id: String,
    /// What it is: the last word of the relationship's type.
    pub kind: String,
    /// Its name in the archive.
    pub name: String,
}

impl PackagePart {
    /// A part by its name; `None` if there is none.
    ///
    /// # Errors
    /// If it is broken or too long.
    pub fn read(package: &Package<'_>, name: &str) -> Result<Option<Self>, FileFault> {
        let Some(bytes) = package.bytes(name)? else { return Ok(None) };
        Ok(Some(PackagePart { name: name.to_owned(), text: decoded(name, bytes)? }))
    }
}

/// The name of the part with which the file begins; `None` if it names none.
///
/// # Errors
/// If the part that tells it is broken or too long.
pub fn main_part(package: &Package<'_>) -> Result<Option<String>, FileFault> {
    Ok(related(package, "")?.into_iter().find(|it| it.kind == "officeDocument").map(|it| it.name))
}

/// The parts that a part names; those that the archive itself names for an empty name.
///
/// # Errors
/// If the part that tells them is broken or too long.
pub fn related(package: &Package<'_>, of: &str) -> Result<Vec<RelatedPart>, FileFault> {
    let (folder, file) = of.rsplit_once('/').map_or(("", of), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    let name = format!("{folder}{slash}_rels/{file}.rels");
    let Some(part) = PackagePart::read(package, &name)? else { return Ok(Vec::new()) };
    let document = parse(&name, &part.text)?;
    let all = elements(document.root_element()).filter_map(|element| {
        let id = attribute(element, "Id").unwrap_or_default().to_owned();
        let kind = attribute(element, "Type")?.rsplit('/').next()?.to_owned();
        let is_inside = attribute(element, "TargetMode") != Some("External");
        let name = resolved(of, attribute(element, "Target")?);
        Some(RelatedPart { id, kind, name }).filter(|_| is_inside)
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
