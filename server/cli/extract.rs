//! `nianbao extract`: the content of reports as JSON, unchecked.

use super::files::{self, Source};
use super::opening::{Named, Opening};
use super::output::to_json;
use super::screen::Screen;
use super::selection::FileSelection;
use super::stdout::{Framing, tell, written};
use super::{batch, options, settings, status};
use crate::config::Layers;
use crate::files::FileText;
use crate::ide::extract::Extracted;
use crate::report;
use crate::syntax::Syntax;
use crate::text::Places;
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
pub struct ExtractOptions {
    /// 文件或文件夹；- 表示标准输入
    #[arg(value_name = "路径", required_unless_present = "files_from", help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    files: FileSelection,

    /// 输出格式：json（一个数组，缺省）、json-lines（每行一份报告）
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "json")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,

    /// 把结果写入这个文件，而不是标准输出
    #[arg(short, long, value_name = "文件")]
    output_file: Option<PathBuf>,

    /// 标准输入在结果中显示的文件名
    #[arg(long, value_name = "文件名")]
    stdin_filename: Option<String>,

    #[command(flatten)]
    convert: options::Conversion,

    #[command(flatten)]
    threads: options::Threads,

    /// 不显示进度和提示，只显示结果和错误
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    settings: settings::Arguments,
}

/// The format in which reports are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
    JsonLines,
}

/// Runs the command.
pub fn run(options: &ExtractOptions) -> ExitCode {
    let named = Named {
        stdin_name: options.stdin_filename.as_deref(),
        converts: options.convert.is_wanted,
        ..Named::new(&options.paths, &options.files)
    };
    let Some(opening) = named.open(&options.settings) else { return status::FAILED.into() };
    let Opening { layers, sources, .. } = &opening;
    let mut failed = opening.failed > 0;
    let mut reports = 0;
    let mut unread = Vec::new();
    let count = |of_file| match of_file {
        Some(count) => reports += count,
        None => failed = true,
    };
    let result = extract_all(options, sources, layers, count, &mut unread);
    let is_complete = result.is_ok();
    if !written(result) {
        return status::FAILED.into();
    }
    if is_complete && !failed && reports == 0 && !options.quiet && files::only_one_named(sources, opening.failed) {
        tell(format_args!("{}：不是政府信息公开工作年度报告", sources[0].name));
    }
    if is_complete && !options.quiet {
        opening.passed_over(&unread).iter().for_each(tell);
    }
    if failed { status::FAILED.into() } else { status::CLEAN.into() }
}

fn extract_all(
    options: &ExtractOptions,
    sources: &[Source],
    layers: &Layers,
    count: impl FnMut(Option<usize>),
    unread: &mut Vec<Source>,
) -> io::Result<()> {
    let framing = if options.format == Format::Json { Framing::ARRAY } else { Framing::Lines };
    let mut screen = Screen::to(framing, sources.len(), options.quiet, options.output_file.as_deref());
    let work = |source: &Source, file: &FileText| extract(source, &file.text, layers, options.format);
    batch::every(sources, options.threads.jobs, &mut screen, work, count, unread)?;
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
    let objects = reports.iter().enumerate();
    let objects = objects.map(|(index, report)| to_json(&Extracted::of(Some(&source.name), index, report, &places)));
    let output = match format {
        Format::Json => objects.collect::<Vec<_>>().join(",\n"),
        Format::JsonLines => objects.map(|object| object + "\n").collect(),
    };
    (output, reports.len())
}
