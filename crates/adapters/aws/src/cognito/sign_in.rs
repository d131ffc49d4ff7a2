//! The user pool's doors: accounts and tokens for clients without an AWS SDK.
//!
//! None of these calls needs AWS credentials; the app client must be a public one, without a secret.

mod password;
mod refusal;

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_cognitoidentityprovider::{
    Client, Config,
    config::{BehaviorVersion, Region, SharedHttpClient, retry::RetryConfig, timeout::TimeoutConfig},
    types::{AttributeType, AuthFlowType, AuthenticationResultType},
};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use domain::{NewAccount, Secret, SignIn, SignInError, Tokens};
use tracing::{Dispatch, instrument::WithSubscriber as _};

pub use self::password::{CharacterKind, PasswordRule};
use self::refusal::{is_taken, refusal};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(8);
/// Two attempts, and the pause between them.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);
const ATTEMPTS: u32 = 2;

/// Where people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInSettings {
    /// Region of the user pool.
    pub region: String,
    /// The app client.
    pub client_id: String,
    /// Another address than the region's own, for an emulator.
    pub endpoint: Option<String>,
    /// What the pool asks of a password, or more.
    pub password: PasswordRule,
}

/// Signs people in to one app client of one user pool.
pub struct CognitoSignIn {
    client: Client,
    client_id: String,
    password: PasswordRule,
}

impl CognitoSignIn {
    /// Connects to nothing yet.
    pub fn new(settings: SignInSettings) -> Self {
        let SignInSettings { region, client_id, endpoint, password } = settings;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(CALL_TIMEOUT);
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region))
            .http_client(http_client(endpoint.as_deref()))
            .timeout_config(timeouts.build())
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
        config.set_endpoint_url(endpoint);
        Self { client: Client::from_conf(config.build()), client_id, password }
    }
}

/// Plain http is for an emulator on this machine; certificates are not even read then.
fn http_client(endpoint: Option<&str>) -> SharedHttpClient {
    if endpoint.is_some_and(|endpoint| endpoint.starts_with("http:")) {
        Builder::new().build_http()
    } else {
        Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
    }
}

/// Waits for a call without any of its log: at its most talkative the SDK writes whole requests, passwords included.
async fn unlogged<T>(call: impl Future<Output = T>) -> T {
    call.with_subscriber(Dispatch::none()).await
}

/// Only a password that was strong enough by our settings came that far.
fn warn_of_stricter_pool(error: &SignInError) {
    if let SignInError::WeakPassword(_) = error {
        tracing::warn!(
            "the user pool asks more of passwords than CODE_REMOTE_COGNITO_PASSWORD_LENGTH_MIN and \
            CODE_REMOTE_COGNITO_PASSWORD_NEEDS say: registering may tell who has an account"
        );
    }
}

#[async_trait]
impl SignIn for CognitoSignIn {
    async fn register(&self, account: NewAccount) -> Result<(), SignInError> {
        let NewAccount { username, email, password } = account;
        self.password.check(password.reveal())?;
        let email = AttributeType::builder().name("email").value(email).build();
        let email = email.map_err(|error| SignInError::Unavailable(error.into()))?;
        let call = self.client.sign_up().client_id(&self.client_id).username(username).password(password.reveal());
        match unlogged(call.user_attributes(email).send()).await {
            Ok(_) => Ok(()),
            Err(error) if is_taken(&error) => Ok(()),
            Err(error) => Err(refusal(error)).inspect_err(warn_of_stricter_pool),
        }
    }

    async fn confirm(&self, username: &str, code: &str) -> Result<(), SignInError> {
        let call = self.client.confirm_sign_up().client_id(&self.client_id).username(username);
        match unlogged(call.confirmation_code(code).send()).await.map_err(refusal) {
            Ok(_) => Ok(()),
            // There is no such account, or it is confirmed already.
            Err(SignInError::Refused | SignInError::BadUsername) => Err(SignInError::CodeRefused),
            Err(error) => Err(error),
        }
    }

    async fn login(&self, username: &str, password: &Secret) -> Result<Tokens, SignInError> {
        let parameters = [("USERNAME", username), ("PASSWORD", password.reveal())];
        self.authenticate(AuthFlowType::UserPasswordAuth, &parameters).await
    }

    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, SignInError> {
        self.authenticate(AuthFlowType::RefreshTokenAuth, &[("REFRESH_TOKEN", refresh.reveal())]).await
    }

    async fn logout(&self, refresh: &Secret) -> Result<(), SignInError> {
        let call = self.client.revoke_token().client_id(&self.client_id).token(refresh.reveal());
        match unlogged(call.send()).await.map_err(refusal) {
            Ok(_) | Err(SignInError::Refused | SignInError::BadUsername) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl CognitoSignIn {
    async fn authenticate(&self, flow: AuthFlowType, parameters: &[(&str, &str)]) -> Result<Tokens, SignInError> {
        let call = self.client.initiate_auth().client_id(&self.client_id).auth_flow(flow);
        let call = parameters.iter().fold(call, |call, (name, value)| call.auth_parameters(*name, *value));
        let answer = unlogged(call.send()).await.map_err(refusal);
        let answer = answer.map_err(|error| match error {
            SignInError::BadUsername => SignInError::Refused,
            other => other,
        })?;
        let result = answer.authentication_result.ok_or(SignInError::ChallengeRequired)?;
        tokens(result).ok_or_else(|| SignInError::Unavailable("the answer has no access token".into()))
    }
}

fn tokens(result: AuthenticationResultType) -> Option<Tokens> {
    Some(Tokens {
        access: Secret::new(result.access_token?),
        refresh: result.refresh_token.map(Secret::new),
        expires_in_seconds: u32::try_from(result.expires_in).unwrap_or(0),
    })
}
