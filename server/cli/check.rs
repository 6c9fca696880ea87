//! `nianbao check`: findings on standard output, everything else on standard error.

use super::files::{self, Source};
use super::output::{File, Format, statistics};
use super::run::CheckRun;
use super::screen::Screen;
use super::stdout::{complain, tell, written};
use super::tally::Tally;
use super::{options, settings, status};
use crate::check::{Draft, check_among};
use crate::config::Layers;
use crate::fix::offered;
use crate::report::neighbours::{Contributions, Neighbours};
use crate::rules::Severity;
use std::path::PathBuf;
use std::process::ExitCode;

/// 检查年度报告草稿
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao check [选项] [路径]…",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao check                              检查当前文件夹中的全部草稿
  nianbao check 2024年报.md 汇编/            检查一个文件和一个文件夹
  nianbao check --format concise | sort      每条结果一行
  nianbao check --format json > 结果.json    供其他程序读取
  nianbao check --select row-total,balance   只看这两条规则
  nianbao check --previous 往年/ 2024年报.md 同时与往年的报告核对
  nianbao check - --stdin-filename 草稿.md   检查标准输入

退出码：0 没有达到 --fail-on 的结果；1 有；2 命令本身失败，或有文件无法读取。
设置：从每个文件向上查找最近的 nianbao.toml；命令行优先。nianbao init 写一个，nianbao config 显示有效的设置。
编码：UTF-8、UTF-16、GB18030 自动识别。位置按解码后的文本计算，列号以字符计，从 1 起。"
)]
pub struct CheckOptions {
    /// 文件或文件夹，缺省为当前文件夹；- 表示标准输入
    ///
    /// 在文件夹中查找 .md .markdown .txt .tsv .html .htm，不看隐藏文件和 .gitignore、.ignore 排除的文件；nianbao.toml 的 include、exclude 另有规定的从其规定。
    /// 直接写出的文件不论扩展名都检查。不是年度报告的文件略过不报。
    #[arg(value_name = "路径", default_value = ".", hide_default_value = true, help_heading = "参数")]
    paths: Vec<PathBuf>,

    /// 往年的报告：文件或文件夹，可写多次；只供查找上年的数，本身不检查
    ///
    /// 一次检查的各个文件本来就相互查找。
    #[arg(long, value_name = "路径")]
    previous: Vec<PathBuf>,

    /// 输出格式：full（带原文，缺省）、concise（每条一行）、json（一个数组）、json-lines（每行一个对象）
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "full")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,

    /// 结果达到哪一级别时退出码为 1：error（缺省）、warning、info、hint、never
    #[arg(long, value_name = "级别", default_value = "error", hide_default_value = true, hide_possible_values = true)]
    fail_on: FailOn,

    #[command(flatten)]
    rules: options::RuleSelection,

    /// 不列出结果，只列出各规则的结果数
    #[arg(long)]
    statistics: bool,

    /// 标准输入在结果中显示的文件名
    #[arg(long, value_name = "文件名")]
    stdin_filename: Option<String>,

    #[command(flatten)]
    threads: options::Threads,

    #[command(flatten)]
    colour: options::Colour,

    /// 不显示汇总、进度和提示，只显示结果和错误
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    settings: settings::Arguments,
}

/// The severity from which findings make the command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// From errors on.
    Error,
    /// From warnings on.
    Warning,
    /// From information on.
    Info,
    /// From hints on: at any finding.
    Hint,
    /// Not at all.
    Never,
}

impl FailOn {
    /// Whether findings of this severity make the command fail.
    pub fn is_reached_by(self, worst: Severity) -> bool {
        match self {
            FailOn::Error => worst >= Severity::Error,
            FailOn::Warning => worst >= Severity::Warning,
            FailOn::Info => worst >= Severity::Info,
            FailOn::Hint => worst >= Severity::Hint,
            FailOn::Never => false,
        }
    }
}

/// Runs the command.
pub fn run(options: &CheckOptions) -> ExitCode {
    let layers = options.settings.layers();
    let (sources, mut errors) = files::find(&options.paths, options.stdin_filename.as_deref(), &layers);
    let (previous, more) = files::find(&options.previous, None, &layers);
    errors.extend(more);
    errors.iter().for_each(complain);
    if !settings::are_sound(&layers, sources.iter().chain(&previous)) {
        return status::FAILED.into();
    }
    let mut tally = Tally::failed(errors.len());
    let mut screen = Screen::new(options.format.framing(), sources.len(), options.quiet);
    let check = |source: &Source, text: &str, neighbours: &Neighbours| options.check(source, text, &layers, neighbours);
    let jobs = options.threads.jobs;
    let run = CheckRun { check: &check, sources: &sources, previous: &previous, layers: &layers, jobs };
    let result = run.check_all(&mut screen, &mut tally).and_then(|()| {
        if options.statistics {
            screen.write(&statistics(&tally.rules(), options.format))?;
        }
        screen.finish()
    });
    let is_complete = result.is_ok();
    if !written(result) {
        return status::FAILED.into();
    }
    if is_complete && !options.quiet {
        if tally.skipped == 1 && files::only_one_named(&options.paths) {
            tell(format_args!("{}：不是政府信息公开工作年度报告，没有检查", sources[0].name));
        } else if options.format.is_for_people() {
            tell(tally.summary());
        }
    }
    options.status(&tally).into()
}

impl CheckOptions {
    /// Checks one text: returns its output, its counts, and what its reports contribute to others.
    fn check(
        &self,
        source: &Source,
        text: &str,
        layers: &Layers,
        neighbours: &Neighbours,
    ) -> (String, Tally, Contributions) {
        let mut settings = source.settings(layers);
        self.rules.apply(&mut settings);
        let mut checked = check_among(text, &settings, neighbours);
        // Programs apply the listed edits unseen, so only those that passed the gate are listed.
        if self.format.lists_edits()
            && !self.statistics
            && checked.findings.iter().any(|finding| !finding.fixes.is_empty())
        {
            let mut draft = Draft::new(text, 0).with_language(source.language());
            settings.excluded = false;
            draft.set_settings(settings);
            draft.set_neighbours(neighbours.clone());
            checked.findings = offered(&draft.snapshot().whole());
        }
        let tally = Tally::of(checked.reports.len(), &checked.findings);
        let output = if self.statistics {
            String::new()
        } else {
            let text = &checked.masks().cover(text);
            self.format.render(
                &File { name: &source.name, text, reports: &checked.reports, findings: &checked.findings },
                self.colour.is_wanted(),
            )
        };
        (output, tally, Contributions::of(&checked.reports))
    }

    fn status(&self, tally: &Tally) -> u8 {
        if tally.failed > 0 {
            status::FAILED
        } else if tally.worst().is_some_and(|worst| self.fail_on.is_reached_by(worst)) {
            status::FINDINGS
        } else {
            status::CLEAN
        }
    }
}
