//! The database that the roles share.

use std::path::PathBuf;

use clap::Args;
use reqwest::Url;

use super::{ConfigError, check::refuse};

const URL: &str = "CODE_REMOTE_DATABASE_URL";
const URL_FILE: &str = "CODE_REMOTE_DATABASE_URL_FILE";

/// The database that the roles share.
#[derive(Clone, Args)]
#[command(next_help_heading = "Database")]
pub struct DatabaseSettings {
    /// The PostgreSQL database, for example `postgres://code_remote@db.internal/code_remote?sslmode=verify-full`. Without a password: one belongs into a file.
    #[arg(long, env = URL, value_name = "URL", hide_env_values = true, conflicts_with = "database_url_file")]
    pub database_url: Option<String>,
    /// File that holds the database's URL, with the password where there is one.
    #[arg(long, env = URL_FILE, value_name = "FILE")]
    pub database_url_file: Option<PathBuf>,
    /// Connections to the database that this process may have open at once, besides three of its own for notifications.
    #[arg(long, env = "CODE_REMOTE_DATABASE_CONNECTIONS", default_value_t = 8, value_name = "COUNT")]
    pub database_connections: u32,
}

impl DatabaseSettings {
    /// Whether a database is named at all.
    pub fn is_given(&self) -> bool {
        self.database_url.is_some() || self.database_url_file.is_some()
    }

    /// Whether the settings can be used; reads the file where one is named.
    pub fn check(&self) -> Result<(), ConfigError> {
        if !(1..=1_000).contains(&self.database_connections) {
            let reason = format!("{} is not between 1 and 1000", self.database_connections);
            return refuse("CODE_REMOTE_DATABASE_CONNECTIONS", reason);
        }
        self.url().map(drop)
    }

    /// The URL, or which setting is missing or wrong. Never shows the URL: it may hold a password.
    pub fn url(&self) -> Result<String, ConfigError> {
        match (&self.database_url, &self.database_url_file) {
            (Some(url), _) => match parse(URL, url)?.password() {
                Some(_) => refuse(
                    URL,
                    format!(
                        "an environment is no place for a password: put the whole URL into a file and name it in {URL_FILE}"
                    ),
                ),
                None => Ok(url.clone()),
            },
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file).map_err(|error| ConfigError {
                    variable: URL_FILE,
                    reason: format!("{} cannot be read: {error}", file.display()),
                })?;
                parse(URL_FILE, text.trim()).map(|_| text.trim().to_owned())
            }
            (None, None) => refuse(URL, format!("this role needs a PostgreSQL database: set it, or {URL_FILE}")),
        }
    }
}

fn parse(variable: &'static str, text: &str) -> Result<Url, ConfigError> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => Ok(url),
        _ => refuse(variable, "this is not a URL such as `postgres://user@host:5432/database`"),
    }
}

/// The URL is not shown: it may hold a password by mistake.
impl std::fmt::Debug for DatabaseSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseSettings")
            .field("database_url_file", &self.database_url_file)
            .field("database_connections", &self.database_connections)
            .finish_non_exhaustive()
    }
}
