//! A sandbox driver without a sandbox: it interprets a few words instead of running anything, so that endings which a real
//! runtime produces rarely (a sandbox that dies, one that does not start) can be had on demand.
//!
//! One word a line: `print TEXT`, `eprint TEXT`, `sleep MS`, `exit CODE`, `oom`, `forks`, `die`, `hang`. Anything else
//! prints nothing. The program ends with code 0 after its last line.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::{
    io::{AsyncWriteExt as _, DuplexStream, duplex},
    sync::watch,
    task::JoinHandle,
};

use crate::{
    Exit, ExitEvidence, IsolationReport, Limits, Process, Program, ResourceUsage, Sandbox, SandboxDriver, SandboxError,
    StartKind, Swept,
};

/// Buffer of each output stream, in bytes; a pipe's.
const PIPE_BYTES: usize = 64 << 10;

/// Makes fake sandboxes, and fails on demand.
#[derive(Debug, Clone, Default)]
pub struct FakeDriver {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    living: AtomicU32,
    start_failures: Mutex<Vec<SandboxError>>,
}

impl FakeDriver {
    /// Sandboxes that exist now.
    pub fn living(&self) -> u32 {
        self.inner.living.load(Ordering::SeqCst)
    }

    /// The next start fails like this.
    pub fn fail_next_start(&self, error: SandboxError) {
        self.inner.start_failures.lock().unwrap_or_else(PoisonError::into_inner).push(error);
    }
}

#[async_trait]
impl SandboxDriver for FakeDriver {
    async fn check(&self) -> Result<IsolationReport, SandboxError> {
        let word = || "fake".to_owned();
        Ok(IsolationReport { driver: word(), runtime_version: word(), platform: word(), start: word(), relaxed: true })
    }

    async fn start(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        if let Some(error) = self.inner.start_failures.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Err(error);
        }
        self.inner.living.fetch_add(1, Ordering::SeqCst);
        let (ended, _) = watch::channel(None);
        Ok(Box::new(FakeSandbox { driver: self.clone(), ended: Arc::new(ended), program: None }))
    }

    async fn start_cold(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        self.start().await
    }

    async fn sweep(&self) -> Result<Swept, SandboxError> {
        Ok(Swept::default())
    }
}

struct FakeSandbox {
    driver: FakeDriver,
    ended: Arc<watch::Sender<Option<ExitEvidence>>>,
    program: Option<JoinHandle<()>>,
}

#[async_trait]
impl Sandbox for FakeSandbox {
    fn start_kind(&self) -> StartKind {
        StartKind::Restored
    }

    fn is_alive(&self) -> bool {
        self.ended.borrow().is_none()
    }

    async fn run(&mut self, program: Program<'_>, _: &Limits) -> Result<Process, SandboxError> {
        let (stdout, out) = duplex(PIPE_BYTES);
        let (stderr, err) = duplex(PIPE_BYTES);
        let (ended, source) = (self.ended.clone(), program.0.source.clone());
        self.program = Some(tokio::spawn(async move {
            let evidence = interpret(&source, out, err).await;
            ended.send_replace(Some(evidence));
        }));
        Ok(Process { stdout: Box::new(stdout), stderr: Box::new(stderr) })
    }

    async fn wait(&mut self) -> Result<ExitEvidence, SandboxError> {
        let mut ended = self.ended.subscribe();
        match ended.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(evidence)) => Ok(evidence.clone()),
            Ok(None) | Err(_) => Err(SandboxError::Died { reason: "the fake is gone".into() }),
        }
    }

    fn cpu_us(&self) -> u64 {
        0
    }

    async fn kill(&mut self) -> Result<(), SandboxError> {
        if let Some(program) = self.program.take() {
            program.abort();
        }
        self.ended.send_if_modified(|ended| {
            let first = ended.is_none();
            ended.get_or_insert_with(|| evidence(Exit::Killed));
            first
        });
        Ok(())
    }

    async fn destroy(mut self: Box<Self>) -> Result<(), SandboxError> {
        self.kill().await
    }
}

impl Drop for FakeSandbox {
    fn drop(&mut self) {
        self.driver.inner.living.fetch_sub(1, Ordering::SeqCst);
    }
}

fn evidence(exit: Exit) -> ExitEvidence {
    let usage = ResourceUsage::default();
    ExitEvidence { exit, out_of_memory: false, out_of_processes: false, runtime_died: None, usage }
}

async fn interpret(source: &str, mut out: DuplexStream, mut err: DuplexStream) -> ExitEvidence {
    let killed = || evidence(Exit::Code(137));
    for line in source.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            // A reader that went away is not this program's business.
            "print" => drop(out.write_all(format!("{rest}\n").as_bytes()).await),
            "eprint" => drop(err.write_all(format!("{rest}\n").as_bytes()).await),
            "sleep" => tokio::time::sleep(Duration::from_millis(rest.parse().unwrap_or(0))).await,
            "exit" => return evidence(Exit::Code(rest.parse().unwrap_or(1))),
            "oom" => return ExitEvidence { out_of_memory: true, ..killed() },
            "forks" => return ExitEvidence { out_of_processes: true, ..evidence(Exit::Code(2)) },
            "die" => return ExitEvidence { runtime_died: Some("told to".into()), ..evidence(Exit::Code(2)) },
            "hang" => std::future::pending().await,
            _ => {}
        }
    }
    evidence(Exit::Code(0))
}
