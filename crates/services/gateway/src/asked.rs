//! What a JSON body asks for, as a part that a handler can ask for.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, Request};

use crate::{Settings, body::read_json, error::RouteError, state::Receiving};

/// Something that a body says field by field.
pub trait FromBody: Sized {
    /// Reads a body; the error names every field that is wrong.
    fn parse(body: &[u8], settings: &Settings) -> Result<Self, RouteError>;
}

/// A body in which every field is right.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<S, T> FromRequest<S> for Asked<T>
where
    T: FromBody,
    Arc<Settings>: FromRef<S>,
    Receiving: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = RouteError;

    async fn from_request(request: Request, state: &S) -> Result<Self, RouteError> {
        let settings = <Arc<Settings>>::from_ref(state);
        let body = read_json(request, &settings, &Receiving::from_ref(state).0).await?;
        T::parse(&body, &settings).map(Self)
    }
}
