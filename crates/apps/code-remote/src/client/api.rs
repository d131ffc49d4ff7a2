//! Requests and their errors.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use domain::Secret;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::session::Session;
use crate::{
    cli::Server,
    terminal::{Failure, exit},
    tls,
};

/// Until a connection stands; answers themselves may take as long as a job.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Speaks to one service.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    session: Session,
}

#[derive(Deserialize)]
struct ErrorDocument {
    error: ErrorBody,
}

#[derive(Deserialize)]
struct ErrorBody {
    code: String,
    message: String,
    suggestion: Option<String>,
    #[serde(default)]
    details: Value,
}

impl Client {
    /// A client for the service that the options name, with the token of the file or of the user's sign-in.
    pub fn new(server: &Server) -> anyhow::Result<Self> {
        let client = Self::anonymous(server)?;
        let session = match server.token_file.as_deref() {
            Some(path) => Session::Fixed(Secret::new(read_token(path)?)),
            None => Session::of_user(&client.url)?,
        };
        Ok(Self { session, ..client })
    }

    /// A client without a token.
    pub fn anonymous(server: &Server) -> anyhow::Result<Self> {
        let builder = reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT);
        let builder = if tls::is_needed(&server.url) { builder } else { builder.tls_certs_only([]) };
        let http = builder.build().context("the machine's certificates cannot be read")?;
        Ok(Self { http, url: server.url.trim_end_matches('/').to_owned(), session: Session::Nobody })
    }

    /// The service's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A request to this path.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// Sends in the caller's name; turns the service's error documents into failures that say what to do.
    pub async fn send(&self, request: RequestBuilder) -> anyhow::Result<Response> {
        let request = match self.session.token(&self.http, &self.url).await? {
            Some(token) => request.bearer_auth(token.reveal()),
            None => request,
        };
        let response = request.send().await.map_err(|error| unreachable(&self.url, &error))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let status = response.status();
        let body = response.bytes().await.unwrap_or_default();
        let message = match serde_json::from_slice::<ErrorDocument>(&body) {
            Ok(document) => describe(document.error, status),
            Err(_) => format!("{} answered {status}", self.url),
        };
        Err(Failure { message, code: exit::SERVICE }.into())
    }

    /// Sends and reads a JSON document.
    pub async fn json(&self, request: RequestBuilder) -> anyhow::Result<Value> {
        let response = self.send(request).await?;
        response.json().await.with_context(|| format!("{} did not answer with JSON", self.url))
    }
}

/// Why there was no answer, and what to do.
pub(super) fn unreachable(url: &str, error: &reqwest::Error) -> Failure {
    const START: &str = "Start the service with `code-remote up`, or name another with --url.";
    const TRUST: &str = "If its certificate is by an authority of your own, name that one's in SSL_CERT_FILE.";
    let message = match tls::problem(error) {
        Some(problem) => format!("{url} cannot be trusted: {problem}. {TRUST}"),
        None if error.is_connect() || error.is_timeout() => format!("{url} is not reachable. {START}"),
        None => format!("{url} broke the connection. {START}"),
    };
    Failure { message, code: exit::SERVICE }
}

fn read_token(path: &Path) -> anyhow::Result<String> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("the token file {} cannot be read", path.display()))?;
    Ok(text.trim().to_owned())
}

/// What to do where the service does not know who calls; its own suggestion speaks of headers.
const SIGN_IN: &str =
    "Sign in with `code-remote login`, or name a file with a key or token: --token-file, or CODE_REMOTE_TOKEN_FILE.";

/// What is wrong, then each field that was not named already, then what to do.
fn describe(error: ErrorBody, status: StatusCode) -> String {
    let ErrorBody { code, message, suggestion, details } = error;
    let fields = details.get("fields").and_then(Value::as_array).into_iter().flatten();
    let fields = fields
        .filter_map(|field| Some(format!("{}: {}", field["field"].as_str()?, field["message"].as_str()?)))
        .filter(|field| !message.starts_with(field.as_str()));
    let suggestion = match status {
        StatusCode::UNAUTHORIZED if code == "UNAUTHENTICATED" => Some(SIGN_IN.to_owned()),
        _ => suggestion.filter(|text| !text.is_empty()),
    };
    let lines = std::iter::once(format!("{message} ({code})")).chain(fields).chain(suggestion);
    lines.collect::<Vec<_>>().join("\n  ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn described(status: u16, error: Value) -> String {
        describe(serde_json::from_value(error).unwrap(), StatusCode::from_u16(status).unwrap())
    }

    #[test]
    fn a_field_is_named_once() {
        let field = |name: &str| json!({ "field": name, "message": "must be less" });
        let error = |message: &str, fields: &[Value]| {
            let details = json!({ "fields": fields });
            json!({ "code": "INVALID_FIELD", "message": message, "suggestion": "Correct it.", "details": details })
        };
        let one = described(422, error("a: must be less", &[field("a")]));
        assert_eq!(one, "a: must be less (INVALID_FIELD)\n  Correct it.");
        let two = described(422, error("a: must be less (and 1 more)", &[field("a"), field("b")]));
        assert_eq!(two, "a: must be less (and 1 more) (INVALID_FIELD)\n  b: must be less\n  Correct it.");
    }

    #[test]
    fn who_is_not_known_is_told_how_to_be() {
        let error = json!({ "code": "UNAUTHENTICATED", "message": "No token", "suggestion": "Send a header." });
        let said = described(401, error);
        assert!(said.contains("code-remote login") && said.contains("--token-file"), "{said}");
        assert!(!said.contains("header"), "{said}");
        let refused = json!({ "code": "SIGN_IN_REFUSED", "message": "No", "suggestion": "Check the password." });
        assert!(described(401, refused).contains("Check the password."));
    }
}
