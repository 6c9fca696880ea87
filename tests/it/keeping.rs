//! What a file is besides its content stays when the program writes it: its names, links, owner, permissions, encoding.
#![cfg(unix)]

use crate::support::desk::{DRAFT, Desk};
use crate::support::program::run;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

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
    formatted(&desk, "链接.md");
    assert!(desk.path("链接.md").is_symlink());
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
