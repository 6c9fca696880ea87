//! Error messages for arguments, in Chinese; those of the parser are English.

use super::status;
use super::stdout::{complain, print, tell, written};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error;
use std::process::ExitCode;

/// The layout of a help page.
pub const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// Prints the requested help or version, or what is wrong with the arguments.
pub fn report(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            if written(print(&error.to_string())) {
                status::CLEAN.into()
            } else {
                status::FAILED.into()
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            tell(error.to_string().trim_end());
            status::FAILED.into()
        }
        _ => {
            complain(explain(error));
            status::FAILED.into()
        }
    }
}

/// What is wrong, with a suggestion.
fn explain(error: &clap::Error) -> String {
    let get = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let (what, near) = match error.kind() {
        ErrorKind::UnknownArgument => (format!("没有选项 {argument}"), get(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            (format!("没有命令 {}", get(ContextKind::InvalidSubcommand)), get(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => (format!("{argument} 缺少值"), String::new()),
        ErrorKind::InvalidValue => {
            let possible = get(ContextKind::ValidValue);
            (format!("{argument} 的值“{value}”无效，可用：{possible}"), get(ContextKind::SuggestedValue))
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map_or_else(|| format!("不能是“{value}”"), ToString::to_string);
            (format!("{argument}：{reason}"), String::new())
        }
        ErrorKind::MissingRequiredArgument => (format!("缺少 {}", argument.replace("...", "…")), String::new()),
        ErrorKind::MissingSubcommand => ("缺少命令".to_owned(), String::new()),
        ErrorKind::ArgumentConflict if argument == get(ContextKind::PriorArg) => {
            (format!("{argument} 只能写一次"), String::new())
        }
        ErrorKind::ArgumentConflict => {
            (format!("{argument} 不能与 {} 同时使用", get(ContextKind::PriorArg)), String::new())
        }
        ErrorKind::InvalidUtf8 => ("参数不是有效的 UTF-8".to_owned(), String::new()),
        // Other errors do not occur with these commands; the parser's words are the fallback.
        _ => (error.to_string().trim_end().to_owned(), String::new()),
    };
    let meant = if near.is_empty() { String::new() } else { format!("；是不是 {near}？") };
    format!("{what}{meant}\n用 --help 查看用法")
}

/// A part of the parser's error, with lists in Chinese style.
fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join("、"),
        other => other.to_string(),
    }
}
