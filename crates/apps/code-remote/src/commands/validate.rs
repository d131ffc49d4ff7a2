//! `code-remote validate`

use std::process::ExitCode;

use reqwest::Method;
use serde_json::json;

use crate::{
    cli::Validate,
    client::{Client, Validation, Violation},
    terminal::{self, exit},
};

pub(super) async fn run(validate: Validate) -> anyhow::Result<ExitCode> {
    let Validate { file, language, server } = validate;
    let body = json!({ "code": super::read_source(&file)?, "language": language });
    let client = Client::new(&server)?;
    let document = client.json(client.request(Method::POST, "/validate").json(&body)).await?;
    let validation: Validation = serde_json::from_value(document.clone())?;
    if server.json {
        terminal::line(document);
    } else {
        for violation in &validation.security_violations {
            terminal::line(format!("{}:{}", file.display(), place(violation)));
        }
    }
    Ok(if validation.safe { ExitCode::SUCCESS } else { exit::REFUSED.into() })
}

/// Line, column, rule, what is wrong and what to do instead.
pub(super) fn place(violation: &Violation) -> String {
    let Violation { line, column, rule, message, allowed } = violation;
    format!("{line}:{column}: {message} [{rule}]\n    {allowed}")
}
