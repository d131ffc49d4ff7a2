//! One sandbox, from its readiness to its removal.

use std::{io, sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{
    ExitEvidence, Limits, PrincipalId, Process, Program, Sandbox, SandboxError, StartKind, Ticket,
    runner::{self, SEED_BYTES},
};
use kube::api::{Patch, PatchParams};
use serde_json::json;
use tokio::{
    io::DuplexStream,
    sync::watch,
    task::AbortHandle,
    time::{Instant, timeout},
};
use uuid::Uuid;

use crate::{
    calls::call,
    command,
    exit::{self, StreamEnd},
    names::{self, MAY_MOVE},
    pods,
    remains::Remains,
    shared::Shared,
    start::ask_directly,
    state::PodState,
    stream::{self, Attached, Line, Stdin},
};

/// What is written together with the job.
const SMALL_INPUT_BYTES: usize = 64 << 10;
/// The runner reads a job as fast as it is written; one that does not is stuck.
const SEND_WITHIN: Duration = Duration::from_secs(20);
/// After a pod's end was seen, its stream may bring its own a moment later.
const STREAM_LATER: Duration = Duration::from_millis(500);
/// A container's end is known to the cluster about a second after its stream's; a node's loss later, but the stream's loss is enough then.
const EXPLAINED_WITHIN: Duration = Duration::from_secs(5);
/// How long a container that lives takes to say so, at its share of a processor.
const ALIVE_WITHIN: Duration = Duration::from_secs(5);

/// A gVisor pod.
pub(crate) struct PodSandbox {
    shared: Arc<Shared>,
    remains: Remains,
    state: watch::Receiver<PodState>,
    end: watch::Receiver<Option<StreamEnd>>,
    waiting: Option<(Stdin, DuplexStream, DuplexStream)>,
    line: Option<Line>,
    feeder: Option<Feeder>,
    born: Instant,
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

impl PodSandbox {
    pub(crate) fn new(shared: Arc<Shared>, remains: Remains, attached: Attached) -> Self {
        let Attached { stdin, stdout, stderr, end, line } = attached;
        Self {
            state: remains.registered().look(),
            shared,
            remains,
            end,
            waiting: Some((stdin, stdout, stderr)),
            line: Some(line),
            feeder: None,
            born: Instant::now(),
            killed: false,
            evidence: None,
        }
    }

    /// One write, unless the input is large.
    async fn send(&mut self, stdin: Stdin, program: Program<'_>) -> io::Result<()> {
        let seed: [u8; SEED_BYTES] = Uuid::new_v4().into_bytes();
        let mut bytes = runner::job(program.0, seed);
        let input = &program.0.stdin.0;
        let fits = input.len() <= SMALL_INPUT_BYTES;
        if fits {
            bytes.extend_from_slice(input);
        }
        timeout(SEND_WITHIN, stdin.write(&bytes)).await??;
        if !fits {
            self.feeder = Some(feed(stdin, input.clone()));
        }
        Ok(())
    }

    /// Waits until the stream or the pod has ended, whichever is seen first.
    async fn ended(&mut self) -> Option<StreamEnd> {
        tokio::select! {
            biased;
            end = stream_end(&mut self.end) => return Some(end),
            _ = pods::until(&mut self.state, PodState::is_over) => {}
        }
        timeout(STREAM_LATER, stream_end(&mut self.end)).await.ok()
    }

    /// What stream and cluster say about its end.
    async fn seen(&mut self) -> ExitEvidence {
        let end = self.ended().await;
        let doubtful = end.as_ref().is_none_or(StreamEnd::is_doubtful);
        let state = if doubtful { self.explained(end.as_ref()).await } else { PodState::Running };
        exit::evidence(end.as_ref(), &state)
    }

    /// What the cluster says where the stream's end alone could mean either.
    async fn explained(&mut self, end: Option<&StreamEnd>) -> PodState {
        let known = self.state.borrow().clone();
        if known.is_over() || matches!(end, Some(StreamEnd::Code(_))) && self.container_lives().await {
            return known;
        }
        let over = pods::until(&mut self.state, PodState::is_over);
        if timeout(EXPLAINED_WITHIN, over).await.is_err() {
            ask_directly(&self.shared, &self.remains).await;
        }
        let state = self.state.borrow().clone();
        match (state, self.shared.last_warning(self.remains.name()).await) {
            (PodState::Ended(reason), Some(warning)) => PodState::Ended(format!("{reason} ({warning})")),
            (PodState::Running, _) if matches!(end, Some(StreamEnd::Code(_))) => {
                PodState::Ended("its container does not answer any more".into())
            }
            (state, _) => state,
        }
    }

    /// Tries to run something in it.
    async fn container_lives(&self) -> bool {
        let asked = async {
            let (client, namespace) = (&self.shared.client, &self.shared.settings.namespace);
            let attached = stream::open(client, namespace, self.remains.name(), &command::nothing()).await;
            let Ok(Attached { mut end, line: _line, .. }) = attached else { return false };
            stream_end(&mut end).await == StreamEnd::Code(0)
        };
        timeout(ALIVE_WITHIN, asked).await.unwrap_or(false)
    }

    fn died(&self, what: &str, error: impl std::fmt::Display) -> SandboxError {
        SandboxError::Died { reason: format!("{}: {what}: {error}", self.remains.name()) }
    }
}

/// Writes a large standard input for as long as somebody may read it, then closes it.
fn feed(stdin: Stdin, input: Vec<u8>) -> Feeder {
    let task = tokio::spawn(async move {
        // A program may end, or close its input, without reading it all.
        let _ = stdin.write(&input).await;
    });
    Feeder(task.abort_handle())
}

async fn stream_end(end: &mut watch::Receiver<Option<StreamEnd>>) -> StreamEnd {
    match end.wait_for(Option::is_some).await.as_deref() {
        Ok(Some(end)) => end.clone(),
        Ok(None) | Err(_) => StreamEnd::Lost("it was cut".into()),
    }
}

#[async_trait]
impl Sandbox for PodSandbox {
    fn start_kind(&self) -> StartKind {
        StartKind::Cold
    }

    fn is_alive(&self) -> bool {
        let fresh = self.born.elapsed() < self.shared.settings.warm_for;
        let up = *self.state.borrow() == PodState::Running && self.end.borrow().is_none();
        self.waiting.is_some() && fresh && up
    }

    async fn run(&mut self, program: Program<'_>, _: &Limits) -> Result<Process, SandboxError> {
        let waiting = self.waiting.take().ok_or_else(|| self.died("it cannot run", "it has had its program"))?;
        // It has waited since it was started.
        self.shared.closed().await?;
        if self.end.borrow().is_some() || self.state.borrow().is_over() {
            return Err(self.died("it cannot run", "it has ended"));
        }
        let (stdin, stdout, stderr) = waiting;
        self.send(stdin, program).await.map_err(|error| self.died("it did not take its program", error))?;
        Ok(Process { stdout: Box::new(stdout), stderr: Box::new(stderr) })
    }

    fn assign(&self, ticket: &Ticket, owner: &PrincipalId) {
        let metadata = json!({ "labels": names::of_job(ticket, owner), "annotations": { MAY_MOVE: "false" } });
        let change = json!({ "metadata": metadata });
        let (api, name) = (self.shared.api.clone(), self.remains.name().to_owned());
        tokio::spawn(async move {
            if let Err(refusal) = call(api.patch(&name, &PatchParams::default(), &Patch::Merge(change))).await {
                tracing::debug!(pod.name = name, reason = refusal.reason(), "a pod does not show its job");
            }
        });
    }

    async fn wait(&mut self) -> Result<ExitEvidence, SandboxError> {
        if let Some(evidence) = &self.evidence {
            return Ok(evidence.clone());
        }
        let shared = self.shared.clone();
        let evidence = if self.killed {
            exit::killed()
        } else {
            tokio::select! {
                biased;
                evidence = self.seen() => evidence,
                // No program goes on where it may reach others: it runs again where it may not.
                reason = shared.policies.opened() => exit::evidence(None, &PodState::Ended(reason)),
            }
        };
        self.feeder = None;
        self.evidence = Some(evidence.clone());
        Ok(evidence)
    }

    /// Not known: a pod's counters are its node's, and what is seen inside gVisor is not what was used.
    fn cpu_us(&self) -> u64 {
        0
    }

    async fn kill(&mut self) -> Result<(), SandboxError> {
        self.killed |= self.evidence.is_none() && self.end.borrow().is_none();
        // Closing the stream does not stop a program; removing its pod does.
        self.remains.remove().await.map_err(|refusal| self.died("it was not removed", refusal.reason()))?;
        self.line = None;
        self.feeder = None;
        Ok(())
    }

    async fn destroy(mut self: Box<Self>) -> Result<(), SandboxError> {
        self.kill().await
    }
}
