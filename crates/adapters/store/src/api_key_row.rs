//! What both engines know about API keys.

use domain::Timestamp;

/// A key that is used all the time is noted once a minute.
pub(crate) const NOTED_EVERY_US: i64 = 60_000_000;

/// The longest list.
pub(crate) const LIST_MAX: u32 = 200;

/// When a key of this lifetime expires; at the calendar's end if that comes first.
pub(crate) fn expires_at(now: Timestamp, lifetime: std::time::Duration) -> Timestamp {
    now.checked_add(lifetime).unwrap_or(Timestamp::MAX)
}
