//! Who calls.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The stable name of a caller: owner of jobs, unit of fair share. At most 256 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PrincipalId(String);

impl PrincipalId {
    /// Wraps a name that a [`crate::TokenVerifier`] or a store produced.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a part of the service rather than a caller: no caller has a name that begins so.
    pub fn is_system(&self) -> bool {
        self.0.starts_with("system:")
    }
}

impl fmt::Display for PrincipalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a caller is to the service. It says nothing about other callers' jobs: those are nobody else's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Uses it.
    #[default]
    User,
    /// Looks after it.
    Operator,
}

impl Role {
    /// The role's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Operator => "operator",
        }
    }
}

/// What an API key may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Look at jobs, their logs and their results.
    JobsRead,
    /// Run, stop, delete and share jobs.
    JobsWrite,
    /// Have code analysed.
    Analyze,
    /// Look at how the service is: what an operator may see. Only an operator can give it to a key.
    ServiceRead,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::JobsRead, Self::JobsWrite, Self::Analyze, Self::ServiceRead];

    /// The scope's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JobsRead => "jobs:read",
            Self::JobsWrite => "jobs:write",
            Self::Analyze => "analyze",
            Self::ServiceRead => "service:read",
        }
    }
}

/// Text that names no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a scope")]
pub struct ParseScopeError;

impl FromStr for Scope {
    type Err = ParseScopeError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word).ok_or(ParseScopeError)
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether this one is among them.
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }

    /// Each of them, in the order of [`Scope::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Reads what [`Scopes`] shows. Words that this program does not know are left out: a key never gets more by that.
    pub fn from_words(words: &str) -> Self {
        words.split(' ').filter_map(|word| word.parse().ok()).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | (1 << scope as u8)))
    }
}

/// Their words with spaces between them.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.iter().map(Scope::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

/// An authenticated caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Stable name.
    pub id: PrincipalId,
    /// Name to show to a person, when the identity has one.
    pub display_name: Option<String>,
    /// What the caller is to the service.
    pub role: Role,
    /// What the API key that was used is good for; none when a person called, who may do all that the role may.
    pub key: Option<Scopes>,
    /// Name of that key, for the audit log; one of the operator's file has none besides its owner's.
    pub key_id: Option<String>,
}

impl Principal {
    /// The person at this machine: the caller on a loopback address without authentication.
    pub fn local_developer() -> Self {
        let id = PrincipalId::new("local");
        Self { id, display_name: Some("local developer".into()), role: Role::Operator, key: None, key_id: None }
    }

    /// Whether the caller may do this with what is its own.
    pub fn may(&self, scope: Scope) -> bool {
        match (self.key, scope) {
            (Some(scopes), scope) => scopes.contains(scope),
            (None, Scope::ServiceRead) => self.role == Role::Operator,
            (None, _) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_read_back_and_unknown_words_give_nothing() {
        for count in 0..1_u8 << Scope::ALL.len() {
            let scopes = Scopes(count);
            assert_eq!(Scopes::from_words(&scopes.to_string()), scopes);
        }
        let some = Scopes::from_words("jobs:read everything  JOBS:WRITE jobs:write,analyze");
        assert_eq!(some.iter().collect::<Vec<_>>(), [Scope::JobsRead]);
    }

    #[test]
    fn a_key_may_what_its_scopes_say_and_a_person_what_the_role_says() {
        let person = |role| Principal { role, ..Principal::local_developer() };
        let key = |scope| Principal { key: Some(Scopes::from_iter([scope])), ..Principal::local_developer() };
        for scope in Scope::ALL {
            assert!(person(Role::Operator).may(scope));
            assert_eq!(person(Role::User).may(scope), scope != Scope::ServiceRead);
            for other in Scope::ALL {
                assert_eq!(key(scope).may(other), scope == other, "an operator's key too has no more than its scopes");
            }
        }
    }
}
