//! Watches one program run: output, clocks, the lease, the owner's wish to stop.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    Claim, EventBody, ExitEvidence, Held, JobWatch, Limits, OutputStream, Process, Program, Sandbox, SandboxError,
    Truncated, Written,
};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    Attempt,
    log::Pending,
    output::{self, Chunk, Drained},
    verdict::{self, Ending, Stop},
};
use crate::Shared;

/// How often processor time is compared with its limit, where there is one.
const CPU_TICK: Duration = Duration::from_millis(50);
/// Chunks on their way from the pipes to the log: a slow store slows the program down, it does not fill memory.
const CHUNKS_IN_FLIGHT: usize = 8;
/// Once every process is dead the pipes end at once; this bounds a kernel that disagrees.
const DRAIN_AFTER_EXIT: Duration = Duration::from_secs(2);

/// Why watching ended.
enum End {
    Exited(ExitEvidence),
    Stop(Stop),
    Stale,
    Interrupted,
}

struct Session<'a> {
    shared: &'a Arc<Shared>,
    claim: &'a Claim,
    sandbox: &'a mut dyn Sandbox,
    watch: JobWatch,
    sent: Instant,
    chunks: mpsc::Receiver<Chunk>,
    stdout: JoinHandle<Drained>,
    stderr: JoinHandle<Drained>,
    pending: Pending,
}

/// Runs the claimed program in this sandbox.
pub(super) async fn attempt(
    shared: &Arc<Shared>,
    claim: &Claim,
    sandbox: &mut dyn Sandbox,
    watch: JobWatch,
    claimed: Instant,
) -> Attempt {
    match sandbox.run(Program(&claim.spec), &claim.spec.limits).await {
        Ok(process) => {
            let sent = Instant::now();
            let startup_us = micros(sent - claimed);
            sandbox.assign(&claim.ticket, &claim.owner);
            Session::new(shared, claim, sandbox, watch, process, sent, startup_us).finish(startup_us).await
        }
        Err(error) => Attempt::Lost(error),
    }
}

impl<'a> Session<'a> {
    fn new(
        shared: &'a Arc<Shared>,
        claim: &'a Claim,
        sandbox: &'a mut dyn Sandbox,
        watch: JobWatch,
        process: Process,
        sent: Instant,
        startup_us: u64,
    ) -> Self {
        let keep = claim.spec.limits.output_bytes;
        let (sender, chunks) = mpsc::channel(CHUNKS_IN_FLIGHT);
        let stdout = tokio::spawn(output::drain(process.stdout, OutputStream::Stdout, keep, sender.clone()));
        let stderr = tokio::spawn(output::drain(process.stderr, OutputStream::Stderr, keep, sender));
        let mut pending = Pending::default();
        pending.push(EventBody::StepStarted { step: 0, startup_us });
        Self { shared, claim, sandbox, watch, sent, chunks, stdout, stderr, pending }
    }

    async fn finish(mut self, startup_us: u64) -> Attempt {
        let end = match self.watch_it().await {
            Ok(end) => end,
            Err(error) => return Attempt::Lost(error),
        };
        let run_us = micros(self.sent.elapsed());
        let (stop, evidence) = match end {
            End::Stale => return Attempt::Stale,
            End::Interrupted => return Attempt::Interrupted,
            End::Exited(evidence) => (None, evidence),
            End::Stop(stop) => match self.stop_it().await {
                Ok(evidence) => (Some(stop), evidence),
                Err(error) => return Attempt::Lost(error),
            },
        };
        if let (None, Some(reason)) = (stop, &evidence.runtime_died) {
            return Attempt::Lost(SandboxError::Died { reason: reason.clone() });
        }
        self.conclude(stop, &evidence, startup_us, run_us).await
    }

    /// Until the program ends or must be stopped.
    async fn watch_it(&mut self) -> Result<End, SandboxError> {
        let Limits { wall_time_ms, cpu_time_ms, .. } = self.claim.spec.limits;
        let wall = tokio::time::sleep_until((self.sent + Duration::from_millis(wall_time_ms)).into());
        let mut heartbeat = ticks(self.shared.settings.heartbeat());
        let mut cpu = ticks(CPU_TICK);
        tokio::pin!(wall);
        loop {
            let due = self.pending.due();
            tokio::select! {
                biased;
                evidence = self.sandbox.wait() => return evidence.map(End::Exited),
                () = &mut wall => return Ok(End::Stop(Stop::WallTime)),
                () = self.shared.cut.cancelled() => return Ok(End::Interrupted),
                () = sleep_until(due), if due.is_some() => if self.flush().await == Written::Stale { return Ok(End::Stale) },
                Some(chunk) = self.chunks.recv() => self.pending.push_output(&chunk),
                () = self.watch.changed() => if let Some(end) = self.beat().await { return Ok(end) },
                _ = heartbeat.tick() => if let Some(end) = self.beat().await { return Ok(end) },
                _ = cpu.tick(), if cpu_time_ms.is_some() => {
                    if cpu_time_ms.is_some_and(|limit| self.sandbox.cpu_us() > limit * 1_000) {
                        return Ok(End::Stop(Stop::CpuTime));
                    }
                }
            }
        }
    }

    /// Extends the lease and learns whether to go on.
    async fn beat(&self) -> Option<End> {
        match self.shared.ports.ledger.heartbeat(&self.claim.ticket, self.shared.settings.lease).await {
            Ok(Held::Yes) => None,
            Ok(Held::CancelRequested) => Some(End::Stop(Stop::Cancelled)),
            Ok(Held::Lost) => Some(End::Stale),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(job.id = %self.claim.ticket.job_id, error, "a heartbeat failed");
                None
            }
        }
    }

    /// Writes what is pending. What cannot be written now is kept and goes out with a later batch.
    async fn flush(&mut self) -> Written {
        let events = self.pending.take();
        match self.shared.ports.ledger.append(&self.claim.ticket, events.clone()).await {
            Ok(written) => written,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(job.id = %self.claim.ticket.job_id, error, "output could not be written yet");
                for event in events {
                    self.pending.push(event);
                }
                Written::Yes
            }
        }
    }

    async fn stop_it(&mut self) -> Result<ExitEvidence, SandboxError> {
        self.sandbox.kill().await?;
        self.sandbox.wait().await
    }

    /// Reads the rest of the output and decides.
    async fn conclude(mut self, stop: Option<Stop>, evidence: &ExitEvidence, startup_us: u64, run_us: u64) -> Attempt {
        let rest = async {
            while let Some(chunk) = self.chunks.recv().await {
                self.pending.push_output(&chunk);
            }
        };
        if tokio::time::timeout(DRAIN_AFTER_EXIT, rest).await.is_err() {
            tracing::warn!(job.id = %self.claim.ticket.job_id, "output did not end with its processes");
        }
        let (stdout, stderr) = (ended(self.stdout).await, ended(self.stderr).await);
        let outcome = verdict::outcome(Ending {
            stop,
            evidence,
            truncated: Truncated { stdout: stdout.truncated, stderr: stderr.truncated },
            stderr_tail: &stderr.tail,
            isolation: self.shared.readiness.report(),
            startup_us,
            run_us,
        });
        let (exit_code, signal) = (outcome.exit_code, outcome.signal);
        self.pending.push(EventBody::StepFinished { step: 0, exit_code, signal, run_us });
        Attempt::Ended(Box::new(outcome), self.pending)
    }
}

/// The end of a reader that has nothing left to read.
async fn ended(mut reader: JoinHandle<Drained>) -> Drained {
    match tokio::time::timeout(DRAIN_AFTER_EXIT, &mut reader).await {
        Ok(drained) => drained.unwrap_or_default(),
        Err(_) => {
            reader.abort();
            Drained { truncated: true, tail: Vec::new() }
        }
    }
}

fn ticks(every: Duration) -> tokio::time::Interval {
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + every, every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    ticks
}

async fn sleep_until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant.into()).await,
        None => std::future::pending().await,
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
