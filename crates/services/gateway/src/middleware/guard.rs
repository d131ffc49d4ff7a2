//! Keeps web pages from using a developer's browser to reach the service on loopback, where no token is asked for.
//!
//! A page on `evil.example` can make its own name resolve to 127.0.0.1 (then `Host` is its name), or send a request
//! straight to `localhost` (then `Origin` is its name).

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header, uri::Authority},
    middleware::Next,
    response::Response,
};

use crate::{HostGuard, Settings, error::RouteError};

/// Which hosts and origins are believed.
#[derive(Debug)]
pub struct Guard {
    hosts: HostGuard,
    origins: Vec<String>,
}

impl Guard {
    /// From the settings.
    pub fn new(settings: &Settings) -> Arc<Self> {
        Arc::new(Self { hosts: settings.hosts.clone(), origins: settings.cors_origins.clone() })
    }

    fn check(&self, request: &Request) -> Result<(), RouteError> {
        let HostGuard::Loopback { also } = &self.hosts else { return Ok(()) };
        let headers = request.headers();
        let hosts = headers.get_all(header::HOST).iter().map(|value| value.to_str().ok());
        let target = request.uri().authority().map(|authority| Some(authority.as_str()));
        if !hosts.chain(target).all(|host| host.is_some_and(|host| is_ours(host, also))) {
            return Err(RouteError::Forbidden("the Host header does not name this service"));
        }
        if !is_safe(request.method()) && !self.is_origin_ours(headers) {
            return Err(RouteError::Forbidden("web pages of another origin may not call this service"));
        }
        Ok(())
    }

    /// Requests that no page sent have no origin.
    fn is_origin_ours(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(text);
        headers.get_all(header::ORIGIN).iter().all(|origin| {
            text(origin).is_some_and(|origin| {
                let web = origin.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"));
                let authority = web.map(|(_, authority)| authority);
                (authority.is_some() && authority == host) || self.origins.iter().any(|known| known == origin)
            })
        })
    }
}

/// Lets a request through, or answers 403.
pub async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Result<Response, RouteError> {
    guard.check(&request)?;
    Ok(next.run(request).await)
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// Methods that change nothing; a page of another origin cannot read their answers.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_ours(host: &str, also: &[String]) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches([']', '.']).to_ascii_lowercase();
    let is_loopback = name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback
        || name == "localhost"
        || name.ends_with(".localhost")
        || also.iter().any(|own| own.eq_ignore_ascii_case(&name))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn guard() -> Guard {
        Guard {
            hosts: HostGuard::Loopback { also: vec!["dev.box".to_owned()] },
            origins: vec!["https://editor.example".to_owned()],
        }
    }

    fn passes(method: Method, host: Option<&str>, origin: Option<&str>) -> bool {
        let mut request = Request::builder().method(method);
        for (name, value) in [(header::HOST, host), (header::ORIGIN, origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        guard().check(&request.body(Body::empty()).unwrap()).is_ok()
    }

    #[test]
    fn only_our_own_names_are_hosts() {
        for ours in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:9",
            "127.8.8.8",
            "[::1]:8080",
            "dev.box:1",
            "a.localhost",
            "localhost.",
        ] {
            assert!(passes(Method::GET, Some(ours), None), "{ours}");
        }
        for other in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "0.0.0.0:8080",
            "",
            "a b",
            "dev.box.evil",
        ] {
            assert!(!passes(Method::GET, Some(other), None), "{other}");
        }
        assert!(passes(Method::POST, None, None), "a client without Host is not a browser");
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        let post = |origin| passes(Method::POST, Some("localhost:8080"), Some(origin));
        assert!(post("http://localhost:8080"));
        assert!(post("https://editor.example"));
        for other in [
            "http://evil.example",
            "null",
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "evil://localhost:8080",
            "",
        ] {
            assert!(!post(other), "{other}");
        }
        assert!(passes(Method::GET, Some("localhost:8080"), Some("http://evil.example")));
    }

    #[test]
    fn every_host_counts() {
        let two = Request::builder().header(header::HOST, "localhost").header(header::HOST, "evil.example");
        assert!(guard().check(&two.body(Body::empty()).unwrap()).is_err());
        let absolute = Request::builder().uri("http://evil.example/").header(header::HOST, "localhost");
        assert!(guard().check(&absolute.body(Body::empty()).unwrap()).is_err());
    }
}
