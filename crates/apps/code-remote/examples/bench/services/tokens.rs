//! What it costs to check an access token: measured by an example of the crate that does it.

use std::process::Command;

use anyhow::Context as _;
use serde_json::Value;

use crate::{figure::Figure, process::built};

pub(crate) fn measure() -> anyhow::Result<Vec<Figure>> {
    let output = Command::new(built("examples/token_bench")?).output()?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout)?;
    let median = document["median"].as_f64().context("it has a median")?;
    Ok(vec![Figure::at_most("services.token.cpu", median, "µs", 100.0)])
}
