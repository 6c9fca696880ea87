//! `nianbao annotate`: findings as comments in copies of documents of Word.

use super::annotated::{AnnotatedFile, Annotating};
use super::baseline::Baseline;
use super::fail_on::FailOn;
use super::files::Source;
use super::opening::Named;
use super::rewrite::{self, RewriteError};
use super::run::{CheckRun, Printout, ReadFile};
use super::screen::Screen;
use super::selection::FileSelection;
use super::stdout::{Framing, complain, tell, written};
use super::tally::Tally;
use super::{date, options, settings, status};
use crate::files::{CommentAuthor, FileKind};
use crate::report::neighbours::Neighbours;
use crate::text::visible;
use std::collections::HashSet;
use std::fs;
use std::mem::take;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the name of an annotated copy ends with.
const MARK: &str = "（意见）";

/// 把检查结果写成 Word 批注
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao annotate [选项] 路径…",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao annotate 2024年报.docx                    写出 2024年报（意见）.docx
  nianbao annotate 2024年报.docx -o 退改.docx       写到另一个文件
  nianbao annotate 汇编/ -o 意见/                   文件夹中的每份 Word 文档各写一份，放在另一个文件夹
  nianbao annotate --fix 2024年报.docx              能放心改的写成修订，其余写成批注
  nianbao annotate --ignore text 2024年报.docx      不写这些规则或分组的结果

原文件不动：副本中每条结果是一条批注，写在它的单元格或所在的文字上；文档中原有的批注、修订和其他一切照旧。
文本框、脚注和尾注中的结果写在文本框或注号处。已有的同样批注不重复写。
--fix 只把不改动数字、又都在一段连续文字之内的修复写成修订，为此要把这段文字在修订处断开。
退出码：0 没有达到 --fail-on 的结果；1 有；2 命令本身失败，或有文件无法读写。"
)]
pub struct AnnotateOptions {
    /// .docx 文件或文件夹
    ///
    /// 文件夹中其他格式的报告不写批注，只供查找上年的数；名称以“（意见）”结尾的略过。
    #[arg(value_name = "路径", required_unless_present = "files_from", help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    files: FileSelection,

    /// 写入这个文件，几份文档时写入这个文件夹；缺省在原文件旁，名称后加“（意见）”
    #[arg(short, long, value_name = "文件或文件夹")]
    output_file: Option<PathBuf>,

    /// 已有同名的文件时覆盖
    #[arg(long)]
    force: bool,

    /// 把能放心改的写成修订，不写批注
    #[arg(long)]
    fix: bool,

    /// 批注和修订上的日期，如 2026-11-29 或 2026-11-29T16:00:00；缺省为现在（北京时间），或环境变量 SOURCE_DATE_EPOCH
    #[arg(long, value_name = "日期", value_parser = date::parsed)]
    date: Option<String>,

    /// 往年的报告：文件或文件夹，可写多次；只供查找上年的数
    #[arg(long, value_name = "路径")]
    previous: Vec<PathBuf>,

    /// 已接受的结果：check --write-baseline 写出的文件，其中的结果不写批注
    #[arg(long, value_name = "文件")]
    baseline: Option<PathBuf>,

    /// 结果达到哪一级别时退出码为 1：error（缺省）、warning、info、hint、never
    #[arg(long, value_name = "级别", default_value = "error", hide_default_value = true, hide_possible_values = true)]
    fail_on: FailOn,

    #[command(flatten)]
    rules: options::RuleSelection,

    #[command(flatten)]
    threads: options::Threads,

    /// 不列出写出的文件，不显示汇总和进度，只显示错误
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    settings: settings::Arguments,
}

/// What came of a file: its copy, or a line of Chinese that says why there is none.
struct Outcome {
    source: Source,
    result: Result<AnnotatedFile, String>,
}

impl Printout for Outcome {
    fn bytes(&self) -> usize {
        self.result.as_ref().map_or(0, |file| file.bytes.len())
    }
}

/// Runs the command.
pub fn run(options: &AnnotateOptions) -> ExitCode {
    let named = Named { previous: &options.previous, ..Named::new(&options.paths, &options.files) };
    let Some(mut opening) = named.open(&options.settings) else { return status::FAILED.into() };
    let (layers, failed) = (opening.layers.clone(), opening.failed);
    let (sources, mut previous) = (take(&mut opening.sources), take(&mut opening.previous));
    let Some(accepted) = Baseline::given(options.baseline.as_deref()) else { return status::FAILED.into() };
    let sources = options.documents(sources, &mut previous);
    if let Err(reason) = options.targets(&sources) {
        complain(reason);
        return status::FAILED.into();
    }
    let author = CommentAuthor {
        name: "nianbao".to_owned(),
        initials: "nb".to_owned(),
        date: options.date.clone().unwrap_or_else(date::now),
    };
    let annotating = Annotating { rules: &options.rules, accepted: &accepted, fixes: options.fix, author };
    let judge = |file: ReadFile<'_>, neighbours: &Neighbours| {
        let source = file.source.clone();
        match annotating.annotate(file, neighbours) {
            Ok((annotated, tally)) => (Outcome { source, result: Ok(annotated) }, tally),
            Err(error) => (Outcome { result: Err(error.line(&source.name)), source }, Tally::failed(1)),
        }
    };
    let mut tally = Tally::failed(failed);
    let mut screen = Screen::new(Framing::Lines, sources.len(), options.quiet);
    let jobs = options.threads.jobs;
    let run = CheckRun { judge: &judge, sources: &sources, previous: &previous, parent: None, layers: &layers, jobs };
    let mut unwritten = 0;
    let result = run.check_all(&mut screen, &mut tally, |screen, Outcome { source, result }| {
        let write =
            |file| options.write(source, file, sources.len()).map_err(|error| format!("{}：{error}", source.name));
        let done = result.as_ref().map_err(String::clone).and_then(write);
        match done {
            Ok(line) if options.quiet => drop(line),
            Ok(line) => screen.write(&line)?,
            Err(reason) => {
                unwritten += usize::from(result.is_ok());
                screen.complain(reason);
            }
        }
        Ok(())
    });
    let result = result.and_then(|()| screen.finish());
    if !written(result) {
        return status::FAILED.into();
    }
    if !options.quiet {
        tell(tally.summary());
        opening.passed_over(&tally.unread).into_iter().for_each(tell);
    }
    options.fail_on.status(&tally, unwritten > 0).into()
}

impl AnnotateOptions {
    /// The documents among what was found: what the arguments name themselves stays, other reports are only searched, and
    /// copies of an earlier run are left out.
    fn documents(&self, sources: Vec<Source>, previous: &mut Vec<Source>) -> Vec<Source> {
        let mut documents = Vec::with_capacity(sources.len());
        for source in sources {
            let Some(path) = source.path() else {
                documents.push(source);
                continue;
            };
            let is_copy = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(MARK));
            if source.is_named || (FileKind::promised(path) == Some(FileKind::Docx) && !is_copy) {
                documents.push(source);
            } else if !is_copy {
                previous.push(source);
            }
        }
        previous.sort_unstable();
        previous.dedup();
        documents
    }

    /// The file into which the copy of a document is written, of so many.
    ///
    /// # Errors
    /// If it has no name, in Chinese.
    fn target(&self, source: &Source, count: usize) -> Result<PathBuf, String> {
        let is_file = |path: &Path| FileKind::promised(path) == Some(FileKind::Docx) && !path.is_dir();
        if let Some(path) = self.output_file.as_deref().filter(|path| is_file(path)) {
            return if count > 1 {
                Err("要写几个文件，-o 须是文件夹".to_owned())
            } else {
                Ok(path.to_path_buf())
            };
        }
        let path = source.path().ok_or_else(|| "标准输入没有文件名，请用 -o 指明写到哪里".to_owned())?;
        let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{}{MARK}.{}", part(path.file_stem()), part(path.extension()));
        Ok(self.output_file.as_ref().map_or_else(|| path.with_file_name(&name), |folder| folder.join(&name)))
    }

    /// Checks that every copy has a file of its own, which is none of the documents.
    fn targets(&self, sources: &[Source]) -> Result<(), String> {
        let real = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_default();
        let documents: HashSet<PathBuf> = sources.iter().filter_map(Source::path).map(real).collect();
        let mut taken = HashSet::new();
        for source in sources {
            let target = self.target(source, sources.len())?;
            if documents.contains(&real(&target)) {
                return Err(format!("{}是要检查的文件，不能把批注写进它本身", target.display()));
            }
            if !taken.insert(target.clone()) {
                return Err(format!("有几份文档的批注都要写到{}，请分开写", target.display()));
            }
        }
        Ok(())
    }

    /// Writes a copy; returns what is said of it.
    fn write(&self, source: &Source, file: &AnnotatedFile, count: usize) -> Result<String, String> {
        let AnnotatedFile { bytes, comments, present, repairs } = file;
        if bytes.is_empty() {
            return Ok(String::new());
        }
        let target = self.target(source, count)?;
        if !self.force && target.exists() {
            return Err(format!("{}：{}", target.display(), RewriteError::Exists));
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let made = folder.map_or(Ok(()), fs::create_dir_all).map_err(RewriteError::from);
        made.and_then(|()| rewrite::put(&target, bytes, self.force))
            .map_err(|error| format!("{}：{error}", target.display()))?;
        let mut said = vec![format!("{comments} 条批注")];
        let more = [(*repairs, "处修订"), (*present, "条批注原来已有")];
        said.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
        Ok(format!("{}：{}\n", visible::line(&target.display().to_string()), said.join("，")))
    }
}
