//! See [`RULE`].

use crate::report::private_numbers::{PrivateKind, masked};
use crate::rules::near::Near;
use crate::rules::{Check, Finding, Severity, Subject, quoted};

rule! {
    /// 报告中有公民身份号码。
    ///
    /// # 为什么
    ///
    /// 《政府信息公开条例》第十五条规定，涉及个人隐私、公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。年度报告
    /// 是向社会公布的，公民身份号码不应当出现在里面。
    ///
    /// 18位的号码按国家标准核对地区、出生日期和校验码，三项都对才报告；15位的旧号码没有校验码，写明是身份证号的才提示。统一
    /// 社会信用代码、索引号不算。提示中的号码只显示首尾几位。
    ///
    /// # 怎么办
    ///
    /// 删去号码；确需提及当事人的，改用“申请人张某”一类的写法。号码如已对外发布，应尽快撤下。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到申请人张某（身份证号11010519491231002X）提出的政府信息公开申请1件。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到申请人张某提出的政府信息公开申请1件。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "citizen-id", "公民身份号码", Error, None, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    for (paragraph, number) in check.private_numbers() {
        let near = || Near::new(check, &paragraph, number);
        let severity = match number.kind {
            PrivateKind::Citizen if { let near = near(); near.identity || !near.code } => Severity::Error,
            PrivateKind::OldCitizen if near().identity => Severity::Warning,
            _ => continue,
        };
        let shown = quoted(&masked(&paragraph.printed(number.at)));
        let message = format!("{shown}是公民身份号码，属于个人隐私，不应公开");
        check.push(Finding::new(&RULE, Subject::Text, paragraph.source(number.at), message).severity(severity));
    }
}
