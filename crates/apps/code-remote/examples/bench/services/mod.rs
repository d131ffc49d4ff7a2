//! The services apart: gateway and executor as processes of their own, over PostgreSQL and a queue.

pub(crate) mod backlog;
pub(crate) mod executors;
pub(crate) mod latency;
mod plant;
pub(crate) mod tokens;
