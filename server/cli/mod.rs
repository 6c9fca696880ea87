//! The shell for the terminal: one file per command, one per output format. It prints the results of
//! [`crate::check::check_with`].

mod annotate;
mod annotated;
mod assignment;
mod baseline;
mod batch;
mod beside;
mod carry;
mod check;
mod collected;
mod completions;
mod config;
mod convert;
mod date;
mod diff;
mod edited;
mod explain;
mod extract;
mod fail_on;
mod file_output;
mod files;
mod fix;
mod format;
mod identity;
mod init;
mod leftovers;
mod man;
mod opening;
mod options;
mod ordered;
mod others;
mod output;
mod rename;
mod rewrite;
mod rules;
mod run;
mod screen;
mod selection;
mod settings;
mod signals;
mod soffice;
mod source;
mod status;
mod stderr;
mod stdout;
mod summary;
mod tally;
mod template;
mod usage;

use crate::text::visible;
use clap::{CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// The environment variable that configures logging, e.g. `nianbao=debug`.
const LOG: &str = "NIANBAO_LOG";

/// 检查政府信息公开工作年度报告
///
/// 对照《政府信息公开条例》和国务院办公厅统一格式，检查年度报告草稿的结构、表格和数字。
#[derive(Debug, Parser)]
#[command(
    name = "nianbao",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "命令",
    override_usage = "nianbao 命令 [选项]",
    help_template = usage::TEMPLATE,
    after_help = "\
示例：
  nianbao check                   检查当前文件夹中的全部草稿
  nianbao check 2024年报.md       检查一个文件
  nianbao explain row-total       说明一条规则

nianbao 命令 --help 说明各命令的选项。日志：设置环境变量 NIANBAO_LOG=debug。"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "选项", display_order = 1000)]
    help: Option<bool>,

    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项", display_order = 1001)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(help_template = usage::TEMPLATE)]
    Check(check::CheckOptions),
    #[command(help_template = usage::TEMPLATE)]
    Fix(fix::FixOptions),
    #[command(help_template = usage::TEMPLATE)]
    Annotate(annotate::AnnotateOptions),
    #[command(help_template = usage::TEMPLATE)]
    Extract(extract::ExtractOptions),
    #[command(help_template = usage::TEMPLATE)]
    Summary(summary::SummaryOptions),
    #[command(help_template = usage::TEMPLATE)]
    Format(format::FormatOptions),
    #[command(help_template = usage::TEMPLATE)]
    Convert(convert::ConvertOptions),
    #[command(help_template = usage::TEMPLATE)]
    Template(template::TemplateOptions),
    #[command(help_template = usage::TEMPLATE)]
    Explain(explain::ExplainOptions),
    #[command(help_template = usage::TEMPLATE)]
    Rules(rules::RulesOptions),
    #[command(help_template = usage::TEMPLATE)]
    Init(init::InitOptions),
    #[command(help_template = usage::TEMPLATE)]
    Config(config::ConfigOptions),
    #[command(help_template = usage::TEMPLATE)]
    Completions(completions::CompletionsOptions),
    #[command(help_template = usage::TEMPLATE)]
    Man(man::ManOptions),
    /// 启动语言服务器（标准输入输出），由编辑器调用
    #[command(help_template = usage::TEMPLATE, override_usage = "nianbao server")]
    Server {
        /// What several clients add without being asked; it is the only way there is.
        #[arg(long, hide = true)]
        stdio: bool,
    },
}

/// Runs the program with these arguments. `give_back` returns free memory to the system.
pub fn run(args: impl IntoIterator<Item = OsString>, give_back: fn()) -> ExitCode {
    log();
    signals::outlive_limits();
    let args: Vec<OsString> = args.into_iter().collect();
    // Editors start the server so, and wait for it: describing the options of all commands would take longer than the rest.
    if let [_, command, rest @ ..] = &args[..]
        && command == "server"
        && (rest.is_empty() || rest == ["--stdio"])
    {
        return crate::lsp::run(give_back);
    }
    match Arguments::try_parse_from(args) {
        Ok(arguments) => match arguments.command {
            Command::Check(options) => check::run(&options),
            Command::Fix(options) => fix::run(&options),
            Command::Annotate(options) => annotate::run(&options),
            Command::Extract(options) => extract::run(&options),
            Command::Summary(options) => summary::run(&options),
            Command::Format(options) => format::run(&options),
            Command::Convert(options) => convert::run(&options),
            Command::Template(options) => template::run(&options),
            Command::Explain(options) => explain::run(&options),
            Command::Rules(options) => rules::run(&options),
            Command::Init(options) => init::run(&options),
            Command::Config(options) => config::run(&options),
            Command::Completions(options) => completions::run(&options, Arguments::command()),
            Command::Man(options) => man::run(&options, Arguments::command()),
            Command::Server { .. } => crate::lsp::run(give_back),
        },
        Err(error) => usage::report(&error),
    }
}

/// Standard error for the log, which quotes drafts, names of files and what a client sends.
struct VisibleLog;

impl io::Write for VisibleLog {
    /// Takes a line of the log, which comes whole.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        io::stderr().write_all(visible::coloured(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// Sends the log to standard error, if it was asked for.
fn log() {
    let Ok(filter) = EnvFilter::try_from_env(LOG) else { return };
    // A log that is set up already is kept: tests run the program more than once in a process.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| VisibleLog)
        .with_ansi(io::stderr().is_terminal())
        .try_init();
}
