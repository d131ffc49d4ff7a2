//! `code-remote executor`: runs jobs, until SIGTERM or Ctrl-C.

use std::process::ExitCode;

use super::role::{Role, checked};
use crate::{
    config::{Driver, ExecutorSettings},
    service::{self, Executor},
    terminal,
};

pub(super) async fn run(settings: ExecutorSettings) -> anyhow::Result<ExitCode> {
    checked(settings.check())?;
    let mut role = Role::begin(&settings.telemetry, "executor")?;
    let Some(executor) = Box::pin(role.start(start(&settings))).await? else { return Ok(role.not_started()) };
    terminal::line(format!("The executor's health is at http://{}/health", executor.address));
    role.until_stopped(
        "stopping: running jobs may finish, a second signal leaves them to other executors",
        executor.stop(),
    )
    .await
}

async fn start(settings: &ExecutorSettings) -> anyhow::Result<Executor> {
    let tell = |step| tracing::info!(%step, "preparing sandboxes");
    let directory = settings.data.directory();
    let sandboxes = match settings.kubernetes.driver {
        Driver::Runsc => service::driver(&settings.sandbox, &settings.limits, &directory, tell).await?,
        Driver::Kubernetes => {
            service::cluster(&settings.kubernetes, &settings.limits, &settings.languages.python_version).await?
        }
    };
    Executor::start(settings, sandboxes).await
}
