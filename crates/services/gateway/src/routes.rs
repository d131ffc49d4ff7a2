//! One endpoint per file: its types, its description, its handler.

pub mod analyze;
pub mod audit;
pub mod auth;
pub mod config;
pub mod docs;
pub mod execute;
pub mod execute_async;
pub mod health;
pub mod jobs;
pub mod keys;
pub mod languages;
pub mod metrics;
pub mod root;
pub mod shared;
pub mod validate;
