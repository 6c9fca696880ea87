//! Which files a command works on: folders, links, several names of one file, lists, what is excluded and what is ignored.

use crate::support::desk::{DRAFT, Desk};
use crate::support::program::{program, run, with_input};
use std::fs;
use std::process::Command;

/// The files that a run of `check` would check.
fn listed(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    let run = run(&desk.path(""), &[&["check", "--list-files", "-q"], arguments].concat());
    assert_eq!(run.status, 0, "{}", run.err);
    run.out.lines().map(|line| line.replace('\\', "/")).collect()
}

#[test]
fn what_is_excluded_from_above_stays_excluded() {
    let desk = Desk::new()
        .with("nianbao.toml", "exclude = ['归档/', '*.txt']\n[rules]\nlabel = 'off'\n")
        .with("甲.md", DRAFT)
        .with("归档/乙.md", DRAFT)
        .with("归档/nianbao.toml", "[rules]\nlabel = 'hint'\n")
        .with("某局/nianbao.toml", "exclude = ['草稿/']\n")
        .with("某局/丙.md", DRAFT)
        .with("某局/丁.txt", DRAFT)
        .with("某局/草稿/戊.md", DRAFT);
    assert_eq!(listed(&desk, &["."]), ["某局/丙.md", "甲.md"]);
    assert_eq!(listed(&desk, &["归档", "某局"]), ["某局/丙.md"]);
    // What is named is checked, unless that is forbidden.
    assert_eq!(listed(&desk, &["归档/乙.md", "某局/丁.txt"]), ["归档/乙.md", "某局/丁.txt"]);
    assert_eq!(listed(&desk, &["--force-exclude", "归档/乙.md", "某局/丁.txt", "甲.md"]), ["甲.md"]);
    assert_eq!(listed(&desk, &["--no-config", "."]).len(), 5);
    // Other keys are those of the nearest file alone.
    let before = fs::read(desk.path("归档/乙.md")).unwrap();
    assert_eq!(run(&desk.path(""), &["fix", "--unsafe", "-q", "."]).err, "");
    assert_eq!(fs::read(desk.path("归档/乙.md")).unwrap(), before);
    let shown = run(&desk.path(""), &["config", "某局/丙.md"]);
    assert!(shown.out.contains("# nianbao.toml 的 exclude 也有效：[\"归档/\", \"*.txt\"]"), "{}", shown.out);
}

#[test]
fn a_named_file_is_repaired_whatever_is_excluded() {
    let desk = Desk::new().with("nianbao.toml", "exclude = ['*.md']").with("甲.md", DRAFT);
    let fixed = run(&desk.path(""), &["fix", "--unsafe", "甲.md"]);
    assert!(fixed.err.contains("修复 1 个文件"), "{}", fixed.err);
    assert_eq!(run(&desk.path(""), &["fix", "--force-exclude", "甲.md"]).err, "没有找到年度报告\n");
}

#[test]
fn patterns_of_the_command_line_count_from_the_current_folder() {
    let desk =
        Desk::new().with("甲.md", DRAFT).with("乙/甲.md", DRAFT).with("丙/丁.md", DRAFT).with("nianbao.toml", "");
    let excluding = |pattern: &str| listed(&desk, &["--exclude", pattern, "."]);
    assert_eq!(excluding("甲.md"), ["丙/丁.md"]);
    assert_eq!(excluding("./甲.md"), ["丙/丁.md", "乙/甲.md"]);
    assert_eq!(excluding("/丙"), ["乙/甲.md", "甲.md"]);
    assert_eq!(listed(&desk, &["--exclude", "丙/", "--exclude", "乙/", "."]), ["甲.md"]);
    // From elsewhere too.
    let outside = desk.path("");
    let at = program(
        &desk.path("乙"),
        &["check", "--list-files", "-q", "--exclude", "丁.md", &outside.display().to_string()],
    );
    let names = String::from_utf8({ at }.output().unwrap().stdout).unwrap();
    assert!(names.lines().count() == 2 && !names.contains("丁.md"), "{names}");
    for (pattern, why) in [("丙\\丁.md", "用 / 分隔"), ("../丙", "上级文件夹"), ("[z-a]", "不是有效的文件名模式")]
    {
        let wrong = run(&desk.path(""), &["check", "--exclude", pattern, "."]);
        assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
        assert!(wrong.err.contains(why), "{}", wrong.err);
        desk.write("nianbao.toml", format!("exclude = ['{pattern}']\n"));
        let wrong = run(&desk.path(""), &["check", "."]);
        assert!(
            wrong.status == 2 && wrong.err.contains(why) && wrong.err.contains("nianbao.toml:1:12：exclude"),
            "{}",
            wrong.err
        );
        desk.write("nianbao.toml", "");
    }
}

#[test]
fn ignore_files_count_with_git_and_without() {
    let desk = Desk::new()
        .with(".gitignore", "乙.md\n")
        .with(".ignore", "丙.md\n")
        .with(".草稿/丁.md", DRAFT)
        .with("甲.md", DRAFT)
        .with("乙.md", DRAFT)
        .with("丙.md", DRAFT);
    for _ in ["without git", "with git"] {
        assert_eq!(listed(&desk, &[]), ["甲.md"]);
        assert_eq!(listed(&desk, &["--no-ignore"]), ["丙.md", "乙.md", "甲.md"]);
        assert_eq!(listed(&desk, &["--hidden"]), [".草稿/丁.md", "甲.md"]);
        fs::create_dir_all(desk.path(".git")).unwrap();
    }
}

/// Compiling patterns takes longer than reading them: a folder with more than anybody writes is not looked through.
#[test]
fn patterns_are_bounded() {
    let desk =
        Desk::new().with("甲.md", DRAFT).with("乙/丙.md", DRAFT).with("乙/.gitignore", &"a*b*c\n".repeat(50_000));
    let told = run(&desk.path(""), &["check", "--fail-on", "never", "."]);
    assert_eq!(told.status, 2);
    assert!(told.err.contains(".gitignore：无法读取：超过 256 KB，没有查找它所在的文件夹"), "{}", told.err);
    assert!(told.err.contains("检查了 1 个文件"), "{}", told.err);
    assert_eq!(listed(&desk, &["--no-ignore"]), ["乙/丙.md", "甲.md"]);
    for (patterns, why) in
        [("'a',".repeat(1001), "超过 1000 个"), (format!("'{}'", "*a".repeat(600)), "超过 1000 个字节")]
    {
        desk.write("nianbao.toml", format!("exclude = [{patterns}]\n"));
        let wrong = run(&desk.path(""), &["check", "甲.md"]);
        assert!(wrong.status == 2 && wrong.err.contains(why), "{}", wrong.err);
    }
}

#[test]
fn a_list_names_files_and_folders() {
    let desk = Desk::new().with("甲 一.md", DRAFT).with("乙/丙.md", DRAFT).with("丁.md", DRAFT);
    desk.write("名单.lst", "甲 一.md\r\n乙\n");
    assert_eq!(listed(&desk, &["--files-from", "名单.lst"]), ["乙/丙.md", "甲 一.md"]);
    assert_eq!(listed(&desk, &["--files-from", "名单.lst", "丁.md"]), ["丁.md", "乙/丙.md", "甲 一.md"]);
    let from_input = |arguments: &[&str], input: &str| with_input(program(&desk.path(""), arguments), input.as_bytes());
    let listed = from_input(&["check", "--list-files", "--files-from", "-"], "甲 一.md\0丁.md\0");
    assert_eq!(String::from_utf8(listed.stdout).unwrap(), "丁.md\n甲 一.md\n");
    // An empty list is no file, not the whole folder.
    let nothing = from_input(&["extract", "--files-from", "-"], "");
    assert_eq!((nothing.status.code(), nothing.stdout), (Some(0), b"[]\n".to_vec()));
    let twice = from_input(&["check", "-", "--files-from", "-"], "");
    assert_eq!(twice.status.code(), Some(2));
    let missing = run(&desk.path(""), &["check", "--files-from", "没有.lst"]);
    assert_eq!(
        (missing.status, missing.err.as_str()),
        (2, "nianbao: --files-from 没有.lst：无法读取：没有这个文件或文件夹\n")
    );
    desk.write("名单.lst", "没有.md\n");
    assert_eq!(run(&desk.path(""), &["check", "--list-files", "--files-from", "名单.lst"]).status, 2);
}

#[test]
fn one_file_under_several_spellings_is_one() {
    let desk = Desk::new().with("甲.md", DRAFT).with("乙/丙.md", DRAFT);
    let absolute = desk.path("甲.md").display().to_string();
    assert_eq!(listed(&desk, &[".", "甲.md", "./甲.md", "乙/../甲.md", &absolute]).len(), 2);
    let fixed = run(&desk.path(""), &["fix", "--unsafe", "甲.md", "./甲.md"]);
    assert!(fixed.status == 0 && fixed.err.starts_with("修复 1 个文件中的"), "{}", fixed.err);
    let told = run(&desk.path(""), &["check", "-v", "甲.md", "./甲.md"]);
    assert!(told.err.contains("甲.md：就是 ") && told.err.contains("检查了 1 个文件"), "{}", told.err);
    // The file that is searched for last year's report is not searched for another one.
    let again = run(&desk.path(""), &["check", "甲.md", "--previous", "./甲.md", "--format", "json", "-q"]);
    assert!(!again.out.contains("./甲.md"), "{}", again.out);
}

#[test]
fn what_is_no_text_in_a_folder_is_a_note_and_a_named_one_a_failure() {
    let desk = Desk::new().with("甲.md", DRAFT);
    desk.write("LICENSE.txt", b"caf\xe9 is not a report\n");
    desk.write("数据.txt", b"\x00\x01\x02");
    let utf32: Vec<u8> = "\u{feff}政府信息公开".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    desk.write("乙.txt", &utf32);
    let note =
        "未检查 3 个文件（不是文本，或编码不明）：LICENSE.txt、乙.txt、数据.txt；是报告的，另存为 UTF-8 后就能检查\n";
    for (arguments, status) in [
        (&["check", "--fail-on", "never", "."][..], 0),
        (&["check", "--fail-on", "never", "--fail-on-unread", "."], 2),
        (&["extract", "."], 0),
        (&["summary", "."], 0),
        (&["format", "."], 0),
        (&["fix", "--fail-on", "never", "."], 0),
    ] {
        let run = run(&desk.path(""), arguments);
        assert_eq!(run.status, status, "{arguments:?}: {}", run.err);
        assert!(run.err.ends_with(note), "{arguments:?}: {}", run.err);
    }
    for command in ["check", "extract", "summary", "format", "fix"] {
        let named = run(&desk.path(""), &[command, "乙.txt"]);
        assert_eq!(named.status, 2, "{command}");
        assert!(named.err.starts_with("nianbao: 乙.txt：是 UTF-32 编码，不读取；"), "{}", named.err);
    }
    assert_eq!(fs::read(desk.path("乙.txt")).unwrap(), utf32);
}

#[test]
fn what_was_passed_over_is_told_if_asked() {
    let desk = Desk::new().with("甲.md", DRAFT).with("乙.ofd", "OFD").with("nianbao.toml", "");
    let quiet = run(&desk.path(""), &["check", "."]);
    assert!(!quiet.err.contains("设置文件"), "{}", quiet.err);
    let told = run(&desk.path(""), &["check", "-v", "."]);
    assert!(told.err.contains("设置文件：nianbao.toml\n") && told.err.contains("乙.ofd：不读取\n"), "{}", told.err);
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_counted_and_followed_if_asked() {
        let desk = Desk::new().with("外/甲.md", DRAFT).with("外/丙/丁.md", DRAFT).with("内/乙.md", DRAFT);
        symlink("../外/甲.md", desk.path("内/链接.md")).unwrap();
        symlink("../外", desk.path("内/文件夹")).unwrap();
        symlink("没有.md", desk.path("内/断.md")).unwrap();
        symlink("../外/甲.md", desk.path("内/图.png")).unwrap();
        symlink(".", desk.path("内/圈")).unwrap();
        let told = run(&desk.path(""), &["check", "--fail-on", "never", "内"]);
        assert_eq!(told.status, 0);
        let line = "未检查 4 个链接：内/圈、内/文件夹、内/断.md、内/链接.md；加 --follow 检查所指的文件和文件夹\n";
        let mut names: Vec<&str> = line.split(['：', '；']).nth(1).unwrap().split('、').collect();
        names.sort_unstable();
        assert!(
            names.iter().all(|name| told.err.contains(name)) && told.err.contains("未检查 4 个链接："),
            "{}",
            told.err
        );
        let followed = run(&desk.path(""), &["check", "--fail-on", "never", "--follow", "内"]);
        assert_eq!(followed.status, 0, "{}", followed.err);
        assert!(
            followed.err.contains("检查了 3 个文件") && followed.err.contains("未检查 1 个链接：内/断.md"),
            "{}",
            followed.err
        );
        // Each file once, by its own name if that is there.
        assert_eq!(listed(&desk, &["--follow", "."]), ["内/乙.md", "外/丙/丁.md", "外/甲.md"]);
        assert_eq!(listed(&desk, &["内/链接.md"]), ["内/链接.md"]);
        assert_eq!(listed(&desk, &["内/链接.md", "外"]), ["内/链接.md", "外/丙/丁.md"]);
        // A link beside what it leads to hides nothing.
        symlink("甲.md", desk.path("外/又.md")).unwrap();
        assert!(!run(&desk.path(""), &["check", "外"]).err.contains("链接"));
        // Nor is anything said of links that are excluded.
        desk.write("nianbao.toml", "exclude = ['内/*']\n");
        assert!(!run(&desk.path(""), &["check", "内"]).err.contains("链接"));
    }

    #[test]
    fn a_settings_file_that_leads_out_is_refused() {
        let desk = Desk::new().with("外/密.toml", "edition = 'geheim'\n").with("内/甲.md", DRAFT);
        symlink("../外/密.toml", desk.path("内/nianbao.toml")).unwrap();
        let refused = run(&desk.path("内"), &["check", "."]);
        assert_eq!(refused.status, 2);
        assert!(refused.err.contains("nianbao.toml：无法读取设置：是指向工作区以外的链接"), "{}", refused.err);
        // Within the folder in which one works a link is a file as any other.
        desk.write("外/密.toml", "edition = 2019\n");
        assert_eq!(run(&desk.path(""), &["check", "--fail-on", "never", "."]).status, 0);
    }
}

#[test]
fn colours_are_as_the_environment_asks() {
    let desk = Desk::new().with("甲.md", DRAFT);
    let is_coloured = |set: &[(&str, &str)], more: &[&str]| {
        let mut command: Command =
            program(&desk.path(""), &[&["check", "--format", "concise", "甲.md"], more].concat());
        command.envs(set.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap().contains('\u{1b}')
    };
    assert!(!is_coloured(&[], &[]));
    assert!(is_coloured(&[("FORCE_COLOR", "1")], &[]) && is_coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!is_coloured(&[("FORCE_COLOR", "1")], &["--color", "never"]));
    assert!(!is_coloured(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[]));
    assert!(is_coloured(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!is_coloured(&[("FORCE_COLOR", "1")], &["-o", "结果.txt"]), "a file has none unless asked for");
    assert!(!fs::read_to_string(desk.path("结果.txt")).unwrap().contains('\u{1b}'));
}

#[test]
fn results_go_to_a_file_in_every_format() {
    let desk = Desk::new().with("甲.md", DRAFT);
    for format in ["full", "concise", "json", "json-lines", "html", "github", "gitlab", "sarif", "junit", "rdjson"] {
        let printed = run(&desk.path(""), &["check", "--format", format, "-q", "甲.md"]);
        let written = run(&desk.path(""), &["check", "--format", format, "-q", "甲.md", "-o", "结果"]);
        assert_eq!((written.status, written.out.as_str(), written.err.as_str()), (1, "", ""), "{format}");
        assert_eq!(fs::read_to_string(desk.path("结果")).unwrap(), printed.out, "{format}");
    }
    for command in ["extract", "summary"] {
        let printed = run(&desk.path(""), &[command, "-q", "甲.md"]);
        run(&desk.path(""), &[command, "-q", "甲.md", "--output-file", "结果"]);
        assert_eq!(fs::read_to_string(desk.path("结果")).unwrap(), printed.out, "{command}");
    }
    let nowhere = run(&desk.path(""), &["check", "甲.md", "-o", "没有/结果"]);
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.err.contains("无法写出结果：没有/结果：无法写入：没有这个文件或文件夹"), "{}", nowhere.err);
}

#[test]
fn shells_and_the_manual_know_every_command() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&desk.path(""), &["completions", shell]);
        assert_eq!((script.status, script.err.as_str()), (0, ""), "{shell}");
        assert!(script.out.contains("annotate") && script.out.contains("files-from"), "{shell}");
    }
    let wrong = run(&desk.path(""), &["completions", "cmd"]);
    assert!(wrong.status == 2 && wrong.err.contains("bash、"), "{}", wrong.err);
    let page = run(&desk.path(""), &["man", "check"]);
    assert_eq!(page.status, 0);
    for heading in ["名称", "用法", "说明", "选项"] {
        assert!(page.out.contains(&format!(".SH {heading}\n")), "{heading}: {}", page.out);
    }
    for english in [".SH NAME", ".SH OPTIONS", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH EXTRA", "possible values"] {
        assert!(!page.out.contains(english), "{english}");
    }
    assert_eq!(run(&desk.path(""), &["man", "chek"]).status, 2);
    let all = run(&desk.path(""), &["man", "--output-dir", "man1"]);
    assert_eq!(all.status, 0, "{}", all.err);
    let help = run(&desk.path(""), &["--help"]).out;
    let commands = help.split("命令:\n").nth(1).unwrap().lines().take_while(|line| line.starts_with("  "));
    let mut count = 0;
    for name in commands.filter_map(|line| line.split_whitespace().next()) {
        assert!(desk.path(&format!("man1/nianbao-{name}.1")).is_file(), "{name}");
        count += 1;
    }
    assert!(count >= 14 && desk.path("man1/nianbao.1").is_file());
}
