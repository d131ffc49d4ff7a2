//! `code-remote jobs`

use std::process::ExitCode;

use reqwest::Method;

use crate::{
    cli::Jobs,
    client::{Client, JobList, JobRow},
    terminal,
};

pub(super) async fn run(jobs: Jobs) -> anyhow::Result<ExitCode> {
    let Jobs { status, limit, server } = jobs;
    let client = Client::new(&server)?;
    let mut request = client.request(Method::GET, "/v1/jobs").query(&[("limit", limit.to_string())]);
    if let Some(status) = status {
        request = request.query(&[("status", status)]);
    }
    let document = client.json(request).await?;
    if server.json {
        terminal::line(document);
    } else {
        let list: JobList = serde_json::from_value(document)?;
        list.jobs.iter().map(row).for_each(terminal::line);
    }
    Ok(ExitCode::SUCCESS)
}

fn row(job: &JobRow) -> String {
    let JobRow { job_id, status, first_line, created_at, execution_time_ms } = job;
    let took = execution_time_ms.map_or_else(String::new, |ms| format!("{ms:.1} ms"));
    let when = created_at.get(..19).unwrap_or(created_at);
    format!("{job_id}  {status:<9}  {when}  {took:>12}  {first_line}")
}
