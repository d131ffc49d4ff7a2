//! The executable's parts: commands, configuration, telemetry and wiring. A library so that the end-to-end tests and the
//! generated references use the same code.
//!
//! Reading order: [`cli`] is the command line, [`config`] every setting of the service, `service` puts the crates
//! together, `client` speaks HTTP to it, [`commands`] is one file per command.

pub mod cli;
pub mod client;
pub mod commands;
pub mod config;
mod memory;
pub mod service;
mod telemetry;
pub mod terminal;
pub mod tls;
