//! `JobLedger::append` and `JobReader::events`.

use tokio::task::JoinSet;

use crate::{
    EventBody, Outcome, OutputStream, Status, TerminalStatus, Written,
    testing::{AWKWARD_BYTES, StoreFixture, output, owner, success},
};

pub async fn events_are_numbered_without_gaps(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    let bodies = [1, 2, 3].map(|step| EventBody::StepStarted { step, startup_us: 7 });
    store.ledger.append(&ticket, bodies.to_vec()).await.expect("appends");
    store.print(&ticket, OutputStream::Stdout, b"x").await;
    let last = vec![output(OutputStream::Stderr, b"y")];
    store.ledger.finish(&ticket, last, success()).await.expect("finishes");
    let events = store.events(&ada, ticket.job_id).await;
    let numbers: Vec<_> = events.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
    assert_eq!(events[2..5].iter().map(|event| event.body.clone()).collect::<Vec<_>>(), bodies);
    assert!(events[2..].iter().all(|event| event.attempt == 1));
}

pub async fn events_are_paged(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    for _ in 0..5 {
        store.print(&ticket, OutputStream::Stdout, b"x").await;
    }
    let page = async |after, max| -> Vec<u64> {
        let page = store.reader.events(&ada, ticket.job_id, after, max).await.expect("reads").expect("is there");
        page.into_iter().map(|event| event.seq).collect()
    };
    assert_eq!(page(0, 3).await, [1, 2, 3]);
    assert_eq!(page(3, 3).await, [4, 5, 6]);
    assert_eq!(page(6, 3).await, [7]);
    assert_eq!(page(7, 3).await, [0; 0]);
    assert_eq!(page(u64::MAX, u32::MAX).await, [0; 0]);
}

pub async fn concurrent_appends_leave_no_gap(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    let mut writers = JoinSet::new();
    for _ in 0..20 {
        let (ledger, ticket) = (store.ledger.clone(), ticket.clone());
        let pair = vec![output(OutputStream::Stdout, b"a"), output(OutputStream::Stdout, b"b")];
        writers.spawn(async move { ledger.append(&ticket, pair).await.expect("appends") });
    }
    assert!(writers.join_all().await.into_iter().all(|written| written == Written::Yes));
    let numbers: Vec<_> = store.events(&ada, ticket.job_id).await.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=42).collect::<Vec<_>>());
    // One call's events stay together.
    assert_eq!(store.get(&ada, ticket.job_id).await.output.stdout, b"ab".repeat(20));
}

pub async fn an_empty_append_does_nothing(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    assert_eq!(store.ledger.append(&ticket, Vec::new()).await.expect("answers"), Written::Yes);
    assert_eq!(store.events(&ada, ticket.job_id).await.len(), 2);
}

pub async fn output_is_kept_byte_for_byte(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    let every_byte: Vec<u8> = (0..=u8::MAX).cycle().take(100_000).collect();
    store.print(&ticket, OutputStream::Stdout, AWKWARD_BYTES).await;
    store.print(&ticket, OutputStream::Stderr, &every_byte).await;
    store.print(&ticket, OutputStream::Stdout, b"\x82end").await;
    let kept = store.get(&ada, ticket.job_id).await.output;
    assert_eq!(kept.stdout, [AWKWARD_BYTES, b"\x82end"].concat());
    assert_eq!(kept.stderr, every_byte);
    assert_eq!(store.bodies(&ada, ticket.job_id).await[2], output(OutputStream::Stdout, AWKWARD_BYTES));
    store.finish(&ticket).await;
    assert_eq!(store.get(&ada, ticket.job_id).await.output, kept);
}

pub async fn every_event_reads_back_as_written(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    let bodies = [
        EventBody::Status { status: Status::Running },
        EventBody::StepStarted { step: 0, startup_us: u64::from(u32::MAX) },
        output(OutputStream::Stdout, b""),
        output(OutputStream::Stderr, b"\n"),
        EventBody::StepFinished { step: 0, exit_code: None, signal: None, run_us: 0 },
        EventBody::StepFinished { step: 1, exit_code: Some(139), signal: Some(11), run_us: 1 },
    ];
    store.ledger.append(&ticket, bodies.to_vec()).await.expect("appends");
    let outcome = Outcome::not_run(TerminalStatus::Failed, None);
    store.ledger.finish(&ticket, Vec::new(), outcome.clone()).await.expect("finishes");
    let read = store.bodies(&ada, ticket.job_id).await;
    assert_eq!(read[2..8], bodies);
    assert_eq!(read[8], EventBody::Done { outcome });
}

pub async fn another_owners_log_is_absent(store: StoreFixture) {
    let ticket = store.running(&owner("ada")).await;
    assert_eq!(store.reader.events(&owner("bob"), ticket.job_id, 0, 10).await.expect("reads"), None);
    assert_eq!(store.reader.get(&owner("bob"), ticket.job_id).await.expect("reads"), None);
}
