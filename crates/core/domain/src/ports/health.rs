//! Whether the parts of the service work.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentHealth {
    /// For example `store`, `executor`, `sandbox`.
    pub name: String,
    /// Whether jobs can be served with it as it is.
    pub ready: bool,
    /// A sentence for a person; no internal path.
    pub detail: String,
}

/// A part that can tell how it is.
#[async_trait]
pub trait Health: Send + Sync {
    /// How it is now; answers within a second.
    async fn health(&self) -> ComponentHealth;
}
