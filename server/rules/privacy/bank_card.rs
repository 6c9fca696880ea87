//! See [`RULE`].

use crate::report::private_numbers::{PrivateKind, masked};
use crate::rules::near::Near;
use crate::rules::{Check, Finding, Subject, quoted};

rule! {
    /// 报告中有银行卡号。
    ///
    /// # 为什么
    ///
    /// 《个人信息保护法》第二十八条把金融账户列为敏感个人信息，《政府信息公开条例》第十五条规定涉及个人隐私的政府信息不得公开。
    ///
    /// 前面写明是卡号、账号或者账户、校验位也对的16至19位数字才报告。索引号、统一社会信用代码、对公账户不算。提示中的号码只
    /// 显示首尾几位。
    ///
    /// # 怎么办
    ///
    /// 删去卡号。缴费账户应当写在收费通知里，不必写进年度报告。
    ///
    /// # 示例
    ///
    /// ```wrong
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 六、其他需要报告的事项
    ///
    /// 2024年，退还申请人多缴的信息处理费1笔（银行卡号：6217001234567893）。
    /// ```
    ///
    /// ```right
    /// 云溪县教育局2024年政府信息公开工作年度报告
    ///
    /// 六、其他需要报告的事项
    ///
    /// 2024年，退还申请人多缴的信息处理费1笔。
    /// ```
    "bank-card", "银行卡号", Warning, None, since "0.1.0"
}

fn check(check: &mut Check<'_>) {
    for (paragraph, number) in check.private_numbers().filter(|(_, number)| number.kind == PrivateKind::Card) {
        let near = Near::new(check, &paragraph, number);
        if near.account && !near.code {
            let shown = quoted(&masked(&paragraph.printed(number.at)));
            let message = format!("{shown}像是银行卡号，请核对；个人的金融账户不应公开");
            check.push(Finding::new(&RULE, Subject::Text, paragraph.source(number.at), message));
        }
    }
}
