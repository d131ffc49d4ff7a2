//! Tokens that are taken, and whom they name.

use std::time::Duration;

use domain::{Role, TokenError, TokenVerifier as _};
use serde_json::{Value, json};

use crate::pool::{Pool, SUBJECT};

#[tokio::test]
async fn an_access_token_names_its_subject() {
    let pool = Pool::start().await;
    let principal = pool.verify(&pool.token(json!({}))).await.expect("it is good");
    assert_eq!(principal.id.as_str(), format!("cognito:{SUBJECT}"));
    assert_eq!(principal.display_name, None, "a user name that is the subject is no name");
}

#[tokio::test]
async fn a_name_for_people_is_shown_when_the_token_has_one() {
    let pool = Pool::start().await;
    let name = async |changes: Value| pool.verify(&pool.token(changes)).await.expect("it is good").display_name;
    assert_eq!(name(json!({ "username": "ada" })).await.as_deref(), Some("ada"));
    assert_eq!(name(json!({ "username": "ada", "email": "a@example.org" })).await.as_deref(), Some("a@example.org"));
    assert_eq!(name(json!({ "username": null })).await, None);
    for bad in [String::new(), "a\u{1b}[2Jb".to_owned(), "a".repeat(129)] {
        assert_eq!(name(json!({ "username": bad })).await, None, "{bad:?}");
    }
}

#[tokio::test]
async fn members_of_the_operators_group_are_operators() {
    let pool = Pool::start().await;
    let role = async |groups: Value| {
        let token = pool.token(json!({ "cognito:groups": groups }));
        pool.verify(&token).await.map(|principal| (principal.role, principal.key))
    };
    for groups in [json!(null), json!([]), json!(["users", "Operators", "operators2", "operators "])] {
        assert_eq!(role(groups).await, Ok((Role::User, None)));
    }
    assert_eq!(role(json!(["users", "operators"])).await, Ok((Role::Operator, None)));
    for odd in [json!("operators"), json!({ "operators": true }), json!([["operators"]]), json!([1, "operators"])] {
        assert_eq!(role(odd).await, Err(TokenError::Invalid));
    }
}

#[tokio::test]
async fn clocks_may_be_half_a_minute_apart() {
    let pool = Pool::start().await;
    let token = pool.token(json!({}));
    pool.clock.advance(Duration::from_secs(3540 + 29));
    assert!(pool.verify(&token).await.is_ok());
    pool.clock.advance(Duration::from_secs(1));
    assert_eq!(pool.verify(&token).await, Err(TokenError::Expired));
    let now = pool.claims(json!({}))["iat"].as_i64().expect("a number") + 60;
    for claim in ["iat", "nbf"] {
        assert!(pool.verify(&pool.token(json!({ claim: now + 30 }))).await.is_ok(), "{claim}");
        assert_eq!(pool.verify(&pool.token(json!({ claim: now + 31 }))).await, Err(TokenError::Invalid), "{claim}");
    }
}

#[tokio::test]
async fn no_token_is_not_a_wrong_token() {
    let pool = Pool::start().await;
    for none in [None, Some("")] {
        assert_eq!(pool.tokens.verify(none).await, Err(TokenError::Missing));
    }
    assert_eq!(pool.server.requests(), 0, "nothing is fetched for it");
}
