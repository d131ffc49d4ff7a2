//! The service as its users meet it: a process of its own, reached over HTTP.

mod service;
mod sse;

pub(crate) use service::{Service, executable};
pub(crate) use sse::{Event, events_until_done};
