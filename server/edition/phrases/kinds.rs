//! The kinds of words with which prose describes figures.

use serde::Deserialize;

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// 政府信息公开申请.
    Applications,
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼.
    Litigation,
    /// 未经复议直接起诉.
    DirectLitigation,
    /// 复议后起诉.
    LaterLitigation,
    /// 行政规范性文件.
    NormativeDocuments,
    /// 规章.
    Rules,
    /// 行政许可.
    Licensing,
    /// 行政处罚.
    Penalty,
    /// 行政强制.
    Coercion,
    /// 行政事业性收费.
    Fees,
    /// 信息处理费.
    ProcessingFee,
    /// 其他对外管理服务事项.
    OtherServices,
    /// 政府集中采购.
    Procurement,
}

impl Topic {
    /// Whether it is a lawsuit or an administrative reconsideration.
    pub fn is_proceeding(self) -> bool {
        matches!(self, Topic::Reconsideration | Topic::Litigation | Topic::DirectLitigation | Topic::LaterLitigation)
    }
}

/// What was done with a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// 收到.
    Receive,
    /// 上年结转.
    CarryIn,
    /// 办结.
    Handle,
    /// 办理.
    Process,
    /// 结转下年度.
    CarryOut,
    /// 予以公开.
    Grant,
    /// 部分公开.
    GrantPart,
    /// 不予公开.
    Deny,
    /// 无法提供.
    Unable,
    /// 不予处理.
    LeaveUnprocessed,
    /// 其他处理.
    HandleOtherwise,
    /// 自然人申请.
    ComeFromPerson,
    /// 法人或其他组织申请.
    ComeFromOrganisation,
    /// 发生, 被申请, 被提起.
    Occur,
    /// 结果维持.
    Uphold,
    /// 结果纠正.
    Correct,
    /// 其他结果.
    EndOtherwise,
    /// 尚未审结.
    Pend,
    /// 制发.
    Issue,
    /// 废止.
    Repeal,
    /// 现行有效.
    BeInForce,
    /// 新公开.
    PublishFirst,
    /// 对外公开总数.
    HavePublished,
    /// 采购项目.
    Buy,
    /// 收取.
    Charge,
}

/// A figure of the forms, or of part six, that prose may state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// Applications received this year.
    Received,
    /// Applications carried over from last year.
    CarriedIn,
    /// Applications handled this year.
    Handled,
    /// Applications that were worked on this year, whether or not all of them are handled.
    Processed,
    /// Applications carried over to next year.
    CarriedOut,
    /// 予以公开.
    Granted,
    /// 部分公开.
    PartlyGranted,
    /// 不予公开, all rows of the group.
    Denied,
    /// 无法提供, all rows of the group.
    Unable,
    /// 不予处理, all rows of the group.
    Unprocessed,
    /// 其他处理, all rows of the group.
    HandledOtherwise,
    /// One row of the results, by its index in the newest edition's form of applications.
    #[serde(skip)]
    Result(u8),
    /// Applications received from natural persons.
    FromPersons,
    /// Applications received from legal persons and other organisations.
    FromOrganisations,
    /// Reconsiderations.
    Reconsiderations,
    /// Reconsiderations that upheld the decision.
    ReconsiderationsUpheld,
    /// Reconsiderations that corrected the decision.
    ReconsiderationsCorrected,
    /// Reconsiderations with another result.
    ReconsiderationsOther,
    /// Reconsiderations that are not closed.
    ReconsiderationsPending,
    /// Lawsuits, direct ones and those after a reconsideration.
    Lawsuits,
    /// Lawsuits that upheld the decision.
    LawsuitsUpheld,
    /// Lawsuits that corrected the decision.
    LawsuitsCorrected,
    /// Lawsuits with another result.
    LawsuitsOther,
    /// Lawsuits that are not closed.
    LawsuitsPending,
    /// Lawsuits without a reconsideration before them.
    DirectLawsuits,
    /// Lawsuits after a reconsideration.
    LaterLawsuits,
    /// Reconsiderations and lawsuits together.
    Proceedings,
    /// Normative documents issued this year.
    NormativeIssued,
    /// Normative documents repealed this year.
    NormativeRepealed,
    /// Normative documents in force.
    NormativeInForce,
    /// Normative documents published for the first time (2019).
    NormativePublished,
    /// Normative documents that are public (2019).
    NormativePublic,
    /// Rules issued this year.
    RulesIssued,
    /// Rules repealed this year.
    RulesRepealed,
    /// Rules in force.
    RulesInForce,
    /// Rules published for the first time (2019).
    RulesPublished,
    /// Rules that are public (2019).
    RulesPublic,
    /// Decisions about licences.
    Licences,
    /// Decisions about other services (2019).
    OtherServices,
    /// Decisions about penalties.
    Penalties,
    /// Decisions about coercive measures.
    Coercions,
    /// Administrative fees.
    Fees,
    /// The information processing fee that was charged; it stands in part six only.
    ProcessingFee,
    /// Notices that ask for that fee.
    ProcessingFeeNotices,
    /// Projects of centralised procurement (2019).
    ProcurementProjects,
}

/// How a list of parts is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opener {
    /// 其中: some of the parts, perhaps not all.
    Among,
    /// 包括: all parts.
    Includes,
    /// 分别为: all parts, in the order of what was named.
    Respectively,
    /// A colon.
    Colon,
    /// A bracket.
    Bracket,
}

/// Whose figures they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeKind {
    /// The report's own body: 我局.
    Own,
    /// A whole area or system: 全市.
    Area,
    /// A part of the body, or a part of what is counted: 市本级, 网上.
    Part,
}

/// When something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeKind {
    /// The report year.
    ThisYear,
    /// The year before, or an earlier one.
    LastYear,
    /// A part of a year.
    Part,
    /// Several years.
    Long,
}
