//! What a file is besides its content stays when the program writes it: its names, links, owner, permissions, encoding.
#![cfg(unix)]

use crate::support::desk::{DRAFT, Desk};
use crate::support::program::{program, run};
use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A draft that `format` aligns.
fn desk() -> Desk {
    Desk::new().with("甲.md", DRAFT)
}

fn formatted(desk: &Desk, name: &str) {
    let before = fs::read(desk.path(name)).unwrap();
    let run = run(&desk.path(""), &["format", name]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_ne!(fs::read(desk.path(name)).unwrap(), before);
}

#[test]
fn other_names_of_a_file_stay_its_names() {
    let desk = desk();
    fs::hard_link(desk.path("甲.md"), desk.path("乙.md")).unwrap();
    let number = fs::metadata(desk.path("甲.md")).unwrap().ino();
    formatted(&desk, "甲.md");
    let data = fs::metadata(desk.path("乙.md")).unwrap();
    assert_eq!((data.ino(), data.nlink()), (number, 2));
    assert_eq!(fs::read(desk.path("甲.md")).unwrap(), fs::read(desk.path("乙.md")).unwrap());
    // Both in a folder are one file.
    let checked = run(&desk.path(""), &["check", "--list-files", "."]);
    assert_eq!(checked.out.lines().count(), 1);
    assert_eq!(fs::read_dir(desk.path("")).unwrap().count(), 2, "nothing is left beside them");
}

#[test]
fn a_link_stays_a_link() {
    let desk = desk();
    symlink("甲.md", desk.path("链接.md")).unwrap();
    for command in [&["format"][..], &["fix", "--unsafe"]] {
        let refused = run(&desk.path(""), &[command, &["链接.md"]].concat());
        assert_eq!(refused.status, 2, "{}", refused.err);
        assert!(
            refused.err.contains("链接.md：是链接，指向 ") && refused.err.contains("或加 --follow"),
            "{}",
            refused.err
        );
    }
    assert_eq!(fs::read_to_string(desk.path("甲.md")).unwrap(), DRAFT);
    let asked = run(&desk.path(""), &["format", "--follow", "链接.md"]);
    assert_eq!(asked.status, 0, "{}", asked.err);
    assert_ne!(fs::read_to_string(desk.path("甲.md")).unwrap(), DRAFT);
    assert!(desk.path("链接.md").is_symlink());
    // Nor is a file of results written through one.
    symlink("甲.md", desk.path("结果.json")).unwrap();
    let refused = run(&desk.path(""), &["check", "-q", "甲.md", "--format", "json", "-o", "结果.json"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("结果.json：是链接，指向 "), "{}", refused.err);
    symlink("没有", desk.path("断.json")).unwrap();
    let refused = run(&desk.path(""), &["check", "-q", "甲.md", "--format", "json", "-o", "断.json"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("断.json：链接所指的文件不存在"), "{}", refused.err);
    assert!(desk.path("断.json").is_symlink());
}

#[test]
fn permissions_and_the_owner_stay() {
    let desk = desk();
    let path = desk.path("甲.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    // Only root may give a file away; others keep their own.
    let _ = chown(&path, Some(1234), Some(1235));
    let identity = |data: fs::Metadata| (data.uid(), data.gid(), data.mode());
    let before = identity(fs::metadata(&path).unwrap());
    formatted(&desk, "甲.md");
    assert_eq!(identity(fs::metadata(&path).unwrap()), before);
    // So do those of a file of results.
    run(&desk.path(""), &["check", "-q", "-o", "甲.md", "--format", "json", "甲.md"]);
    assert_eq!(identity(fs::metadata(&path).unwrap()), before);
}

#[test]
fn what_only_others_may_write_is_left_alone() {
    let desk = desk();
    fs::set_permissions(desk.path("甲.md"), fs::Permissions::from_mode(0o444)).unwrap();
    let before = fs::read(desk.path("甲.md")).unwrap();
    let refused = run(&desk.path(""), &["format", "甲.md"]);
    assert_eq!((refused.status, refused.err.contains("甲.md：文件只读，未改动")), (2, true), "{}", refused.err);
    assert_eq!(fs::read(desk.path("甲.md")).unwrap(), before);
}

/// What the program has put beside files and left there.
fn left(desk: &Desk) -> Vec<String> {
    let names = fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter_map(|name| name.into_string().ok()).filter(|name| name.starts_with(".nianbao")).collect()
}

#[test]
fn a_pipe_without_its_other_end_is_refused() {
    let desk = desk();
    assert!(Command::new("mkfifo").arg(desk.path("管.md")).status().expect("mkfifo").success());
    for command in ["check", "fix", "format", "extract", "summary", "annotate"] {
        let refused = run(&desk.path(""), &[command, "管.md"]);
        assert_eq!(refused.status, 2, "{command}");
        assert!(refused.err.contains("管.md：不是普通文件，不读取"), "{command}: {}", refused.err);
    }
    // In a folder it is none of the drafts.
    assert_eq!(run(&desk.path(""), &["check", "--list-files", "."]).out, "甲.md\n");
    // What a shell hands over is read.
    let script = format!("exec {} check --fail-on never <(cat 甲.md)", env!("CARGO_BIN_EXE_nianbao"));
    let handed = Command::new("bash").args(["-c", &script]).current_dir(desk.path("")).output().expect("bash");
    assert!(String::from_utf8_lossy(&handed.stdout).contains("row-total"), "{handed:?}");
}

#[test]
fn a_name_may_be_as_long_as_the_system_lets_it() {
    for length in [84, 83] {
        let name = "县".repeat(length) + &"a".repeat(255 - 3 * length - ".md".len()) + ".md";
        assert_eq!(name.len(), 255);
        let desk = Desk::new().with(&name, DRAFT);
        formatted(&desk, &name);
        fs::hard_link(desk.path(&name), desk.path("乙.md")).unwrap();
        let fixed = run(&desk.path(""), &["fix", "--unsafe", &name]);
        assert!(fixed.err.contains("修复 1 个文件"), "{}", fixed.err);
        assert_eq!(left(&desk), [""; 0]);
    }
}

/// A limit on the size of files stands for a disk that is full, and would end the program by a signal.
#[test]
fn a_full_disk_is_an_error_and_leaves_nothing() {
    let desk = desk();
    let limited = |arguments: &str| {
        let script = format!("ulimit -f 0; exec {} {arguments}", env!("CARGO_BIN_EXE_nianbao"));
        let output = Command::new("sh").args(["-c", &script]).current_dir(desk.path("")).output().expect("sh");
        assert_eq!(output.status.code(), Some(2), "{arguments}: {output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("文件过大"), "{arguments}: {said}");
    };
    for arguments in ["init", "format 甲.md", "fix --unsafe 甲.md", "convert -o 乙.docx 甲.md", "check 甲.md -o 乙.txt"]
    {
        limited(arguments);
    }
    limited("check --color never 甲.md > 乙.txt");
    fs::remove_file(desk.path("乙.txt")).unwrap();
    assert_eq!(fs::read_dir(desk.path("")).unwrap().count(), 1, "nothing is left beside the draft");
    // A file with a second name is written into, and is what it was if that fails.
    fs::hard_link(desk.path("甲.md"), desk.path("乙.md")).unwrap();
    limited("format 甲.md");
    assert_eq!(fs::read_to_string(desk.path("甲.md")).unwrap(), DRAFT);
    assert_eq!(left(&desk), [""; 0]);
}

/// How often it is tried what depends on the moment.
const ROUNDS: usize = 5;

#[test]
fn a_signal_leaves_whole_files_and_nothing_beside_them() {
    let aligned = {
        let desk = desk();
        formatted(&desk, "甲.md");
        fs::read_to_string(desk.path("甲.md")).unwrap()
    };
    // Several times: it may come at any moment of writing a file.
    let signals = [("INT", 2), ("TERM", 15), ("HUP", 1)];
    for (signal, number) in signals.into_iter().cycle().take(ROUNDS * signals.len()) {
        let mut desk = Desk::new();
        for name in 0..60 {
            desk = desk.with(&format!("{name}.md"), DRAFT);
        }
        let command = &mut program(&desk.path(""), &["format", "-q", "."]);
        let mut child = command.stdout(Stdio::null()).spawn().expect("the program");
        // When the first file is written, it hears signals.
        while fs::read_to_string(desk.path("0.md")).unwrap() == DRAFT && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).stderr(Stdio::null()).status();
        let (sent, ended) = (sent.expect("kill").success(), child.wait().unwrap());
        assert!(ended.signal() == Some(number) || ended.code() == Some(0), "{signal}: {ended:?}, {sent}");
        assert_eq!(left(&desk), [""; 0], "{signal}");
        for name in 0..60 {
            let text = fs::read_to_string(desk.path(&format!("{name}.md"))).unwrap();
            assert!(text == DRAFT || text == aligned, "{signal}: {text}");
        }
    }
}

#[test]
fn a_signal_that_was_ignored_from_the_start_is() {
    let mut desk = Desk::new();
    for name in 0..20 {
        desk = desk.with(&format!("{name}.md"), DRAFT);
    }
    let script = format!("trap '' HUP; echo; exec {} format -q .", env!("CARGO_BIN_EXE_nianbao"));
    let command = &mut Command::new("sh");
    let command = command.args(["-c", &script]).current_dir(desk.path("")).stdout(Stdio::piped());
    let mut child = command.spawn().expect("sh");
    // From its first line on it ignores the signal.
    let output = child.stdout.as_mut().expect("a pipe");
    output.read_exact(&mut [0]).expect("a line");
    while child.try_wait().unwrap().is_none() {
        let _ = Command::new("kill").args(["-s", "HUP", &child.id().to_string()]).stderr(Stdio::null()).status();
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Each looks for what killed runs have left in the folder while the others put their files there.
#[test]
fn runs_side_by_side_leave_each_other_alone() {
    for _ in 0..ROUNDS {
        let names = (0..12).map(|name| format!("{name}.md"));
        let desk = names.clone().fold(Desk::new(), |desk, name| desk.with(&name, DRAFT));
        let runs: Vec<_> = names
            .map(|name| {
                let command = &mut program(&desk.path(""), &["format", "-q", &name]);
                command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program")
            })
            .collect();
        for run in runs {
            let ended = run.wait_with_output().unwrap();
            assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        }
        assert_eq!(left(&desk), [""; 0]);
    }
}

#[test]
fn what_a_killed_run_left_is_gone_after_the_next() {
    let desk = desk().with(".nianbao-7-0", "half a dra");
    assert_eq!(run(&desk.path(""), &["format", "--check", "甲.md"]).status, 1);
    assert_eq!(left(&desk).len(), 1, "nothing is written, and nothing removed");
    formatted(&desk, "甲.md");
    assert_eq!(left(&desk), [""; 0]);
    // Where there is nothing to write, too.
    desk.write(".nianbao-7-0", "");
    assert_eq!(run(&desk.path(""), &["format", "."]).status, 0);
    assert_eq!(left(&desk), [""; 0]);
    // The text of another program is told of, and stays.
    let theirs = ".nianbao-7-0-0123456789abcdef-0123456789abcdef";
    desk.write(theirs, "theirs");
    let told = run(&desk.path(""), &["fix", "."]);
    assert!(told.err.contains(&format!("{theirs}：上次写入时程序中断")), "{}", told.err);
    assert_eq!(fs::read_to_string(desk.path(theirs)).unwrap(), "theirs");
}
