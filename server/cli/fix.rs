//! `nianbao fix`: applies repairs to files. They are the same as those of the language server's “fix all”.

use super::diff::diff;
use super::edited::edited;
use super::fail_on::FailOn;
use super::files::{self, Opened, Source, left_line, passed_over, sweep};
use super::opening::{Named, Opening};
use super::ordered::Workers;
use super::others::contributed;
use super::rewrite::{self, RewriteError};
use super::screen::Screen;
use super::selection::FileSelection;
use super::stdout::{Framing, tell, written};
use super::tally::Tally;
use super::{options, settings, status};
use crate::config::Layers;
use crate::files::FileKind;
use crate::fix::{FixFilter, Fixed, fix_until_stable};
use crate::report::neighbours::Neighbours;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// 修复年度报告草稿
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao fix [选项] [路径]…",
    next_help_heading = "选项",
    mut_arg("select", |arg| arg.help("只修复这些规则的结果，以逗号分隔")),
    mut_arg("ignore", |arg| arg.help("不修复这些规则的结果，以逗号分隔")),
    after_help = "\
示例：
  nianbao fix                          修复当前文件夹中的全部草稿
  nianbao fix --diff 2024年报.md       只看会改什么，不写文件
  nianbao fix --unsafe 2024年报.md     也改正和补填数字，改后请逐处核对
  nianbao fix - < 草稿.md > 改后.md    修复标准输入，写到标准输出

一次修复的各个文件相互查找上年的报告。不加 --unsafe 时不改动、不增加任何数字。“提示”级别的建议只在用 --select 指明规则时才改。文件的编码、换行和其余字节不变。
退出码：0 没有留下达到 --fail-on 的结果；1 有，或 --diff 有要改的地方；2 命令本身失败，或有文件无法读写。"
)]
pub struct FixOptions {
    /// 文件或文件夹，缺省为当前文件夹；- 表示标准输入
    #[arg(value_name = "路径", help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    files: FileSelection,

    /// 也作改动或增加数字的修复：改正单元格、补上缺少的行、表格和部分
    ///
    /// 只作唯一的修复，并且只在改后问题减少时才改。
    #[arg(long = "unsafe")]
    numbers: bool,

    /// 只显示改动，不写文件
    #[arg(long)]
    diff: bool,

    #[command(flatten)]
    rules: options::RuleSelection,

    /// 留下的结果达到哪一级别时退出码为 1：error（缺省）、warning、info、hint、never
    #[arg(long, value_name = "级别", default_value = "error", hide_default_value = true, hide_possible_values = true)]
    fail_on: FailOn,

    /// 标准输入在提示中显示的文件名
    #[arg(long, value_name = "文件名")]
    stdin_filename: Option<String>,

    #[command(flatten)]
    threads: options::Threads,

    #[command(flatten)]
    colour: options::Colour,

    /// 不显示汇总和进度，只显示错误
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    settings: settings::Arguments,
}

/// The outcome for one file.
struct Outcome {
    /// The text for standard output.
    output: Output,
    /// How many repairs were applied.
    count: usize,
    /// Whether there was more to mend than is mended at once.
    is_cut: bool,
    /// The counts of what is left.
    tally: Tally,
}

impl Outcome {
    /// That of a file that was found in a folder and is no text.
    fn unread(source: &Source) -> Self {
        Outcome { output: Output::None, count: 0, is_cut: false, tally: Tally::passed_over(source) }
    }
}

/// The text for standard output.
enum Output {
    /// Nothing.
    None,
    /// The differences.
    Diff(String),
    /// The whole text, in its original encoding.
    Text(Vec<u8>),
}

/// The outcome for all files.
#[derive(Default)]
struct Total {
    left: Tally,
    repairs: usize,
    files: usize,
}

/// Runs the command.
pub fn run(options: &FixOptions) -> ExitCode {
    let stdin_name = options.stdin_filename.as_deref();
    let named = Named { stdin_name, only_texts: true, ..Named::new(&options.paths, &options.files) };
    let Some(opening) = named.open(&options.settings) else { return status::FAILED.into() };
    let Opening { layers, sources, unread, links, failed, .. } = opening;
    if !options.diff {
        sweep(&sources);
    }
    let mut total = Total { left: Tally::failed(failed), ..Total::default() };
    let result = fix_all(options, (&sources, &unread), &layers, &mut total);
    let is_complete = result.is_ok();
    if !written(result) {
        return status::FAILED.into();
    }
    if is_complete && !options.quiet {
        if total.left.skipped == 1 && files::only_one_named(&sources, failed) {
            tell(format_args!("{}：不是政府信息公开工作年度报告，没有改动", sources[0].name));
        } else {
            tell(total.summary(options.diff));
        }
        left_line(&unread).into_iter().chain(passed_over(&total.left.unread, &links)).for_each(tell);
    }
    options.status(&total).into()
}

/// Repairs the first files; the others are only looked up.
fn fix_all(
    options: &FixOptions,
    (sources, others): (&[Source], &[Source]),
    layers: &Layers,
    total: &mut Total,
) -> io::Result<()> {
    let colour = options.colour.is_wanted();
    let mut screen = Screen::new(Framing::Lines, sources.len(), options.quiet);
    let known = known(options, (sources, others), layers)?;
    let work = |source: &Source| {
        let opened = match source.open() {
            Err(error) if source.is_passed_over(&error) => return Ok(Outcome::unread(source)),
            opened => opened.map_err(|error| error.to_string())?,
        };
        let neighbours = known.beside(Arc::new(source.document()));
        options.fix(source, &opened, (layers, neighbours), colour).map_err(|error| format!("{}：{error}", source.name))
    };
    Workers::new(options.threads.jobs)?.in_order(sources, work, |source, result| {
        match result {
            Some(Ok(outcome)) => {
                match outcome.output {
                    Output::None => {}
                    Output::Diff(diff) => screen.write(&diff)?,
                    Output::Text(bytes) => write_bytes(&bytes)?,
                }
                if outcome.is_cut {
                    screen.complain(format_args!("{}：要修复的太多，这一次没有全部试完；请再运行一次", source.name));
                }
                total.repairs += outcome.count;
                total.files += usize::from(outcome.count > 0);
                total.left.add(outcome.tally);
            }
            Some(Err(error)) => {
                screen.complain(error);
                total.left.add(Tally::failed(1));
            }
            None => {
                screen.complain(source.fault());
                total.left.add(Tally::failed(1));
            }
        }
        screen.advance();
        Ok(())
    })?;
    screen.finish()
}

/// The reports that others may look up: those of all files, as they are before any is repaired.
fn known(options: &FixOptions, (sources, others): (&[Source], &[Source]), layers: &Layers) -> io::Result<Neighbours> {
    let is_read = |source: &&Source| source.path().and_then(FileKind::promised).is_some_and(FileKind::is_read);
    // The reports of one file know each other anyway.
    let own = if sources.len() + others.len() > 1 { sources } else { &[] };
    let others: Vec<&Source> = own.iter().chain(others.iter().filter(is_read)).collect();
    // A file that cannot be read is reported where it is to be repaired.
    Ok(Neighbours::of_files(contributed(&others, layers, options.threads.jobs, |_| ())?))
}

/// Writes bytes in any encoding to standard output.
///
/// # Errors
/// If standard output is closed or cannot be written.
pub fn write_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

impl FixOptions {
    /// Repairs one text and writes it back.
    fn fix(
        &self,
        source: &Source,
        opened: &Opened,
        (layers, neighbours): (&Layers, Neighbours),
        colour: bool,
    ) -> Result<Outcome, RewriteError> {
        let mut settings = source.settings(layers);
        self.rules.apply(&mut settings);
        let view = source.view(&opened.text, settings, neighbours);
        // Naming a rule includes its hints.
        let filter = FixFilter { numbers: self.numbers, hints: self.rules.are_named() };
        let fixed = fix_until_stable(&view, filter);
        let left = &fixed.after.as_ref().unwrap_or(&view).checked;
        let tally = Tally::of(left.reports.len(), &left.findings);
        let output = self.written(source, opened, &fixed, colour)?;
        Ok(Outcome { output, count: fixed.count, is_cut: fixed.is_cut, tally })
    }

    fn written(&self, source: &Source, opened: &Opened, fixed: &Fixed, colour: bool) -> Result<Output, RewriteError> {
        if self.diff {
            let text = fixed.after.as_ref().map_or(&*opened.text, |after| &after.text);
            return Ok(Output::Diff(diff(&source.name, "修复后", (&opened.text, text), colour)));
        }
        let bytes = || edited(&opened.bytes, &opened.text, opened.encoding, &fixed.edits);
        match source.path() {
            None => Ok(Output::Text(bytes()?)),
            Some(_) if fixed.edits.is_empty() => Ok(Output::None),
            Some(path) => rewrite::replace(path, (&opened.bytes, &bytes()?), self.files.links()).map(|()| Output::None),
        }
    }

    fn status(&self, total: &Total) -> u8 {
        let left = total.left.worst().is_some_and(|worst| self.fail_on.is_reached_by(worst));
        if total.left.failed > 0 {
            status::FAILED
        } else if left || (self.diff && total.repairs > 0) {
            status::FINDINGS
        } else {
            status::CLEAN
        }
    }
}

impl Total {
    fn summary(&self, diff: bool) -> String {
        let left = self.left.left();
        let (would, done) = if diff { ("可", "修复后") } else { ("", "") };
        match (self.repairs, self.left.files) {
            (_, 0) => self.left.summary(),
            (0, _) => format!("没有可自动修复的问题；{left}"),
            (repairs, _) => format!("{would}修复 {} 个文件中的 {repairs} 处；{done}{left}", self.files),
        }
    }
}
