//! What Cognito's errors mean.

use std::error::Error;

use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};
use domain::SignInError;

/// Longer explanations are cut.
const EXPLANATION_CHARS_MAX: usize = 200;

/// Whether somebody else has the user name or address.
pub(super) fn is_taken<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code);
    matches!(code, Some("UsernameExistsException" | "AliasExistsException"))
}

/// The error in our words. Accounts that do not exist, are not confirmed or are disabled are refused like wrong passwords.
pub(super) fn refusal<E, R>(error: SdkError<E, R>) -> SignInError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let service = error.as_service_error();
    let message = service.and_then(ProvideErrorMetadata::message).unwrap_or_default();
    match service.and_then(ProvideErrorMetadata::code) {
        Some(
            "NotAuthorizedException"
            | "UserNotFoundException"
            | "UserNotConfirmedException"
            | "PasswordResetRequiredException",
        ) => SignInError::Refused,
        Some("CodeMismatchException" | "ExpiredCodeException") => SignInError::CodeRefused,
        Some("InvalidPasswordException") => SignInError::WeakPassword(explanation(message)),
        // The one case that callers can do nothing about.
        Some("InvalidParameterException") if !message.contains("flow not enabled") => SignInError::BadUsername,
        Some("UserLambdaValidationException") => SignInError::BadUsername,
        Some("TooManyRequestsException" | "LimitExceededException" | "TooManyFailedAttemptsException") => {
            SignInError::TooManyRequests
        }
        // What it was is in the chain: not reached, too slow, or not what the configuration says.
        _ => SignInError::Unavailable(error.into()),
    }
}

/// The pool's own words about a password, made safe to be shown.
fn explanation(message: &str) -> String {
    let words = message.rsplit_once(": ").map_or(message, |(_, words)| words);
    let words: String = words.chars().filter(|c| !c.is_control()).take(EXPLANATION_CHARS_MAX).collect();
    if words.is_empty() { "is not as strong as the user pool asks for".to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explanations_are_short_and_plain() {
        let told = "Password did not conform with policy: Password must have uppercase characters";
        assert_eq!(explanation(told), "Password must have uppercase characters");
        assert_eq!(explanation("a\u{1b}[2Jb"), "a[2Jb");
        assert_eq!(explanation(&"x".repeat(900)).len(), 200);
        assert!(!explanation("").is_empty());
    }
}
