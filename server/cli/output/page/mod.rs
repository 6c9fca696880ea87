//! `html`: the reviewer's page, one file over any number of reports.
//!
//! Everything is in it and it asks no network, which its content security policy says too: only its own style and its own
//! script, known by their hashes, take effect. The findings are text; the script draws the tables when a report is opened.

mod figures;
mod finding;
mod forms;
mod letter;
mod report;

use super::summary::SummaryRow;
use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use forms::DrawnTable;
use report::{LineState, STATES};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

pub use finding::{PageFinding, word};
pub use report::{missing, report};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

#[derive(Debug, Template)]
#[template(path = "page.html")]
struct ReviewPage<'a> {
    style: &'a str,
    script: &'a str,
    style_hash: String,
    script_hash: String,
    counts: [StateCount; 5],
    reports: usize,
    years: BTreeSet<u16>,
    tables: Vec<DrawnTable<'static>>,
    /// What is said of files that were not read, or not wholly.
    notes: &'a [String],
    rows: &'a [(SummaryRow, String)],
}

/// How many lines of the page are in a state.
#[derive(Debug)]
struct StateCount {
    /// The state, as the page's script knows it.
    state: &'static str,
    /// What it is called.
    word: &'static str,
    count: usize,
}

/// The page with these rows, each as [`report()`] or [`missing()`] made it, in this order, and what is to be said of the
/// files as a whole.
pub fn page(rows: &[(SummaryRow, String)], notes: &[String]) -> String {
    let count = |LineState { name: state, word, holds }| StateCount {
        state,
        word,
        count: rows.iter().filter(|(row, _)| holds(row)).count(),
    };
    let page = ReviewPage {
        style: STYLE,
        script: SCRIPT,
        style_hash: hash(STYLE),
        script_hash: hash(SCRIPT),
        counts: STATES.map(count),
        reports: rows.iter().filter(|(row, _)| row.file.is_some()).count(),
        years: rows.iter().filter_map(|(row, _)| row.year).collect(),
        tables: forms::tables(),
        notes,
        rows,
    };
    // Writing to a string cannot fail.
    page.render().unwrap_or_default()
}

/// The hash by which a content security policy knows a style or a script.
fn hash(content: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}
