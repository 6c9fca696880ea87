//! The parts of an office file, which name each other by relationships.

use super::FileFault;
use super::xml::{attribute, decoded, elements, encoding_of, parse};
use super::zip::Package;
use crate::text::encoding::Encoding;

/// A part.
#[derive(Debug)]
pub struct PackagePart {
    /// Its name in the archive.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its encoding.
    pub encoding: Encoding,
}

/// What one part says of another.
#[derive(Debug)]
pub struct Relationship {
    /// Its name among those of the part.
    pub id: String,
    /// The last word of its type.
    pub kind: String,
    /// The name of the other part, as seen from the one that names it.
    pub target: String,
}

impl PackagePart {
    /// A part; `None` if there is none of that name.
    ///
    /// # Errors
    /// If it is broken or too long.
    pub fn read(package: &Package<'_>, name: &str) -> Result<Option<Self>, FileFault> {
        let Some(bytes) = package.bytes(name)? else { return Ok(None) };
        let encoding = encoding_of(&bytes);
        Ok(Some(PackagePart { name: name.to_owned(), text: decoded(name, bytes)?, encoding }))
    }
}

/// The folder of a part, with a slash at its end.
pub fn folder(name: &str) -> &str {
    name.rfind('/').and_then(|slash| name.get(..=slash)).unwrap_or_default()
}

/// The name of the part in which a part names others; that of the archive itself for an empty name.
pub fn relationships_of(name: &str) -> String {
    let folder = folder(name);
    format!("{folder}_rels/{}.rels", name.strip_prefix(folder).unwrap_or(name))
}

/// What a part says of others; the archive itself for an empty name.
///
/// # Errors
/// If the part that tells it is broken or too long.
pub fn relationships(package: &Package<'_>, of: &str) -> Result<Vec<Relationship>, FileFault> {
    let name = relationships_of(of);
    let Some(part) = PackagePart::read(package, &name)? else { return Ok(Vec::new()) };
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
pub fn resolved(from: &str, target: &str) -> String {
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
