//! Who may call, where, and how many jobs may wait.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};

/// How callers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Auth {
    /// Everyone who can connect is the local developer, an operator; only on loopback addresses.
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

/// Who may call, where, and how many jobs may wait.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "API")]
pub struct ApiSettings {
    /// Addresses and ports to listen on, comma-separated. Anything but loopback addresses needs an authentication mode.
    #[arg(
        long,
        env = "CODE_REMOTE_LISTEN",
        default_value = "127.0.0.1:8080",
        value_delimiter = ',',
        value_name = "ADDR:PORT"
    )]
    pub listen: Vec<SocketAddr>,
    /// How callers are told apart. Default: `local` for `up` on loopback addresses, otherwise none and the service does not start. A gateway must be told: in mode `local` everyone who can connect to its loopback address is operator of the shared database.
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
}

impl ApiSettings {
    /// An address that others can reach, if there is one.
    pub fn open_address(&self) -> Option<SocketAddr> {
        self.listen.iter().find(|address| !address.ip().is_loopback()).copied()
    }

    /// The authentication in force, if one is.
    pub fn auth(&self) -> Option<Auth> {
        self.auth.or_else(|| self.open_address().is_none().then_some(Auth::Local))
    }
}
