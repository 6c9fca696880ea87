//! PDFs whose table of objects is broken, as after a transfer that cut their end off.

use memchr::memmem;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What begins a PDF.
const HEADER: &[u8] = b"%PDF-";
/// What stands behind the two numbers of an object.
const OBJECT: &[u8] = b" obj";
/// What names the object in which everything begins.
const ROOT: &[u8] = b"/Root";
/// What that object says of itself.
const CATALOGUE: &[u8] = b"/Catalog";
/// No number of an object has more digits.
const MOST_DIGITS: usize = 10;

/// The file with a table of the objects that are found in it; `None` if it has none, does not say where it begins, or is
/// encrypted.
pub fn rebuilt(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = &bytes[memmem::find(bytes, HEADER)?..];
    if memmem::find(bytes, b"/Encrypt").is_some() {
        return None;
    }
    let (root, generation) = root(bytes).or_else(|| catalogue(bytes))?;
    let mut table = "\nxref\n0 1\n0000000000 65535 f \n".to_owned();
    let objects = objects(bytes);
    for (number, (generation, at)) in &objects {
        // Writing to a string cannot fail.
        let _ = write!(table, "{number} 1\n{at:010} {generation:05} n \n");
    }
    let size = objects.last_key_value()?.0 + 1;
    let start = bytes.len() + 1;
    let _ = write!(table, "trailer\n<</Size {size}/Root {root} {generation} R>>\nstartxref\n{start}\n%%EOF\n");
    Some([bytes, table.as_bytes()].concat())
}

/// The generations and places of the objects of a file by their numbers. Of two with one number the last counts.
fn objects(bytes: &[u8]) -> BTreeMap<u32, (u16, usize)> {
    let mut objects = BTreeMap::new();
    for end in memmem::find_iter(bytes, OBJECT) {
        let Some((number, generation, at)) = object(&bytes[..end]) else { continue };
        if let (Ok(number), Ok(generation)) = (u32::try_from(number), u16::try_from(generation)) {
            objects.insert(number, (generation, at));
        }
    }
    objects
}

/// The number, the generation and the place of the object that begins at the end of some bytes.
fn object(bytes: &[u8]) -> Option<(u64, u64, usize)> {
    let (generation, rest) = last_number(bytes)?;
    let (number, before) = last_number(rest.strip_suffix(b" ")?)?;
    Some((number, generation, before.len()))
}

/// The number and generation of the object that says it is the one in which everything begins.
fn catalogue(bytes: &[u8]) -> Option<(u64, u64)> {
    let before = &bytes[..memmem::rfind(bytes, CATALOGUE)?];
    let (number, generation, _) = object(&before[..memmem::rfind(before, OBJECT)?])?;
    Some((number, generation))
}

/// The number and generation of the object in which everything begins, as the last of the tables or streams names it.
fn root(bytes: &[u8]) -> Option<(u64, u64)> {
    let behind = bytes[memmem::rfind(bytes, ROOT)? + ROOT.len()..].trim_ascii_start();
    let (number, behind) = first_number(behind)?;
    let (generation, behind) = first_number(behind.strip_prefix(b" ")?)?;
    behind.starts_with(b" R").then_some((number, generation))
}

/// The digits at the end of some bytes as a number, and what stands before them.
fn last_number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).take(MOST_DIGITS).count();
    let (before, digits) = bytes.split_at(bytes.len() - digits);
    Some((number(digits)?, before))
}

/// The digits at the beginning of some bytes as a number, and what stands behind them.
fn first_number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).take(MOST_DIGITS).count();
    let (digits, behind) = bytes.split_at(digits);
    Some((number(digits)?, behind))
}

fn number(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
