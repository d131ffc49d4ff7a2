//! `/auth/*` over a user pool that does as it is told.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::{NewAccount, Secret, SignIn, SignInError, Tokens};
use serde_json::json;

use crate::support::{TestGateway, log};

/// Answers with this from now on; none is success.
#[derive(Default)]
struct Pool(Mutex<Option<fn() -> SignInError>>);

impl Pool {
    fn answer(&self) -> Result<(), SignInError> {
        self.0.lock().unwrap().map_or(Ok(()), |error| Err(error()))
    }

    fn tokens(&self) -> Result<Tokens, SignInError> {
        self.answer()?;
        let refresh = Some(Secret::new("refresh-secret"));
        Ok(Tokens { access: Secret::new("access-secret"), refresh, expires_in_seconds: 3_600 })
    }
}

#[async_trait]
impl SignIn for Pool {
    async fn register(&self, _: NewAccount) -> Result<(), SignInError> {
        self.answer()
    }

    async fn confirm(&self, _: &str, _: &str) -> Result<(), SignInError> {
        self.answer()
    }

    async fn login(&self, _: &str, _: &Secret) -> Result<Tokens, SignInError> {
        self.tokens()
    }

    async fn refresh(&self, _: &Secret) -> Result<Tokens, SignInError> {
        self.tokens()
    }

    async fn logout(&self, _: &Secret) -> Result<(), SignInError> {
        self.answer()
    }
}

/// What the pool says, and the answer's status and code.
type Case = (fn() -> SignInError, u16, &'static str);

#[tokio::test]
async fn each_refusal_has_its_status_and_no_secret_is_logged() {
    let pool = Arc::new(Pool::default());
    let gateway = TestGateway::with_sign_in(pool.clone());
    let body = json!({ "username": "ada@example.org", "password": "password-secret", "code": "code-secret",
        "refresh_token": "refresh-secret" });
    let cases: [Case; 7] = [
        (|| SignInError::Refused, 401, "SIGN_IN_REFUSED"),
        (|| SignInError::CodeRefused, 422, "INVALID_FIELD"),
        (|| SignInError::WeakPassword("must be longer".to_owned()), 422, "INVALID_FIELD"),
        (|| SignInError::BadUsername, 422, "INVALID_FIELD"),
        (|| SignInError::ChallengeRequired, 403, "CHALLENGE_REQUIRED"),
        (|| SignInError::TooManyRequests, 429, "TOO_MANY_REQUESTS"),
        (|| SignInError::Unavailable("it is far away".into()), 503, "SIGN_IN_UNAVAILABLE"),
    ];
    let paths = ["/auth/register", "/auth/confirm", "/auth/login", "/auth/refresh", "/auth/logout"];
    for path in paths {
        *pool.0.lock().unwrap() = None;
        assert!(matches!(gateway.post(path, &body).await.status, 200 | 202 | 204), "{path}");
        for (error, status, code) in cases {
            *pool.0.lock().unwrap() = Some(error);
            let answer = gateway.post(path, &body).await;
            assert_eq!(answer.error_code(status), code, "{path}");
            assert_eq!(answer.header("retry-after").is_some(), matches!(status, 429 | 503), "{path} {code}");
            assert!(!answer.text().contains("far away"), "the cause is for the log");
        }
    }
    let text = log::text();
    assert!(text.contains("/auth/login") && text.contains("it is far away"));
    assert!(!text.contains("secret"), "{text}");
}
