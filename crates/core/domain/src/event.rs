//! The numbered entries of a job's log.

use serde::{Deserialize, Serialize};

use crate::{Attempt, ByteString, JobId, Outcome, Status, Timestamp};

/// Which stream a piece of output came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputStream {
    /// File descriptor 1.
    Stdout,
    /// File descriptor 2.
    Stderr,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an event is on its way between two buffers, and few of them wait in either"
)]
pub enum EventBody {
    /// The job's status changed.
    Status {
        /// To this.
        status: Status,
    },
    /// The source was sent: the program runs.
    StepStarted {
        /// From 0.
        step: u32,
        /// From the claim until now, in microseconds.
        startup_us: u64,
    },
    /// The program wrote something.
    Output {
        /// Where.
        stream: OutputStream,
        /// What, exactly. Chunks may split a character.
        data: ByteString,
    },
    /// The program ended.
    StepFinished {
        /// From 0.
        step: u32,
        /// See [`Outcome::exit_code`].
        exit_code: Option<i32>,
        /// See [`Outcome::signal`].
        signal: Option<i32>,
        /// See [`Outcome::run_us`].
        run_us: u64,
    },
    /// The job ended; always the last event.
    Done {
        /// How.
        outcome: Outcome,
    },
}

/// One entry of one job's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Whose.
    pub job_id: JobId,
    /// Number within the job, from 1, without gaps: what `Last-Event-ID` carries.
    pub seq: u64,
    /// The attempt that wrote it; output of an attempt before the last is void.
    pub attempt: Attempt,
    /// When.
    pub at: Timestamp,
    /// What.
    pub body: EventBody,
}
