//! The analyzer over runs, models and stores that each test writes down, in its own process and over gRPC.

mod analyzer;
mod conformance;
mod generic_client;
mod injection;
mod job_runs;
mod metrics;
mod model;
mod server;
mod support;
mod tls;
