//! `nianbao format`: aligns tables in place, as the server does.

use super::diff::diff;
use super::edited::edited;
use super::files::{Source, left_line, passed_over, sweep};
use super::fix::write_bytes;
use super::opening::{Named, Opening};
use super::ordered::Workers;
use super::screen::Screen;
use super::selection::FileSelection;
use super::source::Opened;
use super::stdout::{Framing, tell, written};
use super::{options, rewrite, settings, status};
use crate::compose::format::{FormatStyle, Formatted, format, left_alone};
use crate::config::Layers;
use crate::text::{Edit, Places, edit, visible};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// 排版：对齐表格，不改动任何数字和文字
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao format [选项] 路径…",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao format 2024年报.md            对齐这个文件中的表格
  nianbao format --check 汇编/          只列出需要排版的文件，不写入
  nianbao format --diff 2024年报.md     只看会改什么，不写入
  nianbao format - < 草稿.md            从标准输入读，向标准输出写

竖线表格按中文字体的宽度对齐，制表符表格去掉多余的空格，HTML 表格统一缩进；其他内容一律不动。
文件原样保留编码和换行，整体替换。不是年度报告的文件略过。
退出码：0 完成；1 用了 --check 或 --diff 且有文件需要排版；2 命令本身失败，或有文件无法读写。"
)]
pub struct FormatOptions {
    /// 文件或文件夹；- 表示标准输入，结果写到标准输出
    #[arg(value_name = "路径", required_unless_present = "files_from", help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    files: FileSelection,

    /// 不写入，只列出需要排版的文件；有这样的文件时退出码为 1
    #[arg(long)]
    check: bool,

    /// 不写入，只显示改动；有改动时退出码为 1
    #[arg(long, conflicts_with = "check")]
    diff: bool,

    #[command(flatten)]
    colour: options::Colour,

    #[command(flatten)]
    threads: options::Threads,

    /// 不显示汇总和进度，只显示结果和错误
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    settings: settings::Arguments,
}

/// The outcome for a file.
enum Outcome {
    /// It is formatted already, or holds no report; its bytes.
    Left(Vec<u8>),
    /// It was formatted, or would be; its new bytes.
    Changed(Vec<u8>),
    /// It would be formatted; the differences.
    Differs(String),
    /// It was found in a folder and is no text.
    Unread,
    /// It could not be read or written.
    Failed(String),
}

/// How many files had which outcome.
#[derive(Default)]
struct Count {
    left: usize,
    changed: usize,
    failed: usize,
    unread: Vec<Source>,
}

/// Runs the command.
pub fn run(options: &FormatOptions) -> ExitCode {
    let opening = Named { only_texts: true, ..Named::new(&options.paths, &options.files) }.open(&options.settings);
    let Some(Opening { layers, sources, unread, links, failed, .. }) = opening else { return status::FAILED.into() };
    if !options.writes_nothing() {
        sweep(&sources);
    }
    let mut count = Count { failed, ..Count::default() };
    let result = format_all(options, &sources, &layers, &mut count);
    let is_complete = result.is_ok();
    if !written(result) {
        return status::FAILED.into();
    }
    if is_complete && !options.quiet && sources.iter().any(|source| source.path().is_some()) {
        tell(count.summary(options.writes_nothing()));
    }
    if is_complete && !options.quiet {
        left_line(&unread).into_iter().chain(passed_over(&count.unread, &links)).for_each(tell);
    }
    match count {
        Count { failed: 1.., .. } => status::FAILED,
        Count { changed: 1.., .. } if options.writes_nothing() => status::FINDINGS,
        _ => status::CLEAN,
    }
    .into()
}

fn format_all(options: &FormatOptions, sources: &[Source], layers: &Layers, count: &mut Count) -> io::Result<()> {
    let mut screen = Screen::new(Framing::Lines, sources.len(), options.quiet);
    let colour = options.colour.is_wanted();
    let work = |source: &Source| options.format(source, layers, colour);
    Workers::new(options.threads.jobs)?.in_order(sources, work, |source, outcome| {
        let (outcome, left) = outcome.unwrap_or_else(|| (Outcome::Failed(source.fault()), Vec::new()));
        left.iter().for_each(|remark| screen.complain(remark));
        let to_stdout = source.path().is_none() && !options.writes_nothing();
        match &outcome {
            Outcome::Left(bytes) | Outcome::Changed(bytes) if to_stdout => write_bytes(bytes)?,
            Outcome::Changed(_) => screen.write(&format!("{}\n", visible::line(&source.name)))?,
            Outcome::Differs(diff) => screen.write(diff)?,
            Outcome::Failed(error) => screen.complain(error),
            Outcome::Unread => count.unread.push(source.clone()),
            Outcome::Left(_) => {}
        }
        count.add(&outcome);
        screen.advance();
        Ok(())
    })?;
    screen.finish()
}

impl FormatOptions {
    fn writes_nothing(&self) -> bool {
        self.check || self.diff
    }

    /// Formats a file, in place unless writing is disabled; also says which of its tables are left alone.
    fn format(&self, source: &Source, layers: &Layers, colour: bool) -> (Outcome, Vec<String>) {
        let opened = match source.open() {
            Ok(opened) => opened,
            Err(error) if source.is_passed_over(&error) => return (Outcome::Unread, Vec::new()),
            Err(error) => return (Outcome::Failed(error.to_string()), Vec::new()),
        };
        let style = FormatStyle { wide_quotes: source.settings(layers).wide_quotes };
        let Formatted { edits, left } = format(&opened.text, style);
        let places = Places::new(&opened.text);
        let remark = |at| format!("{}:{}：{}", source.name, places.line_at(at) + 1, left_alone());
        (self.outcome(source, &opened, &edits, colour), left.into_iter().map(remark).collect())
    }

    /// What becomes of a file with these edits.
    fn outcome(&self, source: &Source, opened: &Opened, edits: &[Edit], colour: bool) -> Outcome {
        if edits.is_empty() {
            return Outcome::Left(opened.bytes.clone());
        }
        if self.diff {
            let after = edit::apply(&opened.text, edits).map_err(|error| error.to_string());
            let diff = after.map(|after| diff(&source.name, "排版后", (&opened.text, &after), colour));
            return diff.map_or_else(|error| Outcome::Failed(format!("{}：{error}", source.name)), Outcome::Differs);
        }
        let written = edited(&opened.bytes, &opened.text, opened.encoding, edits).and_then(|bytes| {
            let path = source.path().filter(|_| !self.check);
            path.map_or(Ok(()), |path| rewrite::replace(path, (&opened.bytes, &bytes), self.files.links()))
                .map(|()| bytes)
        });
        written.map_or_else(|error| Outcome::Failed(format!("{}：{error}", source.name)), Outcome::Changed)
    }
}

impl Count {
    fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Left(_) => self.left += 1,
            Outcome::Changed(_) | Outcome::Differs(_) => self.changed += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Unread => {}
        }
    }

    fn summary(&self, writes_nothing: bool) -> String {
        let changed = if writes_nothing { "个文件需要排版" } else { "个文件已排版" };
        let mut summary = format!("{} {changed}，{} 个文件不必改动", self.changed, self.left);
        if self.failed > 0 {
            summary.push_str(&format!("；{} 个文件未能处理", self.failed));
        }
        summary
    }
}
