//! What every long-running role does around its work: settings, logs, limits of the process, signals.

use std::process::ExitCode;

use anyhow::Context as _;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    config::{self, ConfigErrors, TelemetrySettings},
    memory,
    telemetry::Telemetry,
    terminal::{self, Failure},
};

/// Settings that are refused are the caller's mistake, and nothing was opened yet.
pub(super) fn checked<E: Into<ConfigErrors>>(settings: Result<(), E>) -> anyhow::Result<()> {
    Ok(settings.map_err(|error| Failure::usage(&error.into()))?)
}

/// A process that serves until it is told to stop.
pub(super) struct Role {
    telemetry: Telemetry,
    signals: Signals,
}

impl Role {
    /// Before the first thing that takes time.
    pub(super) fn begin(settings: &TelemetrySettings, role: &'static str) -> anyhow::Result<Self> {
        let telemetry = Telemetry::start(settings, role)?;
        config::warn_of_unknown();
        allow_open_files();
        memory::keep_flat();
        Ok(Self { telemetry, signals: Signals::listen()? })
    }

    /// Starts, unless the signal to stop comes first: whoever waits for a database can be told to give up.
    pub(super) async fn start<T>(
        &mut self,
        start: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<Option<T>> {
        tokio::select! {
            started = start => started.map(Some),
            () = self.signals.first() => Ok(None),
        }
    }

    /// Serves until the signal to stop, then stops in order; a second signal ends it at once.
    pub(super) async fn until_stopped(
        mut self,
        note: &str,
        stop: impl Future<Output = anyhow::Result<()>>,
    ) -> anyhow::Result<ExitCode> {
        self.signals.first().await;
        terminal::note(note);
        tokio::select! {
            stopped = stop => stopped?,
            // What was accepted is committed; the next start, or another executor, recovers what was running.
            () = self.signals.first() => tracing::warn!("stopped at once; running jobs will be tried again"),
        }
        self.telemetry.stop();
        Ok(ExitCode::SUCCESS)
    }

    /// It was told to stop before it had started.
    pub(super) fn not_started(self) -> ExitCode {
        self.telemetry.stop();
        ExitCode::SUCCESS
    }
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

struct Signals {
    terminate: Signal,
    interrupt: Signal,
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
