//! Requests that come too often are answered 429: of a caller by who it is, of everyone else by where they come from.
//!
//! A caller whose token is good is counted before its request is answered, whatever the answer. It is never held up by what
//! others send from the same address: only after a request was refused with 401, or led nowhere, does it count for its
//! address. Checking a token costs less than answering; guessing one is hopeless.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::{
    extract::{MatchedPath, Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};

use domain::Rate;

use crate::{
    Settings,
    auth::Caller,
    client,
    error::RouteError,
    metrics::Metrics,
    rates::{Rates, TooOften},
};

/// What is counted by address whoever asks, and more strictly: a link's secret or a password could be guessed there. Who
/// one is, is told to callers only, so that is a request like any other.
fn can_be_guessed_at(route: &str) -> bool {
    route == "/v1/shared/{token}" || (route.starts_with("/auth/") && route != "/auth/me")
}

/// Whether nobody was found out to have asked: the token is not good, or no route was there to look at it.
fn is_of_nobody(status: StatusCode, has_route: bool) -> bool {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::METHOD_NOT_ALLOWED => true,
        StatusCode::NOT_FOUND => !has_route,
        _ => false,
    }
}

/// Counts requests of nobody. It surrounds the routes, so that every such answer passes it.
pub async fn by_address(
    State(settings): State<Arc<Settings>>,
    State(rates): State<Arc<Rates>>,
    State(metrics): State<Metrics>,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Result<Response, RouteError> {
    let Some(rate) = settings.rates.per_address else { return Ok(next.run(request).await) };
    let address: Option<IpAddr> = client::address(&request, &settings.rates.trusted_proxies);
    let admit = async |who: String, rate| {
        let admitted = rates.admit(&who, rate).await;
        admitted.map_err(|refused| too_often(&metrics, "address", refused))
    };
    if route.as_ref().is_some_and(|route| can_be_guessed_at(route.as_str())) {
        admit(format!("guess:{}", client::bucket(address)), a_tenth_of(rate)).await?;
        return Ok(next.run(request).await);
    }
    let response = next.run(request).await;
    if is_of_nobody(response.status(), route.is_some()) {
        admit(client::bucket(address), rate).await?;
    }
    Ok(response)
}

/// What may be tried where trying could succeed.
fn a_tenth_of(Rate { per_second, burst }: Rate) -> Rate {
    Rate { per_second: (per_second / 10).max(1), burst: (burst / 10).max(1) }
}

/// Counts requests of callers. It lies behind the authentication, and before anything can be refused to a caller.
pub async fn by_caller(
    State(settings): State<Arc<Settings>>,
    State(rates): State<Arc<Rates>>,
    State(metrics): State<Metrics>,
    caller: Caller,
    request: Request,
    next: Next,
) -> Result<Response, RouteError> {
    if let Some(rate) = settings.rates.per_caller {
        let admitted = rates.admit(&format!("caller:{}", caller.id()), rate).await;
        admitted.map_err(|refused| too_often(&metrics, "caller", refused))?;
    }
    Ok(next.run(request).await)
}

fn too_often(metrics: &Metrics, by: &'static str, TooOften { retry_after }: TooOften) -> RouteError {
    metrics.rate_limited(by);
    RouteError::RateLimited { retry_after: whole_seconds(retry_after) }
}

/// Rounded up: after that many seconds it is really time.
fn whole_seconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}
