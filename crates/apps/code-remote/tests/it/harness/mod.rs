//! The service as its users meet it: a process of its own, reached over HTTP.

mod caller;
mod deployment;
mod emulator;
mod image;
mod proxy;
mod random;
mod service;
mod sse;
mod traces;

pub(crate) use caller::{Caller, status_of};
pub(crate) use deployment::{Deployment, Role};
pub(crate) use emulator::{Emulator, PASSWORD, UserPool, free_port};
pub(crate) use proxy::{Network, Proxy, Server as Upstream};
pub(crate) use random::Random;
pub(crate) use service::{Service, command, executable, image_for};
pub(crate) use sse::{Event, Events};
pub(crate) use traces::Traces;

use std::time::{Duration, Instant};

/// Longer than anything here takes on a crowded machine; a test that waits this long fails.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// Waits for something that must become true; `look` gives none when it is, else what is in the way.
pub(crate) async fn eventually<T: std::fmt::Debug>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) {
    let deadline = Instant::now() + PATIENCE;
    while let Some(left) = look().await {
        assert!(Instant::now() < deadline, "{what}: {left:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
