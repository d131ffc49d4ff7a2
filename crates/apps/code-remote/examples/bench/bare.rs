//! The references: a Python without a sandbox, and `runsc` from the command line with nothing of ours around it.

use std::{
    ffi::OsString,
    fs,
    io::{Read as _, Write as _},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use domain::StartKind;
use nix::{
    sys::wait::{WaitPidFlag, WaitStatus, waitpid},
    unistd::Pid,
};
use runsc::RunscDriver;

use crate::meter::Group;

/// The program of every measurement.
pub(crate) const PROGRAM: &str = "print(1)";

/// Runs the program in a Python of this machine and waits for its end.
pub(crate) fn python() -> anyhow::Result<Duration> {
    let start = Instant::now();
    let output = Command::new("/usr/bin/python3").args(["-I", "-c", PROGRAM]).stdin(Stdio::null()).output()?;
    let took = start.elapsed();
    anyhow::ensure!(output.stdout == b"1\n", "the bare Python failed: {output:?}");
    Ok(took)
}

/// Bare sandboxes of the service's own image.
pub(crate) struct Bare {
    restore: Option<Line>,
    cold: Line,
    dir: PathBuf,
    group: Group,
}

/// A command line.
struct Line {
    program: OsString,
    arguments: Vec<OsString>,
}

impl Bare {
    /// Takes over the command lines of this driver; sandboxes live in this directory, one at a time.
    pub(crate) fn new(driver: &RunscDriver, dir: PathBuf) -> anyhow::Result<Self> {
        let line = |kind| {
            let command = driver.command(kind, &dir, "bare")?;
            let arguments = command.get_args().map(OsString::from).collect();
            Some(Line { program: command.get_program().into(), arguments })
        };
        let cold = line(StartKind::Cold).context("a cold start needs nothing")?;
        Ok(Self { restore: line(StartKind::Restored), cold, dir, group: Group::new("bare")? })
    }

    /// Starts a sandbox from nothing, runs the program in it, and waits for its end.
    pub(crate) fn cold(&self) -> anyhow::Result<Duration> {
        self.run(&self.cold)
    }

    /// Processor time of a sandbox that is restored, where that is possible, runs the program and ends.
    pub(crate) fn cost(&self) -> anyhow::Result<Duration> {
        let before = self.group.cpu_time()?;
        self.run(self.restore.as_ref().unwrap_or(&self.cold))?;
        Ok(self.group.cpu_time()?.saturating_sub(before))
    }

    fn run(&self, line: &Line) -> anyhow::Result<Duration> {
        fs::create_dir_all(&self.dir)?;
        let start = Instant::now();
        let mut output = self.start(line)?;
        let mut printed = Vec::new();
        output.read_to_end(&mut printed)?;
        self.wait()?;
        let took = start.elapsed();
        anyhow::ensure!(printed == b"1\n", "the bare sandbox printed {printed:?}");
        reap();
        fs::remove_dir_all(&self.dir)?;
        Ok(took)
    }

    /// Starts the sandbox with its program on standard input; its output.
    fn start(&self, line: &Line) -> anyhow::Result<std::io::PipeReader> {
        let (stdin, mut input) = std::io::pipe()?;
        let (output, stdout) = std::io::pipe()?;
        let mut entrance = self.group.entrance()?;
        let mut command = Command::new(&line.program);
        command.args(&line.arguments).env_clear().current_dir("/");
        command.stdin(stdin).stdout(stdout).stderr(fs::File::create(self.dir.join("stderr"))?);
        // SAFETY: between fork and exec the closure only calls write(2) on a descriptor opened before.
        unsafe { command.pre_exec(move || entrance.write_all(b"0")) };
        input.write_all(&job())?;
        drop(input);
        let ended = command.status()?;
        let said = || fs::read_to_string(self.dir.join("stderr")).unwrap_or_default();
        anyhow::ensure!(ended.success(), "the bare runsc ended with {ended}: {}", said());
        Ok(output)
    }

    /// Waits for the end of the process that stands for the sandbox. It is a child of this one, a subreaper.
    fn wait(&self) -> anyhow::Result<()> {
        let pid = fs::read_to_string(self.dir.join("pid"))?.trim().parse()?;
        match waitpid(Pid::from_raw(pid), None)? {
            WaitStatus::Exited(_, 0) => Ok(()),
            other => anyhow::bail!("the bare sandbox ended with {other:?}"),
        }
    }
}

/// Waits for what else the sandbox has left. The service is a child too, but it lives.
fn reap() {
    while waitpid(None, Some(WaitPidFlag::WNOHANG)).is_ok_and(|status| status != WaitStatus::StillAlive) {}
}

/// The program in a frame of the runner's protocol, with the import guard on.
fn job() -> Vec<u8> {
    let length = |bytes: usize| u32::try_from(bytes).expect("a short program").to_be_bytes();
    let payload = [&[1][..], &[7; 16], &length(PROGRAM.len()), PROGRAM.as_bytes(), &[0; 8]].concat();
    [b"CR\x00\x01", &length(payload.len())[..], &payload].concat()
}

/// A place for short-lived files, of this process.
pub(crate) fn run_dir() -> PathBuf {
    Path::new("/run").join(format!("code-remote-bench-{}", std::process::id()))
}
