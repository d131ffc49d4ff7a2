//! What a password needs, looked at before the user pool is asked.
//!
//! The pool may look for the user name first and for the password then: whoever registers with a weak password would learn
//! who has an account. A password that the pool would refuse anyway is therefore not shown to it.

use domain::SignInError;

/// What the user pool asks of a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordRule {
    /// Characters.
    pub length_min: usize,
    /// Kinds of characters, one of each.
    pub needs: Vec<CharacterKind>,
}

/// A kind of characters, as user pools tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharacterKind {
    /// a to z.
    Lower,
    /// A to Z.
    Upper,
    /// 0 to 9.
    Number,
    /// One of Cognito's special characters.
    Symbol,
}

impl Default for PasswordRule {
    /// That of a user pool for which nothing else was chosen.
    fn default() -> Self {
        use CharacterKind::{Lower, Number, Symbol, Upper};
        Self { length_min: 8, needs: vec![Lower, Upper, Number, Symbol] }
    }
}

impl CharacterKind {
    fn has(self, c: char) -> bool {
        match self {
            Self::Lower => c.is_ascii_lowercase(),
            Self::Upper => c.is_ascii_uppercase(),
            Self::Number => c.is_ascii_digit(),
            // A space counts inside of a password, but not at its ends; whoever needs one more symbol has more to choose from.
            Self::Symbol => c.is_ascii_punctuation(),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Lower => "a lower-case letter",
            Self::Upper => "an upper-case letter",
            Self::Number => "a number",
            Self::Symbol => "a symbol",
        }
    }
}

impl PasswordRule {
    /// Whether a password is strong enough, or what is missing.
    pub(super) fn check(&self, password: &str) -> Result<(), SignInError> {
        let missing = self.needs.iter().filter(|kind| !password.chars().any(|c| kind.has(c))).map(|kind| kind.name());
        let missing: Vec<_> = missing.collect();
        let is_short = password.chars().count() < self.length_min;
        let why = match (is_short, missing.is_empty()) {
            (false, true) => return Ok(()),
            (true, true) => format!("must have at least {} characters", self.length_min),
            (false, false) => format!("must have {}", missing.join(", ")),
            (true, false) => format!("must have at least {} characters, and {}", self.length_min, missing.join(", ")),
        };
        Err(SignInError::WeakPassword(why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(password: &str) -> Option<String> {
        match PasswordRule::default().check(password) {
            Err(SignInError::WeakPassword(why)) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(missing("Correct-Horse-7"), None);
        assert_eq!(missing("Aa1-").as_deref(), Some("must have at least 8 characters"));
        assert_eq!(missing("correct-horse-7").as_deref(), Some("must have an upper-case letter"));
        assert_eq!(missing("CORRECT HORSE").as_deref(), Some("must have a lower-case letter, a number, a symbol"));
        assert_eq!(missing("aA1").as_deref(), Some("must have at least 8 characters, and a symbol"));
        // Characters, not bytes.
        assert!(missing("aA1-\u{1F600}").is_some());
    }
}
