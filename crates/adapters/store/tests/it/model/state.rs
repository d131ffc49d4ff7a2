//! The rules of a job's life, once more, without a database.

use std::{collections::BTreeMap, time::Duration};

use domain::{JobId, MAX_ATTEMPTS, PrincipalId, Requeued, Status, Ticket};

/// A job as the model knows it.
#[derive(Debug, Clone)]
pub struct Modelled {
    pub owner: PrincipalId,
    pub status: Status,
    pub attempt: u32,
    pub faults: u32,
    pub cancel_requested: bool,
    pub holder: Option<String>,
    pub lease_until: Duration,
    pub finished_at: Duration,
    pub events: usize,
    pub printed: usize,
}

#[derive(Debug, Default)]
pub struct Model {
    pub jobs: BTreeMap<JobId, Modelled>,
    pub tickets: Vec<Ticket>,
    /// Since the clock began.
    pub now: Duration,
}

impl Model {
    pub fn job(&self, pick: usize) -> Option<JobId> {
        self.jobs.keys().nth(pick.checked_rem(self.jobs.len())?).copied()
    }

    pub fn ticket(&self, pick: usize) -> Option<Ticket> {
        self.tickets.get(pick.checked_rem(self.tickets.len())?).cloned()
    }

    pub fn accept(&mut self, id: JobId, owner: PrincipalId) {
        let job = Modelled {
            owner,
            status: Status::Queued,
            attempt: 0,
            faults: 0,
            cancel_requested: false,
            holder: None,
            lease_until: Duration::ZERO,
            finished_at: Duration::ZERO,
            events: 1,
            printed: 0,
        };
        self.jobs.insert(id, job);
    }

    /// The attempt that a claim would start.
    pub fn claim(&mut self, id: JobId, executor: &str, lease: Duration) -> Option<u32> {
        let lease_until = self.now + lease;
        let job = self.jobs.get_mut(&id).filter(|job| job.status == Status::Queued)?;
        job.status = Status::Running;
        job.attempt += 1;
        job.holder = Some(executor.to_owned());
        job.lease_until = lease_until;
        job.events += 1;
        job.printed = 0;
        Some(job.attempt)
    }

    /// The job, if this ticket may write to it.
    pub fn held(&mut self, ticket: &Ticket) -> Option<&mut Modelled> {
        let job = self.jobs.get_mut(&ticket.job_id)?;
        let holds = job.attempt == ticket.attempt && job.holder.as_deref() == Some(ticket.executor.as_str());
        (job.status == Status::Running && holds).then_some(job)
    }

    pub fn end(&mut self, id: JobId, status: Status) {
        let now = self.now;
        let job = self.jobs.get_mut(&id).expect("is there");
        job.status = status;
        job.holder = None;
        job.finished_at = now;
        job.events += 1;
    }

    pub fn cancel(&mut self, id: JobId) {
        match self.jobs[&id].status {
            Status::Queued => self.end(id, Status::Cancelled),
            Status::Running => self.jobs.get_mut(&id).expect("is there").cancel_requested = true,
            _ => {}
        }
    }

    pub fn lose(&mut self, id: JobId, counts: bool) -> Requeued {
        let job = self.jobs.get_mut(&id).expect("is there");
        job.faults += u32::from(counts);
        if job.cancel_requested {
            self.end(id, Status::Cancelled);
            Requeued::Cancelled
        } else if job.faults >= MAX_ATTEMPTS {
            self.end(id, Status::Failed);
            Requeued::Failed
        } else {
            (job.status, job.holder) = (Status::Queued, None);
            job.events += 1;
            Requeued::Queued
        }
    }

    /// Loses every running job of this kind; answers them sorted.
    pub fn lose_all(&mut self, lost: impl Fn(&Modelled) -> bool) -> Vec<JobId> {
        let is_lost = |job: &Modelled| job.status == Status::Running && lost(job);
        let ids: Vec<_> = self.jobs.iter().filter(|(_, job)| is_lost(job)).map(|(id, _)| *id).collect();
        for id in &ids {
            self.lose(*id, true);
        }
        ids
    }

    pub fn waiting(&self, owner: Option<&PrincipalId>) -> u64 {
        let waits = |job: &&Modelled| job.status == Status::Queued && owner.is_none_or(|owner| *owner == job.owner);
        self.jobs.values().filter(waits).count() as u64
    }

    pub fn running(&self) -> u64 {
        self.jobs.values().filter(|job| job.status == Status::Running).count() as u64
    }
}
