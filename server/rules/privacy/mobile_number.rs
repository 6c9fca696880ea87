//! See [`RULE`].

use crate::report::private_numbers::{PrivateKind, masked};
use crate::rules::near::Near;
use crate::rules::{Check, Finding, Severity, Subject, quoted};

rule! {
    /// 报告中有手机号码。
    ///
    /// # 为什么
    ///
    /// 申请人、群众和工作人员的手机号码属于个人信息，《政府信息公开条例》第十五条规定涉及个人隐私的政府信息不得公开。
    ///
    /// 开头的说明里和写明联系方式的句子里的号码，多半是有意公布的，级别降为信息：联系方式一般写办公室的固定电话。固定电话、
    /// 传真、邮政编码、索引号和金额不算。提示中的号码只显示首尾几位。
    ///
    /// # 怎么办
    ///
    /// 删去个人的手机号码；对外公布的联系电话尽量用办公电话。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到申请人张某（13800138000）提出的政府信息公开申请1件。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 如对本报告有疑问，请与云溪县教育局办公室联系（电话：0453-6789012）。
    ///
    /// 一、总体情况
    ///
    /// 2024年，我局收到申请人张某提出的政府信息公开申请1件。
    ///
    /// 二、主动公开政府信息情况
    /// ```
    "mobile-number", "手机号码", Warning, None, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    for (paragraph, number) in check.private_numbers().filter(|(_, number)| number.kind == PrivateKind::Mobile) {
        let near = Near::new(check, &paragraph, number);
        if near.code || (number.spaced && !near.contact) {
            continue;
        }
        let shown = quoted(&masked(&paragraph.printed(number.at)));
        let (severity, message) = match (near.contact || near.preamble) && !near.person {
            true => (Severity::Info, format!("{shown}是手机号码，请确认是有意对外公布的；联系方式宜用办公电话")),
            false => (Severity::Warning, format!("{shown}是手机号码，可能属于个人信息，请核对是否应当公开")),
        };
        check.push(Finding::new(&RULE, Subject::Text, paragraph.source(number.at), message).severity(severity));
    }
}
