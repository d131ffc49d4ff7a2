//! A fresh store with short ways to bring a job into any state.

use std::{any::Any, fmt, sync::Arc, time::Duration};

use super::ManualClock;
use crate::{
    AuditLog, ByteString, Claim, ErrorCode, Event, EventBody, ExecutionSpec, ExecutorId, Health, IdSource as _,
    Imports, InputFile, Job, JobError, JobFeed, JobId, JobIntake, JobLedger, JobReader, Limits, NewJob, Origin,
    Outcome, OutputStream, PrincipalId, Queue, QueueBounds, RandomIds, RateLedger, TerminalStatus, Ticket, Written,
};

/// Bounds that no case reaches by accident.
pub const ROOMY: QueueBounds = QueueBounds { total: 100_000, per_owner: 100_000 };

/// The lease that cases claim with.
pub const LEASE: Duration = Duration::from_secs(30);

/// An empty store behind its ports.
pub struct StoreFixture {
    /// Puts jobs in.
    pub intake: Arc<dyn JobIntake>,
    /// Takes jobs and records them.
    pub ledger: Arc<dyn JobLedger>,
    /// Looks at jobs.
    pub reader: Arc<dyn JobReader>,
    /// Hands jobs out.
    pub queue: Arc<dyn Queue>,
    /// Tells of writes.
    pub feed: Arc<dyn JobFeed>,
    /// Tells who ran what.
    pub audit: Arc<dyn AuditLog>,
    /// Counts requests.
    pub rates: Arc<dyn RateLedger>,
    /// Says whether it works.
    pub health: Arc<dyn Health>,
    /// The store's clock.
    pub clock: Arc<ManualClock>,
    _keep: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for StoreFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreFixture").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl StoreFixture {
    /// Wraps a store that implements every port and tells time by `clock`. What it needs to live is kept in `keep`.
    pub fn new<S>(store: Arc<S>, clock: Arc<ManualClock>, keep: impl Any + Send + Sync) -> Self
    where
        S: JobIntake + JobLedger + JobReader + Queue + JobFeed + AuditLog + RateLedger + Health + 'static,
    {
        Self {
            intake: store.clone(),
            ledger: store.clone(),
            reader: store.clone(),
            queue: store.clone(),
            feed: store.clone(),
            audit: store.clone(),
            rates: store.clone(),
            health: store,
            clock,
            _keep: Box::new(keep),
        }
    }

    /// The same store with another queue, which it feeds through its outbox by what is kept in `keep`.
    #[must_use]
    pub fn with_queue(self, queue: Arc<dyn Queue>, keep: impl Any + Send + Sync) -> Self {
        let Self { intake, ledger, reader, queue: _, feed, audit, rates, health, clock, _keep: kept } = self;
        Self { intake, ledger, reader, queue, feed, audit, rates, health, clock, _keep: Box::new((keep, kept)) }
    }

    /// Accepts a small job.
    pub async fn accept(&self, owner: &PrincipalId) -> JobId {
        self.intake.accept(new_job(owner), None, ROOMY).await.expect("accepts").job_id
    }

    /// Claims a job that is queued.
    pub async fn claim(&self, id: JobId, executor: &ExecutorId) -> Claim {
        self.ledger.claim(id, executor, LEASE).await.expect("claims").expect("the job is queued")
    }

    /// Accepts and claims a small job.
    pub async fn running(&self, owner: &PrincipalId) -> Ticket {
        let id = self.accept(owner).await;
        self.claim(id, &executor("first")).await.ticket
    }

    /// Accepts, claims and finishes a small job.
    pub async fn finished(&self, owner: &PrincipalId) -> JobId {
        let ticket = self.running(owner).await;
        self.finish(&ticket).await;
        ticket.job_id
    }

    /// Ends a job well.
    pub async fn finish(&self, ticket: &Ticket) {
        let written = self.ledger.finish(ticket, Vec::new(), success()).await.expect("finishes");
        assert_eq!(written, Written::Yes);
    }

    /// Adds one piece of output.
    pub async fn print(&self, ticket: &Ticket, stream: OutputStream, data: &[u8]) {
        let written = self.ledger.append(ticket, vec![output(stream, data)]).await.expect("appends");
        assert_eq!(written, Written::Yes);
    }

    /// A job that is there.
    pub async fn get(&self, owner: &PrincipalId, id: JobId) -> Job {
        self.reader.get(owner, id).await.expect("reads").expect("the job is there")
    }

    /// The whole log of a job that is there.
    pub async fn events(&self, owner: &PrincipalId, id: JobId) -> Vec<Event> {
        self.reader.events(owner, id, 0, u32::MAX).await.expect("reads").expect("the job is there")
    }

    /// The bodies of the whole log.
    pub async fn bodies(&self, owner: &PrincipalId, id: JobId) -> Vec<EventBody> {
        self.events(owner, id).await.into_iter().map(|event| event.body).collect()
    }
}

/// A caller.
pub fn owner(name: &str) -> PrincipalId {
    PrincipalId::new(name)
}

/// An executor.
pub fn executor(name: &str) -> ExecutorId {
    ExecutorId::new(name)
}

/// A small job with a new id.
pub fn new_job(owner: &PrincipalId) -> NewJob {
    NewJob { id: RandomIds.job_id(), owner: owner.clone(), spec: small_spec(), origin: Origin::default() }
}

/// The smallest spec.
pub fn small_spec() -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source: "print(1)\n".into(),
        stdin: ByteString::default(),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Whitelist,
        limits: Limits::default(),
    }
}

/// A spec in which every field holds something that a careless store would change.
pub fn awkward_spec() -> ExecutionSpec {
    ExecutionSpec {
        language: "python".into(),
        source: "\n\nprint('ä\u{0}\u{1F600}')\r\n".into(),
        stdin: AWKWARD_BYTES.to_vec().into(),
        args: vec![String::new(), "--x=\u{0}\"'\\".into(), "\u{FFFD}".into()],
        files: vec![
            InputFile { path: "a/b.bin".into(), content: AWKWARD_BYTES.to_vec().into() },
            InputFile { path: "empty".into(), content: ByteString::default() },
        ],
        imports: Imports::Any,
        limits: Limits { cpu_time_ms: Some(1), wall_time_ms: u64::from(u32::MAX), ..Limits::default() },
    }
}

/// NUL, invalid UTF-8, and a character cut in half.
pub const AWKWARD_BYTES: &[u8] = b"\x00\xff\xfe plain \xc3\x28\r\n\x00\xe2\x82";

/// A piece of output.
pub fn output(stream: OutputStream, data: &[u8]) -> EventBody {
    EventBody::Output { stream, data: data.to_vec().into() }
}

/// The outcome of a program that ended well.
pub fn success() -> Outcome {
    Outcome { exit_code: Some(0), run_us: 1234, ..Outcome::not_run(TerminalStatus::Success, None) }
}

/// The fault of an executor.
pub fn lost() -> JobError {
    JobError { code: ErrorCode::ExecutorLost, message: "the sandbox was lost".into() }
}
