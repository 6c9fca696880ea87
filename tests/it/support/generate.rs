//! Complete, correct drafts, the same for the same seed: every edition, every layout and the ways in which drafts write
//! them, with the place of every figure and label.
//!
//! Labels, tables and sums come from the editions' own data, so a new edition needs nothing new here. Knows nothing of
//! findings.

use nianbao::edition::{self, Direction, Edition, Form, Kind};
use nianbao::syntax::Layout;
use nianbao::syntax::table::{Grid, GridCell};
use rust_decimal::Decimal;
use std::ops::Range;

/// A small generator of numbers (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// A number from 0, below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % limit as u64) as usize
    }

    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }
}

/// A draft and where everything in it stands.
pub struct Draft {
    pub text: String,
    marks: Vec<(Mark, Range<usize>)>,
    numbers: Vec<Vec<Vec<Decimal>>>,
    tables: &'static Edition,
}

/// What stands somewhere in a draft. Forms are named by their places in the edition of the draft's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Title,
    /// A section heading, by the section's place in the edition.
    Heading(usize),
    Banner(usize),
    /// The label of a column, or of a group of columns.
    Column(usize),
    Label {
        form: usize,
        row: usize,
    },
    Value {
        form: usize,
        row: usize,
        column: usize,
    },
}

/// A value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub form: usize,
    pub row: usize,
    pub column: usize,
    pub number: Decimal,
    pub range: Range<usize>,
}

impl Draft {
    /// The value cells of a form, by its id.
    pub fn cells(&self, id: &str) -> Vec<Cell> {
        let cell = |(mark, range): &(Mark, Range<usize>)| match *mark {
            Mark::Value { form, row, column } if self.tables.forms[form].id == id => {
                Some(Cell { form, row, column, number: self.numbers[form][row][column], range: range.clone() })
            }
            _ => None,
        };
        self.marks.iter().filter_map(cell).collect()
    }

    /// Where something stands; several places where a merged label is repeated.
    pub fn places(&self, mark: Mark) -> Vec<Range<usize>> {
        self.marks.iter().filter(|(other, _)| *other == mark).map(|(_, range)| range.clone()).collect()
    }
}

/// How a draft is written: the layout of its tables and the way to write it.
pub struct Style {
    pub name: &'static str,
    pub layout: Layout,
    page: Page,
    table: fn(&Grid) -> String,
    crlf: bool,
}

/// How a draft's headings and paragraphs are written.
#[derive(Clone, Copy)]
enum Page {
    /// A line each.
    Plain,
    /// A line each, blank lines between.
    Spaced,
    Markdown,
    Html,
    /// A page saved from a web site whose tables lay out the page.
    Site,
}

impl Style {
    const fn new(name: &'static str, layout: Layout, page: Page, table: fn(&Grid) -> String) -> Self {
        Style { name, layout, page, table, crlf: false }
    }

    const fn crlf(mut self) -> Self {
        self.crlf = true;
        self
    }

    /// Whether this is how nianbao itself writes the layout.
    pub fn is_own(&self) -> bool {
        self.name == self.layout.name()
    }
}

/// Every style. The first of each layout is what nianbao itself writes.
pub static STYLES: [Style; 22] = [
    Style::new("markdown", Layout::Markdown, Page::Markdown, |grid| grid.write(Layout::Markdown)),
    Style::new("markdown-crlf", Layout::Markdown, Page::Markdown, |grid| grid.write(Layout::Markdown)).crlf(),
    Style::new("markdown-repeated", Layout::Markdown, Page::Markdown, repeated_labels),
    Style::new("markdown-flat", Layout::Markdown, Page::Markdown, flat),
    Style::new("markdown-narrow", Layout::Markdown, Page::Plain, narrow),
    Style::new("markdown-bare", Layout::Markdown, Page::Markdown, |grid| {
        without_outer_pipes(grid.write(Layout::Markdown))
    }),
    Style::new("markdown-flat-bare", Layout::Markdown, Page::Markdown, |grid| without_outer_pipes(flat(grid))),
    Style::new("html", Layout::Html, Page::Html, |grid| grid.write(Layout::Html)),
    Style::new("html-in-markdown", Layout::Html, Page::Markdown, |grid| grid.write(Layout::Html)),
    Style::new("html-word", Layout::Html, Page::Html, word),
    Style::new("html-ragged", Layout::Html, Page::Html, ragged).crlf(),
    Style::new("html-site", Layout::Html, Page::Site, word),
    Style::new("html-one-line", Layout::Html, Page::Html, |grid| grid.write(Layout::Html).replace('\n', "")),
    Style::new("tabs", Layout::Tabs, Page::Plain, |grid| grid.write(Layout::Tabs)),
    Style::new("tabs-crlf", Layout::Tabs, Page::Spaced, |grid| grid.write(Layout::Tabs)).crlf(),
    Style::new("tabs-lost", Layout::Tabs, Page::Plain, |grid| each_line(&grid.write(Layout::Tabs), str::trim_start)),
    Style::new("tabs-trimmed", Layout::Tabs, Page::Plain, |grid| each_line(&grid.write(Layout::Tabs), str::trim)),
    Style::new("lines", Layout::Lines, Page::Plain, |grid| grid.write(Layout::Lines)),
    Style::new("lines-spaced", Layout::Lines, Page::Spaced, |grid| grid.write(Layout::Lines).replace('\n', "\n\n"))
        .crlf(),
    Style::new("lines-pipes", Layout::Lines, Page::Plain, |grid| with_pipes(grid, false)),
    Style::new("lines-filler", Layout::Lines, Page::Plain, |grid| with_pipes(grid, true)),
    Style::new("lines-blanks", Layout::Lines, Page::Plain, in_blanks),
];

/// What to draft.
#[derive(Clone)]
pub struct Plan {
    edition: &'static Edition,
    tables: &'static Edition,
    seed: u64,
    size: usize,
    without_section: Option<usize>,
    without_row: Option<(usize, usize)>,
}

impl Plan {
    /// A report with the tables of its year.
    pub fn new(edition: &'static Edition, seed: u64) -> Self {
        Plan { edition, tables: edition, seed, size: 0, without_section: None, without_row: None }
    }

    /// With so much prose that the text has this many bytes, or a few more.
    pub fn size(mut self, bytes: usize) -> Self {
        self.size = bytes;
        self
    }

    /// With the tables of this edition.
    pub fn tables(mut self, edition: &'static Edition) -> Self {
        self.tables = edition;
        self
    }

    /// Without this section.
    pub fn without_section(mut self, index: usize) -> Self {
        self.without_section = Some(index);
        self
    }

    /// Without this row of this form.
    pub fn without_row(mut self, form: usize, row: usize) -> Self {
        self.without_row = Some((form, row));
        self
    }

    /// The draft in a style.
    pub fn write(&self, style: &Style) -> Draft {
        let draft = self.with_prose(style, 0);
        let missing = self.size.saturating_sub(draft.text.len());
        if missing == 0 { draft } else { self.with_prose(style, missing) }
    }

    fn with_prose(&self, style: &Style, more: usize) -> Draft {
        let mut random = Random::new(self.seed);
        let years = self.edition.last_report_year.unwrap_or(self.edition.first_report_year + 4)
            - self.edition.first_report_year;
        let year = self.edition.first_report_year + random.below(usize::from(years) + 1) as u16;
        let body = random.pick(&BODIES);
        let numbers: Vec<Vec<Vec<Decimal>>> = self.tables.forms.iter().map(|form| numbers(form, &mut random)).collect();
        let mut marker = Marker::default();
        let title = format!("{body}{year}年{}", self.edition.title.canonical);
        let mut pieces = vec![Piece::Title(marker.mark(Mark::Title, &title))];
        pieces.extend(preamble(year).map(Piece::Paragraph));
        let filler = filler(&mut random, more);
        for (index, section) in self.edition.sections.iter().enumerate() {
            if self.without_section == Some(index) {
                continue;
            }
            let heading = format!("{}、{}", section.ordinal, section.title);
            pieces.push(Piece::Heading(marker.mark(Mark::Heading(index), &heading)));
            let forms: Vec<usize> =
                (0..self.tables.forms.len()).filter(|&form| self.tables.forms[form].section == section.id).collect();
            if forms.is_empty() {
                let half = filler.len() / 2;
                let more = match section.id.as_str() {
                    "problems" => &filler[..half],
                    "other" => &filler[half..],
                    _ => &[],
                };
                let prose = prose(&section.id, body, year, &mut random);
                pieces.extend(prose.into_iter().chain(more.iter().cloned()).map(Piece::Paragraph));
            } else {
                pieces.push(Piece::Table(self.grid(&forms, &numbers, &mut marker)));
            }
        }
        let mut written = write(style, &pieces);
        if style.crlf {
            written = written.replace('\n', "\r\n");
        }
        let (text, marks) = marker.take_out(&written);
        Draft { text, marks, numbers, tables: self.tables }
    }

    /// The table that some forms make up, with everything in it marked.
    fn grid(&self, forms: &[usize], numbers: &[Vec<Vec<Decimal>>], marker: &mut Marker) -> Grid {
        let place =
            |form: &Form| forms.iter().copied().find(|&at| self.tables.forms[at].id == form.id).expect("a form");
        let official: Vec<&Form> = forms.iter().map(|&at| &self.tables.forms[at]).collect();
        let mut grid = edition::grid::grid(&official, |form, row, column| {
            let form = place(form);
            marker.mark(Mark::Value { form, row, column }, &numbers[form][row][column].to_string())
        });
        let mut at = 0;
        let mut deleted = None;
        for &form_index in forms {
            let form = &self.tables.forms[form_index];
            if form.banner.is_some() {
                let cell = &mut grid.rows[at][0];
                cell.text = marker.mark(Mark::Banner(form_index), &cell.text);
                at += 1;
            }
            while !grid.rows[at].iter().any(is_value) {
                for cell in grid.rows[at].iter_mut().filter(|cell| cell.column >= form.label_width) {
                    cell.text = marker.mark(Mark::Column(form_index), &cell.text);
                }
                at += 1;
            }
            for row in 0..form.rows.len() {
                if self.without_row == Some((form_index, row)) {
                    deleted = Some(at);
                }
                if let Some(cell) = grid.rows[at].iter_mut().rfind(|cell| !is_value(cell)) {
                    cell.text = marker.mark(Mark::Label { form: form_index, row }, &cell.text);
                }
                at += 1;
            }
        }
        if let Some(row) = deleted {
            delete_row(&mut grid, row);
        }
        grid
    }
}

/// Takes a row out of a table as a word processor does: cells that reach into it from above get shorter, and cells that
/// begin in it and go on begin in the next.
fn delete_row(grid: &mut Grid, row: usize) {
    for (above, cells) in grid.rows[..row].iter_mut().enumerate() {
        for cell in cells.iter_mut().filter(|cell| above + cell.rows > row) {
            cell.rows -= 1;
        }
    }
    let deleted = grid.rows.remove(row);
    let Some(next) = grid.rows.get_mut(row) else { return };
    for mut cell in deleted.into_iter().filter(|cell| cell.rows > 1) {
        cell.rows -= 1;
        let at = next.partition_point(|other| other.column < cell.column);
        next.insert(at, cell);
    }
}

// Figures.

/// Figures for a form with which all its equations hold.
fn numbers(form: &Form, random: &mut Random) -> Vec<Vec<Decimal>> {
    let figure = |column: usize, random: &mut Random| match form.columns[column].kind() {
        Kind::Amount => Decimal::new(random.below(100_000) as i64 + 101, 2).normalize(),
        Kind::Signed => Decimal::from(random.below(15) as i64 - 5),
        // Without equations the columns grow to the right: what is in force is more than what is new.
        Kind::Count if form.equations.is_empty() => Decimal::from(20 * (column + 1) + random.below(20)),
        Kind::Count => Decimal::from(match random.below(8) {
            0..=2 => 0,
            3 => random.below(150),
            _ => random.below(12),
        }),
    };
    let mut cells: Vec<Vec<Decimal>> =
        form.rows.iter().map(|_| (0..form.columns.len()).map(|column| figure(column, random)).collect()).collect();
    while settle(form, &mut cells) {}
    cells
}

/// Solves each equation for its total, or for its first term where another equation has solved for the total; says
/// whether that changed anything.
fn settle(form: &Form, cells: &mut [Vec<Decimal>]) -> bool {
    let mut changed = false;
    for (index, equation) in form.equations.iter().enumerate() {
        let is_solved = form.equations[..index]
            .iter()
            .any(|other| other.direction == equation.direction && other.total == equation.total);
        let free = if is_solved { &equation.terms()[0].id } else { &equation.total };
        let across = equation.direction == Direction::Across;
        for line in 0..if across { cells.len() } else { form.columns.len() } {
            let at = |id: &str| match across {
                true => (line, form.column(id).expect("a column")),
                false => (form.row(id).expect("a row"), line),
            };
            let free_is_left = equation.terms().iter().any(|term| term.left && term.id == *free);
            let others = equation.terms().iter().filter(|term| term.id != *free);
            let signed = others.map(|term| {
                let (row, column) = at(&term.id);
                if term.left == free_is_left { -cells[row][column] } else { cells[row][column] }
            });
            let mut number: Decimal = signed.sum();
            if number.is_sign_negative() {
                // Nothing is counted below zero: the last term makes up for it.
                let (row, column) = at(&equation.terms().last().expect("terms").id);
                cells[row][column] -= number;
                number = Decimal::ZERO;
            }
            let (row, column) = at(free);
            changed |= cells[row][column] != number;
            cells[row][column] = number;
        }
    }
    changed
}

// Words: invented bodies, and what such reports say in general.

/// Bodies that may make rules, so that every row of the tables may have figures.
const BODIES: [&str; 8] = [
    "澄川市人民政府",
    "砚北市人民政府",
    "临沅市人民政府",
    "霁山市人民政府",
    "望溪市人民政府",
    "梧津市人民政府",
    "松岫市人民政府",
    "岚港市人民政府",
];

const OFFICES: [&str; 8] =
    ["办公室", "法规科", "政务公开科", "数据资源中心", "档案室", "综合科", "网络信息中心", "宣传科"];
const THEMES: [&str; 10] = [
    "义务教育招生",
    "老旧小区改造",
    "稳岗就业",
    "养老服务",
    "食品安全",
    "医疗保障",
    "营商环境",
    "农村道路",
    "公共文化",
    "生态环境",
];
const PLACES: [&str; 8] =
    ["政务服务大厅", "社区文化站", "市图书馆", "便民服务中心", "村级公开栏", "工业园区", "市档案馆", "商会会议室"];
const MEANS: [&str; 6] = ["图解", "短视频", "问答手册", "新闻通气会", "在线访谈", "政策明白纸"];

fn preamble(year: u16) -> [String; 2] {
    [
        "本报告依据《中华人民共和国政府信息公开条例》编制，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开\
         行政复议和行政诉讼情况、存在的主要问题及改进情况以及其他需要报告的事项等部分组成。"
            .to_owned(),
        format!("本报告中所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"),
    ]
}

/// What a section without a table says.
fn prose(section: &str, body: &str, year: u16, random: &mut Random) -> Vec<String> {
    let mut say = |from: &[&str]| from.iter().map(|text| fill_in(text, random)).collect::<String>();
    match section {
        "overview" => vec![
            format!("{year}年，{body}围绕中心工作推进政府信息公开，把公开贯穿到决策、执行、管理、服务、结果各环节。"),
            say(&[
                "（一）主动公开方面。及时公开法规、规划、预算和重点项目等信息，",
                "围绕<主题>编发<方式>，由<科室>会同业务单位核对内容，方便群众理解和查找。",
            ]),
            say(&[
                "（二）依申请公开方面。由<科室>统一登记、分办和答复，",
                "答复文书经过合法性审查，申请人到<地点>也可以当面咨询办理进度。",
            ]),
            say(&["（三）政府信息管理方面。完善公开属性源头认定和发布前保密审查，", "由<科室>定期清理过期内容。"]),
            say(&["（四）政府信息公开平台建设方面。优化门户网站栏目，", "在<地点>设置查阅点，配备电子查询设备。"]),
            say(&[
                "（五）监督保障方面。将公开工作纳入年度工作考核，",
                "邀请代表和群众开展社会评议，评议结果总体良好；全年没有发生需要责任追究的情形。",
            ]),
        ],
        "problems" => vec![
            say(&["存在的主要问题：一是<主题>领域的解读形式还不够丰富；", "二是<科室>的业务培训还不够经常。"]),
            say(&["改进情况：针对上述问题，由<科室>牵头补充<方式>，", "并在<地点>开展面对面讲解，相关措施已经落实。"]),
        ],
        _ if year >= 2021 => vec![
            "本年度发出信息处理费收费通知3件，总金额600元，实际收取400元，已按规定上缴国库。".to_owned(),
            "没有其他需要报告的事项。".to_owned(),
        ],
        _ => vec!["本年度没有其他需要报告的事项。".to_owned()],
    }
}

/// Paragraphs of together about so many bytes.
fn filler(random: &mut Random, bytes: usize) -> Vec<String> {
    const SENTENCES: [&str; 12] = [
        "<月>月，<科室>在<地点>围绕<主题>举办政策讲解活动<数>场，现场发放<方式>，并收集意见建议。",
        "围绕<主题>，通过<方式>回应社会关切，阅读量比上年有所上升，群众满意度保持稳定。",
        "<科室>对网站栏目开展自查，更正错敏表述<数>处，补充<主题>方面的办事指引，并向<地点>同步更新。",
        "针对公开内容更新不够及时的情况，由<科室>建立月度提醒制度，逐项核对<主题>信息的发布时限。",
        "在<地点>增设查阅电脑和打印设备，安排专人引导老年人查询<主题>政策，提供帮办代办服务。",
        "会同相关单位梳理<主题>领域公开目录，明确责任主体、公开时限和公开渠道，做到应公开尽公开。",
        "组织各单位业务人员参加集中培训，由<科室>讲解公开属性认定、保密审查和文书规范，并进行现场答疑。",
        "下一步，<科室>将继续做好<主题>政策的全过程解读，丰富<方式>等形式，让群众看得懂、用得上。",
        "<月>月起，在<地点>试行政策咨询预约服务，由<科室>提前准备<主题>资料，减少群众等候时间。",
        "完善信息发布审核流程，<主题>信息由经办人初审、<科室>复审、分管负责人终审，确保内容准确。",
        "对照年度工作要点逐条分解任务，<科室>按季度通报<主题>公开进展，督促责任单位补齐短板。",
        "在<地点>召开座谈会，听取企业和群众对<主题>信息公开的意见，形成问题清单并逐一整改销号。",
    ];
    let mut paragraphs = Vec::new();
    let mut written = 0;
    while written < bytes {
        let mut paragraph = String::new();
        while paragraph.len() < 500 && written + paragraph.len() < bytes {
            paragraph.push_str(&fill_in(random.pick(&SENTENCES), random));
        }
        written += paragraph.len() + 2;
        paragraphs.push(paragraph);
    }
    paragraphs
}

fn fill_in(template: &str, random: &mut Random) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('<') {
        let (slot, after) = after.split_once('>').expect("a slot ends");
        text.push_str(before);
        match slot {
            "科室" => text.push_str(random.pick(&OFFICES)),
            "主题" => text.push_str(random.pick(&THEMES)),
            "地点" => text.push_str(random.pick(&PLACES)),
            "方式" => text.push_str(random.pick(&MEANS)),
            "月" => text.push_str(&(random.below(12) + 1).to_string()),
            "数" => text.push_str(&(random.below(30) + 2).to_string()),
            _ => unreachable!("{slot}"),
        }
        rest = after;
    }
    text + rest
}

// Marks: characters for private use around what is marked, taken out again when the text is written.

const VALUE: char = '\u{e000}';
const LABEL: char = '\u{e001}';
const END: char = '\u{e002}';
const FIRST_ID: u32 = 0xf_0000;

#[derive(Default)]
struct Marker {
    marks: Vec<Mark>,
}

impl Marker {
    fn mark(&mut self, mark: Mark, text: &str) -> String {
        let id = char::from_u32(FIRST_ID + self.marks.len() as u32).expect("for private use");
        self.marks.push(mark);
        let begin = if matches!(mark, Mark::Value { .. }) { VALUE } else { LABEL };
        format!("{begin}{id}{text}{END}")
    }

    fn take_out(&self, written: &str) -> (String, Vec<(Mark, Range<usize>)>) {
        let mut text = String::with_capacity(written.len());
        let mut marks = Vec::new();
        let mut open = None;
        let mut chars = written.chars();
        while let Some(c) = chars.next() {
            match c {
                VALUE | LABEL => {
                    let id = chars.next().expect("an id") as u32 - FIRST_ID;
                    open = Some((self.marks[id as usize], text.len()));
                }
                END => {
                    let (mark, start) = open.take().expect("a beginning");
                    marks.push((mark, start..text.len()));
                }
                c => text.push(c),
            }
        }
        (text, marks)
    }
}

fn is_value(cell: &GridCell) -> bool {
    cell.text.starts_with(VALUE)
}

// Pages.

enum Piece {
    Title(String),
    Heading(String),
    Paragraph(String),
    Table(Grid),
}

fn write(style: &Style, pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        let (title, heading) = match style.page {
            Page::Plain | Page::Spaced => (["", ""], ["", ""]),
            Page::Markdown => (["# ", ""], ["## ", ""]),
            Page::Html => (["<h1>", "</h1>"], ["<h2>", "</h2>"]),
            Page::Site => (
                ["<p align=\"center\"><b><span style=\"font-size:22px\">", "</span></b></p>"],
                ["<p><span>&nbsp;&nbsp;</span><strong>", "</strong></p>"],
            ),
        };
        let paragraph = match style.page {
            Page::Plain | Page::Spaced | Page::Markdown => ["", ""],
            Page::Html => ["<p>", "</p>"],
            Page::Site => ["<p style=\"text-indent:2em\"><span>&emsp;&emsp;", "</span></p>"],
        };
        match piece {
            Piece::Title(words) => text.extend([title[0], words, title[1]]),
            Piece::Heading(words) => text.extend([heading[0], words, heading[1]]),
            Piece::Paragraph(words) => text.extend([paragraph[0], words, paragraph[1]]),
            Piece::Table(grid) => text.push_str((style.table)(grid).trim_end_matches('\n')),
        }
        text.push_str(if matches!(style.page, Page::Spaced | Page::Markdown) { "\n\n" } else { "\n" });
    }
    match style.page {
        Page::Html => format!("<!DOCTYPE html>\n<html><body>\n{text}</body></html>\n"),
        Page::Site => format!(
            "<html><head><meta charset=\"utf-8\"><title>政府信息公开</title><style>td {{ border: 1px solid }}</style></head>\n\
             <body><div class=\"path\"><a href=\"/\">首页</a> &gt; <a href=\"/zwgk\">政务公开</a></div>\n\
             <table width=\"100%\"><tr><td>\n{text}</td></tr></table>\n</body></html>\n"
        ),
        _ => text,
    }
}

// Tables, in ways that nianbao itself does not write.

/// The cell that covers each place of a table.
fn covering(grid: &Grid) -> Vec<Vec<Option<&GridCell>>> {
    let mut places = vec![vec![None; grid.width]; grid.rows.len()];
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells {
            for line in &mut places[row..row + cell.rows] {
                line[cell.column..cell.column + cell.columns].fill(Some(cell));
            }
        }
    }
    places
}

fn pipe_line<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    fields.into_iter().map(|field| format!("| {field}{}", if field.is_empty() { "" } else { " " })).collect::<String>()
        + "|\n"
}

fn delimiter(width: usize) -> String {
    "| --- ".repeat(width) + "|\n"
}

/// Markdown that repeats a merged label in every place it covers.
fn repeated_labels(grid: &Grid) -> String {
    let mut text = String::new();
    for (row, places) in covering(grid).iter().enumerate() {
        let mut last_value = None;
        text += &pipe_line(places.iter().map(|cell| match cell {
            Some(cell) if is_value(cell) && last_value.replace(cell.column) == Some(cell.column) => "",
            Some(cell) => &cell.text,
            None => "",
        }));
        if row == 0 {
            text += &delimiter(grid.width);
        }
    }
    text
}

/// Markdown with one column for all labels and one header row: no merged cells at all.
fn flat(grid: &Grid) -> String {
    let first_values = grid.rows.iter().position(|row| row.iter().any(is_value)).expect("values");
    let label_width = grid.rows[first_values].iter().find(|cell| is_value(cell)).map_or(0, |cell| cell.column);
    if label_width == 0 {
        return grid.write(Layout::Markdown);
    }
    let places = covering(grid);
    let mut text = String::new();
    let is_banner = |cells: &[GridCell]| cells.len() == 1 && cells[0].columns == grid.width;
    let goes_on = |cells: &Vec<GridCell>| !is_banner(cells) && !cells.iter().any(is_value);
    for (row, cells) in grid.rows.iter().enumerate() {
        let values = cells.iter().filter(|cell| is_value(cell));
        if is_banner(cells) {
            text += &pipe_line([&*cells[0].text, ""]);
        } else if cells.iter().any(is_value) {
            let label = cells.iter().rfind(|cell| !is_value(cell)).map_or("", |cell| &cell.text);
            text += &pipe_line(std::iter::once(label).chain(values.map(|cell| &*cell.text)));
        } else if !grid.rows.get(row + 1).is_some_and(goes_on) {
            // The last line of a header: what stands there, however high it reaches.
            let mut labels: Vec<&GridCell> = places[row].iter().flatten().copied().collect();
            labels.dedup_by_key(|cell| cell.column);
            text += &pipe_line(labels.iter().map(|cell| &*cell.text));
        }
        if text.lines().count() == 1 {
            text += &delimiter(text.matches('|').count() - 1);
        }
    }
    text
}

/// Markdown without a blank more than it needs.
fn narrow(grid: &Grid) -> String {
    grid.write(Layout::Markdown).replace("| --- ", "|:-:").replace("| ", "|").replace(" |", "|")
}

fn without_outer_pipes(text: String) -> String {
    each_line(&text, |line| line.strip_prefix("| ").unwrap_or(line).trim_end_matches('|'))
}

fn each_line<'a>(text: &'a str, change: impl Fn(&'a str) -> &'a str) -> String {
    text.lines().map(|line| change(line).to_owned() + "\n").collect()
}

/// HTML as word processors leave it: capital tags, nested spans and fonts, entities, labels in pieces.
fn word(grid: &Grid) -> String {
    let mut text = String::from("<TABLE class=MsoTableGrid border=1 cellSpacing=0>\n<TBODY>\n");
    for row in &grid.rows {
        text += "<TR style=\"HEIGHT: 22.7pt\">\n";
        for cell in row {
            let words = cell.text.replace('“', "&ldquo;").replace('”', "&rdquo;");
            let words = match is_value(cell) {
                true => format!("&nbsp;{words}"),
                false if cell.columns == grid.width => words,
                false => in_two_spans(&words),
            };
            text += &format!(
                "<TD style=\"PADDING: 0cm 5.4pt\" vAlign=center rowSpan={} colSpan=\"{}\">\n<P class=MsoNormal \
                 align=center><SPAN style='FONT-FAMILY: \"仿宋\"; mso-bidi-font-family: 宋体'><FONT size=3>{words}\
                 <o:p></o:p></FONT></SPAN></P></TD>\n",
                cell.rows, cell.columns
            );
        }
        text += "</TR>\n";
    }
    text + "</TBODY></TABLE>\n"
}

/// A label in two spans, cut in the middle but not in an entity.
fn in_two_spans(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let middle = chars.len() / 2;
    if chars.len() < 9 || chars.contains(&'&') {
        return words.to_owned();
    }
    let (first, second): (String, String) = (chars[..middle].iter().collect(), chars[middle..].iter().collect());
    format!("{first}</SPAN><SPAN lang=EN-US>{second}")
}

/// HTML that leaves empty cells where others have merged ones.
fn ragged(grid: &Grid) -> String {
    let mut text = String::from("<table border=\"1\">\n");
    for row in 0..grid.rows.len() {
        let cells: String = grid.spread(row).iter().map(|field| format!("<td><p>{field}</p></td>")).collect();
        text += &format!("<tr>{cells}</tr>\n");
    }
    text + "</table>\n"
}

/// One cell a line with a pipe after it; the rest of a merged cell is pipes on a line of their own.
fn with_pipes(grid: &Grid, filler: bool) -> String {
    let mut text = String::new();
    for row in 0..grid.rows.len() {
        let mut empty = 0;
        for field in grid.spread(row) {
            if field.is_empty() {
                empty += 1;
                continue;
            }
            if empty > 0 {
                text += &("|".repeat(if filler { 40 } else { empty }) + "\n");
                empty = 0;
            }
            text += &format!("{field} |\n");
        }
        if empty > 0 {
            text += &("|".repeat(if filler { 40 } else { empty }) + "\n");
        }
    }
    text
}

/// The cells of a row on one line with blanks between.
fn in_blanks(grid: &Grid) -> String {
    let row = |cells: &Vec<GridCell>| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("  ") + "\n";
    grid.rows.iter().map(row).collect()
}
