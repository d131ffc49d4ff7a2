//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{
    AnalyzerSettings, ExecutorSettings, GatewaySettings, KubernetesSettings, MigrateSettings, Settings,
};

/// Run code that nobody trusts in single-use gVisor sandboxes.
#[derive(Debug, Parser)]
#[command(name = "code-remote", version, propagate_version = true, max_term_width = 110)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One file under `commands/` each.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the service: API, queue, store and executor in one process.
    Up(Box<Settings>),
    /// Start the API of a deployment; executors are other processes.
    Gateway(Box<GatewaySettings>),
    /// Start an executor of a deployment: it runs jobs and has no API.
    Executor(Box<ExecutorSettings>),
    /// Start an analyzer of a deployment: it tells gateways how programs grow.
    Analyzer(Box<AnalyzerSettings>),
    /// Bring the database of a deployment up to date. The other roles do so too when they start.
    Migrate(Box<MigrateSettings>),
    /// Ask whether a role is ready, as health checks of containers do.
    Probe(Probe),
    /// Run a program and pass its output and exit code through.
    Run(Run),
    /// List your jobs, newest first.
    Jobs(Jobs),
    /// Show one job.
    Job(Job),
    /// Stop a job.
    Cancel(Job),
    /// Print what a job wrote.
    Logs(Logs),
    /// Check a program without running it.
    Validate(Validate),
    /// Say how a program's time and space grow, and what that rests on.
    Analyze(Analyze),
    /// Sign in with the service's user pool; other commands use it until `logout`.
    Login(Login),
    /// Forget a sign-in, here and at the user pool.
    Logout(Logout),
    /// Make, list and revoke API keys for machines.
    Keys(Keys),
    /// Try to break out of a sandbox, on this machine or on a cluster, and report what was contained.
    Doctor(Box<Doctor>),
    /// Print a generated reference document.
    #[command(hide = true)]
    Reference {
        /// Which one.
        document: Reference,
    },
}

/// Documents that are generated from the code and committed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Reference {
    /// `docs/openapi.json`
    Openapi,
    /// `docs/configuration.md`
    Configuration,
}

/// How to reach the service.
#[derive(Debug, Clone, Args)]
pub struct Server {
    /// Address of the service.
    #[arg(long, env = "CODE_REMOTE_URL", default_value = "http://127.0.0.1:8080", global = true)]
    pub url: String,
    /// File that holds the bearer token, where the service asks for one.
    #[arg(long, env = "CODE_REMOTE_TOKEN_FILE", value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// Print JSON to standard output instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `code-remote run`
#[derive(Debug, Args)]
pub struct Run {
    /// File with the program, or `-` for standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Arguments of the program.
    #[arg(last = true)]
    pub args: Vec<String>,
    /// File to give the program as standard input (`-`: this command's own).
    #[arg(long, value_name = "FILE")]
    pub stdin: Option<PathBuf>,
    /// File to put into the program's working directory; may be repeated.
    #[arg(long = "file", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Seconds after which the program is stopped.
    #[arg(long, value_name = "S")]
    pub timeout: Option<f64>,
    /// Language of the program.
    #[arg(long, default_value = "python")]
    pub language: String,
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote probe`
#[derive(Debug, Args)]
pub struct Probe {
    /// Readiness address of the role.
    #[arg(default_value = "http://127.0.0.1:8080/health/ready")]
    pub url: String,
}

/// `code-remote jobs`
#[derive(Debug, Args)]
pub struct Jobs {
    /// Only jobs with this status.
    #[arg(long)]
    pub status: Option<String>,
    /// At most this many.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub limit: u32,
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote job` and `code-remote cancel`
#[derive(Debug, Args)]
pub struct Job {
    /// Id of the job.
    pub id: String,
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote logs`
#[derive(Debug, Args)]
pub struct Logs {
    /// Id of the job.
    pub id: String,
    /// Go on until the job ends.
    #[arg(short, long)]
    pub follow: bool,
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote validate`
#[derive(Debug, Args)]
pub struct Validate {
    /// File with the program, or `-` for standard input.
    pub file: PathBuf,
    /// Language of the program.
    #[arg(long, default_value = "python")]
    pub language: String,
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote analyze`
#[derive(Debug, Args)]
pub struct Analyze {
    /// File with the program, or `-` for standard input.
    pub file: PathBuf,
    /// File with inputs to measure with instead of derived ones (`-`: standard input): a JSON list of
    /// `{"size": 3, "stdin": "…"}`, at most 16.
    #[arg(long, value_name = "FILE")]
    pub inputs: Option<PathBuf>,
    /// Language of the program.
    #[arg(long, default_value = "python")]
    pub language: String,
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote login`
#[derive(Debug, Args)]
pub struct Login {
    /// User name; asked for when it is not given.
    #[arg(long, value_name = "NAME")]
    pub username: Option<String>,
    /// File that holds the password, or `-` for standard input; asked for when it is not given.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote logout`
#[derive(Debug, Args)]
pub struct Logout {
    /// The service.
    #[command(flatten)]
    pub server: Server,
}

/// `code-remote keys`
#[derive(Debug, Args)]
pub struct Keys {
    /// What to do.
    #[command(subcommand)]
    pub command: KeysCommand,
}

/// What can be done with API keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Make a key and print it, this once.
    Create {
        /// What to call it.
        name: String,
        /// What it shall be good for: jobs:read, jobs:write, analyze, and, given by operators only, service:read; may be repeated. Default: jobs:read and jobs:write.
        #[arg(long = "scope", value_name = "SCOPE")]
        scopes: Vec<String>,
        /// Days after which it is good for nothing.
        #[arg(long = "expires-in-days", value_name = "DAYS")]
        days: Option<u32>,
        /// The service.
        #[command(flatten)]
        server: Server,
    },
    /// List your keys, newest first.
    List {
        /// The service.
        #[command(flatten)]
        server: Server,
    },
    /// Make a key good for nothing, from now on and everywhere.
    Revoke {
        /// Id of the key.
        id: String,
        /// The service.
        #[command(flatten)]
        server: Server,
    },
}

/// `code-remote doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// Print JSON instead of text.
    #[arg(long)]
    pub json: bool,
    /// Try the cluster that an executor with these settings would use, instead of this machine.
    #[arg(long)]
    pub cluster: bool,
    /// How sandboxes are made on a cluster.
    #[command(flatten)]
    pub kubernetes: KubernetesSettings,
    /// The service's own settings: what would start is what is tried.
    #[command(flatten)]
    pub settings: Settings,
}
