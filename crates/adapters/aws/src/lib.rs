//! Amazon's services behind the ports of `domain`; no type of theirs crosses this crate's border.
//!
//! [`CognitoTokens`] checks the access tokens of a Cognito user pool. Reading order: `cognito/mod.rs` is the check from
//! the outside, `claims` what a token must say, `keys` when the pool's keys are fetched, `jwks` how, `rs256` the one
//! signature algorithm that is taken. [`CognitoSignIn`] signs people in: `sign_in` has the calls, `password` what is looked at before, `refusal` what their
//! errors mean.

//!
//! [`SqsQueue`] carries jobs and [`SqsDeadLetters`] reads what it set aside; `sqs/mod.rs` says in which order to read on.

mod cognito;
mod sqs;
#[cfg(feature = "testing")]
pub mod testing;

pub use cognito::{
    CharacterKind, CognitoError, CognitoSettings, CognitoSignIn, CognitoTokens, PasswordRule, SignInSettings,
};
pub use sqs::{SqsCredentials, SqsDeadLetters, SqsMetrics, SqsQueue, SqsSettings};
