//! `Idempotency-Key`: sending a request again does not run it again.

use std::fmt::Write as _;

use axum::{extract::FromRequestParts, http::request::Parts};
use domain::{ExecutionSpec, IdempotencyKey};
use sha2::{Digest as _, Sha256};

use crate::error::RouteError;

/// The request's header.
pub const HEADER: &str = "idempotency-key";

/// Set to `true` on an answer about a job that an earlier request made.
pub const REPLAYED_HEADER: &str = "idempotency-replayed";

const KEY_BYTES_MAX: usize = 255;

/// The caller's key, if one was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = RouteError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RouteError> {
        let mut sent = parts.headers.get_all(HEADER).iter();
        match (sent.next(), sent.next()) {
            (None, _) => Ok(Self(None)),
            (Some(key), None) if is_valid(key.as_bytes()) => {
                Ok(Self(Some(String::from_utf8_lossy(key.as_bytes()).into_owned())))
            }
            _ => Err(RouteError::invalid("Idempotency-Key", "must be one header of 1 to 255 visible ASCII characters")),
        }
    }
}

fn is_valid(key: &[u8]) -> bool {
    (1..=KEY_BYTES_MAX).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic)
}

impl Key {
    /// The key together with what it stands for.
    pub fn of(self, spec: &ExecutionSpec) -> Option<IdempotencyKey> {
        self.0.map(|key| IdempotencyKey { key, fingerprint: fingerprint(spec) })
    }
}

/// SHA-256 over what the caller chose. The operator's settings are left out: changing them must not turn a repetition
/// into a conflict. Each part goes in with its length, so that no two requests read the same.
fn fingerprint(spec: &ExecutionSpec) -> String {
    let ExecutionSpec { language, source, stdin, args, files, imports: _, limits } = spec;
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(language.as_bytes());
    part(source.as_bytes());
    part(&stdin.0);
    part(&limits.wall_time_ms.to_be_bytes());
    part(&args.len().to_be_bytes());
    for arg in args {
        part(arg.as_bytes());
    }
    for file in files {
        part(file.path.as_bytes());
        part(&file.content.0);
    }
    hex(&hash.finalize())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use domain::{ByteString, Imports, InputFile, Limits};

    use super::*;

    async fn extract(keys: &[&[u8]]) -> Result<Key, RouteError> {
        let mut request = Request::builder();
        for key in keys {
            request = request.header(HEADER, *key);
        }
        Key::from_request_parts(&mut request.body(()).unwrap().into_parts().0, &()).await
    }

    #[tokio::test]
    async fn a_key_is_visible_ascii_and_sent_once() {
        assert_eq!(extract(&[]).await.unwrap(), Key(None));
        assert_eq!(extract(&[b"a-1~!"]).await.unwrap(), Key(Some("a-1~!".to_owned())));
        assert!(extract(&[&[b'x'; 255]]).await.is_ok());
        let wrong: [&[&[u8]]; 5] = [&[b""], &[b"a b"], &[&[b'x'; 256]], &["ä".as_bytes()], &[b"a", b"a"]];
        for keys in wrong {
            assert!(matches!(extract(keys).await, Err(RouteError::InvalidFields(_))), "{keys:?}");
        }
    }

    fn spec() -> ExecutionSpec {
        ExecutionSpec {
            language: "python".to_owned(),
            source: "print(1)".to_owned(),
            stdin: ByteString::default(),
            args: vec!["ab".to_owned(), "c".to_owned()],
            files: Vec::new(),
            imports: Imports::Whitelist,
            limits: Limits::default(),
        }
    }

    #[test]
    fn every_choice_of_the_caller_changes_the_fingerprint() {
        let changes: [fn(&mut ExecutionSpec); 7] = [
            |spec| spec.source.push('\n'),
            |spec| spec.stdin.0.push(0),
            |spec| spec.args = vec!["a".to_owned(), "bc".to_owned()],
            |spec| spec.args.push(String::new()),
            |spec| spec.limits.wall_time_ms += 1,
            |spec| spec.language.push('3'),
            |spec| spec.files.push(InputFile { path: String::new(), content: ByteString::default() }),
        ];
        let mut seen = vec![fingerprint(&spec())];
        for change in changes {
            let mut other = spec();
            change(&mut other);
            seen.push(fingerprint(&other));
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), changes.len() + 1);
    }

    #[test]
    fn the_operators_choices_do_not() {
        let mut other = spec();
        other.limits.memory_bytes *= 2;
        other.imports = Imports::Any;
        assert_eq!(fingerprint(&other), fingerprint(&spec()));
    }
}
