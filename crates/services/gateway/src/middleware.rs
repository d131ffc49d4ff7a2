//! What happens to every request, from outside in: [`envelope`], then panics, then [`guard`], then
//! [`by_address`]; behind the authentication [`by_caller`].

mod envelope;
mod guard;
mod headers;
mod rate;

use std::any::Any;

use axum::response::{IntoResponse as _, Response};

pub use envelope::envelope;
pub use guard::{Guard, guard};
pub use rate::{by_address, by_caller};

use crate::error::RouteError;

/// The answer when a handler panicked. The panic's text stays in the log.
pub fn panicked(_: Box<dyn Any + Send>) -> Response {
    RouteError::Internal("a handler panicked".into()).into_response()
}
