//! What an analyzer counts, as its operators see it.

use std::time::Duration;

use code_remote_analyzer::AnalyzerMetrics;
use prometheus_client::registry::Registry;

/// The metrics of one analyzer.
pub(crate) struct Counts {
    registry: Registry,
    metrics: AnalyzerMetrics,
}

impl Counts {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("code_remote");
        let metrics = AnalyzerMetrics::register(&mut registry);
        Self { registry, metrics }
    }

    pub(crate) fn metrics(&self) -> AnalyzerMetrics {
        self.metrics.clone()
    }

    /// Whether there is this line; all begin with the same prefix, which is left out.
    pub(crate) fn show(&self, line: &str) -> bool {
        self.text().lines().any(|shown| shown == format!("code_remote_analyzer_{line}"))
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry).expect("it can be shown");
        text
    }

    /// Waits until there is this line.
    pub(crate) async fn until(&self, line: &str) {
        let shown = async {
            while !self.show(line) {
                tokio::task::yield_now().await;
            }
        };
        let shown = tokio::time::timeout(Duration::from_secs(30), shown).await;
        assert!(shown.is_ok(), "{line}\n{}", self.text());
    }
}
