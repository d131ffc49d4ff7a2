//! `code-remote up`: the service, until SIGTERM or Ctrl-C.

use std::process::ExitCode;

use anyhow::Context as _;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    config::Settings,
    memory,
    service::{self, Service},
    telemetry::Telemetry,
    terminal::{self, Failure, exit},
};

pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    settings.check().map_err(|error| Failure { message: error.to_string(), code: exit::USAGE })?;
    let telemetry = Telemetry::start(&settings.service)?;
    allow_open_files();
    memory::keep_flat();
    let mut signals = Signals::listen()?;
    let progress = terminal::spinner("preparing sandboxes");
    let steps = progress.clone();
    let tell = move |step| steps.set_message(format!("preparing sandboxes: {step}"));
    let sandboxes = service::driver(&settings.sandbox, &settings.service.data_dir(), tell).await;
    progress.finish_and_clear();
    let service = Service::start(&settings, sandboxes?).await?;
    greet(&service);
    signals.first().await;
    terminal::note("stopping: running jobs may finish, a second signal gives them back to the queue");
    tokio::select! {
        stopped = service.stop() => stopped?,
        // What was accepted is committed; the next start recovers what was running.
        () = signals.first() => tracing::warn!("stopped at once; running jobs will be tried again"),
    }
    telemetry.stop();
    Ok(ExitCode::SUCCESS)
}

/// Connections and sandboxes each take a few descriptors, and the usual soft limit of 1,024 is meant for programs that use
/// `select`. Sandboxes get a limit of their own.
fn allow_open_files() {
    let raised =
        getrlimit(Resource::RLIMIT_NOFILE).and_then(|(_, hard)| setrlimit(Resource::RLIMIT_NOFILE, hard, hard));
    if let Err(error) = raised {
        tracing::warn!(%error, "the limit on open files stays low");
    }
}

fn greet(service: &Service) {
    let address = service.address;
    terminal::line(format!("Code Remote listens on http://{address}"));
    terminal::line("Try:");
    terminal::line(format!(
        "  curl -s http://{address}/execute -H 'content-type: application/json' -d '{{\"code\":\"print(6 * 7)\"}}'"
    ));
}

struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("signals cannot be listened for");
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    async fn first(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
