//! `nianbao extract`: what was read in the drafts, as JSON. Judges nothing.

use super::files::{self, Source};
use super::output::{Places, Span, to_json};
use super::screen::Screen;
use super::stdout::{Framing, complain, tell, written};
use super::{batch, options, settings, status};
use crate::config::Layers;
use crate::report::{self, Filled, Report};
use crate::syntax::{Layout, Syntax};
use serde::Serialize;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// 读出报告的内容（标题、各部分、各表的数字），输出 JSON
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao extract [选项] 路径…",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao extract 2024年报.md
  nianbao extract 汇编/ --format json-lines > 数据.jsonl
  nianbao extract 2024年报.md | jq '.[0].forms[] | {form, values: (.values | length)}'

每份报告一个对象。行、列、部分和表以固定的英文代号表示；数字是十进制字符串，单元格没有数字时为 null。"
)]
pub struct Extract {
    /// 文件或文件夹；- 表示标准输入
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    paths: Vec<PathBuf>,

    /// 输出格式：json（一个数组，缺省）、json-lines（每行一份报告）
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "json")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,

    /// 标准输入在结果中显示的文件名
    #[arg(long, value_name = "文件名")]
    stdin_filename: Option<String>,

    /// 同时使用的线程数，缺省为处理器核心数
    #[arg(long, value_name = "数目", default_value = "0", hide_default_value = true, value_parser = options::threads)]
    jobs: usize,

    /// 不显示进度和提示，只显示结果和错误
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    settings: settings::Arguments,
}

/// How reports are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
    JsonLines,
}

/// A report. The names and their order are those of the documentation.
#[derive(Debug, Serialize)]
struct Record<'a> {
    file: &'a str,
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
    text: &'a str,
    /// A string, because JSON numbers would lose digits of amounts in most readers.
    number: Option<String>,
    range: Span,
}

/// Runs the command.
pub fn run(options: &Extract) -> ExitCode {
    let layers = options.settings.layers();
    let (sources, errors) = files::find(&options.paths, options.stdin_filename.as_deref(), &layers);
    errors.iter().for_each(complain);
    if !settings::are_sound(&layers, &sources) {
        return status::FAILED.into();
    }
    let mut failed = !errors.is_empty();
    let mut reports = 0;
    let result = extract_all(options, &sources, &layers, |of_file| match of_file {
        Some(count) => reports += count,
        None => failed = true,
    });
    let is_complete = result.is_ok();
    if !written(result) {
        return status::FAILED.into();
    }
    if is_complete && !failed && reports == 0 && !options.quiet && files::only_one_named(&options.paths) {
        tell(format_args!("{}：不是政府信息公开工作年度报告", sources[0].name));
    }
    if failed { status::FAILED.into() } else { status::CLEAN.into() }
}

fn extract_all(
    options: &Extract,
    sources: &[Source],
    layers: &Layers,
    count: impl FnMut(Option<usize>),
) -> io::Result<()> {
    let framing = if options.format == Format::Json { Framing::Array } else { Framing::Lines };
    let mut screen = Screen::new(framing, sources.len(), options.quiet);
    let work = |source: &Source, text: &str| extract(source, text, layers, options.format);
    batch::every(sources, options.jobs, &mut screen, work, count)?;
    screen.finish()
}

/// The reports of a text, and how many there are.
fn extract(source: &Source, text: &str, layers: &Layers, format: Format) -> (String, usize) {
    let required = source.settings(layers).required_edition();
    let reports = report::read_as(&Syntax::parse(text), required);
    if reports.is_empty() {
        return (String::new(), 0);
    }
    let places = Places::new(text);
    let objects =
        reports.iter().enumerate().map(|(index, report)| to_json(&record(&source.name, index, report, &places)));
    let output = match format {
        Format::Json => objects.collect::<Vec<_>>().join(",\n"),
        Format::JsonLines => objects.map(|object| object + "\n").collect(),
    };
    (output, reports.len())
}

fn record<'a>(file: &'a str, index: usize, report: &'a Report, places: &Places<'_>) -> Record<'a> {
    let sections = report.sections.iter().filter_map(|section| {
        let id = &report.edition.sections.get(section.index)?.id;
        Some(Section { id, heading: &section.heading.text, range: places.span(&section.heading.range) })
    });
    Record {
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

fn form<'a>(filled: &'a Filled, places: &Places<'_>) -> Form<'a> {
    let values = filled.values.iter().filter_map(|value| {
        Some(Value {
            row: &filled.form.rows.get(value.row)?.id,
            column: &filled.form.columns.get(value.column)?.id,
            text: &value.text,
            number: value.number.map(|number| number.to_string()),
            range: places.span(&value.range),
        })
    });
    Form { form: &filled.form.id, layout: filled.layout, range: places.span(&filled.range), values: values.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_the_documented_one() {
        let text = "某某县2024年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n第二十条第（八）项\t\n信息内容\t金额\n\
                    行政事业性收费\t21273.890\n第二十条第（一）项\t\n规章\t1\t\t无\n";
        let reports = report::read(&Syntax::parse(text));
        let record = record("报告.tsv", 0, &reports[0], &Places::new(text));
        let json = ["\"sections\"", "\"forms\"", "{\"row\""]
            .into_iter()
            .fold(to_json(&record), |json, start| json.replace(start, &format!("\n{start}")));
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
