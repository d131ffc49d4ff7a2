//! How often requests may come.

use clap::Args;
use domain::Rate;
use gateway::{Network, RateSettings};

/// Requests of one caller in a second: a person never notices, a busy pipeline hardly.
const PER_CALLER: u32 = 100;
/// Requests from one address in a second: more than a company's expired tokens, and less than keeps a core busy.
const PER_ADDRESS: u32 = 300;
/// A burst in seconds of the rate.
const BURST_SECONDS: u32 = 10;

/// How often requests may come.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Rates")]
pub struct CallerSettings {
    /// Requests of one caller in a second, at all gateways together; beyond it 429 with Retry-After. 0 is no bound. Default: 100, and no bound in mode `local`.
    #[arg(long, env = "CODE_REMOTE_RATE_PER_CALLER", value_name = "REQUESTS")]
    pub rate_per_caller: Option<u32>,
    /// Requests that a caller who was quiet may send at once. Default: ten times the rate.
    #[arg(long, env = "CODE_REMOTE_RATE_BURST_PER_CALLER", value_name = "REQUESTS")]
    pub rate_burst_per_caller: Option<u32>,
    /// Requests without a valid token from one address in a second (IPv6: from one /64), and a tenth of it to where a secret could be guessed; beyond it 429 with Retry-After. Ten times as many at once. 0 is no bound. Default: 300, and no bound in mode `local`.
    #[arg(long, env = "CODE_REMOTE_RATE_PER_ADDRESS", value_name = "REQUESTS")]
    pub rate_per_address: Option<u32>,
    /// Proxies in front of the service, as addresses or networks such as `10.0.0.0/8`, comma-separated. Only their `X-Forwarded-For` is believed.
    #[arg(long, env = "CODE_REMOTE_TRUSTED_PROXIES", value_delimiter = ',', value_name = "NETWORK")]
    pub trusted_proxies: Vec<Network>,
}

impl CallerSettings {
    /// How often requests may come, where callers are told apart or not.
    pub fn rates(&self, told_apart: bool) -> RateSettings {
        let default = |rate: u32| if told_apart { rate } else { 0 };
        let caller = self.rate_per_caller.unwrap_or_else(|| default(PER_CALLER));
        let address = self.rate_per_address.unwrap_or_else(|| default(PER_ADDRESS));
        RateSettings {
            per_caller: rate(caller, self.rate_burst_per_caller),
            per_address: rate(address, None),
            trusted_proxies: self.trusted_proxies.clone(),
        }
    }
}

fn rate(per_second: u32, burst: Option<u32>) -> Option<Rate> {
    let burst = burst.unwrap_or_else(|| per_second.saturating_mul(BURST_SECONDS)).max(1);
    (per_second > 0).then_some(Rate { per_second, burst })
}
