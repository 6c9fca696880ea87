//! What a report lacks, put where it belongs: a section with its table, or the tables of a section.

use super::written::is_outlined_as;
use crate::check::View;
use crate::compose::template::UNKNOWN;
use crate::edition::Form;
use crate::fix::{insert_section, insert_table};
use crate::report::Report;
use crate::text::Edit;

impl View {
    /// The edits that put a missing section, or the tables that a section lacks, in their places.
    pub(super) fn inserted(&self, report: &Report, id: &str) -> Result<Vec<Edit>, String> {
        let edition = report.edition;
        let found = edition.sections.iter().enumerate().find(|(_, section)| section.id == id);
        let (index, section) = found.ok_or_else(|| format!("{}年格式里没有“{id}”这个部分", edition.year))?;
        let forms = edition.forms_of(section);
        let missing: Vec<&Form> = forms.iter().copied().filter(|form| report.form(&form.id).is_none()).collect();
        let is_found = report.section(id).is_some();
        let edits = match is_found {
            false => insert_section::edits(self, report, &[index], UNKNOWN),
            true if missing.is_empty() => return Err(format!("“{}、{}”已在草稿里", section.ordinal, section.title)),
            true if missing.len() == forms.len() => insert_table::whole(self, report, section, &forms, UNKNOWN),
            true => insert_table::blocks(self, report, &missing),
        };
        let is_there = |after: &Report| {
            after.section(id).is_some()
                && is_outlined_as(report, after, |new| new == id)
                && after.forms.len() == report.forms.len() + missing.len()
                && missing.iter().all(|form| after.form(&form.id).is_some())
        };
        let passes = |edits: &Vec<Edit>| self.reread(report, edits).is_some_and(|after| is_there(&after.report));
        edits
            .filter(passes)
            .ok_or_else(|| format!("“{}、{}”放不进这份草稿，没有改动；请在文本里补", section.ordinal, section.title))
    }
}
