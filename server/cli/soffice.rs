//! LibreOffice, which converts files of kinds that are not read: in a folder and with settings of its own, without macros,
//! in bounded time.

use crate::files::{FileFault, FileKind};
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The longest that a conversion may take.
const LONGEST: Duration = Duration::from_secs(120);

/// The names of the program, and where it is installed without being on the path.
const PROGRAMS: [&str; 5] = [
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
];

/// Settings under which no macro runs and nothing is fetched.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"#;

/// A file of a kind that is not read as one that is: its ending and its bytes.
///
/// # Errors
/// If LibreOffice is not there, or does not convert the file.
pub fn converted(kind: FileKind, bytes: &[u8]) -> Result<(&'static str, Vec<u8>), FileFault> {
    // Each takes some hundred megabytes of memory.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let ending = kind.converted().ok_or(FileFault::Unread(kind))?;
    let failed = |_: io::Error| FileFault::NotConverted(kind);
    let folder = tempfile::Builder::new().prefix("nianbao").tempdir().map_err(failed)?;
    let source = folder.path().join("in").with_extension(kind.ending());
    let (profile, out) = (folder.path().join("profile"), folder.path().join("out"));
    fs::create_dir_all(profile.join("user")).map_err(failed)?;
    fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS).map_err(failed)?;
    fs::create_dir(&out).map_err(failed)?;
    fs::write(&source, bytes).map_err(failed)?;
    let child = PROGRAMS.iter().find_map(|program| started(program, &profile, ending, &out, &source));
    let mut child = child.ok_or(FileFault::NoConverter(kind))?;
    finish(&mut child).map_err(failed)?;
    let bytes = fs::read(out.join("in").with_extension(ending)).map_err(failed)?;
    Ok((ending, bytes))
}

/// Starts the program; `None` if it is not there.
fn started(program: &str, profile: &Path, ending: &str, out: &Path, source: &Path) -> Option<Child> {
    let mut command = Command::new(program);
    command
        .arg(format!("-env:UserInstallation={}", address(profile)))
        .args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            "--convert-to",
            ending,
            "--outdir",
        ])
        .args([out, source])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().ok()
}

/// A folder as an address.
fn address(folder: &Path) -> String {
    let path = folder.display().to_string().replace('\\', "/").replace(' ', "%20");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}")
}

/// Waits until the program ends, and ends it if that takes too long.
fn finish(child: &mut Child) -> io::Result<()> {
    let begin = Instant::now();
    while child.try_wait()?.is_none() {
        if begin.elapsed() > LONGEST {
            kill(child);
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Ends a program and those that it has started.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = format!("-{}", child.id());
        // If there is no such command, the program itself is ended below.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    }
    // It may have ended by itself meanwhile.
    let _ = child.kill();
    let _ = child.wait();
}
