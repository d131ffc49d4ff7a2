//! The API's description, written from the handlers. What every operation has in common is added here.

use domain::Scope;
use utoipa::{
    OpenApi as _,
    openapi::{
        Content, Header, OpenApi, Ref, RefOr, Response,
        path::{Operation, PathItem},
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

use utoipa_axum::router::OpenApiRouter;

use crate::{
    Access, AppState,
    router::{Entry, table},
};

const SCHEME: &str = "bearer";

/// What can be wrong with any body.
const BODY_ERRORS: [(&str, &str); 5] = [
    ("400", "The body is not JSON"),
    ("408", "The body did not arrive in time"),
    ("413", "The body, or a field of it, is too large"),
    ("415", "The body is not `application/json`"),
    ("422", "Fields are invalid; `details` names each"),
];

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Code Remote",
        version = "1",
        description = "Runs code that nobody trusts in single-use gVisor sandboxes and tells what happened. \
            The request failing is 4xx or 5xx; the submitted code failing is 200 with `success: false`. \
            Every 4xx and 5xx has the body `Error`. Times are RFC 3339 in UTC; `*_ms` are milliseconds.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "Run", description = "Run code and wait for its result"),
        (name = "Jobs", description = "Submit, follow, stop and share jobs"),
        (name = "Sign-in", description = "For clients without software of the user pool's own"),
        (name = "Keys", description = "API keys for machines"),
        (name = "Analysis", description = "Complexity of a piece of code"),
        (name = "Service", description = "What the service is and how it is")
    )
)]
struct Common;

/// One operation of the API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// In upper case.
    pub method: &'static str,
    /// With its parameters in braces.
    pub path: String,
    /// Who may call it.
    pub access: Access,
}

impl Endpoint {
    /// Whether it is served without a principal, as long as everyone may observe.
    pub fn is_public(&self) -> bool {
        matches!(self.access, Access::Public | Access::Observer)
    }
}

/// Every operation, for tests that walk them all.
pub fn endpoints() -> Vec<Endpoint> {
    let of = |Entry { access, route: (_, paths, _) }: Entry| {
        let items = paths.paths.into_iter();
        let of_item = move |(path, item): (String, PathItem)| {
            let methods: Vec<_> = operations(&item).into_iter().map(|(method, _)| method).collect();
            methods.into_iter().map(move |method| Endpoint { method, path: path.clone(), access })
        };
        items.flat_map(of_item).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = table().into_iter().flat_map(of).collect();
    all.sort();
    all
}

/// The `OpenAPI` document.
pub fn openapi() -> OpenApi {
    let mut document = Common::openapi();
    for Entry { access, route } in table() {
        let described = OpenApiRouter::<AppState>::new().routes(route).into_openapi();
        document.merge(finished(described, access));
    }
    let scheme = Http::builder().scheme(HttpAuthScheme::Bearer).description(Some(
        "An API key (`cr_…`), or, depending on `auth.mode` of `/v1/config`, a key of the operator's file or a Cognito \
        access token. In mode `local` none is needed. The words beside it are the scopes that an API key must have.",
    ));
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(SCHEME, SecurityScheme::Http(scheme.build()));
    document
}

fn finished(mut document: OpenApi, access: Access) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        for operation in operations_mut(item) {
            add_error(operation, "500", "A fault of the service");
            if operation.request_body.is_some() {
                for (status, when) in BODY_ERRORS {
                    add_error(operation, status, when);
                }
            }
            secure(operation, access);
            tell_when_to_retry(operation);
        }
    }
    document
}

/// Says who may call.
fn secure(operation: &mut Operation, access: Access) {
    let with = |scopes: &[&str]| SecurityRequirement::new(SCHEME, scopes.iter().copied());
    let refused = match access {
        Access::Public => return,
        Access::Observer => Some("The operator keeps it to operators, and the caller is none"),
        Access::Caller => None,
        Access::Scope(_) | Access::AllOf(_) => Some("The API key does not have the scope"),
        Access::Person => Some("An API key cannot do this"),
        Access::Operator => Some("The caller is no operator"),
    };
    add_error(operation, "401", "No valid token");
    if !operation.responses.responses.contains_key("429") {
        add_error(operation, "429", "The caller sends too many requests; see `Retry-After`");
    }
    if let Some(when) = refused {
        add_error(operation, "403", when);
    }
    operation.security = Some(match access {
        Access::Observer => vec![SecurityRequirement::default(), with(&[Scope::ServiceRead.as_str()])],
        Access::Scope(scope) => vec![with(&[scope.as_str()])],
        Access::AllOf(scopes) => vec![with(&scopes.map(Scope::as_str))],
        Access::Operator => vec![with(&[Scope::ServiceRead.as_str()])],
        Access::Public | Access::Caller | Access::Person => vec![with(&[])],
    });
}

fn add_error(operation: &mut Operation, status: &str, description: &str) {
    let body = Content::new(Some(Ref::from_schema_name("Error")));
    let response = Response::builder().description(description).content("application/json", body).build();
    operation.responses.responses.insert(status.to_owned(), RefOr::T(response));
}

fn tell_when_to_retry(operation: &mut Operation) {
    for status in ["429", "503"] {
        if let Some(RefOr::T(response)) = operation.responses.responses.get_mut(status)
            && response.content.values().any(is_error)
        {
            let header = Header::builder().description(Some("Seconds after which to try again")).build();
            response.headers.insert("Retry-After".to_owned(), RefOr::T(header));
        }
    }
}

fn is_error(content: &RefOr<Content>) -> bool {
    let RefOr::T(content) = content else { return false };
    matches!(&content.schema, Some(RefOr::Ref(schema)) if schema.ref_location.ends_with("/Error"))
}

fn operations(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let by_method = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("DELETE", &item.delete)];
    by_method.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?))).collect()
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().filter_map(Option::as_mut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_without_a_principal_is_this_and_no_more() {
        let mut public: Vec<_> = endpoints().into_iter().filter(Endpoint::is_public).map(|e| e.path).collect();
        public.sort();
        let expected = [
            "/",
            "/analyze/status",
            "/auth/confirm",
            "/auth/login",
            "/auth/logout",
            "/auth/refresh",
            "/auth/register",
            "/docs",
            "/health",
            "/health/live",
            "/health/ready",
            "/languages",
            "/metrics",
            "/openapi.json",
            "/v1/config",
            "/v1/shared/{token}",
        ];
        assert_eq!(public, expected);
    }

    #[test]
    fn every_reference_of_the_document_exists() {
        let document = serde_json::to_value(openapi()).unwrap();
        let mut missing = Vec::new();
        visit(&document, &mut |reference| {
            if document.pointer(reference.trim_start_matches('#')).is_none() {
                missing.push(reference.to_owned());
            }
        });
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn operations_are_named_once_and_described() {
        let document = serde_json::to_value(openapi()).unwrap();
        let mut names = Vec::new();
        for item in document["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                names.push(operation["operationId"].as_str().unwrap().to_owned());
                assert!(operation["summary"].is_string() && operation["tags"].is_array(), "{operation}");
                for response in operation["responses"].as_object().unwrap().values() {
                    assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{operation}");
                }
            }
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        assert_eq!(all, endpoints().len());
    }

    fn visit(value: &serde_json::Value, found: &mut impl FnMut(&str)) {
        match value {
            serde_json::Value::Object(fields) => {
                if let Some(reference) = fields.get("$ref").and_then(|reference| reference.as_str()) {
                    found(reference);
                }
                fields.values().for_each(|field| visit(field, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| visit(item, found)),
            _ => {}
        }
    }
}
