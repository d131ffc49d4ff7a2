//! `code-remote up`: the service, until SIGTERM or Ctrl-C.

use std::process::ExitCode;

use super::role::{Role, checked};
use crate::{
    config::Settings,
    service::{self, Service},
    terminal,
};

pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    checked(settings.check())?;
    let mut role = Role::begin(&settings.telemetry, "up")?;
    let Some(service) = role.start(start(&settings)).await? else { return Ok(role.not_started()) };
    greet(&service);
    role.until_stopped(
        "stopping: running jobs may finish, a second signal gives them back to the queue",
        service.stop(),
    )
    .await
}

async fn start(settings: &Settings) -> anyhow::Result<Service> {
    let progress = terminal::spinner("preparing sandboxes");
    let steps = progress.clone();
    let tell = move |step| steps.set_message(format!("preparing sandboxes: {step}"));
    let directory = settings.data.directory();
    let sandboxes = service::driver(&settings.sandbox, &settings.limits, &directory, tell).await;
    progress.finish_and_clear();
    Service::start(settings, sandboxes?).await
}

fn greet(service: &Service) {
    let address = service.address;
    terminal::line(format!("Code Remote listens on http://{address}"));
    terminal::line("Try:");
    terminal::line(format!(
        "  curl -s http://{address}/execute -H 'content-type: application/json' -d '{{\"code\":\"print(6 * 7)\"}}'"
    ));
}
