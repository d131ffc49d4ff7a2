//! Containers that are plain processes of this machine: they isolate nothing, so only tests' own programs may run in them.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, copy},
    process::Command,
};

use super::node::{Container, Exited, Node, Streams};
use crate::command::RUNNER;

/// Starts them.
#[derive(Debug, Clone)]
pub struct Processes {
    runner: PathBuf,
}

impl Processes {
    /// With the runner in this directory.
    pub fn new(runner: impl AsRef<Path>) -> Self {
        Self { runner: runner.as_ref().to_owned() }
    }
}

/// A directory that stands for a root file system, and process groups.
#[derive(Debug)]
struct Group {
    root: TempDir,
    groups: Arc<Mutex<Vec<i32>>>,
}

#[async_trait]
impl Node for Processes {
    async fn start(&self, command: Vec<String>) -> Result<Box<dyn Container>, String> {
        let root = TempDir::new().map_err(|error| error.to_string())?;
        let work = root.path().join("work").display().to_string();
        for file in ["runner.py", "guard.py"] {
            let text = std::fs::read_to_string(self.runner.join(file)).map_err(|error| error.to_string())?;
            // Every container has a `/tmp` of its own; processes share the machine's.
            let text = text.replace("\"/tmp/work\"", &format!("{work:?}"));
            std::fs::write(root.path().join(file), text).map_err(|error| error.to_string())?;
        }
        let group = Group { root, groups: Arc::default() };
        let (program, arguments) = command.split_first().ok_or("no command")?;
        let mut first = Command::new(program);
        first.args(arguments).current_dir(group.root.path()).process_group(0).kill_on_drop(true);
        first.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut first = first.spawn().map_err(|error| error.to_string())?;
        group.lock().extend(first.id().and_then(|id| i32::try_from(id).ok()));
        tokio::spawn(async move { first.wait().await });
        Ok(Box::new(group))
    }
}

#[async_trait]
impl Container for Group {
    async fn exec(&self, command: Vec<String>, streams: Streams) -> Result<Exited, String> {
        let runner = self.root.path().join("runner.py").display().to_string();
        let words: Vec<_> =
            command.into_iter().map(|word| if word == RUNNER { runner.clone() } else { word }).collect();
        let (program, arguments) = words.split_first().ok_or("no command")?;
        let mut child = Command::new(program);
        child.args(arguments).current_dir(self.root.path()).process_group(0);
        child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().map_err(|error| error.to_string())?;
        let id = child.id().and_then(|id| i32::try_from(id).ok()).ok_or("it has no id")?;
        self.lock().push(id);
        let Streams { stdin, stdout, stderr } = streams;
        let feeding = child.stdin.take().map(|pipe| tokio::spawn(pass(stdin, pipe)));
        let out = child.stdout.take().map(|pipe| tokio::spawn(pass(pipe, stdout)));
        let err = child.stderr.take().map(|pipe| tokio::spawn(pass(pipe, stderr)));
        let status = child.wait().await.map_err(|error| error.to_string())?;
        // Whatever the first process started ends with it, as the members of a container do.
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
        for task in [out, err].into_iter().flatten() {
            let _ = task.await;
        }
        if let Some(task) = feeding {
            task.abort();
        }
        let signal = std::os::unix::process::ExitStatusExt::signal(&status).unwrap_or(0);
        Ok(Exited::Code(status.code().unwrap_or(128 + signal)))
    }

    async fn stop(&self) {
        for group in self.lock().drain(..) {
            let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
        }
    }
}

impl Group {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<i32>> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for group in self.lock().drain(..) {
            let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
        }
    }
}

async fn pass(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) {
    // Either end may close early.
    let _ = copy(&mut from, &mut to).await;
    let _ = to.shutdown().await;
}
