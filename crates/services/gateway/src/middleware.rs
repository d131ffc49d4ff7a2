//! What happens to every request, from outside in: [`envelope`], then panics, then [`guard`].

mod envelope;
mod guard;
mod headers;

use std::any::Any;

use axum::response::{IntoResponse as _, Response};

pub use envelope::envelope;
pub use guard::{Guard, guard};

use crate::error::RouteError;

/// The answer when a handler panicked. The panic's text stays in the log.
pub fn panicked(_: Box<dyn Any + Send>) -> Response {
    RouteError::Internal("a handler panicked".into()).into_response()
}
