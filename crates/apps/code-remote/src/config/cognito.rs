//! The user pool where callers sign in.

use aws::{CharacterKind, PasswordRule};
use clap::{Args, ValueEnum};
use reqwest::Url;

use super::{
    ConfigError,
    check::{is_loopback, refuse},
};

const REGION: &str = "CODE_REMOTE_COGNITO_REGION";
const USER_POOL_ID: &str = "CODE_REMOTE_COGNITO_USER_POOL_ID";
const CLIENT_ID: &str = "CODE_REMOTE_COGNITO_CLIENT_ID";
const ENDPOINT: &str = "CODE_REMOTE_COGNITO_ENDPOINT";
const ISSUER: &str = "CODE_REMOTE_COGNITO_ISSUER";
const JWKS_URL: &str = "CODE_REMOTE_COGNITO_JWKS_URL";

const OPERATOR_GROUP: &str = "CODE_REMOTE_COGNITO_OPERATOR_GROUP";
const PASSWORD_LENGTH_MIN: &str = "CODE_REMOTE_COGNITO_PASSWORD_LENGTH_MIN";
const PASSWORD_NEEDS: &str = "CODE_REMOTE_COGNITO_PASSWORD_NEEDS";

/// A kind of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PasswordNeed {
    /// A lower-case letter.
    Lower,
    /// An upper-case letter.
    Upper,
    /// A number.
    Number,
    /// A symbol.
    Symbol,
}

/// The user pool where callers sign in.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sign-in with Cognito")]
pub struct CognitoSettings {
    /// Region of the user pool, for example `eu-west-1`.
    #[arg(long, env = REGION, value_name = "REGION")]
    pub cognito_region: Option<String>,
    /// The user pool, for example `eu-west-1_AbCdEfGhI`.
    #[arg(long, env = USER_POOL_ID, value_name = "ID")]
    pub cognito_user_pool_id: Option<String>,
    /// The app client; a public one, without a secret.
    #[arg(long, env = CLIENT_ID, value_name = "ID")]
    pub cognito_client_id: Option<String>,
    /// Where browsers sign in. Default: the region's own address, `https://cognito-idp.REGION.amazonaws.com`.
    #[arg(long, env = ENDPOINT, value_name = "URL")]
    pub cognito_endpoint: Option<String>,
    /// What tokens must name as their issuer. Default: `https://cognito-idp.REGION.amazonaws.com/USER_POOL_ID`, at another endpoint too.
    #[arg(long, env = ISSUER, value_name = "URL")]
    pub cognito_issuer: Option<String>,
    /// Where the service fetches the keys of tokens. Default: `/USER_POOL_ID/.well-known/jwks.json` of the endpoint.
    #[arg(long, env = JWKS_URL, value_name = "URL")]
    pub cognito_jwks_url: Option<String>,
    /// Group of the user pool whose members are operators.
    #[arg(long, env = OPERATOR_GROUP, value_name = "GROUP", default_value = "operators")]
    pub cognito_operator_group: String,
    /// Characters that a password needs: at least as many as the user pool asks for. `/auth/register` refuses weaker ones before it asks the pool, so that the answer does not tell who has an account.
    #[arg(long, env = PASSWORD_LENGTH_MIN, value_name = "CHARACTERS", default_value_t = 8)]
    pub cognito_password_length_min: usize,
    /// Kinds of characters of which it needs one each, comma-separated: at least those that the user pool asks for.
    #[arg(long, env = PASSWORD_NEEDS, value_enum, value_delimiter = ',', value_name = "KINDS", default_value = "lower,upper,number,symbol")]
    pub cognito_password_needs: Vec<PasswordNeed>,
}

/// A user pool whose settings were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPool {
    /// Its region.
    pub region: String,
    /// Its id.
    pub id: String,
    /// The app client.
    pub client_id: String,
    /// Where browsers sign in, if not at the region's own address.
    pub endpoint: Option<String>,
    /// The origin of that address.
    pub origin: String,
    /// Issuer of its tokens.
    pub issuer: String,
    /// Where its keys are.
    pub jwks_url: String,
    /// The group of operators.
    pub operator_group: String,
    /// What a password needs.
    pub password: PasswordRule,
}

impl CognitoSettings {
    /// The user pool, or which setting is missing or wrong.
    pub fn user_pool(&self) -> Result<UserPool, ConfigError> {
        let Self {
            cognito_region,
            cognito_user_pool_id,
            cognito_client_id,
            cognito_endpoint,
            cognito_issuer,
            cognito_jwks_url,
            cognito_operator_group,
            cognito_password_length_min,
            cognito_password_needs,
        } = self;
        let region = name(REGION, cognito_region.as_deref(), "eu-west-1")?;
        let id = name(USER_POOL_ID, cognito_user_pool_id.as_deref(), "eu-west-1_AbCdEfGhI")?;
        let client_id = name(CLIENT_ID, cognito_client_id.as_deref(), "1example23456789")?;
        if !id.starts_with(&format!("{region}_")) {
            return refuse(USER_POOL_ID, format!("`{id}` is not a user pool of the region {region} ({REGION})"));
        }
        let own = format!("https://cognito-idp.{region}.amazonaws.com");
        let endpoint = cognito_endpoint.as_deref().map(|text| url(ENDPOINT, text)).transpose()?;
        let base = endpoint.as_ref().map_or(own.clone(), |url| url.as_str().trim_end_matches('/').to_owned());
        let jwks_url = cognito_jwks_url.clone().unwrap_or_else(|| format!("{base}/{id}/.well-known/jwks.json"));
        let issuer = cognito_issuer.clone().unwrap_or_else(|| format!("{own}/{id}"));
        url(ISSUER, &issuer)?;
        url(JWKS_URL, &jwks_url)?;
        Ok(UserPool {
            region,
            id,
            client_id,
            origin: endpoint.as_ref().map_or(own, |url| url.origin().ascii_serialization()),
            endpoint: endpoint.map(|_| base),
            issuer,
            jwks_url,
            operator_group: cognito_operator_group.clone(),
            password: PasswordRule {
                length_min: *cognito_password_length_min,
                needs: cognito_password_needs.iter().map(|need| (*need).into()).collect(),
            },
        })
    }
}

impl From<PasswordNeed> for CharacterKind {
    fn from(need: PasswordNeed) -> Self {
        match need {
            PasswordNeed::Lower => Self::Lower,
            PasswordNeed::Upper => Self::Upper,
            PasswordNeed::Number => Self::Number,
            PasswordNeed::Symbol => Self::Symbol,
        }
    }
}

/// A name as Cognito gives them out: it becomes a part of addresses.
fn name(variable: &'static str, value: Option<&str>, example: &str) -> Result<String, ConfigError> {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return refuse(variable, format!("`cognito` needs it, for example `{example}`"));
    };
    let is_name = value.len() <= 128 && value.chars().all(|c| c.is_ascii_alphanumeric() || "_-+".contains(c));
    if is_name { Ok(value.to_owned()) } else { refuse(variable, format!("`{value}` is not such as `{example}`")) }
}

/// An address that may be trusted for sign-in: over TLS, or on this machine.
fn url(variable: &'static str, text: &str) -> Result<Url, ConfigError> {
    let Ok(url) = Url::parse(text) else { return refuse(variable, format!("`{text}` is not a URL")) };
    let has_more = !url.username().is_empty() || url.password().is_some() || url.query().is_some();
    if has_more || url.fragment().is_some() {
        return refuse(variable, "only scheme, host, port and path may be given");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => refuse(
            variable,
            format!("`{text}` is plain http, which only an emulator on this machine may use: use https"),
        ),
        _ => refuse(variable, format!("`{text}` is not an https URL")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> CognitoSettings {
        CognitoSettings {
            cognito_region: Some("eu-west-1".into()),
            cognito_user_pool_id: Some("eu-west-1_AbC".into()),
            cognito_client_id: Some("client".into()),
            ..CognitoSettings::default()
        }
    }

    fn wrong(change: impl FnOnce(&mut CognitoSettings)) -> &'static str {
        let mut settings = complete();
        change(&mut settings);
        settings.user_pool().expect_err("it is refused").variable
    }

    #[test]
    fn addresses_are_those_that_aws_documents() {
        let pool = complete().user_pool().expect("it is complete");
        assert_eq!(pool.issuer, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC");
        assert_eq!(pool.jwks_url, format!("{}/.well-known/jwks.json", pool.issuer));
        assert_eq!((pool.origin.as_str(), pool.endpoint), ("https://cognito-idp.eu-west-1.amazonaws.com", None));
    }

    #[test]
    fn an_emulator_publishes_its_own_keys_for_the_usual_issuer() {
        let endpoint = Some("http://127.0.0.1:4566/".to_owned());
        let pool = CognitoSettings { cognito_endpoint: endpoint, ..complete() }.user_pool().expect("it is complete");
        assert_eq!(pool.endpoint.as_deref(), Some("http://127.0.0.1:4566"));
        assert_eq!(pool.origin, "http://127.0.0.1:4566");
        assert_eq!(pool.issuer, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC");
        assert_eq!(pool.jwks_url, "http://127.0.0.1:4566/eu-west-1_AbC/.well-known/jwks.json");
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert_eq!(wrong(|s| s.cognito_region = None), REGION);
        assert_eq!(wrong(|s| s.cognito_user_pool_id = None), USER_POOL_ID);
        assert_eq!(wrong(|s| s.cognito_user_pool_id = Some("us-east-1_AbC".into())), USER_POOL_ID);
        assert_eq!(wrong(|s| s.cognito_client_id = Some(String::new())), CLIENT_ID);
        assert_eq!(wrong(|s| s.cognito_client_id = Some("a/b".into())), CLIENT_ID);
        assert_eq!(wrong(|s| s.cognito_endpoint = Some("idp.example".into())), ENDPOINT);
        assert_eq!(wrong(|s| s.cognito_issuer = Some("ftp://idp.example".into())), ISSUER);
        assert_eq!(wrong(|s| s.cognito_jwks_url = Some("https://u:p@idp.example/k".into())), JWKS_URL);
        assert_eq!(wrong(|s| s.cognito_jwks_url = Some("https://idp.example/k?a=b".into())), JWKS_URL);
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in
            ["http://127.0.0.1:1", "http://127.8.9.1:1", "http://[::1]:1", "http://localhost:1", "https://idp.example"]
        {
            let endpoint = Some(good.to_owned());
            assert!(CognitoSettings { cognito_endpoint: endpoint, ..complete() }.user_pool().is_ok(), "{good}");
        }
        for bad in ["http://idp.example", "http://10.0.0.1", "http://localhost.example", "http://127.0.0.1.example"] {
            assert_eq!(wrong(|s| s.cognito_endpoint = Some(bad.to_owned())), ENDPOINT, "{bad}");
            assert_eq!(wrong(|s| s.cognito_jwks_url = Some(bad.to_owned())), JWKS_URL, "{bad}");
        }
    }
}
