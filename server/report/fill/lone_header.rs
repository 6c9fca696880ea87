//! Forms of which nothing but the header is printed.

use super::values::judged;
use crate::edition;
use crate::report::filled::{Filled, Row, RowState};
use crate::report::scan::{FormAt, LoneHeader, Scan};
use crate::report::token::Token;

/// A form by its id of which a draft has the header and no row; `own` is the edition of the report.
pub fn header_alone(tokens: &[Token<'_>], scan: &Scan, own: usize, id: &str) -> Option<Filled> {
    if scan.headers.is_empty() {
        return None;
    }
    let editions = edition::editions();
    let others = (0..editions.len()).filter(|edition| *edition != own);
    let mut places = [own].into_iter().chain(others).filter_map(|edition| {
        let form = editions[edition].forms.iter().position(|form| form.id == id)?;
        Some((edition, form))
    });
    places.find_map(|at| {
        let header = scan.headers.iter().find(|header| is_of(header, scan, own, at))?;
        Some(form_without_rows(tokens, scan, header, at))
    })
}

/// Whether a header is that of a form: it stands under its article heading, or else has most of its columns, which no other
/// form has.
fn is_of(header: &LoneHeader, scan: &Scan, own: usize, at: FormAt) -> bool {
    let (edition, form) = (&edition::editions()[at.0], &edition::editions()[at.0].forms[at.1]);
    let columns = header.columns_of(at);
    if let (Some(banner), Some(official)) = (header.banner, &form.banner) {
        let is_named = scan.banners[banner].item == official.item;
        return is_named && (columns > 0 || (header.columns.is_empty() && at.0 == own));
    }
    let is_unique = || !edition.forms.iter().any(|other| other.id != form.id && other.has_columns_of(form));
    form.label_width > 0 && columns > 1 && columns * 2 >= form.columns.len() && is_unique()
}

/// A form with all its rows missing.
fn form_without_rows(tokens: &[Token<'_>], scan: &Scan, header: &LoneHeader, (edition, form): FormAt) -> Filled {
    let (edition, form) = (&edition::editions()[edition], &edition::editions()[edition].forms[form]);
    let first = header.banner.map_or_else(|| tokens[header.first].range(), |banner| scan.banners[banner].range.clone());
    let columns = header.columns.iter().map(|(token, _)| tokens[*token].range());
    let range = columns.fold(first.clone(), |whole, part| whole.start.min(part.start)..whole.end.max(part.end));
    let row = Row { label: None, state: RowState::Missing, apart: false, banner: header.banner };
    let (sums, faults) = judged(form, &[]);
    Filled {
        form,
        edition,
        layout: tokens[header.first].layout(),
        range,
        header_alone: Some(first),
        frame: Vec::new(),
        rows: vec![row; form.rows.len()],
        values: Box::default(),
        sums,
        faults,
    }
}
