//! What the queue needs to know.

use std::time::Duration;

/// Where the queue is and how it is spoken to.
#[derive(Debug, Clone)]
pub struct SqsSettings {
    /// Address of the queue that carries jobs.
    pub queue_url: String,
    /// Address of the queue in which messages end up that nobody answered.
    pub dead_letter_url: String,
    /// The region, where the process's environment does not tell it.
    pub region: Option<String>,
    /// Another endpoint than the region's: an emulator, or an interface in a private network.
    pub endpoint_url: Option<String>,
    /// Who the service is.
    pub credentials: SqsCredentials,
    /// How long a message stays invisible that was received: time to claim its job, and until an executor extends it for
    /// the first time, so give it the executor's lease. Whole seconds, at least one.
    pub visibility: Duration,
}

/// Who the service is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SqsCredentials {
    /// As a process on AWS finds them: environment, shared files, web identity (IRSA), container (also EKS Pod Identity),
    /// the machine's role.
    #[default]
    Found,
    /// Made up, for an emulator that does not check them.
    Emulator,
}
