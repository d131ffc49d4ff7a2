//! Many jobs in a row: nothing grows.

use std::fs;

use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::harness::{Service, eventually, status_of};

/// More than any cache or pool of the service holds; fewer than make the suite slow.
const WARM_UP: usize = 40;
const JOBS: usize = 200;
const AT_ONCE: usize = 8;

/// What a process holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Holdings {
    descriptors: usize,
    sandboxes: [usize; 4],
}

impl Holdings {
    fn of(service: &Service) -> Self {
        let descriptors = fs::read_dir(format!("/proc/{}/fd", service.pid())).expect("it runs").count();
        Self { descriptors, sandboxes: service.traces().counts() }
    }
}

fn threads(service: &Service) -> usize {
    fs::read_dir(format!("/proc/{}/task", service.pid())).expect("it runs").count()
}

#[tokio::test]
async fn two_hundred_jobs_leave_what_was_there_before() {
    let service = Service::for_any_program(&[("CODE_REMOTE_CPU_MILLIS", "1000")]).await;
    run(&service, WARM_UP).await;
    let (before, threads_before) = (settled(&service).await, threads(&service));
    assert_eq!(before.sandboxes[0], 2, "the pool and nothing else: {before:?}");
    run(&service, JOBS).await;
    eventually("something is left", async || {
        let now = Holdings::of(&service);
        (now != before).then(|| format!("{now:?} instead of {before:?}"))
    })
    .await;
    // Threads that wait for work in vain go after some seconds.
    eventually("there are more threads", async || {
        let now = threads(&service);
        (now > threads_before).then(|| format!("{now} instead of {threads_before}"))
    })
    .await;
}

/// What it holds once it has come to rest: twice the same, with its pool full and our connections closed.
async fn settled(service: &Service) -> Holdings {
    let mut last = None;
    eventually("it does not come to rest", async || {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let now = Holdings::of(service);
        let at_rest = last.as_ref() == Some(&now) && now.sandboxes[0] == 2;
        last = Some(now.clone());
        (!at_rest).then_some(now)
    })
    .await;
    last.expect("it was looked at")
}

/// Endings of every kind, several at once.
async fn run(service: &Service, count: usize) {
    let programs = [
        ("print(1)", "success"),
        ("import sys\nprint(sys.stdin.read())\nsys.exit(3)", "failed"),
        ("import os\nprint('x' * 100_000)\nos.kill(os.getpid(), 9)", "failed"),
        ("import os, time\nos.fork()\ntime.sleep(60)", "timed_out"),
        ("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\nprint('gone')", "success"),
    ];
    let jobs = stream::iter(programs.into_iter().cycle().take(count)).map(async |(code, status)| {
        let result = service.run(json!({ "code": code, "stdin": "x", "timeout": 0.3 })).await;
        (result, status)
    });
    let mut jobs = jobs.buffer_unordered(AT_ONCE);
    while let Some((result, status)) = jobs.next().await {
        // On a crowded machine a quick program may be late; then it is the limit that ends it.
        assert!([status, "timed_out"].contains(&status_of(&result)), "{result}");
        assert_eq!(result["attempt"], 1, "{result}");
    }
}
