//! `JobIntake::accept` and `record_refused`.

use tokio::task::JoinSet;

use crate::{
    AcceptError, Accepted, Clock as _, ErrorCode, EventBody, IdempotencyKey, JobError, NewJob, Outcome, Output, Status,
    TerminalStatus, Violation,
    testing::{LEASE, ROOMY, StoreFixture, awkward_spec, executor, new_job, owner, success},
};

fn key(name: &str, fingerprint: &str) -> IdempotencyKey {
    IdempotencyKey { key: name.into(), fingerprint: fingerprint.into() }
}

fn refusal() -> Outcome {
    let error = JobError { code: ErrorCode::PolicyViolation, message: "imports os".into() };
    let violation = Violation {
        rule: "import".into(),
        line: 1,
        column: 8,
        end_line: 1,
        end_column: 10,
        message: "os may not be imported".into(),
        allowed: "math, json".into(),
    };
    Outcome { violations: vec![violation], ..Outcome::not_run(TerminalStatus::Failed, Some(error)) }
}

pub async fn an_accepted_job_reads_back_as_given(store: StoreFixture) {
    let ada = owner("ada \u{0} ü");
    let job = NewJob { spec: awkward_spec(), ..new_job(&ada) };
    let accepted = store.intake.accept(job.clone(), None, ROOMY).await.expect("accepts");
    assert_eq!(accepted, Accepted { job_id: job.id, replayed: false });
    let read = store.get(&ada, job.id).await;
    assert_eq!((read.id, &read.owner, &read.spec), (job.id, &job.owner, &job.spec));
    assert_eq!((read.status, read.attempt, read.cancel_requested), (Status::Queued, 0, false));
    assert_eq!((read.created_at, read.started_at, read.finished_at), (store.clock.now(), None, None));
    assert_eq!((read.outcome, read.queue_position, read.output), (None, Some(0), Output::default()));
}

pub async fn an_accepted_job_has_one_event(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.accept(&ada).await;
    let events = store.events(&ada, id).await;
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].job_id, events[0].seq, events[0].attempt), (id, 1, 0));
    assert_eq!(events[0].at, store.clock.now());
    assert_eq!(events[0].body, EventBody::Status { status: Status::Queued });
}

pub async fn an_id_is_taken_once(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    let id = store.accept(&ada).await;
    let again = store.intake.accept(NewJob { id, ..new_job(&bob) }, None, ROOMY).await;
    assert!(matches!(again, Err(AcceptError::IdTaken)), "{again:?}");
    let refused = store.intake.record_refused(NewJob { id, ..new_job(&bob) }, None, refusal()).await;
    assert!(matches!(refused, Err(AcceptError::IdTaken)), "{refused:?}");
    assert_eq!(store.get(&ada, id).await.owner, ada);
    assert_eq!(store.reader.queue_stats().await.expect("counts").queued, 1);
}

pub async fn a_key_answers_the_same_job_whatever_became_of_it(store: StoreFixture) {
    let ada = owner("ada");
    let first = new_job(&ada);
    let accept = || store.intake.accept(new_job(&ada), Some(key("k", "f")), ROOMY);
    store.intake.accept(first.clone(), Some(key("k", "f")), ROOMY).await.expect("accepts");
    let replay = Accepted { job_id: first.id, replayed: true };
    assert_eq!(accept().await.expect("replays"), replay);
    let ticket = store.claim(first.id, &executor("e")).await.ticket;
    assert_eq!(accept().await.expect("replays"), replay);
    store.finish(&ticket).await;
    assert_eq!(accept().await.expect("replays"), replay);
    assert_eq!(store.get(&ada, first.id).await.status, Status::Success);
    assert_eq!(store.reader.queue_stats().await.expect("counts").queued, 0);
}

pub async fn a_key_for_another_request_is_a_conflict(store: StoreFixture) {
    let ada = owner("ada");
    store.intake.accept(new_job(&ada), Some(key("k", "one")), ROOMY).await.expect("accepts");
    let other = new_job(&ada);
    let accepted = store.intake.accept(other.clone(), Some(key("k", "two")), ROOMY).await;
    assert!(matches!(accepted, Err(AcceptError::KeyReused)), "{accepted:?}");
    let refused = store.intake.record_refused(other.clone(), Some(key("k", "two")), refusal()).await;
    assert!(matches!(refused, Err(AcceptError::KeyReused)), "{refused:?}");
    assert_eq!(store.reader.get(&ada, other.id).await.expect("reads"), None);
}

pub async fn a_key_belongs_to_its_owner(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    store.intake.accept(new_job(&ada), Some(key("k", "f")), ROOMY).await.expect("accepts");
    let bobs = new_job(&bob);
    let accepted = store.intake.accept(bobs.clone(), Some(key("k", "g")), ROOMY).await.expect("accepts");
    assert_eq!(accepted, Accepted { job_id: bobs.id, replayed: false });
}

pub async fn a_key_sent_at_once_stores_one_job(store: StoreFixture) {
    let ada = owner("ada");
    let mut requests = JoinSet::new();
    for _ in 0..20 {
        let (intake, job) = (store.intake.clone(), new_job(&ada));
        requests.spawn(async move { intake.accept(job, Some(key("k", "f")), ROOMY).await.expect("accepts") });
    }
    let answers = requests.join_all().await;
    assert_eq!(answers.iter().filter(|accepted| !accepted.replayed).count(), 1);
    assert!(answers.iter().all(|accepted| accepted.job_id == answers[0].job_id));
    assert_eq!(store.reader.queue_stats().await.expect("counts").queued, 1);
}

pub async fn a_key_is_forgotten_with_its_job(store: StoreFixture) {
    let ada = owner("ada");
    let first = store.intake.accept(new_job(&ada), Some(key("k", "f")), ROOMY).await.expect("accepts").job_id;
    store.intake.cancel(&ada, first).await.expect("cancels");
    assert_eq!(store.intake.delete(&ada, first).await.expect("deletes"), Some(true));
    let second = new_job(&ada);
    let accepted = store.intake.accept(second.clone(), Some(key("k", "another")), ROOMY).await.expect("accepts");
    assert_eq!(accepted, Accepted { job_id: second.id, replayed: false });
}

pub async fn a_refused_job_is_a_run_that_never_waits(store: StoreFixture) {
    let ada = owner("ada");
    let job = new_job(&ada);
    store.intake.record_refused(job.clone(), None, refusal()).await.expect("records");
    let read = store.get(&ada, job.id).await;
    assert_eq!((read.status, read.attempt, read.queue_position), (Status::Failed, 0, None));
    assert_eq!((read.created_at, read.started_at), (store.clock.now(), None));
    assert_eq!((read.finished_at, read.outcome), (Some(store.clock.now()), Some(refusal())));
    assert_eq!(store.bodies(&ada, job.id).await, [EventBody::Done { outcome: refusal() }]);
    assert_eq!(store.reader.queue_stats().await.expect("counts").queued, 0);
    assert_eq!(store.ledger.claim(job.id, &executor("e"), LEASE).await.expect("answers"), None);
}

pub async fn a_refused_job_is_replayed(store: StoreFixture) {
    let ada = owner("ada");
    let first = new_job(&ada);
    store.intake.record_refused(first.clone(), Some(key("k", "f")), refusal()).await.expect("records");
    let replay = Accepted { job_id: first.id, replayed: true };
    assert_eq!(
        store.intake.record_refused(new_job(&ada), Some(key("k", "f")), success()).await.expect("replays"),
        replay
    );
    assert_eq!(store.intake.accept(new_job(&ada), Some(key("k", "f")), ROOMY).await.expect("replays"), replay);
    assert_eq!(store.get(&ada, first.id).await.outcome, Some(refusal()));
}
