//! A role of the built executable: a process that is stopped when it is dropped.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{http::Client, sample::number};

/// More than a start, a refill or a stop takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks at a metric.
const PAUSE: Duration = Duration::from_millis(2);

/// A running role.
pub(crate) struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    /// Starts it and waits until it is ready.
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().context("the role did not start")?;
        let address = announced(&mut child)?;
        let process = Self { child, address };
        let mut client = process.client()?;
        until(|| Ok(client.get("/health/ready")?.0 == 200)).context("the role is not ready")?;
        Ok(process)
    }

    /// A connection to it.
    pub(crate) fn client(&self) -> anyhow::Result<Client> {
        Client::connect(self.address)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).expect("a process id fits"));
        let _ = kill(pid, Signal::SIGTERM);
        if until(|| Ok(self.child.try_wait()?.is_some())).is_err() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Waits until a pool of this size is full and nothing starts or runs.
pub(crate) fn settle(metrics: &mut Client, pool: usize) -> anyhow::Result<()> {
    let wanted = [("pool_idle", number(pool)), ("pool_starting", 0.0), ("running", 0.0)];
    until(|| {
        let (_, text) = metrics.get("/metrics")?;
        Ok(wanted.iter().all(|(name, value)| gauge(&text, name) == Some(*value)))
    })
    .context("the pool does not fill")
}

/// What cargo built: an executable, or an example in the directory of that name.
pub(crate) fn built(name: &str) -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let path = own.ancestors().nth(2).context("the bench is in no directory")?.join(name);
    anyhow::ensure!(path.is_file(), "{} was not built", path.display());
    Ok(path)
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

/// The address that a role prints when it listens.
fn announced(child: &mut Child) -> anyhow::Result<SocketAddr> {
    let mut lines = BufReader::new(child.stdout.take().context("no standard output")?).lines();
    let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, address) = line.split_once("listens on http://").or_else(|| line.split_once("health is at http://"))?;
        Some(address.trim_end_matches("/health").to_owned())
    });
    // The rest is read so that the role never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(address.context("the role ended before it listened")?.parse()?)
}
