//! The service as its users have it: the built executable, a port and a data directory of its own.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use runsc::RunscDriver;

use crate::{
    Bench,
    bare::{Bare, run_dir},
    http::Client,
    meter::Group,
};

/// More than a start, a refill or a stop takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks at a metric.
const PAUSE: Duration = Duration::from_millis(2);

/// A running service.
pub(crate) struct Service {
    child: Child,
    address: SocketAddr,
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
        let mut child = command(bench, pool, &group)?.spawn().context("the service did not start")?;
        let address = announced(&mut child)?;
        let mut service = Self { child, address, pool, metrics: Client::connect(address)?, group };
        until(|| Ok(service.metrics.get("/health/ready")?.0 == 200)).context("the service is not ready")?;
        service.settle()?;
        Ok(service)
    }

    /// A connection to it.
    pub(crate) fn client(&self) -> anyhow::Result<Client> {
        Client::connect(self.address)
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything that it started, and itself.
    pub(crate) fn group(&self) -> &Group {
        &self.group
    }

    /// Waits until the pool is full and nothing starts or runs.
    pub(crate) fn settle(&mut self) -> anyhow::Result<()> {
        let (metrics, full) = (&mut self.metrics, crate::sample::number(self.pool));
        let wanted = [("pool_idle", full), ("pool_starting", 0.0), ("running", 0.0)];
        until(|| {
            let (_, text) = metrics.get("/metrics")?;
            Ok(wanted.iter().all(|(name, value)| gauge(&text, name) == Some(*value)))
        })
        .context("the pool does not fill")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).expect("a process id fits"));
        let _ = kill(pid, Signal::SIGTERM);
        if until(|| Ok(self.child.try_wait()?.is_some())).is_err() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn until(mut so: impl FnMut() -> anyhow::Result<bool>) -> anyhow::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !so()? {
        anyhow::ensure!(Instant::now() < deadline, "it took more than {} seconds", PATIENCE.as_secs());
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

fn gauge(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix("code_remote_executor_")?.strip_prefix(name));
    line?.trim().parse().ok()
}

fn command(bench: &Bench, pool: usize, group: &Group) -> anyhow::Result<Command> {
    let mut entrance = group.entrance()?;
    let mut command = Command::new(executable()?);
    command.args(["up", "--listen", "127.0.0.1:0", "--pool-size"]).arg(pool.to_string());
    command.arg("--data-dir").arg(bench.data.path()).arg("--cgroup-parent").arg(group.name());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(std::fs::File::create(bench.data.path().join("log"))?);
    // SAFETY: between fork and exec the closure only calls write(2) on a descriptor opened before.
    unsafe { command.pre_exec(move || entrance.write_all(b"0")) };
    Ok(command)
}

/// Cargo puts examples into a directory below the executable's.
fn executable() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let path = own.ancestors().nth(2).context("the bench is in no directory")?.join("code-remote");
    anyhow::ensure!(path.is_file(), "{} was not built", path.display());
    Ok(path)
}

/// The address that the service prints when it listens.
fn announced(child: &mut Child) -> anyhow::Result<SocketAddr> {
    let mut lines = BufReader::new(child.stdout.take().context("no standard output")?).lines();
    let address =
        lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.split_once("listens on http://")?.1.to_owned()));
    // The rest is read so that the service never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(address.context("the service ended before it listened")?.parse()?)
}
