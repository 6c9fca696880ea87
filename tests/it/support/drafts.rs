//! The drafts on disk.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The drafts in a folder of the project and below it, in order. Snapshots, which stand beside them, are no drafts.
pub fn drafts(folder: &str) -> Vec<PathBuf> {
    let drafts = below(folder).into_iter().filter(|path| {
        let ending = path.extension().and_then(|it| it.to_str());
        ending.is_some_and(|it| ["md", "html", "tsv", "txt"].contains(&it))
    });
    drafts.collect()
}

/// All files in a folder of the project and below it, in order.
pub fn below(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// All drafts of the tests with their names: those that are read, and those of the rules.
pub fn all() -> Vec<(String, String)> {
    let named = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a text");
        (path.strip_prefix(root()).expect("below the root").display().to_string(), text)
    };
    let drafts: Vec<(String, String)> =
        ["tests/drafts", "tests/rules"].into_iter().flat_map(drafts).map(named).collect();
    assert!(drafts.len() > 50, "the drafts are somewhere else");
    drafts
}
