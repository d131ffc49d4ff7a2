//! One running service on a port and a data directory of its own.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    ops::Deref,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reqwest::Method;
use tempfile::TempDir;

use super::{Caller, PATIENCE, Traces, eventually, image, traces::sha256};

/// A service that is stopped when it is dropped. It stands for its local caller.
pub(crate) struct Service {
    child: Child,
    variables: Vec<(String, String)>,
    caller: Caller,
    directory: TempDir,
}

impl Deref for Service {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Service {
    /// Starts one with these settings and waits until it is ready.
    pub(crate) async fn start(variables: &[(&str, &str)]) -> Self {
        Self::start_in(image_for(""), variables).await
    }

    /// Starts one that runs whatever it is given.
    pub(crate) async fn for_any_program(variables: &[(&str, &str)]) -> Self {
        Self::start(&[&[("CODE_REMOTE_PYTHON_IMPORTS", "any")], variables].concat()).await
    }

    /// Starts one that tells these callers apart; see [`Service::of`].
    pub(crate) async fn start_for(callers: &[&str], variables: &[(&str, &str)]) -> Self {
        let directory = image_for("");
        let file = directory.path().join("keys");
        let line = |name: &&str| format!("{name}:{}\n", sha256(key(name).as_bytes()));
        fs::write(&file, callers.iter().map(line).collect::<String>()).expect("the keys can be written");
        let file = file.display().to_string();
        let own = [("CODE_REMOTE_AUTH", "api-key"), ("CODE_REMOTE_API_KEYS_FILE", file.as_str())];
        Self::start_in(directory, &[&own, variables].concat()).await
    }

    async fn start_in(directory: TempDir, variables: &[(&str, &str)]) -> Self {
        let (child, caller) = spawn(directory.path(), variables);
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let service = Self { child, variables, caller, directory };
        service.until_ready().await;
        service
    }

    /// The caller of this name.
    pub(crate) fn of(&self, name: &str) -> Caller {
        self.caller.with_key(&key(name))
    }

    /// The data directory.
    pub(crate) fn data_dir(&self) -> &Path {
        self.directory.path()
    }

    /// The process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything that it has logged, in all its lives.
    pub(crate) fn log(&self) -> String {
        log_of(self.data_dir())
    }

    /// What belongs to its sandboxes on this host.
    pub(crate) fn traces(&self) -> Traces {
        Traces::of(self.data_dir())
    }

    /// Kills it as a power failure of the process would, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process can be waited for");
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        let pid = i32::try_from(self.pid()).expect("a process id fits");
        kill(Pid::from_raw(pid), Signal::SIGTERM).expect("the process can be told");
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let child = &mut self.child;
        eventually("the service does not end", async || child.try_wait().expect("it is ours").is_none().then_some(()))
            .await;
        self.child.wait().expect("it has ended")
    }

    /// Starts it again on the same data, after it has ended, and waits until it is ready.
    pub(crate) async fn start_again(&mut self) {
        let variables: Vec<_> = self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        (self.child, self.caller) = spawn(self.directory.path(), &variables);
        self.until_ready().await;
    }

    async fn until_ready(&self) {
        eventually("the service does not become ready", async || {
            let (status, document) = self.send(Method::GET, "/health/ready").await;
            (!status.is_success()).then(|| format!("{document}\n{}", self.log()))
        })
        .await;
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.terminate();
        }
        let deadline = Instant::now() + PATIENCE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                let _ = self.child.kill();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // Everything in it is gone when nothing has failed; what a test left behind is not another test's business.
        let _ = fs::remove_dir_all(Traces::directory_of(self.data_dir()));
    }
}

/// The executable.
pub(crate) fn executable() -> &'static str {
    env!("CARGO_BIN_EXE_code-remote")
}

/// `code-remote up` on a free port, not started yet. Tests do not inherit settings.
pub(crate) fn command(directory: &Path, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(executable());
    let settings = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CODE_REMOTE_"));
    for name in settings {
        command.env_remove(name);
    }
    command.args(["up", "--listen", "127.0.0.1:0", "--data-dir"]).arg(directory);
    command.env("CODE_REMOTE_POOL_SIZE", "2").env("CODE_REMOTE_DRAIN_SECONDS", "5");
    command.envs(variables.iter().copied()).stdin(Stdio::null());
    command
}

/// A directory with the image in it, or in this folder of it.
pub(crate) fn image_for(folder: &str) -> TempDir {
    let directory = tempfile::Builder::new().prefix("e2e-").tempdir_in(image::home()).expect("a directory can be made");
    fs::create_dir_all(directory.path().join(folder)).expect("a directory can be made");
    image::give_to(&directory.path().join(folder));
    directory
}

fn spawn(directory: &Path, variables: &[(&str, &str)]) -> (Child, Caller) {
    let log = File::options().create(true).append(true).open(directory.join("log")).expect("a log can be opened");
    let mut command = command(directory, variables);
    let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the executable starts");
    let mut lines = BufReader::new(child.stdout.take().expect("standard output is a pipe")).lines();
    let address = lines.find_map(|line| {
        let line = line.expect("standard output is text");
        line.split_once("listens on ").map(|(_, address)| address.to_owned())
    });
    // The rest is read so that the service never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    let Some(address) = address else { panic!("the service does not start: {}", log_of(directory)) };
    (child, Caller::new(address))
}

fn log_of(directory: &Path) -> String {
    fs::read_to_string(directory.join("log")).expect("the log can be read")
}

fn key(name: &str) -> String {
    format!("the key of {name}")
}
