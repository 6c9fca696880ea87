//! What a text says, wherever in it that stands.

use nianbao::check::{Checked, ReadText};
use nianbao::config::Settings;
use nianbao::report::neighbours::Neighbours;

/// A text checked with the settings of a project without any.
pub fn checked(text: &str) -> Checked {
    let settings = Settings::default();
    ReadText::new(text, &settings).judged(&settings, &Neighbours::default())
}

/// What a text says, without places: sections, figures, findings.
pub fn said(text: &str) -> Vec<String> {
    let checked = checked(text);
    let mut said = Vec::new();
    for report in &checked.reports {
        said.push(format!("{:?} {:?}", report.title.as_ref().map(|title| &title.text), report.year));
        said.extend(report.sections.iter().map(|section| format!("{} {}", section.index, section.heading.text)));
        let forms = report.forms.iter().flat_map(|form| form.values.iter().map(|it| (&form.form.id, it)));
        said.extend(
            forms.map(|(form, it)| format!("{form} {} {} {:?} {}", it.row(), it.column(), it.number(), it.text())),
        );
    }
    said.extend(checked.findings.iter().map(|finding| format!("{} {}", finding.rule.name, finding.message)));
    said
}
