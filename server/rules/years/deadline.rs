//! See [`RULE`].

use crate::edition::body::BodyLevel;
use crate::rules::{Check, Finding, Subject};

rule! {
    /// 页面上的发布日期晚于法定期限。
    ///
    /// # 为什么
    ///
    /// 《条例》第四十九条：县级以上人民政府部门应当在每年1月31日前公布本机关上一年度的报告；县级以上地方人民政府的报告在3月31日前
    /// 公布。
    ///
    /// 只看第一部分之前写明的发布日期、发布时间，或者网页元数据中的 PubDate；落款和成文日期不是发布日期。乡镇、街道和其他单位的
    /// 期限由当地规定，不判断；次年以后的日期多半是网站迁移的日期，也不判断。机关的层级按标题中的名称，或者
    /// 按设置 `body`。
    ///
    /// # 怎么办
    ///
    /// 核对发布日期。确实晚了的无法更改，下一年度注意在期限之前公布。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 发布日期：2025-02-14 10:20
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息186条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 发布日期：2025-01-16 10:20
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局主动公开政府信息186条。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "deadline", "晚于法定期限公布", Info, None, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    let report = check.report;
    let (Some(year), Some((month, last))) = (report.year, check.body().and_then(limit)) else { return };
    let Some(published) = check.published() else { return };
    let (Some(in_year), Some(in_month), Some(day)) = (published.day.year, published.day.month, published.day.day) else {
        return;
    };
    let due = year.saturating_add(1);
    if in_year == due && (in_month, day) > (month, last) {
        let message = format!(
            "发布日期{in_year}年{in_month}月{day}日晚于法定期限{due}年{month}月{last}日（《条例》第四十九条），请核对"
        );
        check.push(Finding::new(&RULE, Subject::Date, published.range, message));
    }
}

/// The last month and day on which a body may publish its report (条例第四十九条); `None` where local rules set it.
fn limit(level: BodyLevel) -> Option<(u8, u8)> {
    match level {
        BodyLevel::Department | BodyLevel::Ministry => Some((1, 31)),
        BodyLevel::County | BodyLevel::City | BodyLevel::Province => Some((3, 31)),
        BodyLevel::Township | BodyLevel::Street | BodyLevel::Public | BodyLevel::Other => None,
    }
}
