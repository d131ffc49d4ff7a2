//! Prints a generated document; `cargo xtask references` writes it where it belongs.

use std::process::ExitCode;

use anyhow::Context as _;

use crate::{cli::Reference, config, terminal};

pub(super) fn run(document: Reference) -> anyhow::Result<ExitCode> {
    match document {
        Reference::Openapi => {
            let text = serde_json::to_string_pretty(&gateway::openapi()).context("the OpenAPI document is not JSON")?;
            terminal::line(text);
        }
        Reference::Configuration => terminal::line(config::markdown().trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}
