//! `code-remote gateway`: the API, until SIGTERM or Ctrl-C.

use std::process::ExitCode;

use super::role::{Role, checked};
use crate::{config::GatewaySettings, service::Gateway, terminal};

pub(super) async fn run(settings: GatewaySettings) -> anyhow::Result<ExitCode> {
    checked(settings.check())?;
    let mut role = Role::begin(&settings.telemetry, "gateway")?;
    let Some(gateway) = Box::pin(role.start(Gateway::start(&settings))).await? else { return Ok(role.not_started()) };
    for address in &gateway.addresses {
        terminal::line(format!("The gateway listens on http://{address}"));
    }
    role.until_stopped("stopping: answers under way may finish", gateway.stop()).await
}
