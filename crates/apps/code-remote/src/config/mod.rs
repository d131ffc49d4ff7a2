//! Every setting of the service: a flag, an environment variable, a default and a sentence each. `docs/configuration.md`
//! is generated from here.
//!
//! Reading order: `roles` says which groups of settings each role has; a file per group; `check` refuses what cannot work;
//! `file` reads settings from a file.

mod analysis;
mod analyzer;
mod api;
mod callers;
mod check;
mod cognito;
mod data;
mod database;
mod environment;
mod file;
mod kubernetes;
mod life;
mod limits;
mod model;
mod operations;
mod queue;
mod reference;
mod roles;
mod sandbox;
mod telemetry;

pub use analysis::AnalysisSettings;
pub use analyzer::{AnalyzerListenSettings, AnalyzerUrlSettings};
pub use api::{ApiSettings, Auth, Observers};
pub use callers::CallerSettings;
pub use check::{ConfigError, ConfigErrors};
pub use cognito::{CognitoSettings, PasswordNeed, UserPool};
pub use data::DataSettings;
pub use database::DatabaseSettings;
pub use environment::{parse, warn_of_unknown};
pub use file::with_file;
pub use kubernetes::{Driver, KubernetesSettings};
pub use life::LifeSettings;
pub use limits::{LimitSettings, PythonImports};
pub use model::ModelSettings;
pub use operations::OperationsSettings;
pub use queue::{QueueKind, QueueSettings, SqsAddress};
pub use reference::markdown;
pub use roles::{AnalyzerSettings, ExecutorSettings, GatewaySettings, LanguageSettings, MigrateSettings, Settings};
pub use sandbox::{SandboxSettings, StartMode};
pub use telemetry::{LogFormat, TelemetrySettings};
