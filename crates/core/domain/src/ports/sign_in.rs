//! Sign-in on behalf of clients that have no software of the user pool's own.

use std::error::Error;

use async_trait::async_trait;

use crate::Secret;

/// A person who wants an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// What the person will sign in with.
    pub username: String,
    /// Where the confirmation code goes.
    pub email: String,
    /// The password.
    pub password: Secret,
}

/// What somebody who signed in has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Proves to the service who calls.
    pub access: Secret,
    /// Gets new tokens; none when the one that was given stays good.
    pub refresh: Option<Secret>,
    /// How long the access token is good.
    pub expires_in_seconds: u32,
}

/// Why it did not work. None of these tells whether an account exists.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// User name or password is wrong, or the account is not confirmed or disabled; or the refresh token is not good.
    #[error("the sign-in was refused")]
    Refused,
    /// The confirmation code is wrong or too old, or there is nothing to confirm.
    #[error("the code was refused")]
    CodeRefused,
    /// The password is not what the pool asks for; why, in words for a person.
    #[error("the password is not strong enough")]
    WeakPassword(String),
    /// The user name or address is not one that the pool takes.
    #[error("the user name is not one that can be used")]
    BadUsername,
    /// The pool wants something besides the password.
    #[error("the user pool asks for another step")]
    ChallengeRequired,
    /// Too many tries.
    #[error("the user pool asks to slow down")]
    TooManyRequests,
    /// The pool cannot be reached, or is not what the configuration says.
    #[error("the user pool cannot be used right now")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

/// A user pool's doors. Calls end within half a minute.
#[async_trait]
pub trait SignIn: Send + Sync {
    /// Asks for an account. A user name that is taken is no error: its owner is not betrayed to whoever asks.
    async fn register(&self, account: NewAccount) -> Result<(), SignInError>;

    /// Confirms an account with the code that was sent.
    async fn confirm(&self, username: &str, code: &str) -> Result<(), SignInError>;

    /// Signs in.
    async fn login(&self, username: &str, password: &Secret) -> Result<Tokens, SignInError>;

    /// Gets new tokens.
    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, SignInError>;

    /// Makes a refresh token, and what was got by it, good for nothing. One that is not good is no error.
    async fn logout(&self, refresh: &Secret) -> Result<(), SignInError>;
}
