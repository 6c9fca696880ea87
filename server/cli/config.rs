//! `nianbao config`: the settings that apply to a file, with their sources.

use super::output::{to_json, width};
use super::settings::{self, shown};
use super::status;
use super::stdout::{complain, print, written};
use crate::config::layers::{Origin, Stack};
use crate::config::{self, FILE_NAME, Level, Merger, Renaming, Settings};
use crate::edition::body::BodyLevel;
use crate::rules::{RULES, Severity};
use crate::syntax::Layout;
use crate::text::system_error::reason;
use crate::text::visible;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// 显示对一个文件有效的设置，以及每项来自何处
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao config [选项] [文件]",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao config 2024年报.md
  nianbao config --schema > nianbao.schema.json    供编辑器补全 nianbao.toml

从文件所在的文件夹向上查找，最近的 nianbao.toml 有效；更远的只有 exclude 有效。优先次序：命令行、nianbao.toml（及其
extends 的文件）、编辑器的设置、用户自己的 nianbao/nianbao.toml（在 $XDG_CONFIG_HOME 或系统的设置文件夹中）、缺省值。"
)]
pub struct ConfigOptions {
    /// 草稿，不必已经存在；缺省为当前文件夹
    #[arg(value_name = "文件", default_value = ".", hide_default_value = true, help_heading = "参数")]
    file: PathBuf,

    /// 输出 nianbao.toml 的 JSON Schema
    #[arg(long)]
    schema: bool,

    #[command(flatten)]
    settings: settings::Arguments,
}

/// Runs the command.
pub fn run(options: &ConfigOptions) -> ExitCode {
    if options.schema {
        return if written(print(&config::schema::schema())) { status::CLEAN.into() } else { status::FAILED.into() };
    }
    let layers = match options.settings.layers(&[&options.file], &[]) {
        Ok(layers) => layers,
        Err(reason) => {
            complain(reason);
            return status::FAILED.into();
        }
    };
    let path = match std::path::absolute(&options.file) {
        // The settings of a folder are those of what lies in it.
        Ok(path) if path.is_dir() => path.join(FILE_NAME),
        Ok(path) => path,
        Err(error) => {
            complain(format_args!("{}：{}", options.file.display(), reason(&error)));
            return status::FAILED.into();
        }
    };
    let text = describe(&layers.stack(Some(&path)), &layers.settings(Some(&path)));
    let is_sound = settings::are_sound(&layers, &[]);
    if written(print(&visible::lines(&text))) && is_sound { status::CLEAN.into() } else { status::FAILED.into() }
}

/// The settings as an equivalent `nianbao.toml`.
fn describe(stack: &Stack<'_>, settings: &Settings) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut line = |key: &str, value: String| lines.push((format!("{key} = {value}"), origin(&stack.origin(key))));
    line("edition", settings.edition.map_or_else(|| quoted("auto"), |year| year.to_string()));
    line("body", quoted(settings.body.map_or("auto", BodyLevel::name)));
    line("profile", quoted(settings.profile.name()));
    line("layout", quoted(settings.layout.map_or("auto", Layout::name)));
    line("wide-quotes", settings.wide_quotes.to_string());
    line("inlay-hints", settings.inlay_hints.to_string());
    let include = stack.patterns(|keys| keys.include.as_ref());
    if stack.has_include() {
        line("include", list(&include));
    }
    line("exclude", list(&stack.patterns(|keys| keys.exclude.as_ref())));
    let mut output = String::new();
    for (file, patterns) in stack.excluding_above() {
        let _ = writeln!(output, "# {} 的 exclude 也有效：{}", shown(file).display(), list(&patterns));
    }
    if settings.excluded {
        output.push_str("# 检查文件夹时略过这个文件（include、exclude）\n");
    }
    columns(&mut output, &lines);
    output.push_str("\n[rules]\n");
    let rule = |rule: &&'static crate::rules::Rule| {
        let of_profile = || settings.profile.weigh(rule.severity).map_or(Level::Off.name(), Severity::name);
        let level = settings.level(rule).map_or_else(of_profile, Level::name);
        let (from, by_exception) = stack.level_origin(rule.name);
        let from = origin(&from) + if by_exception { " [[except]]" } else { "" };
        (format!("{} = {}", rule.name, quoted(level)), from)
    };
    columns(&mut output, &RULES.iter().map(rule).collect::<Vec<_>>());
    for Renaming { from, to } in stack.all(|keys| &keys.renamed) {
        let _ = write!(output, "\n[[renamed]]\nfrom = {}\nto = {}\n", quoted(from), quoted(to));
    }
    for Merger { into, year } in stack.all(|keys| &keys.merged) {
        let _ = write!(output, "\n[[merged]]\ninto = {}\nyear = {year}\n", quoted(into));
    }
    output
}

/// The source of a setting, in words.
fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Default => "缺省".to_owned(),
        Origin::CommandLine => "命令行".to_owned(),
        Origin::Editor => "编辑器".to_owned(),
        Origin::Project(file, Some(line)) => format!("{}:{line}", shown(file).display()),
        Origin::Project(file, None) => shown(file).display().to_string(),
    }
}

fn columns(output: &mut String, lines: &[(String, String)]) {
    let widest = lines.iter().map(|(setting, _)| width(setting)).max().unwrap_or(0);
    for (setting, from) in lines {
        let blanks = " ".repeat(widest - width(setting));
        // Writing to a string cannot fail.
        let _ = writeln!(output, "{setting}{blanks}  # {from}");
    }
}

fn list(patterns: &[String]) -> String {
    format!("[{}]", patterns.iter().map(|pattern| quoted(pattern)).collect::<Vec<_>>().join(", "))
}

/// A TOML string literal; JSON's escapes are valid in TOML too.
fn quoted(text: &str) -> String {
    to_json(&text)
}
