//! Puts the crates together: the one place that names them all.
//!
//! Reading order: a file per role (`up`, `gateway_role`, `executor_role`, `analyzer_role`); `backend` is store and queue, which all roles
//! share; `sqs` is the queue on SQS; `sandboxes` makes the driver of this machine, `kubernetes` that of a cluster; `gateway_side`,
//! `executor_side` and `analysis` turn settings into those crates' own; `fleet`
//! and `announcer` let gateways see executors; `page` is the embedded web page.

mod analysis;
mod analyzer_role;
mod announcer;
mod backend;
mod executor_role;
mod executor_side;
mod fleet;
mod gateway_role;
mod gateway_side;
mod http;
mod kubernetes;
mod page;
mod sandboxes;
mod sqs;
mod up;

pub use analyzer_role::Analyzer;
pub use executor_role::Executor;
pub use gateway_role::Gateway;
pub use kubernetes::cluster;
pub use sandboxes::{Sandboxes, driver};
pub use up::Service;
