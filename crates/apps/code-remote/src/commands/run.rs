//! `code-remote run`: output live, the program's exit code passed through, everything else on standard error.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::Value;

use crate::{
    cli::Run,
    client::{Client, JobResult, Submission, follow},
    terminal::{self, Failure, exit},
};

pub(super) async fn run(run: Run) -> anyhow::Result<ExitCode> {
    let client = Client::new(&run.server)?;
    let json = run.server.json;
    let submission = submission(&run)?;
    let accepted = client.json(client.request(Method::POST, "/v1/jobs").json(&submission)).await?;
    let id = accepted["job_id"].as_str().context("the service did not name the job")?.to_owned();
    tokio::select! {
        followed = to_the_end(&client, &id, json) => followed?,
        _ = tokio::signal::ctrl_c() => stop(&client, &id).await?,
    }
    let document = client.json(client.request(Method::GET, &format!("/v1/jobs/{id}"))).await?;
    conclude(document, json)
}

fn submission(run: &Run) -> anyhow::Result<Submission> {
    let reads_twice = run.file.as_os_str() == "-" && run.stdin.as_deref() == Some(Path::new("-"));
    if reads_twice {
        let message = "standard input cannot be both the program and its input".into();
        return Err(Failure { message, code: exit::USAGE }.into());
    }
    let files = run.files.iter().map(|path| file(path)).collect::<anyhow::Result<_>>()?;
    Ok(Submission {
        code: super::read_source(&run.file)?,
        language: run.language.clone(),
        timeout_seconds: run.timeout,
        stdin_base64: run.stdin.as_deref().map(super::read).transpose()?.map(|bytes| STANDARD.encode(bytes)),
        args: run.args.clone(),
        files,
    })
}

fn file(path: &Path) -> anyhow::Result<crate::client::File> {
    let name = path.file_name().with_context(|| format!("{} has no file name", path.display()))?;
    Ok(crate::client::File {
        path: name.to_string_lossy().into_owned(),
        content_base64: STANDARD.encode(super::read(path)?),
    })
}

async fn to_the_end(client: &Client, id: &str, json: bool) -> anyhow::Result<()> {
    let waiting = terminal::spinner("waiting for a sandbox");
    let followed = follow(client, id, |event| {
        match event.name() {
            "step_started" => waiting.set_message("running"),
            "output" => waiting.finish_and_clear(),
            _ => {}
        }
        if !json {
            super::logs::write_through(event);
        }
    })
    .await;
    waiting.finish_and_clear();
    followed
}

async fn stop(client: &Client, id: &str) -> anyhow::Result<()> {
    terminal::note(format!("stopping job {id}"));
    client.json(client.request(Method::POST, &format!("/v1/jobs/{id}/cancel"))).await?;
    follow(client, id, |_| {}).await
}

fn conclude(document: Value, json: bool) -> anyhow::Result<ExitCode> {
    let result: JobResult = serde_json::from_value(document.clone()).context("the service's answer is not a result")?;
    if json {
        terminal::line(document);
    } else {
        diagnose(&result);
    }
    Ok(ExitCode::from(exit_code(&result)))
}

/// What the program itself did not say.
fn diagnose(result: &JobResult) {
    for violation in &result.security_violations {
        terminal::note(format!("refused at {}", super::validate::place(violation)));
    }
    let own_exit = result.exit_code.is_some() && result.signal.is_none() && result.limit.is_none();
    if let (false, Some(error)) = (own_exit, &result.error) {
        let label = console::style("code-remote:").yellow().for_stderr();
        terminal::note(format!("{label} {error} (job {})", result.job_id));
    }
    if !result.truncated_streams.is_empty() {
        terminal::note(format!("code-remote: {} was cut at the limit", result.truncated_streams.join(" and ")));
    }
}

fn exit_code(result: &JobResult) -> u8 {
    match (result.status.as_str(), result.limit.as_deref(), result.error_code.as_deref()) {
        ("success", ..) => 0,
        ("timed_out", ..) => exit::TIMED_OUT,
        ("cancelled", ..) => exit::CANCELLED,
        (_, _, Some("POLICY_VIOLATION" | "SYNTAX_ERROR")) => exit::REFUSED,
        (_, _, Some(_)) => exit::SERVICE,
        (_, Some("memory"), _) => exit::MEMORY,
        _ => result.exit_code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1),
    }
}
