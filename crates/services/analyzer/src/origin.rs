//! Who has measured runs made, as the audit log keeps it.

use complexity::AnalysisRequest;
use domain::{Origin, PrincipalId};

/// Longest texts that are kept. Who calls over gRPC is believed about who asks, but not about the length of it.
const CALLER_BYTES_MAX: usize = 256;
const REQUEST_ID_BYTES_MAX: usize = 128;
const TRACE_BYTES_MAX: usize = 55;

/// The origin of what is run for a request; what is too long or no plain text is left out. The trace is the span's that is
/// being worked in, or the request's own where nobody exports spans here.
pub(crate) fn of(request: &AnalysisRequest) -> Origin {
    let caller = Some(&request.caller).filter(|caller| (1..=CALLER_BYTES_MAX).contains(&caller.len()));
    Origin {
        request_id: plain(request.request_id.as_deref(), REQUEST_ID_BYTES_MAX),
        key_id: None,
        trace: trace::current().or_else(|| plain(request.trace.as_deref(), TRACE_BYTES_MAX)),
        on_behalf_of: caller.map(PrincipalId::new),
    }
}

/// Visible ASCII characters.
fn plain(text: Option<&str>, bytes_max: usize) -> Option<String> {
    let text = text.filter(|text| text.len() <= bytes_max && text.bytes().all(|byte| byte.is_ascii_graphic()))?;
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn what_a_caller_says_is_kept_within_bounds() {
        let asked = |caller: &str, id: &str, trace: &str| AnalysisRequest {
            caller: caller.to_owned(),
            request_id: Some(id.to_owned()),
            trace: Some(trace.to_owned()),
            ..AnalysisRequest::default()
        };
        let origin = of(&asked("ann \u{0} ü", "r-1", TRACE));
        let caller = Some(PrincipalId::new("ann \u{0} ü"));
        let expected = Origin {
            request_id: Some("r-1".to_owned()),
            key_id: None,
            trace: Some(TRACE.to_owned()),
            on_behalf_of: caller,
        };
        assert_eq!(origin, expected);
        let long = "x".repeat(257);
        for request in [asked("", "r\n1", "\u{0}"), asked(&long, &long, &long)] {
            assert_eq!(of(&request), Origin::default());
        }
    }
}
