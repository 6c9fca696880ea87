//! What every rule finds: the drafts in `rules/<rule>/`, and the examples in the rules' documentation.

use crate::support;
use crate::support::generate::{Plan, STYLES};
use nianbao::check::{Checked, check, check_among};
use nianbao::config::Settings;
use nianbao::edition;
use nianbao::report::figures::FormFigures;
use nianbao::report::neighbours::{Below, Contributions, Key, Neighbours, Succession};
use nianbao::rules::{Finding, Fixes, GROUPS, Profile, RULES, Rule, Severity, rule};
use nianbao::text::{Edit, edit, encoding};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rules about what is left out: they speak of a complete report as soon as a row is taken out of it, or what stands
/// between two blank lines, once or several times in a row. The drafts are short: what they leave out is not what they
/// are about.
fn absent() -> Vec<&'static str> {
    let style = &STYLES[0];
    let edition = edition::newest();
    let plan = Plan::new(edition, 1);
    // The only row of a table is the table.
    let forms = edition.forms.iter().enumerate().filter(|(_, form)| form.rows.len() > 1);
    let rows = forms.flat_map(|(form, it)| (0..it.rows.len()).map(move |row| (form, row)));
    let mut texts: Vec<String> =
        rows.map(|(form, row)| plan.clone().without_row(form, row).write(style).text).collect();
    let text = plan.write(style).text;
    let pieces: Vec<&str> = text.split_inclusive("\n\n").collect();
    for start in 1..pieces.len() {
        texts.extend((start + 1..=pieces.len()).map(|end| [&pieces[..start], &pieces[end..]].concat().concat()));
    }
    let found = |text: String| check(&text).findings.into_iter().map(|finding| finding.rule.name);
    let mut names: Vec<&str> = texts.into_par_iter().flat_map_iter(found).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The rule for which the first report of a draft is to be the sum of the others.
const OF_PARENTS: &str = "aggregation";

/// A draft of a rule, checked as the rule requires.
fn judged(rule: &str, text: &str) -> Checked {
    let checked = check(text);
    let key = checked.reports.first().and_then(Key::of).filter(|_| rule == OF_PARENTS);
    let Some(key) = key else { return checked };
    let known = Contributions::of(&checked.reports, &checked.syntax, &Succession::default());
    let children: Vec<&FormFigures> = known.all().iter().filter(|it| it.key != key).map(|it| &it.figures).collect();
    let (first, others) = children.split_first().expect("reports of bodies below");
    let sums = others.iter().fold((*first).clone(), |sums, it| sums.plus(it).expect("the same edition"));
    let neighbours = Neighbours::default().with_below(Below { key, count: children.len(), sums });
    check_among(text, &Settings::default(), &neighbours)
}

/// The findings about a text that a draft of this rule is about.
fn findings(rule: &str, absent: &[&str], text: &str) -> Vec<Finding> {
    let findings = judged(rule, text).findings.into_iter();
    findings.filter(|finding| finding.rule.name == rule || !absent.contains(&finding.rule.name)).collect()
}

/// A text after all repairs that may be applied without looking.
fn repaired(findings: &[Finding], text: &str) -> String {
    let mut edits: Vec<Edit> = Vec::new();
    for fix in findings.iter().flat_map(|finding| &finding.fixes).filter(|fix| fix.safe) {
        let together: Vec<Edit> = edits.iter().chain(&fix.edits).cloned().collect();
        if edit::apply(text, &together).is_ok() {
            edits = together;
        }
    }
    edit::apply(text, &edits).expect("tried before")
}

/// The lines in which two texts of equally many lines differ.
fn changes(before: &str, after: &str) -> String {
    let mut changes = String::new();
    for (number, (old, new)) in before.lines().zip(after.lines()).enumerate().filter(|(_, (old, new))| old != new) {
        let _ = writeln!(changes, "{}\n- {old}\n+ {new}", number + 1);
    }
    changes
}

#[test]
fn drafts() {
    let absent = absent();
    let wrong = support::drafts::drafts("tests/rules").into_iter().filter(|path| {
        // Every draft is tried, whatever becomes of those before it.
        std::panic::catch_unwind(|| try_draft(path, &absent)).is_err()
    });
    let wrong: Vec<PathBuf> = wrong.collect();
    assert!(wrong.is_empty(), "{} drafts, see above: {wrong:#?}", wrong.len());
}

/// Fails unless nothing is found in a draft that is right, and in one that is wrong what its snapshot says.
fn try_draft(path: &Path, absent: &[&str]) {
    let (folder, file) = (path.parent().expect("a folder"), name(path));
    let rule = rule(name(folder)).unwrap_or_else(|| panic!("no rule {}", name(folder)));
    let text = std::fs::read_to_string(path).expect("a draft");
    let found = findings(rule.name, absent, &text);
    if file.starts_with("right") {
        let rest: Vec<_> = found.iter().map(|finding| (finding.rule.name, &finding.message)).collect();
        assert!(rest.is_empty(), "{}: {rest:#?}", path.display());
        return;
    }
    assert!(file.starts_with("wrong"), "{}: neither wrong nor right", path.display());
    assert!(found.iter().any(|finding| finding.rule.name == rule.name), "{}: nothing found", path.display());
    let after = repaired(&found, &text);
    let left = findings(rule.name, absent, &after);
    let again = left.iter().find(|finding| finding.fixes.iter().any(|fix| fix.safe));
    assert!(again.is_none(), "{}: a repair leaves {again:?}", path.display());
    let mut output = printed(folder, rule, absent, file);
    if after != text {
        assert_eq!(text.lines().count(), after.lines().count(), "{}: a repair adds or drops lines", path.display());
        output.push_str("----- 自动修复\n");
        output.push_str(&changes(&text, &after));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(file, output));
}

/// The name of a file or folder.
fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name")
}

#[test]
fn the_year_of_a_report_is_not_chosen_by_counting() {
    let text = std::fs::read_to_string(support::drafts::root().join("tests/rules/year-mismatch/wrong.md"));
    let text = text.expect("a draft");
    let years = |text: &str| check(text).findings.iter().filter(|it| it.rule.name == "year-mismatch").count();
    assert_eq!(years(&text), 3);
    let (_, untitled) = text.split_once('\n').expect("a title");
    assert_eq!(years(untitled), 0);
    let period = format!("本报告所列数据的统计期限为2024年1月1日至12月31日。{untitled}");
    assert_eq!(years(&period), 3);
}

/// What `nianbao check` prints about a draft.
fn printed(folder: &Path, rule: &Rule, absent: &[&str], file: &str) -> String {
    let ignored: Vec<&str> = absent.iter().copied().filter(|absent| *absent != rule.name).collect();
    let output = Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .current_dir(folder)
        .args(["check", "--quiet", "--color", "never", "--ignore", &ignored.join(","), file])
        .args(["--parent", file].iter().filter(|_| rule.name == OF_PARENTS))
        .output()
        .expect("the program runs");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_snapshot_is_of_a_draft() {
    let files = support::drafts::below("tests/rules");
    for snapshot in files.iter().filter(|path| path.extension().is_some_and(|it| it == "snap")) {
        let draft = snapshot.with_extension("");
        assert!(name(&draft).starts_with("wrong") && draft.exists(), "{} is of no draft", snapshot.display());
    }
}

#[test]
fn every_rule_has_a_wrong_and_a_right_draft() {
    let folder = support::drafts::root().join("tests/rules");
    for rule in RULES {
        let files = std::fs::read_dir(folder.join(rule.name)).expect("a folder for every rule");
        let names: Vec<String> =
            files.map(|file| file.expect("a file").file_name().into_string().expect("UTF-8")).collect();
        for kind in ["wrong", "right"] {
            assert!(names.iter().any(|name| name.starts_with(kind)), "{}: nothing {kind}", rule.name);
        }
    }
}

#[test]
fn examples_in_the_documentation_are_what_they_say() {
    for rule in RULES {
        let examples = rule.examples();
        for right in [false, true] {
            let mut of_kind = examples.iter().filter(|example| example.right == right).peekable();
            assert!(of_kind.peek().is_some(), "{}: no example that is right: {right}", rule.name);
            for example in of_kind {
                let findings = judged(rule.name, &example.text).findings;
                let found = findings.iter().any(|finding| finding.rule.name == rule.name);
                assert_eq!(found, !right, "{}:\n{}", rule.name, example.text);
            }
        }
    }
}

#[test]
fn a_repair_is_as_safe_as_its_rule_says() {
    let drafts = support::drafts::drafts("tests/rules");
    for path in drafts.iter().filter(|path| name(path).starts_with("wrong")) {
        let text = std::fs::read_to_string(path).expect("a draft");
        for finding in check(&text).findings {
            let offered = if finding.fixes.is_empty() { Fixes::None } else { Fixes::Safe };
            assert!(
                finding.rule.fixes != Fixes::None || offered == Fixes::None,
                "{} offers a repair and does not say so",
                finding.rule.name
            );
            for fix in &finding.fixes {
                assert!(!fix.safe || finding.rule.fixes == Fixes::Safe || finding.severity == Severity::Hint);
                assert!(edit::apply(&text, &fix.edits).is_ok(), "{}: {fix:?}", finding.rule.name);
            }
        }
    }
}

/// What is found in published reports, written by hand.
const PUBLISHED: &str = include_str!("../../server/rules/published.md");

/// How often each rule speaks in the project's own drafts, each of which is checked by itself, and in how many reports.
fn spoken() -> (BTreeMap<&'static str, usize>, usize) {
    let mut counts = BTreeMap::new();
    let mut reports = 0;
    for path in support::drafts::drafts("tests/drafts") {
        let (text, _) = encoding::decode(std::fs::read(&path).expect("a draft")).expect("a text");
        let checked = check(&text);
        reports += checked.reports.len();
        for finding in checked.findings {
            *counts.entry(finding.rule.name).or_default() += 1;
        }
    }
    (counts, reports)
}

/// The page about all rules, made of their documentation.
fn page() -> String {
    let (spoken, reports) = spoken();
    let mut page = String::from(
        "# 规则\n\n<!-- 由各条规则的文档注释和 published.md 生成，请勿直接修改：UPDATE=1 cargo test rules:: -->\n\n\
         分组的名称可以用在写规则名的任何地方。\n",
    );
    for group in GROUPS {
        let _ = write!(page, "\n**{}**（`{}`）\n\n", group.title, group.name);
        page.push_str("| 规则 | strict | standard | quiet | 修复 | 草稿 | 内容 |\n");
        page.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
        for Rule { name, title, severity, fixes, .. } in group.rules {
            let level = |profile: Profile| profile.weigh(*severity).map_or("不报", Severity::word);
            let [strict, standard, quiet] = Profile::ALL.map(level);
            let (fixes, count) = (fixes.word(), spoken.get(name).copied().unwrap_or_default());
            let levels = format!("{strict} | {standard} | {quiet}");
            let _ = writeln!(page, "| [`{name}`](#{name}) | {levels} | {fixes} | {count} | {title} |");
        }
    }
    let _ = writeln!(
        page,
        "\nstrict、standard、quiet 是设置 `profile` 的值。级别是各条规则的缺省级别，个别情形较轻。\
         “自动”的修复不改变数字；“需人工确认”的由作者决定。“草稿”是规则在本项目自己的{reports}份报告\
         （`tests/drafts`，逐个文件检查）中的结果数；其中许多故意带着毛病。"
    );
    page.push_str(PUBLISHED);
    for rule in RULES {
        let _ = write!(
            page,
            "\n## {}\n\n{}（{}，修复：{}，始于 {}）\n\n",
            rule.name,
            rule.title,
            rule.severity.word(),
            rule.fixes.word(),
            rule.since
        );
        let mut fenced = false;
        for line in rule.docs().trim_end().lines() {
            fenced ^= line.starts_with("```");
            let heading = !fenced && line.starts_with("# ");
            let _ = writeln!(page, "{}{line}", if heading { "##" } else { "" });
        }
    }
    page
}

#[test]
fn the_page_about_the_rules_is_fresh() {
    let path = support::drafts::root().join("server/rules/README.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, page()).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "server/rules/README.md is old: UPDATE=1 cargo test rules::");
}
