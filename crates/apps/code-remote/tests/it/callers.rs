//! What one caller may ask for, counted by several processes together, and what is recorded of it.

use std::time::Instant;

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::harness::{Caller, Deployment, status_of};

const BURST: usize = 32;

/// Whether a request is served; if not, it says when to come back.
async fn is_served(caller: &Caller) -> bool {
    let response = caller.request(Method::GET, "/v1/jobs?limit=1").send().await.expect("the service answers");
    if response.status().is_success() {
        return true;
    }
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let seconds = response.headers()["retry-after"].to_str().map(str::parse::<u32>);
    assert!(matches!(seconds, Ok(Ok(1..=3))), "{seconds:?}");
    let body: Value = response.json().await.expect("an error is JSON");
    assert_eq!(body["error"]["code"], "RATE_LIMITED");
    false
}

#[tokio::test]
async fn gateways_share_the_rate_of_a_caller() {
    let rate = [("CODE_REMOTE_RATE_PER_CALLER", "1"), ("CODE_REMOTE_RATE_BURST_PER_CALLER", "32")];
    let deployment = Deployment::new(&rate).await;
    let (one, two) = (deployment.gateway().await, deployment.gateway().await);
    let began = Instant::now();
    let mut served = 0;
    for _ in 0..BURST {
        served += usize::from(is_served(&one).await) + usize::from(is_served(&two).await);
    }
    // Each gives one on credit, and one comes back each second.
    let came_back = usize::try_from(began.elapsed().as_secs()).expect("a short time") + 1;
    assert!((BURST..=BURST + 2 + came_back).contains(&served), "{served} served, {came_back} came back");
}

#[tokio::test]
async fn a_caller_runs_as_many_jobs_as_it_may_on_all_executors_and_each_is_recorded() {
    const JOBS: usize = 4;
    let deployment = Deployment::new(&[("CODE_REMOTE_RUNNING_MAX_PER_CALLER", "1")]).await;
    let gateway = deployment.gateway().await;
    let _executors = (deployment.executor().await, deployment.executor().await);
    let mut ids = Vec::new();
    for n in 0..JOBS {
        ids.push(gateway.submit(&format!("for hush in range(100000): pass\nprint({n})")).await);
    }
    let mut times = Vec::new();
    for id in &ids {
        let job = gateway.result(id).await;
        assert_eq!((status_of(&job), &job["attempt"]), ("success", &1.into()), "{job}");
        times.push(["started_at", "finished_at"].map(|at| job[at].as_str().expect("a time").to_owned()));
    }
    times.sort();
    assert!(times.is_sorted_by(|earlier, later| earlier[1] <= later[0]), "two ran at once: {times:?}");

    let log = gateway.get("/v1/audit").await;
    let entries = log["entries"].as_array().expect("a list");
    assert_eq!(entries.len(), 2 * JOBS);
    for id in &ids {
        let of_job: Vec<_> = entries.iter().filter(|entry| entry["job_id"] == **id).collect();
        let events = of_job.iter().map(|entry| entry["event"].as_str()).collect::<Vec<_>>();
        assert_eq!(events, [Some("ended"), Some("accepted")]);
        assert_eq!((&of_job[0]["status"], &of_job[0]["principal"]), (&"success".into(), &"local".into()));
        assert_eq!(of_job[0]["source_sha256"], of_job[1]["source_sha256"]);
    }
    assert!(!log.to_string().contains("hush"));
}
