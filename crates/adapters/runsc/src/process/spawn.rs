//! Starts one process that is in its control groups before it runs its first instruction.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, Write},
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
};

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
        let enter = move || join.iter().try_for_each(|mut file| file.write_all(b"0"));
        // SAFETY: between fork and exec the closure only calls write(2) on descriptors opened before: it neither allocates
        // nor takes a lock.
        unsafe { command.pre_exec(enter) };
        // The handle is let go without a wait: exits are awaited by pidfd and reaped in `reap`.
        Ok(command.spawn()?.id())
    }
}

/// Makes this process the parent of sandboxes whose `runsc` has left, so that it learns their exit status.
pub(crate) fn become_subreaper() -> io::Result<()> {
    nix::sys::prctl::set_child_subreaper(true).map_err(io::Error::from)
}
