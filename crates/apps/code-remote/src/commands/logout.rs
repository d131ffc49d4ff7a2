//! `code-remote logout`: forget a sign-in, here and at the user pool.

use std::process::ExitCode;

use reqwest::Method;
use serde_json::json;

use crate::{
    cli::Logout,
    client::{Client, Credentials},
    terminal,
};

pub(super) async fn run(logout: Logout) -> anyhow::Result<ExitCode> {
    let client = Client::anonymous(&logout.server)?;
    // It is forgotten here first: whatever the service says, nothing is left on this machine.
    let Some(signed_in) = Credentials::of_user()?.forget(client.url())? else {
        terminal::note(format!("nobody is signed in at {}", client.url()));
        return Ok(ExitCode::SUCCESS);
    };
    let body = json!({ "refresh_token": signed_in.refresh_token });
    client.send(client.request(Method::POST, "/auth/logout").json(&body)).await?;
    terminal::note(format!("signed out at {}", client.url()));
    Ok(ExitCode::SUCCESS)
}
