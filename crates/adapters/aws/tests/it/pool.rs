//! A user pool with a clock of its own.

use std::sync::{Arc, Once};

use code_remote_aws::{CognitoSettings, CognitoTokens};
use domain::{Clock as _, Principal, TokenError, TokenVerifier as _, testing::ManualClock};
use serde_json::{Value, json};

use crate::{
    rsa::Key,
    server::{Answer, Server},
};

pub(crate) const SUBJECT: &str = "1b9f0b04-be9c-4148-bd1b-198848855ae5";

/// Keys, the server that publishes them, and what checks tokens against them.
pub(crate) struct Pool {
    pub(crate) server: Server,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) tokens: Arc<CognitoTokens>,
    pub(crate) one: Key,
    pub(crate) two: Key,
}

impl Pool {
    /// A pool that publishes key one.
    pub(crate) async fn start() -> Self {
        static TLS: Once = Once::new();
        TLS.call_once(|| {
            rustls::crypto::ring::default_provider().install_default().expect("nobody else installs one");
        });
        let (one, two) = (Key::one(), Key::two());
        let server = Server::start(Answer::keys(&[&one])).await;
        let clock = Arc::new(ManualClock::default());
        let settings = CognitoSettings {
            issuer: "https://issuer.example/pool".to_owned(),
            client_id: "our-client".to_owned(),
            jwks_url: server.url(),
            operator_group: "operators".to_owned(),
        };
        let tokens = CognitoTokens::new(settings, clock.clone()).expect("a client can be made");
        Self { server, clock, tokens: Arc::new(tokens), one, two }
    }

    /// Claims of an access token that was given out a minute ago for an hour, with these changes; null removes one.
    pub(crate) fn claims(&self, changes: Value) -> Value {
        let now = self.clock.now().as_second();
        let claims = json!({
            "sub": SUBJECT, "iss": "https://issuer.example/pool", "token_use": "access", "client_id": "our-client",
            "iat": now - 60, "auth_time": now - 60, "exp": now + 3540, "username": SUBJECT, "scope": "aws.cognito.signin.user.admin",
            "jti": "671273fe-1570-4159-837b-30efbe8c1a7d"
        });
        changed(claims, changes)
    }

    /// A good token, signed by this key, with these changes of its claims.
    pub(crate) fn token_of(&self, key: &Key, changes: Value) -> String {
        key.sign(&header(key), &self.claims(changes))
    }

    /// The same by key one.
    pub(crate) fn token(&self, changes: Value) -> String {
        self.token_of(&self.one, changes)
    }

    pub(crate) async fn verify(&self, token: &str) -> Result<Principal, TokenError> {
        self.tokens.verify(Some(token)).await
    }

    /// Asserts that a good token of this key is taken.
    pub(crate) async fn takes(&self, key: &Key) {
        let principal = self.verify(&self.token_of(key, json!({}))).await;
        assert_eq!(principal.map(|principal| principal.id.to_string()), Ok(format!("cognito:{SUBJECT}")));
    }
}

/// The header of a good token.
pub(crate) fn header(key: &Key) -> Value {
    json!({ "alg": "RS256", "kid": key.name })
}

/// With these fields set; null removes one.
pub(crate) fn changed(mut object: Value, changes: Value) -> Value {
    let (Value::Object(fields), Value::Object(changes)) = (&mut object, changes) else { panic!("not objects") };
    for (name, value) in changes {
        if value.is_null() {
            fields.remove(&name)
        } else {
            fields.insert(name, value)
        };
    }
    object
}
