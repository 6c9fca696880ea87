//! Ends the server with the process that started it, whatever still holds its pipe.

use rustix::process::{Pid, test_kill_process};
use std::time::Duration;

/// How often a process is looked for where the system does not tell of its end.
const LOOK: Duration = Duration::from_secs(2);

/// The exit code: the session was not shut down.
const ABANDONED: i32 = 1;

/// Ends this process when that one ends, or at once if there is none.
pub fn end_with(process: u32) {
    let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return };
    std::thread::spawn(move || {
        wait_for(process);
        tracing::error!("the process that started the server has ended");
        std::process::exit(ABANDONED);
    });
}

/// Waits for the end of a process.
fn wait_for(process: Pid) {
    #[cfg(target_os = "linux")]
    {
        use rustix::event::{PollFd, PollFlags, poll};
        use rustix::io::Errno;
        use rustix::process::{PidfdFlags, pidfd_open};
        match pidfd_open(process, PidfdFlags::empty()) {
            // It can be read when the process has ended.
            Ok(of_process) => {
                while poll(&mut [PollFd::new(&of_process, PollFlags::IN)], None) == Err(Errno::INTR) {}
                return;
            }
            Err(Errno::SRCH) => return,
            Err(error) => tracing::warn!("the end of a process is not told: {error}"),
        }
    }
    while test_kill_process(process) != Err(rustix::io::Errno::SRCH) {
        std::thread::sleep(LOOK);
    }
}
