//! Words: invented bodies, and what such reports say in general.

use super::random::Random;

const FIRST: [char; 32] = [
    '澄', '砚', '临', '霁', '望', '梧', '松', '岚', '青', '云', '鹿', '平', '安', '永', '宁', '清', '金', '白', '石',
    '柳', '桐', '竹', '枫', '鹤', '雁', '雪', '泉', '沙', '桃', '荷', '莲', '菱',
];
const SECOND: [char; 32] = [
    '川', '北', '沅', '山', '溪', '津', '岫', '港', '河', '江', '湖', '洲', '岭', '坪', '原', '滩', '浦', '湾', '塘',
    '阳', '台', '桥', '林', '岩', '峰', '谷', '屿', '渡', '亭', '关', '城', '陵',
];
/// How many bodies there are.
pub const BODIES: usize = FIRST.len() * SECOND.len();

/// One of the bodies. They may make rules, so that every row of the tables may have figures.
pub fn body(index: usize) -> String {
    let (first, second) = (FIRST[index % FIRST.len()], SECOND[index / FIRST.len() % SECOND.len()]);
    format!("{first}{second}市人民政府")
}

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

pub fn preamble(year: u16) -> [String; 2] {
    [
        "本报告依据《中华人民共和国政府信息公开条例》编制，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开\
         行政复议和行政诉讼情况、存在的主要问题及改进情况以及其他需要报告的事项等部分组成。"
            .to_owned(),
        format!("本报告中所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"),
    ]
}

/// What a section without a table says.
pub fn prose(section: &str, body: &str, year: u16, random: &mut Random) -> Vec<String> {
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
pub fn filler(random: &mut Random, bytes: usize) -> Vec<String> {
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
