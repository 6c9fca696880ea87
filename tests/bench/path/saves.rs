//! Typing while somebody saves five files a second in a large folder, beside the same without: what a file that has
//! changed costs must not depend on how many others there are, and no keystroke waits for it.

use super::driver::Session;
use super::generate::{Plan as Draft, STYLES};
use super::volume::{FAULTS, Place, Volume, What};
use super::{Plan, Times, Typing};
use nianbao::edition;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many files the folder has, how many a folder in it, and each how manieth is a draft.
const FILES: usize = 45_000;
const FILES_OF_ONE: usize = 150;
const ONE_DRAFT_IN: usize = 20;
/// The time between two saves, and between two keystrokes.
const SAVES: Duration = Duration::from_millis(200);
const KEYSTROKES: Duration = Duration::from_millis(20);

pub fn measure(plan: &Plan) {
    if !plan.wants("saves") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("the folder");
    let drafts = tree(&root);
    println!(
        "\nFive saves a second in a folder of {FILES} files, {} of them drafts; keystroke → diagnostics, µs:\n",
        drafts.len()
    );
    println!("| diagnostics are | saves | p50 | p90 | p99 | p50, p90, p99 to those without |");
    println!("|---|---|---:|---:|---:|---:|");
    let volume = Volume::new(&STYLES[0], 30_000, FAULTS);
    let document = root.join("open.md");
    fs::write(&document, &volume.text).expect("a file can be written");
    let typing = Typing::new(&volume, What::Digit, Place::Middle);
    for pulls in [false, true] {
        let mut sessions = [false, true].map(|_| {
            let mut session = Session::start_in(env!("CARGO_BIN_EXE_nianbao"), &root, &document, pulls);
            session.open(&volume.text);
            // The folder is known before the clock runs: a completion looks for last year's report.
            let at = json!({"line": 0, "character": 0});
            session.edit_and_ask(typing.change(0), "textDocument/completion", json!({"position": at}));
            session.edit(typing.change(1));
            if pulls {
                session.request("workspace/diagnostic", &json!({"previousResultIds": []}));
            }
            session
        });
        let mut times = [Times::default(), Times::default()];
        let (mut saved, mut last) = (0, Instant::now());
        for round in 0..if plan.quick { 500 } else { 2_000 } {
            std::thread::sleep(KEYSTROKES);
            if last.elapsed() >= SAVES {
                last = Instant::now();
                // Each second time it is the document itself.
                let file = if saved % 2 == 0 { &document } else { &drafts[saved % drafts.len()] };
                saved += 1;
                let text = fs::read(file).expect("a file");
                fs::write(file, text).expect("a file can be written");
                sessions[1].saved(file);
            }
            // Each is the first in turn.
            for which in [round % 2, 1 - round % 2] {
                times[which].0.push(sessions[which].edit(typing.change(round)));
            }
        }
        let shares = [0.5, 0.9, 0.99];
        let without = shares.map(|share| times[0].at(share));
        for (name, times) in ["none", "five a second"].into_iter().zip(&mut times) {
            let row = times.row();
            let ratios =
                shares.iter().zip(without).map(|(share, without)| format!("{:.2}", times.at(*share) / without));
            let how = if pulls { "asked for" } else { "published" };
            println!("| {how} | {name} | {row} | {} |", ratios.collect::<Vec<_>>().join(", "));
        }
        sessions.into_iter().for_each(Session::end);
    }
}

/// A folder with many files; returns those that are drafts.
fn tree(root: &Path) -> Vec<PathBuf> {
    let text = Draft::new(edition::newest(), 1).size(3_000).write(&STYLES[0]).text;
    let mut drafts = Vec::new();
    for index in 0..FILES {
        let folder = root.join(format!("{:03}/年报", index / FILES_OF_ONE));
        if index % FILES_OF_ONE == 0 {
            fs::create_dir_all(&folder).expect("a folder");
        }
        let is_draft = index % ONE_DRAFT_IN == 0;
        let file = folder.join(format!("{index}.{}", if index % 2 == 0 { "md" } else { "js" }));
        let text =
            if is_draft { text.replace("2024", &format!("{}", 2015 + index % 10)) } else { "# 说明\n".to_owned() };
        fs::write(&file, text).expect("a file can be written");
        drafts.extend(is_draft.then_some(file));
    }
    drafts
}
