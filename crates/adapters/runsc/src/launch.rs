//! A sandbox's birth: one `runsc`, three pipes, and a ping that proves it.

use std::{
    ffi::OsString,
    fs,
    io::{self, Read},
    os::fd::OwnedFd,
    path::Path,
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use domain::{SandboxError, StartKind, runner};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::unix::pipe,
    task::spawn_blocking,
    time::timeout,
};

use crate::{
    host::{Host, Recipe},
    process::{Ended, Pidfd, Spawn, reap_strays},
    remains::Remains,
    sandbox::RunscSandbox,
};

/// A start takes a tenth of a second, on a crowded machine a few; one that takes this long is stuck.
const START_DEADLINE: Duration = Duration::from_secs(30);
/// Of what a failed `runsc` said, this much is reported.
const REASON_BYTES: usize = 400;
/// Files in a sandbox's directory.
pub(crate) const STATE_DIR: &str = "state";
pub(crate) const PANIC_LOG: &str = "panic.log";
const PID_FILE: &str = "pid";

/// The host's ends of descriptors 0, 1 and 2.
#[derive(Debug)]
pub(crate) struct Pipes {
    pub stdin: pipe::Sender,
    pub stdout: pipe::Receiver,
    pub stderr: pipe::Receiver,
}

/// Starts a sandbox and returns when it has answered. A failed start leaves nothing behind.
pub(crate) async fn launch(
    host: Arc<Host>,
    recipe: Arc<Recipe>,
    kind: StartKind,
) -> Result<RunscSandbox, SandboxError> {
    // In a task of its own, so that a caller who gives up does not leave a half-started sandbox.
    let birth = tokio::spawn(async move {
        let mut remains = Remains::create(&host).map_err(not_started)?;
        let born = timeout(START_DEADLINE, bring_up(&host, &recipe, kind, &mut remains)).await;
        match born.unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "it did not answer in time"))) {
            Ok((sentry, pipes)) => Ok(RunscSandbox::new(kind, remains, sentry, pipes)),
            Err(error) => {
                remains.clear().await?;
                tokio::spawn(reap_strays());
                Err(not_started(error))
            }
        }
    });
    birth.await.map_err(not_started)?
}

fn not_started(error: impl std::fmt::Display) -> SandboxError {
    SandboxError::NotStarted { reason: error.to_string() }
}

async fn bring_up(
    host: &Host,
    recipe: &Recipe,
    kind: StartKind,
    remains: &mut Remains,
) -> io::Result<(Arc<Pidfd>, Pipes)> {
    let (read_in, input) = io::pipe()?;
    let (output, write_out) = io::pipe()?;
    let (mut errors, write_err) = io::pipe()?;
    let stdio = [read_in.into(), write_out.into(), write_err.into()];
    let client = start_client(host, recipe, kind, remains, stdio).await?;
    let ended = client.ended().await?;
    if ended != Ended::Code(0) {
        return Err(io::Error::other(format!("runsc ended with {ended:?}: {}", what_it_said(&mut errors))));
    }
    let pid = fs::read_to_string(remains.dir().join(PID_FILE))?.trim().parse().map_err(io::Error::other)?;
    let sentry = Arc::new(Pidfd::open(pid)?);
    remains.learn_all(&sentry);
    let mut pipes = Pipes {
        stdin: pipe::Sender::from_owned_fd(OwnedFd::from(input))?,
        stdout: pipe::Receiver::from_owned_fd(OwnedFd::from(output))?,
        stderr: pipe::Receiver::from_owned_fd(OwnedFd::from(errors))?,
    };
    tokio::select! {
        answer = ping(&mut pipes) => answer?,
        ended = sentry.ended() => return Err(io::Error::other(format!("it ended before it was ready: {ended:?}"))),
    }
    // Its tracees have been founded by now.
    remains.learn_all(&sentry);
    Ok((sentry, pipes))
}

async fn start_client(
    host: &Host,
    recipe: &Recipe,
    kind: StartKind,
    remains: &mut Remains,
    stdio: [Stdio; 3],
) -> io::Result<Pidfd> {
    let program = host.runtime.path.clone();
    let args = arguments(recipe, kind, remains.dir(), remains.id())?;
    let join = remains.group().entrances()?;
    let pid = spawn_blocking(move || Spawn { program: &program, args, stdio, join }.start()).await??;
    let pid = i32::try_from(pid).map_err(io::Error::other)?;
    remains.learn(pid);
    Pidfd::open(pid)
}

/// The command line of `runsc` that starts a sandbox with this directory and name. The name must be the machine's only one: older builds
/// derive a socket without a path from it.
pub(crate) fn arguments(recipe: &Recipe, kind: StartKind, dir: &Path, id: &str) -> io::Result<Vec<OsString>> {
    let mut args = recipe.flags(dir);
    let checkpoint = match kind {
        StartKind::Cold => None,
        StartKind::Restored => {
            Some(recipe.checkpoint.as_ref().ok_or_else(|| io::Error::other("there is no checkpoint"))?)
        }
    };
    args.push(if checkpoint.is_some() { "restore" } else { "run" }.into());
    args.push("--detach".into());
    let mut option = |name: &str, path: &Path| args.extend([name.into(), path.into()]);
    option("--pid-file", &dir.join(PID_FILE));
    option("--bundle", &recipe.bundle);
    if let Some(checkpoint) = checkpoint {
        option("--image-path", checkpoint);
    }
    args.push(id.into());
    Ok(args)
}

/// Proves that the runner is there, and makes its memory hot.
pub(crate) async fn ping(pipes: &mut Pipes) -> io::Result<()> {
    pipes.stdin.write_all(&runner::ping()).await?;
    match pipes.stdout.read_u8().await? {
        runner::READY => Ok(()),
        other => Err(io::Error::other(format!("it answered {other}"))),
    }
}

/// What is in the pipe now, shortened. Never waits: something that lives on may hold the other end.
fn what_it_said(stderr: &mut io::PipeReader) -> String {
    let mut text = vec![0; REASON_BYTES];
    let unblocked = fcntl(&*stderr, FcntlArg::F_SETFL(OFlag::O_NONBLOCK));
    let count = if unblocked.is_ok() { stderr.read(&mut text).unwrap_or(0) } else { 0 };
    String::from_utf8_lossy(&text[..count]).trim().to_owned()
}
