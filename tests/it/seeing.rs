//! What an editor shows about a draft: hover, places that belong together, outline, hints, tokens.

use crate::support::client::Client;
use crate::support::cursor::at_cursor;
use crate::support::whole::Whole;
use insta::assert_snapshot;
use nianbao::check::{Draft, View};
use nianbao::ide::{Highlight, Hints, Symbol, TokenKind};
use nianbao::syntax::Layout;
use serde_json::{Value, json};
use std::ops::Range;

const BROKEN: &str = include_str!("../drafts/broken.md");

fn open(text: &str) -> View {
    Draft::new(text, 1).snapshot().whole()
}

/// The place of `$0` in a piece of a text that stands there without it.
fn at(text: &str, piece: &str) -> usize {
    let (piece, place) = at_cursor(piece);
    text.find(&piece).unwrap_or_else(|| panic!("no “{piece}” in the draft")) + place
}

fn hover(text: &str, piece: &str) -> String {
    let hover = open(text).hover(at(text, piece)).expect("something to say");
    format!("[{}]\n{}", &text[hover.range], hover.markup.markdown())
}

#[test]
fn a_cell_says_where_it_stands_and_what_has_to_add_up() {
    assert_snapshot!(hover(BROKEN, "| （七）总计 | | $042 |"), @r"
    [42]
    **表三政府信息公开申请情况 · （七）总计 · 自然人**

    三、本年度办理结果 › （七）总计

    现为 42 件

    - ✓ 自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他＝总计  
      42＋6＋1＋2＝51
    - ✗ 予以公开＋部分公开＋不予公开各项＋无法提供各项＋不予处理各项＋其他处理各项＝办理结果总计  
      左边18＋6＋1＋2＋1＋1＋1＋8＋1＋2＋1＋1＝43，右边42，相差1
    - ✓ 本年新收＋上年结转＝办理结果总计＋结转下年度  
      41＋3＝42＋2

    《条例》第三十六条：本年度已经办结的全部申请，等于（一）至（六）各行之和。
    ");
    assert_snapshot!(hover(BROKEN, "| 1.本机关不掌握相关政府信息 | 8 | 2 | 0 | 0 | 1 | 0 | 1$00 |"), @r"
    [10]
    **表三政府信息公开申请情况 · 1.本机关不掌握相关政府信息 · 总计**

    三、本年度办理结果 › （四）无法提供 › 1.本机关不掌握相关政府信息

    现为 10 件

    - ✗ 自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他＝总计  
      左边8＋2＋1＝11，右边10，相差1
    - ✓ 予以公开＋部分公开＋不予公开各项＋无法提供各项＋不予处理各项＋其他处理各项＝办理结果总计  
      22＋7＋1＋3＋1＋1＋1＋10＋1＋2＋1＋1＝51

    《条例》第三十六条第四项、第五项：经检索没有所申请的信息，或者所申请的信息不由本机关负责公开的，告知申请人。
    ");
    assert_snapshot!(hover(BROKEN, "| 行政事业性收费 | 128.5$0 |"), @r"
    [128.5]
    **表二第二十条第（八）项 · 行政事业性收费 · 本年收费金额**

    现为 128.5 万元

    《条例》第二十条第八项：行政事业性收费的项目、依据和标准应当主动公开。
    ");
    assert_snapshot!(hover(BROKEN, "| 2 | 0 | 0 | 1 | 3$0 |"), @r"
    [3]
    **表四行政复议、行政诉讼情况 · 行政复议·总计**

    现为 3 件

    - ✓ 行政复议：结果维持＋结果纠正＋其他结果＋尚未审结＝总计  
      2＋1＝3

    《条例》第五十一条：认为行政机关在政府信息公开工作中侵犯其合法权益的，可以投诉、举报，也可以申请行政复议或者提起行政诉讼。自2024年1月1日起，对不予公开不服的应当先申请行政复议（《行政复议法》第二十三条第一款第四项）。
    ");
}

#[test]
fn labels_headings_and_titles_say_what_they_ask_for() {
    assert_snapshot!(hover(BROKEN, "（七）总$0计"), @r"
    [（七）总计]
    **表三政府信息公开申请情况 · （七）总计**

    三、本年度办理结果 › （七）总计

    - ✓ 自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他＝总计  
      42＋6＋1＋2＝51

    《条例》第三十六条：本年度已经办结的全部申请，等于（一）至（六）各行之和。
    ");
    assert_snapshot!(hover(BROKEN, "| 商业$0企业"), @r"
    [商业企业]
    **表三政府信息公开申请情况 · 商业企业**

    单位：件

    - ✓ 予以公开＋部分公开＋不予公开各项＋无法提供各项＋不予处理各项＋其他处理各项＝办理结果总计  
      3＋1＋2＝6
    - ✓ 本年新收＋上年结转＝办理结果总计＋结转下年度  
      6＋1＝6＋1
    ");
    assert_snapshot!(hover(BROKEN, "| $0第二十条第（六）项"), @r"
    [第二十条第（六）项]
    **表二第二十条第（六）项**

    - 行政处罚  
      《条例》第二十条第六项：实施行政处罚的依据、条件、程序应当主动公开，有一定社会影响的处罚决定也应当公开。
    - 行政强制  
      《条例》第二十条第六项：实施行政强制的依据、条件、程序应当主动公开。

    ---

    **条款标题与内容不符**

    表二按《条例》第二十条的项列数：第（一）项是规章、规范性文件，第（五）项是行政许可，第（六）项是行政处罚、行政强制，第（八）项是行政事业性收费；2019年版还有第（九）项政府集中采购。

    按下面的内容改正标题中的项，或者把这一行移到它所属的项下。
    ");
    assert_snapshot!(hover(BROKEN, "## 三、收到$0和处理"), @r"
    [三、收到和处理政府信息公开申请情况]
    **三、收到和处理政府信息公开申请情况**

    《条例》第五十条第二项：报告本年度收到了多少政府信息公开申请、怎样处理。本部分按申请人类别逐行填写新收、结转和办理结果，新收加上年结转应当等于办理结果总计加结转下年度。

    勾稽 37/39
    ");
    assert_snapshot!(hover(BROKEN, "## 五、$0存在的问题及改进情况"), @r"
    [五、存在的问题及改进情况]
    **五、存在的主要问题及改进情况**

    《条例》第五十条第四项：写明本年度政府信息公开工作的主要问题，以及怎样改进、改进到什么程度。问题要具体，改进要对得上问题，两方面缺一不可。

    ---

    **部分标题不规范**

    统一格式的附件写明了六个标题，《条例》第五十条和格式正文里的长标题同样正确。

    改为统一格式的标题，序号写作“一、”至“六、”。
    ");
    assert_snapshot!(hover(BROKEN, "云溪县$0教育局"), @r"
    [云溪县教育局2024年政府信息公开工作年度报告]
    **云溪县教育局2024年政府信息公开工作年度报告**

    云溪县教育局 · 2024年度  
    表格为2021年格式（国办公开办函〔2021〕30号）

    - 部分 5/6
    - 表 6/6
    - 勾稽 40/42
    - 错误 3，警告 0
    ");
}

#[test]
fn a_figure_in_the_text_says_what_stands_in_its_cell() {
    assert_snapshot!(hover(BROKEN, "新收政府信息公开申请5$00件"), @r"
    [50]
    **表三政府信息公开申请情况**

    - 一、本年新收政府信息公开申请数量·总计：50 件
    ");
    let groups = BROKEN.replace("公开信息186条", "不予公开7件");
    assert_snapshot!(hover(&groups, "不予公开$07件"), @r"
    [7]
    **表三政府信息公开申请情况**

    - 1\.属于国家秘密·总计：0 件
    - 2\.其他法律行政法规禁止公开·总计：0 件
    - 3\.危及“三安全一稳定”·总计：1 件
    - 4\.保护第三方合法权益·总计：3 件
    - 5\.属于三类内部事务信息·总计：1 件
    - 6\.属于四类过程性信息·总计：1 件
    - 7\.属于行政执法案卷·总计：0 件
    - 8\.属于行政查询事项·总计：1 件

    合计 7
    ");
}

/// Which cells a figure in the text speaks of, in words.
fn spoken_of(edition: u16, sentence: &str) -> String {
    let whole = Whole::new(edition, 9);
    let (words, _) = at_cursor(sentence);
    let heading = whole.heading(0);
    let text = whole.text().replacen(&heading, &format!("{heading}\n\n{words}"), 1);
    let offset = at(&text, sentence);
    let snapshot = open(&text);
    let filled = snapshot.checked.reports[0].forms.iter();
    let cells = snapshot.definition(offset);
    let words = filled.flat_map(|filled| {
        let hit = filled.values.iter().filter(|value| cells.contains(&value.range()));
        hit.map(|value| filled.words(value.row(), value.column())).collect::<Vec<_>>()
    });
    words.collect::<Vec<_>>().join(" + ")
}

#[test]
fn clear_phrases_lead_to_their_cells_and_others_nowhere() {
    let sentences = [
        "2024年，本机关收到政府信息公开申请$012件，同比增长5%。",
        "全年共受理申请12件，上年结转$03件，办结14件。",
        "全年共受理依申请公开12件（含上年结转$03件）。",
        "全年共受理申请12件，上年结转3件，办结$014件。",
        "全年共受理申请12件，其中予以公开$05件、部分公开2件。",
        "全年共受理申请12件，其中不予公开$05件，结转下年度继续办理1件。",
        "全年共受理申请12件，其中不予公开5件，结转下年度继续办理$01件。",
        "全年发生政府信息公开行政复议$02件，行政诉讼1件。",
        "全年发生政府信息公开行政复议2件，行政诉讼$01件。",
        "全年发生政府信息公开行政复议、行政诉讼$03件。",
        "本年制发行政规范性文件$02件，废止1件，现行有效9件。",
        "本年制发行政规范性文件2件，废止1件，现行有效$09件。",
        "本年作出行政许可决定$030件，行政处罚4件。",
        "本年作出行政许可决定30件，行政处罚$04件。",
        "行政事业性收费$0128.5万元，没有收取信息处理费。",
        "收到群众来信来电$012件，办结率百分之百。",
        "受理申请较上年增加$012件，办理质量进一步提高。",
        "制定规章制度$03件，开展业务培训两次，覆盖各科室。",
        "根据国办公开办函〔2021〕$030号文件的要求编制本报告。",
        "公开政府信息$036条，其中招生入学信息12条，收费信息3条。",
    ];
    let shown = |edition| sentences.map(|it| format!("{it}\n    {}", spoken_of(edition, it))).join("\n");
    assert_snapshot!(shown(2021), @r"
    2024年，本机关收到政府信息公开申请$012件，同比增长5%。
        一、本年新收政府信息公开申请数量·总计
    全年共受理申请12件，上年结转$03件，办结14件。
        二、上年结转政府信息公开申请数量·总计
    全年共受理依申请公开12件（含上年结转$03件）。
        二、上年结转政府信息公开申请数量·总计
    全年共受理申请12件，上年结转3件，办结$014件。
        （七）总计·总计
    全年共受理申请12件，其中予以公开$05件、部分公开2件。
        （一）予以公开·总计
    全年共受理申请12件，其中不予公开$05件，结转下年度继续办理1件。
        1.属于国家秘密·总计 + 2.其他法律行政法规禁止公开·总计 + 3.危及“三安全一稳定”·总计 + 4.保护第三方合法权益·总计 + 5.属于三类内部事务信息·总计 + 6.属于四类过程性信息·总计 + 7.属于行政执法案卷·总计 + 8.属于行政查询事项·总计
    全年共受理申请12件，其中不予公开5件，结转下年度继续办理$01件。
        四、结转下年度继续办理·总计
    全年发生政府信息公开行政复议$02件，行政诉讼1件。
        行政复议·总计
    全年发生政府信息公开行政复议2件，行政诉讼$01件。
        未经复议直接起诉·总计 + 复议后起诉·总计
    全年发生政府信息公开行政复议、行政诉讼$03件。
        
    本年制发行政规范性文件$02件，废止1件，现行有效9件。
        行政规范性文件·本年制发件数
    本年制发行政规范性文件2件，废止1件，现行有效$09件。
        行政规范性文件·现行有效件数
    本年作出行政许可决定$030件，行政处罚4件。
        行政许可
    本年作出行政许可决定30件，行政处罚$04件。
        行政处罚
    行政事业性收费$0128.5万元，没有收取信息处理费。
        行政事业性收费
    收到群众来信来电$012件，办结率百分之百。
        
    受理申请较上年增加$012件，办理质量进一步提高。
        
    制定规章制度$03件，开展业务培训两次，覆盖各科室。
        
    根据国办公开办函〔2021〕$030号文件的要求编制本报告。
        
    公开政府信息$036条，其中招生入学信息12条，收费信息3条。
    ");
}

fn places(text: &str, ranges: &[Range<usize>]) -> String {
    let buffer = open(text).buffer.clone();
    let place = |range: &Range<usize>| format!("{}:{}", buffer.line_at(range.start) + 1, &text[range.clone()]);
    ranges.iter().map(place).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_total_leads_to_its_parts_and_back() {
    let snapshot = open(BROKEN);
    let definition = |piece| places(BROKEN, &snapshot.definition(at(BROKEN, piece)));
    let references = |piece, itself| places(BROKEN, &snapshot.references(at(BROKEN, piece), itself));
    assert_snapshot!(definition("| 41 | 6 | 0 | 1 | 2 | 0 | $050 |"), @"43:41 43:6 43:0 43:1 43:2 43:0");
    assert_snapshot!(definition("| $041 | 6 | 0 | 1 | 2 | 0 | 50 |"), @"43:50 66:42");
    assert_snapshot!(references("| $041 | 6 | 0 | 1 | 2 | 0 | 50 |", false), @"43:50 66:42");
    assert_snapshot!(references("| 41 | 6 | 0 | 1 | 2 | 0 | $050 |", true), @"11:50 43:50 66:51");
    assert_snapshot!(definition("申请$050件"), @"43:50");
    assert_snapshot!(references("上年结转$04件", false), @"44:4");
    assert_snapshot!(definition("公开信息$0186条"), @"");
    assert_snapshot!(highlighted(BROKEN, "| 2 | 0 | 0 | $01 | 3 |"), @"2 0 0 1 3!");
}

/// The places to highlight, totals marked.
fn highlighted(text: &str, piece: &str) -> String {
    let shown = |it: Highlight| format!("{}{}", &text[it.range], if it.total { "!" } else { "" });
    open(text).highlights(at(text, piece)).into_iter().map(shown).collect::<Vec<_>>().join(" ")
}

/// The messages of the findings that a hover shows.
fn found(text: &str, piece: &str) -> Vec<String> {
    let page = hover(text, piece);
    let titles = page.lines().filter_map(|line| line.strip_prefix("**错误：")?.strip_suffix("**"));
    titles.map(str::to_owned).collect()
}

/// The messages of the findings that are marked at a place. An editor shows them, so the hover there does not.
fn marked(text: &str, piece: &str) -> Vec<String> {
    assert_eq!(found(text, piece), [""; 0], "{piece}");
    let (view, at) = (open(text), at(text, piece));
    view.touched(&(at..at)).map(|(_, finding)| finding.message.clone()).collect()
}

/// What was found is shown wherever something stands that it names, not only where it is marked.
#[test]
fn a_finding_is_shown_at_all_that_it_is_about() {
    let text = BROKEN.replace("| 2 | 0 | 0 | 1 | 3 |", "| 2 | 0 | 0 | 1 | 5 |");
    let said = marked(&text, "| 2 | 0 | 0 | 1 | $05 |");
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(found(&text, "| 2 | 0 | 0 | $01 | 5 |"), said, "a part of the equation");
    assert_eq!(found(&text, "| 2 | 0 | 0 | 1 | 5 | $00 |"), [""; 0], "a cell of another");
    assert_eq!(highlighted(&text, "| 2 | 0 | 0 | $01 | 5 |"), "2 0 0 1 5!");

    let text = BROKEN.replace("| 41 | 6 | 0 | 1 | 2 | 0 | 50 |", "| 41 | 6 | 0 | 1 | 2 | 0 | 57 |");
    let text =
        text.replace("继续办理 | |  | 2 | 1 | 0 | 0 | 0 | 0 | 3 |", "继续办理 | |  | 2 | 1 | 0 | 0 | 0 | 0 | 7 |");
    let said = marked(&text, "| 2 | 0 | $057 |");
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(found(&text, "继续办理 | |  | 2 | 1 | 0 | 0 | 0 | 0 | $07 |"), said, "the other cell");
    assert_eq!(found(&text, "继续办理 | |  | 2 | $01 | 0 | 0 | 0 | 0 | 7 |"), [""; 0], "a cell that is right");

    let text = BROKEN.replace(
        "本年度新收政府信息公开申请50件，上年结转4件，均在法定期限内办理",
        "2024年，本局未收到政府信息公开申请",
    );
    let said = marked(&text, "本局未$0收到政府信息公开申请");
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(found(&text, "| 41 | 6 | 0 | 1 | 2 | 0 | $050 |"), said, "the cell that contradicts the words");
    assert_eq!(highlighted(&text, "本局未$0收到政府信息公开申请"), "未收到政府信息公开申请 50");
}

fn outline(symbols: &[Symbol], depth: usize, text: &str, shown: &mut String) {
    for symbol in symbols {
        let indent = "  ".repeat(depth);
        let named = &text[symbol.named.clone()];
        shown.push_str(&format!("{indent}{:?} {} [{}] {named:?}\n", symbol.kind, symbol.name, symbol.detail));
        outline(&symbol.children, depth + 1, text, shown);
    }
}

#[test]
fn the_outline_goes_from_reports_to_rows() {
    let mut shown = String::new();
    outline(&open(BROKEN).symbols(), 0, BROKEN, &mut shown);
    assert_snapshot!(shown, @r#"
    Report 云溪县教育局2024年政府信息公开工作年度报告 [] "云溪县教育局2024年政府信息公开工作年度报告"
      Section 一、总体情况 [] "一、总体情况"
      Section 二、主动公开政府信息情况 [] "二、主动公开政府信息情况"
        Table 表二第二十条第（一）项 [] ""
          Row 规章 [0 0 0] "规章"
          Row 行政规范性文件 [2 1 9] "行政规范性文件"
        Table 表二第二十条第（五）项 [] ""
          Row 行政许可 [17] "行政许可"
        Table 表二第二十条第（六）项 [] ""
          Row 行政处罚 [3] "行政处罚"
          Row 行政强制 [0] "行政强制"
        Table 表二第二十条第（八）项 [] ""
          Row 行政事业性收费 [128.5] "行政事业性收费"
      Section 三、收到和处理政府信息公开申请情况 [] "三、收到和处理政府信息公开申请情况"
        Table 表三政府信息公开申请情况 [勾稽 37/39] ""
          Row 一、本年新收政府信息公开申请数量 [41 6 0 1 2 0 50] "一、本年新收政府信息公开申请数量"
          Row 二、上年结转政府信息公开申请数量 [3 1 0 0 0 0 4] "二、上年结转政府信息公开申请数量"
          Row （一）予以公开 [18 3 0 1 0 0 22] "（一）予以公开"
          Row （二）部分公开 [6 0 0 0 1 0 7] "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
          Row 1.属于国家秘密 [0 0 0 0 0 0 0] "1.属于国家秘密"
          Row 2.其他法律行政法规禁止公开 [0 0 0 0 0 0 0] "2.其他法律行政法规禁止公开"
          Row 3.危及“三安全一稳定” [1 0 0 0 0 0 1] "3.危及“三安全一稳定”"
          Row 4.保护第三方合法权益 [2 1 0 0 0 0 3] "4.保护第三方合法权益"
          Row 5.属于三类内部事务信息 [1 0 0 0 0 0 1] "5.属于三类内部事务信息"
          Row 6.属于四类过程性信息 [1 0 0 0 0 0 1] "6.属于四类过程性信息"
          Row 7.属于行政执法案卷 [0 0 0 0 0 0 0] "7.属于行政执法案卷"
          Row 8.属于行政查询事项 [1 0 0 0 0 0 1] "8.属于行政查询事项"
          Row 1.本机关不掌握相关政府信息 [8 2 0 0 1 0 10] "1.本机关不掌握相关政府信息"
          Row 2.没有现成信息需要另行制作 [1 0 0 0 0 0 1] "2.没有现成信息需要另行制作"
          Row 3.补正后申请内容仍不明确 [0 0 0 0 0 0 0] "3.补正后申请内容仍不明确"
          Row 1.信访举报投诉类申请 [2 0 0 0 0 0 2] "1.信访举报投诉类申请"
          Row 2.重复申请 [1 0 0 0 0 0 1] "2.重复申请"
          Row 3.要求提供公开出版物 [0 0 0 0 0 0 0] "3.要求提供公开出版物"
          Row 4.无正当理由大量反复申请 [0 0 0 0 0 0 0] "4.无正当理由大量反复申请"
          Row 5.要求行政机关确认或重新出具已获取信息 [0 0 0 0 0 0 0] "5.要求行政机关确认或重新出具已获取信息"
          Row 1.申请人无正当理由逾期不补正 [0 0 0 0 0 0 0] "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
          Row 2.申请人逾期未按收费通知要求缴纳费用 [0 0 0 0 0 0 0] "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
          Row （六）其他处理·3.其他 [1 0 0 0 0 0 1] "3.其他"
          Row （七）总计 [42 6 0 1 2 0 51] "（七）总计"
          Row 四、结转下年度继续办理 [2 1 0 0 0 0 3] "四、结转下年度继续办理"
      Section 四、政府信息公开行政复议、行政诉讼情况 [] "四、政府信息公开行政复议、行政诉讼情况"
        Table 表四行政复议、行政诉讼情况 [勾稽 3/3] ""
          Row 件数 [2 0 0 1 3 0 0 0 0 0 1 0 0 0 1] "2"
      Section 五、存在的问题及改进情况 [] "五、存在的问题及改进情况"
    "#);
    let found = open(BROKEN).find_symbols("“三安全”");
    assert_snapshot!(found.iter().map(|(it, of)| format!("{} < {of:?}", it.name)).collect::<Vec<_>>().join("\n"), @r#"3.危及“三安全一稳定” < Some("表三政府信息公开申请情况")"#);
}

#[test]
fn selections_grow_from_the_figure_to_the_report() {
    let around = |piece: &str| {
        let ranges = open(BROKEN).selection(at(BROKEN, piece));
        let ends = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            let part = |chars: &[char]| chars.iter().collect::<String>();
            if chars.len() < 30 {
                text.to_owned()
            } else {
                format!("{}…{}", part(&chars[..12]), part(&chars[chars.len() - 12..]))
            }
        };
        ranges.into_iter().map(|range| ends(&BROKEN[range]).replace('\n', "⏎")).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(around("| 行政事业性收费 | 12$08.5 |"), @r"
    128.5
    行政事业性收费 | 128.5
    第二十条第（八）项 | … | 128.5 | |
    ## 二、主动公开政府信… 128.5 | | |
    # 云溪县教育局2024…对逾期未更新的予以通报。
    # 云溪县教育局2024…逾期未更新的予以通报。⏎
    ");
    assert_snapshot!(around("公开信息$0186条"), @r"
    （一）主动公开。全年在县…其中招生入学信息42条。
    ## 一、总体情况⏎⏎2…。年内开展业务培训2次。
    # 云溪县教育局2024…对逾期未更新的予以通报。
    # 云溪县教育局2024…逾期未更新的予以通报。⏎
    ");
}

#[test]
fn hints_tell_by_how_much_a_total_is_off() {
    let shown = |text: &str| {
        let hints = open(text).hints(0..text.len(), Hints::default());
        let line = |offset: usize| text[..offset].rsplit('\n').next().unwrap_or_default().to_owned();
        hints
            .iter()
            .map(|it| format!("{} <{}> {}", line(it.offset), it.label, it.tooltip))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_snapshot!(shown(BROKEN), @r"
    ## 三、收到和处理政府信息公开申请情况 <勾稽 37/39> 表三政府信息公开申请情况：39个等式，37个成立
    | | （四）无法提供 | 1.本机关不掌握相关政府信息 | 8 <应为7> ✗ 自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他＝总计
    左边8＋2＋1＝11，右边10，相差1
    ✗ 予以公开＋部分公开＋不予公开各项＋无法提供各项＋不予处理各项＋其他处理各项＝办理结果总计
    左边18＋6＋1＋2＋1＋1＋1＋8＋1＋2＋1＋1＝43，右边42，相差1
    ## 四、政府信息公开行政复议、行政诉讼情况 <勾稽 3/3> 表四行政复议、行政诉讼情况：3个等式，3个成立
    ");
}

#[test]
fn a_total_that_nobody_explains_shows_by_how_much_it_is_off() {
    let text = Whole::new(2021, 11).plus("applications", "received", "total", 3).text();
    let labels: Vec<String> = open(&text)
        .hints(0..text.len(), Hints { tallies: false, ..Hints::default() })
        .into_iter()
        .map(|it| it.label)
        .collect();
    assert_eq!(labels.len(), 1, "one cell explains it: {labels:?}");
    assert!(labels[0].starts_with("应为"), "{labels:?}");
    let text = Whole::new(2021, 11).plus("proceedings", "cases", "direct-total", 3).text();
    let hints = open(&text).hints(0..text.len(), Hints { tallies: false, ..Hints::default() });
    assert_eq!(hints.iter().map(|it| it.label.as_str()).collect::<Vec<_>>(), ["应为41"]);
    let none = Hints { tallies: false, differences: false };
    assert_eq!(open(&text).hints(0..text.len(), none), []);
}

/// What a draft says is the same however its tables are written.
#[test]
fn every_layout_shows_the_same() {
    for edition in [2019, 2021] {
        let texts = Layout::ALL.map(|layout| Whole::new(edition, 23).layout(layout).text());
        let pages = texts.each_ref().map(|text| {
            let snapshot = open(text);
            let values = snapshot.checked.reports[0].forms.iter().flat_map(|filled| &filled.values);
            let page = |offset| snapshot.hover(offset).expect("something to say").markup.markdown();
            let shown: Vec<String> = values
                .map(|value| {
                    let definition = snapshot.definition(value.range().start);
                    let reached: Vec<&str> = definition.iter().map(|range| &text[range.clone()]).collect();
                    // Where the parts stand differs, which they are does not.
                    let mut reached = reached;
                    reached.sort_unstable();
                    let highlights = snapshot.highlights(value.range().start).len();
                    format!("{} {reached:?} {highlights}", page(value.range().start))
                })
                .collect();
            let mut outline_text = String::new();
            for (symbol, container) in snapshot.flat_symbols() {
                assert!(symbol.range.start <= symbol.named.start && symbol.named.end <= symbol.range.end);
                outline_text.push_str(&format!("{} {} {container:?}\n", symbol.name, symbol.detail));
            }
            (shown, outline_text)
        });
        for (layout, page) in Layout::ALL.iter().zip(&pages) {
            assert_eq!(page, &pages[0], "{edition} {layout:?}");
        }
    }
}

#[test]
fn plain_text_has_tokens_for_headings_labels_figures_and_totals() {
    let text = "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n全年新收政府信息公开申请8件，予以公开3件。\n\n\
                三、收到和处理政府信息公开申请情况\n\n\t申请人情况\n\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n\
                一、本年新收政府信息公开申请数量\t7\t1\t0\t0\t0\t0\t8\n三、本年度办理结果\t（一）予以公开\t3\t0\t0\t0\t0\t0\t3\n";
    let snapshot = open(text);
    let letter = |kind| match kind {
        TokenKind::Heading => 'H',
        TokenKind::Label => 'L',
        TokenKind::Figure => 'F',
        TokenKind::Total => 'T',
    };
    let shown = snapshot.tokens(0..text.len()).into_iter().map(|it| format!("{}:{}", letter(it.kind), &text[it.range]));
    assert_snapshot!(shown.collect::<Vec<_>>().join(" "), @"H:云溪县教育局2024年政府信息公开工作年度报告 H:一、总体情况 F:8 F:3 H:三、收到和处理政府信息公开申请情况 L:自然人 L:商业企业 L:科研机构 L:社会公益组织 L:法律服务机构 L:其他 L:总计 L:一、本年新收政府信息公开申请数量 F:7 F:1 F:0 F:0 F:0 F:0 T:8 L:三、本年度办理结果 L:（一）予以公开 F:3 F:0 F:0 F:0 F:0 F:0 T:3");
    let part = text.find("三、收到").expect("the heading");
    assert_eq!(snapshot.tokens(part..part + 3).len(), 1);
    for layout in Layout::ALL {
        let text = Whole::new(2021, 4).layout(layout).text();
        let tokens = open(&text).tokens(0..text.len());
        assert!(tokens.len() > 200 && tokens.is_sorted_by_key(|token| token.range.start));
        assert!(tokens.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "none overlap");
        assert!(tokens.iter().all(|token| !text[token.range.clone()].contains('\n')), "all on one line");
    }
}

#[test]
fn other_documents_show_nothing() {
    let text = "# 会议记录\n\n上年结转4件，总计 42。\n\n| 总计 | 42 |\n|---|---|\n| 一 | 2 |\n";
    let snapshot = open(text);
    for offset in 0..=text.len() {
        assert_eq!(snapshot.hover(offset), None);
        assert!(snapshot.highlights(offset).is_empty() && snapshot.definition(offset).is_empty());
        assert!(snapshot.references(offset, true).is_empty() && snapshot.selection(offset).is_empty());
    }
    assert!(snapshot.symbols().is_empty() && snapshot.find_symbols("总计").is_empty());
    assert!(snapshot.hints(0..text.len(), Hints::default()).is_empty() && snapshot.tokens(0..text.len()).is_empty());
    assert!(Draft::new(text, 1).snapshot().folding().is_empty());
}

/// Wherever the cursor is, in whatever text: an answer, or none.
#[test]
fn every_place_of_a_broken_draft_can_be_asked_about() {
    for text in [BROKEN, include_str!("support/draft.md"), &BROKEN[..3000.min(BROKEN.len())].replace("| 0 |", "|  |")] {
        let snapshot = open(text);
        for offset in (0..=text.len() + 5).step_by(7) {
            snapshot.hover(offset);
            snapshot.highlights(offset);
            snapshot.definition(offset);
            snapshot.references(offset, true);
            let around = snapshot.selection(offset);
            assert!(around.windows(2).all(|it| it[1].start <= it[0].start && it[0].end <= it[1].end && it[0] != it[1]));
        }
    }
}

const URI: &str = "file:///report.txt";

/// A session with a document of this language open in it.
fn session(language: &str, text: &str, capabilities: Value) -> Client {
    let (mut client, _) = Client::session(capabilities);
    let document = json!({"uri": URI, "languageId": language, "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    client.next_diagnostics(URI);
    client
}

/// The draft with characters beyond the basic plane on the lines of the text.
fn beyond() -> String {
    BROKEN.replace("本年度新收", "𠮷😀新收")
}

/// The UTF-16 position of `$0`.
fn position(text: &str, piece: &str) -> Value {
    let offset = at(text, piece);
    let line = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    json!({"line": text[..offset].matches('\n').count(), "character": text[line..offset].encode_utf16().count()})
}

/// The text at a UTF-16 range of one line.
fn slice(text: &str, range: &Value) -> String {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small");
    assert_eq!(range["start"]["line"], range["end"]["line"]);
    let units: Vec<u16> = text.lines().nth(number(&range["start"]["line"])).expect("a line").encode_utf16().collect();
    String::from_utf16(&units[number(&range["start"]["character"])..number(&range["end"]["character"])]).expect("whole")
}

#[test]
fn the_server_answers_about_places_in_utf_16() {
    let text = beyond();
    let markdown = json!({"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}});
    let mut client = session("markdown", &text, markdown);
    let mut ask = |method: &str, piece: &str| {
        let params = json!({
            "textDocument": {"uri": URI},
            "position": position(&text, piece),
            "context": {"includeDeclaration": true},
        });
        client.request(method, params)["result"].clone()
    };
    let hover = ask("textDocument/hover", "𠮷😀新收政府信息公开申请5$00件");
    assert_eq!(slice(&text, &hover["range"]), "50");
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(hover["contents"]["value"].as_str().expect("text").starts_with("**表三"), "{hover}");
    let cells = |places: &Value| {
        let places = places.as_array().expect("places").iter();
        places.map(|it| slice(&text, &it["range"])).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(cells(&ask("textDocument/definition", "申请$050件")), "50");
    assert_eq!(cells(&ask("textDocument/references", "| 41 | 6 | 0 | 1 | 2 | 0 | $050 |")), "50 50 51");
    let highlights = ask("textDocument/documentHighlight", "| 2 | 0 | 0 | $01 | 3 |");
    assert_eq!(cells(&highlights), "2 0 0 1 3");
    assert_eq!((&highlights[0]["kind"], &highlights[4]["kind"]), (&json!(2), &json!(3)));
    assert_eq!(ask("textDocument/hover", "全年在县政$0府网站"), Value::Null);
    let params = json!({"textDocument": {"uri": URI}, "positions": [position(&text, "新收政府信息公开申请5$00件")]});
    let selection = client.request("textDocument/selectionRange", params)["result"][0].clone();
    assert_eq!(slice(&text, &selection["range"]), "50");
    assert!(slice(&text, &selection["parent"]["range"]).starts_with("（二）依申请公开。𠮷😀新收"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_server_draws_outlines_hints_and_formats() {
    let text = beyond();
    let tree = json!({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}});
    for (capabilities, is_tree) in [(tree, true), (json!({}), false)] {
        let mut client = session("markdown", &text, capabilities);
        let document = json!({"textDocument": {"uri": URI}});
        let symbols = client.request("textDocument/documentSymbol", document)["result"].clone();
        assert_eq!(symbols[0]["name"], "云溪县教育局2024年政府信息公开工作年度报告");
        assert_eq!(symbols[0].get("children").is_some(), is_tree);
        assert_eq!(symbols[0].get("location").is_some(), !is_tree);
        let found = client.request("workspace/symbol", json!({"query": "三安全"}))["result"].clone();
        assert_eq!(slice(&text, &found[0]["location"]["range"]), "3.危及“三安全一稳定”");
        let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
        let hints = client.request("textDocument/inlayHint", json!({"textDocument": {"uri": URI}, "range": whole}));
        let labels: Vec<&Value> = hints["result"].as_array().expect("hints").iter().map(|it| &it["label"]).collect();
        assert_eq!(labels, ["勾稽 37/39", "应为7", "勾稽 3/3"]);
        let options = json!({"tabSize": 4, "insertSpaces": true});
        let edits =
            client.request("textDocument/formatting", json!({"textDocument": {"uri": URI}, "options": options}));
        // One edit a line.
        let lines =
            edits["result"].as_array().expect("edits").iter().map(|edit| edit["range"]["start"]["line"].as_u64());
        let lines: Vec<_> = lines.collect();
        assert!(lines.len() > 20 && lines.is_sorted_by(|one, next| one < next), "{lines:?}");
        let params = json!({"textDocument": {"uri": URI}, "options": options, "range": hints["result"][0]["range"]});
        assert!(client.request("textDocument/rangeFormatting", params)["error"].is_object(), "a range is needed");
        let line = json!({"start": {"line": 0, "character": 0}, "end": {"line": 20, "character": 0}});
        let params = json!({"textDocument": {"uri": URI}, "options": options, "range": line});
        let few = client.request("textDocument/rangeFormatting", params)["result"].clone();
        assert!(few.as_array().expect("edits").iter().all(|edit| edit["range"]["end"]["line"].as_u64() <= Some(20)));
        assert_eq!(
            client.request("textDocument/semanticTokens/full", json!({"textDocument": {"uri": URI}}))["result"]["data"],
            json!([])
        );
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn hints_are_shown_until_somebody_switches_them_off() {
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
    for (options, shown) in
        [(Value::Null, true), (json!({"inlay-hints": true}), true), (json!({"inlay-hints": false}), false)]
    {
        let params = json!({"processId": null, "capabilities": {}, "initializationOptions": options});
        let (mut client, _) = Client::begin(params);
        let document = json!({"uri": URI, "languageId": "markdown", "version": 1, "text": BROKEN});
        client.notify("textDocument/didOpen", json!({"textDocument": document}));
        client.next_diagnostics(URI);
        let hints = client.request("textDocument/inlayHint", json!({"textDocument": {"uri": URI}, "range": whole}));
        assert_eq!(!hints["result"].as_array().expect("hints").is_empty(), shown, "{options}");
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn the_server_colours_plain_text_and_explains_in_plain_text() {
    let text = format!("𠮷{}", Whole::new(2021, 4).layout(Layout::Tabs).text());
    let mut client = session("plaintext", &text, json!({}));
    let data = client.request("textDocument/semanticTokens/full", json!({"textDocument": {"uri": URI}}));
    assert!(data["result"]["data"].as_array().expect("tokens").len() > 1000);
    let line = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 4}});
    let part =
        client.request("textDocument/semanticTokens/range", json!({"textDocument": {"uri": URI}, "range": line}));
    assert_eq!(part["result"]["data"].as_array().expect("a token").len(), 5);
    let hover = client
        .request("textDocument/hover", json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 3}}));
    assert_eq!(hover["result"]["contents"]["kind"], "plaintext");
    let other = client.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": "file:///other"}, "position": {"line": 0, "character": 0}}),
    );
    assert_eq!(other["result"], Value::Null);
    assert_eq!(client.end(), Some(0));
}
