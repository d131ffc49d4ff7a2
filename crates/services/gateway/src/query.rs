//! Query strings, read by name; a wrong value is told like a wrong field of a body.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};

use crate::error::RouteError;

/// The parameters as they came. Unknown ones are ignored; of a repeated one the last counts.
#[derive(Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = RouteError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RouteError> {
        let Query(pairs) =
            Query::try_from_uri(&parts.uri).map_err(|_| RouteError::invalid("query", "is not a valid query string"))?;
        Ok(Self(pairs))
    }
}

impl Params {
    /// A parameter's value; none when it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Reads a value, or says what it must be.
    pub fn read<T>(
        &self,
        name: &str,
        must: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, RouteError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        parse(value).map(Some).ok_or_else(|| RouteError::invalid(name, must))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    async fn params(query: &str) -> Params {
        let request = Request::builder().uri(format!("/x?{query}")).body(()).unwrap();
        Params::from_request_parts(&mut request.into_parts().0, &()).await.unwrap()
    }

    #[tokio::test]
    async fn the_last_of_a_repeated_name_counts() {
        let params = params("a=1&b=&a=2&%zz&a%20b=%C3%A4").await;
        assert_eq!((params.get("a"), params.get("b"), params.get("c")), (Some("2"), None, None));
        assert_eq!(params.get("a b"), Some("ä"));
    }

    #[tokio::test]
    async fn a_wrong_value_names_its_parameter() {
        let params = params("n=x").await;
        match params.read::<u32>("n", "must be a number", |text| text.parse().ok()) {
            Err(RouteError::InvalidFields(fields)) => assert_eq!(fields[0].field, "n"),
            other => panic!("{other:?}"),
        }
    }
}
