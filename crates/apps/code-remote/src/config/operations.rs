//! What a role without an API of its own shows to its operators.

use std::net::SocketAddr;

use clap::Args;

/// What a role without an API of its own shows to its operators.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Operations")]
pub struct OperationsSettings {
    /// Address and port of `/health`, `/health/live`, `/health/ready` and `/metrics`. They name no job and no caller.
    #[arg(long, env = "CODE_REMOTE_OPERATIONS_LISTEN", default_value = "127.0.0.1:9090", value_name = "ADDR:PORT")]
    pub operations_listen: SocketAddr,
}
