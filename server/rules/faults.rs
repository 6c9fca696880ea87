//! Shared by the rules about sums: findings about cells that explain failing equations, in words.

use super::equation::statement;
use super::finding::Finding;
use super::report_check::ReportCheck;
use super::rule::Rule;
use super::subject::Subject;
use super::words::{listed, quoted};
use crate::edition::{CellAt, Direction, Header};
use crate::report::Filled;
use crate::report::carry_over::{CARRIED_IN, FORM};
use crate::report::faults::{Fault, Revision};
use crate::report::neighbours::{LastYear, Neighbour, Said};
use crate::report::slip::{Correction, DigitSlip, Slip, Toward};
use crate::text::Edit;
use std::ops::Range;

/// More cells than this are not listed in a message.
const MOST_LISTED: usize = 4;

/// The rule of the equations that a fault explains, where nothing tells which cells are wrong: `None` if the likeliest
/// cells are known, or the equations are of several rules.
pub fn rule_of_equations<'a>(filled: &'a Filled, fault: &Fault) -> Option<&'a str> {
    if fault.likely().is_some() {
        return None;
    }
    let mut rules = fault.explains.iter().filter_map(|&sum| {
        let equation = filled.sums.all.get(sum)?.equation;
        filled.form.equations.get(equation).map(|equation| equation.rule.as_str())
    });
    let first = rules.next()?;
    rules.all(|rule| rule == first).then_some(first)
}

/// Cells that are wrong, and what they should hold: the only smallest revision, or the likeliest of several with the
/// others in its notes.
pub fn wrong_cells(rule: &'static Rule, filled: &Filled, fault: &Fault) -> Option<Finding> {
    let revision = fault.revisions.first()?;
    let figures = figures(filled, revision)?;
    let slip = slip_words(filled, revision).map(|words| format!("疑为{words}"));
    let lines = lines_words(filled, revision);
    let is_noted = lines.is_none();
    let (cells, made) = match lines {
        Some(lines) => (lines, "换回".to_owned()),
        None => (cells_words(filled, revision), format!("{}都改正", count_words(revision))),
    };
    let reason = match (fault.ways, slip) {
        (1, None) => format!("{made}后所在的勾稽关系都成立"),
        (1, Some(slip)) => format!("{slip}，{made}后所在的勾稽关系都成立"),
        (ways, Some(slip)) => format!("{slip}，{made}后所在的勾稽关系都成立；另有{}种改法", ways - 1),
        (ways, None) => format!("{made}后所在的勾稽关系都成立；另有{}种改法，请对照台账", ways - 1),
    };
    let subject = Subject::Cells(&filled.form.id, cells_of(revision));
    let mut finding = Finding::new(rule, subject, figures.first()?.clone(), format!("{cells}：{reason}"));
    for (correction, figure) in revision.corrections.iter().zip(&figures).skip(1).filter(|_| is_noted) {
        finding = finding.note(figure.clone(), format!("应为{}，现为{}", correction.right, correction.present));
    }
    for &sum in &fault.explains {
        let sum = filled.sums.all.get(sum)?;
        finding = finding.note(filled.value(sum.total.0, sum.total.1)?.figure(), statement(filled, sum));
    }
    Some(with_revisions(finding, filled, &fault.revisions.iter().collect::<Vec<_>>(), true))
}

/// Equations of one rule that fail together, where the cells that explain them are equal in rank; last year's report
/// may tell which are likelier.
pub fn equal_in_rank(rule: &'static Rule, check: &ReportCheck<'_>, filled: &Filled, fault: &Fault) -> Option<Finding> {
    let (&first, others) = fault.explains.split_first()?;
    let first = filled.sums.all.get(first)?;
    let lines: Vec<&str> = others.iter().filter_map(|&sum| line_words(filled, sum)).collect();
    let others = match lines.as_slice() {
        [] => String::new(),
        lines => format!("；{}也不平", listed(lines.iter().copied())),
    };
    let ranked = ranked(check.last_year, filled, fault);
    let (likelier, revision) = *ranked.first()?;
    let reason = match last_year(check.last_year, filled).filter(|_| likelier == Likelihood::More) {
        Some((last, _)) => {
            let name = &last.document.name;
            format!(
                "{year}年报告（{name}）表明是{cells}",
                year = last.said.key.year,
                cells = cells_words(filled, revision)
            )
        }
        None => format!("同时改{}才能都成立，有{}种改法，请对照台账", count_words(revision), fault.ways),
    };
    let total = filled.value(first.total.0, first.total.1)?;
    let message = format!("{}{others}：{reason}", statement(filled, first));
    let subject = Subject::Cells(&filled.form.id, cells_of(revision));
    let words = filled.form.equations.get(first.equation).map_or("", |equation| equation.words.as_str());
    let mut finding =
        Finding::new(rule, subject, total.figure(), message).note(total.figure(), format!("勾稽关系：{words}"));
    for &sum in fault.explains.iter().skip(1) {
        let sum = filled.sums.all.get(sum)?;
        finding = finding.note(filled.value(sum.total.0, sum.total.1)?.figure(), statement(filled, sum));
    }
    let revisions: Vec<&Revision> = ranked.iter().map(|(_, revision)| *revision).collect();
    Some(with_revisions(finding, filled, &revisions, likelier == Likelihood::More))
}

/// The carried-in cells that a finding of equations already corrects to what last year's report carried out.
pub fn corrected_by_last_year(last_year: &LastYear, filled: &Filled) -> Vec<CellAt> {
    let equal = filled.faults.iter().filter(|fault| rule_of_equations(filled, fault).is_some());
    let first = equal.filter_map(|fault| ranked(last_year, filled, fault).first().copied());
    let likelier = first.filter(|(likelihood, _)| *likelihood == Likelihood::More);
    likelier.flat_map(|(_, revision)| cells_of(revision)).collect()
}

/// How likely a revision is by last year's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likelihood {
    /// It makes cells agree with last year's report.
    More,
    /// Last year's report says nothing of it.
    Same,
    /// It leaves cells that disagree with last year's report, or makes them disagree.
    Less,
}

/// The revisions of a fault, those first that last year's report makes likelier.
fn ranked<'a>(last_year: &LastYear, filled: &Filled, fault: &'a Fault) -> Vec<(Likelihood, &'a Revision)> {
    let known = self::last_year(last_year, filled);
    let likelihood = |revision: &Revision| {
        let Some((last, row)) = known else { return Likelihood::Same };
        let (mut makes_agree, mut disagrees) = (false, false);
        let in_doubt = fault.revisions.iter().flat_map(|it| &it.corrections).filter(|it| it.cell.0 == row);
        for doubted in in_doubt {
            let Some(theirs) = last.said.carried_out.number(doubted.cell.1) else { continue };
            let right = revision.corrections.iter().find(|it| it.cell == doubted.cell).map(|it| it.right);
            makes_agree |= right == Some(theirs);
            disagrees |= right.unwrap_or(doubted.present) != theirs;
        }
        match (makes_agree, disagrees) {
            (_, true) => Likelihood::Less,
            (true, false) => Likelihood::More,
            (false, false) => Likelihood::Same,
        }
    };
    let mut ranked: Vec<(Likelihood, &Revision)> = fault.revisions.iter().map(|it| (likelihood(it), it)).collect();
    ranked.sort_by_key(|(likelihood, _)| *likelihood);
    ranked
}

/// Last year's report, if all known ones agree and next year's can start from it, and the row of a form that does.
fn last_year<'a>(last_year: &'a LastYear, filled: &Filled) -> Option<(&'a Neighbour, usize)> {
    let Said::One(last, carried) = last_year.carried_out() else { return None };
    let row = filled.form.row(CARRIED_IN).filter(|_| filled.form.id == FORM)?;
    carried.counts().map(|_| (last, row))
}

/// A finding with a repair for each revision, and all of them in its notes but the first if the message says it.
fn with_revisions(mut finding: Finding, filled: &Filled, revisions: &[&Revision], is_said: bool) -> Finding {
    for (at, revision) in revisions.iter().enumerate() {
        let Some(figures) = figures(filled, revision) else { continue };
        if let Some(first) = figures.first().filter(|_| at > 0 || !is_said) {
            let slip = slip_words(filled, revision).map_or_else(String::new, |words| format!("，疑为{words}"));
            let also = if at > 0 { "也" } else { "" };
            finding = finding.note(first.clone(), format!("{also}可能是{}{slip}", cells_words(filled, revision)));
        }
        // Two cells that have one figure cannot be set apart.
        if (1..figures.len()).all(|at| !figures[at..].contains(&figures[at - 1])) {
            let edits = figures.iter().zip(&revision.corrections);
            let edits = edits.map(|(figure, correction)| Edit::new(figure.clone(), correction.right.to_string()));
            finding = finding.unsafe_fixes(fix_words(filled, revision), edits.collect());
        }
    }
    finding
}

/// The figures of a revision's cells.
fn figures(filled: &Filled, revision: &Revision) -> Option<Vec<Range<usize>>> {
    let figure = |correction: &Correction| Some(filled.value(correction.cell.0, correction.cell.1)?.figure());
    revision.corrections.iter().map(figure).collect()
}

/// How many cells: 两格, 3格.
fn count_words(revision: &Revision) -> String {
    match revision.corrections.len() {
        2 => "两格".to_owned(),
        count => format!("{count}格"),
    }
}

fn cells_of(revision: &Revision) -> Vec<CellAt> {
    revision.corrections.iter().map(|correction| correction.cell).collect()
}

/// The cells with their numbers: “甲·自然人”应为7（现为8）、“乙·商业企业”应为3（现为2）.
fn cells_words(filled: &Filled, revision: &Revision) -> String {
    each(filled, revision, |it| format!("应为{}（现为{}）", it.right, it.present))
}

/// Something said of each cell. What the cells have in common is said once: “甲”行的自然人…、总计….
fn each(filled: &Filled, revision: &Revision, say: impl Fn(&Correction) -> String) -> String {
    let corrections = revision.corrections.as_slice();
    let first = corrections.first().map(|it| it.cell).unwrap_or_default();
    let has_labels = filled.form.rows.len() > 1 && filled.form.columns.len() > 1 && corrections.len() > 1;
    let across = has_labels && corrections.iter().all(|it| it.cell.0 == first.0);
    let down = has_labels && corrections.iter().all(|it| it.cell.1 == first.1);
    let header = |headers: &'static [Header], at: usize| headers.get(at).map_or("", Header::words);
    let (rows, columns) = (&filled.form.rows, &filled.form.columns);
    let said = |it: &Correction| {
        let name = match (across, down) {
            (true, _) => header(columns, it.cell.1).to_owned(),
            (_, true) => quoted(header(rows, it.cell.0)),
            _ => quoted(filled.words(it.cell.0, it.cell.1)),
        };
        name + &say(it)
    };
    let common = match (across, down) {
        (true, _) => format!("{}行的", quoted(header(rows, first.0))),
        (_, true) => format!("{}列的", quoted(header(columns, first.1))),
        _ => String::new(),
    };
    let listed: Vec<String> = corrections.iter().take(MOST_LISTED).map(said).collect();
    let more = if corrections.len() > MOST_LISTED { "等" } else { "" };
    format!("{common}{}{more}", listed.join("、"))
}

/// The two rows or columns that were exchanged, if that is the slip: “甲”“乙”两行.
fn lines_words(filled: &Filled, revision: &Revision) -> Option<String> {
    let (headers, word) = match revision.slip? {
        Slip::RowsExchanged => (&filled.form.rows, "行"),
        Slip::ColumnsExchanged => (&filled.form.columns, "列"),
        _ => return None,
    };
    let lines = || revision.corrections.iter().map(|it| if word == "行" { it.cell.0 } else { it.cell.1 });
    let (first, last) = (headers.get(lines().min()?)?, headers.get(lines().max()?)?);
    Some(format!("{}{}两{word}", quoted(first.words()), quoted(last.words())))
}

/// The row or column in which an equation holds.
fn line_words(filled: &Filled, sum: usize) -> Option<&'static str> {
    let sum = filled.sums.all.get(sum)?;
    let headers = match filled.form.equations.get(sum.equation)?.direction {
        Direction::Across => &filled.form.rows,
        Direction::Down => &filled.form.columns,
    };
    headers.get(sum.line).map(|header| header.words())
}

fn fix_words(filled: &Filled, revision: &Revision) -> String {
    match lines_words(filled, revision) {
        Some(lines) => format!("把{lines}换回"),
        None => format!("把{}", each(filled, revision, |it| format!("改为{}", it.right))),
    }
}

/// A slip in words, without 疑为.
fn slip_words(filled: &Filled, revision: &Revision) -> Option<String> {
    let moved: Vec<String> =
        (revision.corrections.iter()).filter(|it| !it.present.is_zero()).map(|it| it.present.to_string()).collect();
    let one = match moved.as_slice() {
        [one] => Some(format!("“{one}”")),
        _ => None,
    };
    let first = revision.corrections.first()?;
    let column = || filled.form.columns.get(first.cell.1).map(|column| column.words());
    Some(match revision.slip {
        None => {
            let words: Vec<String> = revision.corrections.iter().filter_map(digit_words).collect();
            return (!words.is_empty()).then(|| words.join("、"));
        }
        Some(Slip::RowsExchanged) => "两行互换".to_owned(),
        Some(Slip::ColumnsExchanged) => "两列互换".to_owned(),
        Some(Slip::Exchanged) => "两格互换".to_owned(),
        Some(Slip::Split) => {
            let other = revision.corrections.get(1)?.present;
            format!("{}拆成{}和{other}", first.right, first.present)
        }
        Some(Slip::Moved(toward @ (Toward::Right | Toward::Left))) => {
            let way = if toward == Toward::Right { "右" } else { "左" };
            one.map_or_else(|| format!("整行{way}移一格"), |one| format!("{one}{way}移一格"))
        }
        Some(Slip::Moved(toward)) => {
            let place = if toward == Toward::Up { "上" } else { "下" };
            match one {
                Some(one) => format!("{one}写到了{place}一行"),
                None => format!("{}列的数写到了{place}一行", quoted(column()?)),
            }
        }
    })
}

/// The slip within one figure, without 疑为: “97”与“79”颠倒.
pub fn digit_words(correction: &Correction) -> Option<String> {
    let (present, right) = (correction.present, correction.right);
    Some(match correction.digit_slip()? {
        DigitSlip::Exchanged => format!("“{right}”与“{present}”颠倒"),
        DigitSlip::Missing => format!("“{right}”漏写一位"),
        DigitSlip::Extra => format!("“{right}”多写一位"),
    })
}
