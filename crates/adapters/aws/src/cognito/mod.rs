//! A Cognito user pool: its access tokens, and its doors.

mod claims;
mod jwks;
mod keys;
mod rs256;
mod sign_in;

use std::sync::Arc;

use async_trait::async_trait;
use domain::{Clock, Principal, TokenError, TokenVerifier};
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};

use self::{
    claims::{Claims, Wanted},
    jwks::JwksSource,
    keys::Keys,
};

pub use sign_in::{CharacterKind, CognitoSignIn, PasswordRule, SignInSettings};

/// Cognito's tokens have one to two KiB; many groups make them longer.
const TOKEN_BYTES_MAX: usize = 16 << 10;

/// Cognito's key names have 44 bytes.
const KEY_NAME_BYTES_MAX: usize = 128;

/// Which tokens are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CognitoSettings {
    /// What the claim `iss` must be.
    pub issuer: String,
    /// What the claim `client_id` must be.
    pub client_id: String,
    /// Where the pool publishes its keys.
    pub jwks_url: String,
    /// The group of the pool whose members are operators.
    pub operator_group: String,
}

/// Why tokens cannot be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum CognitoError {
    /// No HTTP client for the keys could be made.
    #[error("the client that fetches the user pool's keys cannot be made")]
    Client(#[source] reqwest::Error),
}

/// Takes the access tokens of one app client of one user pool.
pub struct CognitoTokens {
    wanted: Wanted,
    clock: Arc<dyn Clock>,
    keys: Keys,
    validation: Validation,
}

impl CognitoTokens {
    /// Fetches nothing yet. The process must have a default provider of `rustls`; without one this panics.
    pub fn new(settings: CognitoSettings, clock: Arc<dyn Clock>) -> Result<Self, CognitoError> {
        let CognitoSettings { issuer, client_id, jwks_url, operator_group } = settings;
        rs256::install();
        let source = JwksSource::new(jwks_url).map_err(CognitoError::Client)?;
        let keys = Keys::new(source, Arc::clone(&clock));
        let wanted = Wanted { issuer, client_id, operator_group };
        Ok(Self { wanted, clock, keys, validation: signature_only() })
    }

    /// Fetches the keys now instead of with the first token, so that a wrong address is in the log at once.
    pub async fn fetch_keys(&self) {
        self.keys.fetch_if_none().await;
    }
}

#[async_trait]
impl TokenVerifier for CognitoTokens {
    async fn verify(&self, bearer: Option<&str>) -> Result<Principal, TokenError> {
        let token = bearer.filter(|token| !token.is_empty()).ok_or(TokenError::Missing)?;
        let name = key_name(token).ok_or(TokenError::Invalid)?;
        let key = self.keys.find(&name).await?.ok_or(TokenError::Invalid)?;
        let decoded = decode::<Claims>(token, &key, &self.validation).map_err(|_| TokenError::Invalid)?;
        decoded.claims.principal(&self.wanted, self.clock.now().as_second())
    }
}

/// Which of the pool's keys the token says it is signed with. What else a header may say about keys (`jku`, `jwk`, `x5u`,
/// `x5c`) is never followed; an extension that must be understood (`crit`) is not.
fn key_name(token: &str) -> Option<String> {
    if token.len() > TOKEN_BYTES_MAX {
        return None;
    }
    let header = decode_header(token).ok()?;
    let name = header.kid.filter(|name| !name.is_empty() && name.len() <= KEY_NAME_BYTES_MAX)?;
    (header.alg == Algorithm::RS256 && header.crit.is_none()).then_some(name)
}

/// The library checks the algorithm and the signature, [`Claims`] everything else: by our clock, and more strictly.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}
