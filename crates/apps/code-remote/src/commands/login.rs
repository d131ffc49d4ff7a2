//! `code-remote login`: sign in with the service's user pool.

use std::{
    io::{IsTerminal as _, Write as _},
    net::IpAddr,
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use reqwest::{Method, Url};
use serde_json::json;

use crate::{
    cli::Login,
    client::{Client, Credentials, Tokens},
    terminal,
};

pub(super) async fn run(login: Login) -> anyhow::Result<ExitCode> {
    let Login { username, password_file, server } = login;
    refuse_plain_http(&server.url)?;
    let username = username.map_or_else(ask_username, Ok)?;
    let password = match password_file {
        // A line's end is the editor's, anything else the password's.
        Some(path) => super::read_source(&path)?.trim_end_matches(['\r', '\n']).to_owned(),
        None => ask_password()?,
    };
    let client = Client::anonymous(&server)?;
    let request =
        client.request(Method::POST, "/auth/login").json(&json!({ "username": username, "password": password }));
    let tokens: Tokens = serde_json::from_value(client.json(request).await?).context("the service gave no tokens")?;
    Credentials::of_user()?.keep(client.url(), tokens.keep(None)?)?;
    if server.json {
        terminal::line(json!({ "url": client.url(), "username": username }));
    } else {
        terminal::note(format!("signed in at {} as {username}", client.url()));
    }
    Ok(ExitCode::SUCCESS)
}

/// A password goes over TLS, or to this machine.
fn refuse_plain_http(url: &str) -> anyhow::Result<()> {
    let parsed = Url::parse(url).with_context(|| format!("{url} is not a URL"))?;
    let host = parsed.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if parsed.scheme() == "https" || is_here {
        return Ok(());
    }
    bail!("{url} is plain http: anyone on the way could read the password. Use https");
}

fn ask_username() -> anyhow::Result<String> {
    if !std::io::stdin().is_terminal() {
        bail!("there is no terminal to ask at: name yourself with --username");
    }
    ask("User name: ")?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("the user name cannot be read")?;
    Ok(line.trim().to_owned())
}

fn ask_password() -> anyhow::Result<String> {
    let terminal = console::Term::stderr();
    if !terminal.is_term() || !std::io::stdin().is_terminal() {
        bail!("there is no terminal to ask at: give the password with --password-file");
    }
    ask("Password: ")?;
    terminal.read_secure_line().context("the password cannot be read")
}

fn ask(question: &str) -> anyhow::Result<()> {
    let mut stderr = std::io::stderr().lock();
    write!(stderr, "{question}").and_then(|()| stderr.flush()).context("the terminal cannot be written to")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_sent_in_the_clear() {
        for good in ["https://run.example", "http://127.0.0.1:8080", "http://[::1]:1", "http://localhost:8080"] {
            assert!(refuse_plain_http(good).is_ok(), "{good}");
        }
        for bad in ["http://run.example", "http://10.0.0.1:8080", "http://localhost.example", "ftp://x", "run.example"]
        {
            assert!(refuse_plain_http(bad).is_err(), "{bad}");
        }
    }
}
