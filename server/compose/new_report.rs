//! A new report for a body and a year, in an edition and a style.

use super::start::Start;
use super::template::{self, Template};
use super::write_style::write_style;
use crate::check::{Language, StyleHints, check};
use crate::edition::{self, Edition};
use crate::report::neighbours::{Key, Neighbours, Succession};
use crate::syntax::Layout;
use crate::text::fold::fold;

/// The parameters of a new report.
#[derive(Debug, Clone)]
pub struct NewReport<'a> {
    /// The body that issues the report.
    pub organ: &'a str,
    /// The report year.
    pub year: u16,
    /// The requested edition, if any: it has to be that of the year.
    pub edition: Option<&'static Edition>,
    /// The layout of tables; by default the usual one of the language.
    pub layout: Option<Layout>,
    /// The language of the document.
    pub language: Language,
    /// The neighbouring reports.
    pub neighbours: Neighbours,
    /// The bodies that were renamed or merged.
    pub succession: Succession,
}

impl NewReport<'_> {
    /// The report, with its figures to fill in.
    ///
    /// # Errors
    /// If the year has no edition, if another one was requested, if an HTML document is to have tables in another layout,
    /// or if the given name of the body would not be recognised as one.
    pub fn template(&self) -> Result<Template, String> {
        let edition = edition_for(self.edition, Some(self.year))?;
        if self.language == Language::Html && self.layout.is_some_and(|layout| layout != Layout::Html) {
            return Err("HTML 文档中的表格只能写成 html".to_owned());
        }
        let hints = StyleHints { language: self.language, layout: self.layout };
        let style = write_style("", &check(""), hints, None, 0);
        let template =
            self.start().with_facts(Some(self.organ), Some(self.year), |facts| template::report(edition, style, facts));
        let reports = check(&template.text).reports;
        let title = reports.first().and_then(|report| report.title.as_ref()).filter(|_| reports.len() == 1);
        let is_ours = title.is_some_and(|title| {
            title.year == self.year && title.organ.as_ref().is_some_and(|organ| fold(organ) == fold(self.organ))
        });
        let is_ours = is_ours && !self.organ.contains(char::is_control);
        if is_ours {
            Ok(template)
        } else {
            Err(format!("“{}”不能用作报告标题中的机关名称", self.organ))
        }
    }

    /// The figures of last year's report with which it starts.
    pub fn start(&self) -> Start {
        Start::of(&self.neighbours.last_year(&self.succession.before(&Key::new(self.organ, self.year))))
    }

    /// A name for its file: the title, without characters that file names must not contain.
    pub fn file_name(&self) -> String {
        let title = format!("{}{}年{}", self.organ, self.year, edition::newest().title.canonical);
        let forbidden = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        let name: String = title.chars().filter(|c| !forbidden(*c)).collect();
        format!("{}.{}", name.trim_start_matches('.').trim(), self.language.ending())
    }
}

/// The requested edition, which must be that of the year; by default the year's, or else the newest.
///
/// # Errors
/// If the year has no edition, or if another one was requested.
pub fn edition_for(wanted: Option<&'static Edition>, year: Option<u16>) -> Result<&'static Edition, String> {
    let Some(year) = year else { return Ok(wanted.unwrap_or_else(edition::newest)) };
    let due = edition::editions().iter().find(|edition| edition.covers(year));
    let due = due.ok_or_else(|| format!("没有适用于{year}年度报告的统一格式"))?;
    match wanted {
        Some(wanted) if wanted.year != due.year => {
            Err(format!("{year}年度报告应使用{}年格式（{}），不能用{}年格式", due.year, due.notice, wanted.year))
        }
        _ => Ok(due),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Severity;

    fn new(organ: &str, year: u16, language: Language) -> NewReport<'_> {
        NewReport {
            organ,
            year,
            edition: None,
            layout: None,
            language,
            neighbours: Neighbours::default(),
            succession: Succession::default(),
        }
    }

    #[test]
    fn the_year_decides_on_the_edition() {
        let editions = edition::editions();
        let year = |wanted, year| edition_for(wanted, year).map(|edition| edition.year);
        assert_eq!(year(None, None), Ok(2021));
        assert_eq!(year(None, Some(2020)), Ok(2019));
        assert_eq!(year(Some(&editions[0]), None), Ok(2019));
        assert_eq!(year(Some(&editions[1]), Some(2024)), Ok(2021));
        assert_eq!(
            year(Some(&editions[0]), Some(2024)),
            Err("2024年度报告应使用2021年格式（国办公开办函〔2021〕30号），不能用2019年格式".to_owned())
        );
        assert_eq!(year(None, Some(2016)), Err("没有适用于2016年度报告的统一格式".to_owned()));
    }

    #[test]
    fn a_new_report_is_about_its_body_and_year_and_is_to_be_filled_in() {
        for language in [Language::Plain, Language::Markdown, Language::Html] {
            for layout in Layout::ALL.into_iter().map(Some).chain([None]) {
                if language == Language::Html && layout.is_some_and(|layout| layout != Layout::Html) {
                    assert!(NewReport { layout, ..new("云溪县教育局", 2024, language) }.template().is_err());
                    continue;
                }
                for year in [2020, 2024] {
                    let text = NewReport { layout, ..new("云溪县教育局", year, language) }.template().unwrap().text;
                    let checked = super::check(&text);
                    let [finding] = &checked.findings[..] else { panic!("{:?} in\n{text}", checked.findings) };
                    assert_eq!(finding.severity, Severity::Info, "{finding:?}");
                    assert_eq!(&text[finding.range.clone()], "……");
                    assert_eq!(checked.reports[0].year, Some(year));
                }
            }
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for organ in ["", "关于云溪县", "云溪县。教育局", "云溪县2023年教育局", "云溪县教育局\n", &"云".repeat(60)]
        {
            assert!(new(organ, 2024, Language::Plain).template().is_err(), "{organ:?}");
        }
    }

    #[test]
    fn the_file_is_called_as_the_report() {
        let name = |organ, language| new(organ, 2024, language).file_name();
        assert_eq!(name("云溪县教育局", Language::Markdown), "云溪县教育局2024年政府信息公开工作年度报告.md");
        assert_eq!(name("../云溪/县\n", Language::Plain), "云溪县2024年政府信息公开工作年度报告.txt");
        assert_eq!(name("云溪县", Language::Html), "云溪县2024年政府信息公开工作年度报告.html");
    }
}
