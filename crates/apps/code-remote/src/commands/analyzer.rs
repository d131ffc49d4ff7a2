//! `code-remote analyzer`: tells gateways how programs grow, until SIGTERM or Ctrl-C.

use std::process::ExitCode;

use super::role::{Role, checked};
use crate::{config::AnalyzerSettings, service::Analyzer, terminal};

pub(super) async fn run(settings: AnalyzerSettings) -> anyhow::Result<ExitCode> {
    checked(settings.check())?;
    let mut role = Role::begin(&settings.telemetry, "analyzer")?;
    let Some(analyzer) = Box::pin(role.start(Analyzer::start(&settings))).await? else {
        return Ok(role.not_started());
    };
    terminal::line(format!("The analyzer's health is at http://{}/health", analyzer.operations));
    terminal::line(format!("The analyzer answers gRPC at {}", analyzer.address));
    role.until_stopped("stopping: analyses under way are given up", analyzer.stop()).await
}
