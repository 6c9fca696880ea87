//! The editions' data against the official forms: grids, names, equations, spelling.

use nianbao::edition::{Direction, Edition, Form, editions, grid::grid};
use nianbao::text::fold::fold;
use std::collections::HashSet;

/// A table in shorthand, one row a line: cells separated by `|`, their rows×columns behind them where not 1×1.
fn sketch(forms: &[&Form]) -> String {
    let mut text = String::new();
    for row in grid(forms, |_, _, _| "0".to_owned()).rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| match (cell.rows, cell.columns) {
                (1, 1) => cell.text.clone(),
                (rows, columns) => format!("{} {rows}×{columns}", cell.text),
            })
            .collect();
        text.push_str(&cells.join("|"));
        text.push('\n');
    }
    text
}

fn edition(year: u16) -> &'static Edition {
    editions().iter().find(|edition| edition.year == year).expect("a known edition")
}

fn section(year: u16, id: &str) -> String {
    let forms: Vec<&Form> = edition(year).forms.iter().filter(|form| form.section == id).collect();
    sketch(&forms)
}

#[test]
fn table_two_of_2021() {
    insta::assert_snapshot!(section(2021, "disclosure"), @r"
    第二十条第（一）项 1×4
    信息内容|本年制发件数|本年废止件数|现行有效件数
    规章|0|0|0
    行政规范性文件|0|0|0
    第二十条第（五）项 1×4
    信息内容|本年处理决定数量 1×3
    行政许可|0 1×3
    第二十条第（六）项 1×4
    信息内容|本年处理决定数量 1×3
    行政处罚|0 1×3
    行政强制|0 1×3
    第二十条第（八）项 1×4
    信息内容|本年收费金额（单位：万元） 1×3
    行政事业性收费|0 1×3
    ");
}

#[test]
fn table_three_of_2021() {
    insta::assert_snapshot!(section(2021, "applications"), @r"
    （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 3×3|申请人情况 1×7
    自然人 2×1|法人或其他组织 1×5|总计 2×1
    商业企业|科研机构|社会公益组织|法律服务机构|其他
    一、本年新收政府信息公开申请数量 1×3|0|0|0|0|0|0|0
    二、上年结转政府信息公开申请数量 1×3|0|0|0|0|0|0|0
    三、本年度办理结果 22×1|（一）予以公开 1×2|0|0|0|0|0|0|0
    （二）部分公开（区分处理的，只计这一情形，不计其他情形） 1×2|0|0|0|0|0|0|0
    （三）不予公开 8×1|1.属于国家秘密|0|0|0|0|0|0|0
    2.其他法律行政法规禁止公开|0|0|0|0|0|0|0
    3.危及“三安全一稳定”|0|0|0|0|0|0|0
    4.保护第三方合法权益|0|0|0|0|0|0|0
    5.属于三类内部事务信息|0|0|0|0|0|0|0
    6.属于四类过程性信息|0|0|0|0|0|0|0
    7.属于行政执法案卷|0|0|0|0|0|0|0
    8.属于行政查询事项|0|0|0|0|0|0|0
    （四）无法提供 3×1|1.本机关不掌握相关政府信息|0|0|0|0|0|0|0
    2.没有现成信息需要另行制作|0|0|0|0|0|0|0
    3.补正后申请内容仍不明确|0|0|0|0|0|0|0
    （五）不予处理 5×1|1.信访举报投诉类申请|0|0|0|0|0|0|0
    2.重复申请|0|0|0|0|0|0|0
    3.要求提供公开出版物|0|0|0|0|0|0|0
    4.无正当理由大量反复申请|0|0|0|0|0|0|0
    5.要求行政机关确认或重新出具已获取信息|0|0|0|0|0|0|0
    （六）其他处理 3×1|1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请|0|0|0|0|0|0|0
    2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请|0|0|0|0|0|0|0
    3.其他|0|0|0|0|0|0|0
    （七）总计 1×2|0|0|0|0|0|0|0
    四、结转下年度继续办理 1×3|0|0|0|0|0|0|0
    ");
}

#[test]
fn table_four_is_the_same_in_both() {
    assert_eq!(section(2019, "proceedings"), section(2021, "proceedings"));
    insta::assert_snapshot!(section(2021, "proceedings"), @r"
    行政复议 1×5|行政诉讼 1×10
    结果维持 2×1|结果纠正 2×1|其他结果 2×1|尚未审结 2×1|总计 2×1|未经复议直接起诉 1×5|复议后起诉 1×5
    结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计
    0|0|0|0|0|0|0|0|0|0|0|0|0|0|0
    ");
}

#[test]
fn table_two_of_2019() {
    insta::assert_snapshot!(section(2019, "disclosure"), @r"
    第二十条第（一）项 1×5
    信息内容|本年新制作数量|本年新公开数量 1×2|对外公开总数量
    规章|0|0 1×2|0
    规范性文件|0|0 1×2|0
    第二十条第（五）项 1×5
    信息内容|上一年项目数量|本年增/减 1×2|处理决定数量
    行政许可|0|0 1×2|0
    其他对外管理服务事项|0|0 1×2|0
    第二十条第（六）项 1×5
    信息内容|上一年项目数量|本年增/减 1×2|处理决定数量
    行政处罚|0|0 1×2|0
    行政强制|0|0 1×2|0
    第二十条第（八）项 1×5
    信息内容|上一年项目数量 1×2|本年增/减 1×2
    行政事业性收费|0 1×2|0 1×2
    第二十条第（九）项 1×5
    信息内容|采购项目数量 1×2|采购总金额 1×2
    政府集中采购|0 1×2|0 1×2
    ");
}

#[test]
fn table_three_of_2019() {
    insta::assert_snapshot!(section(2019, "applications"), @r"
    （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 3×3|申请人情况 1×7
    自然人 2×1|法人或其他组织 1×5|总计 2×1
    商业企业|科研机构|社会公益组织|法律服务机构|其他
    一、本年新收政府信息公开申请数量 1×3|0|0|0|0|0|0|0
    二、上年结转政府信息公开申请数量 1×3|0|0|0|0|0|0|0
    三、本年度办理结果 20×1|（一）予以公开 1×2|0|0|0|0|0|0|0
    （二）部分公开（区分处理的，只计这一情形，不计其他情形） 1×2|0|0|0|0|0|0|0
    （三）不予公开 8×1|1.属于国家秘密|0|0|0|0|0|0|0
    2.其他法律行政法规禁止公开|0|0|0|0|0|0|0
    3.危及“三安全一稳定”|0|0|0|0|0|0|0
    4.保护第三方合法权益|0|0|0|0|0|0|0
    5.属于三类内部事务信息|0|0|0|0|0|0|0
    6.属于四类过程性信息|0|0|0|0|0|0|0
    7.属于行政执法案卷|0|0|0|0|0|0|0
    8.属于行政查询事项|0|0|0|0|0|0|0
    （四）无法提供 3×1|1.本机关不掌握相关政府信息|0|0|0|0|0|0|0
    2.没有现成信息需要另行制作|0|0|0|0|0|0|0
    3.补正后申请内容仍不明确|0|0|0|0|0|0|0
    （五）不予处理 5×1|1.信访举报投诉类申请|0|0|0|0|0|0|0
    2.重复申请|0|0|0|0|0|0|0
    3.要求提供公开出版物|0|0|0|0|0|0|0
    4.无正当理由大量反复申请|0|0|0|0|0|0|0
    5.要求行政机关确认或重新出具已获取信息|0|0|0|0|0|0|0
    （六）其他处理 1×2|0|0|0|0|0|0|0
    （七）总计 1×2|0|0|0|0|0|0|0
    四、结转下年度继续办理 1×3|0|0|0|0|0|0|0
    ");
}

#[test]
fn every_row_of_a_grid_fills_its_width() {
    for edition in editions() {
        for form in &edition.forms {
            let grid = grid(&[form], |_, _, _| String::new());
            let mut taken = vec![vec![0; grid.width]; grid.rows.len()];
            for (row, cells) in grid.rows.iter().enumerate() {
                for cell in cells {
                    for line in &mut taken[row..row + cell.rows] {
                        line[cell.column..cell.column + cell.columns].iter_mut().for_each(|count| *count += 1);
                    }
                }
            }
            assert!(taken.iter().flatten().all(|count| *count == 1), "{} {}", edition.year, form.id);
        }
    }
}

#[test]
fn value_cells_are_as_many_as_the_notices_print() {
    for (year, counts) in [(2021, [10, 175, 15]), (2019, [22, 161, 15])] {
        let cells = ["disclosure", "applications", "proceedings"].map(|section| {
            let forms = edition(year).forms.iter().filter(|form| form.section == section);
            forms.map(|form| form.rows.len() * form.columns.len()).sum::<usize>()
        });
        assert_eq!(cells, counts, "{year}");
    }
}

#[test]
fn ids_are_those_other_programs_rely_on() {
    let sections = ["overview", "disclosure", "applications", "proceedings", "problems", "other"];
    for edition in editions() {
        let ids: Vec<&str> = edition.sections.iter().map(|section| section.id.as_str()).collect();
        assert_eq!(ids, sections);
        let ordinals: String = edition.sections.iter().map(|section| section.ordinal.as_str()).collect();
        assert_eq!(ordinals, "一二三四五六");
    }
    let words = |year: u16| -> Vec<String> {
        let ids = |headers: &[nianbao::edition::Header]| {
            headers.iter().map(|header| header.id.as_str()).collect::<Vec<_>>().join(" ")
        };
        edition(year)
            .forms
            .iter()
            .map(|form| format!("{}: {} × {}", form.id, ids(&form.rows), ids(&form.columns)))
            .collect()
    };
    insta::assert_snapshot!(words(2021).join("\n"), @r"
    article-20-1: rules normative-documents × issued repealed in-force
    article-20-5: licensing × decisions
    article-20-6: penalty coercion × decisions
    article-20-8: fees × amount
    applications: received carried-in granted partial denied-secret denied-by-law denied-security denied-third-party denied-internal denied-process denied-enforcement denied-query unable-not-held unable-needs-creation unable-unclear unprocessed-petition unprocessed-repeated unprocessed-publication unprocessed-excessive unprocessed-reconfirmation other-uncorrected other-unpaid other handled carried-out × person business research welfare legal other total
    proceedings: cases × reconsideration-upheld reconsideration-corrected reconsideration-other reconsideration-pending reconsideration-total direct-upheld direct-corrected direct-other direct-pending direct-total after-reconsideration-upheld after-reconsideration-corrected after-reconsideration-other after-reconsideration-pending after-reconsideration-total
    ");
    insta::assert_snapshot!(words(2019).join("\n"), @r"
    article-20-1: rules normative-documents × made published public-total
    article-20-5: licensing other-services × previous change decisions
    article-20-6: penalty coercion × previous change decisions
    article-20-8: fees × previous change
    article-20-9: procurement × projects amount
    applications: received carried-in granted partial denied-secret denied-by-law denied-security denied-third-party denied-internal denied-process denied-enforcement denied-query unable-not-held unable-needs-creation unable-unclear unprocessed-petition unprocessed-repeated unprocessed-publication unprocessed-excessive unprocessed-reconfirmation other handled carried-out × person business research welfare legal other total
    proceedings: cases × reconsideration-upheld reconsideration-corrected reconsideration-other reconsideration-pending reconsideration-total direct-upheld direct-corrected direct-other direct-pending direct-total after-reconsideration-upheld after-reconsideration-corrected after-reconsideration-other after-reconsideration-pending after-reconsideration-total
    ");
}

#[test]
fn equations_name_headers_of_their_form() {
    for edition in editions() {
        for form in &edition.forms {
            for equation in &form.equations {
                let known = |id: &str| match equation.direction {
                    Direction::Across => form.column(id).is_some(),
                    Direction::Down => form.row(id).is_some(),
                };
                let what = format!("{} {} {}", edition.year, form.id, equation.words);
                assert!(known(&equation.total), "{what}");
                assert!(equation.terms().iter().all(|term| known(&term.id)), "{what}");
                let ids: HashSet<&str> = equation.terms().iter().map(|term| term.id.as_str()).collect();
                assert_eq!(ids.len(), equation.terms().len(), "{what}: a term stands twice");
                assert!(ids.contains(equation.total.as_str()), "{what}");
            }
        }
        let equations = |id: &str| edition.form(id).map_or(0, |form| form.equations.len());
        assert!(equations("applications") >= 3 && equations("proceedings") == 3, "{}", edition.year);
    }
}

/// A spelling that stands twice is a slip in a pattern: which of its two places counts, nobody would see.
#[test]
fn no_spelling_stands_twice() {
    let twice = |spellings: &[&String]| -> Option<String> {
        let mut seen = HashSet::new();
        spellings.iter().find(|it| !seen.insert(fold(it))).map(|it| (*it).clone())
    };
    for edition in editions() {
        let title = &edition.title;
        let names: Vec<&String> = [&title.canonical].into_iter().chain(&title.hinted).chain(&title.wrong).collect();
        assert_eq!(twice(&names), None, "{}", edition.year);
        for form in &edition.forms {
            for header in form.rows.iter().chain(&form.columns) {
                let labels: Vec<&String> = header.path.last().into_iter().chain(&header.short).collect();
                assert_eq!(twice(&labels), None, "{} {} {}", edition.year, form.id, header.id);
            }
        }
    }
}

/// Reading compares folded texts, so nothing that tells two labels apart may be lost in folding.
#[test]
fn folding_keeps_labels_apart() {
    for edition in editions() {
        for form in &edition.forms {
            for headers in [&form.rows, &form.columns] {
                let paths: HashSet<String> = headers.iter().map(|header| fold(&header.path.join("/"))).collect();
                assert_eq!(paths.len(), headers.len(), "{} {}", edition.year, form.id);
                for label in headers.iter().flat_map(|header| &header.path) {
                    assert_eq!(fold(&fold(label)), fold(label));
                    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                    assert_eq!(letters(&fold(label)), letters(label), "folding changes the characters of {label}");
                }
            }
        }
        let titles: Vec<String> = edition
            .sections
            .iter()
            .flat_map(|section| {
                std::iter::once(&section.title).chain(&section.accepted).chain(&section.hinted).chain(&section.wrong)
            })
            .map(|title| fold(title))
            .collect();
        let different: HashSet<&String> = titles.iter().collect();
        assert_eq!(different.len(), titles.len(), "{}: a title stands twice", edition.year);
    }
}
