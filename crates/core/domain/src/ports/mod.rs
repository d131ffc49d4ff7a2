//! Ports: what services need and adapters give. Each contract is written on its trait.

pub mod api_keys;
pub mod audit;
pub mod executors;
pub mod feed;
pub mod health;
pub mod intake;
pub mod language_model;
pub mod ledger;
pub mod limits;
pub mod outbox;
pub mod queue;
pub mod reader;
pub mod sandbox;
pub mod sign_in;
pub mod store_error;
pub mod token;
