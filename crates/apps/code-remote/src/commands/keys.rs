//! `code-remote keys`: API keys for machines.

use std::process::ExitCode;

use reqwest::Method;
use serde_json::json;

use crate::{
    cli::{Keys, KeysCommand, Server},
    client::{ApiKey, ApiKeyList, Client, CreatedApiKey},
    terminal,
};

pub(super) async fn run(keys: Keys) -> anyhow::Result<ExitCode> {
    match keys.command {
        KeysCommand::Create { name, scopes, days, server } => create(&name, &scopes, days, &server).await,
        KeysCommand::List { server } => list(&server).await,
        KeysCommand::Revoke { id, server } => revoke(&id, &server).await,
    }
}

async fn create(name: &str, scopes: &[String], days: Option<u32>, server: &Server) -> anyhow::Result<ExitCode> {
    let scopes = (!scopes.is_empty()).then_some(scopes);
    let body = json!({ "name": name, "scopes": scopes, "expires_in_days": days });
    let client = Client::new(server)?;
    let document = client.json(client.request(Method::POST, "/v1/keys").json(&body)).await?;
    if server.json {
        terminal::line(document);
    } else {
        let made: CreatedApiKey = serde_json::from_value(document)?;
        terminal::note("the key, which is shown only this once:");
        terminal::line(made.key);
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(server: &Server) -> anyhow::Result<ExitCode> {
    let client = Client::new(server)?;
    let document = client.json(client.request(Method::GET, "/v1/keys")).await?;
    if server.json {
        terminal::line(document);
    } else {
        let list: ApiKeyList = serde_json::from_value(document)?;
        list.keys.iter().map(row).for_each(terminal::line);
    }
    Ok(ExitCode::SUCCESS)
}

async fn revoke(id: &str, server: &Server) -> anyhow::Result<ExitCode> {
    let client = Client::new(server)?;
    client.send(client.request(Method::DELETE, &format!("/v1/keys/{id}"))).await?;
    terminal::note("the key is good for nothing any more");
    Ok(ExitCode::SUCCESS)
}

fn row(key: &ApiKey) -> String {
    let ApiKey { id, name, scopes, expires_at, revoked_at } = key;
    let day = |time: &str| time.get(..10).unwrap_or(time).to_owned();
    let state = match revoked_at {
        Some(at) => format!("revoked {}", day(at)),
        None => format!("until   {}", day(expires_at)),
    };
    format!("{id}  {state}  {:<30}  {name}", scopes.join(","))
}
