//! The two names of the wall time.

use serde_json::value::RawValue;

use crate::{Settings, fields::Complaints};

/// The wall time in milliseconds; the profile's when neither field is given.
pub fn read_ms(
    timeout: Option<&RawValue>,
    timeout_seconds: Option<&RawValue>,
    settings: &Settings,
    complaints: &mut Complaints,
) -> u64 {
    let by_name = [("timeout_seconds", timeout_seconds), ("timeout", timeout)];
    let given = by_name.map(|(field, raw)| seconds(field, raw, settings, complaints));
    match given {
        [Some(one), Some(other)] if one != other => {
            complaints.invalid("timeout", "differs from `timeout_seconds`; give only one of them");
            one
        }
        [one, other] => one.or(other).unwrap_or(settings.limits.wall_time_ms),
    }
}

fn seconds(field: &str, raw: Option<&RawValue>, settings: &Settings, complaints: &mut Complaints) -> Option<u64> {
    let seconds: f64 = complaints.read(field, raw)?;
    let max = settings.timeout_max.as_secs_f64();
    if seconds > 0.0 && seconds <= max {
        return Some(whole_ms(seconds));
    }
    let message = if seconds > max { format!("must be at most {max}") } else { "must be greater than 0".to_owned() };
    complaints.invalid(field, message);
    None
}

/// A program that may run at all may run for a millisecond.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and bounded by the setting")]
fn whole_ms(seconds: f64) -> u64 {
    ((seconds * 1000.0).round() as u64).max(1)
}
