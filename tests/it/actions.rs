//! Code actions: what stands in the draft before (`$0` is the cursor) and after, in every layout; and as an editor is
//! told of them.

use crate::support::client::Client;
use crate::support::cursor::at_cursor;
use crate::support::document::{Document, Encoding};
use crate::support::drafts::drafts;
use crate::support::whole::Whole;
use insta::assert_snapshot;
use nianbao::check::Language;
use nianbao::check::{Draft, View, check};
use nianbao::compose::template::{self, Facts};
use nianbao::config::Settings;
use nianbao::ide::actions::{Action, ActionKind, Menu};
use nianbao::report::sums;
use nianbao::syntax::Layout;
use nianbao::text::edit::apply;
use serde_json::{Value, json};
use std::process::Command;

fn actions(text: &str, at: usize) -> Vec<Action> {
    in_editor(text, Language::Plain, None).actions(&(at..at), |_| true)
}

/// A document in a language, where the settings want a layout.
fn in_editor(text: &str, language: Language, layout: Option<Layout>) -> View {
    let mut settings = Settings::default();
    settings.layout = layout;
    let mut draft = Draft::new(text, 1).with_language(language);
    draft.set_settings(settings);
    draft.snapshot().whole()
}

/// The draft after the first action whose title contains this.
#[track_caller]
fn after(marked: &str, title: &str) -> String {
    after_in(marked, title, Language::Plain, None)
}

#[track_caller]
fn after_in(marked: &str, title: &str, language: Language, layout: Option<Layout>) -> String {
    let (text, at) = at_cursor(marked);
    let actions = in_editor(&text, language, layout).actions(&(at..at), |_| true);
    let titles: Vec<&str> = actions.iter().map(|action| action.title.as_str()).collect();
    let action = actions.iter().find(|action| action.title.contains(title));
    let action = action.unwrap_or_else(|| panic!("{title} is not among {titles:#?}"));
    apply(&text, &action.edits).expect("edits that do not overlap")
}

/// The titles of the actions at the cursor, with their kinds.
fn titles(marked: &str) -> String {
    let (text, at) = at_cursor(marked);
    let title = |action: &Action| {
        let safe = if action.safe { "" } else { " !" };
        let preferred = if action.preferred { " *" } else { "" };
        format!("{:?}{safe}{preferred} {}\n", action.kind, action.title)
    };
    actions(&text, at).iter().map(title).collect()
}

const TITLE: &str = "云溪县教育局2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n";
const APPLICATIONS: &str = "云溪县教育局2024年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n";

#[test]
fn a_row_of_a_pipe_table_is_copied_with_its_style() {
    let table = "\
| **第二十条第（一）项** | | | |
|:---|:-:|:-:|---:|
| **信息内容** | 本年制发件数 | 本年废止件数 | 现行有效件数 |
| **$0规章**   | 1 | 0 |  7 |
";
    assert_snapshot!(after(&format!("{TITLE}{table}"), "插入“行政规范性文件”行"), @r"
    云溪县教育局2024年政府信息公开工作年度报告

    二、主动公开政府信息情况

    | **第二十条第（一）项** | | | |
    |:---|:-:|:-:|---:|
    | **信息内容** | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    | **规章**   | 1 | 0 |  7 |
    | **行政规范性文件**   | 0 | 0 |  0 |
    ");
}

#[test]
fn a_row_of_a_table_with_tabs() {
    let table =
        "第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n$0行政规范性文件\t1\t0\t7\n";
    assert_snapshot!(after(&format!("{TITLE}{table}"), "插入“规章”行"), @r"
    云溪县教育局2024年政府信息公开工作年度报告

    二、主动公开政府信息情况

    第二十条第（一）项			
    信息内容	本年制发件数	本年废止件数	现行有效件数
    规章	0	0	0
    行政规范性文件	1	0	7
    ");
}

#[test]
fn a_row_of_a_table_with_one_cell_a_line() {
    let table = "第二十条第（一）项 |\n\n信息内容 |\n\n本年制发件数 |\n\n本年废止件数 |\n\n现行有效件数 |\n\n$0规章 |\n\n1 |\n\n0 |\n\n7 |\n";
    assert_snapshot!(after(&format!("{TITLE}{table}"), "插入“行政规范性文件”行"), @r"
    云溪县教育局2024年政府信息公开工作年度报告

    二、主动公开政府信息情况

    第二十条第（一）项 |

    信息内容 |

    本年制发件数 |

    本年废止件数 |

    现行有效件数 |

    规章 |

    1 |

    0 |

    7 |

    行政规范性文件 |

    0 |

    0 |

    0 |
    ");
}

/// The lines that an action takes away and adds in a complete draft that `change` has damaged.
#[track_caller]
fn changed(whole: Whole, cursor: &str, title: &str) -> String {
    let text = whole.text();
    let at = text.find(cursor).unwrap_or_else(|| panic!("{cursor} is not in {text}"));
    let result = after(&format!("{}$0{}", &text[..at], &text[at..]), title);
    let diff = similar::TextDiff::from_lines(text.as_str(), result.as_str());
    let lines = diff.iter_all_changes().filter(|line| line.tag() != similar::ChangeTag::Equal);
    lines.map(|line| format!("{}{}", line.tag(), line.value())).collect()
}

#[test]
fn a_row_of_an_html_table_makes_the_merged_cells_longer() {
    let whole = |row| Whole::new(2021, 3).layout(Layout::Html).without_row("applications", row);
    // The last of its group: the merged cell ends right above.
    assert_snapshot!(changed(whole("unable-unclear"), "2.没有现成", "插入“3.补正后"), @r#"
    -<tr><td rowspan="21">三、本年度办理结果</td><td colspan="2">（一）予以公开</td><td>9</td><td>6</td><td>5</td><td>18</td><td>14</td><td>3</td><td>55</td></tr>
    +<tr><td rowspan="22">三、本年度办理结果</td><td colspan="2">（一）予以公开</td><td>9</td><td>6</td><td>5</td><td>18</td><td>14</td><td>3</td><td>55</td></tr>
    -<tr><td rowspan="2">（四）无法提供</td><td>1.本机关不掌握相关政府信息</td><td>13</td><td>20</td><td>3</td><td>22</td><td>19</td><td>4</td><td>81</td></tr>
    +<tr><td rowspan="3">（四）无法提供</td><td>1.本机关不掌握相关政府信息</td><td>13</td><td>20</td><td>3</td><td>22</td><td>19</td><td>4</td><td>81</td></tr>
    +<tr><td>3.补正后申请内容仍不明确</td><td>27</td><td>23</td><td>23</td><td>17</td><td>3</td><td>10</td><td>103</td></tr>
    "#);
    // The first of its group: the merged cell moves up, so the table is laid out again.
    assert_snapshot!(changed(whole("denied-secret"), "（二）部分公开", "插入“1.属于"), @r#"
    -<tr><td rowspan="21">三、本年度办理结果</td><td colspan="2">（一）予以公开</td><td>9</td><td>6</td><td>5</td><td>18</td><td>14</td><td>3</td><td>55</td></tr>
    +<tr><td rowspan="22">三、本年度办理结果</td><td colspan="2">（一）予以公开</td><td>9</td><td>6</td><td>5</td><td>18</td><td>14</td><td>3</td><td>55</td></tr>
    -<tr><td rowspan="7">（三）不予公开</td><td>2.其他法律行政法规禁止公开</td><td>20</td><td>26</td><td>8</td><td>29</td><td>9</td><td>27</td><td>119</td></tr>
    +<tr><td rowspan="8">（三）不予公开</td><td>1.属于国家秘密</td><td>27</td><td>25</td><td>28</td><td>13</td><td>10</td><td>27</td><td>130</td></tr>
    +<tr><td>2.其他法律行政法规禁止公开</td><td>20</td><td>26</td><td>8</td><td>29</td><td>9</td><td>27</td><td>119</td></tr>
    "#);
}

#[test]
fn a_row_of_an_html_table_keeps_classes_and_inner_tags() {
    let table = "\
<table class=\"t\">
  <tr class=\"a\"><td colspan=\"4\">第二十条第（六）项</td></tr>
  <tr class=\"a\"><td>信息内容</td><td colspan=\"3\">本年处理决定数量</td></tr>
  <tr class=\"b\">
    <td style=\"y\"><p><span>行政</span>$0<b>处罚</b></p></td>
    <td colspan=\"3\">&nbsp;<font>1</font>2</td>
  </tr>
</table>
";
    assert_snapshot!(after(&format!("{TITLE}{table}"), "插入“行政强制”行"), @r#"
    云溪县教育局2024年政府信息公开工作年度报告

    二、主动公开政府信息情况

    <table class="t">
      <tr class="a"><td colspan="4">第二十条第（六）项</td></tr>
      <tr class="a"><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>
      <tr class="b">
        <td style="y"><p><span>行政</span><b>处罚</b></p></td>
        <td colspan="3">&nbsp;<font>1</font>2</td>
      </tr>
      <tr class="b">
        <td style="y"><p><span>行政强制</span><b></b></p></td>
        <td colspan="3">&nbsp;<font>0</font></td>
      </tr>
    </table>
    "#);
}

#[test]
fn a_row_whose_figures_the_equations_tell() {
    for layout in Layout::ALL {
        let whole = Whole::new(2021, 3).layout(layout).without_row("applications", "unprocessed-repeated");
        let changed = changed(whole, "1.信访", "插入“2.重复申请”行（按勾稽关系填数）");
        assert!(changed.contains("重复申请"), "{changed}");
        if layout == Layout::Tabs {
            assert_snapshot!(changed, @"+		2.重复申请	3	24	26	28	24	7	112");
        }
    }
}

#[test]
fn an_article_block_goes_between_its_neighbours() {
    let blocks = [
        "| 第二十条第（一）项 | | | |\n| --- | --- | --- | --- |\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n| 规章 | 0 | 0 | 0 |\n| 行政规范性文件 | 1 | 0 | 7 |\n",
        "| 第二十条第（五）项 | | | |\n| 信息内容 | 本年处理决定数量 | | |\n| 行政许可 | 12 | | |\n",
        "| 第二十条第（八）项 | | | |\n| 信息内容 | 本年收费金额（单位：万元） | | |\n| 行政事业性收费 | 1.5 | | |\n",
    ];
    assert_snapshot!(after(&format!("{}$0{}", TITLE.trim_end(), "\n\n".to_owned() + &blocks.concat()), "插入“表二第二十条第（六）项”"), @r"
    云溪县教育局2024年政府信息公开工作年度报告

    二、主动公开政府信息情况

    | 第二十条第（一）项 | | | |
    | --- | --- | --- | --- |
    | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    | 规章 | 0 | 0 | 0 |
    | 行政规范性文件 | 1 | 0 | 7 |
    | 第二十条第（五）项 | | | |
    | 信息内容 | 本年处理决定数量 | | |
    | 行政许可 | 12 | | |
    | 第二十条第（六）项 | | | |
    | 信息内容 | 本年处理决定数量 | | |
    | 行政处罚 | 0 | | |
    | 行政强制 | 0 | | |
    | 第二十条第（八）项 | | | |
    | 信息内容 | 本年收费金额（单位：万元） | | |
    | 行政事业性收费 | 1.5 | | |
    ");
    let html = "<table><tr><td colspan=\"4\">第二十条第（六）项</td></tr>\n<tr><td>信息内容</td><td colspan=\"3\">本年处理决定数量</td></tr>\n<tr><td>行政处罚</td><td colspan=\"3\">3</td></tr>\n<tr><td>行政强制</td><td colspan=\"3\">4</td></tr></table>\n";
    assert_snapshot!(after(&format!("{}$0\n\n{html}", TITLE.trim_end()), "插入所缺的3块"), @r#"
    云溪县教育局2024年政府信息公开工作年度报告

    二、主动公开政府信息情况

    <table><tr><td colspan="4">第二十条第（一）项</td></tr>
    <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
    <tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>
    <tr><td>行政规范性文件</td><td>0</td><td>0</td><td>0</td></tr>
    <tr><td colspan="4">第二十条第（五）项</td></tr>
    <tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>
    <tr><td>行政许可</td><td colspan="3">0</td></tr>
    <tr><td colspan="4">第二十条第（六）项</td></tr>
    <tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>
    <tr><td>行政处罚</td><td colspan="3">3</td></tr>
    <tr><td>行政强制</td><td colspan="3">4</td></tr>
    <tr><td colspan="4">第二十条第（八）项</td></tr>
    <tr><td>信息内容</td><td colspan="3">本年收费金额（单位：万元）</td></tr>
    <tr><td>行政事业性收费</td><td colspan="3">0</td></tr></table>
    "#);
    let lines = "第二十条第（八）项 |\n\n信息内容 |\n\n本年收费金额（单位：万元） |\n\n行政事业性收费 |\n\n1.5 |\n";
    assert_snapshot!(after(&format!("{}$0\n\n{lines}", TITLE.trim_end()), "插入所缺的3块"), @r"
    云溪县教育局2024年政府信息公开工作年度报告

    二、主动公开政府信息情况

    第二十条第（一）项 |

    信息内容 |

    本年制发件数 |

    本年废止件数 |

    现行有效件数 |

    规章 |

    0 |

    0 |

    0 |

    行政规范性文件 |

    0 |

    0 |

    0 |

    第二十条第（五）项 |

    信息内容 |

    本年处理决定数量 |

    行政许可 |

    0 |

    第二十条第（六）项 |

    信息内容 |

    本年处理决定数量 |

    行政处罚 |

    0 |

    行政强制 |

    0 |

    第二十条第（八）项 |

    信息内容 |

    本年收费金额（单位：万元） |

    行政事业性收费 |

    1.5 |
    ");
}

#[test]
fn a_table_goes_under_its_heading_in_the_layout_of_the_others() {
    let text = "# 云溪县教育局2024年政府信息公开工作年度报告\n\n## 二、主动公开政府信息情况$0\n\n本部分以表格形式报告。\n\n## 五、存在的主要问题及改进情况\n";
    assert_snapshot!(after_in(text, "插入规定的表格", Language::Markdown, Some(Layout::Markdown)), @r"
    # 云溪县教育局2024年政府信息公开工作年度报告

    ## 二、主动公开政府信息情况

    本部分以表格形式报告。

    | 第二十条第（一）项 | |     |     |
    | -------------- | --- | --- | --- |
    | 信息内容       | 本年制发件数 | 本年废止件数 | 现行有效件数 |
    | 规章           |   0 |   0 |   0 |
    | 行政规范性文件 |   0 |   0 |   0 |
    | 第二十条第（五）项 | |     |     |
    | 信息内容       | 本年处理决定数量 | | |
    | 行政许可       |   0 |     |     |
    | 第二十条第（六）项 | |     |     |
    | 信息内容       | 本年处理决定数量 | | |
    | 行政处罚       |   0 |     |     |
    | 行政强制       |   0 |     |     |
    | 第二十条第（八）项 | |     |     |
    | 信息内容       | 本年收费金额（单位：万元） | | |
    | 行政事业性收费 |   0 |     |     |

    ## 五、存在的主要问题及改进情况
    ");
    let html = "<h1>云溪县教育局2024年政府信息公开工作年度报告</h1>\n<h2>二、主动公开政府信息情况$0</h2>\n<p>本部分以表格形式报告。</p>\n<h2>五、存在的主要问题及改进情况</h2>\n";
    let html = after(html, "插入规定的表格");
    assert!(html.contains("报告。</p>\n\n<table>\n") && html.contains("</table>\n<h2>五、"), "{html}");
}

#[test]
fn a_section_is_headed_like_the_others() {
    let headings = nianbao::edition::newest().sections.iter().filter(|section| section.id != "disclosure");
    let sections = headings.map(|section| format!("**{}、{}**\n\n（略）\n\n", section.ordinal, section.title));
    let text = format!("云溪县教育局2024年政府信息公开工作年度报告\n\n{}", sections.collect::<String>());
    let marked = text.replacen("（略）", "（略）$0", 1);
    let title = "插入“二、主动公开政府信息情况”和表格";
    let with = after_in(&marked, title, Language::Markdown, Some(Layout::Markdown));
    assert!(with.contains("**二、主动公开政府信息情况**\n\n| 第二十条第（一）项 | |     |     |\n| ---"), "{with}");
    assert_snapshot!(with.lines().filter(|line| !line.starts_with('|') && !line.is_empty()).collect::<Vec<_>>().join("\n"), @r"
    云溪县教育局2024年政府信息公开工作年度报告
    **一、总体情况**
    （略）
    **二、主动公开政府信息情况**
    **三、收到和处理政府信息公开申请情况**
    （略）
    **四、政府信息公开行政复议、行政诉讼情况**
    （略）
    **五、存在的主要问题及改进情况**
    （略）
    **六、其他需要报告的事项**
    （略）
    ");
}

#[test]
fn choices_for_an_equation_and_totals() {
    let table = "\
| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 一、本年新收政府信息公开申请数量 | 7 | 1 | 0 | 0 | 0 | 0 | 9$0 |
";
    assert_snapshot!(titles(&format!("{APPLICATIONS}{table}")), @r"
    QuickFix ! 把总计改为8
    QuickFix ! 把“一、本年新收政府信息公开申请数量·自然人”由7改为8
    QuickFix ! 把“一、本年新收政府信息公开申请数量·商业企业”由1改为2
    QuickFix ! 把“一、本年新收政府信息公开申请数量·科研机构”由0改为1
    QuickFix ! 把“一、本年新收政府信息公开申请数量·社会公益组织”由0改为1
    QuickFix ! 把“一、本年新收政府信息公开申请数量·法律服务机构”由0改为1
    QuickFix ! 把“一、本年新收政府信息公开申请数量·法人或其他组织·其他”由0改为1
    Rewrite 按统一格式重排表格
    Rewrite 改写为 HTML 表格（含合并单元格）
    Rewrite 改写为制表符分隔的表格
    Rewrite ! 重算“一、本年新收政府信息公开申请数量”行的合计
    Rewrite ! 重算本表的合计
    Recalculate ! 重算报告中的合计
    ");
    assert!(after(&format!("{APPLICATIONS}{table}"), "重算报告中的合计").ends_with("| 7 | 1 | 0 | 0 | 0 | 0 | 8 |\n"));
    assert!(
        after(&format!("{APPLICATIONS}{table}"), "把“一、本年新收政府信息公开申请数量·自然人”由7改为8")
            .contains("| 8 | 1 |")
    );
}

/// Filling a cell uses up its padding, so that the rows of a table stay in line until a figure is too long.
#[test]
fn a_figure_that_is_filled_in_stays_in_its_column() {
    let row = |own: &str, total: &str| {
        format!(
            "\
|  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 一、本年新收政府信息公开申请数量 |{own}|   1 |   0 |   0 |   0 |   0 |{total}|
| 二、上年结转政府信息公开申请数量 |   1 |   0 |   0 |   0 |   0 |   0 |   1 |
| （七）总计                       |   9 |   1 |   0 |   0 |   0 |   0 |  10 |
| 四、结转下年度继续办理           |   1 |   0 |   0 |   0 |   0 |   0 |   1 |
"
        )
    };
    let wanted = row("   9 ", "  10 ");
    let marked = |own: &str, total: &str| format!("{APPLICATIONS}{}", row(own, total)).replacen("一、", "$0一、", 1);
    let wanted = format!("{APPLICATIONS}{wanted}");
    assert_eq!(after(&marked("   9 ", "   8 "), "重算报告中的合计"), wanted);
    assert_eq!(after(&marked("   9 ", " 108 "), "重算报告中的合计"), wanted);
    assert_eq!(after(&marked("   9 ", "     "), "填为10"), wanted);
    // Whatever the path: the repair of one wrong cell, and a choice for an equation.
    for (wrong, right) in [("  12 ", "   9 "), (" 12  ", " 9   "), (" 112 ", "   9 ")] {
        let figure = wrong.trim();
        let marked = marked(wrong, "  10 ").replacen("$0", "", 1).replacen(figure, &format!("{figure}$0"), 1);
        let repaired = after(&marked, &format!("由{figure}改为9"));
        assert_eq!(repaired, format!("{APPLICATIONS}{}", row(right, "  10 ")));
    }
    // What does not fit, and what is not in line, takes what it needs.
    let long = after(&marked("   9 ", "   8 ").replacen("|   1 |", "| 12345 |", 1), "重算报告中的合计");
    assert!(long.contains("| 12345 |   0 |   0 |   0 |   0 | 12354 |\n"), "{long}");
    let packed = format!("{APPLICATIONS}| 一、本年新收政府信息公开申请数量$0 | 7 | 1 | 0 | 0 | 0 | 0 | 108 |\n");
    assert!(after(&packed, "重算报告中的合计").ends_with("| 0 | 8 |\n"));
}

#[test]
fn empty_cells_are_filled() {
    let table = "\
| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 一、本年新收政府信息公开申请数量$0 | 7 | 1 | 0 | 0 | 0 | 0 |  |
| 二、上年结转政府信息公开申请数量 | 0 | / | 0 | 0 | 0 | 0 | 0 |
";
    let filled = after(&format!("{APPLICATIONS}{table}"), "填为8");
    assert!(filled.contains("| 0 | 8 |\n"), "{filled}");
    let slash = format!("{APPLICATIONS}{}", table.replace("$0", "").replace('/', "/$0"));
    assert!(after(&slash, "填为0").contains("| 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"));
    let html = "<table><tr><td>第二十条第（五）项</td></tr><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可$0</td><td></td></tr></table>\n";
    assert!(after(&format!("{TITLE}{html}"), "填为0").contains("<td>行政许可</td><td>0</td>"));
    let tabs = "第二十条第（五）项\t\n信息内容\t本年处理决定数量\n行政许可$0\t\n";
    assert!(after(&format!("{TITLE}{tabs}"), "填为0").ends_with("行政许可\t0\n"));
}

#[test]
fn tables_of_the_wrong_edition_are_exchanged() {
    let whole = Whole::new(2019, 5).year(2024);
    let text = whole.text();
    let at = text.find("信息内容").unwrap() + "信息内容 | ".len();
    let marked = format!("{}$0{}", &text[..at], &text[at..]);
    let new = after(&marked, "换成2021年版表格");
    let left: Vec<&str> = nianbao::check::check(&new).findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(left, [""; 0], "{new}");
    assert!(titles(&marked).contains("个数在新表中没有对应的格"), "{}", titles(&marked));
}

#[test]
fn a_document_that_is_no_report_has_no_actions() {
    assert_eq!(titles("# 笔记$0\n\n| 总计 | 1 |\n| --- | --- |\n| 一 | 2 |\n"), "");
    assert_eq!(titles("$0"), "");
}

/// A report whose tables are all missing, with its headings marked in this way.
fn without_tables(mark: impl Fn(&str) -> String) -> String {
    let edition = nianbao::edition::newest();
    let sections = edition
        .sections
        .iter()
        .map(|section| format!("{}\n\n（略）\n\n", mark(&format!("{}、{}", section.ordinal, section.title))));
    format!("云溪县教育局2024年政府信息公开工作年度报告\n\n{}", sections.collect::<String>())
}

#[test]
fn actions_and_completions_insert_in_the_same_manner() {
    let plain = without_tables(str::to_owned);
    let hashes = without_tables(|heading| format!("## {heading}"));
    let page = without_tables(|heading| format!("<h2>{heading}</h2>"));
    let table = template::table(
        &nianbao::edition::newest().forms_of(&nianbao::edition::newest().sections[3]),
        Layout::Lines,
        &Facts::default(),
    );
    let fourth = plain.find("五、").expect("section five");
    let with_table = format!("{}{}\n{}", &plain[..fourth], table.text, &plain[fourth..]);
    for (text, language, setting, expected) in [
        // The draft's own tables come first, whatever is set.
        (&with_table, Language::Markdown, Some(Layout::Html), Layout::Lines),
        (&with_table, Language::Plain, None, Layout::Lines),
        // Then the setting.
        (&plain, Language::Plain, Some(Layout::Lines), Layout::Lines),
        (&hashes, Language::Markdown, Some(Layout::Markdown), Layout::Markdown),
        (&hashes, Language::Markdown, Some(Layout::Tabs), Layout::Tabs),
        // Then the language.
        (&plain, Language::Plain, None, Layout::Tabs),
        (&plain, Language::Markdown, None, Layout::Markdown),
        (&hashes, Language::Markdown, None, Layout::Markdown),
        (&page, Language::Html, None, Layout::Html),
        // A plain text marked as Markdown or HTML is such.
        (&hashes, Language::Plain, None, Layout::Markdown),
        (&page, Language::Plain, None, Layout::Html),
    ] {
        let at = text.find("三、").expect("section three");
        let marked = format!("{}$0{}", &text[..at], &text[at..]);
        let acted = after_in(&marked, "插入“表三政府信息公开申请情况”", language, setting);
        let layout = |text: &str| check(text).reports[0].form("applications").map(|filled| filled.layout);
        assert_eq!(layout(&acted), Some(expected), "{language:?} {setting:?}\n{acted}");
        let below = text[at..].find("（略）\n\n").expect("the prose") + at + "（略）\n".len();
        let completed = in_editor(text, language, setting).completion(below);
        let item = completed.items.iter().find(|item| item.label == "表三政府信息公开申请情况").expect("the table");
        let table = item.template.text.trim();
        assert!(acted.contains(table), "{language:?} {setting:?}\n{acted}\nhas not\n{table}");
        // A section brings its heading in the style of the others, its table in that of the draft.
        let next = text.find("四、").expect("section four");
        let line = |at: usize| text[..at].rfind('\n').map_or(0, |found| found + 1);
        let without = format!("{}{}", &text[..line(at)], &text[line(next)..]);
        let two = without.find("二、").expect("section two");
        let at = two + without[two..].find("（略）").expect("its prose") + "（略）".len();
        let marked = format!("{}$0{}", &without[..at], &without[at..]);
        let acted = after_in(&marked, "插入“三、收到和处理政府信息公开申请情况”", language, setting);
        assert_eq!(layout(&acted), Some(expected), "{language:?} {setting:?}\n{acted}");
        let heading = text[line(text.find("三、").expect("three"))..].lines().next().expect("a heading");
        assert!(acted.contains(&format!("\n{heading}\n\n")), "{acted}");
        let completed =
            in_editor(&without, language, setting).completion(line(without.find("四、").expect("four")) - 1);
        let item = &completed.items.iter().find(|item| item.label.starts_with("三、")).expect("the section");
        assert!(item.template.text.contains(table), "{language:?} {setting:?}\n{}", item.template.text);
    }
}

#[test]
fn a_missing_article_heading_is_put_over_its_rows() {
    for edition in [2019, 2021] {
        for layout in Layout::ALL {
            let whole = Whole::new(edition, 3).layout(layout);
            let right = whole.text();
            let forms = nianbao::edition::editions().iter().find(|it| it.year == edition).expect("an edition");
            let banners: Vec<&str> =
                forms.forms.iter().filter_map(|form| form.banner.as_ref()).map(|it| it.text.as_str()).collect();
            // Each alone, and all of them.
            for missing in banners.iter().map(|it| vec![*it]).chain([banners.clone()]) {
                let mut text = right.clone();
                for banner in &missing {
                    let at = text.find(banner).expect("a heading");
                    let (start, end) = match layout {
                        Layout::Html => (text[..at].rfind("<tr"), text[at..].find("</tr>").map(|it| it + 6)),
                        _ => (text[..at].rfind('\n').map(|it| it + 1), text[at..].find('\n').map(|it| it + 1)),
                    };
                    let (start, end) = (start.expect("a start"), at + end.expect("an end"));
                    // The dashes stay under what is then the first row.
                    let below = text[end..].lines().next().unwrap_or_default().to_owned();
                    if layout == Layout::Markdown && below.starts_with("| ---") {
                        let dashes = end + below.len() + 1;
                        let next = text[dashes..].find('\n').map_or(text.len(), |it| dashes + it + 1);
                        let moved = format!("{}{below}\n", &text[dashes..next]);
                        text.replace_range(start..next, &moved);
                    } else {
                        text.replace_range(start..end, "");
                    }
                }
                let found = check(&text).findings;
                let wrong: Vec<_> = found.iter().filter(|it| it.rule.name == "article-heading").collect();
                // Under the heading before it, rows have a heading of their own item somewhere, or none at all.
                let Some(finding) = wrong.first() else { panic!("nothing is found without {missing:?}\n{text}") };
                let actions = actions(&text, finding.range.start);
                let action = actions.iter().find(|action| action.title.contains("条款标题")).unwrap_or_else(|| {
                    panic!(
                        "{edition} {layout:?} {missing:?}: {:?}\n{text}",
                        actions.iter().map(|it| &it.title).collect::<Vec<_>>()
                    )
                });
                assert!(action.safe && action.preferred && action.kind == ActionKind::QuickFix);
                assert_eq!(apply(&text, &action.edits).expect("edits"), right, "{edition} {layout:?} {missing:?}");
            }
        }
    }
}

#[test]
fn every_single_cell_that_would_make_an_equation_true_is_offered() {
    let whole = || Whole::new(2021, 3);
    let applications = |cells: &[(&str, &str)]| {
        let plus = |whole: Whole, (row, column): &(&str, &str)| whole.plus("applications", row, column, 40);
        cells.iter().fold(whole(), plus).text()
    };
    let rows = ["granted", "partial", "denied-secret", "denied-by-law", "denied-security"].map(|row| (row, "total"));
    let columns = |row| ["person", "business", "research", "welfare", "legal"].map(|column| (row, column));
    let cases = [
        // So many wrong cells that nothing explains the equations.
        ("row-total", applications(&rows), 7),
        ("column-total", applications(&columns("granted")), 22),
        ("balance", applications(&columns("received")), 4),
        ("block-total", whole().plus("proceedings", "cases", "direct-total", 40).text(), 5),
    ];
    for (rule, text, cells) in cases {
        let checked = check(&text);
        let mut seen = 0;
        for (index, finding) in checked.findings.iter().enumerate().filter(|(_, it)| it.rule.name == rule) {
            let filled = checked.reports[0].forms.iter().find(|filled| filled.range.contains(&finding.range.start));
            let filled = filled.expect("a form");
            let fails = |sum: &&sums::Sum| {
                let total = filled.value(sum.total.0, sum.total.1).expect("a total");
                sum.state == sums::State::Fails
                    && filled.form.equations[sum.equation].rule == rule
                    && total.figure() == finding.range
            };
            let failing = filled.sums.all.iter().find(fails).expect("the equation");
            let actions =
                Draft::new(&text, 1).snapshot().whole().actions(&finding.range, |kind| kind == ActionKind::QuickFix);
            let own: Vec<&Action> = actions.iter().filter(|action| action.finding == Some(index)).collect();
            // A cell that would have to be negative is no choice.
            let possible = failing.cells().filter(|cell| {
                let present = filled.value(cell.0, cell.1).and_then(|value| value.number()).expect("a number");
                !failing.solve(*cell, present).is_sign_negative()
            });
            assert_eq!(own.len(), possible.count(), "{rule}: {:?}", own.iter().map(|it| &it.title).collect::<Vec<_>>());
            assert!(own.len() <= cells && own.len() > 1, "{rule} {}", own.len());
            for action in own {
                assert!(!action.safe && !action.preferred && action.edits.len() == 1, "{}", action.title);
                let after = check(&apply(&text, &action.edits).expect("edits"));
                let again = &after.reports[0].form(&filled.form.id).expect("the form").sums.all;
                let same = |sum: &&sums::Sum| sum.equation == failing.equation && sum.total == failing.total;
                assert_eq!(again.iter().find(same).expect("it").state, sums::State::Holds, "{rule}: {}", action.title);
            }
            seen += 1;
        }
        assert!(
            seen > 0,
            "{rule} is not reported: {:?}",
            checked.findings.iter().map(|it| it.rule.name).collect::<Vec<_>>()
        );
    }
}

#[test]
fn totals_are_computed_again_in_a_row_a_table_and_the_report() {
    let text = Whole::new(2021, 3)
        .plus("applications", "granted", "total", 5)
        .plus("applications", "partial", "total", 6)
        .plus("proceedings", "cases", "direct-total", 7)
        .text();
    let right = Whole::new(2021, 3).text();
    let at = text.find("（一）予以公开").expect("the row");
    let marked = format!("{}$0{}", &text[..at], &text[at..]);
    let wrong = |text: &str| text.lines().zip(right.lines()).filter(|(one, other)| one != other).count();
    assert_eq!(wrong(&text), 3);
    assert_eq!(wrong(&after(&marked, "重算“（一）予以公开")), 2);
    assert_eq!(wrong(&after(&marked, "重算本表的合计")), 1);
    assert_eq!(after(&marked, "重算报告中的合计"), right);
}

#[test]
fn a_table_that_is_laid_out_is_listed_for_other_layouts_only() {
    for (edition, layout) in [2019, 2021].into_iter().flat_map(|edition| Layout::ALL.map(|layout| (edition, layout))) {
        let text = Whole::new(edition, 3).layout(layout).text();
        let view = in_editor(&text, Language::Plain, None);
        let menu = Menu::new(&view);
        let offers = menu.offers(&(0..text.len()), |kind| kind == ActionKind::Rewrite);
        let titles: Vec<&str> = offers.iter().map(|offer| offer.title.as_str()).collect();
        assert_eq!(titles.len(), 9, "three tables, three other layouts: {edition} {layout:?} {titles:#?}");
        assert!(titles.iter().all(|title| title.starts_with("改写为")), "{edition} {layout:?} {titles:#?}");
        assert!(offers.iter().all(|offer| offer.make().is_some()), "{edition} {layout:?}");
    }
}

/// An editor with the draft open that can do everything, and its document.
fn editor(text: &str, capabilities: Value) -> (Client, Document) {
    let document = Document::new("file:///a/%E8%8D%89%E7%A8%BF.md", text, Encoding::Utf16);
    let mut all = document.capabilities();
    all["textDocument"]["codeAction"] = json!({
        "isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}
    });
    all["workspace"] = capabilities;
    let (mut client, _) = Client::session(all);
    client.notify("textDocument/didOpen", document.open());
    client.diagnostics(&document.uri, 1);
    (client, document)
}

fn asked(client: &mut Client, document: &Document, context: Value) -> Vec<Value> {
    let lines = document.text.lines().count();
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}});
    let params = json!({"textDocument": {"uri": document.uri}, "range": range, "context": context});
    let answer = client.request("textDocument/codeAction", params);
    answer["result"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

const WRONG: &str = "云溪县教育局2024年政府信息公开工作年度报告\n\n𠮷一、总体情况\n\n一、总体情况\n\n（略）\n\n二、主动公开政府信息情况\n\n第二十条第（五）款\t\n信息内容\t本年处理决定数量\n行政许可\t𝟙O\n第二十条第（六）项\t\n信息内容\t本年处理决定数量\n行政处罚\tO\n行政强制\t0\n";

#[test]
fn an_editor_is_told_all_it_needs() {
    let workspace = json!({"workspaceEdit": {
        "documentChanges": true, "changeAnnotationSupport": {"groupsOnLabel": true}
    }});
    let (mut client, document) = editor(WRONG, workspace);
    let actions = asked(&mut client, &document, json!({"diagnostics": [], "only": ["quickfix"]}));
    let safe = actions.iter().find(|it| it["title"] == "改为“第二十条第（五）项”").expect("a safe repair");
    assert_eq!((&safe["kind"], &safe["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(safe["diagnostics"][0]["code"], "article-heading-form");
    let changes = &safe["edit"]["documentChanges"][0];
    assert_eq!(changes["textDocument"], json!({"uri": document.uri, "version": 1}));
    assert_eq!(changes["edits"][0].get("annotationId"), None);
    let number = actions.iter().find(|it| it["title"] == "改为0").expect("an unsafe repair");
    assert_eq!(number.get("isPreferred"), None);
    let id = number["edit"]["documentChanges"][0]["edits"][0]["annotationId"].as_str().expect("an annotation");
    let annotation = &number["edit"]["changeAnnotations"][id];
    assert_eq!(annotation["label"], "“行政处罚”由“O”改为0");
    // An edit that asks for confirmation is shown unticked, and not made.
    assert_eq!(annotation["needsConfirmation"], json!(false));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn every_action_is_for_one_version_and_says_which_numbers_change() {
    let workspace = json!({"workspaceEdit": {
        "documentChanges": true, "changeAnnotationSupport": {"groupsOnLabel": true}
    }});
    let other = nianbao::edition::newest().sections[5].title.as_str();
    let text = Whole::new(2021, 3)
        .without_row("applications", "unprocessed-repeated")
        .plus("proceedings", "cases", "direct-total", 4)
        .text();
    let text = text[..text.find(other).expect("the last section") - "六、".len()].replacen(
        "| 第二十条第（六）项",
        "| 第二十条第（六）款",
        1,
    );
    let row = text.find("| 行政事业性收费").expect("a row");
    let block = text[..row].rfind("| 第二十条第（八）项").expect("a block");
    let end = row + text[row..].find('\n').expect("a line") + 1;
    let text = format!("{}{}", &text[..block], &text[end..]);
    let (mut client, mut document) = editor(&text, workspace);
    // The edits are meant for the text as it is now.
    let at = text.find("本年度的工作").expect("prose");
    let change = document.replacement(at..at, "今年，");
    client.notify("textDocument/didChange", document.change(vec![change]));
    client.diagnostics(&document.uri, 2);
    let actions = asked(&mut client, &document, json!({"diagnostics": []}));
    let mut codes: Vec<(String, String)> = Vec::new();
    for action in &actions {
        let changes = action["edit"]["documentChanges"].as_array().unwrap_or_else(|| panic!("{action}"));
        assert_eq!(action["edit"].get("changes"), None);
        let kind = action["kind"].as_str().expect("a kind").to_owned();
        let code = action["diagnostics"][0]["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!(kind == "quickfix", !code.is_empty(), "{action}");
        let comment = action["title"].as_str().expect("a title").starts_with("忽略");
        for change in changes {
            assert_eq!(change["textDocument"], json!({"uri": document.uri, "version": 2}), "{action}");
            let edits = change["edits"].as_array().expect("edits");
            let annotated: Vec<&str> = edits.iter().filter_map(|edit| edit["annotationId"].as_str()).collect();
            let labels: Vec<&str> = annotated
                .iter()
                .filter_map(|id| action["edit"]["changeAnnotations"][id]["label"].as_str())
                .filter(|label| !label.is_empty())
                .collect();
            assert!(annotated.is_empty() || annotated.len() == edits.len(), "{action}");
            assert_eq!(labels.len(), annotated.len(), "{action}");
            let new: String = edits.iter().filter_map(|edit| edit["newText"].as_str()).collect();
            let numbers =
                kind.starts_with("source.recalculate") || (kind == "quickfix" && !comment && new.contains(['0', '1']));
            assert!(!numbers || !annotated.is_empty(), "a number changes unsaid: {action}");
            assert!(annotated.is_empty() || action.get("isPreferred").is_none());
            let recalculates = kind.starts_with("source.recalculate");
            assert!(!recalculates || labels.iter().all(|it| it.contains('由') && it.contains("改为")), "{labels:?}");
        }
        codes.push((code, kind));
    }
    for (code, kind) in [
        ("missing-section", "quickfix"),
        ("missing-form", "quickfix"),
        ("missing-row", "quickfix"),
        ("article-heading-form", "quickfix"),
        ("block-total", "quickfix"),
        ("", "refactor.rewrite"),
        ("", "source.recalculate.nianbao"),
        ("", "source.fixAll.nianbao"),
    ] {
        assert!(codes.iter().any(|found| found.0 == code && found.1 == kind), "{code} {kind} in {codes:?}");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_editor_that_can_do_little_gets_plain_edits_or_nothing() {
    let (mut client, document) = editor(WRONG, json!({}));
    for action in asked(&mut client, &document, json!({"diagnostics": []})) {
        assert_eq!(action["edit"].get("documentChanges"), None, "{action}");
        assert_eq!(action["edit"].get("changeAnnotations"), None, "{action}");
        let edits = action["edit"]["changes"][&document.uri].as_array().expect("edits");
        assert!(!edits.is_empty());
    }
    assert_eq!(client.end(), Some(0));
    let document = Document::new("file:///a/b.md", WRONG, Encoding::Utf16);
    let (mut client, _) = Client::session(json!({}));
    client.notify("textDocument/didOpen", document.open());
    client.diagnostics(&document.uri, 1);
    assert_eq!(asked(&mut client, &document, json!({"diagnostics": []})), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn only_the_kinds_that_are_asked_for_are_given() {
    let (mut client, document) = editor(WRONG, json!({}));
    let kinds = |actions: Vec<Value>| {
        let mut kinds: Vec<String> = actions.iter().map(|it| it["kind"].as_str().expect("a kind").into()).collect();
        kinds.dedup();
        kinds
    };
    for (only, expected) in [
        (json!(["source.fixAll"]), vec!["source.fixAll.nianbao"]),
        (json!(["source"]), vec!["source.fixAll.nianbao"]),
        (json!(["refactor"]), vec!["refactor.rewrite"]),
        (json!(["source.organizeImports"]), vec![]),
    ] {
        let actions = asked(&mut client, &document, json!({"diagnostics": [], "only": only}));
        assert_eq!(kinds(actions), expected, "{only}");
    }
    let automatic = asked(&mut client, &document, json!({"diagnostics": [], "triggerKind": 2}));
    assert!(kinds(automatic).iter().all(|kind| !kind.starts_with("source")));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn nothing_to_fix_is_not_offered() {
    let text = Whole::new(2021, 1).text();
    let (mut client, document) = editor(&text, json!({}));
    assert_eq!(
        asked(&mut client, &document, json!({"diagnostics": [], "only": ["source", "quickfix"]})),
        Vec::<Value>::new()
    );
    let other = json!({"textDocument": {"uri": "file:///closed.md"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}});
    assert_eq!(client.request("textDocument/codeAction", other)["result"], Value::Null);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_server_and_the_command_line_repair_alike() {
    let mut compared = 0;
    for path in drafts("tests/drafts") {
        let text = std::fs::read_to_string(&path).expect("a text");
        let (mut client, mut document) = editor(&text, json!({"workspaceEdit": {"documentChanges": true}}));
        let actions = asked(&mut client, &document, json!({"diagnostics": [], "only": ["source.fixAll"]}));
        assert!(actions.len() <= 1);
        for action in &actions {
            let edits = action["edit"]["documentChanges"][0]["edits"].as_array().expect("edits").clone();
            // From the last to the first, as an editor makes them at once.
            let changes = edits.iter().rev().map(|edit| json!({"range": edit["range"], "text": edit["newText"]}));
            document.change(changes.collect());
            compared += 1;
        }
        assert_eq!(client.end(), Some(0));
        let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(["fix", "--quiet", "--fail-on", "never", "-"])
            .stdin(std::fs::File::open(&path).expect("the draft"))
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).expect("UTF-8") == document.text, "{}", path.display());
    }
    assert!(compared > 3, "only {compared} drafts had something to repair");
}

#[test]
fn rows_go_under_the_heading_that_stands_there() {
    for layout in Layout::ALL {
        let whole = Whole::new(2021, 3).layout(layout).with("article-20-5", "licensing", "decisions", "0");
        let right = whole.text();
        // Only the row is gone, or the row and the labels of its columns too.
        let line = |text: &str| right.lines().find(|line| line.contains(text)).expect("a line").to_owned() + "\n";
        let lost = whole.clone().without_row("article-20-5", "licensing").text();
        let lost = if layout == Layout::Lines { right.replacen("行政许可\n0\n", "", 1) } else { lost };
        let header = format!(
            "{}{}",
            line("第二十条第（五）项"),
            match layout {
                Layout::Lines => "信息内容\n本年处理决定数量\n".to_owned(),
                _ => line("本年处理决定数量"),
            }
        );
        assert!(lost.contains(&header), "{lost}");
        let bare = lost.replacen(&header, &line("第二十条第（五）项"), 1);
        for text in [lost, bare] {
            let at = text.find("第二十条第（五）项").expect("the heading");
            let marked = format!("{}$0{}", &text[..at], &text[at..]);
            assert_eq!(after(&marked, "行政许可"), right, "{layout:?}");
        }
    }
}

#[test]
fn the_figures_of_a_sentence_follow_the_table() {
    let table = "三、收到和处理政府信息公开申请情况\n\n\
        一、本年新收政府信息公开申请数量\t7\t1\t0\t0\t0\t0\t8\n\
        二、上年结转政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n";
    let draft = |sentences: &str| {
        format!("云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n{sentences}\n\n{table}")
    };
    let title = "按表格填写本句的数字";
    let open = draft("主动公开信息3条。本年度新收政府信息公开申请0件，$0上年结转0件。开展培训0次。");
    let filled = draft("主动公开信息3条。本年度新收政府信息公开申请8件，上年结转1件。开展培训0次。");
    assert_eq!(after(&open, title), filled);
    let (text, at) = at_cursor(&open);
    assert!(actions(&text, at).iter().all(|action| action.title != title || !action.safe));
    // It comes before the figures one by one, which say whose they are.
    let (text, at) = at_cursor(&draft("本年度新收政府信息公开申请$07件，上年结转1件。"));
    let quick = actions(&text, at).into_iter().filter(|action| action.kind == ActionKind::QuickFix);
    let quick: Vec<String> = quick.map(|action| action.title).collect();
    assert_eq!(
        quick,
        [
            title,
            "把“本年度新收政府信息公开申请”由7件改为8件（表三政府信息公开申请情况）",
            "把表三政府信息公开申请情况“一、本年新收政府信息公开申请数量·总计”由8改为7（表内勾稽关系将不成立）",
        ]
    );
    // The sentences beside it stay, and one that agrees has nothing to fill in.
    for sentence in
        ["$0主动公开信息3条。本年度新收政府信息公开申请0件。", "本年度新收政府信息公开申请8件，$0上年结转1件。"]
    {
        assert!(!titles(&draft(sentence)).contains(title), "{sentence}");
    }
}
