//! The isolated place where one job runs.

use std::time::Duration;

use async_trait::async_trait;
use tokio::io::AsyncRead;

use crate::{ExecutionSpec, IsolationReport, Limits, PrincipalId, Proof, ResourceUsage, Ticket};

/// Why a sandbox could not be had or was lost. None of these is the program's fault; the job may be tried again.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The runtime is missing or does not isolate: nothing may run here until an operator acts.
    #[error("the sandbox runtime does not isolate: {0}")]
    NotIsolated(String),
    /// This one did not start; another may.
    #[error("a sandbox did not start: {reason}")]
    NotStarted {
        /// What was tried and what it said.
        reason: String,
    },
    /// There is no room for another one now: nothing is broken, and a job waits until there is.
    #[error("there is no room for another sandbox: {reason}")]
    NoRoom {
        /// What is used up.
        reason: String,
    },
    /// It died or could not be spoken to.
    #[error("the sandbox died: {reason}")]
    Died {
        /// What is known.
        reason: String,
    },
}

/// How a sandbox came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StartKind {
    /// From nothing.
    Cold,
    /// From a pristine checkpoint.
    Restored,
}

/// What runs in a sandbox: a view of a job's spec.
#[derive(Debug, Clone, Copy)]
pub struct Program<'a>(pub &'a ExecutionSpec);

/// The program's output, raw. Each stream ends when every process of the sandbox has closed it or is dead.
pub struct Process {
    /// File descriptor 1.
    pub stdout: Box<dyn AsyncRead + Send + Unpin>,
    /// File descriptor 2.
    pub stderr: Box<dyn AsyncRead + Send + Unpin>,
}

impl std::fmt::Debug for Process {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Process").finish_non_exhaustive()
    }
}

/// How the sandbox's first process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It returned this code, from 0 to 255. 128 + n usually means that signal n ended it.
    Code(i32),
    /// [`Sandbox::kill`] ended it.
    Killed,
}

/// What was seen from outside when it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExitEvidence {
    /// How it ended.
    pub exit: Exit,
    /// The kernel killed something in it for memory.
    pub out_of_memory: bool,
    /// It met the host's bound on processes, or filled its memory with the number of them.
    pub out_of_processes: bool,
    /// The runtime itself broke, and why; never set together with the two above.
    pub runtime_died: Option<String>,
    /// What it used since its program was sent.
    pub usage: ResourceUsage,
}

/// Makes sandboxes. One driver serves many sandboxes at once.
#[async_trait]
pub trait SandboxDriver: Send + Sync {
    /// Checks that the runtime is there and says what isolates. Cheap enough for a health check; runs no program.
    async fn check(&self) -> Result<IsolationReport, SandboxError>;

    /// Starts a sandbox that waits for a program. It has no job limits yet beyond the driver's defaults. A failed
    /// start leaves nothing behind.
    async fn start(&self) -> Result<Box<dyn Sandbox>, SandboxError>;

    /// Starts a sandbox without the fast path, whatever the driver's own choice would be.
    async fn start_cold(&self) -> Result<Box<dyn Sandbox>, SandboxError>;

    /// Removes what a killed predecessor left: processes, cgroups, mounts, files. Touches nothing of a living one.
    async fn sweep(&self) -> Result<Swept, SandboxError>;

    /// Tries what only this driver can: an entry replaces the general proof of the same name, which then is not tried.
    async fn prove(&self) -> Result<Vec<Proof>, SandboxError> {
        Ok(Vec::new())
    }

    /// How long what [`SandboxDriver::prove`] showed is believed, where others can take away what isolates; then it is
    /// tried again. None is for as long as this process lives.
    fn proof_holds(&self) -> Option<Duration> {
        None
    }

    /// Returns when what isolates was seen to be taken away, without anything having been tried; why. Never, where nobody can.
    async fn doubted(&self) -> String {
        std::future::pending().await
    }

    /// The last call: gives back what this driver holds where it cannot be given back by dropping it.
    async fn leave(&self) {}
}

/// What [`SandboxDriver::sweep`] removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sandboxes of which something was left.
    pub sandboxes: u32,
    /// Processes killed.
    pub processes: u32,
}

/// One sandbox for one job. Dropping it without [`Sandbox::destroy`] kills it too, later.
#[async_trait]
pub trait Sandbox: Send + Sync {
    /// How it came up.
    fn start_kind(&self) -> StartKind;

    /// Whether it still waits for a program; false when it died in the pool.
    fn is_alive(&self) -> bool;

    /// Writes the limits and sends the program with its standard input, which is then closed. At most once.
    /// Returns as soon as the program can run; a large standard input goes on being written.
    async fn run(&mut self, program: Program<'_>, limits: &Limits) -> Result<Process, SandboxError>;

    /// Says whose program it runs: to whoever looks at the sandbox from outside, and so that a part of the service
    /// ([`PrincipalId::is_system`]) leaves the processor to callers' programs where the driver can do that. Returns at once;
    /// nothing depends on it.
    fn assign(&self, _ticket: &Ticket, _owner: &PrincipalId) {}

    /// Waits until the first process has ended. Cancel-safe; answers the same again afterwards.
    async fn wait(&mut self) -> Result<ExitEvidence, SandboxError>;

    /// Processor time used since the program was sent, in microseconds.
    fn cpu_us(&self) -> u64;

    /// Kills every process and returns when none is left.
    async fn kill(&mut self) -> Result<(), SandboxError>;

    /// Kills what is left and removes every trace: processes, cgroups, mounts, state, directories.
    async fn destroy(self: Box<Self>) -> Result<(), SandboxError>;
}
