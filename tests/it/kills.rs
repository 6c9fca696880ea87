//! The program killed at any moment: every file is whole, and the next run removes what is left beside it.
#![cfg(unix)]

use crate::support::desk::{DRAFT, Desk};
use crate::support::generate::Random;
use crate::support::program::{program, run};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How many files each run works on.
const FILES: usize = 4;

/// A command that writes files.
struct Writing {
    /// Its arguments, for the first run.
    arguments: &'static [&'static str],
    /// What it works on.
    sources: BTreeMap<String, Vec<u8>>,
    /// What it writes if nobody kills it.
    written: BTreeMap<String, Vec<u8>>,
    /// How long that takes here.
    takes: Duration,
}

/// All files of a folder but the settings of the user.
fn files(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap());
    entries.map(|it| (it.file_name().into_string().unwrap(), fs::read(it.path()).unwrap())).collect()
}

fn desk(sources: &BTreeMap<String, Vec<u8>>) -> Desk {
    let desk = Desk::new();
    sources.iter().for_each(|(name, content)| desk.write(name, content));
    desk
}

fn writing(arguments: &'static [&'static str], sources: BTreeMap<String, Vec<u8>>) -> Writing {
    let desk = desk(&sources);
    let begin = Instant::now();
    let done = run(&desk.path(""), arguments);
    assert!(done.status < 2, "{}", done.err);
    let takes = begin.elapsed();
    let written: BTreeMap<_, _> = files(&desk);
    assert_ne!(written, sources, "{arguments:?} writes something");
    Writing { arguments, sources, written, takes }
}

fn commands() -> Vec<Writing> {
    // Some of them are the same, and are written at the same time.
    let drafts: BTreeMap<String, Vec<u8>> =
        (0..FILES).map(|number| (format!("{number}.md"), DRAFT.repeat(1 + number % 2).into_bytes())).collect();
    let documents = {
        let desk = desk(&drafts);
        for name in drafts.keys() {
            run(&desk.path(""), &["convert", name, "-o", &name.replace(".md", ".docx")]);
        }
        let mut files = files(&desk);
        files.retain(|name, _| name.ends_with(".docx"));
        files
    };
    assert_eq!(documents.len(), FILES);
    let one = BTreeMap::from([("0.md".to_owned(), DRAFT.repeat(8).into_bytes())]);
    vec![
        writing(&["format", "-q", "."], drafts.clone()),
        writing(&["fix", "--unsafe", "--fail-on", "never", "-q", "."], drafts),
        writing(&["annotate", "--force", "--date", "2025-01-20T00:00:00Z", "-q", "."], documents),
        writing(&["convert", "--force", "-o", "1.docx", "0.md"], one),
    ]
}

/// Kills a run after a while; whether it was still running.
fn killed(desk: &Desk, arguments: &[&str], after: Duration) -> bool {
    let command = &mut program(&desk.path(""), arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program");
    std::thread::sleep(after);
    child.kill().expect("a signal");
    child.wait().expect("its end").signal() == Some(9)
}

/// `NIANBAO_KILLS=1000` kills more runs of each command than the bounded run.
#[test]
fn every_file_is_whole_whenever_the_program_is_killed() {
    let wanted = std::env::var("NIANBAO_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(4);
    let mut random = Random::new(29);
    for Writing { arguments, sources, written, takes } in commands() {
        let (mut kills, mut begun, mut left) = (0, 0, 0);
        for _ in 0..wanted {
            let desk = desk(&sources);
            let after = takes.mul_f64(random.below(1200) as f64 / 1000.0);
            kills += usize::from(killed(&desk, arguments, after));
            let found = files(&desk);
            for (name, content) in &found {
                if name.starts_with(".nianbao-") {
                    left += 1;
                    continue;
                }
                let whole = [sources.get(name), written.get(name)];
                assert!(whole.contains(&Some(content)), "{arguments:?}: {name} is torn");
            }
            begun += usize::from(found != sources && found != written);
            assert!(sources.keys().all(|name| found.contains_key(name)), "{arguments:?}: a file is lost");
            let next = run(&desk.path(""), arguments);
            assert!(next.status < 2, "{}", next.err);
            assert_eq!(files(&desk), written, "{arguments:?}: the next run");
        }
        println!(
            "{arguments:?}: {kills} of {wanted} killed, {begun} of them among its files, {left} files left beside"
        );
    }
}

/// A file with two names is written into. Killed meanwhile it may be torn, and what it was is beside it.
#[test]
fn a_file_that_is_written_into_is_whole_or_has_its_copy() {
    let wanted = std::env::var("NIANBAO_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(4);
    let mut random = Random::new(31);
    let sources = BTreeMap::from([("0.md".to_owned(), DRAFT.repeat(8).into_bytes())]);
    let Writing { arguments, written, takes, .. } = writing(&["format", "-q", "."], sources.clone());
    let (old, new) = (&sources["0.md"], &written["0.md"]);
    let (mut kills, mut torn) = (0, 0);
    for _ in 0..wanted {
        let desk = desk(&sources);
        fs::hard_link(desk.path("0.md"), desk.path("other")).unwrap();
        kills += usize::from(killed(&desk, arguments, takes.mul_f64(random.below(1200) as f64 / 1000.0)));
        let found = files(&desk);
        let is_whole = found["0.md"] == *old || found["0.md"] == *new;
        let mut beside = found.iter().filter(|(name, _)| name.starts_with(".nianbao-"));
        assert!(is_whole || beside.any(|(_, content)| content == old), "what it was is lost");
        let next = run(&desk.path(""), arguments);
        if is_whole {
            assert_eq!((fs::read(desk.path("0.md")).unwrap(), files(&desk).len()), (new.clone(), 2));
        } else {
            torn += 1;
            assert!(next.err.contains("这是写入前的原文"), "{}", next.err);
        }
    }
    println!("{kills} of {wanted} killed, {torn} files torn with their copies beside them");
}
