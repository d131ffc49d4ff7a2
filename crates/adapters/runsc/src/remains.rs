//! What a sandbox leaves on this host, and its removal: processes, control groups, state, directory.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use domain::SandboxError;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::time::{Instant, sleep};

use crate::{
    cgroup::Group,
    host::Host,
    process::{Families, Pidfd},
};

/// Killed processes are gone within milliseconds, or after this time something is badly wrong.
const REMOVAL_DEADLINE: Duration = Duration::from_secs(10);
/// Between two looks at what is still there.
const PAUSE: Duration = Duration::from_millis(1);

/// A sandbox's traces. Dropping them without [`Remains::clear`] kills at once and clears in the background.
pub(crate) struct Remains(Option<Traces>);

struct Traces {
    host: Arc<Host>,
    id: String,
    dir: PathBuf,
    group: Group,
    families: Families,
    sentry: Option<Arc<Pidfd>>,
}

impl Remains {
    /// Makes the directory and the groups of a new sandbox.
    pub(crate) fn create(host: &Arc<Host>) -> io::Result<Self> {
        let id = host.instance.next_id();
        let remains = Self::adopt(host, id);
        let traces = remains.traces();
        fs::create_dir(&traces.dir)?;
        host.hierarchy.create(&traces.id, &host.limits, host.pids_max)?;
        Ok(remains)
    }

    /// Takes over whatever there is under this name.
    pub(crate) fn adopt(host: &Arc<Host>, id: String) -> Self {
        let dir = host.instance.sandboxes().join(&id);
        let group = host.hierarchy.group(&id);
        Self(Some(Traces { host: Arc::clone(host), id, dir, group, families: Families::default(), sentry: None }))
    }

    fn traces(&self) -> &Traces {
        self.0.as_ref().expect("traces are taken by `clear` and `drop` only")
    }

    fn traces_mut(&mut self) -> &mut Traces {
        self.0.as_mut().expect("traces are taken by `clear` and `drop` only")
    }

    /// The sandbox's name.
    pub(crate) fn id(&self) -> &str {
        &self.traces().id
    }

    /// Its directory.
    pub(crate) fn dir(&self) -> &Path {
        &self.traces().dir
    }

    /// Its control groups.
    pub(crate) fn group(&self) -> &Group {
        &self.traces().group
    }

    /// Remembers to reap this process and its group.
    pub(crate) fn learn(&mut self, pid: i32) {
        self.traces_mut().families.learn(pid);
    }

    /// Remembers everything that is in its control groups now, and the process that stands for the sandbox.
    pub(crate) fn learn_all(&mut self, sentry: &Arc<Pidfd>) {
        let traces = self.traces_mut();
        traces.sentry = Some(Arc::clone(sentry));
        for pid in traces.group.pids() {
            traces.families.learn(pid);
        }
    }

    /// Kills every process and returns when none is left.
    pub(crate) async fn kill(&mut self) -> io::Result<()> {
        self.traces_mut().kill().await
    }

    /// Removes every trace.
    pub(crate) async fn clear(mut self) -> Result<(), SandboxError> {
        let traces = self.0.take().expect("traces are taken by `clear` and `drop` only");
        traces.clear().await
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        let Some(mut traces) = self.0.take() else { return };
        traces.strike();
        let handle = traces.host.handle.clone();
        handle.spawn(async move {
            let id = traces.id.clone();
            if let Err(error) = traces.clear().await {
                tracing::error!(sandbox.id = id, %error, "a sandbox could not be removed");
            }
        });
    }
}

impl Traces {
    /// Sends SIGKILL to everything in the control groups and gives how many there were.
    fn strike(&mut self) -> usize {
        self.group.lift_cpu();
        self.group.kill();
        let pids = self.group.pids();
        for &pid in &pids {
            self.families.learn(pid);
            // One that has ended meanwhile is fine.
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
        pids.len()
    }

    async fn kill(&mut self) -> io::Result<()> {
        until("its processes stay", || self.strike() == 0).await
    }

    async fn clear(mut self) -> Result<(), SandboxError> {
        let cleared = self.try_clear().await;
        cleared.map_err(|error| SandboxError::Died { reason: format!("sandbox {} was not removed: {error}", self.id) })
    }

    async fn try_clear(&mut self) -> io::Result<()> {
        self.kill().await?;
        if let Some(sentry) = self.sentry.take() {
            // Its status belongs to whoever waits for it, so it must be read before the group is reaped.
            sentry.ended().await?;
        }
        until("its processes are not reaped", || self.families.reap()).await?;
        until("its control groups stay", || self.group.remove().is_ok()).await?;
        match fs::remove_dir_all(&self.dir) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Looks again and again until it is so.
pub(crate) async fn until(otherwise: &str, mut so: impl FnMut() -> bool) -> io::Result<()> {
    let deadline = Instant::now() + REMOVAL_DEADLINE;
    while !so() {
        if Instant::now() > deadline {
            return Err(io::Error::new(io::ErrorKind::TimedOut, otherwise));
        }
        sleep(PAUSE).await;
    }
    Ok(())
}
