//! The content of a draft as data, unchecked, in a stable schema.

use crate::check::View;
use crate::report::{Filled, Report};
use crate::syntax::Layout;
use crate::text::{Places, Span};
use serde::Serialize;

/// The content of a report. The names and the order of the fields are documented.
#[derive(Debug, Serialize)]
pub struct Extracted<'a> {
    /// The file that contains it, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    report: usize,
    title: Option<&'a str>,
    year: Option<u16>,
    edition: u16,
    organ: Option<&'a str>,
    sections: Vec<Section<'a>>,
    forms: Vec<Form<'a>>,
}

#[derive(Debug, Serialize)]
struct Section<'a> {
    id: &'a str,
    heading: &'a str,
    range: Span,
}

#[derive(Debug, Serialize)]
struct Form<'a> {
    form: &'a str,
    layout: Layout,
    range: Span,
    values: Vec<Value<'a>>,
}

#[derive(Debug, Serialize)]
struct Value<'a> {
    row: &'a str,
    column: &'a str,
    text: String,
    /// A string, because JSON numbers would lose digits of amounts in most readers.
    number: Option<String>,
    range: Span,
}

impl<'a> Extracted<'a> {
    /// The content of the report with this index in its file.
    pub fn of(file: Option<&'a str>, index: usize, report: &'a Report, places: &Places<'_>) -> Self {
        let sections = report.sections.iter().filter_map(|section| {
            let id = &report.edition.sections.get(section.index)?.id;
            Some(Section { id, heading: &section.heading.text, range: places.span(&section.heading.range) })
        });
        Extracted {
            file,
            report: index,
            title: report.title.as_ref().map(|title| title.text.as_str()),
            year: report.year,
            edition: report.edition.year,
            organ: report.title.as_ref().and_then(|title| title.organ.as_deref()),
            sections: sections.collect(),
            forms: report.forms.iter().map(|filled| form(filled, places)).collect(),
        }
    }
}

impl View {
    /// The content of every report, in order.
    pub fn extract(&self) -> Vec<Extracted<'_>> {
        let places = Places::new(&self.text);
        let reports = self.checked.reports.iter().enumerate();
        reports.map(|(index, report)| Extracted::of(None, index, report, &places)).collect()
    }
}

fn form<'a>(filled: &'a Filled, places: &Places<'_>) -> Form<'a> {
    let values = filled.values.iter().filter_map(|value| {
        Some(Value {
            row: &filled.form.rows.get(value.row())?.id,
            column: &filled.form.columns.get(value.column())?.id,
            text: value.text().to_string(),
            number: value.number().map(|number| number.to_string()),
            range: places.span(&value.range()),
        })
    });
    Form { form: &filled.form.id, layout: filled.layout, range: places.span(&filled.range), values: values.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;
    use crate::syntax::Syntax;

    #[test]
    fn the_shape_is_the_documented_one() {
        let text = "某某县2024年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n第二十条第（八）项\t\n信息内容\t金额\n\
                    行政事业性收费\t21273.890\n第二十条第（一）项\t\n规章\t1\t\t无\n";
        let reports = report::read(&Syntax::parse(text));
        let record = Extracted::of(Some("报告.tsv"), 0, &reports[0], &Places::new(text));
        let json = ["\"sections\"", "\"forms\"", "{\"row\""]
            .into_iter()
            .fold(serde_json::to_string(&record).unwrap(), |json, start| json.replace(start, &format!("\n{start}")));
        insta::assert_snapshot!(json, @r#"
        {"file":"报告.tsv","report":0,"title":"某某县2024年政府信息公开工作年度报告","year":2024,"edition":2021,"organ":"某某县",
        "sections":[{"id":"overview","heading":"一、总体情况","range":{"start":{"line":2,"column":1,"offset":53},"end":{"line":2,"column":7,"offset":71}}},{"id":"disclosure","heading":"二、主动公开政府信息情况","range":{"start":{"line":3,"column":1,"offset":72},"end":{"line":3,"column":13,"offset":108}}}],
        "forms":[{"form":"article-20-1","layout":"tabs","range":{"start":{"line":7,"column":1,"offset":190},"end":{"line":8,"column":8,"offset":232}},"values":[
        {"row":"rules","column":"issued","text":"1","number":"1","range":{"start":{"line":8,"column":4,"offset":226},"end":{"line":8,"column":5,"offset":227}}},
        {"row":"rules","column":"repealed","text":"","number":null,"range":{"start":{"line":8,"column":6,"offset":228},"end":{"line":8,"column":6,"offset":228}}},
        {"row":"rules","column":"in-force","text":"无","number":null,"range":{"start":{"line":8,"column":7,"offset":229},"end":{"line":8,"column":8,"offset":232}}}]},{"form":"article-20-8","layout":"tabs","range":{"start":{"line":4,"column":1,"offset":109},"end":{"line":6,"column":18,"offset":189}},"values":[
        {"row":"fees","column":"amount","text":"21273.890","number":"21273.890","range":{"start":{"line":6,"column":9,"offset":180},"end":{"line":6,"column":18,"offset":189}}}]}]}
        "#);
    }
}
