//! Following a job: live, again, and from where one was cut off.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::harness::{Event, Service, status_of};

#[tokio::test]
async fn a_job_can_be_followed_live_and_again() {
    let service = Service::for_any_program(&[]).await;
    output_comes_while_the_program_runs(&service).await;
    let id = a_replay_is_what_was_seen_live(&service).await;
    resuming_anywhere_loses_and_repeats_nothing(&service, &id).await;
    after_done_there_is_nothing_more(&service, &id).await;
    a_reader_that_comes_late_gets_the_beginning(&service).await;
}

/// The program never ends by itself, so what was read of it was read while it ran.
async fn output_comes_while_the_program_runs(service: &Service) {
    let code = "import sys, time\nprint('first')\nprint('to stderr', file=sys.stderr)\nwhile True: time.sleep(60)";
    let id = service.submit(code).await;
    let mut events = service.events(&id).await;
    // Two pipes: which of them is read first is open.
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    while (stdout.as_slice(), stderr.as_slice()) != (b"first\n", b"to stderr\n") {
        let event = events.next().await.expect("both come before the end");
        stdout.extend(event.output("stdout"));
        stderr.extend(event.output("stderr"));
    }
    let job = service.job(&id).await;
    assert_eq!(
        (status_of(&job), &job["stdout"], &job["stderr"]),
        ("running", &json!("first\n"), &json!("to stderr\n"))
    );
    assert_eq!(service.bytes(&format!("/v1/jobs/{id}/logs?stream=stderr")).await, b"to stderr\n");

    service.cancel(&id).await;
    let rest = events.rest().await;
    let done = rest.last().expect("the stream is told the end");
    assert_eq!((done.kind.as_str(), &done.data["status"]), ("done", &json!("cancelled")));
    assert_eq!(done.data["error"], "Cancelled");
}

async fn a_replay_is_what_was_seen_live(service: &Service) -> String {
    let code = "import sys, time\nfor n in range(5):\n    print(n, flush=True)\n    print(-n, file=sys.stderr)\n    time.sleep(0.08)\nsys.exit(3)";
    let id = service.submit(code).await;
    let live = service.events(&id).await.rest().await;
    assert_eq!(service.events(&id).await.rest().await, live);

    let numbers: Vec<_> = live.iter().map(|event| event.id).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "numbered without a gap");
    let written = |stream| live.iter().flat_map(|event| event.output(stream)).collect::<Vec<u8>>();
    assert_eq!(written("stdout"), b"0\n1\n2\n3\n4\n");
    assert_eq!(written("stderr"), b"0\n-1\n-2\n-3\n-4\n");
    let kinds: Vec<_> = live.iter().map(|event| event.kind.as_str()).filter(|kind| *kind != "output").collect();
    assert_eq!(kinds, ["status", "status", "step_started", "step_finished", "done"]);
    let statuses: Vec<_> =
        live.iter().filter(|event| event.kind == "status").map(|event| &event.data["status"]).collect();
    assert_eq!(statuses, ["queued", "running"]);
    for event in &live {
        assert_eq!((&event.data["job_id"], &event.data["seq"]), (&json!(id), &json!(event.id)));
        assert_eq!(event.data["type"], event.kind);
    }
    done_tells_what_the_result_tells(&service.job(&id).await, live.last().expect("there is an end"));
    id
}

fn done_tells_what_the_result_tells(result: &serde_json::Value, done: &Event) {
    assert_eq!((&done.data["status"], &done.data["exit_code"]), (&json!("failed"), &json!(3)));
    let fields = "status success error error_type error_code exit_code signal limit timed_out truncated truncated_streams \
        execution_time_ms queue_time_ms startup_time_ms resource_usage security_violations";
    for field in fields.split_whitespace() {
        assert_eq!(done.data[field], result[field], "{field}");
    }
}

async fn resuming_anywhere_loses_and_repeats_nothing(service: &Service, id: &str) {
    let all = service.events(id).await.rest().await;
    for (seen, event) in all.iter().enumerate().take(all.len() - 1) {
        let rest = service.events_after(id, event.id).await.rest().await;
        assert_eq!(rest, all[seen + 1..]);
    }
    let second = all[1].id;
    let by_query = service.request(Method::GET, &format!("/v1/jobs/{id}/events?last_event_id={second}"));
    assert_eq!(crate::harness::Events::of(by_query).await.rest().await, all[2..]);
}

async fn after_done_there_is_nothing_more(service: &Service, id: &str) {
    let last = service.events(id).await.rest().await.last().expect("there is an end").id;
    for seen in [last, last + 1, u64::MAX] {
        let request = service.request(Method::GET, &format!("/v1/jobs/{id}/events"));
        let response = request.header("Last-Event-ID", seen.to_string()).send().await.expect("the service answers");
        assert_eq!(response.status(), StatusCode::NO_CONTENT, "{seen}");
    }
}

async fn a_reader_that_comes_late_gets_the_beginning(service: &Service) {
    let id = service.submit("import time\nprint('one')\nwhile True: time.sleep(60)").await;
    let mut early = service.events(&id).await;
    let seen = early.until_output("stdout", "one\n").await;
    let mut late = service.events(&id).await;
    assert_eq!(late.next().await.map(|event| event.id), Some(1));
    assert_eq!(late.until_output("stdout", "one\n").await, seen, "both see the same");
    drop(early);
    let resumed = service.events_after(&id, seen.id).await;
    service.cancel(&id).await;
    let rest = resumed.rest().await;
    assert_eq!(rest.last().map(|event| &event.data["status"]), Some(&json!("cancelled")));
    assert_eq!(late.rest().await, rest, "and the same end");
}
