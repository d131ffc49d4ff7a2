//! What an operator can choose about the gateway.

use std::time::Duration;

use domain::{Imports, Limits, QueueBounds, Rate};

use crate::{auth::Observers, client::Network, slots::SlotBounds};

/// Everything the gateway is told at start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The product's version, shown by `/`, `/health` and `/v1/config`.
    pub version: String,
    /// How callers sign in, shown by `/v1/config` (the check itself is the port [`domain::TokenVerifier`]).
    pub auth: AuthMode,
    /// Who may see `/metrics`, and the parts of the service in `/health` and `/health/ready`.
    pub observers: Observers,
    /// Which `Host` and `Origin` headers are believed.
    pub hosts: HostGuard,
    /// Origins of other web pages that may call this service from a browser, for example `https://editor.example`.
    pub cors_origins: Vec<String>,
    /// Origins that our own web page may connect to besides this service (a sign-in endpoint).
    pub connect_origins: Vec<String>,
    /// What can be run.
    pub languages: Vec<Language>,
    /// Whether Python is checked before it is accepted.
    pub imports: Imports,
    /// Whether a layer of isolation is relaxed, as far as configuration can tell.
    pub relaxed: bool,
    /// The limits that each job gets; its wall time is the default of `timeout_seconds`.
    pub limits: Limits,
    /// The longest `timeout_seconds` that a caller may ask for.
    pub timeout_max: Duration,
    /// Bytes of source text in one job.
    pub source_bytes_max: usize,
    /// Bytes of standard input, and of all files together, in one job.
    pub input_bytes_max: usize,
    /// Bytes of one request's body.
    pub body_bytes_max: usize,
    /// How long a request's body may take to arrive.
    pub body_timeout: Duration,
    /// How often requests may come.
    pub rates: RateSettings,
    /// How many jobs may wait.
    pub queue: QueueBounds,
    /// How many requests may wait for a job's end.
    pub waiting: SlotBounds,
    /// How many event streams may be open.
    pub following: SlotBounds,
    /// How many jobs may be on their way to readers, whole; others wait for a turn.
    pub showing: SlotBounds,
    /// How many jobs may be on their way to readers of share links; of one link instead of one caller.
    pub showing_shared: SlotBounds,
    /// How many bodies of more than 64 KiB may be on their way in; others wait for a turn.
    pub receiving: SlotBounds,
    /// How many analyses may run; more are refused.
    pub analyzing: SlotBounds,
    /// How long an analysis may take.
    pub analysis_max: Duration,
    /// How much longer than the run `POST /execute` waits for an analysis.
    pub analysis_grace: Duration,
    /// How long `POST /execute` waits before it answers 202.
    pub execute_wait_max: Duration,
    /// The longest `?wait=` of `GET /v1/jobs/{id}`.
    pub poll_wait_max: Duration,
    /// Time between comments on a quiet event stream.
    pub sse_keep_alive: Duration,
}

/// A JSON string can take six bytes for one (`\u0000`); source, standard input and files all at their largest would
/// need 13 MiB, so 8 MiB holds every body that is not escaped on purpose.
const BODY_BYTES_MAX: usize = 8 << 20;

impl Default for Settings {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            auth: AuthMode::Local,
            observers: Observers::Anyone,
            hosts: HostGuard::Loopback { also: Vec::new() },
            cors_origins: Vec::new(),
            connect_origins: Vec::new(),
            languages: vec![Language::python("3")],
            imports: Imports::Whitelist,
            relaxed: false,
            timeout_max: Duration::from_millis(limits.wall_time_ms),
            limits,
            source_bytes_max: 10_240,
            input_bytes_max: 1 << 20,
            body_bytes_max: BODY_BYTES_MAX,
            body_timeout: Duration::from_secs(30),
            rates: RateSettings::default(),
            queue: QueueBounds { total: 10_000, per_owner: 2_000 },
            waiting: SlotBounds { total: 4_096, per_principal: 1_024 },
            following: SlotBounds { total: 2_048, per_principal: 512 },
            // The largest job is 24 MiB of JSON, the largest body 8 MiB.
            showing: SlotBounds { total: 32, per_principal: 4 },
            showing_shared: SlotBounds { total: 8, per_principal: 2 },
            receiving: SlotBounds { total: 64, per_principal: 8 },
            analyzing: SlotBounds { total: 64, per_principal: 2 },
            analysis_max: Duration::from_mins(1),
            analysis_grace: Duration::from_secs(10),
            execute_wait_max: Duration::from_mins(15),
            poll_wait_max: Duration::from_mins(1),
            sse_keep_alive: Duration::from_secs(10),
        }
    }
}

/// How often requests may come; beyond it 429.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RateSettings {
    /// Of one caller, at all gateways together; none is no bound.
    pub per_caller: Option<Rate>,
    /// From one address without a valid token, and a tenth of it to where secrets could be guessed; none is no bound.
    pub per_address: Option<Rate>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
}

/// How callers sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthMode {
    /// Not at all: everyone who reaches the loopback address is the local developer.
    Local,
    /// With a key from a file.
    ApiKey,
    /// With a token of a Cognito user pool.
    Cognito(CognitoClient),
}

/// What a browser needs to sign in with Cognito.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CognitoClient {
    /// For example `eu-west-1`.
    pub region: String,
    /// The user pool.
    pub user_pool_id: String,
    /// The app client.
    pub client_id: String,
    /// Another address than the region's own, for an emulator.
    pub endpoint: Option<String>,
}

/// Which requests a browser may have been tricked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostGuard {
    /// Any host and origin: callers prove themselves with a token that a browser does not attach by itself.
    Off,
    /// Only a `Host` that names this machine's loopback address or one of `also` (names without port), and on a request
    /// that changes something only our own `Origin` or one of [`Settings::cors_origins`]. Without it any web page could
    /// run code on a developer's machine.
    Loopback {
        /// Further names under which the service is reached.
        also: Vec<String>,
    },
}

/// A language that can be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The value of `language` in a submission.
    pub id: String,
    /// For people.
    pub name: String,
    /// Of the interpreter in the sandbox.
    pub version: String,
    /// Monaco's name for it.
    pub monaco: String,
    /// Without the dot.
    pub file_extension: String,
    /// The modules that may be imported under [`Imports::Whitelist`].
    pub imports: Vec<String>,
    /// Programs to start from.
    pub examples: Vec<Example>,
}

/// A program to start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Title.
    pub name: String,
    /// Source text.
    pub code: String,
}

impl Language {
    /// Python with the profile's imports and some examples.
    pub fn python(version: &str) -> Self {
        let example = |(name, code): (&str, &str)| Example { name: name.to_owned(), code: code.to_owned() };
        Self {
            id: "python".to_owned(),
            name: "Python".to_owned(),
            version: version.to_owned(),
            monaco: "python".to_owned(),
            file_extension: "py".to_owned(),
            imports: IMPORTS.map(str::to_owned).to_vec(),
            examples: EXAMPLES.map(example).to_vec(),
        }
    }
}

const IMPORTS: [&str; 7] = ["math", "json", "collections", "itertools", "functools", "typing", "dataclasses"];

const EXAMPLES: [(&str, &str); 4] = [
    ("Hello", include_str!("../examples/hello.py")),
    ("Word count from standard input", include_str!("../examples/word_count.py")),
    ("Primes", include_str!("../examples/primes.py")),
    ("Memoised Fibonacci", include_str!("../examples/fibonacci.py")),
];

/// A setting that cannot work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the setting `{field}` is wrong: {reason}")]
pub struct SettingsError {
    /// Name of the field of [`Settings`].
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Settings {
    /// Looks for values that would make every request fail.
    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        let wrong = |field, reason| Err(SettingsError { field, reason });
        if self.languages.is_empty() {
            return wrong("languages", "there must be at least one");
        }
        if self.limits.wall_time_ms == 0 || Duration::from_millis(self.limits.wall_time_ms) > self.timeout_max {
            return wrong("timeout_max", "it must be at least the default wall time, which must not be 0");
        }
        if self.source_bytes_max == 0 || self.source_bytes_max > self.body_bytes_max {
            return wrong("source_bytes_max", "it must not be 0, and not larger than `body_bytes_max`");
        }
        let is_origin = |origin: &String| {
            origin.contains("://") && origin.chars().all(|c| c.is_ascii_graphic() && !";,'\"".contains(c))
        };
        if !self.cors_origins.iter().all(is_origin) {
            return wrong("cors_origins", "each must be an origin such as https://editor.example");
        }
        if !self.connect_origins.iter().all(is_origin) {
            return wrong("connect_origins", "each must be an origin such as https://sign-in.example");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong_field(change: impl FnOnce(&mut Settings)) -> Option<&'static str> {
        let mut settings = Settings::default();
        change(&mut settings);
        settings.check().err().map(|error| error.field)
    }

    #[test]
    fn a_value_that_cannot_work_is_named() {
        assert_eq!(wrong_field(|_| {}), None);
        assert_eq!(wrong_field(|s| s.languages.clear()), Some("languages"));
        assert_eq!(wrong_field(|s| s.timeout_max = Duration::from_secs(29)), Some("timeout_max"));
        assert_eq!(wrong_field(|s| s.source_bytes_max = 0), Some("source_bytes_max"));
        for bad in ["editor.example", "https://a b", "https://a; script-src *", ""] {
            assert_eq!(wrong_field(|s| s.cors_origins = vec![bad.to_owned()]), Some("cors_origins"), "{bad}");
            assert_eq!(wrong_field(|s| s.connect_origins = vec![bad.to_owned()]), Some("connect_origins"), "{bad}");
        }
    }
}
