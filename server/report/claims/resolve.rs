//! The cells of a report of which a claim speaks, and the figures that the tables allow it.

use super::claim::{Claim, ClaimScope};
use crate::edition::phrases::{CellPattern, Quantity, phrases};
use crate::edition::{CellAt, newest};
use crate::report::{Filled, Report, Title};
use crate::text::fold::fold;
use rust_decimal::Decimal;

/// What the levels of areas end in.
const AREAS: &str = "省市州盟县区旗乡镇道";

/// The cells of a form of which a claim speaks; several where the words are those of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The form, by its place in the report.
    pub form: usize,
    /// The cells, in order.
    pub cells: Vec<CellAt>,
}

/// The cells that hold a figure, as far as the report has them; `None` where it has none of them.
pub fn cells(report: &Report, quantity: Quantity) -> Option<Reference> {
    let found = match quantity {
        Quantity::Result(row) => {
            let id = &newest().form("applications")?.rows.get(usize::from(row))?.id;
            let form = report.forms.iter().position(|filled| filled.form.id == "applications")?;
            let own = report.forms[form].form;
            Reference { form, cells: vec![(own.row(id)?, own.column("total")?)] }
        }
        _ => {
            let known = phrases().quantities.iter().find(|known| known.id == quantity)?;
            known.cells.iter().find_map(|cells| reference(report, cells))?
        }
    };
    let filled = &report.forms[found.form];
    let cells: Vec<CellAt> = found.cells.into_iter().filter(|cell| filled.value(cell.0, cell.1).is_some()).collect();
    (!cells.is_empty()).then_some(Reference { form: found.form, cells })
}

fn reference(report: &Report, cells: &CellPattern) -> Option<Reference> {
    let form = report.forms.iter().position(|filled| filled.form.id == cells.form)?;
    let places = cells.places(report.forms[form].form);
    (!places.is_empty()).then_some(Reference { form, cells: places })
}

/// The figure of the tables of which a claim speaks; `None` where a cell of it cannot be read.
pub fn stated(report: &Report, quantity: Quantity) -> Option<Decimal> {
    match quantity {
        Quantity::Proceedings => {
            Some(stated(report, Quantity::Reconsiderations)? + stated(report, Quantity::Lawsuits)?)
        }
        Quantity::Result(_) => {
            let Reference { form, cells } = cells(report, quantity)?;
            sum(&report.forms[form], &cells)
        }
        _ => {
            let known = phrases().quantities.iter().find(|known| known.id == quantity)?;
            let Reference { form, cells } = known.cells.iter().find_map(|cells| reference(report, cells))?;
            sum(&report.forms[form], &cells)
        }
    }
}

/// All figures that the tables allow a claim about this; empty where they cannot be read.
pub fn accepted(report: &Report, quantity: Quantity) -> Vec<Decimal> {
    let Some(first) = stated(report, quantity) else { return Vec::new() };
    let known = phrases().quantities.iter().find(|known| known.id == quantity);
    let also = known.into_iter().flat_map(|known| &known.also).filter_map(|cells| {
        let Reference { form, cells } = reference(report, cells)?;
        sum(&report.forms[form], &cells)
    });
    let alone = known.filter(|known| known.alone).and_then(|known| {
        let Reference { form, cells } = known.cells.iter().find_map(|cells| reference(report, cells))?;
        Some(cells.into_iter().filter_map(move |cell| report.forms[form].number(cell)))
    });
    std::iter::once(first).chain(also).chain(alone.into_iter().flatten()).collect()
}

fn sum(filled: &Filled, cells: &[CellAt]) -> Option<Decimal> {
    cells.iter().map(|cell| filled.number(*cell)).sum()
}

/// Whether a claim is about the report's own figures: about its body, and about nothing less than all.
pub fn is_own(report: &Report, claim: &Claim) -> bool {
    match claim.scope {
        ClaimScope::Unsaid => true,
        ClaimScope::Part => false,
        ClaimScope::Own(level) | ClaimScope::Area(level) => names_body(report.title.as_ref(), level),
    }
}

/// Whether 我X, 本X or 全X is the body of a report.
pub fn names_body(title: Option<&Title>, level: char) -> bool {
    if !AREAS.contains(level) {
        // 各级, 全系统 are nobody's own; 我局, 本机关 always are.
        return "局委办厅院关位门心校队会".contains(level);
    }
    let organ = title.and_then(|title| title.organ.as_deref()).map(fold).unwrap_or_default();
    area(&organ).ends_with(level)
}

/// Whether a text begins with the name of the body of a report, or with the end of it that names the body without its
/// area: 水务局 or 县水务局 for 云溪县水务局.
pub fn begins_with_body(title: Option<&Title>, folded: &str) -> bool {
    let Some(organ) = title.and_then(|title| title.organ.as_deref()).map(fold) else { return false };
    let ends = folded.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    ends.take(organ.chars().count()).any(|end| {
        let name = &folded[..end];
        organ.ends_with(name) || (area(&organ).ends_with(name) && name.ends_with(|c| AREAS.contains(c)))
    })
}

/// The name of an area in that of its government: 云溪县 of 云溪县人民政府.
pub fn area(organ: &str) -> &str {
    ["人民政府办公室", "人民政府办公厅", "人民政府", "政府", "办事处", "管委会"]
        .iter()
        .find_map(|end| organ.strip_suffix(end))
        .unwrap_or(organ)
}
