//! Exceptions written in drafts: what they cover, and what is said about those that are wrong or of no use.

use nianbao::check::{check, check_with};
use nianbao::config::{self, Layer, Layers};

/// Two tables with a wrong total each, and a heading that deviates; `①` to `⑥` are where comments go.
const MARKDOWN: &str = "\
①# 云溪县教育局2024年政府信息公开工作年度报告

②
## 一、总体概况

2024年，我局认真贯彻落实《中华人民共和国政府信息公开条例》。

## 三、收到和处理政府信息公开申请情况

③
| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 一、本年新收政府信息公开申请数量 | 7 | 1 | 0 | 0 | 0 | 0 | 9 |

④

| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 二、上年结转政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 0 | 9⑤ |
⑥
";

const HTML: &str = "\
<html><body>①
<h1>云溪县教育局2024年政府信息公开工作年度报告</h1>
②<h2>一、总体概况</h2><p>2024年，我局认真贯彻落实《中华人民共和国政府信息公开条例》。</p>
<h2>三、收到和处理政府信息公开申请情况</h2>
③
<table><tr><td></td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td>
<td>其他</td><td>总计</td></tr>
④<tr><td>一、本年新收政府信息公开申请数量</td><td>7</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>9</td></tr>
⑤<tr><td>二、上年结转政府信息公开申请数量</td><td>5</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>9</td></tr>
</table>⑥
</body></html>
";

const OURS: [&str; 4] = ["section-heading", "row-total", "unknown-exception", "unused-exception"];

/// The draft with comments at some of its places.
fn commented(draft: &str, comments: &[(char, &str)]) -> String {
    let mut text = String::new();
    for c in draft.chars() {
        match comments.iter().find(|(mark, _)| *mark == c) {
            Some((_, comment)) => text.push_str(&format!("<!-- nianbao: {comment} -->")),
            None if ('①'..='⑥').contains(&c) => {}
            None => text.push(c),
        }
    }
    text
}

/// The findings of the rules that matter here: each with the bytes it marks, or the row for a total.
fn found(text: &str) -> Vec<String> {
    let line = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
    let findings = check(text).findings.into_iter();
    let ours = findings.filter(|finding| OURS.contains(&finding.rule.name));
    ours.map(|finding| {
        let marked = match finding.rule.name {
            "row-total" if text[line(finding.range.start)..].contains("一、本年新收") => "received",
            "row-total" => "carried-in",
            "section-heading" => "heading",
            _ => &text[finding.range],
        };
        format!("{} {marked}", finding.rule.name)
    })
    .collect()
}

const HEADING: &str = "section-heading heading";
const RECEIVED: &str = "row-total received";
const CARRIED_IN: &str = "row-total carried-in";

#[test]
fn without_comments_everything_is_found() {
    assert_eq!(found(&commented(MARKDOWN, &[])), [HEADING, RECEIVED, CARRIED_IN]);
    assert_eq!(found(&commented(HTML, &[])), [HEADING, RECEIVED, CARRIED_IN]);
}

#[test]
fn ignore_covers_the_next_block() {
    for draft in [MARKDOWN, HTML] {
        assert_eq!(found(&commented(draft, &[('②', "ignore section-heading")])), [RECEIVED, CARRIED_IN]);
        assert_eq!(found(&commented(draft, &[('②', "ignore")])), [RECEIVED, CARRIED_IN]);
    }
    assert_eq!(found(&commented(MARKDOWN, &[('③', "ignore row-total")])), [HEADING, CARRIED_IN]);
    assert_eq!(found(&commented(MARKDOWN, &[('④', "ignore row-total")])), [HEADING, RECEIVED]);
    // In HTML the next element is the whole table, or a row of it.
    assert_eq!(found(&commented(HTML, &[('③', "ignore row-total")])), [HEADING]);
    assert_eq!(found(&commented(HTML, &[('④', "ignore row-total")])), [HEADING, CARRIED_IN]);
    assert_eq!(found(&commented(HTML, &[('⑤', "ignore row-total，section-heading")]))[..2], [HEADING, RECEIVED]);
}

#[test]
fn a_comment_behind_text_covers_its_line() {
    assert_eq!(found(&commented(MARKDOWN, &[('⑤', "ignore row-total 上级核定")])), [HEADING, RECEIVED]);
}

#[test]
fn off_covers_up_to_on() {
    for draft in [MARKDOWN, HTML] {
        assert_eq!(found(&commented(draft, &[('①', "off row-total")])), [HEADING]);
        assert_eq!(found(&commented(draft, &[('①', "off"), ('③', "on")])), [RECEIVED, CARRIED_IN]);
        assert_eq!(found(&commented(draft, &[('①', "off"), ('③', "on row-total")])), [RECEIVED, CARRIED_IN]);
    }
    assert_eq!(found(&commented(MARKDOWN, &[('③', "off row-total, label"), ('④', "on row-total")])).len(), 3);
    let on_for_another = [('③', "off row-total"), ('④', "on label")];
    assert_eq!(found(&commented(MARKDOWN, &on_for_another)), [HEADING, "unused-exception label"]);
}

#[test]
fn a_group_stands_for_its_rules() {
    for draft in [MARKDOWN, HTML] {
        assert_eq!(found(&commented(draft, &[('①', "ignore-file sums")])), [HEADING]);
        let of_no_use = found(&commented(draft, &[('①', "ignore-file structure, years")]));
        assert_eq!(of_no_use, ["unused-exception years", RECEIVED, CARRIED_IN]);
    }
    for [off, on] in [["off sums", "on row-total"], ["off row-total", "on sums"], ["off sums", "on sums"]] {
        assert_eq!(found(&commented(MARKDOWN, &[('①', off), ('④', on)])), [HEADING, CARRIED_IN]);
    }
}

#[test]
fn ignore_file_covers_everything_wherever_it_stands() {
    for draft in [MARKDOWN, HTML] {
        for place in ['①', '③', '⑥'] {
            assert_eq!(found(&commented(draft, &[(place, "ignore-file row-total")])), [HEADING]);
            assert_eq!(found(&commented(draft, &[(place, "ignore-file")])), Vec::<String>::new());
        }
    }
}

#[test]
fn what_is_of_no_use_or_unknown_is_reported() {
    let said = |comment| {
        let all = found(&commented(MARKDOWN, &[('⑥', comment)]));
        all.into_iter().filter(|it| it.contains("exception")).collect::<Vec<_>>()
    };
    assert_eq!(said("ignore row-total"), ["unused-exception row-total"]);
    assert_eq!(said("off"), ["unused-exception off"]);
    assert_eq!(said("on"), ["unused-exception on"]);
    assert_eq!(said("ignore-file row-total label"), ["unused-exception label"]);
    assert_eq!(said("ignore-file row-totl"), ["unknown-exception row-totl"]);
    assert_eq!(said("ignore-fiel row-total"), ["unknown-exception ignore-fiel"]);
    assert_eq!(said(""), ["unknown-exception <!-- nianbao:  -->"]);
    let text = commented(MARKDOWN, &[('⑥', "ignore-file row-totl")]);
    let fix = |text: &str| {
        let findings = check(text).findings;
        let fix = findings.into_iter().flat_map(|finding| finding.fixes).find(|fix| fix.title.contains("row-total"));
        nianbao::text::edit::apply(text, &fix.unwrap().edits).unwrap()
    };
    assert_eq!(found(&fix(&text)), [HEADING]);
}

#[test]
fn the_rules_about_exceptions_are_excepted_by_name_alone() {
    let two = |one, other| found(&commented(MARKDOWN, &[('①', one), ('⑥', other)]));
    assert_eq!(two("ignore-file unused-exception", "ignore label"), [HEADING, RECEIVED, CARRIED_IN]);
    assert_eq!(two("ignore-file section-heading row-total", "off unknown-exception").len(), 0);
    assert_eq!(two("ignore-file", "ignore label"), ["unused-exception label"]);
}

#[test]
fn the_settings_weigh_what_is_left() {
    let keys = config::toml("rules = { unused-exception = 'off', section-heading = 'error', row-total = 'off' }").0;
    let layers = Layers { elsewhere: Layer { keys, ..Layer::default() }, ..Layers::default() };
    let text = commented(MARKDOWN, &[('③', "ignore row-total"), ('⑥', "ignore label")]);
    let findings = check_with(&text, &layers.settings(None)).findings;
    let ours: Vec<_> = findings.iter().filter(|it| OURS.contains(&it.rule.name)).collect();
    assert!(matches!(&ours[..], [it] if it.severity == nianbao::rules::Severity::Error), "{ours:?}");
}

#[test]
fn a_text_that_is_no_report_has_no_exceptions() {
    assert_eq!(found("<!-- nianbao: off xyz -->\n# 购物清单\n"), Vec::<String>::new());
}

#[test]
fn any_text_is_survived() {
    let title = "云溪县教育局2024年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n";
    for tail in [
        "<!-- nianbao: ignore",
        "<!-- nianbao: ignore -->",
        "<!-- nianbao: off --><table><tr><td>",
        "<table><!-- nianbao: ignore --></table>",
        "<!-- nianbao: on --><!-- nianbao: ignore --><",
        "𠮷<!-- nianbao: ignore-file -->\u{feff}",
        "<p<!-- nianbao: ignore --><p></p",
    ] {
        for line_end in ["\n", "\r", "\r\n"] {
            let text = format!("\u{feff}{title}{tail}\n{title}").replace('\n', line_end);
            for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let region = nianbao::check::directives::Region::new(&nianbao::syntax::Syntax::parse(&text));
                let before = region.before(at);
                assert!(
                    before.is_none_or(|before| before <= at.max(3) && text.is_char_boundary(before)),
                    "{at} {text:?}"
                );
            }
            check(&text);
        }
    }
}

/// The comment that the editor writes covers the finding it was written for.
#[test]
fn a_comment_before_a_place_covers_it() {
    for draft in [MARKDOWN, HTML] {
        let text = commented(draft, &[]);
        for finding in check(&text).findings {
            let region = nianbao::check::directives::Region::new(&nianbao::syntax::Syntax::parse(&text));
            let place = region.before(finding.range.start).unwrap();
            let mut excepted = text.clone();
            excepted.insert_str(place, &format!("<!-- nianbao: ignore {} -->\n", finding.rule.name));
            let of_rule = |text: &str| {
                let findings = check(text).findings;
                findings.iter().filter(|it| it.rule.name == finding.rule.name).count()
            };
            assert!(of_rule(&excepted) < of_rule(&text), "{finding:?}\n{excepted}");
            assert!(!found(&excepted).iter().any(|it| it.contains("exception")), "{:?}", found(&excepted));
        }
    }
}
