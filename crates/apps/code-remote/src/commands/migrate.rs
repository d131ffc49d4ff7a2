//! `code-remote migrate`: brings the database's schema up to date, and ends.

use std::process::ExitCode;

use anyhow::Context as _;
use store::PostgresStore;

use super::role::checked;
use crate::{
    config::{self, MigrateSettings},
    telemetry::Telemetry,
    terminal,
};

pub(super) async fn run(settings: MigrateSettings) -> anyhow::Result<ExitCode> {
    checked(settings.database.check())?;
    let telemetry = Telemetry::start(&settings.telemetry, "migrate")?;
    config::warn_of_unknown();
    let version = PostgresStore::migrate(&settings.database.url()?)
        .await
        .context("the database (CODE_REMOTE_DATABASE_URL) cannot be migrated")?;
    terminal::line(format!("The schema is at version {version}"));
    telemetry.stop();
    Ok(ExitCode::SUCCESS)
}
