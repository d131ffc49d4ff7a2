//! One sandbox, from its readiness to its removal.

mod panic;

use std::{io, sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{
    Exit, ExitEvidence, Limits, PrincipalId, Process, Program, ResourceUsage, Sandbox, SandboxError, StartKind, Ticket,
    runner::{self, SEED_BYTES},
};
use tokio::{io::AsyncWriteExt, net::unix::pipe, task::AbortHandle, time::timeout};

use crate::{
    cgroup::Weight,
    instance,
    launch::{PANIC_LOG, Pipes, ping},
    process::{Ended, Pidfd},
    remains::Remains,
};

/// What an empty pipe takes at once.
const PIPE_BYTES: usize = 64 << 10;
/// The runner reads a job as fast as it is written, even at a hundredth of a core; one that does not is stuck.
const SEND_DEADLINE: Duration = Duration::from_secs(20);
/// Host tasks of a sandbox whose memory was filled by the number of its processes rather than by what they hold: idle it has
/// about 20, and 7 to 9 more for each process inside (measured with the ptrace platform), so this is some 12 processes.
const CROWD: u64 = 120;

/// A gVisor sandbox on this host.
pub(crate) struct RunscSandbox {
    kind: StartKind,
    remains: Remains,
    sentry: Arc<Pidfd>,
    pipes: Option<Pipes>,
    feeder: Option<Feeder>,
    cpu_before: Duration,
    killed: bool,
    evidence: Option<ExitEvidence>,
}

/// The task that writes a large standard input; it ends with this.
struct Feeder(AbortHandle);

impl Drop for Feeder {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl RunscSandbox {
    pub(crate) fn new(kind: StartKind, remains: Remains, sentry: Arc<Pidfd>, pipes: Pipes) -> Self {
        let pipes = Some(pipes);
        Self { kind, remains, sentry, pipes, feeder: None, cpu_before: Duration::ZERO, killed: false, evidence: None }
    }

    /// Its traces, for what the driver does with a sandbox that never gets a job.
    pub(crate) fn remains(&self) -> &Remains {
        &self.remains
    }

    /// Asks once more whether the runner is there.
    pub(crate) async fn ping(&mut self) -> io::Result<()> {
        match &mut self.pipes {
            Some(pipes) => ping(pipes).await,
            None => Err(io::Error::other("it runs a program")),
        }
    }

    /// Writes the job, and its standard input as far as the pipe takes it at once.
    async fn send(&mut self, mut stdin: pipe::Sender, program: Program<'_>) -> io::Result<()> {
        let mut seed = [0; SEED_BYTES];
        seed.copy_from_slice(&instance::random(SEED_BYTES)?);
        let mut bytes = runner::job(program.0, seed);
        let input = &program.0.stdin.0;
        let fits = bytes.len() + input.len() <= PIPE_BYTES;
        if fits {
            bytes.extend_from_slice(input);
        }
        timeout(SEND_DEADLINE, stdin.write_all(&bytes)).await??;
        if !fits {
            self.feeder = Some(feed(stdin, input.clone()));
        }
        Ok(())
    }

    fn used(&self) -> Duration {
        self.remains.group().cpu().unwrap_or_default().saturating_sub(self.cpu_before)
    }

    fn examine(&self, ended: Ended) -> ExitEvidence {
        let counters = self.remains.group().counters();
        let crowded = counters.oom_kills > 0 && counters.pids_peak.is_some_and(|peak| peak > CROWD);
        let out_of_processes = crowded || counters.pids_refused > 0;
        let out_of_memory = counters.oom_kills > 0 && !out_of_processes;
        let excused = out_of_memory || out_of_processes || self.killed;
        let exit = match ended {
            Ended::Signal(_) if self.killed => Exit::Killed,
            Ended::Signal(signal) => Exit::Code(128 + signal),
            Ended::Code(code) => Exit::Code(code),
        };
        let panic_log = self.remains.dir().join(PANIC_LOG);
        ExitEvidence {
            exit,
            out_of_memory,
            out_of_processes,
            runtime_died: if excused { None } else { panic::breakage(ended, &panic_log) },
            usage: ResourceUsage { cpu_us: Some(micros(self.used())), memory_peak_bytes: counters.memory_peak },
        }
    }

    fn died(&self, what: &str, error: impl std::fmt::Display) -> SandboxError {
        SandboxError::Died { reason: format!("sandbox {}: {what}: {error}", self.remains.id()) }
    }
}

/// Writes a large standard input for as long as somebody may read it, then closes it.
fn feed(mut stdin: pipe::Sender, input: Vec<u8>) -> Feeder {
    let task = tokio::spawn(async move {
        // A program may end, or close its input, without reading it all.
        let _ = stdin.write_all(&input).await;
    });
    Feeder(task.abort_handle())
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[async_trait]
impl Sandbox for RunscSandbox {
    fn start_kind(&self) -> StartKind {
        self.kind
    }

    fn is_alive(&self) -> bool {
        self.pipes.is_some() && self.sentry.is_running()
    }

    async fn run(&mut self, program: Program<'_>, limits: &Limits) -> Result<Process, SandboxError> {
        let pipes = self.pipes.take().ok_or_else(|| self.died("it cannot run", "it has had its program"))?;
        if !self.sentry.is_running() {
            return Err(self.died("it cannot run", "it has ended"));
        }
        let Pipes { stdin, stdout, stderr } = pipes;
        let group = self.remains.group();
        group.weigh(Weight::Full);
        group.limit(limits).map_err(|error| self.died("its limits were refused", error))?;
        self.cpu_before = group.cpu().map_err(|error| self.died("its counters cannot be read", error))?;
        self.send(stdin, program).await.map_err(|error| self.died("it did not take its program", error))?;
        Ok(Process { stdout: Box::new(stdout), stderr: Box::new(stderr) })
    }

    fn assign(&self, _: &Ticket, owner: &PrincipalId) {
        if owner.is_system() {
            self.remains.group().weigh(Weight::GivesWay);
        }
    }

    async fn wait(&mut self) -> Result<ExitEvidence, SandboxError> {
        if let Some(evidence) = &self.evidence {
            return Ok(evidence.clone());
        }
        let ended = self.sentry.ended().await.map_err(|error| self.died("its end cannot be seen", error))?;
        let evidence = self.examine(ended);
        self.feeder = None;
        self.evidence = Some(evidence.clone());
        Ok(evidence)
    }

    fn cpu_us(&self) -> u64 {
        let counted = self.evidence.as_ref().and_then(|evidence| evidence.usage.cpu_us);
        counted.unwrap_or_else(|| micros(self.used()))
    }

    async fn kill(&mut self) -> Result<(), SandboxError> {
        self.killed |= self.sentry.is_running();
        self.remains.kill().await.map_err(|error| self.died("it was not killed", error))
    }

    async fn destroy(self: Box<Self>) -> Result<(), SandboxError> {
        let Self { remains, .. } = *self;
        remains.clear().await
    }
}
