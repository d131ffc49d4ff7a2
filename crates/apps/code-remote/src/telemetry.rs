//! Logs to standard error, traces by OTLP where an endpoint is configured.

use anyhow::Context as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tracing_subscriber::{EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::{
    config::{LogFormat, TelemetrySettings},
    tls,
};

/// Sends what is left when the process ends.
pub(crate) struct Telemetry(Option<SdkTracerProvider>);

impl Telemetry {
    /// Installs the process-wide subscriber of a role, by whose name traces know it.
    pub(crate) fn start(settings: &TelemetrySettings, role: &'static str) -> anyhow::Result<Self> {
        let filter = EnvFilter::try_new(&settings.log).context("CODE_REMOTE_LOG is not a log filter")?;
        let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
        let lines = match settings.log_format {
            LogFormat::Text => lines.with_ansi(console::colors_enabled_stderr()).boxed(),
            LogFormat::Json => lines.json().boxed(),
        };
        let provider = settings.otlp_endpoint.as_deref().map(|endpoint| exporter(endpoint, role)).transpose()?;
        let traces = provider
            .as_ref()
            .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("code-remote")));
        tracing_subscriber::registry().with(filter).with(lines).with(traces).init();
        std::panic::set_hook(Box::new(|panic| {
            // The message may quote user code (a parser's may); the place is what a developer needs.
            let place = panic.location().map(ToString::to_string);
            tracing::error!(panic.place = place, "a task panicked");
        }));
        Ok(Self(provider))
    }

    /// Flushes.
    pub(crate) fn stop(self) {
        if let Some(Err(error)) = self.0.map(|provider| provider.shutdown()) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// Spans are sent from a thread of the exporter's own that knows no runtime, so its client is a blocking one, and that must
/// be made outside of ours.
fn http_client(endpoint: &str) -> anyhow::Result<reqwest::blocking::Client> {
    let builder = reqwest::blocking::Client::builder();
    let builder = if tls::is_needed(endpoint) { builder } else { builder.tls_certs_only([]) };
    let made = std::thread::spawn(|| builder.build()).join();
    made.map_err(|_| anyhow::anyhow!("the client for traces was not made"))?
        .context("the client for traces was not made: the machine's certificates cannot be read")
}

fn exporter(endpoint: &str, role: &'static str) -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_http_client(http_client(endpoint)?)
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .build()
        .context("CODE_REMOTE_OTLP_ENDPOINT cannot be used")?;
    let resource = Resource::builder().with_service_name(format!("code-remote-{role}")).build();
    Ok(SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build())
}
