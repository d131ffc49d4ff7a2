//! `JobLedger::finish`.

use std::time::Duration;

use crate::{
    Clock as _, ErrorCode, EventBody, IsolationReport, JobError, Limit, Outcome, OutputStream, ResourceUsage, Status,
    TerminalStatus, Truncated, Violation, Written,
    testing::{StoreFixture, output, owner, success},
};

fn full(status: TerminalStatus, limit: Limit) -> Outcome {
    let word = |word: &str| word.to_owned();
    Outcome {
        status,
        exit_code: Some(137),
        signal: Some(9),
        limit: Some(limit),
        error: Some(JobError { code: ErrorCode::SyntaxError, message: word("ü\u{0}") }),
        violations: vec![Violation {
            rule: word("syntax"),
            line: u32::MAX,
            column: 1,
            end_line: 2,
            end_column: 3,
            message: word("'\""),
            allowed: String::new(),
        }],
        truncated: Truncated { stdout: true, stderr: false },
        usage: ResourceUsage { cpu_us: Some(1), memory_peak_bytes: Some(1 << 40) },
        isolation: Some(IsolationReport {
            driver: word("runsc"),
            runtime_version: word("1"),
            platform: word("systrap"),
            start: word("restore"),
            relaxed: false,
        }),
        startup_us: 5,
        run_us: 6,
    }
}

pub async fn finishing_writes_the_last_events_and_done(store: StoreFixture) {
    let ada = owner("ada");
    let ticket = store.running(&ada).await;
    store.clock.advance(Duration::from_millis(1500));
    let last = vec![
        output(OutputStream::Stdout, b"bye"),
        EventBody::StepFinished { step: 0, exit_code: Some(0), signal: None, run_us: 9 },
    ];
    let written = store.ledger.finish(&ticket, last.clone(), success()).await.expect("finishes");
    assert_eq!(written, Written::Yes);
    let job = store.get(&ada, ticket.job_id).await;
    assert_eq!((job.status, job.outcome), (Status::Success, Some(success())));
    assert_eq!((job.finished_at, job.attempt), (Some(store.clock.now()), 1));
    assert_eq!(job.output.stdout, b"bye");
    let bodies = store.bodies(&ada, ticket.job_id).await;
    assert_eq!(bodies[2..4], last);
    assert_eq!(bodies[4..], [EventBody::Done { outcome: success() }]);
    assert_eq!(store.reader.queue_stats().await.expect("counts").running, 0);
}

pub async fn every_outcome_reads_back_as_written(store: StoreFixture) {
    use TerminalStatus::{Cancelled, Failed, Success, TimedOut};
    let ada = owner("ada");
    for (status, limit) in [Success, Failed, TimedOut, Cancelled].into_iter().cycle().zip(Limit::ALL) {
        let ticket = store.running(&ada).await;
        let outcome = full(status, limit);
        store.ledger.finish(&ticket, Vec::new(), outcome.clone()).await.expect("finishes");
        let job = store.get(&ada, ticket.job_id).await;
        assert_eq!((job.status, job.outcome), (status.into(), Some(outcome)));
    }
}
