//! The table of contents: every route, and who may call it.

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header},
    middleware::from_fn_with_state,
};
use domain::Scope;
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, CorsLayer},
};
use utoipa_axum::{router::UtoipaMethodRouter, routes};

use crate::{
    Access::{self, Caller, Observer, Operator, Person, Public},
    AppState, Ports, Settings, auth, idempotency,
    middleware::{Guard, by_address, by_caller, envelope, guard, panicked},
    routes::{
        analyze, audit, auth as sign_in, config, docs, execute, execute_async, health, jobs, keys, languages, metrics,
        root, shared, validate,
    },
    settings::SettingsError,
    web,
};

/// A route: what it asks of its caller, what it does, and how it is described.
pub(crate) struct Entry {
    pub(crate) access: Access,
    pub(crate) route: UtoipaMethodRouter<AppState>,
}

/// Every route there is: the service has no others, and the API's description is made from the same lines. Only the web
/// page's files are served besides, to anyone.
pub(crate) fn table() -> Vec<Entry> {
    const READ: Access = Access::Scope(Scope::JobsRead);
    const WRITE: Access = Access::Scope(Scope::JobsWrite);
    const READ_AND_WRITE: Access = Access::AllOf([Scope::JobsRead, Scope::JobsWrite]);
    const ANALYZE: Access = Access::Scope(Scope::Analyze);
    let entry = |(access, route)| Entry { access, route };
    let entries = [
        (Public, routes!(root::root)),
        (Public, routes!(health::live)),
        (Public, routes!(health::ready)),
        (Observer, routes!(health::health)),
        (Observer, routes!(metrics::metrics)),
        (Public, routes!(languages::languages)),
        (Public, routes!(config::config)),
        (Public, routes!(docs::openapi_json)),
        (Public, routes!(docs::docs)),
        (Public, routes!(analyze::status::analyze_status)),
        (Public, routes!(shared::get_shared)),
        (Public, routes!(sign_in::register::register)),
        (Public, routes!(sign_in::confirm::confirm)),
        (Public, routes!(sign_in::login::login)),
        (Public, routes!(sign_in::refresh::refresh)),
        (Public, routes!(sign_in::logout::logout)),
        (Caller, routes!(sign_in::me::me)),
        (WRITE, routes!(execute::execute)),
        (WRITE, routes!(execute_async::execute_async)),
        (Caller, routes!(validate::validate)),
        (WRITE, routes!(jobs::create::create_job)),
        (READ, routes!(jobs::list::list_jobs)),
        (READ, routes!(jobs::get::get_job)),
        (WRITE, routes!(jobs::delete::delete_job)),
        (WRITE, routes!(jobs::cancel::cancel_job)),
        (READ, routes!(jobs::events::job_events)),
        (READ, routes!(jobs::logs::job_logs)),
        (READ_AND_WRITE, routes!(jobs::share::share_job)),
        (WRITE, routes!(jobs::share::unshare_job)),
        (ANALYZE, routes!(analyze::answer::analyze)),
        (ANALYZE, routes!(analyze::stream::analyze_async)),
        (Person, routes!(keys::create::create_key)),
        (Person, routes!(keys::list::list_keys)),
        (Person, routes!(keys::revoke::revoke_key)),
        (Operator, routes!(keys::list::list_all_keys)),
        (Operator, routes!(audit::audit)),
    ];
    entries.into_iter().map(entry).collect()
}

/// The whole service.
pub fn router(settings: Settings, ports: Ports) -> Result<Router, SettingsError> {
    settings.check()?;
    let cors = cors(&settings)?;
    let guarded = Guard::new(&settings);
    let (observers, verifier) = (settings.observers, Arc::clone(&ports.tokens));
    let state = AppState::new(settings, ports);
    let mut routes = Router::new();
    for Entry { access, route: (_, paths, handlers) } in table() {
        let access = access.under(observers);
        // Callers are counted once it is known who they are, and before anything is answered: a refusal counts too.
        let handlers = match access {
            Public => handlers,
            _ => handlers
                .route_layer(from_fn_with_state(access, auth::admit))
                .route_layer(from_fn_with_state(state.clone(), by_caller))
                .route_layer(from_fn_with_state(verifier.clone(), auth::identify)),
        };
        for path in paths.paths.keys() {
            routes = routes.route(path, handlers.clone());
        }
    }
    routes = routes.fallback(web::fallback).layer(from_fn_with_state(state.clone(), by_address));
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
