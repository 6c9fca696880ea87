//! `nianbao convert`: writes a report in another format.

use super::files::{Source, named};
use super::rewrite::{self, RewriteError};
use super::settings::{SettingsFiles, are_sound};
use super::status;
use super::stdout::{complain, print, tell, written};
use crate::compose::document::{self, DocumentBlock, DraftDocument};
use crate::compose::template::WriteStyle;
use crate::files::FileKind;
use crate::syntax::Layout;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// 把报告转换为另一种格式：Markdown、HTML、制表符或每行一格的文本、公文格式的 Word 文档
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao convert [选项] <文件>",
    next_help_heading = "选项",
    after_help = "\
示例：
  nianbao convert 2024年报.docx -o 2024年报.md
  nianbao convert 2024年报.md -o 2024年报.docx
  nianbao convert 2024年报.docx --layout tabs -o 2024年报.txt
  nianbao convert 2024年报.docx                 按 Markdown 输出

表格与统一格式一致时按表样写（有合并单元格），数字保持原样；其他表格和文字照原文写，不作修改。"
)]
pub struct ConvertOptions {
    /// 要转换的文件
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,

    /// 写入的文件，格式由扩展名决定：.md、.html、.tsv、.txt、.docx；缺省为标准输出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,

    /// 表格写法：markdown、html（有合并单元格）、tabs（制表符分隔）、lines（每格一行）；缺省由格式决定
    #[arg(long, value_name = "写法", value_parser = Layout::named)]
    layout: Option<Layout>,

    /// 覆盖已有的文件
    #[arg(long)]
    force: bool,

    /// The settings that tell how the report is read.
    #[command(flatten)]
    config: SettingsFiles,
}

/// The format that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// A text.
    Text(WriteStyle),
    /// A document of Word.
    Docx,
}

/// Runs the command.
pub fn run(options: &ConvertOptions) -> ExitCode {
    match convert(options) {
        Ok(true) => status::CLEAN.into(),
        Ok(false) => status::FAILED.into(),
        Err(reason) => {
            complain(reason);
            status::FAILED.into()
        }
    }
}

/// Converts the file; whether all could be written.
fn convert(options: &ConvertOptions) -> Result<bool, String> {
    let to = Written::to(options.output.as_deref(), options.layout)?;
    let source = named(&options.file).map_err(|error| error.to_string())?;
    if let Some(output) = &options.output {
        may_be_written(output, &source, options.force)?;
    }
    let read = source.read().map_err(|error| error.to_string())?;
    let layers = options.config.layers(&[&options.file]);
    if !are_sound(&layers, [&source]) {
        return Err("设置有误，没有转换".to_owned());
    }
    let document = document::of_text(&read.text, source.language(), source.settings(&layers));
    let mut left_out = read.remarks;
    // What was left out of an office file is counted already.
    left_out.extend(to.leaves_out(&document).into_iter().filter(|_| read.kind == FileKind::Text));
    let bytes = match to {
        Written::Docx => document::docx(&document),
        Written::Text(style) => document::written(&document, style).into_bytes(),
    };
    let is_written = match &options.output {
        Some(output) => {
            rewrite::put(output, &bytes, options.force).map_err(|error| format!("{}：{error}", output.display()))?;
            true
        }
        None => written(print(&String::from_utf8_lossy(&bytes))),
    };
    if !left_out.is_empty() {
        tell(format_args!("{}：没有转换 {}", source.name, left_out.join("、")));
    }
    Ok(is_written)
}

/// Whether a file may be written.
fn may_be_written(output: &Path, source: &Source, force: bool) -> Result<(), String> {
    let shown = output.display();
    if !output.exists() {
        return Ok(());
    }
    let same = |path: &Path| path.canonicalize().ok();
    if source.path().and_then(same) == same(output) {
        return Err(format!("{shown}：这是要转换的文件，请用 -o 写到另一个文件"));
    }
    if output.is_dir() {
        return Err(format!("{shown}：这是文件夹，请写明文件名"));
    }
    if force { Ok(()) } else { Err(format!("{shown}：{}", RewriteError::Exists)) }
}

impl Written {
    /// The format of a file by its ending, with tables in a layout that it can have; of standard output Markdown.
    fn to(output: Option<&Path>, layout: Option<Layout>) -> Result<Self, String> {
        let ending = output.map(|path| path.extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase());
        let (usual, layouts): (Layout, &[Layout]) = match ending.as_deref() {
            None => (Layout::Markdown, &Layout::ALL),
            Some("md" | "markdown") => (Layout::Markdown, &[Layout::Markdown, Layout::Html]),
            Some("html" | "htm") => (Layout::Html, &[Layout::Html]),
            Some("tsv") => (Layout::Tabs, &[Layout::Tabs]),
            Some("txt" | "text") => (Layout::Tabs, &[Layout::Tabs, Layout::Lines]),
            Some("docx") if layout.is_none() => return Ok(Written::Docx),
            Some("docx") => return Err(".docx 中的表格是 Word 表格，请去掉 --layout".to_owned()),
            Some(ending) => {
                let known = "-o 的扩展名可用：.md、.html、.tsv、.txt、.docx";
                return Err(format!("不能写成“.{ending}”文件；{known}"));
            }
        };
        let usual = WriteStyle::with_tables(usual);
        let Some(layout) = layout else { return Ok(Written::Text(usual)) };
        if !layouts.contains(&layout) {
            let names: Vec<&str> = layouts.iter().map(|layout| layout.name()).collect();
            let ending = ending.unwrap_or_default();
            return Err(format!(".{ending} 文件中的表格不能写成 {}，可用：{}", layout.name(), names.join("、")));
        }
        Ok(Written::Text(usual.with_layout(layout)))
    }

    /// What of a document the format cannot have, in Chinese.
    fn leaves_out(self, document: &DraftDocument) -> Vec<String> {
        if self != Written::Docx {
            return Vec::new();
        }
        let comments = document.blocks.iter().filter(|block| matches!(block, DocumentBlock::Comment(_))).count();
        let counts = [(document.pictures(), "幅图片"), (comments, "条 HTML 注释")];
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::template::HeadingStyle;

    #[test]
    fn the_ending_tells_the_format() {
        let to = |name: Option<&str>, layout| Written::to(name.map(Path::new), layout);
        let text = |headings, layout| Ok(Written::Text(WriteStyle { layout, headings }));
        assert_eq!(to(None, None), text(HeadingStyle::Markdown(2), Layout::Markdown));
        assert_eq!(to(None, Some(Layout::Lines)), text(HeadingStyle::Plain, Layout::Lines));
        assert_eq!(to(Some("甲.MD"), Some(Layout::Html)), text(HeadingStyle::Markdown(2), Layout::Html));
        assert_eq!(to(Some("甲.htm"), None), text(HeadingStyle::Html, Layout::Html));
        assert_eq!(to(Some("甲.txt"), None), text(HeadingStyle::Plain, Layout::Tabs));
        assert_eq!(to(Some("甲.docx"), None), Ok(Written::Docx));
        assert_eq!(
            to(Some("甲.tsv"), Some(Layout::Html)),
            Err(".tsv 文件中的表格不能写成 html，可用：tabs".to_owned())
        );
        assert!(to(Some("甲.docx"), Some(Layout::Tabs)).is_err());
        assert_eq!(
            to(Some("甲.pdf"), None),
            Err("不能写成“.pdf”文件；-o 的扩展名可用：.md、.html、.tsv、.txt、.docx".to_owned())
        );
    }
}
