//! Measured runs as jobs, over a store that is a list and an executor that is a function.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use code_remote_analyzer::{JobPorts, JobRuns, JobSettings, OWNER, ProgramRuns as _, RunError};
use domain::{
    AcceptError, Accepted, ByteString, Event, ExecutionSpec, IdSource as _, IdempotencyKey, Imports, Job, JobFeed,
    JobFilter, JobId, JobIntake, JobPage, JobReader, JobSummary, JobWatch, Limits, NewJob, Origin, Outcome, Output,
    PrincipalId, QueueBounds, QueueStats, RandomIds, Status, StoreError, TerminalStatus, Timestamp,
};
use tokio::sync::watch;

/// What becomes of each job.
#[derive(Clone, Copy)]
enum Fate {
    Ends(TerminalStatus),
    Lost,
    NeverRuns,
    IsRefused,
}

struct Store {
    fate: Fate,
    jobs: Mutex<HashMap<JobId, Job>>,
    seen: Mutex<Vec<(NewJob, QueueBounds)>>,
    news: watch::Sender<u64>,
}

impl Store {
    fn new(fate: Fate) -> Arc<Self> {
        Arc::new(Self { fate, jobs: Mutex::default(), seen: Mutex::default(), news: watch::Sender::new(0) })
    }

    fn runs(self: &Arc<Self>, patience: Duration) -> JobRuns {
        let ports =
            JobPorts { intake: self.clone(), reader: self.clone(), feed: self.clone(), ids: Arc::new(RandomIds) };
        let settings = JobSettings {
            taken_within: patience,
            patience: 2 * patience,
            ..JobSettings::within(&Limits::default(), Imports::Whitelist)
        };
        JobRuns::new(ports, settings)
    }

    fn end(&self, id: JobId, outcome: Outcome) {
        let mut jobs = self.jobs.lock().expect("no test panics here");
        if let Some(job) = jobs.get_mut(&id) {
            job.status = outcome.status.into();
            job.output.stdout = b"said\n".to_vec();
            job.outcome = Some(outcome);
        }
        self.news.send_modify(|count| *count += 1);
    }

    /// Waits until nothing is left.
    async fn until_empty(&self) {
        let empty = async {
            while !self.jobs.lock().expect("no test panics here").is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), empty).await.expect("every job is deleted");
    }
}

fn queued(job: &NewJob) -> Job {
    Job {
        id: job.id,
        owner: job.owner.clone(),
        spec: job.spec.clone(),
        status: Status::Queued,
        attempt: 0,
        cancel_requested: false,
        created_at: Timestamp::UNIX_EPOCH,
        started_at: None,
        finished_at: None,
        outcome: None,
        queue_position: None,
        output: Output::default(),
    }
}

fn listed(job: &Job) -> JobSummary {
    JobSummary {
        id: job.id,
        language: job.spec.language.clone(),
        first_line: job.spec.source.clone(),
        status: job.status,
        attempt: job.attempt,
        created_at: job.created_at,
        started_at: job.started_at,
        finished_at: job.finished_at,
        outcome: job.outcome.clone(),
    }
}

#[async_trait]
impl JobIntake for Store {
    async fn accept(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        bounds: QueueBounds,
    ) -> Result<Accepted, AcceptError> {
        assert!(key.is_none(), "a run is not tried again");
        if matches!(self.fate, Fate::IsRefused) {
            return Err(AcceptError::QueueFull { waiting: 64 });
        }
        let id = job.id;
        self.jobs.lock().expect("no test panics here").insert(id, queued(&job));
        self.seen.lock().expect("no test panics here").push((job, bounds));
        match self.fate {
            Fate::Ends(status) => self.end(id, Outcome::not_run(status, None)),
            Fate::Lost => {
                let error = domain::JobError { code: domain::ErrorCode::ExecutorLost, message: "lost".to_owned() };
                self.end(id, Outcome::not_run(TerminalStatus::Failed, Some(error)));
            }
            Fate::NeverRuns | Fate::IsRefused => {}
        }
        Ok(Accepted { job_id: id, replayed: false })
    }

    async fn record_refused(&self, _: NewJob, _: Option<IdempotencyKey>, _: Outcome) -> Result<Accepted, AcceptError> {
        unreachable!("nothing is refused here")
    }

    async fn cancel(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        assert_eq!(owner.as_str(), OWNER);
        self.end(id, Outcome::not_run(TerminalStatus::Cancelled, None));
        Ok(self.jobs.lock().expect("no test panics here").get(&id).cloned())
    }

    async fn delete(&self, owner: &PrincipalId, id: JobId) -> Result<Option<bool>, StoreError> {
        assert_eq!(owner.as_str(), OWNER);
        let mut jobs = self.jobs.lock().expect("no test panics here");
        assert!(jobs.get(&id).is_none_or(|job| job.status.is_terminal()), "it is not deleted before its end");
        Ok(jobs.remove(&id).map(|_| true))
    }

    async fn share(&self, _: &PrincipalId, _: JobId, _: Option<String>) -> Result<bool, StoreError> {
        unreachable!("nothing is shared here")
    }
}

#[async_trait]
impl JobReader for Store {
    async fn get(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        assert_eq!(owner.as_str(), OWNER);
        Ok(self.jobs.lock().expect("no test panics here").get(&id).cloned())
    }

    async fn list(&self, owner: &PrincipalId, _: JobFilter) -> Result<JobPage, StoreError> {
        assert_eq!(owner.as_str(), OWNER);
        let jobs = self.jobs.lock().expect("no test panics here").values().map(listed).collect();
        Ok(JobPage { jobs, next: None })
    }

    async fn events(&self, _: &PrincipalId, _: JobId, _: u64, _: u32) -> Result<Option<Vec<Event>>, StoreError> {
        unreachable!("only results are read")
    }

    async fn shared(&self, _: &str) -> Result<Option<Job>, StoreError> {
        unreachable!("nothing is shared here")
    }

    async fn queue_stats(&self) -> Result<QueueStats, StoreError> {
        unreachable!("nobody counts here")
    }
}

impl JobFeed for Store {
    fn watch(&self, _: JobId) -> JobWatch {
        JobWatch::new(self.news.subscribe())
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_run_is_a_small_job_of_nobody_and_is_deleted_when_it_was_read() {
    let store = Store::new(Fate::Ends(TerminalStatus::Success));
    let origin = Origin { on_behalf_of: Some(PrincipalId::new("ann")), ..Origin::default() };
    assert_eq!(store.runs(PATIENCE).run("print(1)", "5\n", &origin).await, Ok("said\n".to_owned()));
    store.until_empty().await;
    let seen = store.seen.lock().expect("no test panics here");
    let [(job, bounds)] = seen.as_slice() else { panic!("one job") };
    assert_eq!((job.owner.as_str(), job.spec.source.as_str()), (OWNER, "print(1)"));
    assert_eq!(job.origin, origin, "it is recorded who had it made");
    let (limits, ordinary) = (&job.spec.limits, Limits::default());
    assert!(limits.wall_time_ms <= 2_500 && limits.output_bytes <= 64 << 10, "{limits:?}");
    assert_eq!((limits.memory_bytes, limits.cpu_millis), (ordinary.memory_bytes, ordinary.cpu_millis));
    assert_eq!(job.spec.imports, Imports::Whitelist);
    assert!(bounds.total <= 100 && bounds.per_owner < bounds.total, "callers' jobs come first: {bounds:?}");
}

#[tokio::test]
async fn a_bad_end_is_no_point_and_a_lost_run_is_the_services_fault() {
    for status in [TerminalStatus::Failed, TerminalStatus::TimedOut, TerminalStatus::Cancelled] {
        let store = Store::new(Fate::Ends(status));
        assert_eq!(store.runs(PATIENCE).run("x", "", &Origin::default()).await, Err(RunError::Failed));
        store.until_empty().await;
    }
    let store = Store::new(Fate::Lost);
    assert!(matches!(store.runs(PATIENCE).run("x", "", &Origin::default()).await, Err(RunError::Unavailable(_))));
    store.until_empty().await;
}

#[tokio::test]
async fn a_full_line_is_left_to_others() {
    let store = Store::new(Fate::IsRefused);
    assert!(matches!(store.runs(PATIENCE).run("x", "", &Origin::default()).await, Err(RunError::Unavailable(_))));
}

#[tokio::test]
async fn a_run_that_nobody_takes_is_given_up_and_taken_back() {
    let store = Store::new(Fate::NeverRuns);
    let runs = store.runs(Duration::from_millis(20));
    assert_eq!(runs.run("x", "", &Origin::default()).await, Err(RunError::NotTaken));
    store.until_empty().await;
}

#[tokio::test]
async fn a_call_that_is_dropped_takes_its_job_back() {
    let store = Store::new(Fate::NeverRuns);
    let runs = Arc::new(store.runs(PATIENCE));
    let call = tokio::spawn(async move { runs.run("x", "", &Origin::default()).await });
    let accepted = async {
        while store.jobs.lock().expect("no test panics here").is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, accepted).await.expect("the job is there");
    call.abort();
    store.until_empty().await;
}

#[tokio::test]
async fn what_an_earlier_process_left_is_swept_and_what_is_young_is_not() {
    let store = Store::new(Fate::NeverRuns);
    let runs = store.runs(PATIENCE);
    let now = Timestamp::UNIX_EPOCH.checked_add(Duration::from_hours(1)).expect("a time");
    let mut ids = Vec::new();
    for (age, ended) in [(3_600, false), (3_600, true), (5, false), (5, true)] {
        let job =
            NewJob { id: RandomIds.job_id(), owner: PrincipalId::new(OWNER), spec: spec(), origin: Origin::default() };
        let id = job.id;
        ids.push(id);
        store.accept(job, None, QueueBounds { total: 9, per_owner: 9 }).await.expect("it is accepted");
        let mut jobs = store.jobs.lock().expect("no test panics here");
        jobs.get_mut(&id).expect("it is there").created_at = now - Duration::from_secs(age);
        drop(jobs);
        if ended {
            store.end(id, Outcome::not_run(TerminalStatus::Success, None));
        }
    }
    runs.sweep(now).await.expect("the store answers");
    let mut left: Vec<_> = store.jobs.lock().expect("no test panics here").keys().copied().collect();
    left.sort();
    assert_eq!(left, ids[2..]);
}

fn spec() -> ExecutionSpec {
    ExecutionSpec {
        language: "python".to_owned(),
        source: "print(1)".to_owned(),
        stdin: ByteString::default(),
        args: Vec::new(),
        files: Vec::new(),
        imports: Imports::Whitelist,
        limits: Limits::default(),
    }
}
