//! What a token must say.

use domain::{Principal, PrincipalId, Role, TokenError};
use serde::Deserialize;

/// How far two machines' clocks may be apart.
const LEEWAY_SECONDS: i64 = 30;

/// Cognito's subjects are UUIDs; a principal's name has at most 256 bytes.
const SUBJECT_BYTES_MAX: usize = 128;

const NAME_CHARS_MAX: usize = 128;

/// What is compared with them.
pub(super) struct Wanted {
    pub(super) issuer: String,
    pub(super) client_id: String,
    /// The group whose members are operators.
    pub(super) operator_group: String,
}

/// The claims of an access token that matter here. A claim of another type, or one that is there twice, is an error.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    sub: String,
    token_use: String,
    client_id: String,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    username: Option<String>,
    email: Option<String>,
    #[serde(rename = "cognito:groups", default)]
    groups: Vec<String>,
}

impl Claims {
    /// Who signed in, if this is an access token for us that is valid at this second.
    pub(super) fn principal(self, wanted: &Wanted, now: i64) -> Result<Principal, TokenError> {
        let is_ours = self.iss == wanted.issuer && self.token_use == "access" && self.client_id == wanted.client_id;
        if !is_ours || !self.has_subject() || !self.has_begun(now) {
            return Err(TokenError::Invalid);
        }
        if self.exp.saturating_add(LEEWAY_SECONDS) <= now {
            return Err(TokenError::Expired);
        }
        let is_operator = self.groups.contains(&wanted.operator_group);
        let role = if is_operator { Role::Operator } else { Role::User };
        let id = PrincipalId::new(format!("cognito:{}", self.sub));
        Ok(Principal { id, display_name: self.display_name(), role, key: None, key_id: None })
    }

    fn has_subject(&self) -> bool {
        (1..=SUBJECT_BYTES_MAX).contains(&self.sub.len()) && self.sub.bytes().all(|byte| byte.is_ascii_graphic())
    }

    fn has_begun(&self, now: i64) -> bool {
        let begin = self.nbf.unwrap_or(self.iat).max(self.iat);
        self.iat < self.exp && begin <= now.saturating_add(LEEWAY_SECONDS)
    }

    /// Where people sign in with an address, their user name is the subject again and tells nobody anything.
    fn display_name(self) -> Option<String> {
        let username = self.username.filter(|name| *name != self.sub);
        let name = self.email.or(username)?;
        let is_plain = (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        is_plain.then_some(name)
    }
}
