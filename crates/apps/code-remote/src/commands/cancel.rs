//! `code-remote cancel`

use std::process::ExitCode;

use reqwest::Method;

use crate::{
    cli::Job,
    client::{Client, JobResult},
    terminal,
};

pub(super) async fn run(job: Job) -> anyhow::Result<ExitCode> {
    let client = Client::new(&job.server)?;
    let document = client.json(client.request(Method::POST, &format!("/v1/jobs/{}/cancel", job.id))).await?;
    if job.server.json {
        terminal::line(document);
    } else {
        let job: JobResult = serde_json::from_value(document)?;
        super::job::show(&job);
        if job.cancel_requested && job.status != "cancelled" {
            terminal::note("it is being stopped");
        }
    }
    Ok(ExitCode::SUCCESS)
}
