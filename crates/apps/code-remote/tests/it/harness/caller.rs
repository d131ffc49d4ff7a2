//! Somebody who calls the service, with or without a key.

use std::time::{Duration, Instant};

use code_remote::tls;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use super::{Events, PATIENCE};

/// A client of one service.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    http: Client,
    url: String,
    key: Option<String>,
    patient: bool,
}

impl Caller {
    /// One without a key.
    pub(crate) fn new(url: String) -> Self {
        tls::use_ring();
        // No idle connections: a test may count what the service has open.
        let http = Client::builder().pool_max_idle_per_host(0).build().expect("a client can be made");
        Self { http, url, key: None, patient: false }
    }

    /// The same with this key.
    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..self.clone() }
    }

    /// The same, who comes back when a service that cannot answer right now says when to.
    pub(crate) fn patient(&self) -> Self {
        Self { patient: true, ..self.clone() }
    }

    /// The service's address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A request to this path.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    /// Sends without a body; status and answer, null where that is not JSON.
    pub(crate) async fn send(&self, method: Method, path: &str) -> (StatusCode, Value) {
        answer(self.request(method, path)).await
    }

    /// Gets a JSON document.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = self.answered(self.request(Method::GET, path)).await;
        let status = response.status();
        let document = document(response).await;
        assert!(status.is_success(), "{path}: {status} {document}");
        document
    }

    /// The answer to a request without a body.
    async fn answered(&self, request: RequestBuilder) -> Response {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let again = request.try_clone().expect("it has no body");
            let response = again.send().await.expect("the service answers");
            let told_to = response.headers().contains_key("retry-after") && Instant::now() < deadline;
            if !(self.patient && told_to && response.status() == StatusCode::SERVICE_UNAVAILABLE) {
                return response;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Gets bytes.
    pub(crate) async fn bytes(&self, path: &str) -> Vec<u8> {
        let response = self.request(Method::GET, path).send().await.expect("the service answers");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.bytes().await.expect("the answer is whole").to_vec()
    }

    /// Sends a JSON document; status and answer.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.request(Method::POST, path).json(body)).await
    }

    /// Asks for a run and waits for its result.
    pub(crate) async fn run(&self, body: Value) -> Value {
        let (status, result) = self.post("/execute", &body).await;
        assert_eq!(status, StatusCode::OK, "{result}");
        result
    }

    /// Runs a program and waits for its result.
    pub(crate) async fn execute(&self, code: &str) -> Value {
        self.run(json!({ "code": code })).await
    }

    /// Submits a job without waiting; its id.
    pub(crate) async fn submit(&self, code: &str) -> String {
        let (status, accepted) = self.post("/v1/jobs", &json!({ "code": code })).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
        accepted["job_id"].as_str().expect("the job has an id").to_owned()
    }

    /// A job as it is now.
    pub(crate) async fn job(&self, id: &str) -> Value {
        self.get(&format!("/v1/jobs/{id}")).await
    }

    /// Waits for a job's end.
    pub(crate) async fn result(&self, id: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let job = self.get(&format!("/v1/jobs/{id}?wait=20")).await;
            if !matches!(status_of(&job), "queued" | "running") {
                return job;
            }
            assert!(Instant::now() < deadline, "job {id} does not end: {job}");
        }
    }

    /// Asks to stop a job; the answer.
    pub(crate) async fn cancel(&self, id: &str) -> Value {
        let (status, job) = self.send(Method::POST, &format!("/v1/jobs/{id}/cancel")).await;
        assert_eq!(status, StatusCode::OK, "{job}");
        job
    }

    /// A job's events from the first.
    pub(crate) async fn events(&self, id: &str) -> Events {
        let request = self.request(Method::GET, &format!("/v1/jobs/{id}/events"));
        Events::over(self.answered(request).await)
    }

    /// A job's events after one that was seen.
    pub(crate) async fn events_after(&self, id: &str, seen: u64) -> Events {
        let request = self.request(Method::GET, &format!("/v1/jobs/{id}/events"));
        Events::of(request.header("Last-Event-ID", seen.to_string())).await
    }
}

/// A job's status word.
pub(crate) fn status_of(job: &Value) -> &str {
    job["status"].as_str().unwrap_or("none")
}

async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.expect("the service answers");
    let status = response.status();
    (status, document(response).await)
}

async fn document(response: Response) -> Value {
    let bytes = response.bytes().await.expect("the answer is whole");
    serde_json::from_slice(&bytes).unwrap_or_default()
}
