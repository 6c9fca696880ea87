//! The path of a file as the service knows it that shows the findings: from the root of the repository.

use std::env;
use std::path::Path;

/// The path of a file, with `/` on every system: from the folder that a variable of the environment names, if the file is
/// in it, else as it is shown to the user.
pub fn project_path(name: &str, variable: &str) -> String {
    let root = env::var_os(variable).filter(|root| !root.is_empty());
    let inside = root.and_then(|root| {
        let path = std::path::absolute(name).ok()?;
        path.strip_prefix(Path::new(&root)).ok().map(Path::to_path_buf)
    });
    let path = inside.as_deref().unwrap_or(Path::new(name));
    let shown = path.strip_prefix(".").unwrap_or(path).display().to_string();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown }
}
