//! The table of contents: every route, by who may call it.

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header},
    middleware::from_fn_with_state,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, CorsLayer},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    AppState, Ports, Settings, auth, idempotency,
    middleware::{Guard, by_address, by_caller, envelope, guard, panicked},
    routes::{
        analyze, audit, config, docs, execute, execute_async, health, jobs, languages, metrics, root, shared, validate,
    },
    settings::SettingsError,
    web,
};

/// What anyone may call.
pub(crate) fn public() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(root::root))
        .routes(routes!(health::health))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::metrics))
        .routes(routes!(languages::languages))
        .routes(routes!(config::config))
        .routes(routes!(docs::openapi_json))
        .routes(routes!(docs::docs))
        .routes(routes!(shared::get_shared))
}

/// What needs a principal.
pub(crate) fn private() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(execute::execute))
        .routes(routes!(execute_async::execute_async))
        .routes(routes!(validate::validate))
        .routes(routes!(jobs::create::create_job, jobs::list::list_jobs))
        .routes(routes!(jobs::get::get_job, jobs::delete::delete_job))
        .routes(routes!(jobs::cancel::cancel_job))
        .routes(routes!(jobs::events::job_events))
        .routes(routes!(jobs::logs::job_logs))
        .routes(routes!(jobs::share::share_job, jobs::share::unshare_job))
        .routes(routes!(analyze::analyze))
        .routes(routes!(analyze::analyze_async))
        .routes(routes!(analyze::analyze_status))
        .routes(routes!(audit::audit))
}

/// The whole service.
pub fn router(settings: Settings, ports: Ports) -> Result<Router, SettingsError> {
    settings.check()?;
    let cors = cors(&settings)?;
    let guarded = Guard::new(&settings);
    let state = AppState::new(settings, ports);
    let (public, _) = public().split_for_parts();
    let (private, _) = private().split_for_parts();
    let require = from_fn_with_state(state.clone(), auth::require);
    let counted = private.route_layer(from_fn_with_state(state.clone(), by_caller));
    let mut routes = public.merge(counted.route_layer(require)).fallback(web::fallback);
    routes = routes.layer(from_fn_with_state(state.clone(), by_address));
    if let Some(cors) = cors {
        routes = routes.layer(cors);
    }
    Ok(routes
        .layer(from_fn_with_state(guarded, guard))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), envelope))
        .with_state(state))
}

/// Which other web pages may call, and what they may send and see; none when there are none.
fn cors(settings: &Settings) -> Result<Option<CorsLayer>, SettingsError> {
    if settings.cors_origins.is_empty() {
        return Ok(None);
    }
    let origin = |origin: &String| {
        HeaderValue::try_from(origin)
            .map_err(|_| SettingsError { field: "cors_origins", reason: "an origin is not a header value" })
    };
    let origins = settings.cors_origins.iter().map(origin).collect::<Result<Vec<_>, _>>()?;
    let own = HeaderName::from_static;
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            own(idempotency::HEADER),
            own("last-event-id"),
            own("x-request-id"),
        ])
        .expose_headers([
            header::LOCATION,
            header::RETRY_AFTER,
            own(idempotency::REPLAYED_HEADER),
            own("x-request-id"),
        ]);
    Ok(Some(layer))
}
