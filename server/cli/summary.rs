//! `nianbao summary`: one row a report, for whoever collects the reports of many bodies and years.

use super::collected::{row, with_missing_years};
use super::opening::{Named, Opening};
use super::output::summary::{KeyFigures, SummaryRow, csv, table};
use super::output::{to_json, workbook};
use super::rewrite;
use super::run::{CheckRun, Printout, ReadFile};
use super::screen::Screen;
use super::selection::FileSelection;
use super::stdout::{Framing, complain, tell, written};
use super::tally::Tally;
use super::{options, settings, status};
use crate::edition::phrases::Quantity;
use crate::files::Certainty;
use crate::report::Report;
use crate::report::claims::resolve;
use crate::report::neighbours::Neighbours;
use std::path::PathBuf;
use std::process::ExitCode;

/// 汇总多份报告：每份一行，列出主要数字、勾稽关系和检查结果的数目
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao summary [选项] 路径…",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao summary 汇编/                        一张表，按机关和年度排列
  nianbao summary 汇编/ --format csv > 汇总.csv  用 Excel 或 WPS 表格打开
  nianbao summary 汇编/ --format xlsx -o 汇总.xlsx  每个年度一张工作表
  nianbao summary 汇编/ --format json          供其他程序读取

每份报告一行：机关、年度、表格的版本、收到和处理申请的件数、制发和现行有效的规范性文件、复议和诉讼的件数、成立的勾稽关系、
各级别结果的数目、文件。一个机关首末两份报告之间缺少的年度，以及此后多数机关都有报告而它没有的
年度，也各占一行，写明缺少。表格中没有的数空着；2019年版没有现行有效一栏。
退出码：0 完成；2 命令本身失败，或有文件无法读取。"
)]
pub struct SummaryOptions {
    /// 文件或文件夹；- 表示标准输入
    #[arg(value_name = "路径", required_unless_present = "files_from", help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    files: FileSelection,

    /// 输出格式：table（表格，缺省）、csv、json（一个数组）、xlsx（Excel 工作簿，须写明 --output-file）
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "table")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: SummaryFormat,

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

/// The format in which the rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SummaryFormat {
    Table,
    Csv,
    Json,
    Xlsx,
}

impl Printout for Vec<SummaryRow> {
    fn bytes(&self) -> usize {
        self.len() * size_of::<SummaryRow>()
    }
}

/// Runs the command.
pub fn run(options: &SummaryOptions) -> ExitCode {
    if options.format == SummaryFormat::Xlsx && options.output_file.is_none() {
        complain("--format xlsx 须用 --output-file 写明文件");
        return status::FAILED.into();
    }
    let named = Named {
        stdin_name: options.stdin_filename.as_deref(),
        converts: options.convert.is_wanted,
        ..Named::new(&options.paths, &options.files)
    };
    let Some(opening) = named.open(&options.settings) else { return status::FAILED.into() };
    let Opening { layers, sources, .. } = &opening;
    let mut tally = Tally::failed(opening.failed);
    let framing = if options.format == SummaryFormat::Json { Framing::ARRAY } else { Framing::Lines };
    let file = options.output_file.as_deref().filter(|_| options.format != SummaryFormat::Xlsx);
    let mut screen = Screen::to(framing, sources.len(), options.quiet, file);
    let jobs = options.threads.jobs;
    let run = CheckRun { judge: &summarize, sources, previous: &[], parent: None, layers, jobs };
    let mut rows = Vec::new();
    let result = run.check_all(&mut screen, &mut tally, |_, of_file: &Vec<SummaryRow>| {
        rows.extend_from_slice(of_file);
        Ok(())
    });
    let reports = rows.len();
    let rows = with_missing_years(rows, |row| row, |row| row);
    let result = result.and_then(|()| {
        match options.format {
            SummaryFormat::Table if rows.is_empty() => Ok(()),
            SummaryFormat::Table => screen.write(&table(&rows)),
            SummaryFormat::Csv => screen.write(&csv(&rows)?),
            SummaryFormat::Json => rows.iter().try_for_each(|row| screen.write(&to_json(row))),
            SummaryFormat::Xlsx => Ok(()),
        }?;
        screen.finish()
    });
    if !written(result) {
        return status::FAILED.into();
    }
    if let Some(path) = options.output_file.as_ref().filter(|_| options.format == SummaryFormat::Xlsx) {
        let saved = workbook(&rows).map_err(|error| error.to_string());
        let saved = saved.and_then(|bytes| rewrite::write(path, &bytes).map_err(|error| error.to_string()));
        if let Err(error) = saved {
            complain(format_args!("{}：{error}", path.display()));
            return status::FAILED.into();
        }
    }
    if !options.quiet {
        match (reports, rows.len() - reports) {
            (0, _) => tell("没有找到年度报告"),
            (_, 0) => tell(format_args!("{reports} 份报告")),
            (_, missing) => tell(format_args!("{reports} 份报告；缺少 {missing} 份")),
        }
        tally.uncertainty().into_iter().chain(opening.passed_over(&tally.unread)).for_each(tell);
    }
    if tally.failed > 0 { status::FAILED.into() } else { status::CLEAN.into() }
}

/// Judges a file and summarizes its reports.
fn summarize(file: ReadFile<'_>, neighbours: &Neighbours) -> (Vec<SummaryRow>, Tally) {
    let mut checked = file.read.judged(&file.settings, neighbours);
    let is_uncertain = file.file.certainty == Certainty::Uncertain;
    if is_uncertain {
        checked.lower();
    }
    let masks = checked.masks();
    let with_figures = |(index, report): (usize, &Report)| SummaryRow {
        figures: figures(report),
        ..row(file.source, &checked, &masks, index)
    };
    let rows = checked.reports.iter().enumerate().map(with_figures).collect();
    let mut tally = Tally::of(checked.reports.len(), &checked.findings);
    tally.uncertain = usize::from(is_uncertain && !checked.reports.is_empty());
    (rows, tally)
}

fn figures(report: &Report) -> KeyFigures {
    let figure = |quantity| resolve::stated(report, quantity).map(|number| number.normalize().to_string());
    KeyFigures {
        received: figure(Quantity::Received),
        carried_in: figure(Quantity::CarriedIn),
        handled: figure(Quantity::Handled),
        carried_out: figure(Quantity::CarriedOut),
        normative_issued: figure(Quantity::NormativeIssued),
        normative_in_force: figure(Quantity::NormativeInForce),
        reconsiderations: figure(Quantity::Reconsiderations),
        lawsuits: figure(Quantity::Lawsuits),
    }
}
