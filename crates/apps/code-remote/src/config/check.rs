//! Settings that cannot work or would be unsafe are refused before anything is opened.

use std::fmt;

use super::{ApiSettings, Auth, CallerSettings, CognitoSettings, LifeSettings, LimitSettings, SandboxSettings};

/// A setting that is refused: which one, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {reason}")]
pub struct ConfigError {
    /// The environment variable's name.
    pub variable: &'static str,
    /// Why, and what to do.
    pub reason: String,
}

/// All settings of a role that are refused, of each group the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    /// Those of these checks that failed.
    pub(super) fn of<T>(checks: impl IntoIterator<Item = Result<T, ConfigError>>) -> Result<(), Self> {
        // Two groups may stumble over the same setting.
        let mut refused: Vec<_> = checks.into_iter().filter_map(Result::err).collect();
        refused.dedup();
        if refused.is_empty() { Ok(()) } else { Err(Self(refused)) }
    }
}

impl From<ConfigError> for ConfigErrors {
    fn from(error: ConfigError) -> Self {
        Self(vec![error])
    }
}

impl std::error::Error for ConfigErrors {}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// Whether an address leads nowhere but to this machine.
pub(super) fn is_loopback(url: &reqwest::Url) -> bool {
    // The URL parser keeps the brackets of an IPv6 address.
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(super) fn refuse<T>(variable: &'static str, reason: impl Into<String>) -> Result<T, ConfigError> {
    Err(ConfigError { variable, reason: reason.into() })
}

/// Callers must be told apart wherever others can reach the service.
pub(super) fn callers(api: &ApiSettings, cognito: &CognitoSettings) -> Result<(), ConfigError> {
    if api.listen.is_empty() {
        return refuse("CODE_REMOTE_LISTEN", "no address is given");
    }
    one_to("CODE_REMOTE_QUEUE_MAX", api.queue_max, 10_000_000)?;
    one_to("CODE_REMOTE_QUEUE_MAX_PER_CALLER", api.queue_max_per_caller, 10_000_000)?;
    match (api.auth(), api.open_address()) {
        (None, open) => refuse(
            "CODE_REMOTE_AUTH",
            format!(
                "{} is not a loopback address, so callers must be told apart: set it to `api-key` or `cognito`",
                open.unwrap_or(api.listen[0])
            ),
        ),
        (Some(Auth::Local), Some(open)) => refuse(
            "CODE_REMOTE_AUTH",
            format!(
                "`local` lets everyone who can reach {open} run code: listen on 127.0.0.1, or use `api-key` or `cognito`"
            ),
        ),
        (Some(Auth::ApiKey), _) if api.api_keys_file.is_none() => {
            refuse("CODE_REMOTE_API_KEYS_FILE", "`api-key` needs a file of keys, one `NAME:SHA256` a line")
        }
        (Some(Auth::Cognito), _) => cognito.user_pool().map(drop),
        (Some(Auth::Local | Auth::ApiKey), _) => Ok(()),
    }
}

/// A database that roles share is not one developer's: that everyone who connects is the operator of all of it must be said.
pub(super) fn shared_callers(api: &ApiSettings) -> Result<(), ConfigError> {
    match api.auth {
        Some(_) => Ok(()),
        None => refuse(
            "CODE_REMOTE_AUTH",
            "a gateway shares its database, so it must be said how callers are told apart: set it to `api-key` or `cognito`, or \
            to `local` if whoever can connect to this machine's loopback address may run and see everything as an operator",
        ),
    }
}

pub(super) fn rates(callers: &CallerSettings) -> Result<(), ConfigError> {
    let at_most = |variable, value: Option<u32>| match value {
        Some(value) if value > 1_000_000 => refuse(variable, format!("{value} is more than 1000000")),
        _ => Ok(()),
    };
    at_most("CODE_REMOTE_RATE_PER_CALLER", callers.rate_per_caller)?;
    at_most("CODE_REMOTE_RATE_PER_ADDRESS", callers.rate_per_address)?;
    one_to("CODE_REMOTE_RATE_BURST_PER_CALLER", callers.rate_burst_per_caller.unwrap_or(1).into(), 10_000_000)
}

pub(super) fn limits(limits: &LimitSettings) -> Result<(), ConfigError> {
    one_to("CODE_REMOTE_SOURCE_BYTES_MAX", limits.source_bytes_max as u64, 16 << 20)?;
    one_to("CODE_REMOTE_TIMEOUT_SECONDS_MAX", limits.timeout_seconds_max, 86_400)?;
    one_to("CODE_REMOTE_CPU_TIME_SECONDS_MAX", limits.cpu_time_seconds_max.unwrap_or(1), 86_400)?;
    one_to("CODE_REMOTE_CPU_MILLIS", limits.cpu_millis.into(), 1_000_000)?;
    one_to("CODE_REMOTE_PROCESSES_MAX", limits.processes_max.into(), 4_096)?;
    one_to("CODE_REMOTE_TMP_MIB", limits.tmp_mib, 65_536)?;
    one_to("CODE_REMOTE_OUTPUT_KIB", limits.output_kib, 65_536)?;
    // A sandbox's own kernel and interpreter take some 40 MiB while they start.
    if (64..=1_048_576).contains(&limits.memory_mib) {
        Ok(())
    } else {
        refuse("CODE_REMOTE_MEMORY_MIB", format!("{} is not between 64 and 1048576", limits.memory_mib))
    }
}

pub(super) fn running(life: &LifeSettings, sandbox: &SandboxSettings) -> Result<(), ConfigError> {
    one_to("CODE_REMOTE_LEASE_SECONDS", life.lease_seconds, 3_600)?;
    one_to("CODE_REMOTE_RUNNING_MAX_PER_CALLER", life.running_max_per_caller.unwrap_or(1).into(), 1_000_000)?;
    one_to("CODE_REMOTE_CONCURRENCY", sandbox.concurrency.unwrap_or(1).into(), 10_000)?;
    one_to("CODE_REMOTE_REFILL_CONCURRENCY", sandbox.refill_concurrency.unwrap_or(1).into(), 1_000)
}

pub(super) fn python_version(version: &str) -> Result<(), ConfigError> {
    let is_version = version.strip_prefix("3.").is_some_and(|rest| rest.split('.').all(|n| n.parse::<u8>().is_ok()));
    if is_version {
        Ok(())
    } else {
        refuse("CODE_REMOTE_PYTHON_VERSION", format!("`{version}` is not a version such as `3.11`"))
    }
}

pub(super) fn one_to(variable: &'static str, value: u64, most: u64) -> Result<(), ConfigError> {
    if (1..=most).contains(&value) { Ok(()) } else { refuse(variable, format!("{value} is not between 1 and {most}")) }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    fn check(words: &[&str]) -> Result<(), ConfigErrors> {
        let words = ["code-remote", "up"].iter().chain(words);
        match Cli::try_parse_from(words).expect("the words parse").command {
            Command::Up(settings) => settings.check(),
            other => panic!("not up: {other:?}"),
        }
    }

    fn refused(words: &[&str]) -> Vec<&'static str> {
        let errors = check(words).expect_err("refused");
        errors.0.iter().map(|error| error.variable).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let words = ["--listen", "0.0.0.0:8080", "--memory-mib", "16", "--lease-seconds", "0"];
        assert_eq!(refused(&words), ["CODE_REMOTE_AUTH", "CODE_REMOTE_MEMORY_MIB", "CODE_REMOTE_LEASE_SECONDS"]);
    }

    #[test]
    fn a_loopback_address_needs_no_authentication_and_any_other_does() {
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(check(&["--listen", "[::1]:8080"]), Ok(()));
        for words in [&["--listen", "0.0.0.0:8080"][..], &["--listen", "[::]:1", "--auth", "local"]] {
            assert_eq!(refused(words), ["CODE_REMOTE_AUTH"]);
        }
        let keys = ["--listen", "0.0.0.0:8080", "--auth", "api-key"];
        assert_eq!(refused(&keys), ["CODE_REMOTE_API_KEYS_FILE"]);
        let mut pool = vec!["--listen", "0.0.0.0:8080", "--auth", "cognito"];
        assert_eq!(refused(&pool), ["CODE_REMOTE_COGNITO_REGION"]);
        pool.extend([
            "--cognito-region",
            "eu-west-1",
            "--cognito-user-pool-id",
            "eu-west-1_A",
            "--cognito-client-id",
            "c",
        ]);
        assert_eq!(check(&pool), Ok(()));
    }

    #[test]
    fn a_bad_number_names_its_variable() {
        assert_eq!(refused(&["--memory-mib", "16"]), ["CODE_REMOTE_MEMORY_MIB"]);
        assert_eq!(refused(&["--cpu-millis", "0"]), ["CODE_REMOTE_CPU_MILLIS"]);
    }
}
