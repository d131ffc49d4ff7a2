//! Starts one process that is in its control groups before it runs its first instruction.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, Write},
    os::{fd::FromRawFd, unix::process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use nix::libc;

/// The kernel's highest.
const OOM_SCORE_ADJ: &[u8] = b"1000";

/// What to start.
pub(crate) struct Spawn<'a> {
    /// The executable.
    pub program: &'a Path,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Descriptors 0, 1 and 2.
    pub stdio: [Stdio; 3],
    /// Opened for writing; a `0` written to each moves the writer.
    pub join: Vec<File>,
}

impl Spawn<'_> {
    /// Starts it without environment, in its own process group, with no descriptor but the three, and gives its pid.
    /// Waits until it is executing, so call it where blocking is allowed.
    pub(crate) fn start(self) -> io::Result<u32> {
        let Self { program, args, stdio: [stdin, stdout, stderr], join } = self;
        let mut command = Command::new(program);
        command.args(args).stdin(stdin).stdout(stdout).stderr(stderr).env_clear().current_dir("/").process_group(0);
        let enter = move || {
            join.iter().try_for_each(|mut file| file.write_all(b"0"))?;
            close_on_exec();
            volunteer_for_oom()
        };
        // SAFETY: between fork and exec the closure only calls write, open, close and close_range: it neither allocates nor takes a lock.
        unsafe { command.pre_exec(enter) };
        // The handle is let go without a wait: exits are awaited by pidfd and reaped in `reap`.
        Ok(command.spawn()?.id())
    }
}

/// Keeps descriptors that this process itself inherited, and others forgot to mark, from the new one.
fn close_on_exec() {
    // SAFETY: it only sets a flag on descriptors of the calling process. Kernels before 5.11 do not know it, and everything opened by
    // this program is marked anyway, so a failure is of no matter.
    unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) };
}

/// When the whole machine runs out of memory, a sandbox shall go before the service does.
fn volunteer_for_oom() -> io::Result<()> {
    // SAFETY: the path is a constant with its final zero, and the descriptor goes no further than the next line.
    let descriptor = unsafe { libc::open(c"/proc/self/oom_score_adj".as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC) };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it was opened just now and nobody else knows it.
    let mut file = unsafe { File::from_raw_fd(descriptor) };
    file.write_all(OOM_SCORE_ADJ)
}

/// Makes this process the parent of sandboxes whose `runsc` has left, so that it learns their exit status.
pub(crate) fn become_subreaper() -> io::Result<()> {
    nix::sys::prctl::set_child_subreaper(true).map_err(io::Error::from)
}
