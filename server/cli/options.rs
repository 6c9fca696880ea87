//! The options that several commands share, and their values.

use crate::config::Settings;
use crate::rules::{Rule, group, nearest};
use clap::ColorChoice;
use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;

/// The option that says on how many threads.
#[derive(Debug, clap::Args)]
pub struct Threads {
    /// 同时使用的线程数，缺省为处理器核心数
    #[arg(long, value_name = "数目", default_value = "0", hide_default_value = true, value_parser = threads)]
    pub jobs: usize,
}

/// The option that says whether LibreOffice may be run.
#[derive(Debug, clap::Args)]
pub struct Conversion {
    /// 用 LibreOffice（soffice）转换 .doc .wps .rtf .odt .xls .et .ods 后读取；不加这个选项从不运行它
    #[arg(long = "convert")]
    pub is_wanted: bool,
}

/// The option that says whether in colours.
#[derive(Debug, clap::Args)]
pub struct Colour {
    /// 是否使用颜色：auto（仅在终端上，缺省）、always、never
    ///
    /// auto 遵从环境变量：NO_COLOR 不用，FORCE_COLOR 或 CLICOLOR_FORCE 一律用，CLICOLOR=0 不用。
    #[arg(long, value_name = "何时", default_value = "auto", hide_default_value = true, hide_possible_values = true)]
    color: ColorChoice,
}

impl Colour {
    /// Whether standard output is coloured.
    pub fn is_wanted(&self) -> bool {
        self.is_wanted_in(None)
    }

    /// Whether results are coloured that go to a file, if one is given.
    pub fn is_wanted_in(&self, file: Option<&Path>) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => file.is_none() && are_shown(io::stdout().is_terminal(), |name| env::var(name).ok()),
        }
    }
}

/// The options that say which rules.
#[derive(Debug, clap::Args)]
pub struct RuleSelection {
    /// 只用这些规则或分组，以逗号分隔
    #[arg(long, value_name = "规则", value_delimiter = ',', value_parser = rules)]
    select: Vec<RuleNames>,

    /// 不用这些规则或分组，以逗号分隔
    #[arg(long, value_name = "规则", value_delimiter = ',', value_parser = rules)]
    ignore: Vec<RuleNames>,
}

impl RuleSelection {
    /// Whether the user named any rules.
    pub fn are_named(&self) -> bool {
        !self.select.is_empty()
    }

    /// Whether a rule is selected.
    fn want(&self, rule: &Rule) -> bool {
        let among = |names: &[RuleNames]| names.iter().any(|RuleNames(rules)| rules.contains(&rule));
        (self.select.is_empty() || among(&self.select)) && !among(&self.ignore)
    }

    /// Keeps only the selected rules. A rule named by the user runs even if the project has switched it off.
    pub fn apply(&self, settings: &mut Settings) {
        self.select.iter().flat_map(|RuleNames(rules)| *rules).for_each(|rule| settings.enable(rule));
        settings.keep_only(|rule| self.want(rule));
    }
}

/// A rule, or all rules of a group.
#[derive(Debug, Clone, Copy)]
pub struct RuleNames(pub &'static [&'static Rule]);

/// Parses the name of a rule or of a group.
///
/// # Errors
/// If there is neither; the message suggests the closest name.
pub fn rules(name: &str) -> Result<RuleNames, String> {
    match group::named(name) {
        [] => Err(unknown_rule(name, group::names())),
        rules => Ok(RuleNames(rules)),
    }
}

fn unknown_rule<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    match nearest(name, names) {
        Some(near) => format!("没有名为“{name}”的规则，是不是“{near}”？"),
        None => format!("没有名为“{name}”的规则；nianbao rules 列出全部规则"),
    }
}

/// Parses a report year.
///
/// # Errors
/// If it is not a year of four digits.
pub fn report_year(year: &str) -> Result<u16, String> {
    let number = year.parse().ok().filter(|year| (1000..=9999).contains(year));
    number.ok_or_else(|| format!("“{year}”不是四位数的年份"))
}

/// Parses a number of threads; 0 means one per core.
///
/// # Errors
/// If it is not a number, or unreasonably large.
pub fn threads(number: &str) -> Result<usize, String> {
    number.parse().ok().filter(|number| *number <= 256).ok_or_else(|| format!("“{number}”不是 0 到 256 之间的整数"))
}

/// Whether colours are shown: as the environment asks (<https://no-color.org>, <https://force-color.org>,
/// <https://bixense.com/clicolors>), else on a terminal. On Windows older consoles print the codes literally.
fn are_shown(on_terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let asks = |name| variable(name).filter(|value| !value.is_empty()).map(|value| value != "0" && value != "false");
    if is_set("NO_COLOR") {
        return false;
    }
    if let Some(are_asked_for) = asks("FORCE_COLOR").or(asks("CLICOLOR_FORCE").filter(|asked| *asked)) {
        return are_asked_for;
    }
    if asks("CLICOLOR") == Some(false) || variable("TERM").is_some_and(|term| term == "dumb") {
        return false;
    }
    on_terminal && (!cfg!(windows) || is_set("WT_SESSION") || is_set("TERM"))
}

#[cfg(test)]
mod tests {
    use super::super::output::samples::ROW_TOTAL;
    use super::*;

    #[test]
    fn an_unknown_rule_is_answered_with_the_nearest() {
        let known = || std::iter::once(ROW_TOTAL.name);
        assert_eq!(unknown_rule("rwo-total", known()), "没有名为“rwo-total”的规则，是不是“row-total”？");
        assert_eq!(unknown_rule("x", known()), "没有名为“x”的规则；nianbao rules 列出全部规则");
        assert!(rules("x").is_err());
        assert!(rules("prose").is_ok_and(|RuleNames(rules)| rules.len() > 1));
    }

    #[test]
    fn threads_are_a_small_number() {
        assert_eq!(threads("2"), Ok(2));
        for wrong in ["", "-1", "two", "100000"] {
            assert!(threads(wrong).is_err());
        }
    }

    #[test]
    fn the_environment_asks_for_colours_or_forbids_them() {
        let with = |on_terminal, set: &[(&str, &str)]| {
            are_shown(on_terminal, |name| set.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned()))
        };
        let term = ("TERM", "xterm-256color");
        assert!(with(true, &[term]) && !with(false, &[term]));
        assert!(!with(true, &[("TERM", "dumb")]));
        for forbids in [("NO_COLOR", "1"), ("CLICOLOR", "0"), ("FORCE_COLOR", "0")] {
            assert!(!with(true, &[term, forbids]), "{forbids:?}");
        }
        for asks in [("FORCE_COLOR", "1"), ("FORCE_COLOR", "3"), ("CLICOLOR_FORCE", "1")] {
            assert!(with(false, &[asks, ("CLICOLOR", "0")]), "{asks:?}");
            assert!(!with(false, &[asks, ("NO_COLOR", "1")]), "{asks:?}");
        }
        assert!(with(true, &[term, ("NO_COLOR", ""), ("CLICOLOR", "1"), ("CLICOLOR_FORCE", "0")]));
    }
}
