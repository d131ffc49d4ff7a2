//! Which settings each role has.

use clap::Args;

use super::{
    AnalysisSettings, AnalyzerListenSettings, AnalyzerUrlSettings, ApiSettings, CallerSettings, CognitoSettings,
    ConfigErrors, DataSettings, DatabaseSettings, KubernetesSettings, LifeSettings, LimitSettings, ModelSettings,
    OperationsSettings, QueueSettings, SandboxSettings, TelemetrySettings, check,
};

/// `code-remote up`: everything in one process.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Who may call, where, and how many jobs may wait.
    #[command(flatten)]
    pub api: ApiSettings,
    /// How often requests may come.
    #[command(flatten)]
    pub callers: CallerSettings,
    /// Where callers sign in.
    #[command(flatten)]
    pub cognito: CognitoSettings,
    /// What a job may use.
    #[command(flatten)]
    pub limits: LimitSettings,
    /// How long jobs are held, waited for and kept.
    #[command(flatten)]
    pub life: LifeSettings,
    /// How sandboxes are made and kept.
    #[command(flatten)]
    pub sandbox: SandboxSettings,
    /// How programs are analysed.
    #[command(flatten)]
    pub analysis: AnalysisSettings,
    /// The language model that explains them.
    #[command(flatten)]
    pub model: ModelSettings,
    /// Where files are kept.
    #[command(flatten)]
    pub data: DataSettings,
    /// Logs and traces.
    #[command(flatten)]
    pub telemetry: TelemetrySettings,
}

/// `code-remote gateway`: the API.
#[derive(Debug, Clone, Args)]
pub struct GatewaySettings {
    /// Who may call, where, and how many jobs may wait.
    #[command(flatten)]
    pub api: ApiSettings,
    /// How often requests may come.
    #[command(flatten)]
    pub callers: CallerSettings,
    /// Where callers sign in.
    #[command(flatten)]
    pub cognito: CognitoSettings,
    /// What a job may use.
    #[command(flatten)]
    pub limits: LimitSettings,
    /// The languages that the executors have.
    #[command(flatten)]
    pub languages: LanguageSettings,
    /// Where the analyzer is.
    #[command(flatten)]
    pub analyzer: AnalyzerUrlSettings,
    /// The database that the roles share.
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// How executors hear of jobs.
    #[command(flatten)]
    pub queue: QueueSettings,
    /// Logs and traces.
    #[command(flatten)]
    pub telemetry: TelemetrySettings,
}

/// The languages that the executors have.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Languages")]
pub struct LanguageSettings {
    /// Version of the Python in the executors' sandboxes: programs are checked against its syntax.
    #[arg(long, env = "CODE_REMOTE_PYTHON_VERSION", default_value = "3.11", value_name = "VERSION")]
    pub python_version: String,
}

/// `code-remote executor`: runs jobs.
#[derive(Debug, Clone, Args)]
pub struct ExecutorSettings {
    /// What a job may use.
    #[command(flatten)]
    pub limits: LimitSettings,
    /// How long jobs are held, waited for and kept.
    #[command(flatten)]
    pub life: LifeSettings,
    /// How sandboxes are made and kept.
    #[command(flatten)]
    pub sandbox: SandboxSettings,
    /// Where sandboxes are made, and how on a cluster.
    #[command(flatten)]
    pub kubernetes: KubernetesSettings,
    /// The language that a cluster's sandboxes have.
    #[command(flatten)]
    pub languages: LanguageSettings,
    /// Where files are kept.
    #[command(flatten)]
    pub data: DataSettings,
    /// The database that the roles share.
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// How executors hear of jobs.
    #[command(flatten)]
    pub queue: QueueSettings,
    /// What is shown to operators.
    #[command(flatten)]
    pub operations: OperationsSettings,
    /// Logs and traces.
    #[command(flatten)]
    pub telemetry: TelemetrySettings,
}

/// `code-remote analyzer`: answers how programs grow.
#[derive(Debug, Clone, Args)]
pub struct AnalyzerSettings {
    /// Where it listens.
    #[command(flatten)]
    pub listen: AnalyzerListenSettings,
    /// How programs are analysed.
    #[command(flatten)]
    pub analysis: AnalysisSettings,
    /// The language model that explains them.
    #[command(flatten)]
    pub model: ModelSettings,
    /// What a job may use, and so a measured run.
    #[command(flatten)]
    pub limits: LimitSettings,
    /// The database that the roles share. Without one, nothing is measured.
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// How executors hear of jobs. The gateways tell a queue elsewhere; only the kind of the queue is looked at.
    #[command(flatten)]
    pub queue: QueueSettings,
    /// What is shown to operators.
    #[command(flatten)]
    pub operations: OperationsSettings,
    /// Logs and traces.
    #[command(flatten)]
    pub telemetry: TelemetrySettings,
}

/// `code-remote migrate`: brings the database's schema up to date.
#[derive(Debug, Clone, Args)]
pub struct MigrateSettings {
    /// The database that the roles share.
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Logs and traces.
    #[command(flatten)]
    pub telemetry: TelemetrySettings,
}

impl Settings {
    /// Refuses what cannot work or would be unsafe, before anything is opened.
    pub fn check(&self) -> Result<(), ConfigErrors> {
        ConfigErrors::of([
            check::callers(&self.api, &self.cognito),
            check::rates(&self.callers),
            self.analysis.check(),
            self.model.gemini().map(drop),
            check::limits(&self.limits),
            check::running(&self.life, &self.sandbox),
        ])
    }

    /// Of that, what sandboxes need: an executor does not know how callers sign in.
    pub fn check_sandboxes(&self) -> Result<(), ConfigErrors> {
        ConfigErrors::of([check::limits(&self.limits), check::running(&self.life, &self.sandbox)])
    }
}

impl GatewaySettings {
    /// Refuses what cannot work or would be unsafe, before anything is opened.
    pub fn check(&self) -> Result<(), ConfigErrors> {
        ConfigErrors::of([
            check::callers(&self.api, &self.cognito).and_then(|()| check::shared_callers(&self.api)),
            check::rates(&self.callers),
            check::limits(&self.limits),
            check::python_version(&self.languages.python_version),
            self.analyzer.client().map(drop),
            self.queue.sqs().map(drop),
            self.database.check(),
        ])
    }
}

impl AnalyzerSettings {
    /// Refuses what cannot work or would be unsafe, before anything is opened.
    pub fn check(&self) -> Result<(), ConfigErrors> {
        ConfigErrors::of([
            self.listen.tls().map(drop),
            self.analysis.check(),
            self.model.gemini().map(drop),
            check::limits(&self.limits),
            if self.measures() { self.database.check() } else { Ok(()) },
        ])
    }

    /// Whether there is a database to put measured runs into.
    pub fn measures(&self) -> bool {
        self.analysis.analysis_measures && self.database.is_given()
    }
}

impl ExecutorSettings {
    /// Refuses what cannot work or would be unsafe, before anything is opened.
    pub fn check(&self) -> Result<(), ConfigErrors> {
        ConfigErrors::of([
            check::limits(&self.limits),
            check::running(&self.life, &self.sandbox),
            check::python_version(&self.languages.python_version),
            self.kubernetes.check(),
            self.queue.sqs().map(drop),
            self.database.check(),
        ])
    }
}
