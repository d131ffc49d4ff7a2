//! The service as its users have it: the built executable, a port and a data directory of its own.

use std::{io::Write as _, os::unix::process::CommandExt as _, process::Command};

use runsc::RunscDriver;

use crate::{
    Bench,
    bare::{Bare, run_dir},
    http::Client,
    meter::Group,
    process::{Process, built, settle},
};

/// A running service.
pub(crate) struct Service {
    process: Process,
    pool: usize,
    metrics: Client,
    group: Group,
}

/// The references that run in the service's own image. Not while a service runs.
pub(crate) fn bare(bench: &Bench) -> anyhow::Result<Bare> {
    let runtime = tokio::runtime::Runtime::new()?;
    let driver = runtime.block_on(RunscDriver::new(runsc::Settings::new(bench.data.path()), |_| {}))?;
    Bare::new(&driver, run_dir())
}

impl Service {
    /// Starts one with a pool of this size and waits until it is ready and the pool is full.
    pub(crate) fn start(bench: &Bench, pool: usize) -> anyhow::Result<Self> {
        let group = Group::new("service")?;
        let process = Process::start(&mut command(bench, pool, &group)?)?;
        let metrics = process.client()?;
        let mut service = Self { process, pool, metrics, group };
        service.settle()?;
        Ok(service)
    }

    /// A connection to it.
    pub(crate) fn client(&self) -> anyhow::Result<Client> {
        self.process.client()
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Everything that it started, and itself.
    pub(crate) fn group(&self) -> &Group {
        &self.group
    }

    /// Waits until the pool is full and nothing starts or runs.
    pub(crate) fn settle(&mut self) -> anyhow::Result<()> {
        settle(&mut self.metrics, self.pool)
    }
}

fn command(bench: &Bench, pool: usize, group: &Group) -> anyhow::Result<Command> {
    let mut entrance = group.entrance()?;
    let mut command = Command::new(built("code-remote")?);
    command.args(["up", "--listen", "127.0.0.1:0", "--pool-size"]).arg(pool.to_string());
    command.arg("--data-dir").arg(bench.data.path()).arg("--cgroup-parent").arg(group.name());
    command.stderr(std::fs::File::create(bench.data.path().join("log"))?);
    // SAFETY: between fork and exec the closure only calls write(2) on a descriptor opened before.
    unsafe { command.pre_exec(move || entrance.write_all(b"0")) };
    Ok(command)
}
