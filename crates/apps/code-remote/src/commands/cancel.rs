//! `code-remote cancel`

use std::process::ExitCode;

use reqwest::Method;

use crate::{cli::Job, client::Client, terminal};

pub(super) async fn run(job: Job) -> anyhow::Result<ExitCode> {
    let client = Client::new(&job.server)?;
    let document = client.json(client.request(Method::POST, &format!("/v1/jobs/{}/cancel", job.id))).await?;
    if job.server.json {
        terminal::line(document);
    } else {
        super::job::show(&serde_json::from_value(document)?);
    }
    Ok(ExitCode::SUCCESS)
}
