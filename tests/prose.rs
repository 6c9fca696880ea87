//! What is read in sentences: claims, and the years, dates and citations beside them.

use nianbao::edition::newest;
use nianbao::edition::phrases::{Opener, Quantity};
use nianbao::report::claims::{Amount, Claim, ClaimRole, ClaimScope, ClaimTime};
use nianbao::report::facts::{self, CellFacts};
use nianbao::report::prose::Stretch;
use nianbao::report::prose::figure::Exactness;
use nianbao::syntax::Syntax;
use nianbao::text::fold::fold;

/// What a paragraph states.
fn facts(paragraph: &str) -> CellFacts {
    let syntax = Syntax::parse(paragraph);
    let block = &syntax.blocks[0];
    facts::of_cell(block, &block.cells()[0]).unwrap_or_default()
}

/// The claims of a sentence, one a line.
fn shown(sentence: &str) -> String {
    let folded = fold(sentence);
    facts(sentence).claims.iter().enumerate().map(|(at, claim)| line(&folded, at, claim)).collect::<Vec<_>>().join("\n")
}

fn line(folded: &str, at: usize, claim: &Claim) -> String {
    let amount = match claim.amount {
        Amount::Figure(value, Exactness::Exact) => value.to_string(),
        Amount::Figure(value, Exactness::Rounded(step)) => format!("{value}±{step}"),
        Amount::Figure(value, Exactness::Rough) => format!("~{value}"),
        Amount::Nothing => format!("无[{}]", &folded[claim.at.range()]),
        Amount::Everything => format!("全[{}]", &folded[claim.at.range()]),
    };
    let unit = claim.unit().map_or("", |unit| unit.words[0].as_str());
    let quantity = match claim.quantity {
        None => String::new(),
        Some(Quantity::Result(row)) => {
            format!(" {}", newest().form("applications").unwrap().rows[usize::from(row)].id)
        }
        Some(quantity) => format!(" {quantity:?}"),
    };
    let firm = if claim.firm { "!" } else { "" };
    let role = match claim.role {
        ClaimRole::Whole => String::new(),
        ClaimRole::Part { of, opener, open } => {
            let mark = match opener {
                Opener::Among => "其中",
                Opener::Includes => "包括",
                Opener::Respectively => "分别",
                Opener::Colon => ":",
                Opener::Bracket => "(",
            };
            format!(" {mark}#{of}{}", if open { "…" } else { "" })
        }
        ClaimRole::Share { of } => format!(" 占{}", of.map_or(String::new(), |of| format!("#{of}"))),
        ClaimRole::Change { of, up } => {
            let sign = up.map_or("±", |up| if up { "+" } else { "-" });
            format!(" {sign}{}", of.map_or(String::new(), |of| format!("#{of}")))
        }
    };
    let scope = match claim.scope {
        ClaimScope::Unsaid => String::new(),
        ClaimScope::Own(level) => format!(" 我{level}"),
        ClaimScope::Area(level) => format!(" 全{level}"),
        ClaimScope::Part => " 部分".to_owned(),
    };
    let time = match claim.time {
        ClaimTime::Unsaid => String::new(),
        ClaimTime::Year(year) => format!(" {year}"),
        time => format!(" {time:?}"),
    };
    format!("#{at} {amount}{unit}{quantity}{firm}{role}{scope}{time}")
}

const SENTENCES: [&str; 70] = [
    "2024年，我局收到政府信息公开申请12件，上年结转3件，办结14件，结转下年度继续办理1件。",
    "全年共受理依申请公开12件（含上年结转3件）。",
    "收到申请6件，其中自然人5件，法人或其他组织1件，办结6件。",
    "办理结果中，予以公开20件，占47.6%；部分公开2件、不予公开3件、无法提供4件、其他处理1件。",
    "收到3件政府信息公开申请，均已办结。",
    "含2023年结转1件，结转至2025年2件。",
    "2024年，我局未收到政府信息公开申请，未发生行政复议、行政诉讼。",
    "没有收到公民、法人或者其他组织的政府信息公开申请。",
    "没有受理“申请公开政府信息”数。",
    "全年未收到依申请公开信件，没有依申请公开答复的行政复议案件和行政诉讼案件。",
    "行政复议、行政诉讼均未发生。",
    "因政府信息公开工作引发的行政复议、行政诉讼均为0件。",
    "未收到不予公开的政府信息公开申请。",
    "未收到申请人补正材料。",
    "未收到信函方式的政府信息公开申请。",
    "未发生行政诉讼败诉案件。",
    "未收到行政复议申请。",
    "如未收到申请，按零报告填写。",
    "1至11月未收到政府信息公开申请。",
    "全年依申请公开零申请。",
    "未发生因政府信息公开被投诉、举报、申请行政复议和提起行政诉讼的情况。",
    "2024年未收取信息处理费。",
    "未制发行政规范性文件。",
    "没有制定规章制度。",
    "制发行政规范性文件2件，废止1件，现行有效9件。",
    "制定规章制度3件，开展业务培训两次。",
    "制发规范性文件解读材料3篇。",
    "公开规范性文件12件。",
    "清理规范性文件8件，废止2件。",
    "2025年，我局将制定规范性文件2件。",
    "拟制定规范性文件3件。",
    "因政府信息公开被申请行政复议3件，其中结果维持2件，尚未审结1件。",
    "全年发生政府信息公开行政复议、行政诉讼3件。",
    "全年发生行政复议和行政诉讼案件3件。",
    "办理行政复议案件156件。",
    "发生政府信息公开行政复议3件，均获维持。",
    "作出行政许可决定30件，行政处罚4件、行政强制2件。",
    "行政处罚、行政强制4件。",
    "行政许可60.4万件，行政事业性收费2.5亿元。",
    "行政事业性收费128.5万元，没有收取信息处理费。",
    "收到群众来信来电12件，办结率百分之百。",
    "收到依申请公开平台留言3条。",
    "受理低保申请20件。",
    "受理申请较上年增加12件，办理质量进一步提高。",
    "收到政府信息公开申请12件，同比增长5%。",
    "共公开政府信息186条，其中：政务动态100条、公告公示60条、财政信息26条。",
    "门户网站公开各类政府信息共计437条，包括：人事信息12条，政务动态240条，公告公示25条，其他类信息227条。",
    "公开人事信息12条、财政信息8条等。",
    "共发布信息30条，包括人事信息12条、财政信息8条等。",
    "公开信息109件，其中甲类101件（图文90件、视频11件），乙类8件。",
    "主动公示政府信息259条，通过政府信息网公示80条，其中工作动态52条，政务公开24条；通过公开栏公示179条。",
    "三类信息分别为12条、345条、20条。",
    "发布信息21,943条，阅读量2.3万次，保密审查表220余份，近300人关注。",
    "全市共办理政府信息依申请公开292件，较上年增加118件。其中，市政府办理46件，市直部门办理123件，县（区）政府办理123件。",
    "县政府办公室收到政府信息公开申请17件。",
    "通过网络收到政府信息公开申请5件，当面申请2件。",
    "2023年收到政府信息公开申请9件，2024年收到12件。",
    "2008年以来累计收到政府信息公开申请120件。",
    "上半年收到政府信息公开申请5件。",
    "截至2024年12月31日，收到政府信息公开申请5件。",
    "根据《关于收到政府信息公开申请5件的通知》（国办函〔2020〕109号）第20条规定，在20个工作日内答复。",
    "收到政府信息公开申请一件，答复一件。",
    "制定一项制度，开展一次培训，《条例》第二十条第一项。",
    "全年共收到申请2件，其中国家秘密1件、重复申请1件。",
    "收到政府信息公开申请约12件。",
    "共公开信息12条，占总数的85%。",
    "电话4425166，邮编735300，索引号640100-12条。",
    "本年新收政府信息公开申请数量7件。",
    "依申请公开方面，共收到申请8件。",
    "注销36家政务新媒体，精简比例为14%。",
];

#[test]
fn sentences_and_their_claims() {
    let shown = SENTENCES.map(|sentence| format!("{sentence}\n{}", shown(sentence)).trim_end().replace('\n', "\n    "));
    insta::assert_snapshot!(shown.join("\n"), @"");
}
