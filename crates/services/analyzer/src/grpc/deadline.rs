//! How long a call may take: what the caller says in `grpc-timeout`, at most our own bound.

use std::time::Duration;

use tonic::metadata::MetadataMap;

/// The library has timers of its own over the same header, here and at the caller, which say CANCELLED; ours is a little
/// earlier, so that the answer has the time to arrive.
const EARLIER: Duration = Duration::from_millis(250);

/// The time that is left for a call.
pub(super) fn of(metadata: &MetadataMap, max: Duration) -> Duration {
    let asked = metadata.get("grpc-timeout").and_then(|value| parse(value.to_str().ok()?));
    asked.map_or(max, |asked| asked.saturating_sub(EARLIER.min(asked / 10)).min(max))
}

/// At most eight digits and a unit, as the protocol says; anything else is no deadline.
fn parse(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_hours(amount),
        "M" => Duration::from_mins(amount),
        "S" => Duration::from_secs(amount),
        "m" => Duration::from_millis(amount),
        "u" => Duration::from_micros(amount),
        "n" => Duration::from_nanos(amount),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_read_and_nonsense_is_none() {
        let units = ["2H", "2M", "2S", "2m", "2u", "2n"].map(|text| parse(text).expect("it is well formed").as_nanos());
        assert_eq!(units, [7_200_000_000_000, 120_000_000_000, 2_000_000_000, 2_000_000, 2_000, 2]);
        for text in ["", "S", "1", "-1S", "123456789S", "1 S", "1s", "é", "1é"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
