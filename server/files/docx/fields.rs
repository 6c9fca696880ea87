//! The stretches that fields take up. Nothing may be put between the beginning and the end of a field: Word writes what stands
//! there anew.

use super::names::{Element, Name, attribute, elements, name};
use std::ops::Range;

/// The stretches that fields take up in a part, in order and apart from each other, from border to border of the children
/// of paragraphs. Fields in text boxes are left out.
pub(super) fn stretches(root: Element<'_>) -> Vec<Range<usize>> {
    let mut walk = Walk::default();
    walk.inside(root, None);
    walk.found.sort_by_key(|stretch| stretch.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for stretch in walk.found {
        match joined.last_mut() {
            Some(last) if stretch.start < last.end => last.end = last.end.max(stretch.end),
            _ => joined.push(stretch),
        }
    }
    joined
}

/// The stretch inside of which a place lies; its borders are outside.
pub(super) fn around(stretches: &[Range<usize>], place: usize) -> Option<&Range<usize>> {
    let behind = stretches.partition_point(|stretch| stretch.start < place);
    stretches[..behind].last().filter(|stretch| place < stretch.end)
}

#[derive(Debug, Default)]
struct Walk {
    /// Where the fields begin that are open.
    open: Vec<usize>,
    found: Vec<Range<usize>>,
}

impl Walk {
    fn inside(&mut self, element: Element<'_>, child: Option<&Range<usize>>) {
        let is_paragraph = name(element) == Name::Word("p");
        for inner in elements(element) {
            let own = is_paragraph.then(|| inner.range());
            let child = own.as_ref().or(child);
            match (name(inner), child) {
                (Name::Word("txbxContent"), _) => {}
                (Name::Word("fldChar"), Some(child)) => match attribute(inner, "fldCharType") {
                    Some("begin") => self.open.push(child.start),
                    Some("end") => self.found.extend(self.open.pop().map(|start| start..child.end)),
                    _ => {}
                },
                _ => self.inside(inner, child),
            }
        }
    }
}
