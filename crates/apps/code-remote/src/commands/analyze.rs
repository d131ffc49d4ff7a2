//! `code-remote analyze`

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    cli::Analyze,
    client::{Analysis, Client, Evidence, LineNote, Measured},
    terminal::{self, Failure, exit},
};

pub(super) async fn run(analyze: Analyze) -> anyhow::Result<ExitCode> {
    let Analyze { file, inputs, language, server } = analyze;
    let inputs = inputs.as_deref().map(|path| given(path, &file)).transpose()?;
    let body = json!({ "code": super::read_source(&file)?, "language": language, "inputs": inputs });
    let client = Client::new(&server)?;
    let waiting = terminal::spinner("analysing");
    let answered = client.json(client.request(Method::POST, "/analyze").json(&body)).await;
    waiting.finish_and_clear();
    let document = answered?;
    let analysis: Analysis =
        serde_json::from_value(document.clone()).context("the service's answer is not an analysis")?;
    if server.json {
        terminal::line(document);
    } else {
        show(&analysis, &file);
    }
    Ok(if analysis.success { ExitCode::SUCCESS } else { exit::REFUSED.into() })
}

/// The caller's own inputs: a list of sizes with their standard inputs.
fn given(path: &Path, program: &Path) -> anyhow::Result<Value> {
    let usage = |message: String| Failure { message, code: exit::USAGE };
    if path.as_os_str() == "-" && program.as_os_str() == "-" {
        return Err(usage("standard input cannot be both the program and its inputs".to_owned()).into());
    }
    let list: Value = serde_json::from_slice(&super::read(path)?)
        .map_err(|error| usage(format!("{} is not JSON: {error}", path.display())))?;
    Ok(list)
}

fn show(analysis: &Analysis, file: &Path) {
    if let Some(error) = &analysis.error {
        let label = console::style("code-remote:").yellow().for_stderr();
        terminal::note(format!("{label} {error}"));
        return;
    }
    fact("time", in_full(&analysis.time_complexity, &analysis.time_expression));
    fact("space", in_full(&analysis.space_complexity, &analysis.space_expression));
    fact("confidence", &analysis.confidence);
    fact("sources", format!("{} ({})", sources(&analysis.evidence), analysis.agreement));
    if let Some(measured) = &analysis.evidence.measured {
        fact("measured", points(measured));
    }
    places(file, &analysis.evidence.statics.reasons, "");
    places(file, &analysis.suggestions, "suggestion: ");
    for notice in &analysis.notices {
        terminal::note(format!("code-remote: {notice}"));
    }
}

/// One fact a line.
fn fact(name: &str, value: impl std::fmt::Display) {
    terminal::line(format!("{name:<10} {value}"));
}

/// The class, and the program's own sizes where they say more.
fn in_full(class: &str, expression: &str) -> String {
    if class == expression { class.to_owned() } else { format!("{class}, here {expression}") }
}

/// What each source says of the time.
fn sources(evidence: &Evidence) -> String {
    let Evidence { statics, measured, model } = evidence;
    let mut all = vec![format!("syntax tree {}", statics.time_complexity)];
    all.extend(measured.as_ref().map(|measured| format!("runs {}", measured.time_complexity)));
    all.extend(model.as_ref().map(|model| format!("{} {}", model.model, model.time_complexity)));
    all.join(", ")
}

/// Each run as size and steps.
fn points(measured: &Measured) -> String {
    let points: Vec<_> = measured.points.iter().map(|point| format!("{}:{}", point.size, point.steps)).collect();
    format!("{} (size:steps; fit {:.2})", points.join(" "), measured.quality)
}

fn places(file: &Path, notes: &[LineNote], what: &str) {
    for LineNote { line, text } in notes {
        terminal::line(format!("{}:{line}: {what}{text}", file.display()));
    }
}
