//! `code-remote doctor`: proves isolation by trying.

use std::process::ExitCode;

use domain::SandboxDriver;
use executor::proof::{self, Outcome, Scope};
use serde_json::json;

use super::role::checked;
use crate::{
    cli::Doctor,
    service,
    terminal::{self, Failure},
};

pub(super) async fn run(doctor: Doctor) -> anyhow::Result<ExitCode> {
    let Doctor { json, cluster, kubernetes, settings } = doctor;
    checked(settings.check_sandboxes())?;
    if cluster {
        checked(kubernetes.check())?;
    }
    // A directory of its own: a service that runs on the real one is not disturbed.
    let directory = settings.data.directory().join("doctor");
    let progress = terminal::spinner("trying to break out");
    let driver = if cluster {
        service::cluster(&kubernetes, &settings.limits, "").await
    } else {
        service::driver(&settings.sandbox, &settings.limits, &directory, |_| {}).await
    };
    let outcome = match &driver {
        Ok(driver) => tried(driver.driver.as_ref()).await,
        Err(error) => Err(format!("{error:#}")),
    };
    progress.finish_and_clear();
    let outcome = outcome.map_err(|message| Failure { message, code: terminal::exit::SERVICE })?;
    Ok(report(&outcome, json))
}

async fn tried(driver: &dyn SandboxDriver) -> Result<Outcome, String> {
    let outcome = proof::prove(driver, Scope::Full).await.map_err(|error| error.to_string());
    driver.leave().await;
    outcome
}

fn report(outcome: &Outcome, json: bool) -> ExitCode {
    if json {
        let Outcome { report, proofs } = outcome;
        terminal::line(json!({ "contained": outcome.contained(), "isolation": report, "proofs": proofs }));
    } else {
        let isolation = &outcome.report;
        terminal::line(format!(
            "{} {} on {}, sandboxes start by {}",
            isolation.driver, isolation.runtime_version, isolation.platform, isolation.start
        ));
        for proof in &outcome.proofs {
            let word = if proof.contained {
                console::style("contained").green()
            } else {
                console::style("NOT CONTAINED").red()
            };
            terminal::line(format!("{word}  {:<11} {}", proof.name, proof.detail));
        }
    }
    if outcome.contained() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
