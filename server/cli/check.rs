//! `nianbao check`: findings on standard output, everything else on standard error.

use super::baseline::{Baseline, NewBaseline};
use super::collected::with_missing_years;
use super::fail_on::FailOn;
use super::file_output::{FileOutput, on_page, rows};
use super::files::{self, Source};
use super::opening::{Named, Opening};
use super::output::summary::{SummaryRow, overview};
use super::output::{File, Format, grouped, page, statistics};
use super::run::{CheckRun, ReadFile};
use super::screen::Screen;
use super::selection::FileSelection;
use super::stdout::{complain, print_to, tell, written};
use super::tally::Tally;
use super::{options, settings, status};
use crate::check::{Checked, Masks, ReadText};
use crate::config::Settings;
use crate::files::{Certainty, FileKind, FileText};
use crate::fix::{name_repairs, offered};
use crate::report::neighbours::Neighbours;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// 检查年度报告草稿
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "nianbao check [选项] [路径]…",
    next_help_heading = "选项",
    mut_arg("verbose", |arg| arg.help("没有发现问题的文件也各列一行；并列出略过的文件和链接、所用的设置文件")),
    after_help = "\
示例：
  nianbao check                              检查当前文件夹中的全部草稿
  nianbao check 2024年报.md 汇编/            检查一个文件和一个文件夹
  nianbao check --format concise | sort      每条结果一行
  nianbao check 2024年报.docx                检查 Word 文档
  nianbao check --format json > 结果.json    供其他程序读取
  nianbao check 汇编/ --format html -o 意见.html 一页审阅全部报告：各表、每条意见，复制给各机关
  nianbao check --select row-total,balance   只看这两条规则
  nianbao check --previous 往年/ 2024年报.md 同时与往年的报告核对
  nianbao check --write-baseline 已接受.json 接受现有的结果，以后用 --baseline 已接受.json 只看新的
  nianbao check --parent 全县.md 各单位/     同时核对全县的数是不是各单位之和
  nianbao check --format sarif -o 结果.sarif  供代码平台显示；github、gitlab、junit、rdjson 同此
  git diff --name-only -z | nianbao check --files-from -  只检查改动的文件
  nianbao check - --stdin-filename 草稿.md   检查标准输入

退出码：0 没有达到 --fail-on 的结果；1 有；2 命令本身失败，或有文件无法读取。文件夹中不是文本的文件只在最后列出。
设置：从每个文件向上查找最近的 nianbao.toml；命令行优先。nianbao init 写一个，nianbao config 显示有效的设置。
编码：UTF-8、UTF-16、GB18030 自动识别，UTF-32 不读取。位置按解码后的文本计算，列号以字符计，从 1 起。"
)]
pub struct CheckOptions {
    /// 文件或文件夹，缺省为当前文件夹；- 表示标准输入
    ///
    /// 在文件夹中查找 .md .markdown .txt .tsv .html .htm .docx .xlsx .pdf，不看隐藏文件和 .gitignore、.ignore 排除的文件（在不在 git 仓库中都一样），不跟随链接；同一个文件有几个名称的只检查一次。nianbao.toml 的 include、exclude 另有规定的从其规定。
    /// 直接写出的文件不论扩展名都检查。不是年度报告的文件略过不报。
    #[arg(value_name = "路径", help_heading = "参数")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    files: FileSelection,

    /// 往年的报告：文件或文件夹，可写多次；只供查找上年的数，本身不检查
    ///
    /// 一次检查的各个文件本来就相互查找。
    #[arg(long, value_name = "路径")]
    previous: Vec<PathBuf>,

    /// 已接受的结果：--write-baseline 写出的文件，其中的结果不再列出，也不影响退出码
    ///
    /// 按文件、规则、针对的内容和原文核对，与行号无关：别处的改动不影响，这一处的原文改了就重新报告。
    #[arg(long, value_name = "文件", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,

    /// 把现有的全部结果写入这个文件，作为已接受的结果；不列出结果
    #[arg(long, value_name = "文件")]
    write_baseline: Option<PathBuf>,
    /// 汇总的报告：其中第一份报告的每一格应等于各下级报告之和（规则 aggregation）
    ///
    /// 命令行写明的路径中，同一年度的其他报告都算下级报告，须齐全；有一份缺这一格的数，这一格就不核对。汇总的报告也一并检查，不必再写在路径中。
    #[arg(long, value_name = "文件")]
    parent: Option<PathBuf>,

    /// 输出格式：full（带原文，缺省）、concise（每条一行）、json（一个数组）、json-lines（每行一个对象）、html（审阅页：一个网页文件）、github（GitHub Actions 的批注）、gitlab（GitLab 代码质量）、sarif（SARIF 2.1.0）、junit（JUnit XML）、rdjson（reviewdog）
    #[arg(long, alias = "output-format", value_name = "格式", default_value = "full")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Format,

    /// 把结果写入这个文件，而不是标准输出
    #[arg(short, long, value_name = "文件")]
    output_file: Option<PathBuf>,

    /// 结果达到哪一级别时退出码为 1：error（缺省）、warning、info、hint、never
    #[arg(long, value_name = "级别", default_value = "error", hide_default_value = true, hide_possible_values = true)]
    fail_on: FailOn,

    /// 文件夹中有不能读的文件（.doc、扫描的 PDF 等）时，退出码为 2
    #[arg(long)]
    fail_on_unread: bool,

    #[command(flatten)]
    convert: options::Conversion,

    #[command(flatten)]
    rules: options::RuleSelection,

    /// 不列出结果，只列出各规则的结果数
    #[arg(long)]
    statistics: bool,

    /// 不检查，只列出要检查的文件，每行一个
    #[arg(long, conflicts_with_all = ["statistics", "write_baseline"])]
    list_files: bool,

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

/// Runs the command.
pub fn run(options: &CheckOptions) -> ExitCode {
    if let Some(reason) = options.contradiction() {
        complain(reason);
        return status::FAILED.into();
    }
    let named = Named {
        stdin_name: options.stdin_filename.as_deref(),
        previous: &options.previous,
        parent: options.parent.as_deref(),
        converts: options.convert.is_wanted,
        ..Named::new(&options.paths, &options.files)
    };
    let Some(opening) = named.open(&options.settings) else { return status::FAILED.into() };
    let Opening { layers, sources, previous, parent, .. } = &opening;
    let file = options.output_file.as_deref();
    if options.list_files {
        let names: String = sources.iter().map(|source| format!("{}\n", source.name)).collect();
        let is_written = written(print_to(&names, file));
        return if is_written && opening.failed == 0 { status::CLEAN.into() } else { status::FAILED.into() };
    }
    let Some(accepted) = Baseline::given(options.baseline.as_deref()) else { return status::FAILED.into() };
    let new = options.write_baseline.as_deref().map(NewBaseline::new);
    let mut tally = Tally::failed(opening.failed);
    let mut screen = Screen::to(options.format.framing(), sources.len(), options.quiet, file);
    let is_one = sources.len() == 1;
    let judge = |file: ReadFile<'_>, neighbours: &Neighbours| {
        let ReadFile { source, file, mut settings, read } = file;
        options.rules.apply(&mut settings);
        let mut checked = options.judge(source, &file, read, &settings, neighbours);
        let masks = checked.masks();
        let text = masks.cover(&file.text);
        let Checked { reports, findings, .. } = &mut checked;
        let count = accepted.filter(source, &text, reports, findings);
        if let Some(new) = &new {
            new.take(source, &text, reports, findings);
            findings.clear();
        }
        let (output, mut tally) = options.output(source, (&text, &file), &checked, &masks, is_one);
        tally.uncertain = usize::from(file.certainty == Certainty::Uncertain && !checked.reports.is_empty());
        tally.accepted = count;
        tally.documents = usize::from(file.kind == FileKind::Docx && !checked.findings.is_empty());
        if !file.remarks.is_empty() && !checked.reports.is_empty() {
            tally.remarks.push(format!("{}：{}", source.name, file.remarks.join("、")));
        }
        (output, tally)
    };
    let jobs = options.threads.jobs;
    let run = CheckRun { judge: &judge, sources, previous, parent: parent.as_ref(), layers, jobs };
    let mut reports = Vec::new();
    let result = run.check_all(&mut screen, &mut tally, |screen, output: &FileOutput| {
        reports.extend_from_slice(&output.reports);
        screen.write(&output.text)
    });
    let passed_over = opening.passed_over(&tally.unread);
    let notes: Vec<String> =
        tally.remark().into_iter().chain(tally.uncertainty()).chain(passed_over.iter().cloned()).collect();
    let reports = with_missing_years(reports, |(row, _)| row, |row| (row.clone(), page::missing(&row)));
    let result = result.and_then(|()| {
        if options.statistics {
            screen.write(&statistics(&tally.rules(), options.format))?;
        }
        if options.is_page() {
            screen.write(&page::page(&reports, &notes))?;
        }
        screen.finish()
    });
    let is_complete = result.is_ok();
    if !written(result) {
        return status::FAILED.into();
    }
    if let Some(new) = new {
        return options.status_of_baseline(new, &tally).into();
    }
    if is_complete && !options.quiet {
        if options.format.is_for_people() && tally.reports > 1 {
            let rows: Vec<&SummaryRow> = reports.iter().map(|(row, _)| row).collect();
            let table = overview(&rows, options.files.verbose);
            if !table.is_empty() {
                tell(table);
            }
        }
        if tally.skipped == 1 && files::only_one_named(sources, opening.failed) {
            tell(format_args!("{}：不是政府信息公开工作年度报告，没有检查", sources[0].name));
        } else if options.format.is_for_people() || options.output_file.is_some() {
            tell(tally.summary());
            tally.remark().into_iter().chain(tally.uncertainty()).for_each(tell);
            options.hint(&tally).into_iter().for_each(tell);
        }
        passed_over.iter().for_each(tell);
    }
    let is_unread = !opening.unread.is_empty() || !tally.unread.is_empty();
    options.fail_on.status(&tally, options.fail_on_unread && is_unread).into()
}

impl CheckOptions {
    /// Judges a text that has been read.
    fn judge(
        &self,
        source: &Source,
        file: &FileText,
        read: ReadText,
        settings: &Settings,
        neighbours: &Neighbours,
    ) -> Checked {
        let mut checked = read.judged(settings, neighbours);
        // Programs apply the listed edits unseen, so only those that passed the gate are listed. People read what each repair
        // would do; `fix` and editors make none that does not pass.
        let is_text = file.kind == FileKind::Text;
        if self.format.names_repairs() || !is_text {
            name_repairs(&file.text, &checked.reports, &mut checked.findings);
        }
        if !is_text {
            // Edits of the text that was read are none of the file.
            checked.findings.iter_mut().flat_map(|it| &mut it.fixes).for_each(|fix| fix.edits.clear());
        } else if self.format.lists_edits()
            && self.lists_findings()
            && checked.findings.iter().any(|finding| !finding.fixes.is_empty())
        {
            // It is read once more as a draft: both at once would take twice the memory.
            drop(checked);
            checked = self.with_edits(source, file, settings, neighbours);
        }
        if file.certainty == Certainty::Uncertain {
            checked.lower();
        }
        checked
    }

    /// A text with those repairs of its findings that pass the gate.
    fn with_edits(&self, source: &Source, file: &FileText, settings: &Settings, neighbours: &Neighbours) -> Checked {
        let view = source.view(&file.text, settings.clone(), neighbours.clone());
        let (findings, is_cut) = offered(&view);
        if is_cut && !self.quiet {
            tell(format_args!("{}：可以改的地方太多，没有全部列出改法；改好一些以后再检查一次", source.name));
        }
        Checked { findings, ..Arc::unwrap_or_clone(view.checked) }
    }

    /// What is said about one text, whose private numbers are covered, and its counts.
    fn output(
        &self,
        source: &Source,
        (text, read): (&str, &FileText),
        checked: &Checked,
        masks: &Masks,
        is_one: bool,
    ) -> (FileOutput, Tally) {
        let Checked { reports, findings, .. } = checked;
        let tally = Tally::of(reports.len(), findings);
        let FileText { places, certainty, .. } = read;
        let file = File { name: &source.name, text, places, certainty: *certainty, reports, findings };
        let mut output = FileOutput::default();
        if self.is_page() {
            output.reports = on_page(source, &file, checked, masks);
        } else if self.format.is_for_people() && !self.quiet {
            output.reports = rows(source, checked, masks);
        }
        if self.lists_findings() {
            let colour = self.colour.is_wanted_in(self.output_file.as_deref());
            output.text = self.format.render(&file, colour, |severity| self.fail_on.is_reached_by(severity));
            if self.format.is_for_people() && !reports.is_empty() {
                let is_clean = output.text.is_empty();
                let heads = if is_clean { self.files.verbose } else { !is_one && self.format == Format::Full };
                let head = heads.then(|| grouped::head(&source.name, &tally, self.format, colour));
                output.text.insert_str(0, &head.unwrap_or_default());
            }
        }
        (output, tally)
    }

    /// Whether it writes the reviewer's page.
    fn is_page(&self) -> bool {
        self.format == Format::Html && self.lists_findings()
    }

    /// Why some options do not go together, in Chinese.
    fn contradiction(&self) -> Option<&'static str> {
        match self.format {
            format if self.statistics && !format.has_statistics() => {
                Some("--statistics 只与 full、concise、json、json-lines 格式一起使用")
            }
            Format::Html if self.write_baseline.is_some() => Some("--write-baseline 不与 --format html 一起使用"),
            _ if self.output_file.is_some() && self.write_baseline.is_some() => {
                Some("--write-baseline 不列出结果，不与 --output-file 一起使用")
            }
            _ => None,
        }
    }

    /// How findings in documents of Word become comments; `None` if there are none.
    fn hint(&self, tally: &Tally) -> Option<String> {
        let is_told = tally.documents > 0 && self.lists_findings() && self.format == Format::Full;
        let mut paths: Vec<String> = self.paths.iter().map(|path| path.display().to_string()).collect();
        if paths.is_empty() {
            paths.push(".".to_owned());
        }
        let are_files = !self.files.has_list() && !paths.iter().any(|path| path == "-");
        (is_told && are_files).then(|| format!("把意见写成 Word 批注：nianbao annotate {}", paths.join(" ")))
    }

    fn lists_findings(&self) -> bool {
        !self.statistics && self.write_baseline.is_none()
    }

    /// Writes the new baseline, unless a file could not be checked: its findings would be missing in it.
    fn status_of_baseline(&self, new: NewBaseline<'_>, tally: &Tally) -> u8 {
        if tally.failed > 0 {
            complain("有文件未能检查，没有写入已接受的结果");
            return status::FAILED;
        }
        match (new.write(), &self.write_baseline) {
            (Ok(count), Some(path)) => {
                if !self.quiet {
                    tell(format_args!("已把 {count} 条结果写入 {}，作为已接受的结果", path.display()));
                }
                status::CLEAN
            }
            (Ok(_), None) => status::CLEAN,
            (Err(error), _) => {
                complain(error);
                status::FAILED
            }
        }
    }
}
