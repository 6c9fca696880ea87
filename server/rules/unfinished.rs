//! Rules that do not come to their end: one that panics, or takes more steps than it is given, and one that finds more than
//! anybody reads. It is named in one finding, and what the others find stands.

use super::finding::{Finding, Finds};
use super::rule::{Rule, Severity};
use super::subject::Subject;
use crate::report::Report;
use crate::text::stop::{self, Cut};

/// How many steps ([`stop::step`]) a rule may take in a report, besides those for each of its bytes.
const STEPS: u64 = 1_000_000;
/// How many more it may take for each byte of the report. A rule looks at every paragraph a few times, and a paragraph has
/// some hundred bytes.
const STEPS_A_BYTE: u64 = 16;

/// How many findings of a rule are told in a report. Nobody reads more, and each takes a hundred times as much memory as the
/// text that it is about.
pub(super) const MOST_FINDINGS: usize = 1_000;

/// Has a rule add its findings, `most` of them. If it does not come to its end, what it found is dropped, for it may be half
/// of the truth.
pub(super) fn guard<C: Finds>(
    rule: &'static Rule,
    (report, most): (&Report, usize),
    check: &mut C,
    add_findings: impl FnOnce(&mut C),
) {
    let before = check.found().begin(most);
    let steps = STEPS + STEPS_A_BYTE * report.range.len() as u64;
    if let Err(cut) = stop::within(steps, || add_findings(check)) {
        check.found().drop_behind(before);
        check.found().say(unfinished(rule, report, cut));
    } else if check.found().left() > 0 {
        let left = check.found().left();
        check.found().say(more(rule, report, left));
    }
}

/// The finding that says how many of a rule are not told.
fn more(rule: &'static Rule, report: &Report, left: usize) -> Finding {
    let Rule { name, title, .. } = rule;
    let message = format!(
        "“{title}”（{name}）的结果太多：这份报告里只列出前{MOST_FINDINGS}处，还有{left}处没有列出。改正一些以后会补上"
    );
    about(rule, report, message).severity(Severity::Info)
}

/// The finding that names a rule which did not come to its end.
fn unfinished(rule: &'static Rule, report: &Report, cut: Cut) -> Finding {
    let Rule { name, title, .. } = rule;
    let message = match cut {
        Cut::Panicked => format!(
            "检查“{title}”（{name}）时程序出错，这一项没有检查；其他各项不受影响。这是 nianbao 的缺陷，不是草稿的错误：\
             请把草稿中不涉密的部分连同 nianbao 的版本报告给维护者"
        ),
        Cut::OutOfSteps => format!(
            "检查“{title}”（{name}）超过了步数的上限（{STEPS}步，报告每一字节再加{STEPS_A_BYTE}步），这一项没有检查完；\
             其他各项不受影响。草稿多半有大量重复的内容：请删去重复的部分，或者把草稿拆成几个文件"
        ),
    };
    about(rule, report, message).severity(Severity::Warning)
}

/// A finding about a rule, at the title of the report.
fn about(rule: &'static Rule, report: &Report, message: String) -> Finding {
    let place = report.title.as_ref().map_or(&report.first_line, |title| &title.range);
    Finding::new(rule, Subject::Rule, place.clone(), message)
}

/// Whether this is the first finding of its rule that says that the rule did not come to its end, or another finding. In a
/// draft of many reports a rule is named once.
pub fn is_first<'a>() -> impl FnMut(&Finding) -> bool + 'a {
    let mut named: Vec<&'static str> = Vec::new();
    move |finding| {
        let is_known = finding.subject == Subject::Rule && named.contains(&finding.rule.name);
        if finding.subject == Subject::Rule && !is_known {
            named.push(finding.rule.name);
        }
        !is_known
    }
}

/// Rules that fail on purpose, in unit tests only.
#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::check::{Draft, check};
    use crate::rules::{Check, RuleCheck, TextCheck};
    use crate::text::Edit;

    static PANICS: Rule = Rule { name: "panics", ..on_purpose() };
    static PANICS_OF_ALL: Rule = Rule { name: "panics-of-all", ..on_purpose() };
    static NEVER_ENDS: Rule = Rule { name: "never-ends", ..on_purpose() };
    static FINDS_A_LOT: Rule = Rule { name: "finds-a-lot", ..on_purpose() };

    const fn on_purpose() -> Rule {
        Rule {
            name: "",
            title: "存心出错",
            severity: Severity::Error,
            fixes: crate::rules::Fixes::None,
            sees: crate::rules::Sees::Text,
            since: "0.1.0",
            docs: "",
        }
    }

    pub(in crate::rules) const ON_PURPOSE: &[(&Rule, RuleCheck)] = &[
        (&PANICS, RuleCheck::Text(panics)),
        (&PANICS_OF_ALL, RuleCheck::Everything(panics_of_all)),
        (&NEVER_ENDS, RuleCheck::Text(never_ends)),
        (&FINDS_A_LOT, RuleCheck::Text(finds_a_lot)),
    ];

    fn says<R>(check: &Check<'_, R>, words: &str) -> bool {
        check.prose().any(|it| it.text().contains(words))
    }

    fn panics(check: &mut TextCheck<'_>) {
        if says(check, "第13次演练") {
            check.push(Finding::new(&PANICS, Subject::Text, check.report.first_line.clone(), "half of the truth"));
            panic!("on purpose");
        }
    }

    fn panics_of_all(check: &mut Check<'_>) {
        assert!(!says(check, "第14次演练"), "on purpose");
    }

    fn never_ends(check: &mut TextCheck<'_>) {
        while says(check, "第15次演练") {}
    }

    fn finds_a_lot(check: &mut TextCheck<'_>) {
        let count = if says(check, "第16次演练") { MOST_FINDINGS + 7 } else { 0 };
        for _ in 0..count {
            check.push(Finding::new(&FINDS_A_LOT, Subject::Text, check.report.first_line.clone(), "one of them"));
        }
    }

    /// A report with a heading too many, which is found whatever else is.
    fn draft(words: &str) -> String {
        format!(
            "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n2024年，本机关举行{words}，主动公开政府信息36条。\n\n\
             一、总体情况\n\n2024年，没有别的情况。\n\n五、存在的主要问题及改进情况\n\n无。\n"
        )
    }

    fn told(findings: &[Finding]) -> Vec<(&'static str, Severity, String)> {
        findings.iter().map(|it| (it.rule.name, it.severity, it.message.clone())).collect()
    }

    #[test]
    fn a_rule_that_does_not_end_is_named_and_the_others_stand() {
        let sound = told(&check(&draft("会议")).findings);
        assert!(!sound.is_empty());
        for (words, rule, why) in [
            ("第13次演练", PANICS.name, "程序出错"),
            ("第14次演练", PANICS_OF_ALL.name, "程序出错"),
            ("第15次演练", NEVER_ENDS.name, "步数的上限"),
        ] {
            let checked = check(&draft(words));
            let (unfinished, others): (Vec<_>, Vec<_>) =
                told(&checked.findings).into_iter().partition(|(name, ..)| *name == rule);
            assert_eq!(others, sound, "{words}");
            let [(_, severity, message)] = &unfinished[..] else { panic!("{words}: {unfinished:?}") };
            assert!(message.contains(why) && message.contains(rule), "{message}");
            assert_eq!(*severity, Severity::Warning, "no error is proved");
        }
    }

    #[test]
    fn what_nobody_reads_is_counted() {
        let checked = check(&draft("第16次演练"));
        let all: Vec<&Finding> = checked.findings.iter().filter(|it| it.rule.name == FINDS_A_LOT.name).collect();
        assert_eq!(all.len(), MOST_FINDINGS + 1);
        let said: Vec<&&Finding> = all.iter().filter(|it| it.subject == Subject::Rule).collect();
        assert!(said.len() == 1 && said[0].message.contains("还有7处"), "{said:?}");
        let others = told(&checked.findings).into_iter().filter(|(name, ..)| *name != FINDS_A_LOT.name);
        assert_eq!(others.collect::<Vec<_>>(), told(&check(&draft("会议")).findings));
    }

    #[test]
    fn of_many_reports_it_is_named_once() {
        let volume = [draft("第13次演练"), draft("会议"), draft("第13次演练").replace("云溪县", "石桥县")].concat();
        let count = |names: &mut dyn Iterator<Item = &'static str>| names.filter(|it| *it == PANICS.name).count();
        let checked = check(&volume);
        assert_eq!(checked.reports.len(), 3);
        assert_eq!(count(&mut checked.findings.iter().map(|it| it.rule.name)), 1);
        let snapshot = Draft::new(&volume, 1).snapshot();
        assert_eq!(count(&mut snapshot.findings().map(|(_, it)| it.rule.name)), 1);
    }

    /// What is typed may take the fault away and bring it back.
    #[test]
    fn a_draft_that_is_edited_loses_and_gets_it_as_one_that_is_opened() {
        let text = draft("第13次演练");
        let mut edited = Draft::new(&text, 1);
        let at = text.find("13").expect("the words");
        for (words, is_told) in [("12", false), ("13", true), ("15", true), ("12", false)] {
            let snapshot = edited.edit(&[Edit::new(at..at + 2, words)], 2);
            let found: Vec<Finding> = snapshot.findings().map(|(_, it)| it.clone()).collect();
            assert_eq!(found, check(&edited.buffer().to_string()).findings);
            assert_eq!(found.iter().any(|it| it.subject == Subject::Rule), is_told, "{words}");
        }
    }

    #[test]
    fn the_command_line_tells_it_as_any_other_finding() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, output) = (folder.path().join("a.md"), folder.path().join("a.json"));
        std::fs::write(&file, draft("第13次演练")).expect("a file");
        let arguments = ["nianbao", "check", "--no-config", "--quiet", "--format", "json", "-o"].map(Into::into);
        let arguments = arguments.into_iter().chain([output.clone().into_os_string(), file.into_os_string()]);
        crate::cli::run(arguments, || {});
        let told = std::fs::read_to_string(&output).expect("the results");
        assert_eq!(told.matches("程序出错").count(), 1, "{told}");
        assert!(told.contains(r#""kind":"rule""#) || told.contains(r#""kind": "rule""#), "{told}");
    }

    /// Twice as much of something takes twice as many steps, wherever it stands: in one paragraph, or in one each.
    #[test]
    fn steps_grow_with_the_text() {
        let head = "云溪县教育局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n";
        let steps = |unit: &str, bytes: usize| {
            let text = format!("{head}{}\n\n二、主动公开政府信息情况\n\n无。\n", unit.repeat(bytes / unit.len()));
            stop::taken(|| drop(check(&text)))
        };
        for unit in [
            "共收到政府信息公开申请12件，主动公开政府信息1234条。",
            "共收到政府信息公开申请12件。\n\n",
            "受理申请12件，同比增长20%，",
            "2024年1月1日起至12月31日止，",
            "根据《政府信息公开条例》第二十条第（一）项，",
            "按照《国务院办公厅关于政府信息公开的通知》（国办函〔2020〕109号），",
            "电话：13900139000，",
            "**一、总体情况**\n\n",
            "（一）加强领导。\n\n",
            "布署，政府資訊，zǒngjì，",
            "一、总体情况二、主动公开政府信息情况三、收到和处理政府信息公开申请情况",
            "<b>字",
        ] {
            let (one, two) = (steps(unit, 8_000), steps(unit, 16_000));
            assert!(two < one * 5 / 2 + 1_000, "{unit:?}: {one} steps, and {two} for twice as much");
        }
    }
}
