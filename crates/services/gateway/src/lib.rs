//! The gateway: REST and SSE over the domain's ports.
//!
//! [`router()`] is the table of contents; [`Ports`] is what it stands on, [`Settings`] what an operator chooses.
//! The gateway runs no user code and talks to no container runtime: it puts jobs in and looks at them.
//!
//! Reading order: `router` → `routes` (one endpoint per file) → the use cases `submit`, `jobs` and `follow` → the
//! contract's shapes `submission`, `result`, `events`, `error`. To add an endpoint, add a file to `routes` with its
//! types, its handler and its `utoipa::path`, and name it in `router` under who may call it.

mod analysis;
mod asked;
mod audit;
mod auth;
mod body;
mod check;
mod client;
mod docs;
mod document;
mod ending;
mod error;
mod event_stream;
mod events;
mod fields;
mod follow;
mod idempotency;
mod jobs;
mod metrics;
mod middleware;
mod openapi;
mod operations;
mod query;
mod rates;
mod result;
mod router;
mod routes;
mod serve;
mod settings;
mod slots;
mod state;
mod submission;
mod submit;
mod turns;
mod web;
mod wire;

pub use auth::{Access, ApiKeys, ApiKeysError, Callers, LocalDeveloper, Observers, StoredKeys};
pub use axum::Router;
pub use check::{CheckerBusy, SourceCheck};
pub use client::{Network, ParseNetworkError};
pub use metrics::{Metrics, SharedRegistry};
pub use openapi::{Endpoint, endpoints, openapi};
pub use operations::operations;
pub use router::router;
pub use serve::serve;
pub use settings::{AuthMode, CognitoClient, Example, HostGuard, Language, RateSettings, Settings, SettingsError};
pub use slots::SlotBounds;
pub use state::{IsolationProbe, Ports};
pub use web::{Asset, WebPage};

use state::AppState;
