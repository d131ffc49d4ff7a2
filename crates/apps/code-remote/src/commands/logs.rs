//! `code-remote logs`

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use reqwest::Method;

use crate::{
    cli::Logs,
    client::{Client, JobEvent, follow},
    terminal,
};

pub(super) async fn run(logs: Logs) -> anyhow::Result<ExitCode> {
    let client = Client::new(&logs.server)?;
    if logs.follow {
        follow(&client, &logs.id, write_through).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let document = client.json(client.request(Method::GET, &format!("/v1/jobs/{}", logs.id))).await?;
    if logs.server.json {
        terminal::line(document);
    } else {
        for stream in ["stdout", "stderr"] {
            let path = format!("/v1/jobs/{}/logs?stream={stream}", logs.id);
            let bytes = client.send(client.request(Method::GET, &path)).await?.bytes().await?;
            write(stream == "stderr", &bytes);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a program's output where the program wrote it.
pub(super) fn write_through(event: &JobEvent) {
    if let Some(bytes) = event.output() {
        write(event.is_stderr(), &bytes);
    }
}

/// A closed pipe ends the process quietly, as with other tools.
fn write(to_stderr: bool, bytes: &[u8]) {
    let written = if to_stderr {
        io::stderr().lock().write_all(bytes)
    } else {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes).and_then(|()| stdout.flush())
    };
    if written.is_err() {
        std::process::exit(0);
    }
}
