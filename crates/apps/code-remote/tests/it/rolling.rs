//! Every role is stopped and started again in its turn, under load: all that anybody notices is a 503 that says when to
//! ask again.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep},
};

use crate::{
    crash::check_history,
    harness::{Caller, Deployment, Event, Events, PATIENCE, Role, eventually, free_port, status_of},
};

/// Of each kind.
const CLIENTS: usize = 2;
/// Jobs that end while all roles are there, and again while one of them is away.
const JOBS: usize = 6;

/// A drain that no job here outlasts, so that each runs once.
const SETTINGS: [(&str, &str); 2] = [("CODE_REMOTE_DRAIN_SECONDS", "100"), ("CODE_REMOTE_PYTHON_IMPORTS", "any")];

/// What its clients know: each accepted job and what its program prints.
type History = BTreeMap<String, String>;

/// The load on two gateways, as one client of it sees it.
#[derive(Clone)]
struct Load {
    gateways: [Caller; 2],
    turn: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
}

// Starting a role blocks one of the runtime's threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rolling_restart_fails_no_request_and_runs_every_job_once() {
    let analyzer = format!("127.0.0.1:{}", free_port());
    let found_at = format!("http://{analyzer}");
    let addresses = [("CODE_REMOTE_ANALYZER_LISTEN", analyzer.as_str()), ("CODE_REMOTE_ANALYZER_URL", &found_at)];
    let deployment = Deployment::new(&[&SETTINGS[..], &addresses].concat()).await;
    let mut roles = [
        deployment.gateway().await,
        deployment.gateway().await,
        deployment.executor().await,
        deployment.executor().await,
        deployment.analyzer().await,
    ];
    let load = Load::on([(*roles[0]).clone(), (*roles[1]).clone()]);
    let clients = load.begin();
    let analyses = tokio::spawn(load.clone().ask_for_analyses());
    for role in &mut roles {
        restart(role, &load).await;
    }
    load.over.store(true, Ordering::Relaxed);
    let mut history = History::new();
    for client in clients {
        history.extend(client.await.expect("no request of this client fails"));
    }
    assert!(analyses.await.expect("no request for an analysis fails") > 0, "there is an analysis");
    check(&roles[0], &history).await;
}

/// Stops it and starts it again; the load goes on before and while it is away.
async fn restart(role: &mut Role, load: &Load) {
    load.goes_on().await;
    assert!(role.stop().await.success(), "{}", role.log());
    load.goes_on().await;
    role.start_again();
    role.until_ready().await;
}

/// No job was lost, none was done twice, and none is there that nobody was told of.
async fn check(gateway: &Caller, history: &History) {
    for (id, output) in history {
        let job = gateway.result(id).await;
        assert_eq!((status_of(&job), job["stdout"].as_str()), ("success", Some(output.as_str())), "{job}");
        assert_eq!(job["attempt"], 1, "a role that is asked to stop leaves no job half done: {job}");
        check_history(&job, &gateway.events(id).await.rest().await);
    }
    let listed = gateway.get("/v1/jobs?limit=200").await;
    assert!(listed["next"].is_null(), "the load fits into one page");
    assert_eq!(listed["jobs"].as_array().map(Vec::len), Some(history.len()), "one job a request");
}

impl Load {
    fn on(gateways: [Caller; 2]) -> Self {
        Self { gateways, turn: Arc::default(), ended: Arc::default(), over: Arc::default() }
    }

    fn begin(&self) -> Vec<JoinHandle<History>> {
        let number = |client| client * 1_000_000;
        let of_client = |client| {
            let waiter = tokio::spawn(self.clone().wait_for_results(number(2 * client)));
            [waiter, tokio::spawn(self.clone().follow_jobs(number(2 * client + 1)))]
        };
        (0..CLIENTS).flat_map(of_client).collect()
    }

    /// Waits until so many more jobs have ended.
    async fn goes_on(&self) {
        let enough = self.ended.load(Ordering::Relaxed) + JOBS;
        eventually("the load stands still", async || {
            let ended = self.ended.load(Ordering::Relaxed);
            (ended < enough).then_some(ended)
        })
        .await;
    }

    /// A client that asks for results, one after the other.
    async fn wait_for_results(self, first: usize) -> History {
        let mut history = History::new();
        for number in first.. {
            if self.over.load(Ordering::Relaxed) {
                break;
            }
            let (status, job) = self.post("/execute", number).await;
            // A gateway that stops does not wait for a job that does not run yet.
            assert!(matches!(status, StatusCode::OK | StatusCode::ACCEPTED), "{status} {job}");
            let id = id_of(&job);
            let result = if status == StatusCode::OK { job } else { self.result(&id).await };
            assert_eq!(result["stdout"], output_of(number), "{result}");
            history.insert(id, output_of(number));
            self.ended.fetch_add(1, Ordering::Relaxed);
        }
        history
    }

    /// A client that submits a job, looks at it and reads its events, one after the other.
    async fn follow_jobs(self, first: usize) -> History {
        let mut history = History::new();
        for number in first.. {
            if self.over.load(Ordering::Relaxed) {
                break;
            }
            let (status, job) = self.post("/v1/jobs", number).await;
            assert_eq!(status, StatusCode::ACCEPTED, "{job}");
            let id = id_of(&job);
            let events = self.events(&id).await;
            check_history(&self.result(&id).await, &events);
            history.insert(id, output_of(number));
            self.ended.fetch_add(1, Ordering::Relaxed);
        }
        history
    }

    /// A client that has programs analysed, one after the other: how many were.
    async fn ask_for_analyses(self) -> usize {
        for number in 0.. {
            if self.over.load(Ordering::Relaxed) {
                return number;
            }
            let body = json!({ "code": format!("for i in range(int(input())):\n    print(i, {number})") });
            let response = self.send(|gateway| gateway.request(Method::POST, "/analyze").json(&body)).await;
            let (status, document) = (response.status(), response.json::<Value>().await.expect("the answer is whole"));
            assert_eq!((status, document["time_complexity"].as_str()), (StatusCode::OK, Some("O(n)")), "{document}");
        }
        unreachable!("numbers do not end")
    }

    async fn post(&self, path: &str, number: usize) -> (StatusCode, Value) {
        let body = json!({ "code": program_of(number) });
        let key = number.to_string();
        let post = |gateway: &Caller| gateway.request(Method::POST, path).header("idempotency-key", &key).json(&body);
        let response = self.send(post).await;
        (response.status(), response.json().await.expect("the answer is whole"))
    }

    async fn result(&self, id: &str) -> Value {
        loop {
            let response = self.send(|gateway| gateway.request(Method::GET, &format!("/v1/jobs/{id}?wait=20"))).await;
            assert_eq!(response.status(), StatusCode::OK);
            let job: Value = response.json().await.expect("the answer is whole");
            if !matches!(status_of(&job), "queued" | "running") {
                return job;
            }
        }
    }

    /// All events of a job, with a new connection wherever a gateway has ended one.
    async fn events(&self, id: &str) -> Vec<Event> {
        let mut seen: Vec<Event> = Vec::new();
        while seen.last().is_none_or(|event| event.kind != "done") {
            let after = seen.last().map_or(0, |event| event.id).to_string();
            let follow = |gateway: &Caller| {
                gateway.request(Method::GET, &format!("/v1/jobs/{id}/events")).header("last-event-id", &after)
            };
            seen.extend(Events::over(self.send(follow).await).rest().await);
            assert!(seen.is_sorted_by(|one, next| one.id < next.id), "an event came twice: {seen:?}");
        }
        seen
    }

    /// Sends as a load balancer does: to the gateways in turn, to the other one when one refuses the connection, and
    /// again after a 503. A request that gets no answer has failed, and so has the test.
    async fn send(&self, request: impl Fn(&Caller) -> RequestBuilder) -> Response {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let gateway = &self.gateways[self.turn.fetch_add(1, Ordering::Relaxed) % self.gateways.len()];
            match request(gateway).send().await {
                Ok(response) if response.status() == StatusCode::SERVICE_UNAVAILABLE => check_clean(response).await,
                Ok(response) => return response,
                Err(error) => assert!(error.is_connect(), "a request got no answer: {error:?}"),
            }
            assert!(Instant::now() < deadline, "no gateway takes the request");
            sleep(Duration::from_millis(10)).await;
        }
    }
}

/// It says when to ask again, and why, as every answer of ours does.
async fn check_clean(response: Response) {
    assert!(response.headers().contains_key("retry-after"), "{response:?}");
    let body: Value = response.json().await.expect("the answer is whole");
    assert!(body["error"]["code"].is_string() && body["request_id"].is_string(), "{body}");
}

fn id_of(job: &Value) -> String {
    job["job_id"].as_str().unwrap_or_else(|| panic!("no id: {job}")).to_owned()
}

/// Long enough to be running when a role is stopped, and to write before and after.
fn program_of(number: usize) -> String {
    format!("import time\nprint('in', flush=True)\ntime.sleep(0.2)\nprint({number})")
}

fn output_of(number: usize) -> String {
    format!("in\n{number}\n")
}
