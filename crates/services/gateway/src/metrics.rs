//! What the gateway counts. Labels come from closed sets: routes are templates, never paths.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64},
    },
    time::Duration,
};

use domain::{QueueStats, Violation};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use crate::wire::ms;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    method: String,
    status: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RuleLabels {
    rule: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct LimitedLabels {
    by: &'static str,
}

/// Seconds. Answers without a sandbox take under 5 ms, `POST /execute` about as long as its program.
const LATENCY_BUCKETS: [f64; 14] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0];

/// Handles to the gateway's metrics; cheap to clone.
#[derive(Clone, Debug)]
pub struct Metrics {
    requests: Family<RequestLabels, Counter>,
    latency: Family<RouteLabels, Histogram>,
    refusals: Family<RuleLabels, Counter>,
    limited: Family<LimitedLabels, Counter>,
    accepted: Counter,
    following: Gauge,
    queued: Gauge,
    running: Gauge,
    oldest: Gauge<f64, AtomicU64>,
}

impl Metrics {
    /// Registers everything under the registry's prefix.
    pub fn register(registry: &mut Registry) -> Self {
        let metrics = Self {
            requests: Family::default(),
            latency: Family::new_with_constructor(|| Histogram::new(LATENCY_BUCKETS)),
            refusals: Family::default(),
            limited: Family::default(),
            accepted: Counter::default(),
            following: Gauge::default(),
            queued: Gauge::default(),
            running: Gauge::default(),
            oldest: Gauge::default(),
        };
        let http = registry.sub_registry_with_prefix("http");
        http.register("requests", "Requests answered, by route, method and status class", metrics.requests.clone());
        http.register("request_seconds", "Time until a request was answered, in seconds", metrics.latency.clone());
        http.register("event_streams", "Event streams that are open", metrics.following.clone());
        http.register(
            "rate_limited",
            "Requests refused because too many came, by whom they were counted",
            metrics.limited.clone(),
        );
        let jobs = registry.sub_registry_with_prefix("jobs");
        jobs.register("accepted", "Jobs put into the queue", metrics.accepted.clone());
        jobs.register("refused", "Violations for which the policy refused jobs, by rule", metrics.refusals.clone());
        let queue = registry.sub_registry_with_prefix("queue");
        queue.register("depth", "Jobs waiting", metrics.queued.clone());
        queue.register("running", "Jobs running, on all executors", metrics.running.clone());
        queue.register("oldest_age_seconds", "How long the oldest waiting job has waited", metrics.oldest.clone());
        metrics
    }

    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, after: Duration) {
        let route = route.to_owned();
        self.latency.get_or_create(&RouteLabels { route: route.clone() }).observe(after.as_secs_f64());
        let labels = RequestLabels { route, method: method.to_owned(), status: status_class(status) };
        self.requests.get_or_create(&labels).inc();
    }

    pub(crate) fn rate_limited(&self, by: &'static str) {
        self.limited.get_or_create(&LimitedLabels { by }).inc();
    }

    pub(crate) fn accepted(&self) {
        self.accepted.inc();
    }

    pub(crate) fn refused(&self, violations: &[Violation]) {
        for violation in violations {
            self.refusals.get_or_create(&RuleLabels { rule: violation.rule.clone() }).inc();
        }
    }

    pub(crate) fn following(&self) -> Following {
        self.following.inc();
        Following(self.following.clone())
    }

    pub(crate) fn queue(&self, stats: QueueStats) {
        let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.queued.set(whole(stats.queued));
        self.running.set(whole(stats.running));
        // Milliseconds as seconds is the same division as microseconds as milliseconds.
        self.oldest.set(ms(stats.oldest_age_ms));
    }
}

/// An open event stream.
#[derive(Debug)]
pub struct Following(Gauge<i64, AtomicI64>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.dec();
    }
}

const fn status_class(status: u16) -> &'static str {
    match status {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}

/// A registry that no metric is added to any more.
pub type SharedRegistry = Arc<Registry>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_counted_is_shown() {
        let mut registry = Registry::with_prefix("code_remote");
        let metrics = Metrics::register(&mut registry);
        metrics.answered("/v1/jobs/{id}", "GET", 404, Duration::from_millis(3));
        metrics.accepted();
        metrics.rate_limited("caller");
        metrics.queue(QueueStats { queued: 2, running: 1, oldest_age_ms: 1_500 });
        let following = metrics.following();
        let text = |registry: &Registry| {
            let mut text = String::new();
            prometheus_client::encoding::text::encode(&mut text, registry).unwrap();
            text
        };
        for line in [
            r#"code_remote_http_requests_total{route="/v1/jobs/{id}",method="GET",status="4xx"} 1"#,
            r#"code_remote_http_request_seconds_bucket{le="0.005",route="/v1/jobs/{id}"} 1"#,
            "code_remote_jobs_accepted_total 1",
            r#"code_remote_http_rate_limited_total{by="caller"} 1"#,
            "code_remote_queue_depth 2",
            "code_remote_queue_oldest_age_seconds 1.5",
            "code_remote_http_event_streams 1",
        ] {
            assert!(text(&registry).contains(line), "{line}\n{}", text(&registry));
        }
        drop(following);
        assert!(text(&registry).contains("code_remote_http_event_streams 0"));
    }
}
