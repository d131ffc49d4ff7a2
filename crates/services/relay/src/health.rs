//! The relay as a health component.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use domain::{ComponentHealth, Health};

/// Whether jobs are kept because the queue did not take the last batch.
#[derive(Debug, Default)]
pub(crate) struct Link {
    failing: AtomicBool,
}

impl Link {
    /// It took a batch, or nothing is kept.
    pub(crate) fn works(&self) {
        self.failing.store(false, Ordering::Relaxed);
    }

    pub(crate) fn fails(&self) {
        self.failing.store(true, Ordering::Relaxed);
    }
}

/// Tells whether accepted jobs reach the queue. While they do not, jobs can still be accepted: they are kept.
#[derive(Debug, Clone)]
pub struct RelayHealth {
    link: Arc<Link>,
}

impl RelayHealth {
    pub(crate) fn new(link: Arc<Link>) -> Self {
        Self { link }
    }
}

#[async_trait]
impl Health for RelayHealth {
    async fn health(&self) -> ComponentHealth {
        let ready = !self.link.failing.load(Ordering::Relaxed);
        let detail =
            if ready { "jobs reach the queue" } else { "the queue takes no jobs; they are kept until it does" };
        ComponentHealth { name: "relay".into(), ready, detail: detail.into() }
    }
}
