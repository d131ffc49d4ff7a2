//! The token of each request: from a file, from a sign-in that is refreshed when it is about to expire, or none.

use std::sync::Arc;

use anyhow::Context as _;
use domain::{Clock as _, Secret, SystemClock};
use reqwest::{Client, StatusCode};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;

use super::credentials::{Credentials, SignedIn};
use crate::terminal::{Failure, exit};

/// A token that expires within this time is replaced first: a request may wait in a queue.
const BEFORE_EXPIRY_SECONDS: i64 = 60;

/// Where tokens come from.
#[derive(Clone)]
pub(super) enum Session {
    Nobody,
    Fixed(Secret),
    SignedIn(Arc<Mutex<SignedIn>>, Credentials),
}

/// What `/auth/login` and `/auth/refresh` answer.
#[derive(Deserialize)]
pub(crate) struct Tokens {
    access_token: String,
    refresh_token: Option<String>,
    expires_in: i64,
}

impl Tokens {
    /// To be kept; the service gives a refresh token with a sign-in, and most often none with a refresh.
    pub(crate) fn keep(self, earlier: Option<&str>) -> anyhow::Result<SignedIn> {
        let Self { access_token, refresh_token, expires_in } = self;
        let refresh_token = refresh_token.or_else(|| earlier.map(str::to_owned));
        let refresh_token = refresh_token.context("the service gave no refresh token")?;
        Ok(SignedIn { access_token, refresh_token, expires_at: now().saturating_add(expires_in) })
    }
}

impl Session {
    /// That of an earlier `code-remote login` at this service.
    pub(super) fn of_user(url: &str) -> anyhow::Result<Self> {
        // Without a home there was no sign-in.
        let Ok(credentials) = Credentials::of_user() else { return Ok(Self::Nobody) };
        let signed_in = credentials.get(url)?;
        Ok(signed_in.map_or(Self::Nobody, |signed_in| Self::SignedIn(Arc::new(Mutex::new(signed_in)), credentials)))
    }

    /// The token for the next request.
    pub(super) async fn token(&self, http: &Client, url: &str) -> anyhow::Result<Option<Secret>> {
        let (signed_in, credentials) = match self {
            Self::Nobody => return Ok(None),
            Self::Fixed(token) => return Ok(Some(token.clone())),
            Self::SignedIn(signed_in, credentials) => (signed_in, credentials),
        };
        let mut signed_in = signed_in.lock().await;
        if signed_in.expires_at - BEFORE_EXPIRY_SECONDS <= now() {
            match refresh(http, url, &signed_in).await? {
                Some(new) => {
                    credentials.keep(url, new.clone())?;
                    *signed_in = new;
                }
                // It has no sign-in any more: another service has taken its address.
                None => return Ok(None),
            }
        }
        Ok(Some(Secret::new(signed_in.access_token.as_str())))
    }
}

/// None when the service has no sign-in.
async fn refresh(http: &Client, url: &str, signed_in: &SignedIn) -> anyhow::Result<Option<SignedIn>> {
    let request = http.post(format!("{url}/auth/refresh")).json(&json!({ "refresh_token": signed_in.refresh_token }));
    let response = request.send().await.map_err(|error| super::api::unreachable(url, &error))?;
    match response.status() {
        StatusCode::NOT_FOUND => Ok(None),
        StatusCode::UNAUTHORIZED => {
            let message = format!("the sign-in at {url} has ended: run `code-remote login`");
            Err(Failure { message, code: exit::SERVICE }.into())
        }
        status if status.is_success() => {
            let tokens: Tokens = response.json().await.with_context(|| format!("{url} did not answer with tokens"))?;
            tokens.keep(Some(&signed_in.refresh_token)).map(Some)
        }
        status => {
            let message = format!("the sign-in at {url} cannot be refreshed right now: it answered {status}");
            Err(Failure { message, code: exit::SERVICE }.into())
        }
    }
}

fn now() -> i64 {
    SystemClock.now().as_second()
}
