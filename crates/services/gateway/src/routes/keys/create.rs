//! `POST /v1/keys`: make an API key.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{FromRef, FromRequest, Request, State},
    http::StatusCode,
};
use domain::{ApiKeyStore, IdSource, NewApiKey, Principal, Scope, Scopes};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::ApiKeyDocument;
use crate::{
    Settings,
    auth::{Caller, key_text},
    body::read_small_json,
    error::{ErrorBody, RouteError},
    fields::{Complaints, UpTo, object},
};

/// Good keys of one owner.
const KEYS_MAX: u32 = 100;
const NAME_CHARS_MAX: usize = 64;
const DAYS_DEFAULT: u32 = 90;
/// A year, also when it is a leap year.
const DAYS_MAX: u32 = 366;
const DAY: Duration = Duration::from_hours(24);
const SCOPES_DEFAULT: [Scope; 2] = [Scope::JobsRead, Scope::JobsWrite];

/// The key to make.
#[derive(ToSchema)]
#[schema(as = NewApiKey, example = json!({ "name": "nightly build", "scopes": ["jobs:read", "jobs:write"], "expires_in_days": 90 }))]
#[expect(dead_code, reason = "the document's description of `Fields`, which are read one by one")]
pub struct NewKeyBody {
    /// What to call it.
    #[schema(min_length = 1, max_length = 64)]
    name: String,
    /// What it shall be good for: `jobs:read`, `jobs:write`, `analyze`, and `service:read`, which only operators can
    /// give. By default `jobs:read` and `jobs:write`.
    #[schema(max_items = 4)]
    scopes: Option<Vec<String>>,
    /// Days after which it is good for nothing; 90 by default.
    #[schema(minimum = 1, maximum = 366)]
    expires_in_days: Option<u32>,
}

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow, default)]
    name: Option<&'a RawValue>,
    #[serde(borrow, default)]
    scopes: Option<&'a RawValue>,
    #[serde(borrow, default)]
    expires_in_days: Option<&'a RawValue>,
}

/// The key that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedApiKey)]
pub struct CreatedKeyDocument {
    /// The key itself. It is not kept and cannot be shown again.
    #[schema(format = "password", pattern = "^cr_[0-9a-f]{72}$")]
    key: String,
    /// What will be known of it.
    #[serde(flatten)]
    made: ApiKeyDocument,
}

/// The fields as they came.
pub struct NewKey(axum::body::Bytes);

impl<S> FromRequest<S> for NewKey
where
    Arc<Settings>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = RouteError;

    async fn from_request(request: Request, state: &S) -> Result<Self, RouteError> {
        read_small_json(request, &<Arc<Settings>>::from_ref(state)).await.map(Self)
    }
}

/// Make an API key
///
/// The answer is the only time that the key is shown. What is done with it is done in the name of who made it.
#[utoipa::path(
    post, path = "/v1/keys", tag = "Keys", request_body = NewKeyBody,
    responses(
        (status = 201, description = "The key", body = CreatedKeyDocument),
        (status = 409, description = "The caller has as many keys as one may have", body = ErrorBody),
        (status = 503, description = "The store is away; see `Retry-After`", body = ErrorBody),
    )
)]
pub async fn create_key(
    Caller(caller): Caller,
    State(keys): State<Arc<dyn ApiKeyStore>>,
    State(ids): State<Arc<dyn IdSource>>,
    NewKey(body): NewKey,
) -> Result<(StatusCode, Json<CreatedKeyDocument>), RouteError> {
    let (name, scopes, lifetime) = parse(&body, &caller)?;
    let key = key_text::new();
    let hash = key_text::hash(key.reveal()).ok_or_else(|| RouteError::Internal("a new key is not a key".into()))?;
    let new = NewApiKey { id: ids.api_key_id(), owner: caller.id, name, scopes, hash, lifetime };
    let made = keys.create(new, KEYS_MAX).await?;
    tracing::info!(key.id = %made.id, key.scopes = %made.scopes, "made an API key");
    Ok((StatusCode::CREATED, Json(CreatedKeyDocument { key: key.reveal().to_owned(), made: made.into() })))
}

fn parse(body: &[u8], caller: &Principal) -> Result<(String, Scopes, Duration), RouteError> {
    let fields: Fields<'_> = object(body)?;
    let mut complaints = Complaints::default();
    let name = name(fields.name, &mut complaints);
    let scopes = scopes(fields.scopes, caller, &mut complaints);
    let days = days(fields.expires_in_days, &mut complaints);
    complaints.check((name, scopes, DAY * days))
}

fn name(raw: Option<&RawValue>, complaints: &mut Complaints) -> String {
    let name: String = complaints.read("name", raw).unwrap_or_default();
    let is_name = (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if !is_name || name.trim().is_empty() {
        complaints.invalid("name", format!("must have 1 to {NAME_CHARS_MAX} characters that can be seen"));
    }
    name
}

fn scopes(raw: Option<&RawValue>, caller: &Principal, complaints: &mut Complaints) -> Scopes {
    let Some(UpTo(words)) = complaints.read::<UpTo<String, { Scope::ALL.len() }>>("scopes", raw) else {
        return SCOPES_DEFAULT.into_iter().collect();
    };
    let may_give: Vec<_> = Scope::ALL.into_iter().filter(|scope| caller.may(*scope)).collect();
    let scope = |word: &String| may_give.iter().copied().find(|scope| scope.as_str() == word);
    let scopes: Option<Vec<_>> = words.iter().map(scope).collect();
    match scopes {
        Some(scopes) if !scopes.is_empty() => scopes.into_iter().collect(),
        _ => {
            let words: Vec<_> = may_give.into_iter().map(Scope::as_str).collect();
            complaints.invalid("scopes", format!("must be some of: {}", words.join(", ")));
            Scopes::default()
        }
    }
}

fn days(raw: Option<&RawValue>, complaints: &mut Complaints) -> u32 {
    if raw.is_none_or(|raw| raw.get() == "null") {
        return DAYS_DEFAULT;
    }
    let days: Option<u32> = raw.and_then(|raw| raw.get().parse().ok());
    match days.filter(|days| (1..=DAYS_MAX).contains(days)) {
        Some(days) => days,
        None => {
            complaints.invalid("expires_in_days", format!("must be a whole number from 1 to {DAYS_MAX}"));
            DAYS_DEFAULT
        }
    }
}
