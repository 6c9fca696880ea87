//! `nianbao init`: writes a commented `nianbao.toml`.

use super::rewrite;
use super::status;
use super::stdout::{complain, tell};
use crate::config::{FILE_NAME, TEMPLATE};
use crate::text::system_error::reason;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// 写一个带说明的设置文件 nianbao.toml
#[derive(Debug, clap::Args)]
#[command(override_usage = "nianbao init [选项] [文件夹]", next_help_heading = "选项")]
pub struct InitOptions {
    /// 写在哪个文件夹，缺省为当前文件夹
    #[arg(value_name = "文件夹", default_value = ".", hide_default_value = true, help_heading = "参数")]
    folder: PathBuf,
}

/// Runs the command.
pub fn run(options: &InitOptions) -> ExitCode {
    let file = options.folder.join(FILE_NAME);
    let file = file.strip_prefix(".").unwrap_or(&file);
    // An existing file is never overwritten, even if it appears at this very moment.
    match rewrite::create(file, TEMPLATE.as_bytes()) {
        Ok(()) => {
            tell(format_args!("已写入 {}，各项都是缺省值，按需修改", file.display()));
            status::CLEAN.into()
        }
        Err(error) => {
            let words = match error.kind() {
                io::ErrorKind::AlreadyExists => "已经存在，没有改动".to_owned(),
                io::ErrorKind::NotFound => "没有这个文件夹".to_owned(),
                _ => format!("无法写入：{}", reason(&error)),
            };
            complain(format_args!("{}：{words}", file.display()));
            status::FAILED.into()
        }
    }
}
