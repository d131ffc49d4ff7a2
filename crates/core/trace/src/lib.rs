//! The trace that a request belongs to, carried along with its job as a W3C `traceparent`: from the request's header to the
//! gateway's span, with the job through store and queue, and on to the executor's span.
//!
//! Without an exporter there are no traces: [`current`] is none and [`follow`] does nothing.

use opentelemetry::{
    Context,
    trace::{SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState},
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The span that is being worked in, as a `traceparent`.
pub fn current() -> Option<String> {
    let context = Span::current().context();
    let span = context.span();
    let span = span.span_context();
    span.is_valid().then(|| format!("00-{}-{}-{:02x}", span.trace_id(), span.span_id(), span.trace_flags().to_u8()))
}

/// Makes a span the child of the one that a `traceparent` names. Text that is none is ignored, as the standard asks.
pub fn follow(span: &Span, traceparent: &str) {
    if let Some(parent) = parse(traceparent) {
        // It fails where nothing exports spans, or where this one is not exported.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
}

/// Version 00 exactly; of later versions the part that they have in common with it.
fn parse(traceparent: &str) -> Option<SpanContext> {
    let mut parts = traceparent.split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let sized = version.len() == 2 && trace.len() == 32 && span.len() == 16 && flags.len() == 2;
    let lower = [version, trace, span, flags].iter().all(|part| part.bytes().all(is_lower_hex));
    if !sized || !lower || version == "ff" || (version == "00" && parts.next().is_some()) {
        return None;
    }
    let flags = TraceFlags::new(u8::from_str_radix(flags, 16).ok()?) & TraceFlags::SAMPLED;
    let (trace, span) = (TraceId::from_hex(trace).ok()?, SpanId::from_hex(span).ok()?);
    let context = SpanContext::new(trace, span, flags, true, TraceState::NONE);
    context.is_valid().then_some(context)
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::TracerProvider as _;
    use opentelemetry_sdk::trace::SdkTracerProvider;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_span_goes_on_with_the_trace_that_it_follows() {
        let provider = SdkTracerProvider::builder().build();
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            let span = tracing::info_span!("job");
            follow(&span, PARENT);
            let within = span.in_scope(current).expect("there is a trace");
            assert_eq!(within[..36], PARENT[..36], "the same trace");
            assert_ne!(within[36..52], PARENT[36..52], "another span");
        });
    }

    #[test]
    fn without_an_exporter_there_is_no_trace() {
        let span = tracing::info_span!("job");
        follow(&span, PARENT);
        assert_eq!(span.in_scope(current), None);
    }

    #[test]
    fn text_that_is_no_traceparent_is_ignored() {
        assert!(parse(PARENT).is_some());
        assert!(parse(&PARENT.replacen("00", "01", 1)).is_some(), "a later version");
        let zeros = "00-00000000000000000000000000000000-b7ad6b7169203331-01";
        let more = format!("{PARENT}-00");
        for wrong in ["", "00", zeros, &more, &PARENT.to_uppercase(), &PARENT.replacen("00", "ff", 1), &PARENT[..54]] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
