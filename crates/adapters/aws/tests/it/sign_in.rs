//! What the user pool's errors become.

use code_remote_aws::{CognitoSignIn, PasswordRule, SignInSettings};
use domain::{NewAccount, Secret, SignIn as _, SignInError};
use serde_json::json;

use crate::server::{Answer, Server};

async fn pool(answer: Answer) -> (Server, CognitoSignIn) {
    let server = Server::start(answer).await;
    let settings = SignInSettings {
        region: "eu-west-1".to_owned(),
        client_id: "client".to_owned(),
        endpoint: Some(format!("http://{}", server.address)),
        password: PasswordRule::default(),
    };
    (server, CognitoSignIn::new(settings))
}

/// What each door says: register, confirm, login, refresh, logout.
async fn doors(pool: &CognitoSignIn) -> [Result<(), SignInError>; 5] {
    let (secret, name) = (Secret::new("Correct-Horse-7"), "ada@example.org");
    let account = NewAccount { username: name.to_owned(), email: name.to_owned(), password: secret.clone() };
    [
        pool.register(account).await,
        pool.confirm(name, "1").await,
        pool.login(name, &secret).await.map(drop),
        pool.refresh(&secret).await.map(drop),
        pool.logout(&secret).await,
    ]
}

fn word(answer: &Result<(), SignInError>) -> &'static str {
    match answer {
        Ok(()) => "ok",
        Err(SignInError::Refused) => "refused",
        Err(SignInError::CodeRefused) => "code",
        Err(SignInError::WeakPassword(_)) => "weak",
        Err(SignInError::BadUsername) => "name",
        Err(SignInError::ChallengeRequired) => "challenge",
        Err(SignInError::TooManyRequests) => "slow",
        Err(SignInError::Unavailable(_)) => "away",
    }
}

#[tokio::test]
async fn no_error_tells_who_has_an_account() {
    let cases = [
        ("NotAuthorizedException", ["refused", "code", "refused", "refused", "ok"]),
        ("UserNotFoundException", ["refused", "code", "refused", "refused", "ok"]),
        ("UserNotConfirmedException", ["refused", "code", "refused", "refused", "ok"]),
        ("UsernameExistsException", ["ok", "away", "away", "away", "away"]),
        ("CodeMismatchException", ["code", "code", "code", "code", "code"]),
        ("ExpiredCodeException", ["code", "code", "code", "code", "code"]),
        ("InvalidPasswordException", ["weak", "weak", "weak", "weak", "weak"]),
        ("InvalidParameterException", ["name", "code", "refused", "refused", "ok"]),
        ("LimitExceededException", ["slow", "slow", "slow", "slow", "slow"]),
        ("ResourceNotFoundException", ["away", "away", "away", "away", "away"]),
    ];
    for (code, expected) in cases {
        let (_server, pool) = pool(Answer::error(code, "said for a reason")).await;
        assert_eq!(doors(&pool).await.each_ref().map(word), expected, "{code}");
    }
}

#[tokio::test]
async fn the_pool_is_not_asked_about_a_weak_password() {
    let (server, pool) = pool(Answer::error("UsernameExistsException", "said for a reason")).await;
    let name = "ada@example.org".to_owned();
    let account = NewAccount { username: name.clone(), email: name, password: Secret::new("weak") };
    assert_eq!(word(&pool.register(account).await), "weak");
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn a_pool_that_is_set_up_wrongly_or_broken_is_away() {
    let wrong = [
        Answer::error("InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client"),
        Answer::Nothing,
        Answer::json("<html>"),
    ];
    for answer in wrong {
        let (_server, pool) = pool(answer).await;
        assert_eq!(word(&pool.login("ada", &Secret::new("x")).await.map(drop)), "away");
    }
}

#[tokio::test]
async fn another_step_is_not_a_sign_in() {
    let challenge = json!({ "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s", "ChallengeParameters": {} });
    let (_server, pool) = pool(Answer::json(&challenge.to_string())).await;
    assert_eq!(word(&pool.login("ada", &Secret::new("x")).await.map(drop)), "challenge");
}
