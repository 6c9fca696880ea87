//! `nianbao template`: prints templates of reports and their parts.

use super::settings::{SettingsFiles, are_sound};
use super::stdout::{complain, print, written};
use super::{files, options, status};
use crate::compose::new_report::edition_for;
use crate::compose::start::Start;
use crate::compose::template::WriteStyle;
use crate::compose::template_kind::TemplateKind;
use crate::edition::{self, Edition};
use crate::report::neighbours::{Contributions, Key, Neighbours, ReportSource, Succession};
use crate::report::{self, Report};
use crate::rules;
use crate::syntax::{Layout, Syntax};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// 输出空白模板：整份报告、一个部分或一张表格
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao template [选项] [内容]",
    next_help_heading = "选项",
    after_help = "\
内容：
  report                                        整份报告（缺省）
  overview disclosure applications
  proceedings problems other                    第一至第六部分：标题、表格和常用语句；也可写作 section1 … section6
  table2 table3 table4                          表二、表三、表四，不带部分标题
  article-20-1 article-20-5
  article-20-6 article-20-8 article-20-9        表二中的一项，也可写作 table2-1 …；第九项只在2019年格式中有

示例：
  nianbao template > 2025年报.md
  nianbao template --organ 云溪县教育局 --year 2025 --layout tabs > 2025年报.txt
  nianbao template table3 --layout html
  nianbao template --last-year 2024年报.md > 2025年报.md

markdown、html 的标题带“#”号，tabs、lines 的不带。没有发生的数据填0，“××机关”和“……”处由撰写人填写。"
)]
pub struct TemplateOptions {
    /// 要输出的内容，见下
    #[arg(value_name = "内容", default_value = "report", hide_default_value = true, help_heading = "参数")]
    what: String,

    /// 统一格式：2021（缺省）、2019；写明 --year 时按年度确定
    #[arg(long, value_name = "年份", value_parser = edition::named)]
    edition: Option<&'static Edition>,

    /// 表格写法：markdown（缺省）、html（有合并单元格）、tabs（制表符分隔）、lines（每格一行）
    #[arg(long, value_name = "写法", default_value = "markdown", hide_default_value = true)]
    #[arg(value_parser = Layout::named)]
    layout: Layout,

    /// 机关名称，写入报告标题
    #[arg(long, value_name = "名称")]
    organ: Option<String>,

    /// 报告年度，缺省：7月1日前为上一年，以后为当年
    #[arg(long, value_name = "年份", value_parser = options::report_year)]
    year: Option<u16>,

    /// 上一年度的报告：表三的上年结转取自其中，机关和年度没有写明时也由它确定
    #[arg(long, value_name = "文件")]
    last_year: Option<PathBuf>,

    /// Where the settings are that tell which bodies were renamed.
    #[command(flatten)]
    config: SettingsFiles,
}

/// What is taken from the report of the year before.
#[derive(Debug, Default)]
struct Before {
    /// The body that issues the report, as printed.
    organ: Option<String>,
    /// The year that follows its own.
    year: Option<u16>,
    /// Its contribution.
    neighbours: Neighbours,
    /// The bodies that were renamed or merged.
    succession: Succession,
}

/// Runs the command.
pub fn run(options: &TemplateOptions) -> ExitCode {
    match text(options) {
        Ok(text) if written(print(&text)) => status::CLEAN.into(),
        Ok(_) => status::FAILED.into(),
        Err(reason) => {
            complain(reason);
            status::FAILED.into()
        }
    }
}

fn text(options: &TemplateOptions) -> Result<String, String> {
    let before = options.last_year.as_deref().map(|file| before(file, options)).transpose()?.unwrap_or_default();
    let (organ, year) = (options.organ.as_deref().or(before.organ.as_deref()), options.year.or(before.year));
    let edition = edition_for(options.edition, year)?;
    let piece = piece(&options.what, edition)?;
    let style = WriteStyle::with_tables(Layout::Markdown).with_layout(options.layout);
    let key = organ.zip(year).map(|(organ, year)| Key::new(organ, year));
    let keys = key.map(|key| before.succession.before(&key));
    if let (Some([]), Some(_), Some(organ)) = (keys.as_deref(), &options.last_year, organ) {
        return Err(format!("{organ}：这是合并后第一个年度的报告，不接续上一年度的报告，请去掉 --last-year"));
    }
    let start = Start::of(&keys.map(|keys| before.neighbours.last_year(&keys)).unwrap_or_default());
    if let Some(file) = options.last_year.as_ref().filter(|_| start.document.is_none()) {
        let file = file.display();
        return Err(format!("{file}：表三中结转下年度的一行不全，或者各栏之和不等于总计，不能用作上年结转"));
    }
    Ok(start.with_facts(organ, year, |facts| piece.template(edition, style, facts)).text)
}

/// Reads from `file` the report of the year before the requested one.
fn before(file: &Path, options: &TemplateOptions) -> Result<Before, String> {
    let shown = file.display();
    let source = files::named(file).map_err(|error| error.to_string())?;
    let read = source.read().map_err(|error| error.to_string())?;
    let layers = options.config.layers(&[file]);
    if !are_sound(&layers, [&source]) {
        return Err("设置有误，没有输出".to_owned());
    }
    let succession = source.settings(&layers).succession;
    let syntax = Syntax::parse(&read.text);
    let reports = report::read(&syntax);
    let organ = |report: &Report| report.title.as_ref()?.organ.clone();
    let is_before = |report: &&Report| {
        let key = Key::of(report);
        let next = report.year.map(|year| year.saturating_add(1));
        let same = |asked: &String| {
            key.as_ref()
                .is_some_and(|key| succession.before(&Key::new(asked, key.year.saturating_add(1))).contains(key))
        };
        options.organ.as_ref().is_none_or(same) && (options.year.is_none() || options.year == next)
    };
    let wanted: Vec<&Report> = reports.iter().filter(|report| organ(report).is_some()).filter(is_before).collect();
    match wanted.as_slice() {
        [one] => Ok(Before {
            organ: organ(one).map(|organ| succession.name_now(&organ).to_owned()),
            year: one.year.map(|year| year.saturating_add(1)),
            neighbours: Neighbours::of_files([(
                Arc::new(ReportSource { address: shown.to_string(), name: shown.to_string() }),
                Contributions::of(&reports, &syntax, &succession),
            )]),
            succession,
        }),
        [] => Err(format!("{shown}：没有读到{}上一年度的报告", options.organ.as_deref().unwrap_or(""))),
        several => Err(format!("{shown}：有{}份报告，请用 --organ 和 --year 写明要哪一份的下一年度", several.len())),
    }
}

/// The template kind with this name.
fn piece(name: &str, edition: &'static Edition) -> Result<TemplateKind, String> {
    let pieces = TemplateKind::all(edition);
    let handles = || pieces.iter().flat_map(|piece| piece.handles(edition).into_iter().map(move |it| (it, *piece)));
    if let Some((_, piece)) = handles().find(|(handle, _)| handle == name) {
        return Ok(piece);
    }
    let names: Vec<String> = handles().map(|(handle, _)| handle).collect();
    let other = edition::editions().iter().find(|other| {
        other.year != edition.year
            && TemplateKind::all(other).iter().any(|piece| piece.handles(other).iter().any(|it| it == name))
    });
    Err(match (other, rules::nearest(name, names.iter().map(String::as_str))) {
        (Some(other), _) => format!("{}年格式没有“{name}”，它只在{}年格式中有", edition.year, other.year),
        (None, Some(near)) => format!("没有名为“{name}”的模板，是不是“{near}”？"),
        (None, None) => format!("没有名为“{name}”的模板；nianbao template --help 列出全部模板"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_piece_is_answered_with_the_nearest() {
        let newest = edition::newest();
        assert!(matches!(piece("table3", newest), Ok(TemplateKind::Table(_))));
        assert!(matches!(piece("section3", newest), Ok(TemplateKind::Section(_))));
        assert_eq!(piece("tabel3", newest).unwrap_err(), "没有名为“tabel3”的模板，是不是“table3”？");
        assert_eq!(piece("article-20-9", newest).unwrap_err(), "2021年格式没有“article-20-9”，它只在2019年格式中有");
        assert_eq!(piece("", newest).unwrap_err(), "没有名为“”的模板；nianbao template --help 列出全部模板");
    }

    #[test]
    fn the_help_names_every_piece() {
        use clap::Args;
        let help = TemplateOptions::augment_args(clap::Command::new("template")).render_help().to_string();
        for edition in edition::editions() {
            for piece in TemplateKind::all(edition) {
                let handle = piece.handles(edition).swap_remove(0);
                assert!(help.contains(&handle), "{handle}");
            }
        }
    }
}
