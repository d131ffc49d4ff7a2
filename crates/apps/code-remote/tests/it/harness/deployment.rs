//! Roles as processes of their own, over one PostgreSQL database.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reqwest::Method;
use store::testing::Server;
use tempfile::TempDir;

use super::{Caller, PATIENCE, Traces, eventually, executable, free_port, image_for};

/// A database and what its roles have in common.
pub(crate) struct Deployment {
    url: String,
    variables: Vec<(String, String)>,
}

impl Deployment {
    /// One on a fresh database of the server that all tests share.
    pub(crate) async fn new(variables: &[(&str, &str)]) -> Self {
        let server = tokio::task::spawn_blocking(Server::shared).await.expect("the server starts");
        Self::on(server, variables).await
    }

    /// One on a fresh database of this server.
    pub(crate) async fn on(server: &Server, variables: &[(&str, &str)]) -> Self {
        Self::at(server.fresh_database().await, variables)
    }

    /// One on this database, for example at the other end of a proxy.
    pub(crate) fn at(url: String, variables: &[(&str, &str)]) -> Self {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { url, variables }
    }

    /// A gateway that is ready.
    pub(crate) async fn gateway(&self) -> Role {
        let directory = tempfile::tempdir().expect("a directory can be made");
        let listen = format!("127.0.0.1:{}", free_port());
        self.start("gateway", directory, &["--listen", &listen]).await
    }

    /// An executor that is ready to run jobs.
    pub(crate) async fn executor(&self) -> Role {
        let directory = image_for("");
        let data_dir = directory.path().display().to_string();
        let listen = format!("127.0.0.1:{}", free_port());
        self.start("executor", directory, &["--operations-listen", &listen, "--data-dir", &data_dir]).await
    }

    /// An analyzer that answers, at the address that the deployment's own settings name.
    pub(crate) async fn analyzer(&self) -> Role {
        Self::started_analyzer(self.command("analyzer")).await
    }

    /// One that knows no database.
    pub(crate) async fn analyzer_without_database(&self) -> Role {
        let mut command = self.command("analyzer");
        command.env_remove("CODE_REMOTE_DATABASE_URL");
        Self::started_analyzer(command).await
    }

    async fn started_analyzer(mut command: Command) -> Role {
        let directory = tempfile::tempdir().expect("a directory can be made");
        command.args(["--operations-listen", &format!("127.0.0.1:{}", free_port())]);
        Role::started(command, directory).await
    }

    /// The command of a role, not started yet. Tests do not inherit settings.
    pub(crate) fn command(&self, role: &str) -> Command {
        let mut command = Command::new(executable());
        for name in std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CODE_REMOTE_")) {
            command.env_remove(name);
        }
        command.arg(role).env("CODE_REMOTE_DATABASE_URL", &self.url).stdin(Stdio::null());
        if role == "executor" {
            command.env("CODE_REMOTE_POOL_SIZE", "2").env("CODE_REMOTE_DRAIN_SECONDS", "5");
        }
        if role == "gateway" {
            command.env("CODE_REMOTE_AUTH", "local");
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    async fn start(&self, role: &str, directory: TempDir, arguments: &[&str]) -> Role {
        let mut command = self.command(role);
        command.args(arguments);
        Role::started(command, directory).await
    }
}

/// A process that is stopped when it is dropped.
pub(crate) struct Role {
    command: Command,
    child: Child,
    caller: Caller,
    directory: TempDir,
}

impl std::ops::Deref for Role {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Role {
    async fn started(mut command: Command, directory: TempDir) -> Self {
        let (child, caller) = spawn(&mut command, directory.path());
        let role = Self { command, child, caller, directory };
        role.until_ready().await;
        role
    }

    /// Kills it as a failure of its machine would, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process can be waited for");
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) async fn stop(&mut self) -> ExitStatus {
        self.terminate();
        let child = &mut self.child;
        eventually("the role does not end", async || child.try_wait().expect("it is ours").is_none().then_some(()))
            .await;
        self.child.wait().expect("it has ended")
    }

    /// Starts it again at the same address, after it has ended. It may not be ready yet.
    pub(crate) fn start_again(&mut self) {
        (self.child, self.caller) = spawn(&mut self.command, self.directory.path());
    }

    /// Everything that it has logged, in all its lives.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("log")).expect("the log can be read")
    }

    /// Waits until it is ready.
    pub(crate) async fn until_ready(&self) {
        eventually("the role does not become ready", async || {
            let (status, document) = self.send(Method::GET, "/health/ready").await;
            (!status.is_success()).then(|| format!("{document}\n{}", self.log()))
        })
        .await;
    }

    fn terminate(&self) {
        let pid = i32::try_from(self.child.id()).expect("a process id fits");
        kill(Pid::from_raw(pid), Signal::SIGTERM).expect("the process can be told");
    }
}

impl Drop for Role {
    fn drop(&mut self) {
        let deadline = std::time::Instant::now() + PATIENCE;
        if matches!(self.child.try_wait(), Ok(None)) {
            self.terminate();
        }
        while matches!(self.child.try_wait(), Ok(None)) {
            if std::time::Instant::now() > deadline {
                let _ = self.child.kill();
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        // Everything in it is gone when nothing has failed; what a test left behind is not another test's business.
        let _ = fs::remove_dir_all(Traces::directory_of(self.directory.path()));
    }
}

/// Starts a role and waits for its address, which is the first thing that it prints.
fn spawn(command: &mut Command, directory: &Path) -> (Child, Caller) {
    let log = File::options().create(true).append(true).open(directory.join("log")).expect("a log can be opened");
    let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the executable starts");
    let mut lines = BufReader::new(child.stdout.take().expect("standard output is a pipe")).lines();
    let address = lines.find_map(|line| {
        let line = line.expect("standard output is text");
        let (_, address) = line.split_once("http://")?;
        Some(format!("http://{}", address.trim_end_matches("/health")))
    });
    // The rest is read so that the role never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    match address {
        Some(address) => (child, Caller::new(address)),
        None => panic!("the role does not start: {}", fs::read_to_string(directory.join("log")).unwrap_or_default()),
    }
}
