//! The `nianbao` program: hands its arguments to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    nianbao::cli::run(std::env::args_os(), give_back)
}

/// Returns free memory to the system, which the allocator of the GNU C library does not do on its own.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "nothing safe asks for it")]
fn give_back() {
    // SAFETY: no memory is handed over, and any thread may call it at any time.
    unsafe { libc::malloc_trim(0) };
}

/// Other allocators return memory on their own.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back() {}
