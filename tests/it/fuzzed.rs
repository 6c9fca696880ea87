//! What the fuzz targets of `fuzz/` hold, over a bounded number of mutated drafts: `NIANBAO_FUZZ=100000` tries more of each.

use crate::properties::{edits, files, outputs, prose, repairs, settings, texts, words};
use crate::support::docx::Docx;
use crate::support::drafts::{below, root};
use crate::support::generate::Random;
use crate::support::pdf::Pdf;
use crate::support::said::said;
use crate::support::whole::Whole;
use crate::support::workbook::workbook;
use nianbao::files::read;
use nianbao::syntax::Layout;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The contents of short files below folders.
fn seeds(folders: &[&str]) -> Vec<Vec<u8>> {
    let files = folders.iter().flat_map(|folder| below(folder));
    let read = |path: PathBuf| std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let seeds: Vec<Vec<u8>> = files.map(read).filter(|seed| seed.len() < LONGEST).collect();
    assert!(seeds.len() > 2, "{folders:?} has only {} seeds", seeds.len());
    seeds
}

/// Longer seeds are left to the fuzzer.
const LONGEST: usize = 12 << 10;

/// The words of a dictionary for the fuzzer.
fn dictionary(name: &str) -> Vec<Vec<u8>> {
    let path = root().join("fuzz/dictionaries").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let quoted = |line: &str| Some(line.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned());
    text.lines().filter_map(quoted).map(|word| unescaped(&word)).collect()
}

/// A word as the fuzzer writes it: `\\`, `\"` and `\xAB`.
fn unescaped(word: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), word.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        rest = match (first, behind) {
            (b'\\', [b'x', high, low, behind @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("ASCII");
                bytes.push(u8::from_str_radix(digits, 16).expect("a byte"));
                behind
            }
            (b'\\', [escaped, behind @ ..]) => {
                bytes.push(*escaped);
                behind
            }
            _ => {
                bytes.push(*first);
                behind
            }
        };
    }
    bytes
}

/// A few changes of a seed.
fn mutated(seeds: &[Vec<u8>], words: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut data = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(data.len() + 1);
        let end = at + random.below((data.len() - at).min(64) + 1);
        let changed: Vec<u8> = match random.below(6) {
            0 => Vec::new(),
            1 => data[at..end].repeat(2),
            2 => vec![random.below(256) as u8],
            3 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                other[from..from + random.below((other.len() - from).min(200) + 1)].to_vec()
            }
            _ => words[random.below(words.len())].clone(),
        };
        let end = if random.below(2) == 0 { at } else { end };
        data.splice(at..end, changed);
    }
    data
}

/// Tries a target over the contents of folders, most of them mutated.
fn hold(target: Target, folders: &[&str], words: &str, share: usize) {
    let (seeds, words) = (seeds(folders), dictionary(words));
    let asked = std::env::var("NIANBAO_FUZZ").ok().and_then(|count| count.parse().ok());
    let count: usize = asked.unwrap_or(share);
    let fails = |data: &Vec<u8>| catch_unwind(|| target(data)).is_err();
    let input = |at: usize| {
        let mut random = Random::new(at as u64);
        if at.is_multiple_of(8) {
            seeds[random.below(seeds.len())].clone()
        } else {
            mutated(&seeds, &words, &mut random)
        }
    };
    // Threads of our own: a command that waits for its pool in a thread of that pool would begin with the next input.
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < count);
    let work = || std::iter::from_fn(take).map(input).filter(fails).collect::<Vec<_>>();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failed = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("it is caught")).collect::<Vec<_>>()
    });
    failed.sort_by_key(Vec::len);
    let shortest = failed.first().map(|data| String::from_utf8_lossy(data).into_owned());
    assert!(failed.is_empty(), "{} of {count}, the shortest: {shortest:?}", failed.len());
}

const DRAFTS: &[&str] = &["tests/drafts", "tests/rules"];

#[test]
fn what_is_read_lies_in_the_text() {
    hold(texts::texts, DRAFTS, "text.txt", 200);
}

#[test]
fn what_is_edited_is_what_it_would_be_if_it_were_opened() {
    hold(edits::edits, DRAFTS, "edits.txt", 200);
}

#[test]
fn safe_repairs_do_no_harm() {
    hold(repairs::repairs, DRAFTS, "text.txt", 60);
}

#[test]
fn facts_lie_in_their_prose() {
    hold(prose::prose, DRAFTS, "prose.txt", 400);
}

#[test]
fn folded_characters_lead_back_to_their_source() {
    hold(words::folds, DRAFTS, "prose.txt", 400);
}

#[test]
fn figures_are_numbers_by_themselves() {
    hold(words::numbers, &["fuzz/seeds/numbers"], "prose.txt", 5000);
}

#[test]
fn exceptions_fit_any_settings() {
    hold(settings::settings, &["fuzz/seeds/settings"], "settings.txt", 1000);
}

#[test]
fn every_format_is_read_by_other_parsers_and_tells_the_same() {
    hold(outputs::outputs, DRAFTS, "text.txt", 40);
}

#[test]
fn files_of_other_programs_are_read_or_refused() {
    for (target, kind) in TARGETS {
        hold(target, &[&format!("fuzz/seeds/{kind}")], &format!("{kind}.txt"), 60);
    }
}

/// What is tried over bytes.
type Target = fn(&[u8]);

const TARGETS: [(Target, &str); 3] = [
    (|data| files::read_and_check("年报.docx", data), "docx"),
    (|data| files::read_and_check("年报.xlsx", data), "xlsx"),
    (|data| files::read_and_check("年报.pdf", data), "pdf"),
];

/// A draft as a file of each kind.
fn office(kind: &str, draft: &str) -> Vec<u8> {
    match kind {
        "docx" => Docx::of_draft(draft).bytes(),
        "xlsx" => workbook(draft, true),
        _ => Pdf::of_draft(draft).bytes(),
    }
}

/// `UPDATE=1` writes the files with which the fuzzer begins.
#[test]
fn the_fuzzer_begins_with_files_that_are_read() {
    for (_, kind) in TARGETS {
        for (name, text) in [
            ("2021", Whole::new(2021, 3).layout(Layout::Html).text()),
            ("2019", Whole::new(2019, 4).layout(Layout::Html).text()),
            ("titles", "# 青岚县水利局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n收到申请3件。\n".to_owned()),
            ("line", "收到申请3件。\n".to_owned()),
            ("cells", "<table>\n<tr><td>（七）总计</td><td>3</td></tr>\n</table>\n".to_owned()),
        ] {
            let path = root().join(format!("fuzz/seeds/{kind}/{name}.{kind}"));
            if std::env::var_os("UPDATE").is_some() {
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                std::fs::write(&path, office(kind, &text)).expect("a file");
            }
            let seed = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let told = |bytes| said(&read(&format!("年报.{kind}"), bytes).expect("it is read").text);
            assert_eq!(told(seed), told(office(kind, &text)), "{}", path.display());
        }
    }
}
