//! `AuditLog`.

use std::time::Duration;

use crate::{
    AuditEntry, AuditEvent, AuditFilter, AuditOutcome, ByteString, Clock as _, ErrorCode, ExecutionSpec,
    IdempotencyKey, JobError, NewJob, Origin, Outcome, PrincipalId, QueueBounds, TerminalStatus,
    testing::{LEASE, ROOMY, StoreFixture, executor, lost, new_job, output, owner, small_spec, success},
};

/// `printf 'print(1)\n' | sha256sum`
const SMALL_SHA256: &str = "cc42155088fca5730758db72b2a5bca33112a941dfaa2d43098ec422ce4ea213";

async fn entries(store: &StoreFixture, filter: AuditFilter) -> Vec<AuditEntry> {
    store.audit.entries(filter).await.expect("reads").entries
}

fn all() -> AuditFilter {
    AuditFilter { limit: 1000, ..AuditFilter::default() }
}

fn of(principal: &PrincipalId) -> AuditFilter {
    AuditFilter { principal: Some(principal.clone()), ..all() }
}

/// What happened, newest first.
async fn told(store: &StoreFixture) -> Vec<AuditEvent> {
    entries(store, all()).await.into_iter().map(|entry| entry.event).collect()
}

fn refusal() -> Outcome {
    let error = JobError { code: ErrorCode::PolicyViolation, message: "imports os".into() };
    Outcome::not_run(TerminalStatus::Failed, Some(error))
}

pub async fn a_job_that_ran_leaves_two_entries(store: StoreFixture) {
    let ada = owner("ada \u{0} ü");
    let on_behalf_of = Some(owner("bob \u{0} ü"));
    let origin = Origin { request_id: Some("r-1".into()), key_id: Some("k-1".into()), trace: None, on_behalf_of };
    let job = NewJob { origin: origin.clone(), ..new_job(&ada) };
    store.intake.accept(job.clone(), None, ROOMY).await.expect("accepts");
    let accepted_at = store.clock.now();
    let ticket = store.claim(job.id, &executor("e")).await.ticket;
    store.clock.advance(Duration::from_secs(3));
    store.finish(&ticket).await;
    let log = entries(&store, all()).await;
    let [ended, accepted] = &log[..] else { panic!("{log:?}") };
    let expected = AuditEntry {
        seq: accepted.seq,
        at: accepted_at,
        event: AuditEvent::Accepted,
        job_id: job.id,
        principal: ada,
        origin,
        language: "python".into(),
        source_sha256: Some(SMALL_SHA256.into()),
        outcome: None,
    };
    assert_eq!(*accepted, expected);
    let outcome = Some(AuditOutcome::from(&success()));
    let at = store.clock.now();
    assert!(ended.seq > accepted.seq);
    assert_eq!(*ended, AuditEntry { seq: ended.seq, at, event: AuditEvent::Ended, outcome, ..expected });
}

pub async fn a_refused_job_leaves_one_entry(store: StoreFixture) {
    let ada = owner("ada");
    let key = || Some(IdempotencyKey { key: "k".into(), fingerprint: "f".into() });
    store.intake.record_refused(new_job(&ada), key(), refusal()).await.expect("records");
    store.intake.record_refused(new_job(&ada), key(), refusal()).await.expect("replays");
    let log = entries(&store, all()).await;
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].event, &log[0].principal), (AuditEvent::Refused, &ada));
    assert_eq!(log[0].source_sha256.as_deref(), Some(SMALL_SHA256));
    assert_eq!(log[0].outcome, Some(AuditOutcome::from(&refusal())));
}

pub async fn a_job_that_did_not_run_to_its_end_is_told_too(store: StoreFixture) {
    let ada = owner("ada");
    let cancelled = store.accept(&ada).await;
    store.intake.cancel(&ada, cancelled).await.expect("cancels");
    store.intake.cancel(&ada, cancelled).await.expect("changes nothing");
    let lost_often = store.accept(&ada).await;
    for _ in 0..crate::MAX_ATTEMPTS {
        let ticket = store.claim(lost_often, &executor("e")).await.ticket;
        store.ledger.requeue(&ticket, lost(), true).await.expect("requeues");
    }
    let log = entries(&store, all()).await;
    let ends: Vec<_> = log.iter().filter(|entry| entry.event == AuditEvent::Ended).collect();
    let told: Vec<_> =
        ends.iter().map(|end| (end.job_id, end.outcome.as_ref().map(|outcome| outcome.status))).collect();
    assert_eq!(told, [(lost_often, Some(TerminalStatus::Failed)), (cancelled, Some(TerminalStatus::Cancelled))]);
    assert_eq!(ends[0].outcome.as_ref().and_then(|outcome| outcome.error_code), Some(ErrorCode::ExecutorLost));
    assert_eq!(log.len(), 4);
}

pub async fn what_was_not_accepted_is_not_told(store: StoreFixture) {
    let ada = owner("ada");
    let key = |fingerprint: &str| Some(IdempotencyKey { key: "k".into(), fingerprint: fingerprint.into() });
    store.intake.accept(new_job(&ada), key("f"), ROOMY).await.expect("accepts");
    store.intake.accept(new_job(&ada), key("f"), ROOMY).await.expect("replays");
    store.intake.accept(new_job(&ada), key("g"), ROOMY).await.expect_err("another request");
    let full = QueueBounds { total: 1, per_owner: 1 };
    store.intake.accept(new_job(&ada), None, full).await.expect_err("is full");
    assert_eq!(told(&store).await, [AuditEvent::Accepted]);
    let ticket = store.running(&owner("bob")).await;
    store.finish(&ticket).await;
    store.ledger.finish(&ticket, Vec::new(), success()).await.expect("is stale");
    assert_eq!(told(&store).await, [AuditEvent::Ended, AuditEvent::Accepted, AuditEvent::Accepted]);
}

pub async fn the_log_outlives_the_job(store: StoreFixture) {
    let ada = owner("ada");
    let id = store.finished(&ada).await;
    store.intake.delete(&ada, id).await.expect("deletes");
    store.finished(&ada).await;
    store.clock.advance(Duration::from_hours(1));
    store.ledger.prune(store.clock.now(), 10).await.expect("prunes");
    assert_eq!(told(&store).await.len(), 4);
}

pub async fn the_log_holds_no_code(store: StoreFixture) {
    let ada = owner("ada");
    let secret = "hush-hush";
    let source = format!("print('{secret}')");
    let (stdin, args) = (ByteString(secret.as_bytes().to_vec()), vec![secret.to_owned()]);
    let job = NewJob { spec: ExecutionSpec { source, stdin, args, ..small_spec() }, ..new_job(&ada) };
    store.intake.accept(job.clone(), None, ROOMY).await.expect("accepts");
    let ticket = store.claim(job.id, &executor("e")).await.ticket;
    let error = JobError { code: ErrorCode::ExecutorLost, message: secret.into() };
    let outcome = Outcome { error: Some(error), ..success() };
    let printed = vec![output(crate::OutputStream::Stdout, secret.as_bytes())];
    store.ledger.finish(&ticket, printed, outcome).await.expect("finishes");
    let log = format!("{:?}", entries(&store, all()).await);
    assert!(!log.contains(secret), "{log}");
}

pub async fn the_log_is_paged_and_filtered(store: StoreFixture) {
    let (ada, bob) = (owner("ada"), owner("bob"));
    for _ in 0..3 {
        store.accept(&ada).await;
        store.accept(&bob).await;
        store.clock.advance(Duration::from_secs(10));
    }
    let whole = entries(&store, all()).await;
    assert!(whole.is_sorted_by(|newer, older| newer.seq > older.seq), "{whole:?}");
    let (mut paged, mut before) = (Vec::new(), None);
    loop {
        let page = store.audit.entries(AuditFilter { before, limit: 4, ..all() }).await.expect("reads");
        paged.extend(page.entries);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole);
    let of_bob = entries(&store, of(&bob)).await;
    assert_eq!(of_bob.len(), 3);
    assert!(of_bob.iter().all(|entry| entry.principal == bob));
    let second = of_bob[1].at;
    let since = entries(&store, AuditFilter { since: Some(second), ..of(&bob) }).await;
    assert_eq!(since, of_bob[..2]);
    let until = entries(&store, AuditFilter { until: Some(second), ..of(&bob) }).await;
    assert_eq!(until, of_bob[2..]);
    let between = AuditFilter { since: Some(second), until: Some(of_bob[0].at), ..all() };
    assert_eq!(entries(&store, between).await.len(), 2);
    assert_eq!(entries(&store, of(&owner("nobody"))).await, []);
}

pub async fn old_entries_are_forgotten_and_no_others(store: StoreFixture) {
    let ada = owner("ada");
    for _ in 0..5 {
        store.accept(&ada).await;
    }
    store.clock.advance(Duration::from_secs(1));
    let cut = store.clock.now();
    let kept = store.running(&ada).await;
    assert_eq!(store.audit.forget(cut, 3).await.expect("forgets"), 3);
    assert_eq!(store.audit.forget(cut, 10).await.expect("forgets"), 2);
    assert_eq!(store.audit.forget(cut, 10).await.expect("forgets"), 0);
    let left = entries(&store, all()).await;
    assert_eq!(left.iter().map(|entry| entry.job_id).collect::<Vec<_>>(), [kept.job_id]);
    // Its end is told although its beginning may be forgotten.
    store.clock.advance(LEASE);
    store.audit.forget(store.clock.now(), 10).await.expect("forgets");
    store.finish(&kept).await;
    let left = entries(&store, all()).await;
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].job_id, left[0].event, &left[0].source_sha256), (kept.job_id, AuditEvent::Ended, &None));
}
