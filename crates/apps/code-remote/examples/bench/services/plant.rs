//! What the roles of a deployment share: a database, and queues where the database's own is not used.

use std::{path::Path, process::Command};

use aws::testing::Emulator;
use store::testing::{DURABLE, Server};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::process::{Process, built};

/// Receptions after which a message is set aside, as the documents recommend.
const RECEIVES: u32 = 5;
/// More than any measurement puts in.
const QUEUE_MAX: &str = "100000";

/// What carries the ids of waiting jobs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Queue {
    /// The database.
    Postgres,
    /// SQS, of an emulator.
    Sqs,
}

/// A database server of its own, and an emulator where one is asked for.
pub(crate) struct Plant {
    variables: Vec<(&'static str, String)>,
    url: String,
    logs: TempDir,
    _server: Server,
    _emulator: Option<Emulator>,
}

impl Plant {
    /// Starts them.
    pub(crate) fn start(queue: Queue) -> anyhow::Result<Self> {
        let runtime = Runtime::new()?;
        let server = Server::start(DURABLE);
        let url = runtime.block_on(server.fresh_database());
        let mut variables = vec![("CODE_REMOTE_DATABASE_URL", url.clone())];
        let mut emulator = None;
        if let Queue::Sqs = queue {
            let begun = runtime.block_on(Emulator::start());
            variables.extend(runtime.block_on(settings(&begun)));
            emulator = Some(begun);
        }
        Ok(Self { variables, url, logs: tempfile::tempdir()?, _server: server, _emulator: emulator })
    }

    /// The database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A gateway that is ready.
    pub(crate) fn gateway(&self) -> anyhow::Result<Process> {
        let mut command = self.command("gateway")?;
        command.args([
            "--listen",
            "127.0.0.1:0",
            "--auth",
            "local",
            "--queue-max",
            QUEUE_MAX,
            "--queue-max-per-caller",
            QUEUE_MAX,
        ]);
        Process::start(&mut command)
    }

    /// An executor that is ready, with sandboxes in this directory and so many of them warm.
    pub(crate) fn executor(&self, data: &Path, pool: usize) -> anyhow::Result<Process> {
        let mut command = self.command("executor")?;
        command.args(["--operations-listen", "127.0.0.1:0", "--pool-size"]).arg(pool.to_string());
        Process::start(command.arg("--data-dir").arg(data))
    }

    fn command(&self, role: &str) -> anyhow::Result<Command> {
        let mut command = Command::new(built("code-remote")?);
        command.arg(role).envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.stderr(std::fs::File::create(self.logs.path().join(role))?);
        Ok(command)
    }
}

async fn settings(emulator: &Emulator) -> Vec<(&'static str, String)> {
    let queues = emulator.queues(RECEIVES).await;
    vec![
        ("CODE_REMOTE_QUEUE", "sqs".to_owned()),
        ("CODE_REMOTE_SQS_QUEUE_URL", queues.queue_url),
        ("CODE_REMOTE_SQS_DEAD_LETTER_URL", queues.dead_letter_url),
        ("CODE_REMOTE_SQS_REGION", queues.region.expect("the emulator has one")),
        ("CODE_REMOTE_SQS_ENDPOINT", queues.endpoint_url.expect("the emulator has one")),
        ("CODE_REMOTE_SQS_EMULATED", "true".to_owned()),
    ]
}
