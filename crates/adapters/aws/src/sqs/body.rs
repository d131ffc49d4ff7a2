//! What a message says: `{"v":1,"job_id":"…","owner":"…","trace":"…"}`, the last one only where there is a trace.
//!
//! Names only. Whoever can write to the queue can name a job, and the worst that does is that the job is claimed now,
//! under its true owner, if it waits. A second version must be read by every process before any process writes it.

use domain::{JobId, JobMessage, PrincipalId};
use serde::{Deserialize, Serialize};

/// Ours have 100 to 500 bytes.
const BYTES_MAX: usize = 2048;
/// A `traceparent` has 55.
const TRACE_BYTES_MAX: usize = 128;
/// As [`PrincipalId`] says.
const OWNER_BYTES_MAX: usize = 256;
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    v: u32,
    job_id: JobId,
    owner: PrincipalId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trace: Option<String>,
}

pub(crate) fn write(message: &JobMessage) -> String {
    let JobMessage { job_id, owner, trace } = message.clone();
    serde_json::to_string(&Body { v: VERSION, job_id, owner, trace }).expect("names are JSON")
}

/// The message, if it is one of ours.
pub(crate) fn read(body: &str) -> Option<JobMessage> {
    if body.len() > BYTES_MAX {
        return None;
    }
    let Body { v, job_id, owner, trace } = serde_json::from_str(body).ok()?;
    let sized = owner.as_str().len() <= OWNER_BYTES_MAX
        && trace.as_ref().is_none_or(|trace| trace.len() <= TRACE_BYTES_MAX && trace.is_ascii());
    (v == VERSION && sized).then_some(JobMessage { job_id, owner, trace })
}

#[cfg(test)]
mod tests {
    use domain::{IdSource as _, JobMessage, PrincipalId, RandomIds};
    use proptest::prelude::*;

    use super::{read, write};

    fn message(trace: Option<&str>) -> JobMessage {
        let owner = PrincipalId::new("cognito:\u{0}ä\"\\");
        JobMessage { job_id: RandomIds.job_id(), owner, trace: trace.map(str::to_owned) }
    }

    #[test]
    fn what_was_written_is_read() {
        for trace in [None, Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")] {
            let message = message(trace);
            assert_eq!(read(&write(&message)), Some(message));
        }
    }

    #[test]
    fn what_is_not_ours_is_not_read() {
        let good = write(&message(None));
        let long = good.replace("cognito", &"c".repeat(300));
        let huge = format!("{good}{}", " ".repeat(4096));
        let cases = [
            "",
            "{}",
            "[]",
            "null",
            "not JSON",
            "\u{1F600}",
            &good[..good.len() - 1],
            &long,
            &huge,
            &good.replace("\"v\":1", "\"v\":2"),
            &good.replace("{\"v\"", "{\"code\":\"x\",\"v\""),
            &good.replace("\"owner\"", "\"user\""),
            &good.replace("\"job_id\":\"0", "\"job_id\":\"x"),
            &good.replace('}', &format!(",\"trace\":\"{}\"}}", "t".repeat(200))),
        ];
        for body in cases {
            assert_eq!(read(body), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(body in ".{0,200}") {
            prop_assert_eq!(read(&body), None);
        }
    }
}
