//! Keys from a file: who has one is the principal of its name.
//!
//! A line is `name:sha256` or, for an operator, `name:sha256:operator`; the hash is in hexadecimal, of a key that a random
//! source made (a plain hash is enough for 128 random bits, and would not be for a password). Two lines of one name let a key be replaced without a gap. Empty lines
//! and lines that begin with `#` are skipped.
//!
//! A key of the file may all that a person of its role may, but for making further keys, which an operator's alone may.

use std::{fs, io, path::Path};

use async_trait::async_trait;
use domain::{Principal, PrincipalId, Role, Scope, TokenError, TokenVerifier};
use sha2::{Digest as _, Sha256};

const NAME_CHARS_MAX: usize = 64;

type Hash = [u8; 32];

/// Why a file of keys was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ApiKeysError {
    /// It could not be read.
    #[error("the file of API keys cannot be read")]
    Unreadable(#[source] io::Error),
    /// It has no key, so nobody could call.
    #[error("the file of API keys has no key")]
    Empty,
    /// A line is not `name:sha256`.
    #[error("line {line} of the file of API keys is wrong: {reason}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong; never the line itself, which may be a secret.
        reason: &'static str,
    },
}

/// Knows the hash of each key.
#[derive(Clone)]
pub struct ApiKeys(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    name: String,
    hash: Hash,
    role: Role,
}

impl std::fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ApiKeys").field(&self.0.len()).finish()
    }
}

impl ApiKeys {
    /// Reads a file.
    pub fn from_file(path: &Path) -> Result<Self, ApiKeysError> {
        Self::parse(&fs::read_to_string(path).map_err(ApiKeysError::Unreadable)?)
    }

    /// Reads a file's text.
    pub fn parse(text: &str) -> Result<Self, ApiKeysError> {
        let lines = text.lines().map(str::trim).enumerate();
        let entries = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let parsed = entries.map(|(n, line)| entry(line).map_err(|reason| ApiKeysError::Line { line: n + 1, reason }));
        let keys = parsed.collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(ApiKeysError::Empty) } else { Ok(Self(keys)) }
    }

    fn entry_of(&self, key: &str) -> Option<&Entry> {
        let hash: Hash = Sha256::digest(key).into();
        let mut found = None;
        for entry in &self.0 {
            if is_same(&entry.hash, &hash) {
                found = Some(entry);
            }
        }
        found
    }
}

impl Entry {
    fn principal(&self) -> Principal {
        let Self { name, hash: _, role } = self;
        let scopes = Scope::ALL.into_iter().filter(|scope| *scope != Scope::ServiceRead || *role == Role::Operator);
        let id = PrincipalId::new(format!("key:{name}"));
        Principal { id, display_name: Some(name.clone()), role: *role, key: Some(scopes.collect()), key_id: None }
    }
}

fn entry(line: &str) -> Result<Entry, &'static str> {
    let (name, rest) = line.split_once(':').ok_or("it has no colon")?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.chars().all(is_name) {
        return Err("the name must be 1 to 64 letters, digits or ._-@");
    }
    let (hash, role) = match rest.split_once(':') {
        None => (rest, Role::User),
        Some((hash, role)) if role.trim() == Role::Operator.as_str() => (hash, Role::Operator),
        Some(_) => return Err("the third part can only be `operator`"),
    };
    let hash = unhex(hash.trim()).ok_or("the hash must be 64 hexadecimal digits")?;
    Ok(Entry { name: name.to_owned(), hash, role })
}

fn unhex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 2 * hash.len() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, at) in hash.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(hash)
}

/// Takes the same time wherever the two differ.
fn is_same(one: &Hash, other: &Hash) -> bool {
    let difference = one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b));
    std::hint::black_box(difference) == 0
}

#[async_trait]
impl TokenVerifier for ApiKeys {
    async fn verify(&self, bearer: Option<&str>) -> Result<Principal, TokenError> {
        let entry = self.entry_of(bearer.ok_or(TokenError::Missing)?).ok_or(TokenError::Invalid)?;
        Ok(entry.principal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idempotency::hex;

    fn line(name: &str, key: &str) -> String {
        format!("{name}:{}\n", hex(&Sha256::digest(key)))
    }

    #[tokio::test]
    async fn each_key_is_its_names_principal() {
        let text = format!("# keys\n\n{}{}{}", line("ann", "k1"), line("bob", "k2"), line("ann", "k3"));
        let keys = ApiKeys::parse(&text).unwrap();
        for (key, id) in [("k1", "key:ann"), ("k2", "key:bob"), ("k3", "key:ann")] {
            assert_eq!(keys.verify(Some(key)).await.unwrap().id.as_str(), id);
        }
        assert_eq!(keys.verify(Some("k4")).await, Err(TokenError::Invalid));
        assert_eq!(keys.verify(Some(&hex(&Sha256::digest("k1")))).await, Err(TokenError::Invalid));
        assert_eq!(keys.verify(None).await, Err(TokenError::Missing));
    }

    #[tokio::test]
    async fn an_operators_key_says_so() {
        let text = line("ann", "k1") + &line("ops", "k2").replace('\n', ":operator\n");
        let keys = ApiKeys::parse(&text).unwrap();
        let of = async |key| keys.verify(Some(key)).await.unwrap();
        assert_eq!((of("k1").await.role, of("k2").await.role), (Role::User, Role::Operator));
        assert!(!of("k1").await.may(Scope::ServiceRead) && of("k2").await.may(Scope::ServiceRead));
        assert!(of("k1").await.may(Scope::JobsWrite));
        assert!(ApiKeys::parse(&text.replace("operator", "root")).is_err());
    }

    #[test]
    fn a_wrong_line_is_named_without_being_shown() {
        let good = line("ann", "k");
        for bad in ["secret", "ann:secret", &format!("a b:{}", &good[4..]), &format!("ann:{}g", &good[4..67])] {
            let error = ApiKeys::parse(&format!("{good}{bad}")).unwrap_err();
            assert!(matches!(error, ApiKeysError::Line { line: 2, .. }), "{error}");
            assert!(!error.to_string().contains("secret"));
        }
        assert!(matches!(ApiKeys::parse("# nothing\n"), Err(ApiKeysError::Empty)));
    }

    #[test]
    fn a_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(matches!(ApiKeys::from_file(&path), Err(ApiKeysError::Unreadable(_))));
        fs::write(&path, line("ann", "k")).unwrap();
        assert_eq!(ApiKeys::from_file(&path).unwrap().entry_of("k").unwrap().name, "ann");
    }
}
