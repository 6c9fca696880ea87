//! The program under test, in a process of its own.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Variables that change what the program does or says.
const HEARD: [&str; 7] =
    ["NIANBAO_LOG", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The program with these arguments, in a folder, without input, without a log, and with the user's settings in `.config`.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("XDG_CONFIG_HOME", folder.join(".config"));
    for name in HEARD {
        command.env_remove(name);
    }
    command
}

/// What a command prints when it is given this as its standard input.
pub fn with_input(mut command: Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // One that refuses its arguments ends without reading.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("the program ends")
}

/// What came of a run of the program.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let status = output.status.code().expect("an exit code");
        Run { status, out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Runs the program with these arguments in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    program(folder, arguments).output().expect("the program runs").into()
}
