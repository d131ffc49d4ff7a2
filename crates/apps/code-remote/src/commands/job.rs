//! `code-remote job`

use std::process::ExitCode;

use reqwest::Method;

use crate::{
    cli::Job,
    client::{Client, JobResult},
    terminal,
};

pub(super) async fn run(job: Job) -> anyhow::Result<ExitCode> {
    let client = Client::new(&job.server)?;
    let document = client.json(client.request(Method::GET, &format!("/v1/jobs/{}", job.id))).await?;
    if job.server.json {
        terminal::line(document);
    } else {
        show(&serde_json::from_value(document)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// One fact a line.
pub(super) fn show(job: &JobResult) {
    terminal::line(format!("job        {}", job.job_id));
    terminal::line(format!("status     {}", job.status));
    let facts = [
        ("accepted", job.created_at.clone()),
        ("exit code", job.exit_code.map(|code| code.to_string())),
        ("signal", job.signal.map(|signal| signal.to_string())),
        ("limit", job.limit.clone()),
        ("error", job.error.clone()),
        ("queued", job.queue_time_ms.map(milliseconds)),
        ("start-up", job.startup_time_ms.map(milliseconds)),
        ("ran", job.execution_time_ms.map(milliseconds)),
        ("cut", (!job.truncated_streams.is_empty()).then(|| job.truncated_streams.join(", "))),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            terminal::line(format!("{name:<10} {value}"));
        }
    }
    for violation in &job.security_violations {
        terminal::line(format!("refused    {}", super::validate::place(violation)));
    }
}

fn milliseconds(ms: f64) -> String {
    format!("{ms:.1} ms")
}
