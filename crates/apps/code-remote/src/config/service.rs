//! Addresses, callers, queue and records.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};

/// How callers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Auth {
    /// Everyone who can connect is the local developer; only on a loopback address.
    Local,
    /// A bearer token from the file of API keys.
    ApiKey,
    /// An access token of a Cognito user pool.
    Cognito,
}

/// Who may see how the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Observers {
    /// Whoever can connect.
    Anyone,
    /// Operators, and API keys with the scope `service:read`.
    Operators,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// Addresses, callers, queue and records.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Service")]
pub struct ServiceSettings {
    /// Address and port to listen on. Anything but a loopback address needs an authentication mode.
    #[arg(long, env = "CODE_REMOTE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR:PORT")]
    pub listen: SocketAddr,
    /// Directory of the database and the sandbox images; made if it is missing. Default: `code-remote` in the user's data directory.
    #[arg(long, env = "CODE_REMOTE_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// How callers are told apart. Default: `local` on a loopback address, otherwise none and the service does not start.
    #[arg(long, env = "CODE_REMOTE_AUTH", value_enum)]
    pub auth: Option<Auth>,
    /// File of API keys, one `NAME:SHA256` a line, the key's SHA-256 in hexadecimal; `NAME:SHA256:operator` for an operator. Names are callers: owners of jobs. Mode `api-key` needs it, mode `cognito` takes it besides.
    #[arg(long, env = "CODE_REMOTE_API_KEYS_FILE", value_name = "FILE")]
    pub api_keys_file: Option<PathBuf>,
    /// Who may see `/metrics`, and the parts of the service in `/health`.
    #[arg(long, env = "CODE_REMOTE_OBSERVERS", value_enum, default_value_t = Observers::Anyone)]
    pub observers: Observers,
    /// Web origins that may call the API from a browser, besides the service's own; comma-separated.
    #[arg(long, env = "CODE_REMOTE_CORS_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    pub cors_origins: Vec<String>,
    /// Host names under which the service is reached, besides its address; comma-separated. Others are refused in local mode, so that no web page can reach it by a name of its own.
    #[arg(long, env = "CODE_REMOTE_HOSTS", value_delimiter = ',', value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Jobs that may wait altogether; beyond it 503 with Retry-After.
    #[arg(long, env = "CODE_REMOTE_QUEUE_MAX", default_value_t = 10_000, value_name = "JOBS")]
    pub queue_max: u64,
    /// Jobs of one caller that may wait; beyond it 429 with Retry-After.
    #[arg(long, env = "CODE_REMOTE_QUEUE_MAX_PER_CALLER", default_value_t = 2_000, value_name = "JOBS")]
    pub queue_max_per_caller: u64,
    /// Seconds after which a job whose executor is silent is tried again.
    #[arg(long, env = "CODE_REMOTE_LEASE_SECONDS", default_value_t = 30, value_name = "S")]
    pub lease_seconds: u64,
    /// Seconds that running jobs may go on after SIGTERM; then they are given back to the queue.
    #[arg(long, env = "CODE_REMOTE_DRAIN_SECONDS", default_value_t = 35, value_name = "S")]
    pub drain_seconds: u64,
    /// Days after which finished runs are deleted; 0 keeps them.
    #[arg(long, env = "CODE_REMOTE_RETENTION_DAYS", default_value_t = 30, value_name = "DAYS")]
    pub retention_days: u32,
    /// What to log: a level, or levels per part as in `code_remote=debug`. Never user code or output at any level.
    #[arg(long, env = "CODE_REMOTE_LOG", default_value = "info", value_name = "FILTER")]
    pub log: String,
    /// How log lines look.
    #[arg(long, env = "CODE_REMOTE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Where to send traces by OTLP over HTTP, for example `http://127.0.0.1:4318`; none are sent without it.
    #[arg(long, env = "CODE_REMOTE_OTLP_ENDPOINT", value_name = "URL")]
    pub otlp_endpoint: Option<String>,
}

impl ServiceSettings {
    /// The data directory, given or usual; absolute, as the sandbox runtime does not know where this process was started.
    pub fn data_dir(&self) -> PathBuf {
        let directory = self.data_dir.clone().unwrap_or_else(usual_data_dir);
        std::path::absolute(&directory).unwrap_or(directory)
    }

    /// The authentication in force, if one is.
    pub fn auth(&self) -> Option<Auth> {
        self.auth.or_else(|| self.listen.ip().is_loopback().then_some(Auth::Local))
    }
}

fn usual_data_dir() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(home);
    base.unwrap_or_else(|| PathBuf::from("/var/lib")).join("code-remote")
}
