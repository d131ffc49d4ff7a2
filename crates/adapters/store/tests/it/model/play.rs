//! Makes each call on both sides and compares.

use std::{sync::Arc, time::Duration};

use domain::{
    AcceptError, Clock as _, Held, JobId, OutputStream, QueueBounds, Requeued, Status, Ticket, Written,
    testing::{LEASE, StoreFixture, executor, lost, new_job, output, owner, success},
};

use super::{
    Call, EXECUTORS, OWNERS,
    engine::{Place, Raw},
    state::Model,
};

const BOUNDS: QueueBounds = QueueBounds { total: 6, per_owner: 4 };

pub struct Play<'a> {
    place: Place<'a>,
    raw: Raw,
    store: StoreFixture,
    model: Model,
}

impl<'a> Play<'a> {
    pub async fn new(place: Place<'a>) -> Self {
        let (raw, store) = place.open(Arc::default()).await;
        Self { place, raw, store, model: Model::default() }
    }

    pub async fn call(&mut self, call: &Call) {
        match *call {
            Call::Accept { owner } => self.accept(OWNERS[owner]).await,
            Call::Claim { job, executor } => self.claim(job, EXECUTORS[executor]).await,
            Call::Append { ticket } => self.with_ticket(ticket, Self::append).await,
            Call::Heartbeat { ticket } => self.with_ticket(ticket, Self::heartbeat).await,
            Call::Finish { ticket } => self.with_ticket(ticket, Self::finish).await,
            Call::Requeue { ticket, counts } => {
                self.with_ticket(ticket, async |play, ticket| play.requeue(ticket, counts).await).await;
            }
            Call::Cancel { job } => self.cancel(job).await,
            Call::Delete { job } => self.delete(job).await,
            Call::Wait { seconds } => self.wait(Duration::from_secs(seconds)),
            Call::ReapExpired => self.reap_expired().await,
            Call::ReapOthers { alive } => self.reap_others(EXECUTORS[alive]).await,
            Call::Prune => self.prune().await,
            Call::Reopen => self.reopen().await,
        }
    }

    /// Everything that can be seen is as the model says.
    pub async fn compare(&self) {
        let stats = self.store.reader.queue_stats().await.expect("counts");
        assert_eq!((stats.queued, stats.running), (self.model.waiting(None), self.model.running()));
        for (id, expected) in &self.model.jobs {
            let job = self.store.get(&expected.owner, *id).await;
            assert_eq!((job.status, job.attempt), (expected.status, expected.attempt), "{id}");
            assert_eq!(job.cancel_requested, expected.cancel_requested, "{id}");
            assert_eq!(job.output.stdout.len(), expected.printed, "{id}");
            assert_eq!(job.outcome.is_some(), expected.status.is_terminal(), "{id}");
            let numbers: Vec<_> = self.store.events(&expected.owner, *id).await.iter().map(|event| event.seq).collect();
            assert_eq!(numbers, (1..=expected.events as u64).collect::<Vec<_>>(), "{id}");
        }
    }

    /// The line hands out exactly what waits.
    pub async fn compare_line(&self) {
        let deliveries = self.store.queue.receive(1000, Duration::ZERO, &[]).await.expect("receives");
        let mut handed_out: Vec<_> = deliveries.into_iter().map(|delivery| delivery.job_id).collect();
        handed_out.sort();
        let waits = self.model.jobs.iter().filter(|(_, job)| job.status == Status::Queued);
        assert_eq!(handed_out, waits.map(|(id, _)| *id).collect::<Vec<_>>());
    }

    async fn accept(&mut self, name: &str) {
        let job = new_job(&owner(name));
        let (id, ada) = (job.id, job.owner.clone());
        let (total, of_owner) = (self.model.waiting(None), self.model.waiting(Some(&ada)));
        match self.store.intake.accept(job, None, BOUNDS).await {
            Ok(_) => {
                assert!(total < BOUNDS.total && of_owner < BOUNDS.per_owner);
                self.model.accept(id, ada);
            }
            // Jobs that come back may exceed a bound; new ones may not.
            Err(AcceptError::OwnerFull { waiting }) => assert!(waiting == of_owner && of_owner >= BOUNDS.per_owner),
            Err(AcceptError::QueueFull { waiting }) => assert!(waiting == total && total >= BOUNDS.total),
            Err(error) => panic!("{error:?}"),
        }
    }

    async fn claim(&mut self, pick: usize, name: &str) {
        let Some(id) = self.model.job(pick) else { return };
        let claim = self.store.ledger.claim(id, &executor(name), LEASE).await.expect("answers");
        let ticket = claim.map(|claim| claim.ticket);
        assert_eq!(ticket.as_ref().map(|ticket| ticket.attempt), self.model.claim(id, name, LEASE));
        self.model.tickets.extend(ticket);
    }

    async fn with_ticket(&mut self, pick: usize, write: impl AsyncFnOnce(&mut Self, Ticket)) {
        if let Some(ticket) = self.model.ticket(pick) {
            write(self, ticket).await;
        }
    }

    async fn append(&mut self, ticket: Ticket) {
        let written =
            self.store.ledger.append(&ticket, vec![output(OutputStream::Stdout, b"x")]).await.expect("answers");
        let held = self.model.held(&ticket);
        assert_eq!(written == Written::Yes, held.is_some());
        if let Some(job) = held {
            job.events += 1;
            job.printed += 1;
        }
    }

    async fn heartbeat(&mut self, ticket: Ticket) {
        let until = self.model.now + LEASE;
        let expected = match self.model.held(&ticket) {
            None => Held::Lost,
            Some(job) => {
                job.lease_until = until;
                if job.cancel_requested { Held::CancelRequested } else { Held::Yes }
            }
        };
        assert_eq!(self.store.ledger.heartbeat(&ticket, LEASE).await.expect("answers"), expected);
    }

    async fn finish(&mut self, ticket: Ticket) {
        let written = self.store.ledger.finish(&ticket, Vec::new(), success()).await.expect("answers");
        assert_eq!(written == Written::Yes, self.model.held(&ticket).is_some());
        if written == Written::Yes {
            self.model.end(ticket.job_id, Status::Success);
        }
    }

    async fn requeue(&mut self, ticket: Ticket, counts: bool) {
        let answer = self.store.ledger.requeue(&ticket, lost(), counts).await.expect("answers");
        let held = self.model.held(&ticket).is_some();
        let expected = if held { self.model.lose(ticket.job_id, counts) } else { Requeued::Stale };
        assert_eq!(answer, expected);
    }

    async fn cancel(&mut self, pick: usize) {
        let Some(id) = self.model.job(pick) else { return };
        self.model.cancel(id);
        let expected = &self.model.jobs[&id];
        let job = self.store.intake.cancel(&expected.owner, id).await.expect("answers").expect("is there");
        assert_eq!((job.status, job.cancel_requested), (expected.status, expected.cancel_requested));
    }

    async fn delete(&mut self, pick: usize) {
        let Some(id) = self.model.job(pick) else { return };
        let job = &self.model.jobs[&id];
        let terminal = job.status.is_terminal();
        assert_eq!(self.store.intake.delete(&job.owner, id).await.expect("answers"), Some(terminal));
        if terminal {
            self.model.jobs.remove(&id);
        }
    }

    fn wait(&mut self, time: Duration) {
        self.store.clock.advance(time);
        self.model.now += time;
    }

    async fn reap_expired(&mut self) {
        let now = self.model.now;
        let expected = self.model.lose_all(|job| job.lease_until <= now);
        assert_eq!(sorted(self.store.ledger.reap_expired().await.expect("reaps")), expected);
    }

    async fn reap_others(&mut self, alive: &str) {
        let expected = self.model.lose_all(|job| job.holder.as_deref() != Some(alive));
        assert_eq!(sorted(self.store.ledger.reap_other_than(&executor(alive)).await.expect("reaps")), expected);
    }

    async fn prune(&mut self) {
        let now = self.model.now;
        let before = self.model.jobs.len();
        self.model.jobs.retain(|_, job| !job.status.is_terminal() || job.finished_at >= now);
        let pruned = self.store.ledger.prune(self.store.clock.now(), u32::MAX).await.expect("prunes");
        assert_eq!(pruned, (before - self.model.jobs.len()) as u64);
    }

    async fn reopen(&mut self) {
        self.raw.close().await;
        (self.raw, self.store) = self.place.open(self.store.clock.clone()).await;
    }
}

fn sorted(mut ids: Vec<JobId>) -> Vec<JobId> {
    ids.sort();
    ids
}
