//! The key set as a user pool publishes it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use jsonwebtoken::DecodingKey;
use reqwest::{Client, StatusCode, redirect};
use serde::Deserialize;

/// A user pool's keys, by their names.
pub(super) type KeySet = HashMap<String, Arc<DecodingKey>>;

/// Requests wait for the keys, so this bounds how long.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A pool has two keys of half a KiB each.
const BYTES_MAX: usize = 64 << 10;

/// Why there are no new keys.
#[derive(Debug, thiserror::Error)]
pub(super) enum JwksError {
    #[error("the request failed")]
    Request(#[from] reqwest::Error),
    #[error("the answer was {0}")]
    Status(StatusCode),
    #[error("the answer is larger than {BYTES_MAX} bytes")]
    TooLarge,
    #[error("the answer is not a key set")]
    Malformed(#[from] serde_json::Error),
    #[error("the answer has no RSA key for signatures")]
    Empty,
}

/// Where the keys are.
pub(super) struct JwksSource {
    http: Client,
    url: String,
}

impl JwksSource {
    pub(super) fn new(url: String) -> reqwest::Result<Self> {
        let builder = Client::builder().timeout(TIMEOUT).redirect(redirect::Policy::none()).pool_max_idle_per_host(0);
        // Plain http is for an emulator on this machine, which may have no certificates and is not behind a proxy.
        let builder = if url.starts_with("https:") { builder } else { builder.tls_certs_only([]).no_proxy() };
        Ok(Self { http: builder.build()?, url })
    }

    pub(super) async fn fetch(&self) -> Result<KeySet, JwksError> {
        let mut response = self.http.get(&self.url).send().await?;
        if response.status() != StatusCode::OK {
            return Err(JwksError::Status(response.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > BYTES_MAX {
                return Err(JwksError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        parse(&body)
    }
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Entry>,
}

/// A key of any kind; those that cannot be used here are skipped.
#[derive(Deserialize)]
struct Entry {
    kid: Option<String>,
    kty: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

fn parse(body: &[u8]) -> Result<KeySet, JwksError> {
    let document: Document = serde_json::from_slice(body)?;
    let keys: KeySet = document.keys.into_iter().filter_map(Entry::key).collect();
    if keys.is_empty() { Err(JwksError::Empty) } else { Ok(keys) }
}

impl Entry {
    fn key(self) -> Option<(String, Arc<DecodingKey>)> {
        let is = |value: Option<String>, wanted: &str| value.is_none_or(|value| value == wanted);
        let is_for_signatures = is(self.purpose, "sig") && is(self.alg, "RS256");
        if self.kty.as_deref() != Some("RSA") || !is_for_signatures {
            return None;
        }
        let key = DecodingKey::from_rsa_components(&self.n?, &self.e?).ok()?;
        Some((self.kid?, Arc::new(key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(document: &str) -> Vec<String> {
        let mut names: Vec<_> = parse(document.as_bytes()).map(|keys| keys.into_keys().collect()).unwrap_or_default();
        names.sort();
        names
    }

    #[test]
    fn only_rsa_keys_for_rs256_signatures_are_taken() {
        let key = |name: &str, rest: &str| format!(r#"{{"kid":"{name}","n":"AQAB","e":"AQAB",{rest}}}"#);
        let keys = [
            key("good", r#""kty":"RSA","alg":"RS256","use":"sig""#),
            key("plain", r#""kty":"RSA""#),
            key("curve", r#""kty":"EC""#),
            key("secret", r#""kty":"oct""#),
            key("other", r#""kty":"RSA","alg":"RS512""#),
            key("encryption", r#""kty":"RSA","use":"enc""#),
            r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.to_owned(),
            r#"{"kid":"broken","kty":"RSA","n":"*","e":"AQAB"}"#.to_owned(),
        ];
        assert_eq!(names(&format!(r#"{{"keys":[{}]}}"#, keys.join(","))), ["good", "plain"]);
    }

    #[test]
    fn what_has_no_key_is_not_a_key_set() {
        for document in ["", "null", "{}", r#"{"keys":{}}"#] {
            assert!(matches!(parse(document.as_bytes()), Err(JwksError::Malformed(_))), "{document}");
        }
        assert!(matches!(parse(br#"{"keys":[]}"#), Err(JwksError::Empty)));
    }
}
