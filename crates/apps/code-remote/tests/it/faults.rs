//! Faults of the infrastructure that a real runtime produces rarely, had on demand from a fake one.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use async_trait::async_trait;
use clap::Parser as _;
use code_remote::{
    cli::{Cli, Command},
    service::{Sandboxes, Service},
};
use domain::{IsolationReport, Sandbox, SandboxDriver, SandboxError, Swept, testing::FakeDriver};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Caller, eventually, status_of};

/// A fake runtime that isolates or not, as it is told.
struct Gate {
    inner: FakeDriver,
    isolates: AtomicBool,
    starts: AtomicU32,
}

impl Gate {
    fn new(isolates: bool) -> Arc<Self> {
        let (inner, starts) = (FakeDriver::default(), AtomicU32::new(0));
        Arc::new(Self { inner, isolates: AtomicBool::new(isolates), starts })
    }

    fn set(&self, isolates: bool) {
        self.isolates.store(isolates, Ordering::SeqCst);
    }

    fn pass(&self) -> Result<(), SandboxError> {
        let isolates = self.isolates.load(Ordering::SeqCst);
        isolates.then_some(()).ok_or_else(|| SandboxError::NotIsolated("the kernel module is gone".into()))
    }
}

#[async_trait]
impl SandboxDriver for Gate {
    async fn check(&self) -> Result<IsolationReport, SandboxError> {
        self.pass()?;
        self.inner.check().await
    }

    async fn start(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        self.pass()?;
        self.starts.fetch_add(1, Ordering::SeqCst);
        self.inner.start().await
    }

    async fn start_cold(&self) -> Result<Box<dyn Sandbox>, SandboxError> {
        self.start().await
    }

    async fn sweep(&self) -> Result<Swept, SandboxError> {
        self.inner.sweep().await
    }
}

/// A service of this process over a fake runtime.
struct Faked {
    service: Service,
    caller: Caller,
    _directory: TempDir,
}

impl Faked {
    async fn start(driver: Arc<dyn SandboxDriver>, relaxed: bool) -> Self {
        let directory = tempfile::tempdir().expect("a directory can be made");
        let path = directory.path().display().to_string();
        let words = ["code-remote", "up", "--listen", "127.0.0.1:0", "--data-dir", &path];
        // Without a pool every start is a job's.
        let options = ["--python-imports", "any", "--pool-size", "0", "--drain-seconds", "0"];
        let Command::Up(settings) = Cli::parse_from(words.into_iter().chain(options)).command else { panic!("not up") };
        let sandboxes = Sandboxes { driver, python_version: "3.11.2".into(), relaxed };
        let service = Service::start(&settings, sandboxes).await.expect("the service starts");
        let caller = Caller::new(format!("http://{}", service.address));
        Self { service, caller, _directory: directory }
    }

    async fn until_ready_is(&self, wanted: StatusCode) -> Value {
        let mut last = Value::Null;
        eventually("readiness does not change", async || {
            let (status, document) = self.caller.send(Method::GET, "/health/ready").await;
            last = document.clone();
            (status != wanted).then_some(document)
        })
        .await;
        last
    }

    async fn stop(self) {
        self.service.stop().await.expect("the service stops");
    }
}

#[tokio::test]
async fn a_sandbox_that_dies_each_time_fails_the_job_after_three() {
    let driver = FakeDriver::default();
    let faked = Faked::start(Arc::new(driver.clone()), true).await;
    faked.until_ready_is(StatusCode::OK).await;
    let job = faked.caller.execute("print so far\ndie").await;
    assert_eq!((status_of(&job), &job["error_code"]), ("failed", &json!("EXECUTOR_LOST")));
    assert_eq!((&job["attempt"], &job["error_type"]), (&json!(3), &json!("InfrastructureError")));
    assert_eq!((&job["exit_code"], &job["limit"]), (&Value::Null, &Value::Null), "no fault of the program");
    let events = faked.caller.events(job["job_id"].as_str().expect("an id")).await.rest().await;
    let runs = events.iter().filter(|event| event.data["status"] == "running").count();
    assert_eq!((runs, events.last().map(|event| event.kind.as_str())), (3, Some("done")));
    assert_eq!(driver.living(), 0, "no sandbox is left");
    faked.stop().await;
}

#[tokio::test]
async fn a_sandbox_that_does_not_start_costs_an_attempt_and_no_job() {
    let driver = FakeDriver::default();
    let faked = Faked::start(Arc::new(driver.clone()), true).await;
    faked.until_ready_is(StatusCode::OK).await;
    for _ in 0..2 {
        driver.fail_next_start(SandboxError::NotStarted { reason: "told to".into() });
    }
    let job = faked.caller.execute("print hello").await;
    assert_eq!((status_of(&job), &job["stdout"], &job["attempt"]), ("success", &json!("hello\n"), &json!(3)));
    assert_eq!(job["isolation"]["relaxed"], true, "and it is told that nothing isolated it");
    assert_eq!(faked.caller.get("/").await["isolation"]["relaxed"], true);
    faked.stop().await;
}

#[tokio::test]
async fn a_job_for_which_there_is_no_room_waits_and_does_not_fail() {
    let driver = FakeDriver::default();
    let faked = Faked::start(Arc::new(driver.clone()), true).await;
    faked.until_ready_is(StatusCode::OK).await;
    // More often than a fault may happen.
    for _ in 0..6 {
        driver.fail_next_start(SandboxError::NoRoom { reason: "the quota is used up".into() });
    }
    let job = faked.caller.execute("print hello").await;
    assert_eq!((status_of(&job), &job["stdout"]), ("success", &json!("hello\n")));
    faked.stop().await;
}

#[tokio::test]
async fn without_isolation_jobs_wait_until_there_is_some() {
    let gate = Gate::new(false);
    let faked = Faked::start(gate.clone(), true).await;
    let document = faked.until_ready_is(StatusCode::SERVICE_UNAVAILABLE).await;
    assert_eq!(document["status"], "not_ready");
    let (first, second) = (faked.caller.submit("print one").await, faked.caller.submit("print two").await);
    eventually("the reason is not told", async || {
        let (_, document) = faked.caller.send(Method::GET, "/health/ready").await;
        (!document.to_string().contains("the kernel module is gone")).then_some(document)
    })
    .await;
    assert_eq!(faked.caller.get("/").await["isolation"], Value::Null);
    assert_eq!(status_of(&faked.caller.job(&first).await), "queued", "accepted, and waiting");

    gate.set(true);
    let job = faked.caller.result(&first).await;
    assert_eq!((status_of(&job), &job["attempt"]), ("success", &json!(1)), "it was never tried before");
    assert_eq!(status_of(&faked.caller.result(&second).await), "success");
    assert_eq!(gate.starts.load(Ordering::SeqCst), 2, "a sandbox for each, and none earlier");
    faked.until_ready_is(StatusCode::OK).await;
    faked.stop().await;
}

#[tokio::test]
async fn isolation_that_is_lost_and_found_costs_no_job() {
    let gate = Gate::new(true);
    let faked = Faked::start(gate.clone(), true).await;
    faked.until_ready_is(StatusCode::OK).await;
    assert_eq!(status_of(&faked.caller.execute("print before").await), "success");
    gate.set(false);
    let ids = [faked.caller.submit("print a").await, faked.caller.submit("print b").await];
    faked.until_ready_is(StatusCode::SERVICE_UNAVAILABLE).await;
    gate.set(true);
    for id in ids {
        let job = faked.caller.result(&id).await;
        assert_eq!((status_of(&job), &job["error_code"]), ("success", &Value::Null), "not the job's fault");
    }
    faked.stop().await;
}

#[tokio::test]
async fn a_runtime_that_only_claims_to_isolate_gets_no_job() {
    let driver = FakeDriver::default();
    let faked = Faked::start(Arc::new(driver.clone()), false).await;
    let document = faked.until_ready_is(StatusCode::SERVICE_UNAVAILABLE).await;
    let id = faked.caller.submit("print hello").await;
    eventually("the proof does not end", async || {
        let (_, document) = faked.caller.send(Method::GET, "/health/ready").await;
        (!document.to_string().contains("kernel")).then_some(document)
    })
    .await;
    assert_eq!(status_of(&faked.caller.job(&id).await), "queued", "{document}");
    faked.stop().await;
}
