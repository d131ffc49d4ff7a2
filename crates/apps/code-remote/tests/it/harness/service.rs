//! One running service on a port and a data directory of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Building the sandbox image once takes seconds on a busy machine.
const START_PATIENCE: Duration = Duration::from_secs(120);
/// SIGTERM drains; a test's jobs are short.
const STOP_PATIENCE: Duration = Duration::from_secs(60);

/// A service that is stopped when it is dropped.
pub(crate) struct Service {
    child: Child,
    variables: Vec<(String, String)>,
    pub(crate) url: String,
    pub(crate) http: Client,
    directory: TempDir,
}

impl Service {
    /// Starts one with these settings and waits until it is ready.
    pub(crate) async fn start(variables: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().expect("a directory can be made");
        share_images(directory.path());
        Self::start_in(directory, variables).await
    }

    async fn start_in(directory: TempDir, variables: &[(&str, &str)]) -> Self {
        let mut child = command(directory.path(), variables).spawn().expect("the executable starts");
        let url = announced(&mut child);
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let service = Self { child, variables, url, http: Client::new(), directory };
        service.until_ready().await;
        service
    }

    /// The data directory.
    pub(crate) fn data_dir(&self) -> &Path {
        self.directory.path()
    }

    /// The process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power failure of the process would, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process can be waited for");
    }

    /// Starts it again on the same data, after it has ended.
    pub(crate) async fn start_again(&mut self) {
        let variables: Vec<_> = self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.child = command(self.directory.path(), &variables).spawn().expect("the executable starts");
        self.url = announced(&mut self.child);
        self.until_ready().await;
    }

    /// A request to this path.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// Gets a JSON document.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = self.request(Method::GET, path).send().await.expect("the service answers");
        response.json().await.expect("the answer is JSON")
    }

    /// Sends a JSON document; status and answer.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let response = self.request(Method::POST, path).json(body).send().await.expect("the service answers");
        let status = response.status();
        (status, response.json().await.expect("the answer is JSON"))
    }

    /// Runs a program and waits for its result.
    pub(crate) async fn execute(&self, code: &str) -> Value {
        let (status, result) = self.post("/execute", &json!({ "code": code })).await;
        assert_eq!(status, StatusCode::OK, "{result}");
        result
    }

    /// Submits a job without waiting; its id.
    pub(crate) async fn submit(&self, code: &str) -> String {
        let (status, accepted) = self.post("/v1/jobs", &json!({ "code": code })).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
        accepted["job_id"].as_str().expect("the job has an id").to_owned()
    }

    /// Waits for a job's end.
    pub(crate) async fn result(&self, id: &str) -> Value {
        let deadline = Instant::now() + Duration::from_secs(120);
        loop {
            let job = self.get(&format!("/v1/jobs/{id}?wait=20")).await;
            if !matches!(job["status"].as_str(), Some("queued" | "running")) {
                return job;
            }
            assert!(Instant::now() < deadline, "job {id} does not end: {job}");
        }
    }

    async fn until_ready(&self) {
        let deadline = Instant::now() + START_PATIENCE;
        loop {
            let ready = self.request(Method::GET, "/health/ready").send().await;
            if ready.as_ref().is_ok_and(|response| response.status().is_success()) {
                return;
            }
            assert!(Instant::now() < deadline, "the service does not become ready: {ready:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let pid = i32::try_from(self.child.id()).expect("a process id fits");
        let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGTERM);
        let deadline = Instant::now() + STOP_PATIENCE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                let _ = self.child.kill();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// The executable.
pub(crate) fn executable() -> &'static str {
    env!("CARGO_BIN_EXE_code-remote")
}

fn command(directory: &Path, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(executable());
    command.args(["up", "--listen", "127.0.0.1:0", "--data-dir"]).arg(directory);
    command.env("CODE_REMOTE_POOL_SIZE", "2").env("CODE_REMOTE_LOG", "warn");
    command.envs(variables.iter().copied()).stdout(Stdio::piped()).stdin(Stdio::null());
    command
}

/// The address that the service prints when it listens.
fn announced(child: &mut Child) -> String {
    let mut lines = BufReader::new(child.stdout.take().expect("standard output is a pipe")).lines();
    let address = lines.find_map(|line| {
        let line = line.expect("standard output is text");
        line.split_once("listens on ").map(|(_, address)| address.to_owned())
    });
    // The rest is read so that the service never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    address.expect("the service says where it listens; its standard error says why not")
}

/// Tests share one set of sandbox images, as building one takes seconds.
fn share_images(directory: &Path) {
    let shared = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("images");
    fs::create_dir_all(&shared).expect("a directory can be made");
    symlink(&shared, directory.join("images")).expect("a link can be made");
}
