//! Every setting of the service: a flag, an environment variable, a default and a sentence each. `docs/configuration.md`
//! is generated from here.

mod check;
mod cognito;
mod reference;
mod sandbox;
mod service;

use clap::Args;

pub use check::ConfigError;
pub use cognito::{CognitoSettings, UserPool};
pub use reference::markdown;
pub use sandbox::{PythonImports, SandboxSettings, StartMode};
pub use service::{Auth, LogFormat, Observers, ServiceSettings};

/// All settings of `code-remote up`.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Addresses, callers, queue and records.
    #[command(flatten)]
    pub service: ServiceSettings,
    /// Where callers sign in.
    #[command(flatten)]
    pub cognito: CognitoSettings,
    /// What a job may use and how it is isolated.
    #[command(flatten)]
    pub sandbox: SandboxSettings,
}

impl Settings {
    /// Refuses what cannot work or would be unsafe, before anything is opened.
    pub fn check(&self) -> Result<(), ConfigError> {
        check::settings(self)
    }
}
