//! `code-remote probe`: whether a role on this machine is ready, for a container's health check.

use std::{process::ExitCode, time::Duration};

use anyhow::Context as _;

use crate::{cli::Probe, terminal};

/// Longer than a role takes to ask its parts.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);

pub(super) async fn run(probe: Probe) -> anyhow::Result<ExitCode> {
    let Probe { url } = probe;
    let client = reqwest::Client::builder().timeout(ANSWER_WITHIN).no_proxy().build()?;
    let answer = client.get(&url).send().await.with_context(|| format!("{url} does not answer"))?;
    let ready = answer.status().is_success();
    terminal::line(answer.text().await.unwrap_or_default());
    Ok(if ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
