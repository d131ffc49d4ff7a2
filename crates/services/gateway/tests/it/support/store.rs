//! Jobs in a map: enough of the ports' contracts for the gateway to be driven.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use domain::{
    AcceptError, Accepted, AuditEntry, AuditEvent, AuditFilter, AuditLog, AuditPage, Event, EventBody, IdempotencyKey,
    Job, JobFeed, JobFilter, JobId, JobIntake, JobPage, JobReader, JobSummary, JobWatch, NewJob, Outcome, Output,
    PrincipalId, QueueBounds, QueueStats, Rate, RateLedger, Status, StoreError, Taken, TerminalStatus, Timestamp,
    TokenBuckets,
};
use tokio::sync::watch;

#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    jobs: BTreeMap<JobId, Job>,
    events: HashMap<JobId, Vec<Event>>,
    keys: HashMap<(PrincipalId, String), (String, JobId)>,
    shares: HashMap<String, JobId>,
    feeds: HashMap<JobId, watch::Sender<u64>>,
    away: bool,
    audit: Vec<AuditEntry>,
    buckets: Option<TokenBuckets>,
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

impl State {
    fn push(&mut self, id: JobId, body: EventBody) {
        let events = self.events.entry(id).or_default();
        let seq = events.len() as u64 + 1;
        events.push(Event { job_id: id, seq, attempt: self.jobs[&id].attempt, at: at(1), body });
        if let Some(feed) = self.feeds.get(&id) {
            feed.send_modify(|n| *n += 1);
        }
    }

    fn end(&mut self, id: JobId, outcome: Outcome) {
        let job = self.jobs.get_mut(&id).unwrap();
        job.status = outcome.status.into();
        job.finished_at = Some(at(3));
        job.outcome = Some(outcome.clone());
        let begun = self.audit.iter().find(|entry| entry.job_id == id).unwrap().clone();
        self.log(AuditEntry { event: AuditEvent::Ended, outcome: Some((&outcome).into()), ..begun });
        self.push(id, EventBody::Done { outcome });
    }

    fn log(&mut self, entry: AuditEntry) {
        let seq = self.audit.len() as u64 + 1;
        self.audit.push(AuditEntry { seq, ..entry });
    }

    fn of(&self, owner: &PrincipalId, id: JobId) -> Option<&Job> {
        self.jobs.get(&id).filter(|job| job.owner == *owner)
    }

    fn insert(&mut self, new: NewJob, key: Option<IdempotencyKey>) -> Result<Accepted, AcceptError> {
        if let Some(IdempotencyKey { key, fingerprint }) = key {
            let known = self.keys.entry((new.owner.clone(), key)).or_insert((fingerprint.clone(), new.id));
            if known.0 != fingerprint {
                return Err(AcceptError::KeyReused);
            }
            if known.1 != new.id {
                return Ok(Accepted { job_id: known.1, replayed: true });
            }
        }
        let NewJob { id, owner, spec, origin } = new;
        self.log(AuditEntry {
            seq: 0,
            at: at(0),
            event: AuditEvent::Accepted,
            job_id: id,
            principal: owner.clone(),
            origin,
            language: spec.language.clone(),
            source_sha256: Some("00".to_owned()),
            outcome: None,
        });
        let job = Job {
            id,
            owner,
            spec,
            status: Status::Queued,
            attempt: 0,
            cancel_requested: false,
            created_at: at(0),
            started_at: None,
            finished_at: None,
            outcome: None,
            queue_position: Some(0),
            output: Output::default(),
        };
        self.jobs.insert(id, job);
        self.push(id, EventBody::Status { status: Status::Queued });
        Ok(Accepted { job_id: id, replayed: false })
    }
}

impl MemoryStore {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn reach(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let state = self.state();
        if state.away { Err(StoreError::unavailable("/secret/path.db is locked")) } else { Ok(state) }
    }

    /// Makes every call fail.
    pub fn go_away(&self) {
        self.state().away = true;
    }

    /// The only job, once it is there.
    pub async fn only_job(&self) -> JobId {
        loop {
            if let Some(id) = self.state().jobs.keys().next() {
                return *id;
            }
            tokio::task::yield_now().await;
        }
    }

    pub fn count(&self) -> usize {
        self.state().jobs.len()
    }

    /// What an executor does: run with this output.
    pub fn start(&self, id: JobId, stdout: &[u8]) {
        let mut state = self.state();
        let job = state.jobs.get_mut(&id).unwrap();
        (job.status, job.attempt, job.started_at, job.queue_position) = (Status::Running, 1, Some(at(2)), None);
        job.output.stdout = stdout.to_vec();
        state.push(id, EventBody::Status { status: Status::Running });
        let data = stdout.to_vec().into();
        state.push(id, EventBody::Output { stream: domain::OutputStream::Stdout, data });
    }

    /// What an executor does at the end.
    pub fn finish(&self, id: JobId, status: TerminalStatus) {
        let exit_code = Some(i32::from(status != TerminalStatus::Success));
        let outcome = Outcome { exit_code, isolation: Some(super::isolation()), ..Outcome::not_run(status, None) };
        self.state().end(id, outcome);
    }

    pub fn events_of(&self, id: JobId) -> usize {
        self.state().events[&id].len()
    }
}

#[async_trait]
impl JobIntake for MemoryStore {
    async fn accept(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        bounds: QueueBounds,
    ) -> Result<Accepted, AcceptError> {
        let mut state = self.reach()?;
        let waiting = |owner: Option<&PrincipalId>| {
            let of = state.jobs.values().filter(|job| job.status == Status::Queued);
            of.filter(|job| owner.is_none_or(|owner| job.owner == *owner)).count() as u64
        };
        let (of_owner, total) = (waiting(Some(&job.owner)), waiting(None));
        if of_owner >= bounds.per_owner {
            return Err(AcceptError::OwnerFull { waiting: of_owner });
        }
        if total >= bounds.total {
            return Err(AcceptError::QueueFull { waiting: total });
        }
        state.insert(job, key)
    }

    async fn record_refused(
        &self,
        job: NewJob,
        key: Option<IdempotencyKey>,
        outcome: Outcome,
    ) -> Result<Accepted, AcceptError> {
        let mut state = self.reach()?;
        let accepted = state.insert(job, key)?;
        if !accepted.replayed {
            state.end(accepted.job_id, outcome);
        }
        Ok(accepted)
    }

    async fn cancel(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        let mut state = self.reach()?;
        let Some(status) = state.of(owner, id).map(|job| job.status) else { return Ok(None) };
        match status {
            Status::Queued => state.end(id, Outcome::not_run(TerminalStatus::Cancelled, None)),
            Status::Running => state.jobs.get_mut(&id).unwrap().cancel_requested = true,
            _ => {}
        }
        Ok(state.of(owner, id).cloned())
    }

    async fn delete(&self, owner: &PrincipalId, id: JobId) -> Result<Option<bool>, StoreError> {
        let mut state = self.reach()?;
        let Some(ended) = state.of(owner, id).map(|job| job.status.is_terminal()) else { return Ok(None) };
        if ended {
            state.jobs.remove(&id);
            state.events.remove(&id);
        }
        Ok(Some(ended))
    }

    async fn share(&self, owner: &PrincipalId, id: JobId, secret_hash: Option<String>) -> Result<bool, StoreError> {
        let mut state = self.reach()?;
        if state.of(owner, id).is_none() {
            return Ok(false);
        }
        state.shares.retain(|_, shared| *shared != id);
        state.shares.extend(secret_hash.map(|hash| (hash, id)));
        Ok(true)
    }
}

#[async_trait]
impl JobReader for MemoryStore {
    async fn get(&self, owner: &PrincipalId, id: JobId) -> Result<Option<Job>, StoreError> {
        Ok(self.reach()?.of(owner, id).cloned())
    }

    async fn list(&self, owner: &PrincipalId, filter: JobFilter) -> Result<JobPage, StoreError> {
        let state = self.reach()?;
        let matches = |job: &&Job| {
            job.owner == *owner
                && filter.status.is_none_or(|status| job.status == status)
                && filter.before.is_none_or(|before| job.id < before)
        };
        let mut found: Vec<_> = state.jobs.values().rev().filter(matches).map(summary).collect();
        let limit = filter.limit as usize;
        let next = (found.len() > limit).then(|| found[limit - 1].id);
        found.truncate(limit);
        Ok(JobPage { jobs: found, next })
    }

    async fn events(
        &self,
        owner: &PrincipalId,
        id: JobId,
        after: u64,
        max: u32,
    ) -> Result<Option<Vec<Event>>, StoreError> {
        let state = self.reach()?;
        let of_job = state.of(owner, id).map(|_| state.events[&id].iter());
        Ok(of_job.map(|events| events.filter(|event| event.seq > after).take(max as usize).cloned().collect()))
    }

    async fn shared(&self, secret_hash: &str) -> Result<Option<Job>, StoreError> {
        let state = self.reach()?;
        Ok(state.shares.get(secret_hash).and_then(|id| state.jobs.get(id)).cloned())
    }

    async fn queue_stats(&self) -> Result<QueueStats, StoreError> {
        let state = self.reach()?;
        let count = |status| state.jobs.values().filter(|job| job.status == status).count() as u64;
        Ok(QueueStats { queued: count(Status::Queued), running: count(Status::Running), oldest_age_ms: 0 })
    }
}

impl JobFeed for MemoryStore {
    fn watch(&self, id: JobId) -> JobWatch {
        JobWatch::new(self.state().feeds.entry(id).or_insert_with(|| watch::Sender::new(0)).subscribe())
    }
}

#[async_trait]
impl RateLedger for MemoryStore {
    /// Time stands still.
    async fn take(&self, who: &str, rate: Rate, want: u32) -> Result<Taken, StoreError> {
        Ok(self.reach()?.buckets.get_or_insert_with(|| TokenBuckets::new(100)).take(who, rate, want, 0))
    }
}

#[async_trait]
impl AuditLog for MemoryStore {
    async fn entries(&self, filter: AuditFilter) -> Result<AuditPage, StoreError> {
        let state = self.reach()?;
        let matches = |entry: &&AuditEntry| {
            filter.principal.as_ref().is_none_or(|principal| entry.principal == *principal)
                && filter.since.is_none_or(|since| entry.at >= since)
                && filter.until.is_none_or(|until| entry.at < until)
                && filter.before.is_none_or(|before| entry.seq < before)
        };
        let limit = filter.limit as usize;
        let mut entries: Vec<_> = state.audit.iter().rev().filter(matches).cloned().collect();
        let next = (entries.len() > limit).then(|| entries[limit - 1].seq);
        entries.truncate(limit);
        Ok(AuditPage { entries, next })
    }

    async fn forget(&self, _: Timestamp, _: u32) -> Result<u64, StoreError> {
        unreachable!("the gateway reads only")
    }
}

fn summary(job: &Job) -> JobSummary {
    JobSummary {
        id: job.id,
        language: job.spec.language.clone(),
        first_line: job.spec.source.lines().next().unwrap_or_default().to_owned(),
        status: job.status,
        attempt: job.attempt,
        created_at: job.created_at,
        started_at: job.started_at,
        finished_at: job.finished_at,
        outcome: job.outcome.clone(),
    }
}
