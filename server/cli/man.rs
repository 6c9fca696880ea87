//! `nianbao man`: the pages of the manual, made from the help.

use super::stdout::{complain, print, tell, written};
use super::{rewrite, status};
use clap_mangen::Man;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// 输出手册页（man）
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao man [选项] [命令]",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao man | man -l -                                    看总的手册页
  nianbao man check | man -l -                              看一个命令的
  nianbao man --output-dir ~/.local/share/man/zh_CN/man1    全部写入一个文件夹"
)]
pub struct ManOptions {
    /// 命令的名称；不写时为总的手册页
    #[arg(value_name = "命令", help_heading = "参数")]
    command: Option<String>,

    /// 把全部手册页写入这个文件夹：nianbao.1、nianbao-check.1 等
    #[arg(short, long, value_name = "文件夹", conflicts_with = "command")]
    output_dir: Option<PathBuf>,
}

/// Headings that the generator writes, and ours.
const HEADINGS: [(&str, &str); 6] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    (EXAMPLES, "其他"),
    ("VERSION", "版本"),
];

/// The heading of what stands behind the options.
const EXAMPLES: &str = "EXTRA";

/// Runs the command; `program` is the whole command line.
pub fn run(options: &ManOptions, mut program: clap::Command) -> ExitCode {
    program.build();
    let done = match (&options.output_dir, &options.command) {
        (Some(folder), _) => write_all(&program, folder),
        (None, name) => one(&program, name.as_deref()).map(|page| written(print(&page))),
    };
    match done {
        Ok(true) => status::CLEAN.into(),
        Ok(false) => status::FAILED.into(),
        Err(reason) => {
            complain(reason);
            status::FAILED.into()
        }
    }
}

/// The page of a command, or of the program.
fn one(program: &clap::Command, name: Option<&str>) -> Result<String, String> {
    let command = match name {
        Some(name) => {
            program.find_subcommand(name).ok_or_else(|| format!("没有命令 {name}；nianbao --help 列出全部命令"))?
        }
        None => program,
    };
    page(command).map_err(|error| error.to_string())
}

/// Writes the pages of the program and of all its commands into a folder.
fn write_all(program: &clap::Command, folder: &Path) -> Result<bool, String> {
    let commands = std::iter::once(program).chain(program.get_subcommands().filter(|command| !command.is_hide_set()));
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("{}：{}", folder.display(), rewrite::RewriteError::from(error)))?;
    let mut count = 0;
    for command in commands {
        let file = folder.join(Man::new(command.clone()).get_filename());
        let text = page(command).map_err(|error| error.to_string())?;
        rewrite::write(&file, text.as_bytes()).map_err(|error| format!("{}：{error}", file.display()))?;
        count += 1;
    }
    tell(format_args!("写出 {count} 页手册到 {}", folder.display()));
    Ok(true)
}

/// A page in roff, with our headings. Chinese is not justified, and the examples keep their lines.
fn page(command: &clap::Command) -> io::Result<String> {
    let mut generated = Vec::new();
    let source = concat!("nianbao ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).source(source).manual("nianbao 手册").render(&mut generated)?;
    let mut page = String::with_capacity(generated.len());
    let mut keeps_lines = false;
    for line in String::from_utf8_lossy(&generated).lines() {
        let Some(heading) = line.strip_prefix(".SH ") else {
            page.extend([line, "\n"]);
            if line.starts_with(".TH ") {
                page.push_str(".ad l\n");
            }
            continue;
        };
        if keeps_lines {
            page.push_str(".fi\n");
        }
        let known = HEADINGS.iter().find(|(english, _)| *english == heading);
        page.extend([".SH ", known.map_or(heading, |(_, chinese)| chinese), "\n"]);
        keeps_lines = heading == EXAMPLES;
        if keeps_lines {
            page.push_str(".nf\n");
        }
    }
    Ok(page)
}
