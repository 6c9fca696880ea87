//! What is read in sentences: claims, and the years, dates and citations beside them.

use nianbao::edition::newest;
use nianbao::edition::phrases::{Opener, Quantity};
use nianbao::report::citations::Citation;
use nianbao::report::claims::{Amount, Claim, ClaimRole, ClaimScope, ClaimTime};
use nianbao::report::dates::{Date, DateRole, Period, Speaker};
use nianbao::report::facts::{self, CellFacts};
use nianbao::report::keywords::Keywords;
use nianbao::report::prose::Stretch;
use nianbao::report::prose::figure::Exactness;
use nianbao::syntax::Syntax;
use nianbao::text::fold::fold;

/// What a paragraph states.
fn facts(paragraph: &str) -> CellFacts {
    let syntax = Syntax::parse(paragraph);
    let block = &syntax.blocks[0];
    facts::of_cell(block, &block.cells()[0], &mut facts::Room::default()).unwrap_or_default()
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

const SENTENCES: [&str; 76] = [
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
    "2024年，我局收到申请12件，办结12件。",
    "县政务服务中心受理申请120件。",
    "2024年，我局办理政府信息公开申请15件。",
    "公示行政许可312件。",
    "收到政府信息公开申请12件，其中自然人7、法人或其他组织5，予以公开8。",
    "公开信息12条，包括专栏1、专栏2、动态8；收到政府信息公开申请5。",
];

#[test]
fn sentences_and_their_claims() {
    let shown = SENTENCES.map(|sentence| format!("{sentence}\n{}", shown(sentence)).trim_end().replace('\n', "\n    "));
    insta::assert_snapshot!(shown.join("\n"), @r"
    2024年，我局收到政府信息公开申请12件，上年结转3件，办结14件，结转下年度继续办理1件。
        #0 12件 Received! 我局 2024
        #1 3件 CarriedIn! 我局 2024
        #2 14件 Handled! 我局 2024
        #3 1件 CarriedOut! 我局 2024
    全年共受理依申请公开12件（含上年结转3件）。
        #0 12件 Received! ThisYear
        #1 3件 CarriedIn! 其中#0 ThisYear
    收到申请6件，其中自然人5件，法人或其他组织1件，办结6件。
        #0 6件 Received!
        #1 5件 FromPersons! 其中#0
        #2 1件 FromOrganisations! 其中#0
        #3 6件 Handled!
    办理结果中，予以公开20件，占47.6%；部分公开2件、不予公开3件、无法提供4件、其他处理1件。
        #0 20件 Granted
        #1 47.6% 占#0
        #2 2件 PartlyGranted
        #3 3件 Denied
        #4 4件 Unable
        #5 1件 HandledOtherwise
    收到3件政府信息公开申请，均已办结。
        #0 3件 Received!
        #1 全[均已办结] Handled!
    含2023年结转1件，结转至2025年2件。
        #0 1件 CarriedIn
        #1 2件 CarriedOut
    2024年，我局未收到政府信息公开申请，未发生行政复议、行政诉讼。
        #0 无[未收到政府信息公开申请] Received! 我局 2024
        #1 无[未发生行政复议] Reconsiderations! 我局 2024
        #2 无[未发生行政复议,行政诉讼] Lawsuits! 我局 2024
    没有收到公民、法人或者其他组织的政府信息公开申请。
        #0 无[没有收到公民,法人或者其他组织的政府信息公开申请] Received!
    没有受理“申请公开政府信息”数。
        #0 无[没有受理申请公开政府信息] Received!
    全年未收到依申请公开信件，没有依申请公开答复的行政复议案件和行政诉讼案件。
        #0 无[未收到依申请公开] Received! ThisYear
        #1 无[没有依申请公开答复的行政复议] Reconsiderations! ThisYear
        #2 无[没有依申请公开答复的行政复议案件和行政诉讼] Lawsuits! ThisYear
    行政复议、行政诉讼均未发生。
        #0 无[行政复议,行政诉讼均未发生] Reconsiderations!
        #1 无[行政诉讼均未发生] Lawsuits!
    因政府信息公开工作引发的行政复议、行政诉讼均为0件。
        #0 0件 Proceedings!
    未收到不予公开的政府信息公开申请。
    未收到申请人补正材料。
    未收到信函方式的政府信息公开申请。
    未发生行政诉讼败诉案件。
    未收到行政复议申请。
        #0 无[未收到行政复议] Reconsiderations!
    如未收到申请，按零报告填写。
    1至11月未收到政府信息公开申请。
        #0 无[未收到政府信息公开申请] Received! Part
    全年依申请公开零申请。
        #0 无[零申请] Received! ThisYear
    未发生因政府信息公开被投诉、举报、申请行政复议和提起行政诉讼的情况。
        #0 无[未发生因政府信息公开被投诉,举报,申请行政复议] Reconsiderations!
        #1 无[未发生因政府信息公开被投诉,举报,申请行政复议和提起行政诉讼] Lawsuits!
    2024年未收取信息处理费。
        #0 无[未收取信息处理费] ProcessingFee! 2024
    未制发行政规范性文件。
        #0 无[未制发行政规范性文件] NormativeIssued!
    没有制定规章制度。
    制发行政规范性文件2件，废止1件，现行有效9件。
        #0 2件 NormativeIssued!
        #1 1件 NormativeRepealed!
        #2 9件 NormativeInForce!
    制定规章制度3件，开展业务培训两次。
        #0 3件
    制发规范性文件解读材料3篇。
        #0 3篇
    公开规范性文件12件。
        #0 12件
    清理规范性文件8件，废止2件。
        #0 8件
        #1 2件 NormativeRepealed!
    2025年，我局将制定规范性文件2件。
        #0 2件 NormativeIssued! 我局 Plan
    拟制定规范性文件3件。
        #0 3件 部分
    因政府信息公开被申请行政复议3件，其中结果维持2件，尚未审结1件。
        #0 3件 Reconsiderations!
        #1 2件 ReconsiderationsUpheld! 其中#0
        #2 1件 ReconsiderationsPending! 其中#0
    全年发生政府信息公开行政复议、行政诉讼3件。
        #0 3件 Proceedings! ThisYear
    全年发生行政复议和行政诉讼案件3件。
        #0 3件 Proceedings ThisYear
    办理行政复议案件156件。
        #0 156件 Reconsiderations
    发生政府信息公开行政复议3件，均获维持。
        #0 3件 Reconsiderations!
        #1 全[均获维持] ReconsiderationsUpheld!
    作出行政许可决定30件，行政处罚4件、行政强制2件。
        #0 30件 Licences!
        #1 4件 Penalties!
        #2 2件 Coercions!
    行政处罚、行政强制4件。
        #0 4件!
    行政许可60.4万件，行政事业性收费2.5亿元。
        #0 604000±1000件 Licences!
        #1 2.5亿元 Fees!
    行政事业性收费128.5万元，没有收取信息处理费。
        #0 128.5万元 Fees!
        #1 无[没有收取信息处理费] ProcessingFee!
    收到群众来信来电12件，办结率百分之百。
        #0 12件
    收到依申请公开平台留言3条。
        #0 3条
    受理低保申请20件。
        #0 20件
    受理申请较上年增加12件，办理质量进一步提高。
        #0 12件 +
    收到政府信息公开申请12件，同比增长5%。
        #0 12件 Received!
        #1 5% +#0
    共公开政府信息186条，其中：政务动态100条、公告公示60条、财政信息26条。
        #0 186条
        #1 100条 其中#0
        #2 60条 其中#0
        #3 26条 其中#0
    门户网站公开各类政府信息共计437条，包括：人事信息12条，政务动态240条，公告公示25条，其他类信息227条。
        #0 437条 部分
        #1 12条 包括#0 部分
        #2 240条 包括#0 部分
        #3 25条 包括#0 部分
        #4 227条 包括#0 部分
    公开人事信息12条、财政信息8条等。
        #0 12条
        #1 8条
    共发布信息30条，包括人事信息12条、财政信息8条等。
        #0 30条
        #1 12条 包括#0…
        #2 8条 包括#0…
    公开信息109件，其中甲类101件（图文90件、视频11件），乙类8件。
        #0 109件
        #1 101件 其中#0
        #2 90件 (#1
        #3 11件 (#1
        #4 8件 其中#0
    主动公示政府信息259条，通过政府信息网公示80条，其中工作动态52条，政务公开24条；通过公开栏公示179条。
        #0 259条
        #1 80条
        #2 52条 其中#1
        #3 24条 其中#1
        #4 179条 其中#1
    三类信息分别为12条、345条、20条。
        #0 12条
        #1 345条
        #2 20条
    发布信息21,943条，阅读量2.3万次，保密审查表220余份，近300人关注。
        #0 21943条
        #1 23000±1000次
        #2 ~220份
        #3 ~300人
    全市共办理政府信息依申请公开292件，较上年增加118件。其中，市政府办理46件，市直部门办理123件，县（区）政府办理123件。
        #0 292件 Processed! 全市
        #1 118件 +#0 全市
        #2 46件 其中#0 部分
        #3 123件 Processed! 部分
        #4 123件 部分
    县政府办公室收到政府信息公开申请17件。
        #0 17件 Received! 部分
    通过网络收到政府信息公开申请5件，当面申请2件。
        #0 5件 Received! 部分
        #1 2件 部分
    2023年收到政府信息公开申请9件，2024年收到12件。
        #0 9件 Received! 2023
        #1 12件 Received! 2024
    2008年以来累计收到政府信息公开申请120件。
        #0 120件 Received! 2008
    上半年收到政府信息公开申请5件。
        #0 5件 Received! Part
    截至2024年12月31日，收到政府信息公开申请5件。
        #0 5件 Received! 2024
    根据《关于收到政府信息公开申请5件的通知》（国办函〔2020〕109号）第20条规定，在20个工作日内答复。
    收到政府信息公开申请一件，答复一件。
        #0 1件 Received!
        #1 1件 Handled!
    制定一项制度，开展一次培训，《条例》第二十条第一项。
    全年共收到申请2件，其中国家秘密1件、重复申请1件。
        #0 2件 Received! ThisYear
        #1 1件 denied-secret! 其中#0 ThisYear
        #2 1件 unprocessed-repeated! 其中#0 ThisYear
    收到政府信息公开申请约12件。
        #0 ~12件 Received
    共公开信息12条，占总数的85%。
        #0 12条
        #1 85% 占#0
    电话4425166，邮编735300，索引号640100-12条。
    本年新收政府信息公开申请数量7件。
        #0 7件 Received!
    依申请公开方面，共收到申请8件。
        #0 8件 Received!
    注销36家政务新媒体，精简比例为14%。
        #0 36家
        #1 14% 占#0
    2024年，我局收到申请12件，办结12件。
        #0 12件 Received! 我局 2024
        #1 12件 Handled! 我局 2024
    县政务服务中心受理申请120件。
        #0 120件 Received
    2024年，我局办理政府信息公开申请15件。
        #0 15件 Processed! 我局 2024
    公示行政许可312件。
        #0 312件 Licences
    收到政府信息公开申请12件，其中自然人7、法人或其他组织5，予以公开8。
        #0 12件 Received!
        #1 7件 FromPersons! 其中#0
        #2 5件 FromOrganisations! 其中#0
        #3 8件 Granted! 其中#0
    公开信息12条，包括专栏1、专栏2、动态8；收到政府信息公开申请5。
        #0 12条
    ");
}

/// The dates and periods of a sentence, in a line.
fn dated(sentence: &str) -> String {
    let folded = fold(sentence);
    let facts = facts(sentence);
    let of = |at: Stretch| &folded[at.range()];
    let date = |date: &Date| {
        let role = match &date.role {
            DateRole::Subject(Speaker::Own(level)) => format!(" 我{level}"),
            DateRole::Subject(Speaker::Nobody) => " 某".to_owned(),
            DateRole::Subject(Speaker::Named(name)) => format!(" {name}"),
            DateRole::Announced => " 现将".to_owned(),
            DateRole::Carried => " 结转".to_owned(),
            DateRole::Mentioned => String::new(),
        };
        let fault = date.calendar.fault.map_or(String::new(), |fault| format!(" {fault:?}"));
        format!("{}{role}{fault}", of(date.at))
    };
    let dates = facts.dates.iter().map(date);
    let period = |period: &Period| format!("[{}{}]", of(period.at), if period.of_report { " 报告" } else { "" });
    let periods = facts.periods.iter().map(period);
    dates.chain(periods).collect::<Vec<_>>().join(" | ")
}

#[test]
fn dates_and_their_part_in_the_sentence() {
    let sentences = [
        "2024年，我局认真贯彻落实《条例》。",
        "一是2024年园区共发布信息41条。",
        "2022年我镇公开信息36条。",
        "2022年，西柳镇坚持以公开为常态。",
        "我局2023年度未收取信息处理费。",
        "按照规定，2023年度未收取信息处理费。",
        "2023年度我镇没有受理申请。",
        "2023年印发的《公开办法》继续执行。",
        "2023年共制定规范性文件0件。",
        "含2023年结转1件，结转2025年2件。",
        "较2023年增加12件，与2022年相比持平。",
        "现将2023年政府信息公开工作情况报告如下。",
        "根据《2023年政务公开工作要点》（国办发〔2022〕8号）编制。",
        "根据“关于做好2023年年报的通知”编制。",
        "制定2024—2027年规划，2021年至2025年实施。",
        "统计期限为2024年1月1日至12月31日。",
        "统计期限自20241月1日起至202412月31日止。",
        "截至2024年12月31止，共发布信息20条。",
        "数据自2024年1月1日起，至2024年12月31，真实有效。",
        "2024年13月、2月30日、2023年2月29日开展检查。",
        "3月5、6日和7月1-3日开展培训。",
        "发布时间：2025-01-16，索引号20201-3，电话02412月。",
        "二〇二四年，我局公开信息12条。",
        "信息202011日发布，20244年公开信息。",
    ];
    let shown = sentences.map(|it| format!("{it}\n    {}", dated(it)).trim_end().to_owned()).join("\n");
    insta::assert_snapshot!(shown, @r"
    2024年，我局认真贯彻落实《条例》。
        2024年 我局
    一是2024年园区共发布信息41条。
        2024年 园区共发布信息41条
    2022年我镇公开信息36条。
        2022年 我镇
    2022年，西柳镇坚持以公开为常态。
        2022年 西柳镇坚持以公开为常态
    我局2023年度未收取信息处理费。
        2023年度 我局
    按照规定，2023年度未收取信息处理费。
        2023年度 某
    2023年度我镇没有受理申请。
        2023年度 我镇
    2023年印发的《公开办法》继续执行。
        2023年 印发的
    2023年共制定规范性文件0件。
        2023年 某
    含2023年结转1件，结转2025年2件。
        2023年 结转 | 2025年 结转
    较2023年增加12件，与2022年相比持平。
        2023年 | 2022年
    现将2023年政府信息公开工作情况报告如下。
        2023年 现将
    根据《2023年政务公开工作要点》（国办发〔2022〕8号）编制。
    根据“关于做好2023年年报的通知”编制。
        2023年
    制定2024—2027年规划，2021年至2025年实施。
        2024-2027年 | 2021年至2025年
    统计期限为2024年1月1日至12月31日。
        2024年1月1日 | 12月31日 | [2024年1月1日至12月31日 报告]
    统计期限自20241月1日起至202412月31日止。
        20241月1日 RunTogether | 202412月31日 RunTogether | [20241月1日起至202412月31日 报告]
    截至2024年12月31止，共发布信息20条。
        2024年12月31 NoDay
    数据自2024年1月1日起，至2024年12月31，真实有效。
        2024年1月1日 | 2024年12月31 NoDay | [2024年1月1日起,至2024年12月31]
    2024年13月、2月30日、2023年2月29日开展检查。
        2024年13月 Impossible | 2月30日 Impossible | 2023年2月29日 Impossible
    3月5、6日和7月1-3日开展培训。
        3月 | 7月
    发布时间：2025-01-16，索引号20201-3，电话02412月。
        2025-01-16
    二〇二四年，我局公开信息12条。
        二〇二四年 我局
    信息202011日发布，20244年公开信息。
        202011日 RunTogether | 20244年 Digits
    ");
}

/// The citations of a sentence, one a line.
fn cited(sentence: &str) -> String {
    let folded = fold(sentence);
    let citation = |citation: &Citation| {
        let document = citation.document().map_or("?", |document| document.id.as_str());
        let mut shown = format!("{} = {document} {:?}", &folded[citation.at.range()], citation.spelling);
        if let Some(number) = citation.number {
            shown.push_str(&format!(" {}/{:?}/{}", &folded[number.code.range()], number.year, number.serial));
            for (flag, name) in [(number.ordinal, "第"), (number.padded, "零"), (!number.marked, "无号")] {
                shown.push_str(if flag { name } else { "" });
            }
            shown.push_str(&format!(" {:?}", citation.brackets));
        }
        for (flag, name) in [(citation.damaged, "损"), (citation.basis, "据"), (citation.history, "史")] {
            shown.push_str(if flag { name } else { "" });
        }
        shown
    };
    facts(sentence).citations.iter().map(citation).collect::<Vec<_>>().join("\n    ")
}

#[test]
fn citations_and_how_they_are_written() {
    let sentences = [
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。",
        "按照《条例》和《中华人民共和国政府信息公开年度报告格式》（国办公开办函〔2021〕30号）要求编制。",
        "根据《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定收费。",
        "根据国办公开办涵〔2021〕30号编制。",
        "根据《政府信息公开工作年度报告格式（试行）》(国办公开办函[2019]60号)编制。",
        "依据云政办函〔2024〕第05号文件，云教发〔2024〕7号。",
        "《条例》由国务院令第492号公布，国务院令第711号修订。",
        "法院作出（2024）云0123行初5号判决。",
        "依照国务院第711号令，公开信息12条，参照《云溪县公开办法》。",
    ];
    let shown = sentences.map(|it| format!("{it}\n    {}", cited(it)).trim_end().to_owned()).join("\n");
    insta::assert_snapshot!(shown, @r"
    根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。
        《中华人民共和国政府信息公开条例》(国务院令第711号 = regulation Full 国务院令/None/711第 Unknown据
    按照《条例》和《中华人民共和国政府信息公开年度报告格式》（国办公开办函〔2021〕30号）要求编制。
        《条例》 = regulation Short据
        《中华人民共和国政府信息公开年度报告格式》(国办公开办函(2021)30号 = format Wrong 国办公开办函/Some(2021)/30 Tortoise据
    根据《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定收费。
        《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》(国办函(2020)109号 = fee-measure Full 国办函/Some(2020)/109 Tortoise据
    根据国办公开办涵〔2021〕30号编制。
        国办公开办涵(2021)30号 = format Unknown 国办公开办涵/Some(2021)/30 Tortoise损据
    根据《政府信息公开工作年度报告格式（试行）》(国办公开办函[2019]60号)编制。
        《政府信息公开工作年度报告格式(试行)》(国办公开办函[2019]60号 = format-2019 Short 国办公开办函/Some(2019)/60 Other据
    依据云政办函〔2024〕第05号文件，云教发〔2024〕7号。
        云政办函(2024)第05号 = ? Unknown 云政办函/Some(2024)/5第零 Tortoise据
        云教发(2024)7号 = ? Unknown 云教发/Some(2024)/7 Tortoise据
    《条例》由国务院令第492号公布，国务院令第711号修订。
        《条例》由国务院令第492号 = regulation-2007 Short 由国务院令/None/492第 Unknown史
        国务院令第711号 = regulation Unknown 国务院令/None/711第 Unknown史
    法院作出（2024）云0123行初5号判决。
    依照国务院第711号令，公开信息12条，参照《云溪县公开办法》。
        国务院第711号令 = regulation Unknown 国务院/None/711第 Unknown据
        《云溪县公开办法》 = ? Unknown
    ");
}

#[test]
fn blanks_are_missing_figures() {
    for (sentence, expected) in [
        ("全年共主动公开政府信息  条，发布推文12篇。", "信息条"),
        ("全年公开信息，共条。", "共条"),
        ("主动公开政府信息____条。", "_条"),
        ("全年收到依申请公开申请件，均已办结。", ""),
        ("公开信息条数12条，信息条目清楚。", ""),
    ] {
        let folded = fold(sentence);
        let blanks = facts(sentence).blanks.iter().map(|at| &folded[at.range()]).collect::<Vec<_>>().join(" ");
        assert_eq!(blanks, expected, "{sentence}");
    }
}

#[test]
fn tables_attachments_and_other_texts_state_nothing() {
    for text in ["附件：全县收到政府信息公开申请12件。", "一、总体情况", "坚持以公开为常态、不公开为例外，完善机制。"]
    {
        let stated = CellFacts { ordinals: Box::default(), keywords: Keywords::default(), ..facts(text) };
        assert_eq!(stated, CellFacts::default(), "{text}");
    }
}
