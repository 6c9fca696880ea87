//! `nianbao completions`: what a shell needs to complete commands and options.

use super::status;
use super::stdout::{print, written};
use clap_complete::{Shell, generate};
use std::process::ExitCode;

/// 输出命令行补全脚本
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao completions [选项] 外壳",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao completions bash > ~/.local/share/bash-completion/completions/nianbao
  nianbao completions zsh > ~/.zfunc/_nianbao        须在 fpath 中
  nianbao completions fish > ~/.config/fish/completions/nianbao.fish
  nianbao completions powershell >> $PROFILE"
)]
pub struct CompletionsOptions {
    /// 外壳：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "外壳", hide_possible_values = true, help_heading = "参数")]
    shell: Shell,
}

/// Runs the command; `program` is the whole command line.
pub fn run(options: &CompletionsOptions, mut program: clap::Command) -> ExitCode {
    let mut script = Vec::new();
    generate(options.shell, &mut program, "nianbao", &mut script);
    if written(print(&String::from_utf8_lossy(&script))) { status::CLEAN.into() } else { status::FAILED.into() }
}
